/* SPDX-License-Identifier: Apache-2.0 */
/*
 * staffform_rows — the questions of a section as compact rows: label beside or above, choices as
 * chips, texts and dates as fields. What does not fit into one view goes on further ones.
 */
#ifndef MARUMADO_STAFFFORM_ROWS_H
#define MARUMADO_STAFFFORM_ROWS_H
#include "session.h"
#include "ui.h"
#include "widgets.h"

#define ROWS_LINES_MAX 96
#define ROWS_VIEWS_MAX 24

/* A line: items `from` … of a question; the first of a question, and of a view, has its label. */
struct rows_line {
	int q, from, len, h;
	bool split; /* its question is too long for one view */
};
struct rows {
	struct rows_line line[ROWS_LINES_MAX];
	int len;
	int view[ROWS_VIEWS_MAX]; /* first line of each */
	int views;
};
enum rows_kind {
	ROWS_NOTHING,
	ROWS_CHOICE,
	ROWS_FIELD,
	ROWS_SHIFT,
	ROWS_TURN,
	ROWS_LANG,
	ROWS_REFERS
};
struct rows_hit { /* what was pressed */
	enum rows_kind kind;
	int q;
	const struct form_choice *choice; /* ROWS_CHOICE */
	long seconds;                     /* ROWS_SHIFT */
};

/* Divides the section s->page into views that fit `room`. */
void rows_lay(const struct session *s, struct ui *ui, struct rect room, struct rows *ret);
/* Draws one view; *ret tells what was pressed. */
void rows_draw(struct session *s, struct ui *ui, struct rect room, const struct rows *rows,
	int view, struct rows_hit *ret);
/* The view in which question q begins. */
int rows_view_of(const struct rows *rows, int q);
/* The question whose field has the focus, for a real keyboard; -1 none. */
int rows_focused(const struct session *s, const struct ui *ui);
#endif
