/* SPDX-License-Identifier: Apache-2.0 */
/*
 * screen_staff_home — what can be done, and how the line is. Where there is room the facts stand
 * beside the entries; elsewhere the head line stands above them and the rest is a screen of its
 * own. While something waits, the primary button asks the courier to try at once: it says that it
 * asked, never that something was sent.
 */
#include <stdio.h>
#include <string.h>

#include "activities_hand.h"
#include "staff_entries.h"
#include "staff_facts.h"
#include "staff_frame.h"
#include "staffform.h"

#define CARD_MM 150.0

/* All lines in a card, or only measured. */
static int facts_card(struct ui *ui, struct rect r, const struct staff_facts *f, bool draw)
{
	int pad = ui_mm(ui, MM_GAP), sum = 0;
	struct rect in = rect_inset(r, pad, pad);
	char id[24];

	if (draw)
		widget_card(ui, r, ROLE_CARD, ROLE_LINE);
	for (int i = 0; i < f->len; i++) {
		const struct part_text t = { id, f->line[i], i == 0 ? MM_BODY : MM_SMALL, i == 0,
			i == 0 && !f->good ? ROLE_DANGER : ROLE_INK, ROLE_CARD, LAYOUT_START };
		snprintf(id, sizeof(id), "home.fact.%d", i);
		sum += part_text_height(ui, in.w, &t) + ui_mm(ui, 2);
		if (draw)
			part_text(ui, &in, &t, 2);
	}
	return sum + 2 * pad;
}

static int grid(struct session *s, struct ui *ui, struct rect r)
{
	int n, shown = 0, index[STAFF_ENTRIES_MAX] = { 0 };
	const struct staff_entry *e = staff_entries(&n);
	struct choice c[STAFF_ENTRIES_MAX];

	for (int i = 0; i < n && shown < STAFF_ENTRIES_MAX; i++) {
		if (e[i].manager && !staff_is_manager(s))
			continue;
		index[shown] = i;
		c[shown++] = (struct choice){ e[i].id, staff_text("staff_home", e[i].key),
			e[i].icon, false, false };
	}
	const struct choices all = { .prefix = "home",
		.choice = c,
		.len = shown,
		.columns_max = ui_portrait(ui) ? 2 : 0,
		.more_label = staff_text("staff", "more") };
	int fired = widget_choices(ui, r, &all, &s->choices_page);
	return fired >= 0 ? index[fired] : -1;
}

/* The line above the entries when the facts do not fit beside them. */
static void head_line(struct ui *ui, struct rect *r, const struct staff_facts *f)
{
	struct part_text t = { "home.fact.0", f->line[0], MM_BODY, true,
		f->good ? ROLE_INK : ROLE_DANGER, ROLE_PAPER, LAYOUT_START };

	if (frame_is_low(ui))
		t.mm = MM_SMALL;
	part_shrink(ui, r->w, r->h, &t, 1, 0);
	part_text(ui, r, &t, 2);
}

static enum screen enter(struct session *s, int entry)
{
	int n;
	const struct staff_entry *e = &staff_entries(&n)[entry];

	s->staff.told = NULL;
	if (e->log && !staff_note(s, e->log)) {
		staff_tell(s, "staff_trouble", "log", true);
		return SCREEN_STAFF_HOME;
	}
	if (e->form)
		staffform_want(s, e->form, "");
	return e->to;
}

/* While something waits, the primary button asks the courier. */
static void offer_now(struct frame *f, const struct staff_facts *facts)
{
	if (facts->waiting == 0)
		return;
	f->next = staff_text("staff_home", "now");
	f->next_id = "home.now";
	f->next_icon = "cloud_upload";
}

static void try_now(struct session *s)
{
	bool ok = staff_room_ask(&s->app->post, WIRE_TRY_NOW) && staff_note(s, "try");

	staff_tell(s, "staff_home", ok ? "now_done" : "now_failed", !ok);
}

/* Goes on with the form or the activity that was put down. */
static bool draft_button(struct session *s, struct ui *ui, struct rect *r, enum screen *ret)
{
	struct draft_place at;
	struct activity hand;
	int64_t saved;

	*ret = SCREEN_STAFF_BEGIN;
	if (!draft_peek(s->app->staff.dir, s->staff.id, s->staff.key.own, &at, &saved)) {
		if (!activity_hand_read(s->app->staff.dir, s->staff.id, s->staff.key.own, &hand))
			return false;
		*ret = SCREEN_STAFF_ACT_EDIT;
	}
	const struct button b = { .id = "home.draft",
		.label = staff_text("staff_home", "draft"),
		.icon = "edit",
		.selected = true,
		.text_mm = MM_SMALL + 1 };
	bool fired = widget_button(ui, rect_cut_top(r, ui_mm(ui, MM_TARGET)), &b);
	rect_cut_top(r, ui_mm(ui, MM_GAP));
	if (fired && *ret == SCREEN_STAFF_ACT_EDIT && !staff_activity_resume(s))
		return false;
	if (fired)
		s->staff.want = NULL;
	return fired;
}

/* A month that waits to be handed in. On a low panel the head line stands in the same row, and
 * *ret_told says so. */
