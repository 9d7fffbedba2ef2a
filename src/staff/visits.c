/* SPDX-License-Identifier: Apache-2.0 */
/*
 * visits — days are compared as days since 1970, counted from their text, so that no clock or zone
 * has a say in them. The list is kept in the order of days.
 */
#include "visits.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "sealed_list.h"

#define NAME   "visits"
#define DAY_S  86400
#define NO_DAY INT64_MIN

static int64_t day_number(const char *day)
{
	struct tm tm = { 0 };
	const char *end = strptime(day, "%Y-%m-%d", &tm);

	return end && !*end ? (int64_t)timegm(&tm) / DAY_S : NO_DAY;
}

static bool read_one(struct visit *v, const json_t *o)
{
	return sealed_list_text(v->receipt, sizeof(v->receipt), o, "receipt") &&
	       sealed_list_text(v->day, sizeof(v->day), o, "day") && day_number(v->day) != NO_DAY;
}

/* Takes out what is that receipt's, or over its time (today NO_DAY: nothing is). */
static bool clear(json_t *list, const char *receipt, int64_t today)
{
	struct visit v;
	bool changed = false;

	for (size_t i = json_array_size(list); i-- > 0;) {
		if (read_one(&v, json_array_get(list, i)) && strcmp(v.receipt, receipt) != 0 &&
			(today == NO_DAY || today - day_number(v.day) < VISITS_LIFE_D))
			continue;
		json_array_remove(list, i);
		changed = true;
	}
	return changed;
}

bool visits_add(const char *dir, const unsigned char site[static BOX_KEY_BYTES],
	const struct visit *v, const char *today, int64_t now_s)
{
	json_t *list = sealed_list_read(dir, NAME, site);
	struct visit other;
	size_t at = 0;

	if (!list || day_number(v->day) == NO_DAY || day_number(today) == NO_DAY) {
		json_decref(list);
		return false;
	}
	clear(list, v->receipt, day_number(today));
	while (at < json_array_size(list) && read_one(&other, json_array_get(list, at)) &&
		strcmp(other.day, v->day) <= 0)
		at++;
	bool ok = json_array_insert_new(list, at,
			  json_pack("{ss ss}", "receipt", v->receipt, "day", v->day)) == 0;
	while (ok && json_array_size(list) > VISITS_MAX)
		json_array_remove(list, 0);
	ok = ok && sealed_list_write(dir, NAME, site, list, now_s);
	json_decref(list);
	return ok;
}

bool visits_done(const char *dir, const unsigned char site[static BOX_KEY_BYTES],
	const char *receipt, int64_t now_s)
{
	json_t *list = sealed_list_read(dir, NAME, site);
	bool ok = list && (!clear(list, receipt, NO_DAY) ||
				  sealed_list_write(dir, NAME, site, list, now_s));

	json_decref(list);
	return ok;
}

size_t visits_due(const char *dir, const unsigned char site[static BOX_KEY_BYTES],
	const char *today, int ahead, struct visit *ret, size_t most)
{
	json_t *list = sealed_list_read(dir, NAME, site);
	int64_t now = day_number(today);
	size_t n = 0;

	for (size_t i = 0; i < json_array_size(list) && n < most; i++) {
		struct visit v;
		if (!read_one(&v, json_array_get(list, i)))
			continue;
		int64_t days = day_number(v.day) - now;
		if (days <= ahead && -days < VISITS_LIFE_D)
			ret[n++] = v;
	}
	json_decref(list);
	return n;
}
