/* SPDX-License-Identifier: Apache-2.0 */
/*
 * screen_staff_form — one section of a form in the staff's hands: its questions as rows, the other
 * sections with what each still lacks beside it (on top of a tall panel; behind a button in the bar
 * of a low one). A finger on a field opens the keyboard's screen; a real keyboard types into the
 * field that has the focus. Every press is kept in the draft before the next one.
 */
#include <stdio.h>
#include <string.h>

#include "candidates.h"
#include "staff_frame.h"
#include "staffform.h"
#include "staffform_rows.h"
#include "words_type.h"

#define SECTION_GAP_MM 3.0
#define LABEL_MAX      96

/* --- sections --- */

static struct button section_button(
	const struct session *s, int page, char id[static UI_ID_MAX], char label[static LABEL_MAX])
{
	const char *name = staffform_section(s, page);
	bool given;
	int missing = staffform_missing(s, page, &given);
	char n[12];
	const char *args[] = { name, n };
	const char *key = missing > 0 ? "section" : given ? "section_done" : "section_none";

	snprintf(n, sizeof(n), "%d", missing);
	snprintf(id, UI_ID_MAX, "section.%s", session_form(s)->page[page].id);
	catalog_fill(label, LABEL_MAX, staff_text("staff_form", key), args, 2);
	return (struct button){ .id = id,
		.label = label,
		.selected = page == s->page,
		.key = true,
		.text_mm = MM_SMALL };
}

static struct button send_button(void)
{
	return (struct button){ .id = "form.send",
		.label = staff_text("staff_form", "send_page"),
		.icon = "check",
		.key = true,
		.soft = true,
		.text_mm = MM_SMALL };
}

/* Buttons of all sections and of the last step, one after the other in rows of `width` or one below
 * the other; only measured when !draw. Returns the height, the one that fired in *ret (-1 none). */
static int section_list(
	struct session *s, struct ui *ui, struct rect r, bool column, bool draw, int *ret)
{
	const struct formdef *f = session_form(s);
	int n = f->page_len, gap = ui_mm(ui, SECTION_GAP_MM), x = 0, y = 0;
	int h = ui_text_px(ui, MM_SMALL * 1.75) + ui_mm(ui, 2);

	h = h > ui_mm(ui, MM_KEY) ? h : ui_mm(ui, MM_KEY);
	for (int i = 0; i <= n; i++) {
		char id[UI_ID_MAX], label[LABEL_MAX];
		if (i < n && !answers_page_live(&s->answers, f, i))
			continue;
		const struct button b = i < n ? section_button(s, i, id, label) : send_button();
		int w = column ? r.w : widget_button_width(ui, &b);
		if (x > 0 && (column || x + w > r.w)) {
			x = 0;
			y += h + gap;
		}
		if (draw && widget_button(ui, (struct rect){ r.x + x, r.y + y, w, h }, &b))
			*ret = i;
		x += w + gap;
	}
	return y + h;
}

static int side_width(struct session *s, struct ui *ui)
{
	const struct button send = send_button();
	int most = widget_button_width(ui, &send);

	for (int i = 0; i < session_form(s)->page_len; i++) {
		char id[UI_ID_MAX], label[LABEL_MAX];
		const struct button b = section_button(s, i, id, label);
		int w = widget_button_width(ui, &b);
		most = w > most ? w : most;
	}
	return most;
}

