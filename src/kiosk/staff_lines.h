/* SPDX-License-Identifier: Apache-2.0 */
/*
 * staff_lines — lines of small text on a staff screen, as many as fit, with a "more" button for the
 * rest. Lines of several cells that follow each other are a table: their cells stand below each
 * other where the panel is wide enough, else a line is one text that wraps.
 */
#ifndef MARUMADO_STAFF_LINES_H
#define MARUMADO_STAFF_LINES_H
#include "session.h"
#include "ui.h"

#define STAFF_LINE_CELLS 8

struct staff_line { /* borrowed */
	const char *cell[STAFF_LINE_CELLS];
	int cells; /* 0: left out */
	bool strong;
};
/* Draws the page s->choices_page. Ids are "<prefix>.<line>" (and ".<cell>" in a table), and
 * "<prefix>.more". */
void staff_lines_run(struct session *s, struct ui *ui, struct rect r, const char *prefix,
	const struct staff_line *line, int n);
#endif
