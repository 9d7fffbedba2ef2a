/* SPDX-License-Identifier: Apache-2.0 */
/*
 * words_view — question, field and keyboard of one text question, inside whatever frame the screen
 * has: a resident's page, a staff form, a question turned to the person.
 */
#ifndef MARUMADO_WORDS_VIEW_H
#define MARUMADO_WORDS_VIEW_H
#include "frame.h"
#include "session.h"

#define WORDS_TABS_MAX (CATALOG_KEYBOARDS_MAX + 2)

struct words {
	const char *tabs[WORDS_TABS_MAX]; /* keyboards, borrowed */
	int n;
	bool drawing;
};

/* Before the frame: what a real keyboard typed, and on a low panel who fills the bar (f->own_bar,
 * f->title). */
void words_prepare(
	struct session *s, struct ui *ui, int question, struct words *w, struct frame *f);
/* Inside the frame, in f->content. */
void words_fill(struct session *s, struct ui *ui, const struct frame *f, int question,
	const struct words *w);
#endif
