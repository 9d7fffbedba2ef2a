/* SPDX-License-Identifier: Apache-2.0 */
/*
 * staff_frame — the bars of every staff screen: who is in, text size, colours and 「ロックする」
 * above; back and the one primary button below. And the pieces several of these screens share. Use:
 * struct frame f = { .next = … };  staff_frame_begin(…);  widgets inside f.content; return
 * staff_frame_end(…, self, back) unless *ret_go is FRAME_NEXT.
 */
#ifndef MARUMADO_STAFF_FRAME_H
#define MARUMADO_STAFF_FRAME_H
#include "frame.h"
#include "parts.h"
#include "session.h"
#include "staff_text.h"

/* Ground, bar and title (f->title, staff text). f->content is what is left. Before anybody is in
 * the bar has no lock. */
void staff_frame_begin(struct session *s, struct ui *ui, struct frame *f);
/* The lower bar. Returns where to go: `back` for back, the start screen for lock, else `self`;
 * *ret_go FRAME_NEXT when the primary button fired. A screen that nobody is in for leads to the
 * start screen. */
enum screen staff_frame_end(struct session *s, struct ui *ui, struct frame *f, enum screen self,
	enum screen back, enum frame_go *ret_go);
/* What was just done, at the top of r, when there is something to say. */
void staff_told(struct session *s, struct ui *ui, struct rect *r);
/* The digits 1 … 9, 0 and erase in r, and a real keyboard's digits, into s->staff.pin. No key looks
 * pressed, so that nobody reads the number off the screen. True when something was typed. */
bool staff_pad(struct session *s, struct ui *ui, struct rect r);
/* Fills text's %1 with one argument. */
void staff_fill(char *out, size_t cap, const char *text, const char *arg);
#endif
