/* SPDX-License-Identifier: Apache-2.0 */
/*
 * words_draw — the answer that is written by finger: the canvas where it is made, with its buttons,
 * and a small picture of it. Layer: kiosk; beside screen_words.c.
 */
#ifndef MARUMADO_WORDS_DRAW_H
#define MARUMADO_WORDS_DRAW_H
#include "session.h"
#include "ui.h"

#define WORDS_DRAW_MM 102.0 /* tabs, canvas, buttons; with less room the question gives way */
#define WORDS_DRAW "draw" /* id of the keyboard whose place the canvas takes */

/* Canvas and buttons of question q in r; changes the answer. */
void words_canvas(struct session *s, struct ui *ui, struct rect r, int q);
/* The same below the tabs of the keyboards. */
void words_tabs_and_canvas(struct session *s, struct ui *ui, struct rect r, int q,
	const char *const *tabs, int n);
/* A small picture of the drawing, in the middle of r. */
void words_picture(const struct session *s, struct ui *ui, struct rect r);
#endif
