/* SPDX-License-Identifier: Apache-2.0 */
/*
 * f-formdef — formdef_load, and the answers that live by what it lets through.
 *
 * Input: a form's JSON. Holds: what loads is within its capacities and consistent (every question
 * on one page, lists inside the form); any answers to it keep their limits, nothing is asked on a
 * page that is not; after the wipe nothing is left. What does not load leaves nothing but a reason.
 */
#include <stdlib.h>
#include <string.h>
#include "answers.h"
#include "formdef.h"
#include "fuzz.h"
#include "utf8.h"

static bool is_zero(const void *p, size_t n)
{
	const unsigned char *bytes = p;

	for (size_t i = 0; i < n; i++)
		if (bytes[i])
			return false;
	return true;
}

static void check_question(const struct formdef *f, const struct form_question *q)
{
	bool select = q->type == FORM_SELECT_ONE || q->type == FORM_SELECT_MULTIPLE;
	int from = q->dynamic_choices ? formdef_find(f, q->choices_from) : -1;

	HOLDS(q->name[0] && memchr(q->name, '\0', sizeof q->name));
	HOLDS(formdef_find(f, q->name) == q - f->question);
	HOLDS(select ? q->list >= f->list && q->list < f->list + f->list_len : !q->list);
	HOLDS(q->choose_max >= 0 && q->choose_max <= ANSWER_CODES_MAX);
	HOLDS(q->length_max >= 0 && q->length_max < ANSWER_TEXT_MAX);
	HOLDS(!q->dynamic_choices || (from >= 0 && &f->question[from] < q));
	HOLDS(!q->exclusive_first || formdef_choice(q, q->exclusive));
}

static void check_form(const struct formdef *f)
{
	int shown[FORM_QUESTIONS_MAX] = { 0 };

	HOLDS(f->step_len >= 1 && f->step_len <= FORM_STEPS_MAX);
	HOLDS(f->page_len >= 1 && f->page_len <= FORM_PAGES_MAX);
	HOLDS(f->question_len >= 1 && f->question_len <= FORM_QUESTIONS_MAX);
	HOLDS(f->list_len >= 0 && f->list_len <= FORM_LISTS_MAX);
	for (int i = 0; i < f->list_len; i++) {
		HOLDS(f->list[i].choice_len >= 1 && f->list[i].choice_len <= FORM_CHOICES_MAX);
		for (int j = 0; j < f->list[i].choice_len; j++)
			HOLDS(f->list[i].choice[j].desk_len <= FORM_DESKS_MAX);
	}
	for (int i = 0; i < f->page_len; i++) {
		const struct form_page *p = &f->page[i];

		HOLDS(p->step >= 0 && p->step < f->step_len);
		HOLDS(p->question_len >= 1 && p->question_len <= FORM_PAGE_QUESTIONS_MAX);
		for (int j = 0; j < p->question_len; j++)
			shown[p->question[j]]++;
	}
	for (int i = 0; i < f->question_len; i++) {
		HOLDS(shown[i] == 1);
		check_question(f, &f->question[i]);
	}
}

static void check_answer(const struct answers *a, const struct formdef *f, int q)
{
	const struct answer *an = &a->a[q];
	int max = f->question[q].type == FORM_SELECT_ONE ? 1 : f->question[q].choose_max;

	HOLDS(an->codes_len <= max && an->text_len == strlen(an->text));
	HOLDS(an->text_len == 0 || f->question[q].type == FORM_TEXT);
	HOLDS(answers_left(a, f, q) >= 0 && answers_left(a, f, q) <= f->question[q].length_max);
	for (int i = 0; i < an->codes_len; i++) {
		HOLDS(formdef_choice(&f->question[q], an->code[i]));
		HOLDS(answers_chosen(a, q, an->code[i]));
	}
	if (!answers_live(a, f, q))
		HOLDS(answers_check(a, f, q) == ANSWERS_FINE && !answers_required(a, f, q));
}

/* Answers everything, by every step-th choice. */
static void answer_all(struct answers *a, const struct formdef *f, int step)
{
	for (int q = 0; q < f->question_len; q++) {
		const struct form_list *list = f->question[q].list;

		if (answers_type(a, f, q, "か\u3099 0728920121 \xe4\xbd\x93"))
			answers_replace_last(a, f, q, "\u3099");
		answers_splice(a, f, q, utf8_last_cluster(a->a[q].text, a->a[q].text_len), "");
		for (int i = 0; list && i < list->choice_len; i += step)
			if (answers_choose(a, f, q, list->choice[i].code)) {
				answers_desk(a, f, &list->choice[i]);
				check_answer(a, f, q);
			}
		check_answer(a, f, q);
	}
	for (int q = 0; q < f->question_len; q++)
		check_answer(a, f, q); /* later answers may have pruned it */
}

static void check_walk(const struct answers *a, const struct formdef *f)
{
	enum answers_problem problem = ANSWERS_FINE;

	for (int p = 0; p < f->page_len; p++)
		for (int i = 0; !answers_page_live(a, f, p) && i < f->page[p].question_len; i++)
			HOLDS(!answers_live(a, f, f->page[p].question[i]));
	HOLDS((answers_first_problem(a, f, &problem) >= 0) == (problem != ANSWERS_FINE));
	answers_urgent(a, f);
	answers_consented(a, f);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct formdef *f = malloc(sizeof *f);
	struct answers *a = calloc(1, sizeof *a);
	char err[FORM_ERR_MAX] = "";

	HOLDS(f && a);
	if (formdef_load(f, fuzz_path(data, size), err)) {
		check_form(f);
		for (int step = 1; step <= 2; step++) {
			memcpy(a->ui_lang, "ja", 3);
			answer_all(a, f, step);
			check_walk(a, f);
		}
		answers_wipe(a);
	} else {
		HOLDS(is_zero(f, sizeof *f));
		HOLDS(err[0] && memchr(err, '\0', sizeof err));
	}
	HOLDS(is_zero(a, sizeof *a));
	formdef_release(f);
	free(a);
	free(f);
	return 0;
}
