/* SPDX-License-Identifier: Apache-2.0 */
/*
 * screen_done — the number, large; whether it is sent, told as it is; who helps; a count-down to
 * nothing. "Sent" means: the city's signed acknowledgement has been verified here (collect),
 * nothing less. The number is drawn without becoming a label, and can be hidden from the person
 * behind.
 */
#include <stdio.h>
#include <string.h>

#include "catalog.h"
#include "frame.h"
#include "parts.h"
#include "printroom.h"
#include "receipt_draw.h"
#include "session.h"
#include "slip.h"
#include "widgets.h"

#define WIDE_PERCENT 130
#define LOW_CARD_MM  48.0
#define HELPS_MAX    3

static void headline(const struct session *s, struct ui *ui, struct rect *r)
{
	bool low = frame_is_low(ui), alarm = s->urgent && s->sent != OUTBOX_ACKED;
	int radius = ui_mm(ui, low ? 7 : 9.5);
	struct rect row = *r;
	/* on a wide panel the number needs the height that the largest words would take */
	const double share = !ui_portrait(ui) && s->text_percent > WIDE_PERCENT
				     ? (double)WIDE_PERCENT / s->text_percent
				     : 1.0;
	const struct text_block title = { .id = "done.title",
		.markup = catalog_text("done", "title"),
		.mm = low ? (MM_BODY + 1) * 100 / s->text_percent : (MM_HEADING + 2) * share,
		.bold = true,
		.role = ROLE_INK,
		.ground = ROLE_PAPER };
	const double mm = low ? (MM_SMALL + 0.5) * 100 / s->text_percent : MM_BODY * share;
	const struct part_text sent = { "done.state", catalog_text("done", "sent"), mm, true,
		ROLE_LEAF, ROLE_PAPER, LAYOUT_START };
	const struct part_text later = { "done.state", catalog_text("done", "later1"), mm, false,
		ROLE_INK, ROLE_PAPER, LAYOUT_START };
	const struct part_text later2 = { "done.state2", catalog_text("done", "later2"), mm, true,
		ROLE_INK, ROLE_PAPER, LAYOUT_START };
	const struct part_text reads = { "done.who_reads", catalog_text("done", "who_reads"), mm,
		false, ROLE_INK, ROLE_PAPER, LAYOUT_START };
	const struct part_text staff = { "done.urgent_staff", catalog_text("done", "urgent_staff"),
		mm, true, ROLE_DANGER, ROLE_PAPER, LAYOUT_START };

	rect_cut_left(&row, 2 * radius + ui_mm(ui, 6));
	int h = widget_text(ui, row, &title);
	widget_icon(ui, r->x + radius, r->y + h / 2, radius, "check", ROLE_LEAF, ROLE_ON_LEAF);
	rect_cut_top(r, h + ui_mm(ui, 2));
	if (alarm) {
		part_text(ui, r, &staff, low ? 1 : 2);
	} else if (s->sent == OUTBOX_ACKED) {
		part_text(ui, r, &sent, 0);
	} else {
		part_text(ui, r, &later, 0);
		part_text(ui, r, &later2, 0);
	}
	if (!low)
		part_text(ui, r, &reads, MM_GAP);
}

/* What a printer does is told under the number; in a low card above it, in the label's place. */
static void number_card(struct session *s, struct ui *ui, struct rect r)
{
	bool low = frame_is_low(ui), bad = printroom_trouble(&s->app->slips);
	double small = low ? MM_SMALL * 100 / s->text_percent : MM_SMALL;
	int pad = ui_mm(ui, low ? 4 : 7);
	const char *words = printroom_words(&s->app->slips);
	const struct part_text label = { "done.number", catalog_text("done", "number"),
		low ? small : MM_BODY - 1, false, ROLE_INK, ROLE_CARD, LAYOUT_START };
	const struct part_text usual = { "done.number_hint",
		s->takeover ? catalog_text("change", "number_new")
			    : catalog_text("done", "number_hint"),
		small, false, ROLE_QUIET, ROLE_CARD, LAYOUT_START };
	const struct part_text told = { "done.printer", words ? words : "",
		small, true, bad ? ROLE_DANGER : ROLE_INK, ROLE_CARD, LAYOUT_START };
	bool instead = words && (low || r.h < ui_mm(ui, LOW_CARD_MM * s->text_percent / 100.0));
	const struct part_text *hint = words && !instead ? &told : &usual;

	widget_card(ui, r, ROLE_CARD, ROLE_NIGHT);
	struct rect in = rect_inset(r, pad, pad / 2);
	part_text(ui, &in, instead ? &told : &label, 0);
	int hint_h = part_text_height(ui, in.w, hint);
	bool hinted = hint == &told || hint_h < in.h * 2 / 5;
	struct rect foot = rect_cut_bottom(&in, hinted ? hint_h : 0);
	receipt_number(s, ui, in);
	if (hinted)
		part_text(ui, &foot, hint, 0);
}

