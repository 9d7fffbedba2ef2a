/* SPDX-License-Identifier: Apache-2.0 */
/*
 * screen_staff_activity — a month of activities: sums, bars by type or by day, and the ways on.
 * Counts, minutes and people only: what is paid for them is the city's to say.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "activities_close.h"
#include "catalog.h"
#include "staff_chart.h"
#include "staff_frame.h"

#define WORDS      STAFF_ACTIVITY_WORDS
#define LINE       240
#define SHORT_HASH 8
#define BUTTONS    7

/* --- the month --- */

static const char *fill3(char *out, const char *key, const char *a, const char *b, const char *c)
{
	const char *args[] = { a, b, c };

	catalog_fill(out, LINE, staff_text("staff_activity", key), args, 3);
	return out;
}

static const char *count_words(char out[static LINE], const char *key, int n)
{
	char text[12];

	snprintf(text, sizeof(text), "%d", n);
	return fill3(out, key, text, "", "");
}

static const struct activity_part *last_part(const struct activity_book *b, const char *month)
{
	const struct activity_part *p = NULL;

	for (int i = 0; i < b->parts; i++)
		if (b->part[i].done && strcmp(b->part[i].month, month) == 0)
			p = &b->part[i];
	return p;
}

/* How the month stands, in one line; *ret_bad when something is to be done. */
static const char *state_words(const struct session *s, const struct activity_book *b,
	const struct activity_totals *t, char out[static LINE], bool *ret_bad)
{
	const char *month = s->staff.activity.month;
	const struct activity_part *p = last_part(b, month);
	char date[WORDS], hash[SHORT_HASH + 1];

	*ret_bad = t->unsent > 0 &&
		   activities_may_close(b, month, (int64_t)time(NULL)) != ACTIVITIES_NOT_OVER;
	if (t->closed && t->unsent > 0)
		return count_words(out, "unsent", t->unsent);
	if (p) {
		snprintf(hash, sizeof(hash), "%.*s", SHORT_HASH, p->hash);
		return fill3(out, "closed", staff_activity_date(p->day, date), hash, "");
	}
	if (t->undeclared > 0)
		return count_words(out, "undeclared", t->undeclared);
	return t->unsent == 0 ? staff_text("staff_activity", "none")
	       : *ret_bad     ? staff_text("staff_activity", "over")
			      : staff_text("staff_activity", "open");
}

struct ways { /* buttons below the bars, in this order */
	struct button b[BUTTONS];
	int len;
};

static void way(struct ways *w, const char *id, const char *key, const char *icon, bool icon_only)
{
	w->b[w->len++] = (struct button){ .id = id,
		.label = staff_text("staff_activity", key),
		.icon = icon,
		.icon_only = icon_only,
		.text_mm = MM_SMALL };
}

/* Widths as the labels want them, narrower together when the row is full. Returns the index that
 * fired, -1 none. */
static int run_ways(struct ui *ui, struct rect row, struct ways *w)
{
	int gap = ui_mm(ui, MM_GAP), sum = 0, target = ui_mm(ui, MM_TARGET), icons = 0,
	    width[BUTTONS], fired = -1;

	for (int i = 0; i < w->len; i++) {
		if (!w->b[i].icon_only && frame_is_low(ui))
			w->b[i].icon = ""; /* the words need the room */
		width[i] = w->b[i].icon_only ? target : widget_button_width(ui, &w->b[i]);
		sum += width[i];
		icons += w->b[i].icon_only ? target : 0;
	}
	int room = row.w - (w->len - 1) * gap - icons, want = sum - icons;
	for (int i = 0; i < w->len; i++) {
		if (!w->b[i].icon_only && want > room)
			width[i] = (int)((long)width[i] * room / want);
		if (widget_button(ui, rect_cut_left(&row, width[i]), &w->b[i]))
			fired = i;
		rect_cut_left(&row, gap);
	}
	return fired;
}

static void choose_ways(
	const struct session *s, struct ways *w, const struct activity_totals *t, bool more)
{
	const struct staff_activity *act = &s->staff.activity;
	char today[ACTIVITY_DATE_MAX];

	activities_day((int64_t)time(NULL), today);
	*w = (struct ways){ .len = 0 };
	way(w, "activity.prev", "prev", "", false);
	if (strncmp(act->month, today, ACTIVITY_MONTH_MAX - 1) < 0)
		way(w, "activity.next", "next", "", false);
	if (more)
		way(w, "activity.more", "more", "more_horiz", true);
	if (t->all.count > 0)
		way(w, "activity.view", act->by_day ? "by_type" : "by_day", "bar_chart", false);
	if (t->all.count > 0 || t->unsent > 0 || t->closed) {
		way(w, "activity.list", "list", "list", false);
		way(w, "activity.report", "report", "print", false);
	}
	if (t->unsent > 0)
		way(w, "activity.close", t->closed ? "send_more" : "close", "lock", false);
}

