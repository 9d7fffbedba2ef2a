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

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include "buf.h"

#define LABELS_BYTES_MAX (1024 * 1024)

/* Is every value of the object a string? */
static bool all_strings(json_t *o)
{
	const char *key;
	json_t *value;

	json_object_foreach(o, key, value) if (!json_is_string(value)) return false;
	return json_is_object(o);
}

static bool columns_ok(const json_t *columns)
{
	json_t *column;
	size_t i;

	json_array_foreach(columns, i, column) if (!all_strings(column) ||
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
		list) if (!all_strings(list)) return "codes: a label that is not a string";
	return NULL;
}

bool labels_parse(struct labels *ret, const char *text, size_t len, const char *name,
	char err[static LABELS_ERR_MAX])
{
	json_error_t where = { .line = 0 };
	json_t *doc = json_loadb(text, len, JSON_REJECT_DUPLICATES, &where);
	const char *problem = doc ? problem_of(doc) : where.text;

	*ret = (struct labels){ NULL, NULL };
	if (!problem) {
		ret->doc = doc;
		ret->columns = json_object_get(doc, "columns");
		return true;
	}
	if (doc)
		snprintf(err, LABELS_ERR_MAX, "%.120s: %s", name, problem);
	else
		snprintf(err, LABELS_ERR_MAX, "%.120s:%d: %.100s", name, where.line, problem);
	json_decref(doc);
	return false;
}

bool labels_read(struct labels *ret, const char *path, char err[static LABELS_ERR_MAX])
{
	struct buf text = BUF_INIT;
	bool ok = buf_read_file(&text, path, LABELS_BYTES_MAX);

	*ret = (struct labels){ NULL, NULL };
	if (!ok)
		snprintf(err, LABELS_ERR_MAX, "%.120s: %s", path, strerror(errno));
	ok = ok && labels_parse(ret, buf_str(&text), text.len, path, err);
	buf_release(&text);
	return ok;
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
	const json_t *words = json_object_get(json_object_get(l->doc, "codes"), list);
	const char *word = json_string_value(json_object_get(words, code));

	return word ? word : code;
}

void labels_release(struct labels *l)
{
	json_decref(l->doc);
	*l = (struct labels){ NULL, NULL };
}
