/* SPDX-License-Identifier: Apache-2.0 */
/*
 * staff_list — rows of columns on staff screens, as many as fit, with a "more" button for the rest.
 */
#ifndef MARUMADO_STAFF_LIST_H
#define MARUMADO_STAFF_LIST_H
#include "session.h"
#include "ui.h"

#define STAFF_COLUMNS   4
#define STAFF_CELL_MAX  96
#define STAFF_LIST_ROWS 32 /* of one page */

struct staff_row {
	char cell[STAFF_COLUMNS][STAFF_CELL_MAX];
	bool pick; /* a target */
};
struct staff_list {
	const char *prefix; /* ids "<prefix>.<row>" and "<prefix>.more" */
	const char *none;   /* told when there is nothing */
	/* Rows from `first` on into ret (at most `most`); returns how many. */
	int (*rows)(const struct session *s, int first, struct staff_row *ret, int most);
};

/* Draws the page s->choices_page. A row is one line of its cells, or two on narrow panels. Returns
 * the row that was picked, -1 none. */
int staff_list_run(struct session *s, struct ui *ui, struct rect r, const struct staff_list *l);
#endif
