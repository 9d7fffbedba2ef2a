/* SPDX-License-Identifier: Apache-2.0 */
/*
 * formdef_type — the words a question's type, constraint and calculation may be: one table each. A
 * date, a number or a calculated answer is text in one shape, so that answers, drafts and records
 * need to know text only.
 */
#include "formdef_type.h"

#include <stdio.h>
#include <string.h>

static const struct {
	const char *word;
	enum form_type type;
	enum form_constraint constraint;
	int length; /* 0: the form says */
} types[] = {
	{ "select_one ", FORM_SELECT_ONE, FORM_ANY, 0 },
	{ "select_multiple ", FORM_SELECT_MULTIPLE, FORM_ANY, 0 },
	{ "text", FORM_TEXT, FORM_ANY, 0 },
	{ "note", FORM_NOTE, FORM_ANY, 0 },
	{ "date", FORM_TEXT, FORM_DATE, sizeof("2026-11-23") - 1 },
	{ "dateTime", FORM_TEXT, FORM_DATETIME, sizeof("2026-11-23T14:05") - 1 },
	{ "integer", FORM_TEXT, FORM_INTEGER, 9 },
	{ "calculate", FORM_TEXT, FORM_ANY, 32 },
};

static const struct {
	const char *word;
	enum form_constraint constraint;
} constraints[] = {
	{ "", FORM_ANY },
	{ "phone", FORM_PHONE },
	{ "no_mynumber", FORM_NO_MYNUMBER },
	{ "reference", FORM_REF },
};

static const struct {
	const char *word;
	enum form_calculation calculation;
} calculations[] = {
	{ "text_version", FORM_TEXT_VERSION },
	{ "screen_lang", FORM_SCREEN_LANG },
};

/* What a type brings with it: date, dateTime and integer are digits in one shape. */
static void set_type(struct form_question *q, size_t type)
{
	q->type = types[type].type;
	if (types[type].length == 0)
		return;
	q->length_max = types[type].length;
	q->constraint = types[type].constraint;
	if (q->keyboard[0] == '\0')
		snprintf(q->keyboard, sizeof(q->keyboard), "phone");
}

/* "select_one <list>", "select_multiple <list>", or one word of the table */
static bool load_type(struct loader *l, json_t *o, struct form_question *q)
{
	char text[FORM_NAME_MAX + 24];

	if (!load_str(l, o, "type", text, sizeof(text), true))
		return false;
	for (size_t i = 0; i < sizeof(types) / sizeof(*types); i++) {
		size_t n = strlen(types[i].word);
		if (types[i].word[n - 1] != ' ' && strcmp(text, types[i].word) == 0) {
			set_type(q, i);
			return true;
		}
		if (types[i].word[n - 1] != ' ' || strncmp(text, types[i].word, n) != 0)
			continue;
		set_type(q, i);
		for (int j = 0; j < l->f->list_len; j++)
			if (strcmp(l->f->list[j].name, text + n) == 0)
				q->list = &l->f->list[j];
		return q->list != NULL || load_bad(l, "type", "no list is called '%s'", text + n);
	}
	return load_bad(l, "type", "'%s' is no type", text);
}

static bool load_constraint(struct loader *l, json_t *o, struct form_question *q)
{
	char text[24];

	if (!load_word(l, o, "constraint", text, sizeof(text), false))
		return false;
	if (q->constraint != FORM_ANY) /* the type is one */
		return text[0] == '\0' || load_bad(l, "constraint", "the type has its own");
	for (size_t i = 0; i < sizeof(constraints) / sizeof(*constraints); i++)
		if (strcmp(text, constraints[i].word) == 0) {
			q->constraint = constraints[i].constraint;
			return true;
		}
	return load_bad(l, "constraint", "'%s' is no constraint", text);
}

/* Only type calculate has one. */
static bool load_calculation(struct loader *l, json_t *o, struct form_question *q)
{
	const char *type = json_string_value(json_object_get(o, "type"));
	bool must = type != NULL && strcmp(type, "calculate") == 0;
	char text[24];

	if (!load_word(l, o, "calculation", text, sizeof(text), must))
		return false;
	if (text[0] != '\0' && !must)
		return load_bad(l, "calculation", "only calculate has one");
	for (size_t i = 0; must && i < sizeof(calculations) / sizeof(*calculations); i++)
		if (strcmp(text, calculations[i].word) == 0)
			q->calculation = calculations[i].calculation;
	return !must || q->calculation != FORM_TYPED ||
	       load_bad(l, "calculation", "'%s' is none", text);
}

bool formdef_type(struct loader *l, json_t *o, struct form_question *q)
{
	return load_type(l, o, q) && load_constraint(l, o, q) && load_calculation(l, o, q);
}

bool formdef_range(struct loader *l, const struct form_question *q)
{
	if (q->constraint == FORM_INTEGER && (q->max == 0 || q->min > q->max))
		return load_bad(l, "max", "an integer needs min and max");
	if (q->constraint != FORM_INTEGER && (q->min > 0 || q->max > 0))
		return load_bad(l, "max", "only an integer has min and max");
	return true;
}
