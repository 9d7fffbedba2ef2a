/* SPDX-License-Identifier: Apache-2.0 */
/*
 * staff_activity — between the list (src/staff/activities.h), the outbox and the screens. The list
 * is read anew for every frame: it is small, frames are rare, and nothing of it stays in memory.
 * A month is closed by noting it, putting its items into the outbox, and looking what lies there.
 */
#include "staff_activity.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "activities_close.h"
#include "activities_hand.h"
#include "catalog.h"
#include "reports.h"
#include "session.h"
#include "staff_frame.h"
#include "staff_post.h"

static int64_t now_s(void)
{
	return (int64_t)time(NULL);
}

static void this_month(char ret[static ACTIVITY_MONTH_MAX])
{
	char day[ACTIVITY_DATE_MAX];

	activities_day(now_s(), day);
	memcpy(ret, day, ACTIVITY_MONTH_MAX - 1);
	ret[ACTIVITY_MONTH_MAX - 1] = '\0';
}

bool staff_activity_load(struct session *s, struct activity_book *ret)
{
	if (!s->staff.activity.month[0])
		this_month(s->staff.activity.month);
	return activities_load(ret, s->app->staff.dir, s->staff.key.site) == ACTIVITIES_OK;
}

bool staff_activity_done(
	struct session *s, enum activities_result r, const char *note, const char *done)
{
	static const char *const key[] = { [ACTIVITIES_REFUSED] = "refused",
		[ACTIVITIES_FULL] = "full",
		[ACTIVITIES_DAMAGED] = "damaged",
		[ACTIVITIES_FAILED] = "failed" };

	if (r == ACTIVITIES_OK && !staff_note(s, note))
		r = ACTIVITIES_FAILED;
	staff_tell(s, "staff_activity", r == ACTIVITIES_OK ? done : key[r], r != ACTIVITIES_OK);
	return r == ACTIVITIES_OK;
}

bool staff_activity_mine(const struct session *s, const struct activity *a)
{
	return !a->sent[0] && (staff_is_manager(s) || strcmp(a->staff, s->staff.id) == 0);
}

bool staff_activity_resume(struct session *s)
{
	struct staff_activity *act = &s->staff.activity;

	if (!activity_hand_read(s->app->staff.dir, s->staff.id, s->staff.key.own, &act->entry))
		return false;
	act->kept = act->entry;
	staff_tell(s, "staff_activity", "resumed", false);
	return true;
}

static bool same(const struct activity *a, const struct activity *b)
{
	json_t *x = activity_json(a), *y = activity_json(b);
	bool equal = x && y && json_equal(x, y);

	json_decref(x);
	json_decref(y);
	return equal;
}

void staff_activity_keep(struct session *s)
{
	struct staff_activity *act = &s->staff.activity;

	if (same(&act->entry, &act->kept))
		return;
	s->staff.told = NULL; /* it was about what stood there before */
	if (activity_hand_keep(
		    s->app->staff.dir, s->staff.id, s->staff.key.own, &act->entry, now_s()))
		act->kept = act->entry;
	else
		staff_tell(s, "staff_activity", "not_kept", true);
}

void staff_activity_drop(struct session *s)
{
	(void)activity_hand_wipe(s->app->staff.dir, s->staff.id);
	explicit_bzero(&s->staff.activity.entry, sizeof(s->staff.activity.entry));
	explicit_bzero(&s->staff.activity.kept, sizeof(s->staff.activity.kept));
}

static void begin(struct session *s)
{
	struct staff_activity *act = &s->staff.activity;
	char month[ACTIVITY_MONTH_MAX], next[ACTIVITY_MONTH_MAX], first[ACTIVITY_DATE_MAX];

	act->entry = (struct activity){
		.minutes = 2 * ACTIVITY_STEP, .staff_count = 1, .km = -1, .expense = -1
	};
	memcpy(act->entry.staff, s->staff.id, sizeof(act->entry.staff));
	activities_day(now_s(), act->entry.date);
	this_month(month);
	if (!act->month[0] || strcmp(act->month, month) >= 0 ||
		!activities_month_step(act->month, 1, next))
		return;
	snprintf(first, sizeof(first), "%s-01", next);
	(void)activities_day_step(first, -1, act->entry.date);
}

void staff_activity_new(struct session *s)
{
	if (staff_activity_resume(s))
		return;
	begin(s);
	/* nothing of it is anybody's yet */
	s->staff.activity.kept = s->staff.activity.entry;
}

