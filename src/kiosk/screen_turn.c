/* SPDX-License-Identifier: Apache-2.0 */
/*
 * screen_turn — one question of a staff form, turned to the person it is about: their language,
 * their touch, read aloud, and nothing of the form around it. What they answer is in the form at
 * once. Back to the staff leads over a screen that says whose it is, so that nobody comes upon the
 * form by pressing on.
 */
#include <string.h>

#include "catalog.h"
#include "frame.h"
#include "parts.h"
#include "session.h"
#include "staff_text.h"
#include "staffform.h"
#include "widgets.h"
#include "words_view.h"

/* The notice in its three sentences, for who has it explained (個人情報保護法 62条). */
static void notice(struct ui *ui, struct rect *r)
{
	static const char *const key[] = { "p1", "p2", "p3" };
	struct part_text t[3];
	int n = sizeof(key) / sizeof(key[0]);

	for (int i = 0; i < n; i++)
		t[i] = (struct part_text){ i == 0   ? "notice.p1"
					   : i == 1 ? "notice.p2"
						    : "notice.p3",
			catalog_text("notice", key[i]), MM_BODY, false, ROLE_INK, ROLE_PAPER,
			LAYOUT_START };
	part_shrink(ui, r->w, r->h - ui_mm(ui, MM_TARGET + 2 * MM_GAP), t, n, 2);
	for (int i = 0; i < n; i++)
		part_text(ui, r, &t[i], 2);
}

static void question(struct session *s, struct ui *ui, struct rect r, int q)
{
	const char *name = session_form(s)->question[q].name;
	int most = ui_mm(ui, 3 * MM_TARGET);

	if (!frame_is_low(ui))
		part_question(s, ui, &r, q);
	else if (strcmp(name, "explained") != 0)
		part_hint(s, ui, &r, q);
	if (strcmp(name, "explained") == 0) {
		notice(ui, &r);
		rect_cut_top(&r, ui_mm(ui, 2));
		r.h = r.h < most ? r.h : most;
	}
	const struct form_choice *c = part_choices(s, ui, r, q, 0);
	if (!c)
		return;
	staffform_choose(s, q, c->code);
	staffform_keep(s);
}

static enum screen leave(struct session *s, int q)
{
	enum answers_problem p = answers_check(&s->answers, session_form(s), q);

	if (p != ANSWERS_FINE && p != ANSWERS_MISSING) {
		s->problem = p;
		s->problem_question = q;
		return SCREEN_TURNED;
	}
	s->problem = ANSWERS_FINE;
	staffform_keep(s);
	return SCREEN_TURN_BACK;
}

enum screen screen_turned(struct session *s, struct ui *ui)
{
	struct frame f = { .no_back = true,
		.no_quit = true,
		.no_staff = true,
		.next = catalog_text("turn", "give_back"),
		.next_id = "turn.back",
		.next_icon = "back_hand" };
	int q = s->staff.asked;
	struct words w;

	if (!s->staff.in || !s->staff.form)
		return SCREEN_START;
	staffform_their_language(s);
	f.next = catalog_text("turn", "give_back");
	const struct form_question *fq = &session_form(s)->question[q];
	if (fq->type == FORM_TEXT)
		words_prepare(s, ui, q, &w, &f);
	else
		f.title = part_question_label(s, q);
	frame_begin(s, ui, &f);
	if (fq->type == FORM_TEXT)
		words_fill(s, ui, &f, q, &w);
	else
		question(s, ui, f.content, q);
	switch (frame_end(s, ui, &f)) {
	case FRAME_LEAVE:
		return f.leave;
	case FRAME_NEXT:
		return leave(s, q);
	case FRAME_BACK:
	case FRAME_STAY:
		break;
	}
	return SCREEN_TURNED;
}

/* Not where "give back" was pressed: a second press of an unsteady hand must not open the form. */
static bool form_button(struct ui *ui, struct rect *r)
{
	const struct button b = { .id = "turn.form",
		.label = staff_text("staff_turn", "back"),
		.icon = "lock",
		.text_mm = MM_SMALL };
	int w = widget_button_width(ui, &b);
	struct rect row = rect_cut_bottom(r, ui_mm(ui, MM_TARGET));

	w = w < row.w ? w : row.w;
	rect_cut_bottom(r, ui_mm(ui, MM_GAP));
	return widget_button(ui, (struct rect){ row.x + (row.w - w) / 2, row.y, w, row.h }, &b);
}

enum screen screen_turn_back(struct session *s, struct ui *ui)
{
	struct frame f = { .no_quit = true, .no_staff = true };
	const struct part_text title = { "turn.title", catalog_text("turn", "hand_title"),
		MM_HEADING + 1, true, ROLE_INK, ROLE_PAPER, LAYOUT_CENTER };
	const struct part_text staff = { "turn.staff", staff_text("staff_turn", "hand_back"),
		MM_SMALL + 0.5, false, ROLE_QUIET, ROLE_PAPER, LAYOUT_CENTER };

	if (!s->staff.in || !s->staff.form)
		return SCREEN_START;
	frame_begin(s, ui, &f);
	struct rect r = f.content;
	bool form = form_button(ui, &r);
	part_message(ui, r, "back_hand", ROLE_PALE, ROLE_NIGHT, &title, &staff);
	enum frame_go go = frame_end(s, ui, &f);
	if (form) {
		s->staff.find = s->staff.asked + 1;
		s->reading = false; /* what the form holds is not for every ear */
		staffform_japanese(s);
		return SCREEN_STAFF_FORM;
	}
	if (go == FRAME_LEAVE)
		return f.leave;
	return go == FRAME_BACK ? SCREEN_TURNED : SCREEN_TURN_BACK;
}