/* The sections where there is room for them; *r keeps the rest. -1: nothing pressed. */
static int sections(struct session *s, struct ui *ui, const struct frame *f, struct rect *r)
{
	int pressed = -1, w = side_width(s, ui);
	struct rect side = { r->x, r->y, w, r->h };
	char id[UI_ID_MAX], label[LABEL_MAX];

	if (!ui_portrait(ui) && w <= r->w / 3 &&
		section_list(s, ui, side, true, false, NULL) <= r->h) {
		section_list(s, ui, rect_cut_left(r, w), true, true, &pressed);
		rect_cut_left(r, 2 * ui_mm(ui, MM_GAP));
		return pressed;
	}
	int h = section_list(s, ui, *r, false, false, NULL);
	if (!frame_is_low(ui) && h <= r->h / 3) {
		section_list(s, ui, rect_cut_top(r, h), false, true, &pressed);
		rect_cut_top(r, 2 * ui_mm(ui, MM_GAP));
		return pressed;
	}
	struct button b = section_button(s, s->page, id, label);
	b.id = "form.sections";
	b.icon = "list";
	b.selected = b.key = false;
	struct rect at = frame_is_low(ui) ? f->bar_room : rect_cut_top(r, ui_mm(ui, MM_TARGET));
	b.kind = frame_is_low(ui) ? BUTTON_BAR : BUTTON_PLAIN;
	b.text_mm = frame_is_low(ui) ? MM_SMALL * 100 / ui_state(ui)->text_percent : MM_SMALL;
	w = widget_button_width(ui, &b);
	at.w = w < at.w ? w : at.w;
	if (widget_button(ui, at, &b))
		pressed = session_form(s)->page_len;
	if (!frame_is_low(ui))
		rect_cut_top(r, ui_mm(ui, MM_GAP));
	return pressed;
}

/* --- answers --- */

static enum screen choose(struct session *s, const struct rows_hit *hit)
{
	char law[24];

	staffform_choose(s, hit->q, hit->choice->code);
	staffform_keep(s);
	snprintf(law, sizeof(law), "law.%s", hit->choice->code);
	if (strcmp(session_form(s)->question[hit->q].appearance, "duty") != 0 ||
		!answers_chosen(&s->answers, hit->q, hit->choice->code) ||
		!staff_text_find("staff_duty", law))
		return SCREEN_STAFF_FORM;
	s->staff.asked = hit->q;
	s->staff.find = hit->q + 1;
	return SCREEN_STAFF_DUTY;
}

static void focus_after(struct session *s, struct ui *ui, const struct rows *rows, int q)
{
	bool passed = false;

	for (int i = 0; i < rows->len; i++) {
		const struct form_question *fq = &session_form(s)->question[rows->line[i].q];
		char id[UI_ID_MAX];
		if (passed && rows->line[i].q != q) {
			snprintf(id, sizeof(id), "%s.%s", fq->name,
				fq->list ? fq->list->choice[0].code : "field");
			ui_focus_on(ui, id);
			s->choices_page = rows_view_of(rows, rows->line[i].q);
			return;
		}
		passed = passed || rows->line[i].q == q;
	}
	ui_focus_on(ui, "nav.next");
}

static enum screen field(struct session *s, struct ui *ui, const struct rows *rows, int q)
{
	const struct input_event *ev = ui_event(ui);

	if (ev->kind == INPUT_KEY && !session_form(s)->question[q].drawing) { /* Enter: on */
		staffform_keep(s);
		focus_after(s, ui, rows, q);
		return SCREEN_STAFF_FORM;
	}
	s->staff.asked = q;
	s->osk_question = -1;
	return SCREEN_STAFF_TYPE;
}

static enum screen act(
	struct session *s, struct ui *ui, const struct rows *rows, const struct rows_hit *hit)
{
	switch (hit->kind) {
	case ROWS_CHOICE:
		return choose(s, hit);
	case ROWS_FIELD:
		return field(s, ui, rows, hit->q);
	case ROWS_SHIFT:
		staffform_shift(s, hit->q, hit->seconds);
		staffform_keep(s);
		break;
	case ROWS_TURN:
		s->staff.asked = hit->q;
		staffform_keep(s);
		return SCREEN_TURNED;
	case ROWS_LANG:
		s->staff.find = hit->q + 1;
		return session_push(s, SCREEN_LANGUAGE);
	case ROWS_REFERS:
		return SCREEN_STAFF_REFERS;
	case ROWS_NOTHING:
		break;
	}
	return SCREEN_STAFF_FORM;
}