/* Adds who helps with what was chosen in one question; the main topic speaks before the others. */
static int helpers_for(const struct session *s, const char *question, const char *map,
	const struct directory_entry **out, int n)
{
	int q = formdef_find(&s->app->form, question);

	if (q < 0 || !answers_live(&s->answers, &s->app->form, q))
		return n;
	for (int i = 0; i < s->answers.a[q].codes_len; i++)
		n = directory_helps(
			&s->app->directory, map, s->answers.a[q].code[i], out, n, HELPS_MAX);
	return n;
}

/* Who helps right now, by what was said (directory.json), and the line that is there for everybody.
 */
static int helpers(const struct session *s, const struct directory_entry *out[static HELPS_MAX])
{
	const struct directory_entry *all = directory_find(&s->app->directory, "yorisoi");
	int n = helpers_for(s, "urgent_kind", "urgent_kinds", out, 0);

	n = helpers_for(s, "age_band", "ages", out, n);
	n = helpers_for(s, "topic_main", "topics", out, n);
	n = helpers_for(s, "topics", "topics", out, n);
	for (int i = 0; i < n; i++)
		if (out[i] == all)
			all = NULL;
	if (all && n < HELPS_MAX)
		out[n++] = all;
	return n;
}

static void helps_card(const struct session *s, struct ui *ui, struct rect r)
{
	const struct directory_entry *e[HELPS_MAX];
	/* hidden means: nothing on the panel tells what it was about */
	int n = s->hidden ? 0 : helpers(s, e), pad = ui_mm(ui, 5), used = 0;
	const struct part_text title = { "done.helps", catalog_text("done", "helps"),
		MM_SMALL + 0.5, true, ROLE_INK, ROLE_CARD, LAYOUT_START };
	int w = r.w - 2 * pad, most = r.h - 2 * pad;

	used = part_text_height(ui, w, &title) + ui_mm(ui, 2);
	for (int pass = 0; pass < 2; pass++) {
		struct rect in = { r.x + pad, r.y + pad, w, most };
		if (pass == 1) {
			widget_card(ui, (struct rect){ r.x, r.y, r.w, used + 2 * pad }, ROLE_CARD,
				ROLE_LINE);
			part_text(ui, &in, &title, 2);
		}
		for (int i = 0; i < n; i++) {
			char id[UI_ID_MAX], line[256];
			snprintf(id, sizeof(id), "done.helps.%d", i + 1);
			snprintf(line, sizeof(line), "%s\n%s", directory_name(e[i]), e[i]->number);
			const struct part_text t = { id, line, MM_SMALL, false, ROLE_INK, ROLE_CARD,
				LAYOUT_START };
			int h = part_text_height(ui, w, &t) + ui_mm(ui, 2);
			if (pass == 0 && used + h > most)
				n = i;
			else if (pass == 0)
				used += h;
			else
				part_text(ui, &in, &t, 2);
		}
		if (n == 0)
			return;
	}
}

