/* SPDX-License-Identifier: Apache-2.0 */
/*
 * census — why: every published number is a count of the same points, so numbers of different
 * tables can never contradict each other.
 *
 * A case (a group of records that follow each other) counts once, where its first record says. The
 * month is that in which it reached the city, because a terminal's clock may be wrong and its line
 * down. Codes that no list knows count as unknown.
 * Not here: what may be shown (suppress.c, regional.c).
 */
#include "census.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "groups.h"
#include "members.h"
#include "plan.h"

#define UNKNOWN "ZZ"

static int index_of(const json_t *codes, const char *code)
{
	for (size_t i = 0; i < json_array_size(codes); i++)
		if (strcmp(json_string_value(json_array_get(codes, i)), code) == 0)
			return (int)i;
	return -1;
}

/* The place of a code; that of "ZZ" when it is not there. */
static int place(const struct census *c, enum axis axis, const char *code)
{
	int i = index_of(c->code[axis], code);

	return i >= 0 ? i : index_of(c->code[axis], UNKNOWN);
}

static bool add_code(json_t *codes, const char *code)
{
	return index_of(codes, code) >= 0 || json_array_append_new(codes, json_string(code)) == 0;
}

static const char *district_name(const json_t *plan, const char *area)
{
	const char *district = plan_district(plan, area);

	return district ? district : area;
}

/* Is it the first record of a case, and did it come in this month? */
static bool counts(const json_t *record, const json_t *before, const char *month)
{
	const char *kind = text_of(record, "kind");

	return groups_case(record) && json_is_true(json_object_get(record, "base")) &&
	       (!before || strcmp(text_of(before, "group"), text_of(record, "group")) != 0) &&
	       (strcmp(kind, "RES") == 0 || strcmp(kind, "WLK") == 0 || strcmp(kind, "OUT") == 0) &&
	       strncmp(text_of(record, "received_at"), month, strlen(month)) == 0;
}

static bool axes(
	struct census *c, const json_t *records, const json_t *plan, const struct labels *l)
{
	static const char *const list[AXES] = { [AXIS_AREA] = "area",
		[AXIS_FIELD] = "desk",
		[AXIS_AGE] = "age_band",
		[AXIS_ROUTE] = "route_class",
		[AXIS_LANG] = "lang" };
	const char *code;
	json_t *v;
	bool ok = true;
	size_t i;

	for (int a = 0; a < AXES; a++) {
		c->code[a] = json_array();
		json_object_foreach(
			json_object_get(json_object_get(l->doc, "codes"), list[a] ? list[a] : ""),
			code, v) ok = ok && add_code(c->code[a], code);
		ok = ok && add_code(c->code[a], a == AXIS_FIELD ? "OTH" : UNKNOWN);
	}
	json_array_clear(c->code[AXIS_DISTRICT]);
	json_array_foreach(c->code[AXIS_AREA], i, v)
	{
		code = json_string_value(v);
		c->districts = c->districts || plan_district(plan, code);
		ok = ok && add_code(c->code[AXIS_DISTRICT], district_name(plan, code));
	}
	json_array_clear(c->code[AXIS_SITE]);
	json_array_foreach(records, i, v) if (groups_case(v))
		ok = ok && add_code(c->code[AXIS_SITE], text_of(v, "site"));
	return ok;
}

static bool one_case(struct census *c, const json_t *records, const json_t *record,
	const char *month, const json_t *plan)
{
	char until[16] = "";
	int *at = c->at[c->len++];
	json_t *answers;
	const char *area;

	snprintf(until, sizeof until, "%.14s~", month); /* after every time of the month */
	answers = groups_answers(records, record, until);
	area = text_of(answers, "area");
	at[AXIS_AREA] = place(c, AXIS_AREA, area);
	at[AXIS_DISTRICT] = (int)census_district(c, plan, (size_t)at[AXIS_AREA]);
	at[AXIS_FIELD] = index_of(c->code[AXIS_FIELD], plan_field(plan, answers));
	if (at[AXIS_FIELD] < 0)
		at[AXIS_FIELD] = index_of(c->code[AXIS_FIELD], "OTH");
	at[AXIS_AGE] = place(c, AXIS_AGE, text_of(answers, "age_band"));
	at[AXIS_ROUTE] = place(c, AXIS_ROUTE, plan_route(plan, text_of(record, "kind"), answers));
	at[AXIS_LANG] = place(c, AXIS_LANG, text_of(record, "ui_lang"));
	at[AXIS_SITE] = index_of(c->code[AXIS_SITE], text_of(record, "site"));
	json_decref(answers);
	return answers;
}

bool census_init(struct census *ret, const json_t *records, const char *month, const json_t *plan,
	const struct labels *l)
{
	const json_t *counted = NULL;
	json_t *record;
	bool ok;
	size_t i;

	*ret = (struct census){ .at = calloc(json_array_size(records) + 1, sizeof *ret->at) };
	ok = ret->at && axes(ret, records, plan, l);
	json_array_foreach(records, i, record)
	{
		if (ok && counts(record, counted, month))
			ok = one_case(ret, records, record, month, plan);
		if (json_is_true(json_object_get(record, "base")))
			counted = record;
	}
	if (!ok)
		census_release(ret);
	return ok;
}

size_t census_axis(const struct census *c, enum axis axis)
{
	return json_array_size(c->code[axis]);
}

const char *census_code(const struct census *c, enum axis axis, size_t i)
{
	return json_string_value(json_array_get(c->code[axis], i));
}

size_t census_district(const struct census *c, const json_t *plan, size_t area)
{
	const char *name = district_name(plan, census_code(c, AXIS_AREA, area));

	return (size_t)index_of(c->code[AXIS_DISTRICT], name);
}

long census_count(const struct census *c, const struct census_where *w)
{
	long n = 0;

	for (size_t i = 0; i < c->len; i++) {
		bool in = true;

		for (int a = 0; in && a < AXES; a++)
			in = w->at[a] == CENSUS_ANY || w->at[a] == c->at[i][a];
		n += in;
	}
	return n;
}

void census_release(struct census *c)
{
	for (int a = 0; a < AXES; a++)
		json_decref(c->code[a]);
	free(c->at);
	*c = (struct census){ .len = 0 };
}
