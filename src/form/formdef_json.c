/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Why: a form is written by hand by people who do not read C; a mistake must be named by file and
 * field when the kiosk starts, not met by a person in trouble.
 * Design: every getter checks presence, type and size and fails with the path in hand. Names in
 * rules are checked where the rule stands; `relevant` may mention earlier questions only: no
 * circles, and what is asked never depends on what comes later.
 * Not here: which members a form has (formdef_load.c).
 */
#include "formdef_json.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define WORD_CHARS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_"

void load_at(struct loader *l, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(l->at, sizeof(l->at), fmt, ap);
	va_end(ap);
}

bool load_bad(struct loader *l, const char *field, const char *fmt, ...)
{
	char what[128];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(what, sizeof(what), fmt, ap);
	va_end(ap);
	if (!l->failed)
		snprintf(l->err, FORM_ERR_MAX, "%s: %s%s: %s", l->file, l->at, field, what);
	l->failed = true;
	return false;
}

bool load_known(struct loader *l, json_t *o, const char *const *names)
{
	const char *key;
	json_t *value;

	if (!json_is_object(o))
		return load_bad(l, "", "not an object");
	json_object_foreach(o, key, value) {
		bool found = strcmp(key, "comment") == 0;
		for (int i = 0; names[i] != NULL && !found; i++)
			found = strcmp(key, names[i]) == 0;
		if (!found)
			return load_bad(l, key, "unknown key");
	}
	return true;
}

bool load_str(struct loader *l, json_t *o, const char *key, char *out, size_t cap, bool must)
{
	json_t *value = json_object_get(o, key);

	out[0] = '\0';
	if (value == NULL)
		return must ? load_bad(l, key, "missing") : true;
	if (!json_is_string(value))
		return load_bad(l, key, "not a string");
	if (must && json_string_length(value) == 0)
		return load_bad(l, key, "empty");
	if (json_string_length(value) >= cap)
		return load_bad(l, key, "longer than %zu bytes", cap - 1);
	memcpy(out, json_string_value(value), json_string_length(value) + 1);
	return true;
}

bool load_word(struct loader *l, json_t *o, const char *key, char *out, size_t cap, bool must)
{
	if (!load_str(l, o, key, out, cap, must))
		return false;
	if (out[strspn(out, WORD_CHARS)] != '\0')
		return load_bad(l, key, "only letters, digits and _ may stand here");
	return true;
}

bool load_int(struct loader *l, json_t *o, const char *key, int *out, int max)
{
	json_t *value = json_object_get(o, key);

	if (value == NULL)
		return true;
	if (!json_is_integer(value) || json_integer_value(value) < 1
		|| json_integer_value(value) > max)
		return load_bad(l, key, "not a number from 1 to %d", max);
	*out = (int)json_integer_value(value);
	return true;
}

bool load_bool(struct loader *l, json_t *o, const char *key, bool *out)
{
	json_t *value = json_object_get(o, key);

	if (value != NULL && !json_is_boolean(value))
		return load_bad(l, key, "not true or false");
	*out = json_is_true(value);
	return true;
}

bool formdef_reserved(const char *name)
{
	static const char *const names[] = { "ui_lang", "form", "kind" };

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (strcmp(name, names[i]) == 0)
			return true;
	return false;
}

static void check_name(void *ctx, const char *name)
{
	struct loader *l = ctx;
	int q = formdef_find(l->f, name);

	if (formdef_reserved(name))
		return;
	if (q < 0)
		load_bad(l, l->field, "no question is called '%s'", name);
	else if (q >= l->before)
		load_bad(l, l->field, "'%s' is asked later", name);
}

bool load_rule(struct loader *l, json_t *o, const char *key, struct rule *out, int before)
{
	json_t *value = json_object_get(o, key);
	char err[96];

	if (value == NULL)
		return true;
	if (!json_is_string(value))
		return load_bad(l, key, "not a string");
	if (!rule_compile(out, json_string_value(value), err, sizeof(err)))
		return load_bad(l, key, "%s", err);
	l->field = key;
	l->before = before;
	rule_names(out, check_name, l);
	return !l->failed;
}

json_t *load_array(struct loader *l, json_t *o, const char *key, int max)
{
	json_t *a = json_object_get(o, key);

	if (!json_is_array(a) || json_array_size(a) == 0)
		return load_bad(l, key, "not a list with entries"), NULL;
	if (json_array_size(a) > (size_t)max)
		return load_bad(l, key, "more than %d entries", max), NULL;
	return a;
}
