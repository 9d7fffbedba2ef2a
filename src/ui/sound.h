/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sound — one piece of sound at a time, out of an Opus file.
 * Layer: ui; sound.c names SDL (and libopusfile). A piece is decoded whole and handed to SDL at
 * once; how long it lasts is told to the caller, who keeps the time (the loop's own clock, which a
 * script may move). So nothing here wakes up, calls back or counts.
 */
#ifndef MARUMADO_SOUND_H
#define MARUMADO_SOUND_H
#include <stdbool.h>
#include <stddef.h>

struct sound; /* an open device */

/* Might there be a device? Looks, opens nothing: cheap enough for every frame's first question. */
bool sound_likely(void);
/* Opens the device, silent. NULL: err filled. Close accepts NULL. */
struct sound *sound_open(char *err, size_t err_cap);
void sound_close(struct sound *s);
/* Stops what plays and plays this file at volume percent (0 … 100). Returns its length in
 * milliseconds; -1 when the file cannot be read or played (then it is silent). At most
 * SOUND_SECONDS_MAX are played. */
int sound_play(struct sound *s, const char *path, int volume);
#define SOUND_SECONDS_MAX 60
/* Silent at once. */
void sound_stop(struct sound *s);
/* A soft click; does nothing while a piece plays. */
void sound_click(struct sound *s, int volume);
#endif
