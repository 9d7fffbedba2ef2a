/* SPDX-License-Identifier: Apache-2.0 */
/*
 * screen_danger — the help card: shown at once, in the chosen language, without network. Two numbers, one
 * red action, the rest below. This machine cannot telephone and says so.
 * On a low panel the question below the card has a view of its own.
 */
#include <string.h>

#include "catalog.h"
#include "frame.h"
#include "parts.h"
#include "session.h"
#include "visit.h"
#include "widgets.h"

#define NUMBER_MM 27.0
#define DIGITS_WIDE 2.35 /* three digits and a gap, in em */
#define NUMBER_LOW_MM 18.0
#define WIDE_CARD_MM 180.0 /* in wider cards the words stand beside the digits */
#define WIDE_CARD_LOW_MM 100.0
#define CODE_SUICIDAL "SUIC"

/* Both lines beside each other where they fit, below each other where not. */
static void titles(struct ui *ui, struct rect *r)
{
	bool low = frame_is_low(ui);
	double mm = low ? MM_BODY + 1 : MM_HEADING + 1.5;
	int icon = ui_mm(ui, low ? 9 : 14), gap = ui_mm(ui, MM_MARGIN), h;
	struct rect in = *r;
	const struct text_block one = { .id = "danger.title1", .markup = catalog_text("danger", "title1"), .mm = mm,
		.bold = true, .role = ROLE_DANGER, .ground = ROLE_DANGER_GROUND };
	const struct text_block two = { .id = "danger.title2", .markup = catalog_text("danger", "title2"), .mm = mm,
		.bold = true, .role = ROLE_DANGER, .ground = ROLE_DANGER_GROUND };
	const struct layout *a = ui_layout(ui, one.markup, true, mm, true, LAYOUT_START, 0, 0);
	const struct layout *b = ui_layout(ui, two.markup, true, mm, true, LAYOUT_START, 0, 0);

	rect_cut_left(&in, 2 * icon + ui_mm(ui, 6));
	if (a && b && a->width + gap + b->width <= in.w) {
		struct rect left = rect_cut_left(&in, a->width + gap);
		int left_h = widget_text(ui, left, &one), right_h = widget_text(ui, in, &two);
		h = left_h > right_h ? left_h : right_h;
	} else {
		h = widget_text(ui, in, &one);
		rect_cut_top(&in, h);
		h += widget_text(ui, in, &two);
	}
	draw_glyph(ui_draw(ui), ui_icon_face(ui), 2 * icon, (struct rect){ r->x, r->y, 2 * icon, h },
		ui_icon(ui, "sos"), ui_color(ui, ROLE_DANGER));
	rect_cut_top(r, h + ui_mm(ui, low ? 2 : MM_GAP));
}

struct number { const char *id, *label_key, *fallback_icon, *fallback; };

/* Pictogram, digits as large as the card allows, and what the number is for: beside them in a wide card,
 * below them in a narrow one. */
static void number_card(const struct session *s, struct ui *ui, struct rect r, const struct number *n)
{
	const struct directory_entry *e = directory_find(&s->app->directory, n->id);
	bool low = frame_is_low(ui), wide = r.w > ui_mm(ui, low ? WIDE_CARD_LOW_MM : WIDE_CARD_MM);
	int pad = ui_mm(ui, 5), icon = r.h * (low ? 26 : 45) / 100;
	char id[UI_ID_MAX] = "danger.";
	struct text_block digits = { .id = id, .markup = e ? e->number : n->fallback, .mm = low ? NUMBER_LOW_MM : NUMBER_MM,
		.bold = true, .role = ROLE_INK, .ground = ROLE_CARD, .lines_max = 1 };
	const struct text_block label = { .id = n->label_key, .markup = catalog_text("danger", n->label_key),
		.mm = low ? MM_SMALL + 0.5 : MM_BODY, .bold = true, .role = ROLE_INK, .ground = ROLE_CARD };
	struct rect in = rect_inset(r, pad, ui_mm(ui, 1));

	strncat(id, n->id, sizeof(id) - strlen(id) - 1);
	widget_card(ui, r, ROLE_CARD, ROLE_DANGER);
	widget_icon(ui, r.x + pad + icon, r.y + r.h / 2, icon, e && e->icon[0] ? e->icon : n->fallback_icon,
		ROLE_CARD, ROLE_DANGER);
	rect_cut_left(&in, 2 * icon + pad);
	const struct layout *beside = ui_layout(ui, label.markup, true, label.mm, true, LAYOUT_START,
		in.w - ui_text_px(ui, digits.mm * DIGITS_WIDE), 0);
	wide = wide && beside && !beside->overflow && beside->height <= in.h;
	int lh = wide ? 0 : widget_text_height(ui, in.w, &label), dh = widget_text_height(ui, in.w, &digits);
	for (; dh + lh > in.h && digits.mm > MM_HEADING; dh = widget_text_height(ui, in.w, &digits))
		digits.mm -= 1.0;
	if (wide) {
		struct rect left = rect_cut_left(&in, ui_text_px(ui, digits.mm * DIGITS_WIDE));
		widget_text(ui, (struct rect){ left.x, left.y + (left.h - dh) / 2, left.w, dh }, &digits);
		lh = widget_text_height(ui, in.w, &label);
		widget_text(ui, (struct rect){ in.x, in.y + (in.h - lh) / 2, in.w, lh }, &label);
	} else {
		if (in.h > dh + lh)
			rect_cut_top(&in, (in.h - dh - lh) / 2);
		rect_cut_top(&in, widget_text(ui, in, &digits));
		widget_text(ui, in, &label);
	}
}