void staff_activity_suggest(
	struct session *s, const char *type, const char *receipt, int duration_s)
{
	if (activities_suggest(s->app->staff.dir, s->staff.key.site, type, receipt, s->staff.id,
		    duration_s, now_s()) == ACTIVITIES_OK)
		(void)staff_note(s, "act_add");
}

/* --- words --- */

static const char *filled(char *out, const char *key, const char *a, const char *b, const char *c)
{
	const char *args[] = { a, b, c };

	catalog_fill(out, STAFF_ACTIVITY_WORDS, staff_text("staff_activity", key), args, 3);
	return out;
}

static const char *date_words(
	const char *date, const char *key, char out[static STAFF_ACTIVITY_WORDS])
{
	static const char *const week[] = { "sun", "mon", "tue", "wed", "thu", "fri", "sat" };
	struct tm tm = { 0 };
	char month[12], day[12];

	if (!strptime(date, "%Y-%m-%d", &tm))
		return date;
	(void)timegm(&tm);
	snprintf(month, sizeof(month), "%d", tm.tm_mon + 1);
	snprintf(day, sizeof(day), "%d", tm.tm_mday);
	return filled(out, key, month, day, staff_text("staff_week", week[tm.tm_wday]));
}

const char *staff_activity_date(const char *date, char out[static STAFF_ACTIVITY_WORDS])
{
	return date_words(date, "date", out);
}

const char *staff_activity_short_date(const char *date, char out[static STAFF_ACTIVITY_WORDS])
{
	return date_words(date, "date_short", out);
}

const char *staff_activity_month(const char *month, char out[static STAFF_ACTIVITY_WORDS])
{
	char year[5], m[12];

	snprintf(year, sizeof(year), "%.4s", month);
	snprintf(m, sizeof(m), "%ld", strtol(month + 5, NULL, 10));
	return filled(out, "month", year, m, "");
}

const char *staff_activity_time(int minutes, char out[static STAFF_ACTIVITY_WORDS])
{
	char hours[12], rest[12];
	const char *key = minutes < 60 ? "minutes" : minutes % 60 ? "hours_minutes" : "hours";

	snprintf(hours, sizeof(hours), "%d", minutes / 60);
	snprintf(rest, sizeof(rest), "%d", minutes < 60 ? minutes : minutes % 60);
	return filled(out, key, minutes < 60 ? rest : hours, rest, "");
}

const char *staff_activity_sum(
	const struct activity_sum *sum, char out[static STAFF_ACTIVITY_WORDS])
{
	char n[12], people[12], time[STAFF_ACTIVITY_WORDS];

	snprintf(n, sizeof(n), "%d", sum->count);
	snprintf(people, sizeof(people), "%d", sum->staff);
	return filled(out, "sum", n, staff_activity_time(sum->minutes, time), people);
}

const char *staff_activity_type(const char *type)
{
	char key[16];

	snprintf(key, sizeof(key), "type.%.7s", type);
	return staff_text("staff_activity", key);
}

const char *staff_activity_who(const struct session *s, const char *id)
{
	const struct vault *v = &s->app->staff.vault;
	int i = vault_find(v, id);

	return i >= 0 ? v->member[i].name : id;
}

int staff_activity_bars(const char *month, const struct activity_totals *t, bool by_day,
	struct staff_bar bar[static STAFF_CHART_BARS])
{
	int n = 0, most = by_day ? STAFF_CHART_BARS : ACTIVITY_TYPES;

	for (int i = 0; i < most; i++) {
		const struct activity_sum *sum = by_day ? &t->day[i] : &t->type[i];
		char date[ACTIVITY_DATE_MAX + 4], words[STAFF_ACTIVITY_WORDS],
			time[STAFF_ACTIVITY_WORDS], count[12];
		if (sum->count == 0)
			continue;
		snprintf(date, sizeof(date), "%s-%02d", month, i + 1);
		snprintf(bar[n].label, sizeof(bar[n].label), "%.63s",
			by_day ? staff_activity_date(date, words)
			       : staff_activity_type(activity_type[i]));
		snprintf(count, sizeof(count), "%d", sum->count);
		filled(words, "bar", count, staff_activity_time(sum->minutes, time), "");
		snprintf(bar[n].value, sizeof(bar[n].value), "%.63s", words);
		bar[n++].n = sum->minutes;
	}
	return n;
}