static bool due_button(struct session *s, struct ui *ui, struct rect *r,
	const struct staff_facts *facts, bool *ret_told)
{
	char month[ACTIVITY_MONTH_MAX], words[STAFF_FACT_TEXT];
	const struct button b = {
		.id = "home.activity_due", .label = words, .icon = "event_note", .text_mm = MM_SMALL
	};

	if (!staff_activity_due(s, month, words, sizeof(words)))
		return false;
	struct rect row = rect_cut_top(r, ui_mm(ui, MM_TARGET));
	*ret_told = frame_is_low(ui) && !ui_portrait(ui);
	if (*ret_told) {
		struct rect left = rect_cut_left(&row, row.w * 2 / 5);
		rect_cut_right(&left, ui_mm(ui, MM_GAP));
		head_line(ui, &left, facts);
	}
	bool fired = widget_button(ui, row, &b);
	rect_cut_top(r, ui_mm(ui, MM_GAP));
	if (fired)
		memcpy(s->staff.activity.month, month, sizeof(month));
	return fired;
}

/* This month's activities: all of their bars where there is room, else the sum. */
static void month_chart(const struct session *s, struct ui *ui, struct rect r)
{
	struct activity_totals t;
	struct staff_bar bar[STAFF_CHART_BARS];
	char month[ACTIVITY_MONTH_MAX], words[STAFF_ACTIVITY_WORDS], title[STAFF_FACT_TEXT];

	if (!staff_activity_now(s, &t, month))
		return;
	staff_fill(title, sizeof(title), staff_text("staff_activity", "title"),
		staff_activity_month(month, words));
	const struct part_text head = { "home.month", title, MM_BODY, true, ROLE_INK, ROLE_PAPER,
		LAYOUT_START };
	int n = staff_activity_bars(month, &t, false, bar), h = part_text_height(ui, r.w, &head);
	struct rect room = r;
	rect_cut_top(&room, h + ui_mm(ui, 2));
	const struct part_text sum = { "home.month_sum", staff_activity_sum(&t.all, words),
		MM_SMALL, false, ROLE_INK, ROLE_PAPER, LAYOUT_START };
	bool bars = room.h > 0 && staff_chart_fits(ui, room, bar, n) >= n;
	if (!bars && h + part_text_height(ui, r.w, &sum) + ui_mm(ui, 2) > r.h)
		return;
	part_text(ui, &r, &head, 2);
	if (bars)
		staff_chart(ui, r, bar, n, 0);
	else
		part_text(ui, &r, &sum, 0);
}

enum screen screen_staff_home(struct session *s, struct ui *ui)
{
	struct staff_facts facts;
	struct frame f = { .title = staff_text("staff_home", "title"), .no_back = true };
	enum frame_go go;

	if (!s->staff.in)
		return SCREEN_START;
	staff_facts_read(s, &facts);
	offer_now(&f, &facts);
	staff_frame_begin(s, ui, &f);
	struct rect r = f.content;
	staff_told(s, ui, &r);
	enum screen resume;
	bool told = false, resumed = draft_button(s, ui, &r, &resume),
	     due = due_button(s, ui, &r, &facts, &told);
	int w = r.w * 42 / 100, need = facts_card(ui, (struct rect){ 0, 0, w, 0 }, &facts, false);
	if (!ui_portrait(ui) && need <= r.h && r.w - w >= ui_mm(ui, CARD_MM)) {
		struct rect side = rect_cut_right(&r, w);
		rect_cut_right(&r, ui_mm(ui, MM_GAP));
		facts_card(ui, rect_cut_top(&side, need), &facts, true);
		rect_cut_top(&side, ui_mm(ui, MM_GAP));
		month_chart(s, ui, side);
	} else if (ui_portrait(ui) && (need = facts_card(ui, (struct rect){ 0, 0, r.w, 0 }, &facts,
					       false)) < r.h / 2) {
		facts_card(ui, rect_cut_top(&r, need), &facts, true);
		rect_cut_top(&r, ui_mm(ui, MM_GAP));
	} else if (!told) {
		head_line(ui, &r, &facts);
	}
	int entry = grid(s, ui, r);
	enum screen next = staff_frame_end(s, ui, &f, SCREEN_STAFF_HOME, SCREEN_STAFF_HOME, &go);
	if (go == FRAME_NEXT)
		try_now(s);
	if (resumed)
		return resume;
	if (due)
		return SCREEN_STAFF_ACTIVITY;
	return entry >= 0 ? enter(s, entry) : next;
}

/* --- the same in full, for panels and text sizes where it does not fit beside the entries --- */

enum screen screen_staff_status(struct session *s, struct ui *ui)
{
	struct staff_facts facts;
	const char *text[STAFF_FACTS];
	struct frame f = { .title = staff_text("staff_home", "status") };
	enum frame_go go;

	if (!s->staff.in)
		return SCREEN_START;
	staff_facts_read(s, &facts);
	for (int i = 0; i < facts.len; i++)
		text[i] = facts.line[i];
	offer_now(&f, &facts);
	staff_frame_begin(s, ui, &f);
	struct rect r = f.content;
	staff_told(s, ui, &r);
	part_paragraphs(s, ui, r, "status", text, facts.len);
	enum screen next = staff_frame_end(s, ui, &f, SCREEN_STAFF_STATUS, SCREEN_STAFF_HOME, &go);
	if (go == FRAME_NEXT)
		try_now(s);
	return next;
}
