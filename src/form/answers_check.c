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
#define TYPED "\x01"

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
	if (s->f->question[q].type == FORM_TEXT) /* counts as one code that equals none */
		return one(s->a->a[q].text_len > 0 ? TYPED : "", out);
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

static bool is_reference(const char *text)
{
	for (; *text != '\0'; text++)
		if (!(*text >= '0' && *text <= '9') && !(*text >= 'a' && *text <= 'z')
		    && !(*text >= 'A' && *text <= 'Z') && *text != '-')
			return false;
	return true;
}

/* Does text look like shape, where 0 stands for any digit? */
static bool has_shape(const char *text, const char *shape)
{
	for (; *text != '\0' && *shape != '\0'; text++, shape++)
		if (*shape == '0' ? !(*text >= '0' && *text <= '9') : *text != *shape)
			return false;
	return *text == *shape;
}

static int number(const char *text, int digits)
{
	int n = 0;

	for (int i = 0; i < digits; i++)
		n = n * 10 + text[i] - '0';
	return n;
}

static bool is_day(const char *text)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	int y = number(text, 4), m = number(text + 5, 2), d = number(text + 8, 2);
	bool leap = y % 4 == 0 && (y % 100 != 0 || y % 400 == 0);

	return y >= 1900 && m >= 1 && m <= 12 && d >= 1
		&& d <= days[m - 1] + (m == 2 && leap ? 1 : 0);
}

static bool is_integer(const char *text, const struct form_question *q)
{
	size_t len = strlen(text);

	return len <= 4 && strspn(text, "0123456789") == len && number(text, (int)len) >= q->min
		&& number(text, (int)len) <= q->max;
}

static enum answers_problem check_shape(const char *text, const struct form_question *q)
{
	switch (q->constraint) {
	case FORM_PHONE:
		return is_phone(text) ? ANSWERS_FINE : ANSWERS_PHONE;
	case FORM_NO_MYNUMBER:
		return mynumber_inside(text) ? ANSWERS_MYNUMBER : ANSWERS_FINE;
	case FORM_REF:
		return is_reference(text) ? ANSWERS_FINE : ANSWERS_REF;
	case FORM_DATE:
		return has_shape(text, "0000-00-00") && is_day(text) ? ANSWERS_FINE : ANSWERS_DATE;
	case FORM_DATETIME:
		return has_shape(text, "0000-00-00T00:00") && is_day(text)
			&& number(text + 11, 2) < 24 && number(text + 14, 2) < 60
			? ANSWERS_FINE : ANSWERS_DATETIME;
	case FORM_INTEGER:
		return is_integer(text, q) ? ANSWERS_FINE : ANSWERS_INTEGER;
	case FORM_ANY:
		break;
	}
	return ANSWERS_FINE;
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
	return check_shape(an->text, question);
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