/* --- a real keyboard --- */

static void type(struct session *s, struct ui *ui)
{
	int q = rows_focused(s, ui);

	if (q >= 0 && staffform_shown(s, q)) {
		uint16_t before = s->answers.a[q].text_len;
		if (s->osk_question != q) {
			memset(&s->osk, 0, sizeof(s->osk));
			snprintf(s->osk.keyboard, sizeof(s->osk.keyboard), "%s",
				session_form(s)->question[q].keyboard);
			s->osk_question = q;
			explicit_bzero(&s->cand, sizeof(s->cand));
			s->cand.step = -1;
		}
		words_type_real(s, ui, q);
		if (s->answers.a[q].text_len != before)
			staffform_typed(s, q);
	}
	if (s->staff.unsaved > 0 && q != s->staff.typing)
		staffform_keep_typing(s, q);
	s->staff.typing = q;
	staffform_settle(s, q);
}

/* --- going --- */

static enum screen go_on(struct session *s, const struct rows *rows)
{
	if (s->choices_page + 1 < rows->views) {
		s->choices_page++;
		return SCREEN_STAFF_FORM;
	}
	s->staff.tried |= UINT32_C(1) << s->page;
	int page = staffform_beside(s, s->page, 1);
	if (page >= 0)
		return staffform_go(s, page);
	staffform_keep(s);
	return SCREEN_STAFF_SEND;
}

static enum screen go_back(struct session *s)
{
	if (s->choices_page > 0) {
		s->choices_page--;
		return SCREEN_STAFF_FORM;
	}
	int page = staffform_beside(s, s->page, -1);
	if (page < 0)
		return staffform_put_down(s);
	s->screens_back++;
	staffform_go(s, page);
	s->choices_page = ROWS_VIEWS_MAX; /* the last */
	return SCREEN_STAFF_FORM;
}

static void lay(struct session *s, struct ui *ui, struct rect r, struct rows *rows)
{
	rows_lay(s, ui, r, rows);
	if (s->staff.find > 0)
		s->choices_page = rows_view_of(rows, s->staff.find - 1);
	s->staff.find = 0;
	if (s->choices_page >= rows->views)
		s->choices_page = rows->views - 1;
}

enum screen screen_staff_form(struct session *s, struct ui *ui)
{
	struct frame f = { .own_bar = true };
	struct rows rows;
	struct rows_hit hit;
	enum frame_go go;

	if (!s->staff.in || !s->staff.form)
		return s->staff.in ? SCREEN_STAFF_HOME : SCREEN_START;
	staffform_japanese(s);
	type(s, ui);
	int page = s->page, view = s->choices_page;
	f.next = staff_text("staff_form", "next");
	staff_frame_begin(s, ui, &f);
	struct rect r = f.content;
	int section = sections(s, ui, &f, &r);
	staff_told(s, ui, &r);
	lay(s, ui, r, &rows);
	bool last = s->choices_page + 1 >= rows.views;
	f.next_id = last ? "nav.next" : "form.more";
	if (last && staffform_beside(s, s->page, 1) < 0)
		f.next = staff_text("staff_form", "send_page");
	rows_draw(s, ui, r, &rows, s->choices_page, &hit);
	enum screen next = staff_frame_end(s, ui, &f, SCREEN_STAFF_FORM, SCREEN_STAFF_FORM, &go);
	if (next != SCREEN_STAFF_FORM)
		return next;
	if (section >= 0) {
		s->staff.tried |= UINT32_C(1) << s->page;
		staffform_keep(s);
		return section == session_form(s)->page_len ? SCREEN_STAFF_SEND
							    : staffform_go(s, section);
	}
	if (go == FRAME_NEXT)
		next = go_on(s, &rows);
	else if (go == FRAME_BACK)
		next = go_back(s);
	else
		next = act(s, ui, &rows, &hit);
	if (page != s->page || view != s->choices_page)
		ui_unfocus(ui);
	return next;
}
