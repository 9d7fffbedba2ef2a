/* SPDX-License-Identifier: Apache-2.0 */
/*
 * staff_stepper — for the few numbers that are nearly right already: a tap or two is faster than
 * digits and cannot leave the allowed range.
 */
#include "staff_stepper.h"

#include <stdio.h>

#include "parts.h"
#include "widgets.h"

#define LABEL_PERCENT 26
#define TICK_AIR_MM   4.0

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
	middle_text(
		ui, rect_cut_left(r, r->w * LABEL_PERCENT / 100), full, label, false, LAYOUT_START);
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

static struct choice tick_card(const char *id, const char *words, bool ticked)
{
	return (struct choice){ id, words, ticked ? "check_box" : "check_box_outline_blank", ticked,
		false };
}

int staff_tick_height(struct ui *ui, int width, const char *words)
{
	const struct choice c = tick_card("tick", words, false);
	const struct choices all = { .prefix = "tick", .choice = &c, .len = 1, .columns_max = 1 };

	return widget_choices_height(ui, width, &all) + ui_mm(ui, TICK_AIR_MM);
}

bool staff_tick(struct ui *ui, struct rect r, const char *id, const char *words, bool ticked)
{
	const struct choice c = tick_card(id, words, ticked);

	return widget_choice(ui, r, &c);
}
