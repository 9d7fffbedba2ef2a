/* SPDX-License-Identifier: Apache-2.0 */
/*
 * speech — what is said about a frame, out of its widgets: no screen has words of its own for the
 * ear. Pure: no sound, no clock, no file. An utterance is one line of one text, because a text may
 * hold the same in two languages below each other, or words and a telephone number.
 */
#ifndef MARUMADO_SPEECH_H
#define MARUMADO_SPEECH_H
#include <stdbool.h>
#include <stddef.h>
#include "ui.h"

#define SPEECH_TEXT_MAX 640 /* bytes of one line with NUL; a longer line is not read */
#define SPEECH_MAX      192 /* utterances of a frame */
#define SPEECH_KEY_MAX  17  /* 16 hex digits with NUL */

struct utterance {
	char id[UI_ID_MAX];         /* the widget that is shown as speaking */
	char text[SPEECH_TEXT_MAX]; /* markup, or one digit */
};
struct speech { /* about 130 KB, untouched until something is read; may hold a receipt's digits */
	struct utterance say[SPEECH_MAX];
	int len, at; /* at: the one that is being said; len = finished */
};
struct speech_words { /* what is said beside the texts of the screen; borrowed */
	const char *selected; /* after a chosen option */
	const char *private;  /* in place of typed text */
	bool keys;            /* also the keys of a keyboard, by their labels */
};

/* Overwrites all. */
void speech_clear(struct speech *sp);
/* The whole screen: heading, text, options; the bar on top after them; keys never. */
void speech_screen(struct speech *sp, const struct ui_widget *w, int n,
	const struct speech_words *words);
/* One widget: its text, whether it is chosen, that typed text stays private. Of a key of a keyboard
 * only the latter, but for words->keys: who stands near would hear what is typed. */
void speech_widget(
	struct speech *sp, const struct ui_widget *w, const struct speech_words *words);
/* Adds the lines of a text, and what two spaces part on a line; a line of three or more digits is
 * said digit by digit, "#8000" too. */
void speech_add(struct speech *sp, const char *id, const char *text);
/* The name of the sound of a text in a voice: 16 hex digits of SHA-256 over "voice\ntext", the text
 * without break marks (U+200B) and outer spaces. assets/audio/make-audio.py does the same. */
void speech_key(const char *voice, const char *text, char out[static SPEECH_KEY_MAX]);
#endif