static enum screen go(struct session *s, const char *id, bool rest)
{
	struct staff_activity *act = &s->staff.activity;

	s->staff.told = NULL;
	if (strcmp(id, "activity.more") == 0) {
		s->choices_page = rest ? s->choices_page + 1 : 0;
		return SCREEN_STAFF_ACTIVITY;
	}
	s->choices_page = 0;
	if (strcmp(id, "activity.prev") == 0)
		(void)activities_month_step(act->month, -1, act->month);
	else if (strcmp(id, "activity.next") == 0)
		(void)activities_month_step(act->month, 1, act->month);
	else if (strcmp(id, "activity.view") == 0)
		act->by_day = !act->by_day;
	else if (strcmp(id, "activity.list") == 0)
		return SCREEN_STAFF_ACT_LIST;
	else if (strcmp(id, "activity.report") == 0)
		return SCREEN_STAFF_ACT_REPORT;
	else {
		act->declared = false;
		return SCREEN_STAFF_ACT_CLOSE;
	}
	return SCREEN_STAFF_ACTIVITY;
}

/* Bars of the page and what is below them. */
static enum screen body(
	struct session *s, struct ui *ui, struct rect r, const struct activity_totals *t)
{
	struct staff_bar bar[STAFF_CHART_BARS];
	const struct staff_activity *act = &s->staff.activity;
	int n = staff_activity_bars(act->month, t, act->by_day, bar);
	struct rect row = rect_cut_bottom(&r, ui_mm(ui, MM_TARGET));
	struct ways w;

	rect_cut_bottom(&r, ui_mm(ui, MM_GAP));
	int fits = n > 0 ? staff_chart_fits(ui, r, bar, n) : 1;
	if (s->choices_page * fits >= n)
		s->choices_page = 0;
	int first = s->choices_page * fits;
	staff_chart(ui, r, bar, n, first);
	choose_ways(s, &w, t, n > fits);
	int fired = run_ways(ui, row, &w);
	return fired >= 0 ? go(s, w.b[fired].id, first + fits < n) : SCREEN_STAFF_ACTIVITY;
}

static void head(struct session *s, struct ui *ui, struct rect *r, const struct activity_book *b,
	const struct activity_totals *t)
{
	char line[WORDS], state[LINE];
	bool bad;
	struct part_text sum = { "activity.sum", staff_activity_sum(&t->all, line), MM_BODY, true,
		ROLE_INK, ROLE_PAPER, LAYOUT_START };

	if (frame_is_low(ui))
		sum.mm = MM_SMALL + 0.5;
	staff_told(s, ui, r);
	if (t->all.count > 0)
		part_text(ui, r, &sum, 1);
	const struct part_text how = { "activity.state", state_words(s, b, t, state, &bad),
		MM_SMALL, bad, bad ? ROLE_DANGER : ROLE_INK, ROLE_PAPER, LAYOUT_START };
	/* on a low panel the bars need the room of what needs no doing */
	if (!frame_is_low(ui) || t->all.count == 0 || (!s->staff.told && (bad || t->closed)))
		part_text(ui, r, &how, 2);
}

enum screen screen_staff_activity(struct session *s, struct ui *ui)
{
	struct activity_book b;
	struct activity_totals t;
	struct frame f = { .next_id = "activity.new", .next_icon = "edit" };
	char words[WORDS], title[LINE];
	enum frame_go way;

	if (!s->staff.in)
		return SCREEN_START;
	bool opens = staff_activity_load(s, &b);
	f.title = fill3(
		title, "title", staff_activity_month(s->staff.activity.month, words), "", "");
	f.next = opens ? staff_text("staff_activity", "new") : NULL;
	staff_frame_begin(s, ui, &f);
	struct rect r = f.content;
	enum screen to = SCREEN_STAFF_ACTIVITY;
	if (opens) {
		activities_totals(&t, &b, s->staff.activity.month);
		head(s, ui, &r, &b, &t);
		to = body(s, ui, r, &t);
	} else {
		const struct part_text bad = { "activity.damaged",
			staff_text("staff_activity", "damaged"), MM_BODY, true, ROLE_DANGER,
			ROLE_PAPER, LAYOUT_START };
		part_text(ui, &r, &bad, 0);
	}
	activities_release(&b);
	enum screen next = staff_frame_end(
		s, ui, &f, SCREEN_STAFF_ACTIVITY, SCREEN_STAFF_HOME, &way);
	if (way == FRAME_NEXT) {
		s->staff.told = NULL;
		staff_activity_new(s);
		return SCREEN_STAFF_ACT_EDIT;
	}
	return to != SCREEN_STAFF_ACTIVITY ? to : next;
}
