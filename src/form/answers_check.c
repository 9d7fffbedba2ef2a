/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Why: what is asked, offered, required and wrong follows from the answers so far; screens only
 * ask here.
 * Design: the rules see an answer only while its question is asked, so a hidden "yes" can neither
 * open another question nor be sent. Questions depend on earlier ones only, so looking ends.
 * Not here: changing answers (answers.c), the words people are told (the catalogue).
 */
#include "answers.h"

#include <assert.h>
#include <string.h>

#include "utf8.h"

#define PHONE_DIGITS_MIN 10
#define PHONE_DIGITS_MAX 11

struct scope { const struct answers *a; const struct formdef *f; };

static int page_of(const struct formdef *f, int q)
{
	for (int p = 0; p < f->page_len; p++)
		for (int i = 0; i < f->page[p].question_len; i++)
			if (f->page[p].question[i] == q)
				return p;
	return -1;
}

static int one(const char *value, const char **out)
{
	out[0] = value;
	return value[0] != '\0';
}

/* What a name means inside a rule; a struct rule_env callback. */
static int codes_of(void *ctx, const char *name, const char **out, int max)
{
	const struct scope *s = ctx;

	if (strcmp(name, "ui_lang") == 0)
		return one(s->a->ui_lang, out);
	if (strcmp(name, "kind") == 0)
		return one(s->a->kind, out);
	if (strcmp(name, "form") == 0)
		return one(s->f->id, out);
	int q = formdef_find(s->f, name);
	if (q < 0 || !answers_live(s->a, s->f, q))
		return 0;
	int n = 0;
	for (; n < s->a->a[q].codes_len && n < max; n++)
		out[n] = s->a->a[q].code[n];
	return n;
}

static bool holds(const struct answers *a, const struct formdef *f, const struct rule *r,
	bool otherwise)
{
	struct scope s = { a, f };
	struct rule_env env = { codes_of, &s };

	return rule_eval(r, &env, otherwise);
}

bool answers_live(const struct answers *a, const struct formdef *f, int q)
{
	assert(q >= 0 && q < f->question_len);
	int page = page_of(f, q);

	return (page < 0 || holds(a, f, &f->page[page].relevant, true))
		&& holds(a, f, &f->question[q].relevant, true);
}

bool answers_page_live(const struct answers *a, const struct formdef *f, int page)
{
	assert(page >= 0 && page < f->page_len);
	const struct form_page *p = &f->page[page];

	if (!holds(a, f, &p->relevant, true))
		return false;
	for (int i = 0; i < p->question_len; i++)
		if (holds(a, f, &f->question[p->question[i]].relevant, true))
			return true;
	return p->question_len == 0;
}

bool answers_offers(const struct answers *a, const struct formdef *f, int q,
	const struct form_choice *c)
{
	assert(q >= 0 && q < f->question_len);
	const struct form_question *question = &f->question[q];

	if (question->dynamic_choices) {
		int from = formdef_find(f, question->choices_from);
		if (from < 0 || !answers_live(a, f, from) || !answers_chosen(a, from, c->code))
			return false;
	}
	return holds(a, f, &c->relevant, true);
}

bool answers_required(const struct answers *a, const struct formdef *f, int q)
{
	return answers_live(a, f, q) && holds(a, f, &f->question[q].required, false);
}

bool answers_urgent(const struct answers *a, const struct formdef *f)
{
	return holds(a, f, &f->urgent, false);
}

bool answers_consented(const struct answers *a, const struct formdef *f)
{
	return holds(a, f, &f->consented, false);
}

const char *answers_desk(const struct answers *a, const struct formdef *f,
	const struct form_choice *c)
{
	for (int i = 0; i < c->desk_len; i++)
		if (holds(a, f, &c->desk[i].when, true))
			return c->desk[i].code;
	return "";
}

/* --- what is wrong --- */

static bool is_phone(const char *text)
{
	int digits = 0;

	if (text[0] != '0')
		return false;
	for (; *text != '\0'; text++) {
		if (*text >= '0' && *text <= '9')
			digits++;
		else if (*text != '-' && *text != ' ')
			return false;
	}
	return digits >= PHONE_DIGITS_MIN && digits <= PHONE_DIGITS_MAX;
}

static bool is_blank(const char *text)
{
	while (*text != '\0') {
		uint32_t c = utf8_next(&text);
		if (c != ' ' && c != '\n' && c != 0x3000)
			return false;
	}
	return true;
}

static enum answers_problem check_text(const struct answers *a, const struct formdef *f, int q)
{
	const struct form_question *question = &f->question[q];
	const struct answer *an = &a->a[q];

	if (is_blank(an->text) && answers_drawn(a, f, q))
		return ANSWERS_FINE;
	if (is_blank(an->text))
		return answers_required(a, f, q) ? ANSWERS_MISSING : ANSWERS_FINE;
	if (utf8_clusters(an->text, an->text_len) > (size_t)question->length_max)
		return ANSWERS_TOO_LONG;
	if (question->constraint == FORM_PHONE && !is_phone(an->text))
		return ANSWERS_PHONE;
	if (question->constraint == FORM_NO_MYNUMBER && mynumber_inside(an->text))
		return ANSWERS_MYNUMBER;
	return ANSWERS_FINE;
}

/* A chosen code that is no longer offered counts as missing: the person is asked again. */
static enum answers_problem check_codes(const struct answers *a, const struct formdef *f, int q)
{
	const struct answer *an = &a->a[q];

	for (int i = 0; i < an->codes_len; i++) {
		const struct form_choice *c = formdef_choice(&f->question[q], an->code[i]);
		if (c == NULL || !answers_offers(a, f, q, c))
			return ANSWERS_MISSING;
	}
	return an->codes_len == 0 && answers_required(a, f, q) ? ANSWERS_MISSING : ANSWERS_FINE;
}

enum answers_problem answers_check(const struct answers *a, const struct formdef *f, int q)
{
	assert(q >= 0 && q < f->question_len);
	if (f->question[q].type == FORM_NOTE || !answers_live(a, f, q))
		return ANSWERS_FINE;
	return f->question[q].type == FORM_TEXT ? check_text(a, f, q) : check_codes(a, f, q);
}

int answers_first_problem(const struct answers *a, const struct formdef *f,
	enum answers_problem *ret)
{
	for (int q = 0; q < f->question_len; q++) {
		enum answers_problem problem = answers_check(a, f, q);
		if (problem != ANSWERS_FINE) {
			*ret = problem;
			return q;
		}
	}
	return -1;
}

/* --- pages --- */

static int step_page(const struct answers *a, const struct formdef *f, int page, int by)
{
	for (page += by; page >= 0 && page < f->page_len; page += by)
		if (answers_page_live(a, f, page))
			return page;
	return -1;
}

int answers_next_page(const struct answers *a, const struct formdef *f, int page)
{
	return step_page(a, f, page, 1);
}

int answers_prev_page(const struct answers *a, const struct formdef *f, int page)
{
	return step_page(a, f, page, -1);
}
