/* SPDX-License-Identifier: Apache-2.0 */
/*
 * candidates — conversion while a person types: the reading at the end of a text answer, what an
 * engine offers for it (convert.h), and the bar of keys to choose from. The letters are always in
 * the answer itself, just as they were typed: choosing replaces them, and not choosing, or an
 * engine's end, leaves them.
 */
#ifndef MARUMADO_CANDIDATES_H
#define MARUMADO_CANDIDATES_H
#include <stdbool.h>
#include <stddef.h>
#include "conversion.h"
#include "draw.h"
#include "ui.h"

struct session;

struct candidates { /* a member of session, wiped with it */
	size_t settled;  /* bytes of the answer that are not offered again */
	size_t from;     /* where the reading begins in it */
	char reading[CONVERSION_READING_MAX]; /* that list belongs to */
	struct conversion list;
	int first;       /* shown first in the bar */
	int shown, step; /* how many are shown; the one the keyboard is at, -1 none */
};

/* A text question has come on the screen, or its keyboard has changed: all that stands there
 * already is left alone. Starts an engine when the question and the language have one. */
void candidates_begin(struct session *s, int question);
/* Is there conversion for this question in this language? */
bool candidates_possible(const struct session *s, int question);
/* Looks at the answer. True when there is something to choose from. */
bool candidates_look(struct session *s, int question);
/* Bytes at the end of the answer that are not converted yet. */
size_t candidates_marked(const struct session *s, int question);
/* The bar, in r. Choosing changes the answer. */
void candidates_bar(struct session *s, struct ui *ui, struct rect r, int question);
/* A real keyboard asks for the next candidate (変換). False: there is none. */
bool candidates_next(struct session *s, struct ui *ui);
/* Back to the letters, when the keyboard is at a candidate. False: it is not. */
bool candidates_leave(struct session *s, struct ui *ui, int question);
#endif
