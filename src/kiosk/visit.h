/* SPDX-License-Identifier: Apache-2.0 */
/*
 * visit — the way through the form: pages, the views a page is shown in, gaps, corrections.
 */
#ifndef MARUMADO_VISIT_H
#define MARUMADO_VISIT_H
#include <stdbool.h>
#include "draw.h"
#include "session.h"
#include "ui.h"

#define VISIT_VIEW_MAX FORM_PAGE_QUESTIONS_MAX

struct view {
	int question[VISIT_VIEW_MAX];
	int len;
}; /* indices into the form's questions */

/* From the notice into the form: its first page. */
enum screen visit_begin(struct session *s);
/* The view of the present page that shows s->at when choices may fill `room`: as many questions as
 * fit, at least one; a text question stands alone. *ret_first and *ret_last: is it the page's
 * first/last view. */
void visit_view(const struct session *s, struct ui *ui, struct rect room, struct view *ret,
	bool *ret_first, bool *ret_last);
/* On from this view. Stays (and sets s->problem) when an answer of the view is missing or wrong.
 * After the last view: an earlier gap, the page to resume at, the next page, or the check screen.
 */
enum screen visit_next(struct session *s, const struct view *v, bool last);
/* Back from this view: the view before, the page before, or the notice. */
enum screen visit_back(struct session *s, const struct view *v, bool first);
/* From the check screen back into the last page; and to one page for correction. */
enum screen visit_back_from_check(struct session *s);
enum screen visit_edit(struct session *s, int page);
/* A page with the help card that the answer just given to question q has made relevant, or -1. */
int visit_danger(const struct session *s, int q);
/* Goes to a page. */
enum screen visit_go(struct session *s, int page);
/* True when question q has an answer. */
bool visit_answered(const struct session *s, int q);
/* Height of a question as one block: heading, hint and choices. */
int visit_block_height(const struct session *s, struct ui *ui, int width, int q);
#endif
