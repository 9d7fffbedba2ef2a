/* SPDX-License-Identifier: Apache-2.0 */
/*
 * activities — why: 報償費 is paid for what sites did, so the city adds it up itself, from lists
 * whose hash says that nothing was changed after the month was closed. A list that does not fit its
 * hash counts nothing and is named; so is an entry that says something else than one with its
 * number that came before.
 *
 * Entries belong to the terminal that numbered them. Corrections are counter-entries: both stay.
 * Not here: amounts (rates.c); money never depends on consent, names or topics.
 */
#include "activities.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "activity.h"
#include "chart.h"
#include "log.h"
#include "members.h"
#include "plan.h"
#include "rates.h"
#include "table.h"

static const char *const sums[] = { "count", "minutes", "staff_count", "undeclared", "km",
	"expense" };
#define SUMS (sizeof sums / sizeof *sums)

static json_int_t int_of(const json_t *o, const char *name)
{
	return json_integer_value(json_object_get(o, name));
}

/* The object under a name, made when it is not there; NULL when memory fails. */
static json_t *inner(json_t *o, const char *name)
{
	json_t *ret = json_object_get(o, name);

	if (!ret && json_object_set_new(o, name, json_object()) == 0)
		ret = json_object_get(o, name);
	return ret;
}

static bool add(json_t *o, const char *name, json_int_t n)
{
	return json_object_set_new(o, name, json_integer(int_of(o, name) + n)) == 0;
}

static void key_of(char ret[static 96], const json_t *record, json_int_t no)
{
	snprintf(ret, 96, "%.64s %lld", text_of(record, "device"), (long long)no);
}

struct tally {
	json_t *seen;  /* device and number → entry */
	json_t *taken; /* the same → minutes that counter-entries took back so far */
};

/* How many activities an entry stands for; *ret_of is the one it takes back, NULL none or not in
 * these lists. */
static int weight(
	const struct tally *t, const json_t *record, const json_t *entry, const json_t **ret_of)
{
	char key[96];

	*ret_of = NULL;
	if (int_of(entry, "corrects") == 0)
		return 1;
	key_of(key, record, int_of(entry, "corrects"));
	*ret_of = json_object_get(t->seen, key);
	if (!*ret_of || !add(t->taken, key, int_of(entry, "minutes")))
		return -1;
	return int_of(*ret_of, "minutes") + int_of(t->taken, key) == 0 ? -1 : 0;
}

static bool declared(const json_t *entry)
{
	return strcmp(text_of(entry, "double_bill_decl"), "Y") == 0;
}

/* Adds it to what is paid, by the rate and the declaration of what it takes back. */
static bool pay(
	struct activities *a, const json_t *record, const json_t *basis, const json_t *entry, int n)
{
	const char *type = text_of(basis, "act_type");
	json_t *site, *types, *sum;
	char index[16];

	if (!a->rates || !declared(basis))
		return true;
	snprintf(index, sizeof index, "%d", rates_find(a->rates, type, text_of(basis, "act_date")));
	site = inner(a->paid, text_of(record, "site"));
	types = site ? inner(site, type) : NULL;
	sum = types ? inner(types, index) : NULL;
	return sum && add(sum, "count", n) && add(sum, "minutes", int_of(entry, "minutes"));
}

static bool count(
	struct activities *a, const struct tally *t, const json_t *record, const json_t *entry)
{
	json_t *site = inner(a->site, text_of(record, "site"));
	json_t *sum = site ? inner(site, text_of(entry, "act_type")) : NULL;
	const json_t *of;
	int n = weight(t, record, entry, &of);

	if (!of) /* the way is taken back with the whole activity, not with a part */
		of = entry;
	return sum && pay(a, record, of, entry, n) && add(sum, "count", n) &&
	       add(sum, "minutes", int_of(entry, "minutes")) &&
	       add(sum, "staff_count", n * int_of(entry, "staff_count")) &&
	       add(sum, "undeclared", declared(entry) ? 0 : n) &&
	       add(sum, "km", n * int_of(of, "km")) &&
	       add(sum, "expense", n * int_of(of, "expense"));
}

static bool list(struct activities *a, const struct tally *t, const json_t *record)
{
	json_t *entries = json_object_get(json_object_get(record, "activity"), "entries");
	json_t *entry, *old;
	char key[96];
	size_t i;

	/* all numbers first: a counter-entry may come before what it takes back */
	json_array_foreach(entries, i, entry)
	{
		key_of(key, record, int_of(entry, "no"));
		old = json_object_get(t->seen, key);
		if (old && !json_equal(old, entry)) {
			a->bad++;
			log_error("city_seq %lld: entry %lld is not the one handed in before",
				(long long)int_of(record, "city_seq"),
				(long long)int_of(entry, "no"));
		}
		if (!old && json_object_set(t->seen, key, entry))
			return false;
	}
	json_array_foreach(entries, i, entry)
	{
		key_of(key, record, int_of(entry, "no"));
		if (json_object_get(t->seen, key) == entry && !count(a, t, record, entry))
			return false;
	}
	return true;
}

