/* SPDX-License-Identifier: Apache-2.0 */
/*
 * rates — why: sites report what they did, never what it is worth; what the city pays for it
 * changes with its budget. So amounts are computed here only, from a file that the city writes, and
 * each row says by which rate, so that a payment can be checked by hand.
 *
 * "30min" pays whole half hours of a month's minutes together, so that short visits are not lost
 * one by one. Corrections have been taken off before; what they take from an earlier month makes a
 * row negative. Activities without a rate are rows without an amount: seen, not guessed.
 * Not here: adding up (activities.c).
 */
#include "rates.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "members.h"
#include "plan.h"
#include "table.h"

#define RATES_BYTES_MAX (256 * 1024)
#define YEN_MAX         10000000
#define HALF_HOUR       30

static bool day_ok(const char *s)
{
	static const char digits[] = "0123456789";

	return strlen(s) == 10 && strspn(s, digits) == 4 && s[4] == '-' &&
	       strspn(s + 5, digits) == 2 && s[7] == '-' && strspn(s + 8, digits) == 2;
}

/* The members that rates and caps share; `what` names whose they are. */
static bool entry_ok(const json_t *e, const char *what)
{
	const json_t *yen = json_object_get(e, "yen");

	return *text_of(e, what) && day_ok(text_of(e, "valid_from")) && json_is_integer(yen) &&
	       json_integer_value(yen) >= 0 && json_integer_value(yen) <= YEN_MAX;
}

/* Is the same said twice for one day? */
static bool twice(const json_t *list, size_t at, const char *what)
{
	const json_t *e = json_array_get(list, at), *other;

	for (size_t i = 0; i < at; i++) {
		other = json_array_get(list, i);
		if (strcmp(text_of(e, what), text_of(other, what)) == 0 &&
			strcmp(text_of(e, "valid_from"), text_of(other, "valid_from")) == 0)
			return true;
	}
	return false;
}

static bool is_half_hours(const json_t *rate)
{
	return strcmp(text_of(rate, "unit"), "30min") == 0;
}

static bool list_ok(const json_t *list, const char *what, size_t members)
{
	const json_t *e;
	size_t i;

	json_array_foreach(list, i, e)
	{
		bool rate = members == 4;
		if (json_object_size(e) != members || !entry_ok(e, what) || twice(list, i, what) ||
			(rate && !is_half_hours(e) && strcmp(text_of(e, "unit"), "each") != 0))
			return false;
	}
	return json_is_array(list);
}

static const char *problem_of(json_t *doc)
{
	const json_t *caps = json_object_get(doc, "caps");
	size_t known = 1 + (caps != NULL) + (json_object_get(doc, "comment") != NULL);

	if (!list_ok(json_object_get(doc, "rates"), "act_type", 4))
		return "rates";
	if (caps && !list_ok(caps, "site", 3))
		return "caps";
	return json_object_size(doc) == known ? NULL : "unknown member";
}

json_t *rates_read(const char *path, char err[static CONTENT_ERR_MAX])
{
	return content_read(path, RATES_BYTES_MAX, problem_of, err);
}

/* The newest entry for this name that holds on the day. */
static int newest(const json_t *list, const char *what, const char *name, const char *day)
{
	const json_t *e;
	const char *from = "";
	int ret = RATES_NONE;
	size_t i;

	json_array_foreach(list, i, e)
	{
		const char *valid = text_of(e, "valid_from");
		if (strcmp(text_of(e, what), name) != 0 || strcmp(valid, day) > 0 ||
			strcmp(valid, from) <= 0)
			continue;
		from = valid;
		ret = (int)i;
	}
	return ret;
}

int rates_find(const json_t *rates, const char *act_type, const char *day)
{
	return newest(json_object_get(rates, "rates"), "act_type", act_type, day);
}

