/* SPDX-License-Identifier: Apache-2.0 */
/*
 * screen_staff_act_number — digits for an activity: the receipt of the case it belongs to, checked
 * at once by its check digit so that a slip links it to nobody, or what was spent on the way. A
 * receipt is a link and nothing else: no name comes with it, and nothing is looked up.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "digits.h"
#include "receipt.h"
#include "staff_frame.h"

#define FIELD_TEXT_MM 8.5

static const struct {
	const char *title, *hint;
	size_t digits;
} asked[] = {
	[STAFF_NUMBER_RECEIPT] = { "f_receipt", "receipt_hint", RECEIPT_DIGITS },
	[STAFF_NUMBER_KM] = { "f_km", "km_hint", 3 },
	[STAFF_NUMBER_EXPENSE] = { "f_expense", "expense_hint", 5 },
};

static void draw_field(const struct staff_activity *act, struct ui *ui, struct rect r)
{
	const char *hint = staff_text("staff_activity", asked[act->number].hint);
	char shown[DIGITS_GROUPED(RECEIPT_DIGITS)];

	digits_grouped(act->digits, shown);
	const struct field f = { .id = "number.field",
		.label = hint,
		.typed = act->number == STAFF_NUMBER_RECEIPT ? shown : act->digits,
		.placeholder = hint,
		.active = true,
		.text_mm = FIELD_TEXT_MM * 100 / ui_state(ui)->text_percent };
	widget_field(ui, r, &f);
	explicit_bzero(shown, sizeof(shown));
}

static void draw_told(const struct staff_activity *act, struct ui *ui, struct rect r)
{
	struct part_text t = { "number.told",
		staff_text(
			"staff_activity", act->wrong ? "receipt_wrong" : asked[act->number].hint),
		MM_SMALL + 0.5, act->wrong, act->wrong ? ROLE_DANGER : ROLE_QUIET, ROLE_PAPER,
		LAYOUT_START };

	part_shrink(ui, r.w, r.h, &t, 1, 0);
	part_text(ui, &r, &t, 0);
}

static enum screen take(struct staff_activity *act)
{
	int n = (int)strtol(act->digits, NULL, 10);

	if (act->number == STAFF_NUMBER_RECEIPT && act->digits[0] && !receipt_valid(act->digits)) {
		act->wrong = true;
		return SCREEN_STAFF_ACT_NUMBER;
	}
	if (act->number == STAFF_NUMBER_RECEIPT)
		memcpy(act->entry.receipt, act->digits, sizeof(act->entry.receipt));
	else if (act->number == STAFF_NUMBER_KM)
		act->entry.km = act->digits[0] ? n : -1;
	else
		act->entry.expense = act->digits[0] ? n : -1;
	explicit_bzero(act->digits, sizeof(act->digits));
	return SCREEN_STAFF_ACT_EDIT;
}

enum screen screen_staff_act_number(struct session *s, struct ui *ui)
{
	struct staff_activity *act = &s->staff.activity;
	struct frame f = { .title = staff_text("staff_activity", asked[act->number].title),
		.next = staff_text("staff", "ok"),
		.next_id = "number.ok",
		.next_icon = "check" };
	enum frame_go go;

	if (!s->staff.in)
		return SCREEN_START;
	if (digits_typed(ui, act->digits, asked[act->number].digits))
		act->wrong = false;
	staff_frame_begin(s, ui, &f);
	struct rect r = f.content;
	int field = ui_mm(ui, FIELD_TEXT_MM * 1.7 + 9);
	if (ui_portrait(ui)) {
		draw_field(act, ui, rect_cut_top(&r, field));
		draw_told(act, ui, rect_cut_top(&r, ui_mm(ui, 32)));
		int h = r.w * 9 / 10 < r.h ? r.w * 9 / 10 : r.h;
		r = rect_cut_top(&r, h);
	} else {
		struct rect left = rect_cut_left(&r, r.w * 55 / 100);
		draw_field(act, ui, rect_cut_top(&left, field));
		rect_cut_top(&left, ui_mm(ui, MM_GAP));
		draw_told(act, ui, left);
		rect_cut_left(&r, ui_mm(ui, MM_MARGIN));
		if (r.h > ui_mm(ui, 120))
			r.h = ui_mm(ui, 120);
	}
	if (digits_keys(s, ui, r, act->digits, asked[act->number].digits))
		act->wrong = false;
	enum screen next = staff_frame_end(
		s, ui, &f, SCREEN_STAFF_ACT_NUMBER, SCREEN_STAFF_ACT_EDIT, &go);
	return go == FRAME_NEXT ? take(act) : next;
}
