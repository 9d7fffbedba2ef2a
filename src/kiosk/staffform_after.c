/* SPDX-License-Identifier: Apache-2.0 */
/*
 * staffform_after — what a form leaves with the site when it was sent: its number in the list of
 * reports, the work in the month's activities, the day of the next visit. None of it is needed for
 * the city to have the form, so a failure here is told on the home, not as one of sending.
 */
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "activities.h"
#include "reports.h"
#include "staffform.h"
#include "visits.h"

/* An amendment goes by the number it amends, which is the one the person has. */
static const char *number_of(const struct session *s)
{
	return staffform_amends(s) ? s->staff.refers : s->ticket.receipt;
}

static bool list_it(const struct session *s, const char *kind, const char *today, int64_t now)
{
	struct report r = { .receipt = "" };

	snprintf(r.receipt, sizeof(r.receipt), "%s", number_of(s));
	snprintf(r.id, sizeof(r.id), "%s", s->ticket.id);
	snprintf(r.kind, sizeof(r.kind), "%s", kind);
	snprintf(r.day, sizeof(r.day), "%s", today);
	bool ok = reports_add(s->app->staff.dir, s->staff.key.site, &r, now);
	explicit_bzero(&r, sizeof(r));
	return ok;
}

/* The answer of a text question by name, "" when it is not asked. */
static const char *text_of(const struct session *s, const struct formdef *f, const char *name)
{
	int q = formdef_find(f, name);

	return q >= 0 && answers_live(&s->answers, f, q) ? s->answers.a[q].text : "";
}

/* A follow-up is the visit that the report before it asked for; an amendment that says what comes
 * next says it anew. */
static bool plan_visit(
	const struct session *s, const struct formdef *f, const char *today, int64_t now)
{
	const char *dir = s->app->staff.dir, *day = text_of(s, f, "next_date");
	struct visit v;

	int next = formdef_find(f, "next");
	bool anew = !staffform_amends(s) || (next >= 0 && s->answers.a[next].codes_len > 0);
	if (anew && s->staff.refers[0] &&
		!visits_done(dir, s->staff.key.site, s->staff.refers, now))
		return false;
	if (!day[0])
		return true;
	snprintf(v.receipt, sizeof(v.receipt), "%s", number_of(s));
	snprintf(v.day, sizeof(v.day), "%s", day);
	bool ok = visits_add(dir, s->staff.key.site, &v, today, now);
	explicit_bzero(&v, sizeof(v));
	return ok;
}

void staffform_leaves(struct session *s, const struct formdef *f, int duration_s)
{
	const char *kind = staffform_kind(s, f);
	int64_t now = (int64_t)time(NULL);
	char today[ACTIVITY_DATE_MAX];

	activities_day(now, today);
	s->staff.told = NULL;
	if (!list_it(s, kind, today, now))
		staff_tell(s, "staff_send", "no_list", true);
	if (!plan_visit(s, f, today, now))
		staff_tell(s, "staff_send", "no_visit", true);
	if (!staffform_amends(s))
		staff_activity_suggest(s, strcmp(kind, "OUT") == 0 ? "VISIT" : "RECV",
			s->ticket.receipt, duration_s);
}
