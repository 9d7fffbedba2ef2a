/* SPDX-License-Identifier: Apache-2.0 */
/*
 * screen_danger — the help card: shown at once, in the chosen language, without network. Two
 * numbers, one red action, the rest below. This machine cannot telephone and says so. On a low
 * panel the question below the card has a view of its own.
 */
#include <string.h>

#include "catalog.h"
#include "frame.h"
#include "parts.h"
#include "session.h"
#include "visit.h"
#include "widgets.h"

#define NUMBER_MM       27.0
#define DIGITS_WIDE     2.35 /* three digits and a gap, in em */
#define NUMBER_LOW_MM   18.0
#define NUMBER_LEAST_MM 11.0
#define CODE_SUICIDAL   "SUIC"

/* Larger text needs a higher row beside the button. */
static int staff_height(const struct ui *ui)
{
	bool low = frame_is_low(ui);

	return ui_mm(ui, low ? MM_TARGET : (MM_TARGET + 5) * ui_state(ui)->text_percent / 100.0);
}

/* The card of a low panel has no room for larger text than this. */
static double card_mm(const struct ui *ui, double mm)
{
	return frame_is_low(ui) ? mm * 100 / ui_state(ui)->text_percent : mm;
}

static int title_width(struct ui *ui, const struct text_block *t)
{
	const struct layout *l = ui_layout(ui, t->markup, true, t->mm, true, LAYOUT_START, 0, 0);

	return l ? l->width : 0;
}

/* Both lines beside each other where they fit, below each other where not. */
static void titles(struct ui *ui, struct rect *r)
{
	bool low = frame_is_low(ui);
	double mm = low ? card_mm(ui, MM_BODY + 1) : MM_HEADING + 1.5;
	double least = MM_SMALL * 100 / ui_state(ui)->text_percent;
	int icon = ui_mm(ui, low ? 9 : 14), gap = ui_mm(ui, low ? MM_GAP : MM_MARGIN), h;
	struct rect in = *r;
	struct text_block one = { .id = "danger.title1",
		.markup = catalog_text("danger", "title1"),
		.mm = mm,
		.bold = true,
		.role = ROLE_DANGER,
		.ground = ROLE_DANGER_GROUND };
	struct text_block two = { .id = "danger.title2",
		.markup = catalog_text("danger", "title2"),
		.mm = mm,
		.bold = true,
		.role = ROLE_DANGER,
		.ground = ROLE_DANGER_GROUND };
	int wide = title_width(ui, &one) + gap + title_width(ui, &two);

	rect_cut_left(&in, 2 * icon + ui_mm(ui, 6));
	for (; low && wide > in.w && mm > least;
		wide = title_width(ui, &one) + gap + title_width(ui, &two))
		one.mm = two.mm = mm -= 0.5;
	if (wide <= in.w) {
		struct rect left = rect_cut_left(&in, title_width(ui, &one) + gap);
		int left_h = widget_text(ui, left, &one), right_h = widget_text(ui, in, &two);
		h = left_h > right_h ? left_h : right_h;
	} else {
		h = widget_text(ui, in, &one);
		rect_cut_top(&in, h);
		h += widget_text(ui, in, &two);
	}
	draw_glyph(ui_draw(ui), ui_icon_face(ui), 2 * icon,
		(struct rect){ r->x, r->y, 2 * icon, h }, ui_icon(ui, "sos"),
		ui_color(ui, ROLE_DANGER));
	rect_cut_top(r, h + ui_mm(ui, low ? 2 : MM_GAP));
}

struct number {
	const char *id, *label_key, *fallback_icon, *fallback;
};

/* Sizes both cards share, so that they look alike. */
struct card_form {
	int icon, pad;
	double digits_mm, label_mm;
	bool beside;
};

static struct rect words_of(const struct card_form *form, struct rect card)
{
	struct rect in = rect_inset(card, form->pad, form->pad / 4);

	rect_cut_left(&in, 2 * form->icon + form->pad);
	return in;
}

static int label_height(struct ui *ui, struct rect in, const struct number *n, double mm)
{
	const struct layout *l = ui_layout(
		ui, catalog_text("danger", n->label_key), true, mm, true, LAYOUT_START, in.w, 0);

	return l ? l->height : 0;
}

/* Of a line of digits; scripts differ in how high theirs are. */
static int digits_height(struct ui *ui, int width, double mm)
{
	const struct text_block digits = {
		.id = "danger.fire", .markup = "119", .mm = mm, .bold = true, .lines_max = 1
	};

	return widget_text_height(ui, width, &digits);
}