/* The cap of a site at the end of the month; NULL none. */
static const json_t *cap_of(const json_t *rates, const char *site, const char *month)
{
	const json_t *caps = json_object_get(rates, "caps");
	char last[16];
	int at;

	snprintf(last, sizeof last, "%.7s-99", month);
	at = newest(caps, "site", site, last);
	if (at == RATES_NONE)
		at = newest(caps, "site", "*", last);
	return at == RATES_NONE ? NULL : json_array_get(caps, (size_t)at);
}

static json_int_t int_of(const json_t *o, const char *name)
{
	return json_integer_value(json_object_get(o, name));
}

static void put(struct buf *ret, const char *text)
{
	table_cell(ret, text, strlen(text));
	buf_puts(ret, ",");
}

/* One row; returns its amount. */
static json_int_t row(struct buf *ret, const json_t *rate, const json_t *sum, const json_t *plan)
{
	bool half = is_half_hours(rate);
	json_int_t n = half ? int_of(sum, "minutes") / HALF_HOUR : int_of(sum, "count");

	buf_printf(ret, "%lld,%lld,", (long long)int_of(sum, "count"),
		(long long)int_of(sum, "minutes"));
	if (!rate) {
		buf_printf(ret, "%s,,,,\r\n", plan_word(plan, "no_rate"));
		return 0;
	}
	buf_printf(ret, "%s,%s,%lld,%lld,%lld\r\n", plan_word(plan, half ? "30min" : "each"),
		text_of(rate, "valid_from"), (long long)int_of(rate, "yen"), (long long)n,
		(long long)(n * int_of(rate, "yen")));
	return n * int_of(rate, "yen");
}

static json_int_t site_rows(struct buf *ret, const json_t *rates, json_t *types, const char *before,
	const json_t *plan, const struct labels *l)
{
	const char *type, *index;
	json_t *by_rate, *sum;
	json_int_t all = 0;

	json_object_foreach(types, type, by_rate) json_object_foreach(by_rate, index, sum)
	{
		long at = strtol(index, NULL, 10);
		buf_puts(ret, before);
		put(ret, labels_word(l, "act_type", type));
		put(ret, type);
		all += row(ret,
			at == RATES_NONE
				? NULL
				: json_array_get(json_object_get(rates, "rates"), (size_t)at),
			sum, plan);
	}
	return all;
}

static void total(struct buf *ret, const char *before, const char *word, json_int_t yen)
{
	buf_puts(ret, before);
	put(ret, word);
	buf_printf(ret, ",,,,,,,%lld\r\n", (long long)yen);
}

void rates_csv(struct buf *ret, const json_t *rates, json_t *paid, const json_t *plan,
	const struct labels *l, const char *month)
{
	static const char *const head[] = { "month", "site", "act_type", "act_type_code",
		"act_count", "minutes", "unit", "valid_from", "yen", "units", "amount" };
	struct buf before = BUF_INIT;
	const char *site;
	json_t *types;

	buf_puts(ret, "\xef\xbb\xbf");
	for (size_t i = 0; i < sizeof head / sizeof *head; i++) {
		buf_puts(ret, i ? "," : "");
		table_cell(ret, plan_word(plan, head[i]), strlen(plan_word(plan, head[i])));
	}
	buf_puts(ret, "\r\n");
	json_object_foreach(paid, site, types)
	{
		const json_t *cap = cap_of(rates, site, month);
		buf_reset(&before);
		put(&before, month);
		put(&before, site);
		json_int_t all = site_rows(ret, rates, types, buf_str(&before), plan, l);
		total(ret, buf_str(&before), plan_word(plan, "total"), all);
		if (cap)
			total(ret, buf_str(&before), plan_word(plan, "cap"), int_of(cap, "yen"));
		total(ret, buf_str(&before), plan_word(plan, "payable"),
			cap && all > int_of(cap, "yen") ? int_of(cap, "yen") : all);
	}
	ret->failed = ret->failed || !buf_ok(&before);
	buf_release(&before);
}
