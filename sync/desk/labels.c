/* SPDX-License-Identifier: Apache-2.0 */
/*
 * labels — why: the city reads Japanese whatever language was used, and which words stand for a
 * code is the city's to change, so they are data.
 *
 * The file is checked whole when it is read; later look-ups cannot fail, they fall back to the
 * code.
 * Not here: what people in front of the kiosk read (its catalogues).
 */
#include "labels.h"

#include "formvalue.h"

#define LABELS_BYTES_MAX (1024 * 1024)

static bool columns_ok(const json_t *columns)
{
	json_t *column;
	size_t i;

	json_array_foreach(columns, i, column) if (!content_strings(column) ||
						   !json_object_get(column, "field") ||
						   !json_object_get(column, "label")) return false;
	return json_array_size(columns) > 0;
}

static const char *problem_of(json_t *doc)
{
	json_t *columns = json_object_get(doc, "columns"), *lists = json_object_get(doc, "codes");
	json_t *list;
	const char *name;

	if (!json_is_array(columns) || json_array_size(columns) == 0)
		return "columns: not a list";
	if (!columns_ok(columns))
		return "columns: an entry without field and label";
	json_object_foreach(json_object_get(doc, "tables"), name,
		list) if (!columns_ok(list)) return "tables: an entry without field and label";
	if (!json_is_object(lists))
		return "codes: not an object";
	json_object_foreach(lists, name,
		list) if (!content_strings(list)) return "codes: a label that is not a string";
	return NULL;
}

static bool take(struct labels *ret, json_t *doc)
{
	*ret = (struct labels){ doc, json_object_get(doc, "columns") };
	return doc != NULL;
}

bool labels_parse(struct labels *ret, const char *text, size_t len, const char *name,
	char err[static CONTENT_ERR_MAX])
{
	return take(ret, content_parse(text, len, name, problem_of, err));
}

bool labels_read(struct labels *ret, const char *path, char err[static CONTENT_ERR_MAX])
{
	return take(ret, content_read(path, LABELS_BYTES_MAX, problem_of, err));
}

const json_t *labels_codes(const struct labels *l)
{
	return json_object_get(l->doc, "codes");
}

size_t labels_count(const struct labels *l)
{
	return json_array_size(l->columns);
}

static const json_t *column_of(const struct labels *l, size_t column)
{
	return json_array_get(l->columns, column);
}

const char *labels_field(const struct labels *l, size_t column)
{
	return json_string_value(json_object_get(column_of(l, column), "field"));
}

const char *labels_heading(const struct labels *l, size_t column)
{
	return json_string_value(json_object_get(column_of(l, column), "label"));
}

const char *labels_code(const struct labels *l, size_t column, const char *code)
{
	const char *name = json_string_value(json_object_get(column_of(l, column), "codes"));

	return labels_word(l, name ? name : labels_field(l, column), code);
}

bool labels_use(struct labels *l, const char *name)
{
	const json_t *columns = json_object_get(json_object_get(l->doc, "tables"), name);

	if (!columns)
		return false;
	l->columns = columns;
	return true;
}

const char *labels_word(const struct labels *l, const char *list, const char *code)
{
	return formvalue_word(labels_codes(l), list, code);
}

void labels_release(struct labels *l)
{
	json_decref(l->doc);
	*l = (struct labels){ NULL, NULL };
}