static bool label_fits(struct ui *ui, struct rect in, const struct number *n, double mm)
{
	const struct layout *l = ui_layout(
		ui, catalog_text("danger", n->label_key), true, mm, true, LAYOUT_START, in.w, 0);

	/* the leading may stick out */
	return l && !l->overflow &&
	       l->height - l->height / (4 * (l->lines > 0 ? l->lines : 1)) <= in.h;
}

/* The largest words that fit beside the digits in all cards. */
static bool labels_beside(
	struct ui *ui, struct rect card, const struct number *n, int len, struct card_form *f)
{
	struct rect in = words_of(f, card);

	rect_cut_left(&in, ui_text_px(ui, f->digits_mm * DIGITS_WIDE));
	for (f->beside = false; f->label_mm >= card_mm(ui, MM_SMALL); f->label_mm -= 0.5) {
		f->beside = in.w > 0;
		for (int i = 0; i < len; i++)
			f->beside = f->beside && label_fits(ui, in, &n[i], f->label_mm);
		if (f->beside)
			break;
	}
	return f->beside;
}

/* Words beside the digits when both labels fit there, else below; digits as large as they then can
 * be. */
static struct card_form form_of(struct ui *ui, struct rect card, const struct number *n, int len)
{
	bool low = frame_is_low(ui);
	struct card_form f = { .icon = card.h * (low ? 26 : 42) / 100,
		.pad = ui_mm(ui, 5),
		.digits_mm = card_mm(ui, low ? NUMBER_LOW_MM : NUMBER_MM),
		.label_mm = card_mm(ui, low ? MM_SMALL + 0.5 : MM_BODY) };

	while (ui_text_px(ui, f.digits_mm * 1.65) > card.h && f.digits_mm > MM_BODY)
		f.digits_mm -= 0.5;
	if (labels_beside(ui, card, n, len, &f))
		return f;
	struct card_form smaller = f; /* a low card: still larger than above the words */
	for (smaller.digits_mm -= 1; low && smaller.digits_mm >= card_mm(ui, NUMBER_LEAST_MM);
		smaller.digits_mm -= 1) {
		smaller.label_mm = card_mm(ui, MM_SMALL);
		if (labels_beside(ui, card, n, len, &smaller))
			return smaller;
	}
	if (f.icon > card.w / 8)
		f.icon = card.w / 8;
	struct rect in = words_of(&f, card);
	int label_h = 0;
	for (f.label_mm = card_mm(ui, MM_BODY);; f.label_mm -= 0.5) {
		label_h = 0;
		for (int i = 0; i < len; i++) {
			int h = label_height(ui, in, &n[i], f.label_mm);
			label_h = h > label_h ? h : label_h;
		}
		if (label_h <= in.h * 2 / 5 || f.label_mm - 0.5 < card_mm(ui, MM_SMALL))
			break;
	}
	while (f.digits_mm > MM_BODY && digits_height(ui, in.w, f.digits_mm) + label_h > in.h)
		f.digits_mm -= 0.5;
	return f;
}

