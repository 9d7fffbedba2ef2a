/* SPDX-License-Identifier: Apache-2.0 */
/*
 * statuscodes — why: "we are not responsible" must never be the last thing a person reads. So the
 * rule that an end names somewhere to turn stands in the data that desk and kiosk share, is checked
 * when that data is read, and again for every single answer.
 *
 * Not here: whether a directory entry exists (the desk looks it up), words.
 */
#include "statuscodes.h"

#include <stdio.h>
#include <string.h>
#include "jws.h"

#define LENGTH(a) (sizeof(a) / sizeof *(a))

static bool rule_read(const json_t *o, const char *name, enum status_rule *ret)
{
	static const char *const word[] = {
		[STATUS_NO] = "no", [STATUS_MAY] = "may", [STATUS_MUST] = "must"
	};
	const char *is = json_string_value(json_object_get(o, name));

	for (size_t i = 0; is && i < LENGTH(word); i++)
		if (strcmp(word[i], is) == 0) {
			*ret = (enum status_rule)i;
			return true;
		}
	return false;
}

static bool code_read(struct status_code *c, const json_t *o)
{
	static const char *const allowed[] = { "code", "icon", "desk", "help", "where", "end" };

	*c = (struct status_code){ .code = json_string_value(json_object_get(o, "code")),
		.icon = json_string_value(json_object_get(o, "icon")),
		.where = json_is_true(json_object_get(o, "where")),
		.end = json_is_true(json_object_get(o, "end")) };
	return members_only(o, allowed, LENGTH(allowed)) && c->code && *c->code &&
	       strlen(c->code) < STATUS_CODE_MAX && c->icon && rule_read(o, "desk", &c->desk) &&
	       rule_read(o, "help", &c->help) && (!c->end || c->where);
}

bool status_codes_load(struct status_codes *c, const char *path, char err[static KEYS_ERR_MAX])
{
	json_error_t where;
	const json_t *list;
	size_t n;

	memset(c, 0, sizeof *c);
	c->json = json_load_file(path, JSON_REJECT_DUPLICATES, &where);
	list = json_object_get(c->json, "codes");
	n = json_array_size(list);
	if (!c->json) {
		snprintf(err, KEYS_ERR_MAX, "%.120s:%d: %.100s", path, where.line, where.text);
		return false;
	}
	for (size_t i = 0; n <= STATUS_CODES_MAX && i < n; i++)
		c->len += code_read(&c->code[i], json_array_get(list, i)) ? 1 : 0;
	if (n > 0 && c->len == (int)n)
		return true;
	snprintf(err, KEYS_ERR_MAX, "%.120s: codes: a code is wrong, or an end without where",
		path);
	status_codes_release(c);
	return false;
}

const struct status_code *status_codes_find(const struct status_codes *c, const char *code)
{
	for (int i = 0; i < c->len; i++)
		if (strcmp(c->code[i].code, code) == 0)
			return &c->code[i];
	return NULL;
}

static bool among(const struct status_codes *c, const char *list, const char *word)
{
	const json_t *words = json_object_get(c->json, list);

	for (size_t i = 0; i < json_array_size(words); i++) {
		const char *s = json_string_value(json_array_get(words, i));

		if (s && strcmp(s, word) == 0)
			return true;
	}
	return false;
}

const char *status_codes_problem(const struct status_codes *c, const struct status *s)
{
	const struct status_code *k = status_codes_find(c, s->code);
	bool named = s->desk[0] && !among(c, "unnamed", s->desk);

	if (!k)
		return "unknown code";
	if (s->desk[0] && !among(c, "desks", s->desk))
		return "unknown desk";
	if (s->desk[0] && k->desk == STATUS_NO)
		return "this code takes no desk";
	if (!s->desk[0] && k->desk == STATUS_MUST)
		return "this code needs a desk";
	if (s->help_len > 0 && k->help == STATUS_NO)
		return "this code takes no directory entry";
	if (k->where && !named && s->help_len == 0)
		return "this code needs somewhere to turn: a desk with a place, or a directory "
		       "entry";
	return NULL;
}

void status_codes_release(struct status_codes *c)
{
	json_decref(c->json);
	memset(c, 0, sizeof *c);
}