bool staff_activity_now(const struct session *s, struct activity_totals *ret,
	char ret_month[static ACTIVITY_MONTH_MAX])
{
	struct activity_book b;

	this_month(ret_month);
	if (activities_load(&b, s->app->staff.dir, s->staff.key.site) != ACTIVITIES_OK)
		return false;
	activities_totals(ret, &b, ret_month);
	activities_release(&b);
	return ret->all.count > 0;
}

/* --- handing in --- */

struct found { /* items that were in the outbox when it was asked */
	const struct session *s;
	char item[ACTIVITIES_PARTS_ONCE][WIRE_ID_HEX + 1];
	int len;
};

static int where(void *ctx, const char *item)
{
	struct found *f = ctx;
	enum outbox_state state;

	if (outbox_state(f->s->app->post.outbox, item, &state) != OUTBOX_OK)
		return -1;
	if (state == OUTBOX_ABSENT)
		return 0;
	if (f->len < ACTIVITIES_PARTS_ONCE)
		memcpy(f->item[f->len++], item, sizeof(f->item[0]));
	return 1;
}

static enum activities_result settle(struct session *s, int *ret_closed)
{
	struct found f = { .s = s };
	bool listed = true; /* the list of what was sent is a convenience: the month stays closed */
	enum activities_result r = activities_settle(
		s->app->staff.dir, s->staff.key.site, where, &f, now_s(), ret_closed);

	for (int i = 0; r == ACTIVITIES_OK && listed && i < f.len; i++) {
		struct report report = { .kind = "ACT" };
		memcpy(report.id, f.item[i], sizeof(report.id));
		activities_day(now_s(), report.day);
		listed = reports_add(s->app->staff.dir, s->staff.key.site, &report, now_s());
	}
	return r;
}

void staff_activity_settle(struct session *s)
{
	int closed = 0;

	if (settle(s, &closed) == ACTIVITIES_OK && closed > 0)
		(void)staff_note(s, "act_close");
}

static enum outbox_result put_all(struct session *s, const struct activity_closing *c)
{
	enum outbox_result r = OUTBOX_OK;

	for (int i = 0; r == OUTBOX_OK && i < c->len; i++) {
		const struct staff_letter l = { .item = c->part[i].item,
			.kind = WIRE_KIND_RECORD,
			.record = "ACT",
			.member = "activity",
			.list = c->part[i].activity,
			.staff = s->staff.id,
			.site = s->app->cfg.site_id };
		r = staff_post_put(&s->app->post, &l);
	}
	return r;
}

bool staff_activity_close(struct session *s)
{
	struct activity_closing c;
	int closed = 0;

	staff_activity_settle(s);
	enum activities_result r = activities_close_begin(&c, s->app->staff.dir, s->staff.key.site,
		s->staff.activity.month, s->staff.id, now_s());
	if (r != ACTIVITIES_OK)
		return staff_activity_done(s, r, NULL, NULL);
	enum outbox_result put = put_all(s, &c);
	r = settle(s, &closed);
	bool all = r == ACTIVITIES_OK && closed == c.len;
	activities_closing_release(&c);
	if (closed > 0)
		all = staff_note(s, "act_close") && all;
	if (all)
		staff_tell(s, "staff_activity", "closed_now", false);
	else
		staff_tell(s, "staff_activity", put == OUTBOX_FULL ? "full" : "failed", true);
	return all;
}

bool staff_activity_due(
	struct session *s, char ret_month[static ACTIVITY_MONTH_MAX], char *out, size_t cap)
{
	struct activity_book b;
	struct activity_totals t = { 0 };
	char today[ACTIVITY_DATE_MAX], month[ACTIVITY_MONTH_MAX], words[STAFF_ACTIVITY_WORDS],
		day[12];
	long due = s->app->cfg.activity_due_day;

	this_month(month);
	if (due == 0 || !activities_month_step(month, -1, ret_month) ||
		activities_load(&b, s->app->staff.dir, s->staff.key.site) != ACTIVITIES_OK)
		return false;
	activities_totals(&t, &b, ret_month);
	activities_release(&b);
	if (t.unsent == 0)
		return false;
	activities_day(now_s(), today);
	snprintf(day, sizeof(day), "%ld", due);
	const char *args[] = { staff_activity_month(ret_month, words), day };
	catalog_fill(out, cap,
		staff_text("staff_activity", t.closed                            ? "due_more"
					     : strtol(today + 8, NULL, 10) > due ? "late"
										 : "due"),
		args, 2);
	return true;
}