/* Hide and, where a printer answers, print: side by side in r, or below each other. */
static void buttons(struct session *s, struct ui *ui, struct rect r, bool stacked)
{
	struct printer *p = &s->app->slips;
	const struct button hide = { .id = "done.hide",
		.label = catalog_text("done", s->hidden ? "show" : "hide"),
		.icon = s->hidden ? "visibility" : "visibility_off" };
	const struct button print = { .id = "done.print",
		.label = catalog_text("print", "print"),
		.icon = "print",
		.disabled = p->state == PRINTER_BUSY };
	int gap = ui_mm(ui, MM_GAP), h = ui_mm(ui, MM_TARGET);
	int most = p->offered && !stacked ? (r.w - gap) / 2 : r.w;
	int w[] = { widget_button_width(ui, &hide), widget_button_width(ui, &print) };

	for (int i = 0; i < 2; i++)
		w[i] = w[i] < most ? w[i] : most;
	if (widget_button(ui, (struct rect){ r.x, r.y, w[0], h }, &hide))
		s->hidden = !s->hidden;
	rect_cut_left(&r, stacked ? 0 : w[0] + gap);
	rect_cut_top(&r, stacked ? h + gap : 0);
	if (p->offered && widget_button(ui, (struct rect){ r.x, r.y, w[1], h }, &print))
		(void)slip_print(
			s->app, s->answers.ui_lang, s->ticket.receipt); /* its state is shown */
}

static void landscape(struct session *s, struct ui *ui, struct rect r)
{
	bool low = frame_is_low(ui);
	int gap = ui_mm(ui, MM_GAP), button = ui_mm(ui, MM_TARGET), most = ui_mm(ui, 72);
	struct rect right = rect_cut_right(&r, r.w * (low ? 27 : 32) / 100);
	int foot_h = low && s->app->slips.offered ? 2 * button + gap : button;
	int room = low ? right.h - foot_h - gap : right.h * 6 / 10,
	    edge = right.w < room ? right.w : room;

	rect_cut_right(&r, low ? gap : ui_mm(ui, MM_MARGIN));
	headline(s, ui, &r);
	struct rect foot = low ? rect_cut_bottom(&right, foot_h) : rect_cut_bottom(&r, button);
	if (!low)
		rect_cut_bottom(&r, gap);
	struct rect card = { r.x, r.y, r.w, r.h < most ? r.h : most };
	number_card(s, ui, card);
	if (!low)
		foot.y = card.y + card.h + gap;
	receipt_code(s, ui, (struct rect){ right.x + (right.w - edge) / 2, right.y, edge, edge },
		catalog_text("done", "scan_hint"));
	rect_cut_top(&right, edge + gap);
	if (!low && right.h > ui_mm(ui, 38))
		helps_card(s, ui, right);
	buttons(s, ui, foot, low);
}

static void portrait(struct session *s, struct ui *ui, struct rect r)
{
	int gap = ui_mm(ui, MM_GAP), edge = r.w * 42 / 100;

	headline(s, ui, &r);
	struct rect card = rect_cut_top(&r, ui_mm(ui, 72) < r.h / 3 ? ui_mm(ui, 72) : r.h / 3);
	number_card(s, ui, card);
	rect_cut_top(&r, gap);
	struct rect button = rect_cut_top(&r, ui_mm(ui, MM_TARGET));
	buttons(s, ui, button, false);
	rect_cut_top(&r, gap);
	edge = edge < r.h ? edge : r.h;
	receipt_code(
		s, ui, (struct rect){ r.x, r.y, edge, edge }, catalog_text("done", "scan_hint"));
	rect_cut_left(&r, edge + gap);
	helps_card(s, ui, r);
}

enum screen screen_done(struct session *s, struct ui *ui)
{
	struct frame f = { .no_back = true,
		.no_quit = true,
		.no_staff = !(s->urgent && s->sent != OUTBOX_ACKED),
		.next = catalog_text("done", "end"),
		.next_id = "done.end",
		.next_icon = "check" };
	char seconds[12], aside[96];
	const char *args[] = { seconds };
	uint64_t from = s->touched_ms > s->entered_ms ? s->touched_ms : s->entered_ms;

	snprintf(seconds, sizeof(seconds), "%d", session_seconds_left(s, from, SESSION_DONE_MS));
	catalog_fill(aside, sizeof(aside), catalog_text("done", "countdown"), args, 1);
	f.title = aside; /* on a low panel the lower bar has no room */
	f.aside = frame_is_low(ui) ? NULL : aside;
	frame_begin(s, ui, &f);
	if (ui_portrait(ui))
		portrait(s, ui, f.content);
	else
		landscape(s, ui, f.content);
	switch (frame_end(s, ui, &f)) {
	case FRAME_LEAVE:
		return f.leave;
	case FRAME_NEXT:
		return SCREEN_START;
	case FRAME_BACK:
	case FRAME_STAY:
		break;
	}
	return SCREEN_DONE;
}
