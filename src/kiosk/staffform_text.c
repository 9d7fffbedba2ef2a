/* SPDX-License-Identifier: Apache-2.0 */
/*
 * staffform_text — what staff read of a form: contexts "staff.<question>" and "staff.<list>" of the
 * staff domain, beside the residents' catalogues, which speak to the person.
 */
#include <stdio.h>
#include <string.h>

#include "staff_text.h"
#include "staffform.h"

#define CONTEXT_MAX 48

static const char *text_of(const char *name, const char *key)
{
	char context[CONTEXT_MAX];

	snprintf(context, sizeof(context), "staff.%s", name);
	return staff_text_find(context, key);
}

static const char *text_or_key(const char *name, const char *key)
{
	char context[CONTEXT_MAX];

	snprintf(context, sizeof(context), "staff.%s", name);
	return staff_text(context, key);
}

const char *staffform_label(const struct session *s, int q)
{
	return text_or_key(session_form(s)->question[q].name, "label");
}

const char *staffform_hint(const struct session *s, int q)
{
	const struct form_question *fq = &session_form(s)->question[q];
	const char *without = NULL;

	/* what is told of somebody who has not agreed is warned about where it is written */
	if (strcmp(fq->appearance, "report") == 0 &&
		!answers_consented(&s->answers, session_form(s)))
		without = text_of(fq->name, "hint.SHIEN");
	return without ? without : text_of(fq->name, "hint");
}

const char *staffform_choice(
	const struct session *s, const struct form_list *list, const char *code)
{
	char key[24];

	(void)s;
	snprintf(key, sizeof(key), "choice.%s", code);
	return text_or_key(list->name, key);
}

const char *staffform_section(const struct session *s, int page)
{
	return staff_text("staff_section", session_form(s)->page[page].id);
}

const char *staffform_problem(const struct form_question *q, enum answers_problem p)
{
	static const char *const keys[] = { [ANSWERS_MISSING] = "missing",
		[ANSWERS_PHONE] = "phone",
		[ANSWERS_MYNUMBER] = "mynumber",
		[ANSWERS_TOO_LONG] = "too_long",
		[ANSWERS_REF] = "reference",
		[ANSWERS_DATE] = "date",
		[ANSWERS_DATETIME] = "datetime",
		[ANSWERS_INTEGER] = "integer" };

	if (p == ANSWERS_MISSING && q->type == FORM_TEXT)
		return staff_text("staff_problem", "missing_text");
	return staff_text("staff_problem", keys[p]);
}
