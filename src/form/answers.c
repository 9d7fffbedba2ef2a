/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Why: what a person says changes while they say it; this file keeps it consistent with the form
 * and in one place that one call overwrites.
 * Design: plain arrays in one struct, no allocation. Typed text is normalised (NFC) as a whole
 * after each change, so that a mark typed after its letter joins it. Every scratch copy is
 * overwritten.
 * Not here: what is asked and what is wrong (answers_check.c); reading the text aloud, drawing it.
 */
#include "answers.h"

#include <assert.h>
#include <string.h>

#include "utf8.h"

void answers_wipe(struct answers *a)
{
	explicit_bzero(a, sizeof(*a));
}

void answers_clear(struct answers *a, int q)
{
	assert(q >= 0 && q < FORM_QUESTIONS_MAX);
	explicit_bzero(&a->a[q], sizeof(a->a[q]));
}

/* --- choices --- */

static int find_code(const struct answer *an, const char *code)
{
	for (int i = 0; i < an->codes_len; i++)
		if (strcmp(an->code[i], code) == 0)
			return i;
	return -1;
}

bool answers_chosen(const struct answers *a, int q, const char *code)
{
	assert(q >= 0 && q < FORM_QUESTIONS_MAX);
	return find_code(&a->a[q], code) >= 0;
}

static void remove_code(struct answer *an, int i)
{
	memmove(an->code[i], an->code[i + 1],
		(size_t)(an->codes_len - i - 1) * sizeof(an->code[0]));
	an->codes_len--;
	explicit_bzero(an->code[an->codes_len], sizeof(an->code[0]));
}

static void remove_if_chosen(struct answer *an, const char *code)
{
	int i = find_code(an, code);

	if (i >= 0)
		remove_code(an, i);
}

static void add_code(struct answer *an, const char *code)
{
	memset(an->code[an->codes_len], 0, sizeof(an->code[0]));
	memcpy(an->code[an->codes_len], code, strlen(code));
	an->codes_len++;
}

static bool toggle(struct answer *an, const struct form_question *q, const char *code)
{
	int chosen = find_code(an, code);

	if (chosen >= 0) {
		remove_code(an, chosen);
		return true;
	}
	if (q->exclusive_first && strcmp(q->exclusive, code) == 0)
		explicit_bzero(an, sizeof(*an));
	else if (q->exclusive_first)
		remove_if_chosen(an, q->exclusive);
	if (an->codes_len >= q->choose_max || an->codes_len >= ANSWER_CODES_MAX)
		return false;
	add_code(an, code);
	return true;
}

/* Questions whose choices are the answer of q lose what q no longer has. */
static void prune(struct answers *a, const struct formdef *f, int q)
{
	for (int i = 0; i < f->question_len; i++) {
		if (!f->question[i].dynamic_choices
		    || strcmp(f->question[i].choices_from, f->question[q].name) != 0)
			continue;
		for (int j = a->a[i].codes_len - 1; j >= 0; j--)
			if (!answers_chosen(a, q, a->a[i].code[j]))
				remove_code(&a->a[i], j);
	}
}

bool answers_choose(struct answers *a, const struct formdef *f, int q, const char *code)
{
	assert(q >= 0 && q < f->question_len);
	const struct form_question *question = &f->question[q];
	const struct form_choice *c = formdef_choice(question, code);
	struct answer *an = &a->a[q];

	if (c == NULL)
		return false;
	bool offered = answers_offers(a, f, q, c);
	if (question->type == FORM_SELECT_MULTIPLE) {
		if ((!offered && find_code(an, code) < 0) || !toggle(an, question, code))
			return false;
	} else {
		if (!offered)
			return false;
		explicit_bzero(an, sizeof(*an));
		add_code(an, code);
	}
	prune(a, f, q);
	return true;
}

/* --- text --- */

bool answers_drawn(const struct answers *a, const struct formdef *f, int q)
{
	assert(q >= 0 && q < f->question_len);
	return f->question[q].drawing && a->drawing.len > 0;
}

int answers_left(const struct answers *a, const struct formdef *f, int q)
{
	assert(q >= 0 && q < f->question_len);
	int used = (int)utf8_clusters(a->a[q].text, a->a[q].text_len);

	return used < f->question[q].length_max ? f->question[q].length_max - used : 0;
}

/* Replaces the text from byte `keep` on by `text`. False: unchanged. */
static bool splice(struct answer *an, const struct form_question *q, size_t keep, const char *text)
{
	char joined[ANSWER_TEXT_MAX], normal[ANSWER_TEXT_MAX];
	size_t len = strlen(text);
	bool ok = false;

	if (q->type != FORM_TEXT || len >= sizeof(joined) - keep || !utf8_is_clean(text, len))
		return false;
	memcpy(joined, an->text, keep);
	memcpy(joined + keep, text, len + 1);
	if (utf8_nfc(joined, keep + len, normal, sizeof(normal))
	    && utf8_clusters(normal, strlen(normal)) <= (size_t)q->length_max) {
		explicit_bzero(an->text, sizeof(an->text));
		an->text_len = (uint16_t)strlen(normal);
		memcpy(an->text, normal, an->text_len);
		ok = true;
	}
	explicit_bzero(joined, sizeof(joined));
	explicit_bzero(normal, sizeof(normal));
	return ok;
}

bool answers_type(struct answers *a, const struct formdef *f, int q, const char *text)
{
	assert(q >= 0 && q < f->question_len);
	return splice(&a->a[q], &f->question[q], a->a[q].text_len, text);
}

bool answers_replace_last(struct answers *a, const struct formdef *f, int q, const char *text)
{
	assert(q >= 0 && q < f->question_len);
	struct answer *an = &a->a[q];

	size_t keep = an->text_len - utf8_last_cluster(an->text, an->text_len);

	return splice(an, &f->question[q], keep, text);
}

bool answers_set_text(struct answers *a, const struct formdef *f, int q, const char *text)
{
	assert(q >= 0 && q < f->question_len);
	return splice(&a->a[q], &f->question[q], 0, text);
}

bool answers_given(const struct answers *a, const struct formdef *f, int q)
{
	return a->a[q].codes_len > 0 || a->a[q].text_len > 0 || answers_drawn(a, f, q);
}

bool answers_splice(struct answers *a, const struct formdef *f, int q, size_t remove,
	const char *text)
{
	assert(q >= 0 && q < f->question_len);
	struct answer *an = &a->a[q];

	assert(remove <= an->text_len);
	return splice(an, &f->question[q], an->text_len - remove, text);
}
