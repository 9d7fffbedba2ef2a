/* SPDX-License-Identifier: Apache-2.0 */
/*
 * screen_check — everything that will be sent, and the one button that sends. The cards are
 * check_cards.c.
 */
#include <stdio.h>
#include <string.h>

#include "catalog.h"
#include "change.h"
#include "check_cards.h"
#include "frame.h"
#include "parts.h"
#include "routing.h"
#include "session.h"
#include "submit.h"
#include "visit.h"
#include "widgets.h"

static const char *lane_text(const struct session *s)
{
	struct routing route;

	if (check_amends(s))
		return catalog_text("change", "amend_lane");
	routing_of(&route, &s->answers, &s->app->form);
	if (strcmp(route.subject_consent, "GIV") == 0)
		return catalog_text("check", "lane_given");
	return catalog_text(
		"check", strcmp(route.subject_consent, "NOA") == 0 ? "lane_other" : "lane_private");
}

enum screen screen_check_send(struct session *s)
{
	struct app *app = s->app;
	enum answers_problem p;
	int q = answers_first_problem(&s->answers, &app->form, &p);

	if (q >= 0) { /* only by a rule the way forward does not know: lead to the question */
		for (int page = 0; page < app->form.page_len; page++)
			for (int i = 0; i < app->form.page[page].question_len; i++)
				if (app->form.page[page].question[i] == q) {
					visit_edit(s, page);
					s->at = i;
				}
		s->problem = p;
		s->problem_question = q;
		return SCREEN_FORM;
	}
	const struct submit_about about = { .site = app->cfg.site_id,
		.kind = check_amends(s) ? s->answers.kind : NULL,
		.staff = s->staff.in ? s->staff.id : NULL,
		.refers = check_amends(s) ? s->number : NULL,
		.takeover = s->takeover,
		.duration_s = (int)((s->now_ms - s->started_ms) / 1000),
		.screens_back = s->screens_back,
		.big_text = s->text_percent > 100,
		.other_theme = s->theme > 0,
		.ruby = strncmp(s->answers.ui_lang, "ja", 2) == 0 };
	s->trouble = SUBMIT_FAILED;
	if (s->ticket.ready || submit_prepare(&s->ticket, &app->post))
		s->trouble = submit_send(&s->ticket, &app->post, &app->form, &s->answers, &about);
	if (s->trouble != SUBMIT_OK)
		return SCREEN_TROUBLE;
	s->handed_in = true;
	s->urgent = answers_urgent(&s->answers, &app->form);
	s->sent = OUTBOX_WAITING;
	if (check_amends(s))
		change_sent(s);
	return check_amends(s) && !s->takeover ? SCREEN_CHANGED : SCREEN_DONE;
}

/* Is there anything to hand in? */
static bool anything(const struct session *s)
{
	const struct formdef *f = &s->app->form;

	for (int q = 0; q < f->question_len; q++)
		if (answers_live(&s->answers, f, q) &&
			(visit_answered(s, q) || answers_drawn(&s->answers, f, q)))
			return true;
	return false;
}

enum screen screen_check(struct session *s, struct ui *ui)
{
	const struct formdef *form = &s->app->form;
	const char *name = check_amends(s) ? catalog_text("change", "title")
					   : catalog_text("check", "title");
	struct frame f = { .step = check_amends(s) ? 0 : form->step_len,
		.next = check_amends(s) && !anything(s) ? NULL : catalog_text("check", "send"),
		.next_id = "check.send",
		.next_icon = "send",
		.title = name };
	const struct heading title = { .id = "check.title",
		.label = name,
		.hint = check_amends(s) ? catalog_text("change", "amend_lead")
					: catalog_text("check", "lead"),
		.ground = ROLE_PAPER };
	const struct part_text lane = { "check.lane", lane_text(s), MM_SMALL + 0.5, true, ROLE_INK,
		ROLE_PAPER, LAYOUT_START };
	struct check_row row[FORM_PAGES_MAX] = { { 0 } };
	int n = check_rows(s, row);

	frame_begin(s, ui, &f);
	struct rect r = f.content;
	part_title(ui, &r, &title);
	struct rect foot = rect_cut_bottom(&r, part_text_height(ui, r.w, &lane));
	int edit = check_cards(s, ui, r, row, n);
	part_text(ui, &foot, &lane, 0);
	switch (frame_end(s, ui, &f)) {
	case FRAME_LEAVE:
		return f.leave;
	case FRAME_BACK:
		return check_amends(s) ? SCREEN_CHANGE : visit_back_from_check(s);
	case FRAME_NEXT:
		return screen_check_send(s);
	case FRAME_STAY:
		break;
	}
	return edit >= 0 ? visit_edit(s, edit) : SCREEN_CHECK;
}
