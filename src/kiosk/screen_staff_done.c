/* SPDX-License-Identifier: Apache-2.0 */
/*
 * screen_staff_done — the number of what was just sent, for the person (or, of a report, for the
 * next one): large and as QR code, with neutral words and nothing about what it is about.
 */
#include <string.h>

#include "receipt_draw.h"
#include "staff_frame.h"
#include "staffform.h"

static void words(const struct session *s, struct ui *ui, struct rect *r)
{
	bool report = s->staff.sent && strcmp(staffform_kind(s, s->staff.sent), "OUT") == 0;
	bool arrived = s->sent == OUTBOX_ACKED, low = frame_is_low(ui);
	const double mm = low ? MM_SMALL * 100 / s->text_percent : MM_SMALL + 0.5;
	const struct part_text give = { "done.give",
		staff_text("staff_done", report ? "note" : "give"), mm, true, ROLE_INK, ROLE_PAPER,
		LAYOUT_START };
	const struct part_text state = { "done.state",
		staff_text("staff_done", arrived ? "arrived" : "waiting"), mm, false, ROLE_INK,
		ROLE_PAPER, LAYOUT_START };
	const struct part_text urgent = { "done.urgent", staff_text("staff_done", "urgent"), mm,
		true, ROLE_DANGER, ROLE_PAPER, LAYOUT_START };

	part_text(ui, r, &give, 1);
	part_text(ui, r, &state, 1);
	if (s->urgent && !arrived)
		part_text(ui, r, &urgent, 1);
	rect_cut_top(r, ui_mm(ui, 2));
}

static void number(struct session *s, struct ui *ui, struct rect r)
{
	int pad = ui_mm(ui, 4), most = ui_mm(ui, 50);

	r.h = r.h < most ? r.h : most;
	widget_card(ui, r, ROLE_CARD, ROLE_NIGHT);
	receipt_number(s, ui, rect_inset(r, pad, pad / 2));
}

/* An amendment has no number that anybody is to have. */
static void amended(const struct session *s, struct ui *ui, struct rect r)
{
	const struct part_text title = { "done.same", staff_text("staff_done", "same"), MM_BODY + 1,
		true, ROLE_INK, ROLE_PAPER, LAYOUT_CENTER };
	const struct part_text text = { "done.state",
		staff_text("staff_done", s->sent == OUTBOX_ACKED ? "arrived" : "waiting"), MM_BODY,
		false, ROLE_INK, ROLE_PAPER, LAYOUT_CENTER };

	part_message(ui, r, "check", ROLE_LEAF, ROLE_ON_LEAF, &title, &text);
}

/* The number and its code, and what can be done with them. True: to the printer. */
static bool receipt(struct session *s, struct ui *ui, struct rect r)
{
	const struct button hide = { .id = "done.hide",
		.label = staff_text("staff_done", s->hidden ? "show" : "hide"),
		.icon = s->hidden ? "visibility" : "visibility_off",
		.text_mm = MM_SMALL };
	const struct button print = { .id = "done.print",
		.label = staff_text("staff_done", "print"),
		.icon = "print",
		.text_mm = MM_SMALL };
	struct rect code = r;
	int gap = ui_mm(ui, MM_GAP), w = widget_button_width(ui, &hide), edge;

	if (!ui_portrait(ui)) { /* the code beside all the rest */
		edge = r.w / 3 < r.h ? r.w / 3 : r.h;
		code = rect_cut_right(&r, edge);
		code.h = edge;
		rect_cut_right(&r, gap);
	}
	words(s, ui, &r);
	struct rect row = rect_cut_bottom(&r, ui_mm(ui, MM_TARGET));
	rect_cut_bottom(&r, gap);
	bool offered = screen_staff_print_offered(s);
	int most = offered ? (row.w - gap) / 2 : row.w;
	struct rect left = rect_cut_left(&row, w < most ? w : most);
	rect_cut_left(&row, gap);
	int print_w = widget_button_width(ui, &print);
	row.w = print_w < row.w ? print_w : row.w;
	if (ui_portrait(ui)) {
		number(s, ui, rect_cut_top(&r, r.h / 3));
		rect_cut_top(&r, gap);
		edge = r.w / 2 < r.h ? r.w / 2 : r.h;
		code = (struct rect){ r.x, r.y, edge, edge };
	} else {
		number(s, ui, r);
	}
	receipt_code(s, ui, code, staff_text("staff_done", "qr"));
	if (widget_button(ui, left, &hide))
		s->hidden = !s->hidden;
	return offered && widget_button(ui, row, &print);
}

enum screen screen_staff_done(struct session *s, struct ui *ui)
{
	struct frame f = { .title = staff_text("staff_done", "title"),
		.no_back = true,
		.next = staff_text("staff_done", "home"),
		.next_id = "done.home",
		.next_icon = "home" };
	bool to_print = false;
	enum frame_go go;

	if (!s->staff.in)
		return SCREEN_START;
	staff_frame_begin(s, ui, &f);
	if (staffform_amends(s))
		amended(s, ui, f.content);
	else
		to_print = receipt(s, ui, f.content);
	enum screen next = staff_frame_end(s, ui, &f, SCREEN_STAFF_DONE, SCREEN_STAFF_HOME, &go);
	if (go == FRAME_NEXT)
		next = SCREEN_STAFF_HOME;
	if (to_print)
		next = SCREEN_STAFF_PRINT;
	if (next == SCREEN_STAFF_HOME)
		staffform_forget(s);
	return next;
}
