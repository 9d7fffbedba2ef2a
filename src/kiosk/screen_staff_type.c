/* SPDX-License-Identifier: Apache-2.0 */
/*
 * screen_staff_type — one text of a staff form with the keyboard on the screen, as residents have
 * it: the same field, keys, conversion and canvas, in the staff's frame.
 */
#include "staff_frame.h"
#include "staffform.h"
#include "words_view.h"

static enum screen leave(struct session *s)
{
	int q = s->staff.asked;

	staffform_settle(s, -1);
	enum answers_problem p = answers_check(&s->answers, session_form(s), q);
	if (p != ANSWERS_FINE && p != ANSWERS_MISSING) { /* while the finger is still here */
		s->problem = p;
		s->problem_question = q;
		return SCREEN_STAFF_TYPE;
	}
	s->problem = ANSWERS_FINE;
	s->staff.find = q + 1;
	staffform_keep(s);
	return SCREEN_STAFF_FORM;
}

enum screen screen_staff_type(struct session *s, struct ui *ui)
{
	struct frame f = { .own_bar = true,
		.next = staff_text("staff_form", "done"),
		.next_id = "type.done",
		.next_icon = "check" };
	int q = s->staff.asked;
	struct words w;
	enum frame_go go;

	if (!s->staff.in || !s->staff.form)
		return s->staff.in ? SCREEN_STAFF_HOME : SCREEN_START;
	uint16_t before = s->answers.a[q].text_len;
	words_prepare(s, ui, q, &w, &f);
	staff_frame_begin(s, ui, &f);
	words_fill(s, ui, &f, q, &w);
	if (s->answers.a[q].text_len != before)
		staffform_typed(s, q);
	enum screen next = staff_frame_end(s, ui, &f, SCREEN_STAFF_TYPE, SCREEN_STAFF_TYPE, &go);
	if (next != SCREEN_STAFF_TYPE)
		return next;
	if (go == FRAME_BACK) { /* what was typed stays, wrong or not: the section shows it */
		s->problem = ANSWERS_FINE;
		s->staff.find = q + 1;
		staffform_keep(s);
		return SCREEN_STAFF_FORM;
	}
	return go == FRAME_NEXT ? leave(s) : SCREEN_STAFF_TYPE;
}
