/* SPDX-License-Identifier: Apache-2.0 */
/*
 * activities_sum — days, months and sums; pure. The sums must be those of the city's report (desk:
 * activities.c), for people compare the two: an activity counts as long as a minute of it is left.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "activities.h"
#include "activities_private.h"

void activities_day(int64_t now_s, char ret[static ACTIVITY_DATE_MAX])
{
	time_t now = (time_t)now_s;
	struct tm tm;

	if (!localtime_r(&now, &tm) || strftime(ret, ACTIVITY_DATE_MAX, "%Y-%m-%d", &tm) == 0)
		memcpy(ret, "1970-01-01", ACTIVITY_DATE_MAX);
}

static bool digits(const char *text, const char *shape)
{
	for (; *shape; shape++, text++)
		if (*shape == '9' ? *text < '0' || *text > '9' : *text != *shape)
			return false;
	return *text == '\0';
}

bool activities_day_step(const char *date, int n, char ret[static ACTIVITY_DATE_MAX])
{
	struct tm tm = { 0 };
	char out[ACTIVITY_DATE_MAX];

	if (!digits(date, "9999-99-99") || !strptime(date, "%Y-%m-%d", &tm))
		return false;
	tm.tm_mday += n;
	(void)timegm(&tm); /* days beyond a month's end become days of the next */
	if (strftime(out, sizeof(out), "%Y-%m-%d", &tm) != sizeof(out) - 1)
		return false;
	memcpy(ret, out, sizeof(out));
	return true;
}

bool activities_month_step(const char *month, int n, char ret[static ACTIVITY_MONTH_MAX])
{
	struct tm tm = { 0 };

	if (!digits(month, "9999-99") || !strptime(month, "%Y-%m", &tm))
		return false;
	int m = (tm.tm_year + 1900) * 12 + tm.tm_mon + n;
	if (m < 12 || m / 12 > 9999)
		return false;
	snprintf(ret, ACTIVITY_MONTH_MAX, "%04u-%02u", (unsigned)(m / 12) % 10000,
		(unsigned)(m % 12) + 1);
	return true;
}

bool activity_of(const struct activity *a, const char *month)
{
	return strncmp(a->date, month, ACTIVITY_MONTH_MAX - 1) == 0;
}

static void add(struct activity_sum *sum, int minutes, int staff)
{
	sum->count++;
	sum->minutes += minutes;
	sum->staff += staff;
}

void activities_totals(
	struct activity_totals *ret, const struct activity_book *b, const char *month)
{
	memset(ret, 0, sizeof(*ret));
	for (int i = 0; i < b->parts; i++)
		ret->closed = ret->closed ||
			      (b->part[i].done && strcmp(b->part[i].month, month) == 0);
	for (int i = 0; i < b->len; i++) {
		const struct activity *a = &b->entry[i];
		int type = activity_type_index(a->type), left;
		if (!activity_of(a, month))
			continue;
		ret->unsent += !a->sent[0];
		ret->undeclared += !a->sent[0] && !a->declared;
		ret->by_itself += !a->sent[0] && a->by_itself;
		left = a->corrects == 0 ? activities_left(b, a) : 0;
		if (left <= 0)
			continue;
		add(&ret->all, left, a->staff_count);
		add(&ret->type[type], left, a->staff_count);
		long day = strtol(a->date + 8, NULL, 10);
		if (day >= 1 && day <= 31)
			add(&ret->day[day - 1], left, a->staff_count);
	}
}
