/* SPDX-License-Identifier: Apache-2.0 */
/*
 * staff_stepper — for the few numbers that are nearly right already: a tap or two is faster than
 * digits and cannot leave the allowed range.
 */
#include "staff_stepper.h"

#include <stdio.h>

#include "parts.h"
#include "widgets.h"

#define LABEL_PERCENT  26
#define TICK_PAD_MM    4.0
#define TICK_RADIUS_MM 7.0

static void middle_text(struct ui *ui, struct rect r, const char *id, const char *text, bool bold,
	enum layout_align align)
{
	struct part_text t = { id, text, bold ? MM_BODY : MM_SMALL + 0.5, bold, ROLE_INK,
		ROLE_PAPER, align };
	int h = part_shrink(ui, r.w, r.h, &t, 1, 0);

	rect_cut_top(&r, h < r.h ? (r.h - h) / 2 : 0);
	part_text(ui, &r, &t, 0);
}

void staff_row_label(struct ui *ui, struct rect *r, const char *id, const char *label)
{
	char full[UI_ID_MAX];

	snprintf(full, sizeof(full), "%s.label", id);
	struct rect at = rect_cut_left(r, r->w * LABEL_PERCENT / 100);
	rect_cut_right(&at, ui_mm(ui, 2));
	middle_text(ui, at, full, label, false, LAYOUT_START);
}

static bool step(struct ui *ui, struct rect r, const char *id, const char *name, const char *label,
	const char *icon, bool can)
{
	char full[UI_ID_MAX];
	const struct button b = {
		.id = full, .label = label, .icon = icon, .icon_only = true, .disabled = !can
	};

	snprintf(full, sizeof(full), "%s.%s", id, name);
	return widget_button(ui, r, &b);
}

int staff_stepper(struct ui *ui, struct rect r, const struct staff_stepper *s)
{
	int target = ui_mm(ui, MM_TARGET);
	char id[UI_ID_MAX];

	staff_row_label(ui, &r, s->id, s->label);
	bool less = step(
		ui, rect_cut_left(&r, target), s->id, "less", s->less, "remove", s->can_less);
	int most = ui_mm(ui, 80) * ui_state(ui)->text_percent / 100;
	if (r.w > most + target)
		r.w = most + target;
	bool more = step(
		ui, rect_cut_right(&r, target), s->id, "plus", s->more, "add", s->can_more);
	snprintf(id, sizeof(id), "%s.value", s->id);
	middle_text(ui, rect_inset(r, ui_mm(ui, 2), 0), id, s->value, true, LAYOUT_CENTER);
	return less ? -1 : more ? 1 : 0;
}

/* --- a box to tick --- */

static int tick_room(struct ui *ui, int width)
{
	return width - ui_mm(ui, 3 * TICK_PAD_MM) - 2 * ui_mm(ui, TICK_RADIUS_MM);
}

static const struct layout *tick_words(struct ui *ui, int width, const char *words, double mm)
{
	return ui_layout(ui, words, true, mm, true, LAYOUT_START, tick_room(ui, width), 0);
}

int staff_tick_height(struct ui *ui, int width, const char *words)
{
	const struct layout *l = tick_words(ui, width, words, MM_SMALL);
	int h = (l ? l->height : 0) + 2 * ui_mm(ui, 1), least = ui_mm(ui, MM_TARGET);

	return h > least ? h : least;
}

bool staff_tick(struct ui *ui, struct rect r, const char *id, const char *words, bool ticked)
{
	const struct color ground = ui_color(ui, ticked ? ROLE_NIGHT : ROLE_CARD),
			   ink = ui_color(ui, ticked ? ROLE_ON_NIGHT : ROLE_INK),
			   edge = ui_color(ui, ticked ? ROLE_NIGHT : ROLE_LINE);
	int pad = ui_mm(ui, TICK_PAD_MM), radius = ui_mm(ui, TICK_RADIUS_MM);
	double mm = MM_SMALL, least = MM_SMALL * 100 / ui_state(ui)->text_percent;
	const struct layout *l = tick_words(ui, r.w, words, mm);

	while (l && l->height > r.h && mm > least) {
		mm = mm * 0.94 > least ? mm * 0.94 : least;
		l = tick_words(ui, r.w, words, mm);
	}
	bool fired = ui_target(ui, id, UI_CHOICE, r, words, true, ticked);
	draw_box(ui_draw(ui), r, &ground, &edge, ui_mm(ui, MM_BORDER), ui_mm(ui, MM_RADIUS));
	ui_note_border(ui, theme_contrast(edge, ui_color(ui, ROLE_PAPER)));
	if (l) {
		draw_layout(ui_draw(ui), l, r.x + 2 * pad + 2 * radius, r.y + (r.h - l->height) / 2,
			ink);
		ui_note_text(ui, ui_text_px(ui, mm), l->overflow || l->height > r.h,
			theme_contrast(ink, ground));
	}
	widget_icon(ui, r.x + pad + radius, r.y + r.h / 2, radius,
		ticked ? "check_box" : "check_box_outline_blank",
		ticked ? ROLE_ON_NIGHT : ROLE_PALE, ROLE_NIGHT);
	return fired;
}