static void number_card(const struct session *s, struct ui *ui, struct rect r,
	const struct number *n, const struct card_form *form)
{
	const struct directory_entry *e = directory_find(&s->app->directory, n->id);
	char id[UI_ID_MAX] = "danger.";
	const struct text_block digits = { .id = id,
		.markup = e ? e->number : n->fallback,
		.mm = form->digits_mm,
		.bold = true,
		.role = ROLE_INK,
		.ground = ROLE_CARD,
		.lines_max = 1 };
	const struct text_block label = { .id = n->label_key,
		.markup = catalog_text("danger", n->label_key),
		.mm = form->label_mm,
		.bold = true,
		.role = ROLE_INK,
		.ground = ROLE_CARD };
	struct rect in = words_of(form, r);

	strncat(id, n->id, sizeof(id) - strlen(id) - 1);
	widget_card(ui, r, ROLE_CARD, ROLE_DANGER);
	widget_icon(ui, r.x + form->pad + form->icon, r.y + r.h / 2, form->icon,
		e && e->icon[0] ? e->icon : n->fallback_icon, ROLE_CARD, ROLE_DANGER);
	int dh = widget_text_height(ui, in.w, &digits), lh = widget_text_height(ui, in.w, &label);
	if (form->beside) {
		struct rect left = rect_cut_left(
			&in, ui_text_px(ui, form->digits_mm * DIGITS_WIDE));
		widget_text(ui, (struct rect){ left.x, left.y + (left.h - dh) / 2, left.w, dh },
			&digits);
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
	static const struct number number[] = { { "fire", "fire_label", "local_fire_department",
							"119" },
		{ "police", "police_label", "local_police", "110" } };
	struct rect row = rect_cut_top(r, h),
		    left = rect_cut_left(&row, (row.w - ui_mm(ui, MM_GAP)) / 2);
	const struct card_form form = form_of(ui, left, number, 2);

	rect_cut_left(&row, ui_mm(ui, MM_GAP));
	number_card(s, ui, left, &number[0], &form);
	number_card(s, ui, row, &number[1], &form);
	rect_cut_top(r, ui_mm(ui, MM_GAP));
}

/* The red action, and beside it what will happen. */
struct staff_plan {
	struct button button;
	struct part_text line[2];
	int lines, text_h, w, h;
};

static struct staff_plan plan_staff(struct ui *ui, int width, bool warm)
{
	const enum theme_role ground = ROLE_DANGER_GROUND;
	struct staff_plan p = { .lines = warm ? 1 : 2, .h = staff_height(ui) };

	p.button = (struct button){ .id = "danger.staff",
		.label = catalog_text("danger", "staff"),
		.icon = "record_voice_over",
		.kind = BUTTON_DANGER_FILLED,
		.text_mm = card_mm(ui, MM_BODY + 1) };
	p.line[0] = (struct part_text){ "danger.no_phone1",
		catalog_text("danger", warm ? "warm" : "no_phone1"), card_mm(ui, MM_SMALL + 0.5),
		false, ROLE_INK, ground, LAYOUT_START };
	p.line[1] = (struct part_text){ "danger.no_phone2", catalog_text("danger", "no_phone2"),
		card_mm(ui, MM_SMALL + 0.5), false, ROLE_INK, ground, LAYOUT_START };
	p.w = widget_button_width(ui, &p.button);
	p.w = p.w > width * 2 / 5 ? width * 2 / 5 : p.w;
	for (int i = 0; i < p.lines; i++)
		p.text_h += part_text_height(ui, width - p.w - ui_mm(ui, MM_GAP), &p.line[i]);
	p.h = p.h > p.text_h ? p.h : p.text_h;
	return p;
}

/* True when the button fired. */
static bool staff_row(struct ui *ui, struct rect *r, const struct staff_plan *p)
{
	struct rect row = rect_cut_top(r, p->h), text = row;
	bool fired = widget_button(ui, rect_cut_left(&row, p->w), &p->button);

	rect_cut_left(&text, p->w + ui_mm(ui, MM_GAP));
	rect_cut_top(&text, (p->h - p->text_h) / 2);
	for (int i = 0; i < p->lines; i++)
		part_text(ui, &text, &p->line[i], 0);
	rect_cut_top(r, ui_mm(ui, MM_GAP));
	return fired;
}

/* The card alone; false in *ret_room when nothing is left for the question. */
static bool card(struct session *s, struct ui *ui, struct rect *r, int question, bool *ret_room)
{
	bool warm = question >= 0 && answers_chosen(&s->answers, question, CODE_SUICIDAL);
	const struct staff_plan plan = plan_staff(ui, r->w, warm);
	int fixed = plan.h + 2 * ui_mm(ui, MM_GAP),
	    most = ui_mm(ui, ui_portrait(ui) ? 60 * s->text_percent / 100.0 : 46);

	titles(ui, r);
	int need = question >= 0 ? visit_block_height(s, ui, r->w, question) : 0;
	int least = ui_mm(ui, (ui_portrait(ui) ? 46 : 26) * s->text_percent / 100.0);
	*ret_room = question >= 0 && r->h - fixed - need >= least;
	int h = r->h - (*ret_room ? fixed + need : fixed - ui_mm(ui, MM_GAP));
	numbers(s, ui, r, h > most ? most : h);
	return staff_row(ui, r, &plan);
}

enum screen screen_danger(struct session *s, struct ui *ui)
{
	const struct form_page *page = &s->app->form.page[s->page];
	struct frame f = {
		.step = page->step + 1, .next = catalog_text("nav", "next"), .danger = true
	};
	struct view v = { .len = 0 };
	int q = page->question_len > 0 ? page->question[0] : -1, answered = -1;
	bool room = true, staff = false, second = s->at > 0;

	if (second)
		f.title = catalog_text(s->app->form.question[q].name, "label");
	frame_begin(s, ui, &f);
	struct rect r = f.content;
	if (!second)
		staff = card(s, ui, &r, q, &room);
	if (q >= 0 && (second || room)) {
		v.question[v.len++] = q;
		if (second && frame_is_low(ui))
			part_hint(s, ui, &r, q);
		else
			part_question(s, ui, &r, q);
		const struct form_choice *c = part_choices(s, ui, r, q, 0);
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