static bool hash_fits(const json_t *activity)
{
	char hash[WIRE_SHA256_HEX + 1];

	return activity_hash(json_object_get(activity, "entries"), hash) &&
	       strcmp(hash, text_of(activity, "hash")) == 0;
}

bool activities_sum(
	struct activities *ret, const json_t *records, const char *month, const json_t *rates)
{
	const struct tally t = { json_object(), json_object() };
	json_t *record;
	bool ok = t.seen && t.taken;
	size_t i;

	*ret = (struct activities){ .site = json_object(), .paid = json_object(), .rates = rates };
	json_array_foreach(records, i, record)
	{
		const json_t *activity = json_object_get(record, "activity");

		if (!ok || strcmp(text_of(record, "kind"), "ACT") != 0 ||
			strcmp(text_of(activity, "month"), month) != 0)
			continue;
		if (hash_fits(activity)) {
			ok = list(ret, &t, record);
		} else {
			ret->bad++;
			log_error("city_seq %lld: the list does not fit its hash: not counted",
				(long long)int_of(record, "city_seq"));
		}
	}
	json_decref(t.seen);
	json_decref(t.taken);
	if (!ok || !ret->site || !ret->paid)
		activities_release(ret);
	return ret->site;
}

static void put_text(struct buf *ret, const char *text)
{
	table_cell(ret, text, strlen(text));
	buf_puts(ret, ",");
}

static void put_sums(struct buf *ret, const json_t *sum)
{
	for (size_t i = 0; i < SUMS; i++)
		buf_printf(ret, "%lld%s", (long long)int_of(sum, sums[i]),
			i + 1 < SUMS ? "," : "\r\n");
}

static void row(struct buf *ret, const char *month, const char *site, const char *words,
	const char *code, const json_t *sum)
{
	put_text(ret, month);
	put_text(ret, site);
	put_text(ret, words);
	put_text(ret, code);
	put_sums(ret, sum);
}

void activities_csv(struct buf *ret, const struct activities *a, const json_t *plan,
	const struct labels *l, const char *month)
{
	static const char *const head[] = { "month", "site", "act_type", "act_type_code",
		"act_count", "minutes", "staff_count", "undeclared", "km", "expense" };
	const char *site, *type;
	json_t *types, *sum, *all;

	buf_puts(ret, "\xef\xbb\xbf");
	for (size_t i = 0; i < sizeof head / sizeof *head; i++) {
		buf_puts(ret, i ? "," : "");
		table_cell(ret, plan_word(plan, head[i]), strlen(plan_word(plan, head[i])));
	}
	buf_puts(ret, "\r\n");
	json_object_foreach(a->site, site, types)
	{
		all = json_object();
		json_object_foreach(types, type, sum)
		{
			row(ret, month, site, labels_word(l, "act_type", type), type, sum);
			for (size_t i = 0; i < SUMS; i++)
				ret->failed = !add(all, sums[i], int_of(sum, sums[i])) ||
					      ret->failed;
		}
		row(ret, month, site, plan_word(plan, "total"), "", all);
		json_decref(all);
	}
}

void activities_svg(
	struct buf *ret, const struct activities *a, const json_t *plan, const struct labels *l)
{
	struct chart c = { .title = plan_title(plan, "activity"),
		.desc = plan_desc(plan, "activity"),
		.unit = plan_word(plan, "minute_unit"),
		.hidden = "" };
	const char *site, *type;
	json_t *types, *sum;
	struct chart_bar *bar;
	size_t n = 0;

	json_object_foreach(a->site, site, types) n += json_object_size(types);
	bar = calloc(n + 1, sizeof *bar);
	if (!bar) {
		ret->failed = true;
		return;
	}
	json_object_foreach(a->site, site, types) json_object_foreach(types, type, sum)
		bar[c.len++] = (struct chart_bar){ site, labels_word(l, "act_type", type),
			(long)int_of(sum, "minutes"), false };
	c.bar = bar;
	chart_svg(ret, &c);
	free(bar);
}

void activities_release(struct activities *a)
{
	json_decref(a->site);
	json_decref(a->paid);
	*a = (struct activities){ .site = NULL };
}
