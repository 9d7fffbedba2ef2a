/* SPDX-License-Identifier: Apache-2.0 */
/*
 * screen_lookup — a receipt number. A slip (wrong check digit) is told at once and costs nothing.
 * Anything else is asked for, after a wait when too many numbers were missed on this machine; the
 * loop brings the answer (lookup.c, screen_answer.c).
 */
#include <stdio.h>
#include <string.h>

#include "catalog.h"
#include "digits.h"
#include "frame.h"
#include "parts.h"
#include "receipt.h"
#include "session.h"
#include "widgets.h"

#define FIELD_TEXT_MM 10.0
#define WAIT_CAP      160

static const char *wait_text(const struct session *s, char out[static WAIT_CAP])
{
	uint64_t left = s->lookup_due_ms > s->now_ms ? s->lookup_due_ms - s->now_ms : 0;
	char seconds[12];
	const char *args[] = { seconds };

	if (left == 0)
		return catalog_text("status", "busy");
	snprintf(seconds, sizeof(seconds), "%d", (int)((left + 999) / 1000));
	catalog_fill(out, WAIT_CAP, catalog_text("status", "slow"), args, 1);
	return out;
}

static void ask(struct session *s)
{
	if (!receipt_valid(s->lookup)) {
		s->lookup_answer = LOOKUP_WRONG;
		return;
	}
	if (s->lookup_answer == LOOKUP_BUSY)
		return;
	s->lookup_answer = LOOKUP_BUSY;
	s->lookup_due_ms = s->now_ms + lookup_brake_ms(&s->app->brake, s->now_ms);
}

static void answer(const struct session *s, struct ui *ui, struct rect r)
{
	bool right = s->lookup_answer == LOOKUP_BUSY;
	int radius = ui_mm(ui, 8);
	char text[WAIT_CAP];

	if (s->lookup_answer != LOOKUP_WRONG && !right)
		return;
	struct part_text t = { "lookup.answer",
		right ? wait_text(s, text) : catalog_text("lookup", "wrong"), MM_BODY, true,
		right ? ROLE_INK : ROLE_DANGER, ROLE_PAPER, LAYOUT_START };
	widget_icon(ui, r.x + radius, r.y + r.h / 2, radius, right ? "schedule" : "error_outline",
		ROLE_PALE, right ? ROLE_NIGHT : ROLE_DANGER);
	rect_cut_left(&r, 2 * radius + ui_mm(ui, 5));
	int h = part_shrink(ui, r.w, r.h, &t, 1, 0);
	rect_cut_top(&r, h < r.h ? (r.h - h) / 2 : 0);
	part_text(ui, &r, &t, 0);
}

static void field(const struct session *s, struct ui *ui, struct rect r)
{
	char shown[DIGITS_GROUPED(RECEIPT_DIGITS)];

	digits_grouped(s->lookup, shown);
	const struct field f = { .id = "lookup.field",
		.label = catalog_text("lookup", "hint"),
		.typed = shown,
		/* above the field the same words stand already */
		.placeholder = frame_is_low(ui) ? catalog_text("lookup", "hint") : NULL,
		.active = true,
		.text_mm = FIELD_TEXT_MM,
		.widest = "0000-0000-0000" };
	widget_field(ui, r, &f);
	explicit_bzero(shown, sizeof(shown));
}

static int field_height(const struct ui *ui)
{
	return ui_text_px(ui, FIELD_TEXT_MM * 1.7) + ui_mm(ui, 9);
}

enum screen screen_lookup(struct session *s, struct ui *ui)
{
	struct frame f = { .next = catalog_text("lookup", "show"),
		.next_id = "lookup.show",
		.next_icon = "search",
		.title = catalog_text("lookup", "title") };
	const struct heading title = { .id = "lookup.title",
		.label = catalog_text("lookup", "title"),
		.hint = catalog_text("lookup", "hint"),
		.ground = ROLE_PAPER };

	if (digits_typed(ui, s->lookup, RECEIPT_DIGITS))
		s->lookup_answer = LOOKUP_NONE;
	frame_begin(s, ui, &f);
	struct rect r = f.content;
	part_title(ui, &r, &title);
	if (ui_portrait(ui)) {
		field(s, ui, rect_cut_top(&r, field_height(ui)));
		answer(s, ui, rect_cut_top(&r, ui_mm(ui, 32)));
		int h = r.w * 9 / 10 < r.h ? r.w * 9 / 10 : r.h;
		r = rect_cut_top(&r, h);
	} else {
		struct rect left = rect_cut_left(&r, r.w * 55 / 100);
		field(s, ui, rect_cut_top(&left, field_height(ui)));
		rect_cut_top(&left, ui_mm(ui, MM_GAP));
		int most = ui_mm(ui, 34) * s->text_percent / 100;
		answer(s, ui, rect_cut_top(&left, left.h < most ? left.h : most));
		rect_cut_left(&r, ui_mm(ui, MM_MARGIN));
		if (r.h > ui_mm(ui, 120))
			r.h = ui_mm(ui, 120);
	}
	if (digits_keys(s, ui, r, s->lookup, RECEIPT_DIGITS))
		s->lookup_answer = LOOKUP_NONE;
	switch (frame_end(s, ui, &f)) {
	case FRAME_LEAVE:
		return f.leave;
	case FRAME_BACK:
		return session_pop(s);
	case FRAME_NEXT:
		ask(s);
		break;
	case FRAME_STAY:
		break;
	}
	return SCREEN_LOOKUP;
}
