/* SPDX-License-Identifier: Apache-2.0 */
/*
 * plan — why: which desk's field a topic counts for, and which school district lies in which, are
 * decisions of the city; C only looks them up.
 *
 * A case counts once: for the field of its main topic, or of its first one.
 * Not here: counting (regional.c).
 */
#include "plan.h"

#include "members.h"

#define PLAN_BYTES_MAX (1024 * 1024)
#define UNKNOWN        "ZZ"
#define OTHER          "OTH"

/* The members that must be objects of strings, and those that hold such objects. */
static const char *const flat[] = { "words", "field", "districts" };
static const char *const nested[] = { "field_by_age", "route", "tables" };

static const char *problem_of(json_t *doc)
{
	const char *name;
	json_t *inner, *v;

	for (size_t i = 0; i < sizeof flat / sizeof *flat; i++)
		if (!content_strings(json_object_get(doc, flat[i])))
			return flat[i];
	for (size_t i = 0; i < sizeof nested / sizeof *nested; i++) {
		inner = json_object_get(doc, nested[i]);
		if (!json_is_object(inner))
			return nested[i];
		json_object_foreach(inner, name, v) if (!content_strings(v)) return nested[i];
	}
	return NULL;
}

json_t *plan_read(const char *path, char err[static CONTENT_ERR_MAX])
{
	return content_read(path, PLAN_BYTES_MAX, problem_of, err);
}

const char *plan_word(const json_t *plan, const char *name)
{
	const char *word = text_of(json_object_get(plan, "words"), name);

	return *word ? word : name;
}

static const char *of_table(const json_t *plan, const char *table, const char *name)
{
	return text_of(json_object_get(json_object_get(plan, "tables"), table), name);
}

const char *plan_title(const json_t *plan, const char *table)
{
	return of_table(plan, table, "title");
}

const char *plan_desc(const json_t *plan, const char *table)
{
	return of_table(plan, table, "desc");
}

const char *plan_field(const json_t *plan, const json_t *answers)
{
	const char *topic = text_of(answers, "topic_main"), *first, *field;

	first = json_string_value(json_array_get(json_object_get(answers, "topics"), 0));
	if (!*topic)
		topic = first ? first : "";
	field = text_of(json_object_get(json_object_get(plan, "field_by_age"), topic),
		text_of(answers, "age_band"));
	if (!*field)
		field = text_of(json_object_get(plan, "field"), topic);
	return *field ? field : OTHER;
}

const char *plan_route(const json_t *plan, const char *kind, const json_t *answers)
{
	const json_t *map = json_object_get(json_object_get(plan, "route"), kind);
	const char *ask = text_of(map, "ask"), *all = text_of(map, "all");
	const char *route = *all ? all : text_of(map, text_of(answers, ask));

	return *route ? route : UNKNOWN;
}

const char *plan_district(const json_t *plan, const char *area)
{
	const char *district = text_of(json_object_get(plan, "districts"), area);

	return *district ? district : NULL;
}
