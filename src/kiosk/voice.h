/* SPDX-License-Identifier: Apache-2.0 */
/*
 * voice — the terminal reads aloud: what speech says, in files of CONTENT/audio, one after the
 * other. Reading mode is session.reading. While it is on, a screen is read when it appears, the
 * focused widget when the focus moves, and what is new on a screen when it comes; a touch ends it
 * at once. Opened lazily: no device, no table and no memory until somebody listens.
 */
#ifndef MARUMADO_VOICE_H
#define MARUMADO_VOICE_H
#include <stdbool.h>
#include <stdint.h>
#include "input.h"

struct app;
struct session;
struct voice;

#define VOICE_LEVELS       5 /* of session.volume */
#define VOICE_LEVEL_NORMAL 3

/* app borrowed. NULL when memory fails. Close accepts NULL. */
struct voice *voice_open(const struct app *app);
void voice_close(struct voice *v);
/* Can a language be read aloud here: it has a voice and there is a device, as far as is known? */
bool voice_has(struct voice *v, const char *tag);
/* Before the frames of an event. */
void voice_event(struct voice *v, struct session *s, const struct input_event *ev);
/* After them: starts, goes on or ends. True when the frame must be drawn once more. */
bool voice_frame(struct voice *v, struct session *s);
/* When the next piece is due; SESSION_NEVER while nothing is said. */
uint64_t voice_deadline(const struct voice *v);
/* The widget that is being read and the key of its sound; "" when none. Borrowed. */
const char *voice_speaking(const struct voice *v);
const char *voice_utterance(const struct voice *v);
/* Silent, and nothing remembered of the visit. */
void voice_forget(struct voice *v);
/* Why there is no sound, once; NULL when there is nothing to tell. Borrowed. */
const char *voice_problem(struct voice *v);
#endif
