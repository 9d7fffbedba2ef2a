/* SPDX-License-Identifier: Apache-2.0 */
/*
 * screen_staff_act_undo — taking an activity out: an open one is deleted after one more question;
 * of one that was handed in some or all minutes are taken back by a counter-entry, which the
 * manager then sends. Nothing that the city has is ever rewritten.
 */
#include <string.h>
#include <time.h>

#include "catalog.h"
#include "staff_frame.h"
#include "staff_stepper.h"

#define WORDS STAFF_ACTIVITY_WORDS
#define LINE  240

/* "11月23日（月）　訪問　45分" */
static const char *in_short(const struct activity *a, char out[static LINE])
{
	char date[WORDS], time[WORDS];
	const char *args[] = { staff_activity_date(a->date, date), staff_activity_type(a->type),
		staff_activity_time(a->minutes < 0 ? -a->minutes : a->minutes, time) };

	catalog_fill(out, LINE, staff_text("staff_activity", "in_short"), args, 3);
	return out;
}

static void words(
	struct ui *ui, struct rect *r, const struct activity *a, const char *key, int keep_h)
{
	char line[LINE];
	struct part_text text[] = { { "undo.what", in_short(a, line), MM_BODY, true, ROLE_INK,
					    ROLE_PAPER, LAYOUT_START },
		{ "undo.words", staff_text("staff_activity", key), MM_SMALL + 0.5, false, ROLE_INK,
			ROLE_PAPER, LAYOUT_START } };

	part_shrink(ui, r->w, r->h - keep_h, text, 2, 3);
	part_text(ui, r, &text[0], 3);
	part_text(ui, r, &text[1], MM_GAP);
}

static enum screen delete_it(struct session *s)
{
	struct activity *a = &s->staff.activity.entry;
	enum activities_result r = activities_remove(
		s->app->staff.dir, s->staff.key.site, a->no, (int64_t)time(NULL));

	(void)staff_activity_done(s, r, "act_del", "deleted");
	staff_activity_drop(s);
	return SCREEN_STAFF_ACT_LIST;
}

enum screen screen_staff_act_delete(struct session *s, struct ui *ui)
{
	const struct activity *a = &s->staff.activity.entry;
	struct frame f = { .title = staff_text("staff_activity", "delete_title"),
		.next = staff_text("staff_activity", "delete_yes"),
		.next_id = "undo.delete_yes",
		.next_icon = "delete" };
	enum frame_go go;

	if (!s->staff.in)
		return SCREEN_START;
	staff_frame_begin(s, ui, &f);
	struct rect r = f.content;
	words(ui, &r, a, "delete_sure", 0);
	enum screen next = staff_frame_end(
		s, ui, &f, SCREEN_STAFF_ACT_DELETE, SCREEN_STAFF_ACT_LIST, &go);
	return go == FRAME_NEXT ? delete_it(s) : next;
}

static enum screen take_back(struct session *s)
{
	struct staff_activity *act = &s->staff.activity;
	enum activities_result r = activities_take_back(s->app->staff.dir, s->staff.key.site,
		act->entry.no, act->back, s->staff.id, (int64_t)time(NULL));

	bool taken = staff_activity_done(s, r, "act_fix", "taken");
	explicit_bzero(&act->entry, sizeof(act->entry));
	return taken ? SCREEN_STAFF_ACTIVITY : SCREEN_STAFF_ACT_LIST;
}

enum screen screen_staff_act_back(struct session *s, struct ui *ui)
{
	struct activity_book b;
	struct staff_activity *act = &s->staff.activity;
	char time[WORDS];
	struct frame f = { .title = staff_text("staff_activity", "take_back"),
		.next = staff_text("staff_activity", "take_back_yes"),
		.next_id = "undo.back_yes",
		.next_icon = "undo" };
	enum frame_go go;

	if (!s->staff.in)
		return SCREEN_START;
	if (!staff_activity_load(s, &b))
		return SCREEN_STAFF_ACTIVITY;
	int left = activities_left(&b, &act->entry), target = ui_mm(ui, MM_TARGET);
	activities_release(&b);
	staff_frame_begin(s, ui, &f);
	struct rect r = f.content;
	words(ui, &r, &act->entry, act->back == left ? "back_all" : "back_part", target);
	const struct staff_stepper step = { .id = "back",
		.label = staff_text("staff_activity", "f_back"),
		.value = staff_activity_time(act->back, time),
		.less = staff_text("staff_activity", "time_less"),
		.more = staff_text("staff_activity", "time_more"),
		.can_less = act->back > ACTIVITY_STEP,
		.can_more = act->back < left };
	act->back += ACTIVITY_STEP * staff_stepper(ui, rect_cut_top(&r, target), &step);
	enum screen next = staff_frame_end(
		s, ui, &f, SCREEN_STAFF_ACT_BACK, SCREEN_STAFF_ACT_ENTRY, &go);
	return go == FRAME_NEXT ? take_back(s) : next;
}
