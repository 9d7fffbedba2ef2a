/* SPDX-License-Identifier: Apache-2.0 */
/*
 * screen_staff_week — whom the site means to see again within a week, and whom it should have seen:
 * day and receipt only. A press chooses one, 「すんだ」 takes it off the list.
 */
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "receipt.h"
#include "staff_frame.h"
#include "staff_week.h"

#define SHOWN_MAX 40

size_t staff_week_read(const struct session *s, struct visit *ret, size_t most)
{
	char today[ACTIVITY_DATE_MAX];

	activities_day((int64_t)time(NULL), today);
	return visits_due(
		s->app->staff.dir, s->staff.key.site, today, STAFF_WEEK_DAYS - 1, ret, most);
}

void staff_week_words(const struct visit *v, char out[static STAFF_WEEK_WORDS])
{
	char day[STAFF_ACTIVITY_WORDS], shown[RECEIPT_SHOWN + 1];

	receipt_format(v->receipt, shown);
	snprintf(out, STAFF_WEEK_WORDS, "%s　%s", staff_activity_short_date(v->day, day), shown);
	explicit_bzero(shown, sizeof(shown));
}

static int list(struct session *s, struct ui *ui, struct rect r, const struct visit *v, int n)
{
	struct choice c[SHOWN_MAX];
	char id[SHOWN_MAX][UI_ID_MAX], label[SHOWN_MAX][STAFF_WEEK_WORDS];
	const struct choices all = { .prefix = "week",
		.choice = c,
		.len = n,
		.columns_max = ui_portrait(ui) ? 1 : 2,
		.more_label = staff_text("staff", "more") };

	for (int i = 0; i < n; i++) {
		snprintf(id[i], UI_ID_MAX, "week.%d", i);
		staff_week_words(&v[i], label[i]);
		c[i] = (struct choice){ id[i], label[i], "",
			strcmp(v[i].receipt, s->staff.week) == 0, false };
	}
	int fired = widget_choices(ui, r, &all, &s->choices_page);
	explicit_bzero(label, sizeof(label));
	return fired;
}

static void done(struct session *s)
{
	if (visits_done(s->app->staff.dir, s->staff.key.site, s->staff.week, (int64_t)time(NULL)))
		s->staff.told = NULL;
	else
		staff_tell(s, "staff_visits", "failed", true);
	explicit_bzero(s->staff.week, sizeof(s->staff.week));
}

enum screen screen_staff_week(struct session *s, struct ui *ui)
{
	struct frame f = { .title = staff_text("staff_visits", "title"),
		.next = s->staff.week[0] ? staff_text("staff_visits", "done") : NULL,
		.next_id = "week.done",
		.next_icon = "check" };
	struct visit v[SHOWN_MAX];
	enum frame_go go;
	int fired = -1;

	if (!s->staff.in)
		return SCREEN_START;
	int n = (int)staff_week_read(s, v, SHOWN_MAX);
	staff_frame_begin(s, ui, &f);
	struct rect r = f.content;
	staff_told(s, ui, &r);
	const struct part_text hint = { n ? "week.hint" : "week.none",
		staff_text("staff_visits", n ? "hint" : "none"), MM_SMALL, false, ROLE_QUIET,
		ROLE_PAPER, LAYOUT_START };
	part_text(ui, &r, &hint, 2);
	if (n > 0)
		fired = list(s, ui, r, v, n);
	enum screen next = staff_frame_end(s, ui, &f, SCREEN_STAFF_WEEK, SCREEN_STAFF_HOME, &go);
	if (fired >= 0)
		memcpy(s->staff.week, v[fired].receipt, sizeof(s->staff.week));
	else if (go == FRAME_NEXT)
		done(s);
	explicit_bzero(v, sizeof(v));
	return next;
}
