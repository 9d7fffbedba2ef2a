/* SPDX-License-Identifier: Apache-2.0 */
/*
 * screen_form — any page of any form: as many of its questions as fit the panel at target size,
 * otherwise one after the other. The help card and text questions have screens of their own.
 * Nothing here knows a question by name.
 */
#include <string.h>

#include "catalog.h"
#include "frame.h"
#include "parts.h"
#include "session.h"
#include "visit.h"
#include "widgets.h"

#define GROW           3 /* see share_room */
#define COMMON_COLUMNS 3

static bool all_answered(const struct session *s, const struct view *v)
{
	for (int i = 0; i < v->len; i++)
		if (!visit_answered(s, v->question[i]))
			return false;
	return true;
}

static bool any_required(const struct session *s, const struct view *v)
{
	for (int i = 0; i < v->len; i++)
		if (answers_required(&s->answers, &s->app->form, v->question[i]))
			return true;
	return false;
}

/* Where the answer just given leads by itself: the help card at once, or on when the page says so.
 */
static enum screen after_choice(struct session *s, const struct view *v, int q, bool last)
{
	int danger = visit_danger(s, q);

	s->problem = ANSWERS_FINE;
	if (danger >= 0)
		return visit_go(s, danger);
	if (s->app->form.page[s->page].auto_next &&
		s->app->form.question[q].type == FORM_SELECT_ONE && visit_answered(s, q) &&
		all_answered(s, v))
		return visit_next(s, v, last);
	return SCREEN_FORM;
}

static void draw_note(struct ui *ui, struct rect r)
{
	int radius = ui_mm(ui, 22);

	if (r.h > 2 * radius)
		widget_icon(ui, r.x + r.w / 2, r.y + r.h / 2, radius, "record_voice_over",
			ROLE_NIGHT, ROLE_ON_NIGHT);
}

/* How high the choices of each question may be, and all blocks together. Several questions share
 * the spare room, each at most GROW times its need. */
static int share_room(struct session *s, struct ui *ui, struct rect r, const struct view *v, int *h)
{
	int sum = 0, gap = ui_mm(ui, MM_MARGIN);

	for (int i = 0; i < v->len; i++)
		sum += visit_block_height(s, ui, r.w, v->question[i]) + (i > 0 ? gap : 0);
	int each = r.h > sum ? (r.h - sum) / v->len : 0;
	for (int i = 0; i < v->len; i++) {
		int need = part_choices_height(s, ui, r.w, v->question[i]);
		int more = each < need * (GROW - 1) ? each : need * (GROW - 1);

		h[i] = need + (v->len > 1 ? more : 0);
		sum += h[i] - need;
	}
	return sum;
}

/* Short answers without pictograms, yes and no, stand in the same columns in all questions of a
 * view; 0 where that is not so. */
static int common_columns(const struct session *s, const struct view *v)
{
	int most = 0;

	for (int i = 0; i < v->len; i++) {
		int n = part_choices_plain(s, v->question[i]);
		if (v->len == 1 || n == 0 || n > COMMON_COLUMNS)
			return 0;
		most = n > most ? n : most;
	}
	return most;
}

/* Draws the questions of the view one below the other. Returns the question answered now, or -1. */
static int draw_view(struct session *s, struct ui *ui, struct rect r, const struct view *v)
{
	int answered = -1, gap = ui_mm(ui, MM_MARGIN), h[VISIT_VIEW_MAX],
	    columns = common_columns(s, v);

	part_lower(ui, &r, share_room(s, ui, r, v, h));
	for (int i = 0; i < v->len; i++) {
		int q = v->question[i];
		bool alone = v->len == 1;
		if (i > 0)
			rect_cut_top(&r, gap);
		if (alone && frame_is_low(ui))
			part_hint(s, ui, &r, q);
		else
			part_question(s, ui, &r, q);
		struct rect room = rect_cut_top(&r, alone || h[i] > r.h ? r.h : h[i]);
		const struct form_choice *c = part_choices(s, ui, room, q, columns);
		if (c && answers_choose(&s->answers, &s->app->form, q, c->code))
			answered = q;
		if (s->app->form.question[q].type == FORM_NOTE)
			draw_note(ui, room);
	}
	return answered;
}

static enum screen generic(struct session *s, struct ui *ui, struct frame *f, const struct view *v,
	bool first, bool last)
{
	int answered = draw_view(s, ui, f->content, v);
	enum frame_go go = frame_end(s, ui, f);

	if (go == FRAME_LEAVE)
		return f->leave;
	if (go == FRAME_BACK)
		return visit_back(s, v, first);
	if (go == FRAME_NEXT)
		return visit_next(s, v, last);
	return answered >= 0 ? after_choice(s, v, answered, last) : SCREEN_FORM;
}

enum screen screen_form(struct session *s, struct ui *ui)
{
	const struct form_page *page = &s->app->form.page[s->page];
	struct frame f = { .step = page->step + 1 };
	struct view v;
	bool first, last;

	if (strcmp(page->appearance, "danger") == 0)
		return screen_danger(s, ui);
	struct rect room = frame_room(ui);
	visit_view(s, ui, room, &v, &first, &last);
	if (v.len == 1 && s->app->form.question[v.question[0]].type == FORM_TEXT)
		return screen_words(s, ui, v.question[0]);
	bool note = v.len == 1 && s->app->form.question[v.question[0]].type == FORM_NOTE;
	bool skip = !any_required(s, &v) && !all_answered(s, &v) && !note;
	f.next = catalog_text("nav", skip ? "skip" : "next");
	if (v.len == 1)
		f.title = part_label(s, s->app->form.question[v.question[0]].name, "label");
	frame_begin(s, ui, &f);
	return generic(s, ui, &f, &v, first, last);
}
