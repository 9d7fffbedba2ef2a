/* SPDX-License-Identifier: Apache-2.0 */
/*
 * staff_facts — counts and states become sentences of the staff catalogue. What the courier says of
 * itself is believed only for telling people; nothing is erased by it. Ages are in whole hours,
 * because an item carries no finer time. A courier that has not tried for long although something
 * waits is told as stopped.
 */
#include "staff_facts.h"

#include <stdio.h>
#include <string.h>
#include <sys/statvfs.h>
#include <time.h>

#include "staff_frame.h"
#include "staff_week.h"

#define STALE_S      3600 /* the courier's longest pause is 15 minutes */
#define DISK_LOW_MB  200
#define VISITS_SHOWN 3 /* on the card; the rest have a screen */

static void age_words(char *out, size_t cap, long seconds)
{
	char n[24];
	long hours = seconds / 3600;

	if (hours < 1) {
		snprintf(out, cap, "%s", staff_text("staff_age", "hour"));
		return;
	}
	snprintf(n, sizeof(n), "%ld", hours < 48 ? hours : hours / 24);
	staff_fill(out, cap, staff_text("staff_age", hours < 48 ? "over_hours" : "days"), n);
}

static void add(struct staff_facts *f, const char *text)
{
	if (text[0] && f->len < STAFF_FACTS)
		snprintf(f->line[f->len++], STAFF_FACT_TEXT, "%s", text);
}

/* "label　value" */
static void add_pair(struct staff_facts *f, const char *key, const char *value)
{
	char text[STAFF_FACT_TEXT];

	snprintf(text, sizeof(text), "%s　%.120s", staff_text("staff_home", key), value);
	add(f, text);
}

static void queue(struct staff_facts *f, const struct outbox_stats *st)
{
	char n[24], text[STAFF_FACT_TEXT], age[96];
	struct tm tm = { .tm_isdst = -1 };

	f->waiting = st->waiting;
	if (st->waiting == 0) {
		add(f, staff_text("staff_home", "queue_none"));
		return;
	}
	snprintf(n, sizeof(n), "%llu", (unsigned long long)st->waiting);
	staff_fill(text, sizeof(text), staff_text("staff_home", "queue"), n);
	add(f, text);
	if (!strptime(st->oldest_hour, "%Y-%m-%dT%H", &tm))
		return;
	age_words(age, sizeof(age), (long)(time(NULL) - mktime(&tm)));
	staff_fill(text, sizeof(text), staff_text("staff_home", "oldest"), age);
	add(f, text);
}

static const char *reason_key(const struct courier_contact *c, time_t now)
{
	static const struct {
		const char *state, *key;
	} of[] = { { "never", "never" }, { "offline", "network" }, { "tls", "tls" },
		{ "refused", "refused" }, { "error", "server" } };

	if (c->last_try_s > 0 && now - c->last_try_s > STALE_S)
		return "stale";
	for (size_t i = 0; i < sizeof(of) / sizeof(of[0]); i++)
		if (strcmp(c->state, of[i].state) == 0)
			return of[i].key;
	return "none";
}

static void line(const struct session *s, struct staff_facts *f)
{
	struct courier_contact c = { .state = "never" };
	time_t now = time(NULL), ok;
	char text[64];
	struct tm tm;

	if (s->app->post.courier && courier_get_contact(s->app->post.courier, &c) != OUTBOX_OK)
		c = (struct courier_contact){ .state = "never" };
	f->good = f->waiting == 0 || strcmp(c.state, "ok") == 0;
	if (f->waiting > 0)
		add(f, staff_text("staff_reason", reason_key(&c, now)));
	ok = (time_t)c.last_ok_s;
	if (ok == 0) {
		add_pair(f, "contact", staff_text("staff_home", "contact_never"));
		return;
	}
	localtime_r(&ok, &tm);
	strftime(text, sizeof(text), "%Y-%m-%d %H:%M", &tm);
	add_pair(f, "contact", text);
}

static void week(const struct session *s, struct staff_facts *f)
{
	struct visit v[VISITS_SHOWN];
	char text[STAFF_WEEK_WORDS];
	size_t n = staff_week_read(s, v, VISITS_SHOWN);

	if (n > 0)
		add(f, staff_text("staff_visits", "title"));
	for (size_t i = 0; i < n; i++) {
		staff_week_words(&v[i], text);
		add(f, text);
	}
	explicit_bzero(v, sizeof(v));
	explicit_bzero(text, sizeof(text));
}

static void machine(const struct session *s, struct staff_facts *f)
{
	struct statvfs v;
	char text[96];
	time_t now = time(NULL);
	struct tm tm;

	if (statvfs(s->app->post.data_dir, &v) == 0) {
		unsigned long long mb = (unsigned long long)v.f_bavail * v.f_frsize / 1000000;
		snprintf(text, sizeof(text), mb < 10000 ? "%llu MB" : "%llu GB",
			mb < 10000 ? mb : mb / 1000);
		add_pair(f, mb < DISK_LOW_MB ? "disk_low" : "disk", text);
	}
	localtime_r(&now, &tm);
	strftime(text, sizeof(text), "%Y-%m-%d %H:%M", &tm);
	add_pair(f, "clock", text);
	snprintf(text, sizeof(text), "%s（%s）", s->app->form.version, MARUMADO_VERSION);
	add_pair(f, "content", text);
}

void staff_facts_read(const struct session *s, struct staff_facts *ret)
{
	struct outbox_stats st = { .waiting = 0 };

	memset(ret, 0, sizeof(*ret));
	if (outbox_stats(s->app->post.outbox, &st) != OUTBOX_OK)
		add(ret, staff_text("staff_home", "queue_unknown"));
	else
		queue(ret, &st);
	line(s, ret);
	week(s, ret);
	machine(s, ret);
}
