/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Why: the loaded form is asked the same two questions everywhere: which index has this name,
 * which choice has this code. Both are short linear searches; a form has at most 48 questions of
 * 24 choices.
 * Not here: reading the file (formdef_load.c), what people answered (answers.c).
 */
#include "formdef.h"

#include <stdlib.h>
#include <string.h>

int formdef_find(const struct formdef *f, const char *name)
{
	for (int i = 0; i < f->question_len; i++)
		if (strcmp(f->question[i].name, name) == 0)
			return i;
	return -1;
}

const struct form_choice *formdef_choice(const struct form_question *q, const char *code)
{
	for (int i = 0; q->list != NULL && i < q->list->choice_len; i++)
		if (strcmp(q->list->choice[i].code, code) == 0)
			return &q->list->choice[i];
	return NULL;
}

static void release_list(struct form_list *list)
{
	for (int i = 0; i < list->choice_len; i++) {
		struct form_choice *c = &list->choice[i];
		for (int j = 0; j < c->desk_len; j++)
			rule_release(&c->desk[j].when);
		rule_release(&c->relevant);
	}
	free(list->choice);
}

void formdef_release(struct formdef *f)
{
	if (f == NULL)
		return;
	for (int i = 0; i < f->list_len; i++)
		release_list(&f->list[i]);
	for (int i = 0; i < f->question_len; i++) {
		rule_release(&f->question[i].required);
		rule_release(&f->question[i].relevant);
	}
	for (int i = 0; i < f->page_len; i++)
		rule_release(&f->page[i].relevant);
	rule_release(&f->urgent);
	rule_release(&f->consented);
	memset(f, 0, sizeof(*f));
}
