/* SPDX-License-Identifier: Apache-2.0 */
/*
 * directory — entries with "show": false (no published source) are left out here, so that no screen
 * can show a number nobody has checked. The JSON stays in memory and the entries point into it.
 */
#include "directory.h"

#include <stdio.h>
#include <string.h>

#include "catalog.h"

static const char *string_of(const json_t *object, const char *key)
{
	const char *s = json_string_value(json_object_get(object, key));

	return s ? s : "";
}

static void read_entry(struct directory_entry *e, const json_t *j)
{
	const json_t *phone = json_object_get(j, "phone");
	const json_t *schedule = json_object_get(j, "schedule"),
		     *desks = json_object_get(j, "desk");
	size_t i;
	json_t *desk;

	*e = (struct directory_entry){ .id = string_of(j, "id"),
		.icon = string_of(j, "icon"),
		.number = string_of(phone, "number"),
		.verified_on = string_of(phone, "verified_on"),
		.all_day = json_is_true(json_object_get(schedule, "all_day")),
		.free_call = json_is_true(json_object_get(j, "free")),
		.fixed = json_is_true(json_object_get(phone, "fixed")) };
	json_array_foreach(
		desks, i, desk) if (e->desk_len < DIRECTORY_DESKS_MAX && json_is_string(desk))
		e->desk[e->desk_len++] = json_string_value(desk);
}

bool directory_load(struct directory *d, const char *path, char err[static WHY_MAX])
{
	json_error_t why_not;
	size_t i;
	json_t *j;

	memset(d, 0, sizeof(*d));
	d->json = json_load_file(path, JSON_REJECT_DUPLICATES, &why_not);
	if (!d->json)
		return why(err, "%s:%d: %s", path, why_not.line, why_not.text);
	json_array_foreach(json_object_get(d->json, "entries"), i, j)
	{
		struct directory_entry *e = &d->entry[d->len];
		if (!json_is_true(json_object_get(j, "show")))
			continue;
		if (d->len == DIRECTORY_ENTRIES_MAX) {
			directory_release(d);
			return why(err, "%s: more than %d entries", path, DIRECTORY_ENTRIES_MAX);
		}
		read_entry(e, j);
		if (!e->id[0] || strlen(e->id) > DIRECTORY_ID_MAX || !e->number[0]) {
			directory_release(d);
			return why(err, "%s: entries[%zu]: needs id and phone.number", path, i);
		}
		d->len++;
	}
	return true;
}

void directory_release(struct directory *d)
{
	json_decref(d->json);
	memset(d, 0, sizeof(*d));
}

const char *directory_text(const struct directory_entry *e, const char *key)
{
	char context[sizeof("directory.") + DIRECTORY_ID_MAX];

	snprintf(context, sizeof(context), "directory.%s", e->id);
	return catalog_find(context, key);
}

const char *directory_name(const struct directory_entry *e)
{
	const char *name = directory_text(e, "service");

	return name ? name : e->id;
}

const struct directory_entry *directory_find(const struct directory *d, const char *id)
{
	for (int i = 0; i < d->len; i++)
		if (strcmp(d->entry[i].id, id) == 0)
			return &d->entry[i];
	return NULL;
}

static bool among(const struct directory_entry *const *list, int n, const struct directory_entry *e)
{
	for (int i = 0; i < n; i++)
		if (list[i] == e)
			return true;
	return false;
}

int directory_add(
	const struct directory_entry **out, int n, int max, const struct directory_entry *e)
{
	if (n < max && !among(out, n, e))
		out[n++] = e;
	return n;
}

int directory_helps(const struct directory *d, const char *map, const char *code,
	const struct directory_entry **out, int n, int max)
{
	const json_t *ids = json_object_get(json_object_get(d->json, map), code);

	for (size_t i = 0; i < json_array_size(ids) && n < max; i++) {
		const char *id = json_string_value(json_array_get(ids, i));
		const struct directory_entry *e = id ? directory_find(d, id) : NULL;
		if (e)
			n = directory_add(out, n, max, e);
	}
	return n;
}
