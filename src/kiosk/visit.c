/* SPDX-License-Identifier: Apache-2.0 */
/*
 * visit — moving through the form without a plan: from any page, forward means "the next thing that
 * is still asked", decided from the answers at that moment, so skip rules may change under the
 * person. A gap (a required answer missing on an earlier page) is filled on its page, and then the
 * way goes on from where it was left (session.resume; one past the last page is the check screen).
 */
#include "visit.h"

#include <string.h>

#include "parts.h"

#define AT_LAST VISIT_VIEW_MAX /* session.at: the last view */

static const struct formdef *form_of(const struct session *s)
{
	return &s->app->form;
}

bool visit_answered(const struct session *s, int q)
{
	return s->answers.a[q].codes_len > 0 || s->answers.a[q].text_len > 0;
}

int visit_block_height(const struct session *s, struct ui *ui, int width, int q)
{
	return part_heading_height(ui, width, s, q) + part_choices_height(s, ui, width, q);
}

/* Live questions of the page, in order. */
static int live_of(const struct session *s, int page, int out[VISIT_VIEW_MAX])
{
	const struct form_page *p = &form_of(s)->page[page];
	int n = 0;

	for (int i = 0; i < p->question_len; i++)
		if (answers_live(&s->answers, form_of(s), p->question[i]))
			out[n++] = p->question[i];
	return n;
}

static bool alone(const struct session *s, int q)
{
	return form_of(s)->question[q].type == FORM_TEXT ||
	       form_of(s)->question[q].type == FORM_NOTE;
}

void visit_view(const struct session *s, struct ui *ui, struct rect room, struct view *ret,
	bool *ret_first, bool *ret_last)
{
	int live[VISIT_VIEW_MAX], n = live_of(s, s->page, live), gap = ui_mm(ui, MM_MARGIN), i = 0;
	int at = s->at < 0 ? 0 : s->at;
	struct view v = { .len = 0 };
	bool first = true;

	while (i < n) {
		int used = 0, from = i;
		v.len = 0;
		do {
			used += visit_block_height(s, ui, room.w, live[i]) + (i > from ? gap : 0);
			if (i > from &&
				(used > room.h || alone(s, live[i]) || alone(s, live[from])))
				break;
			v.question[v.len++] = live[i++];
		} while (i < n);
		first = from == 0;
		if (at < i)
			break;
	}
	*ret = v;
	*ret_first = first;
	*ret_last = i >= n;
}

static bool page_asked(const struct session *s, int page)
{
	int live[VISIT_VIEW_MAX];
	return answers_page_live(&s->answers, form_of(s), page) && live_of(s, page, live) > 0;
}

/* The next (step 1) or previous (-1) page that is asked; -1 at the ends. */
static int page_beside(const struct session *s, int page, int step)
{
	for (int p = page + step; p >= 0 && p < form_of(s)->page_len; p += step)
		if (page_asked(s, p))
			return p;
	return -1;
}

enum screen visit_go(struct session *s, int page)
{
	s->page = page;
	s->at = 0;
	s->choices_page = 0;
	s->problem = ANSWERS_FINE;
	s->osk_question = -1;
	return SCREEN_FORM;
}

enum screen visit_begin(struct session *s)
{
	s->started_ms = s->now_ms;
	s->resume = -1;
	return visit_go(s, page_asked(s, 0) ? 0 : page_beside(s, 0, 1));
}

/* First question on pages 0 … last_page with a problem; its page in *ret_page. -1: none. */
static int gap_before(const struct session *s, int last_page, int *ret_page)
{
	int live[VISIT_VIEW_MAX];

	for (int p = 0; p <= last_page && p < form_of(s)->page_len; p++) {
		int n = page_asked(s, p) ? live_of(s, p, live) : 0;
		for (int i = 0; i < n; i++)
			if (answers_check(&s->answers, form_of(s), live[i]) != ANSWERS_FINE) {
				*ret_page = p;
				return i;
			}
	}
	return -1;
}

static enum screen leave_page(struct session *s)
{
	int page, here = s->page, target = s->resume > here ? s->resume : here;
	int gap = gap_before(
		s, target < form_of(s)->page_len ? target : form_of(s)->page_len - 1, &page);

	if (gap >= 0) {
		if (s->resume < here)
			s->resume = here;
		int resume = s->resume;
		visit_go(s, page);
		s->resume = resume;
		s->at = gap;
		return SCREEN_FORM;
	}
	s->resume = -1;
	int next = target >= form_of(s)->page_len ? -1 : page_beside(s, target, 1);
	return next < 0 ? SCREEN_CHECK : visit_go(s, next);
}

enum screen visit_next(struct session *s, const struct view *v, bool last)
{
	for (int i = 0; i < v->len; i++) {
		enum answers_problem p = answers_check(&s->answers, form_of(s), v->question[i]);
		if (p == ANSWERS_FINE)
			continue;
		s->problem = p;
		s->problem_question = v->question[i];
		return SCREEN_FORM;
	}
	s->problem = ANSWERS_FINE;
	if (last)
		return leave_page(s);
	int live[VISIT_VIEW_MAX], n = live_of(s, s->page, live);
	for (int i = 0; i < n; i++)
		if (v->len > 0 && live[i] == v->question[v->len - 1])
			s->at = i + 1;
	s->choices_page = 0;
	s->osk_question = -1;
	return SCREEN_FORM;
}

enum screen visit_back(struct session *s, const struct view *v, bool first)
{
	int live[VISIT_VIEW_MAX], n = live_of(s, s->page, live);

	s->screens_back++;
	s->problem = ANSWERS_FINE;
	s->choices_page = 0;
	s->osk_question = -1;
	if (!first) {
		for (int i = 0; i < n; i++)
			if (v->len > 0 && live[i] == v->question[0])
				s->at = i - 1;
		return SCREEN_FORM;
	}
	if (s->resume >= form_of(s)->page_len) {
		s->resume = -1;
		return SCREEN_CHECK;
	}
	s->resume = -1;
	int before = page_beside(s, s->page, -1);
	if (before < 0)
		return SCREEN_NOTICE;
	visit_go(s, before);
	s->at = AT_LAST;
	return SCREEN_FORM;
}

enum screen visit_back_from_check(struct session *s)
{
	int last = page_beside(s, form_of(s)->page_len, -1);

	s->screens_back++;
	s->resume = -1;
	if (last < 0)
		return SCREEN_NOTICE;
	visit_go(s, last);
	s->at = AT_LAST;
	return SCREEN_FORM;
}

enum screen visit_edit(struct session *s, int page)
{
	visit_go(s, page);
	s->resume = form_of(s)->page_len;
	return SCREEN_FORM;
}

int visit_danger(const struct session *s, int q)
{
	const struct formdef *f = form_of(s);

	for (int p = 0; p < f->page_len; p++)
		if (strcmp(f->page[p].appearance, "danger") == 0 && p != s->page &&
			rule_mentions(&f->page[p].relevant, f->question[q].name) &&
			answers_page_live(&s->answers, f, p))
			return p;
	return -1;
}