static void numbers(const struct session *s, struct ui *ui, struct rect *r, int h)
{
	static const struct number fire = { "fire", "fire_label", "local_fire_department", "119" };
	static const struct number police = { "police", "police_label", "local_police", "110" };
	struct rect row = rect_cut_top(r, h), left = rect_cut_left(&row, (row.w - ui_mm(ui, MM_GAP)) / 2);

	rect_cut_left(&row, ui_mm(ui, MM_GAP));
	number_card(s, ui, left, &fire);
	number_card(s, ui, row, &police);
	rect_cut_top(r, ui_mm(ui, MM_GAP));
}

/* The red action and, beside it, what will happen. True when it fired. */
static bool staff_row(const struct session *s, struct ui *ui, struct rect *r, bool warm)
{
	const struct button b = { .id = "danger.staff", .label = catalog_text("danger", "staff"),
		.icon = "record_voice_over", .kind = BUTTON_DANGER_FILLED, .text_mm = MM_BODY + 1 };
	int h = ui_mm(ui, MM_TARGET + (frame_is_low(ui) ? 0 : 5)), w = widget_button_width(ui, &b), gap = ui_mm(ui, MM_GAP);
	struct rect row = rect_cut_top(r, h), text;
	const struct text_block lines[] = {
		{ .id = "danger.no_phone1", .markup = catalog_text("danger", warm ? "warm" : "no_phone1"),
			.mm = MM_SMALL + 0.5, .role = ROLE_INK, .ground = ROLE_DANGER_GROUND },
		{ .id = "danger.no_phone2", .markup = catalog_text("danger", "no_phone2"), .mm = MM_SMALL + 0.5,
			.role = ROLE_INK, .ground = ROLE_DANGER_GROUND } };
	int count = warm ? 1 : 2, sum = 0;

	(void)s;
	if (w > row.w / 2)
		w = row.w / 2;
	bool fired = widget_button(ui, rect_cut_left(&row, w), &b);
	rect_cut_left(&row, gap);
	text = row;
	for (int i = 0; i < count; i++)
		sum += widget_text_height(ui, text.w, &lines[i]);
	text.y += (h - sum) / 2;
	text.h = sum;
	for (int i = 0; i < count; i++)
		rect_cut_top(&text, widget_text(ui, text, &lines[i]));
	rect_cut_top(r, gap);
	return fired;
}

/* The card alone; false in *ret_room when nothing is left for the question. */
static bool card(struct session *s, struct ui *ui, struct rect *r, int question, bool *ret_room)
{
	bool low = frame_is_low(ui), warm = question >= 0 && answers_chosen(&s->answers, question, CODE_SUICIDAL);
	int fixed = ui_mm(ui, MM_TARGET + (low ? 0 : 5) + 2 * MM_GAP), most = ui_mm(ui, ui_portrait(ui) ? 60 : 46);

	titles(ui, r);
	int need = question >= 0 ? visit_block_height(s, ui, r->w, question) : 0, least = ui_mm(ui, ui_portrait(ui) ? 46 : 26);
	*ret_room = question >= 0 && r->h - fixed - need >= least;
	int h = r->h - fixed - (*ret_room ? need : 0);
	numbers(s, ui, r, h > most ? most : h < least ? least : h);
	return staff_row(s, ui, r, warm);
}

enum screen screen_danger(struct session *s, struct ui *ui)
{
	const struct form_page *page = &s->app->form.page[s->page];
	struct frame f = { .step = page->step + 1, .next = catalog_text("nav", "next"), .danger = true };
	struct view v = { .len = 0 };
	int q = page->question_len > 0 ? page->question[0] : -1, answered = -1;
	bool room = true, staff = false, second = s->at > 0;

	frame_begin(s, ui, &f);
	struct rect r = f.content;
	if (!second)
		staff = card(s, ui, &r, q, &room);
	if (q >= 0 && (second || room)) {
		v.question[v.len++] = q;
		part_question(s, ui, &r, q);
		const struct form_choice *c = part_choices(s, ui, r, q);
		if (c && answers_choose(&s->answers, &s->app->form, q, c->code))
			answered = q;
	}
	enum frame_go go = frame_end(s, ui, &f);
	if (staff)
		return session_push(s, SCREEN_STAFF_CALL);
	if (go == FRAME_LEAVE)
		return f.leave;
	if (go == FRAME_NEXT && q >= 0 && !second && !room) {
		s->at = 1;
		return SCREEN_FORM;
	}
	if (go == FRAME_NEXT)
		return visit_next(s, &v, true);
	if (go == FRAME_BACK && second) {
		s->at = 0;
		return SCREEN_FORM;
	}
	if (go == FRAME_BACK)
		return visit_back(s, &v, true);
	if (answered >= 0)
		s->problem = ANSWERS_FINE;
	return SCREEN_FORM;
}
