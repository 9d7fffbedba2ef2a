/* SPDX-License-Identifier: Apache-2.0 */
/*
 * screen_staff_act_close — handing a month in: its sums, what still stands in the way, the
 * declaration, and what it means. Only a manager can; others read why. What was added or taken back
 * after that goes to the city by the same screen.
 */
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "activities_close.h"
#include "catalog.h"
#include "staff_frame.h"
#include "staff_stepper.h"

#define WORDS STAFF_ACTIVITY_WORDS
#define LINE  240

static const char *block_key(const struct session *s, enum activities_block block)
{
	static const char *const key[] = { [ACTIVITIES_MAY_CLOSE] = "may_close",
		[ACTIVITIES_NOT_OVER] = "not_over",
		[ACTIVITIES_NOTHING] = "nothing",
		[ACTIVITIES_UNDECLARED] = "block_undeclared",
		[ACTIVITIES_UNSETTLED] = "may_close" };

	if (block == ACTIVITIES_MAY_CLOSE && !staff_is_manager(s))
		return "manager_only";
	return key[block];
}

static const char *summary(const struct activity_totals *t, char out[static LINE])
{
	char n[12], unsent[12], people[12], time[WORDS];
	const char *args[] = { n, staff_activity_time(t->all.minutes, time), people, unsent };

	snprintf(n, sizeof(n), "%d", t->all.count);
	snprintf(people, sizeof(people), "%d", t->all.staff);
	snprintf(unsent, sizeof(unsent), "%d", t->unsent);
	catalog_fill(out, LINE, staff_text("staff_activity", t->closed ? "sum_more" : "sum_close"),
		args, 4);
	return out;
}

static void declaration(struct session *s, struct ui *ui, struct rect r)
{
	const char *words = staff_text("staff_activity", "declare_month");
	int h = staff_tick_height(ui, r.w, words);

	if (staff_tick(ui, rect_cut_top(&r, h < r.h ? h : r.h), "close.declare", words,
		    s->staff.activity.declared))
		s->staff.activity.declared = !s->staff.activity.declared;
}

static enum screen hand_in(struct session *s)
{
	if (!s->staff.activity.declared) {
		staff_tell(s, "staff_activity", "need_declare", true);
		return SCREEN_STAFF_ACT_CLOSE;
	}
	s->staff.activity.declared = false;
	(void)staff_activity_close(s); /* told on the next screen, well or not */
	return SCREEN_STAFF_ACTIVITY;
}

enum screen screen_staff_act_close(struct session *s, struct ui *ui)
{
	struct activity_book b;
	struct activity_totals t;
	char line[LINE];
	struct frame f = { .title = staff_text("staff_activity", "close_title"),
		.next_id = "close.yes",
		.next_icon = "lock" };
	enum frame_go go;

	if (!s->staff.in)
		return SCREEN_START;
	if (!staff_activity_load(s, &b))
		return SCREEN_STAFF_ACTIVITY;
	const char *month = s->staff.activity.month;
	enum activities_block block = activities_may_close(&b, month, (int64_t)time(NULL));
	activities_totals(&t, &b, month);
	activities_release(&b);
	bool may = staff_is_manager(s) &&
		   (block == ACTIVITIES_MAY_CLOSE || block == ACTIVITIES_UNSETTLED);
	if (may)
		f.next = staff_text("staff_activity", t.closed ? "send_more" : "close_yes");
	staff_frame_begin(s, ui, &f);
	struct rect r = f.content;
	staff_told(s, ui, &r);
	int target = ui_mm(ui, MM_TARGET) + ui_mm(ui, MM_GAP), room = r.h - (may ? target : 0);
	struct part_text text[] = {
		{ "close.sum", summary(&t, line), MM_BODY, true, ROLE_INK, ROLE_PAPER,
			LAYOUT_START },
		{ "close.why", staff_text("staff_activity", block_key(s, block)), MM_SMALL + 0.5,
			!may, may ? ROLE_INK : ROLE_DANGER, ROLE_PAPER, LAYOUT_START },
	};
	int texts = s->staff.told && frame_is_low(ui) ? 1 : 2; /* the tick needs the room */
	part_shrink(ui, r.w, room, text, texts, 3);
	for (int i = 0; i < texts; i++)
		part_text(ui, &r, &text[i], 3);
	if (may)
		declaration(s, ui, r);
	enum screen next = staff_frame_end(
		s, ui, &f, SCREEN_STAFF_ACT_CLOSE, SCREEN_STAFF_ACTIVITY, &go);
	return go == FRAME_NEXT ? hand_in(s) : next;
}
