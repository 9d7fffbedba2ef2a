/* SPDX-License-Identifier: Apache-2.0 */
/*
 * routing — reads the desk hints of the chosen choices (data, in the form) and two rules of law
 * that no form may loosen: somebody else's yes is never the consent of the person concerned, and
 * without that consent the lane is the 支援会議. It decides nothing: people do.
 */
#include "routing.h"

#include <string.h>

#define QUESTION_STATE "consent_state"
#define CODE_REFUSED   "REF"
#define QUESTION_MAIN  "topic_main"
#define CODE_SELF      "SELF"

static void add_desk(struct routing *r, const char *desk)
{
	if (!desk[0] || r->desk_len == ROUTING_DESKS_MAX)
		return;
	for (int i = 0; i < r->desk_len; i++)
		if (strcmp(r->desk[i], desk) == 0)
			return;
	r->desk[r->desk_len++] = desk;
}

static void add_question(struct routing *r, const struct answers *a, const struct formdef *f, int q)
{
	if (q < 0 || !f->question[q].list || !answers_live(a, f, q))
		return;
	for (int i = 0; i < a->a[q].codes_len; i++) {
		const struct form_choice *c = formdef_choice(&f->question[q], a->a[q].code[i]);
		if (c)
			add_desk(r, answers_desk(a, f, c));
	}
}

/* The topic that was called the main one has its choice in the list of topics too. */
static void add_main(struct routing *r, const struct answers *a, const struct formdef *f)
{
	int q = formdef_find(f, QUESTION_MAIN);
	if (q < 0 || !answers_live(a, f, q) || a->a[q].codes_len == 0)
		return;
	for (int i = 0; i < f->question_len; i++) {
		const struct form_question *from = &f->question[i];
		if (strcmp(from->name, f->question[q].choices_from) != 0 || !from->list)
			continue;
		const struct form_choice *c = formdef_choice(from, a->a[q].code[0]);
		if (c)
			add_desk(r, answers_desk(a, f, c));
	}
}

/* An outreach report tells what the person concerned said, whoever reports it. */
static void set_state(struct routing *r, const struct answers *a, const struct formdef *f, int q)
{
	bool given = answers_consented(a, f);

	r->lane = given ? "JUSO" : "SHIEN";
	r->subject_consent = given ? "GIV" : answers_chosen(a, q, CODE_REFUSED) ? "" : "NOA";
}

static void set_consent(struct routing *r, const struct answers *a, const struct formdef *f)
{
	static const char *const who[] = { "about", "visitor_rel" };
	int q = formdef_find(f, QUESTION_STATE);

	if (q >= 0) {
		set_state(r, a, f, q);
		return;
	}
	for (size_t i = 0; q < 0 && i < sizeof(who) / sizeof(who[0]); i++)
		q = formdef_find(f, who[i]);
	bool told = q >= 0 && a->a[q].codes_len > 0;
	bool self = q >= 0 && answers_chosen(a, q, CODE_SELF);
	bool given = self && answers_consented(a, f);

	r->lane = given ? "JUSO" : "SHIEN";
	r->subject_consent = given ? "GIV" : told && !self ? "NOA" : "";
}

void routing_of(struct routing *ret, const struct answers *a, const struct formdef *f)
{
	memset(ret, 0, sizeof(*ret));
	add_main(ret, a, f);
	for (int q = 0; q < f->question_len; q++)
		add_question(ret, a, f, q);
	ret->complex = ret->desk_len > 1;
	set_consent(ret, a, f);
}
