/* SPDX-License-Identifier: Apache-2.0 */
/*
 * staffform — the rules of a staff form beside those of any form: texts in the staff's own domain,
 * answers that nobody types, a draft that is kept at each step, and one end. What is hidden is
 * forgotten here at once (residents may go back and forth; a name typed about somebody who then
 * does not consent must not lie in a draft).
 */
#include "staffform.h"

#include <stdio.h>
#include <string.h>

#include "catalog.h"
#include "submit.h"
#include "visit.h"

#define KIND_AMENDS "AMD"

void staffform_want(struct session *s, const char *id, const char *amends)
{
	for (int i = 0; i < APP_STAFF_FORMS; i++)
		if (strcmp(s->app->staff_form[i].id, id) == 0)
			s->staff.want = &s->app->staff_form[i];
	snprintf(s->staff.want_amends, sizeof(s->staff.want_amends), "%s", amends);
}

/* --- languages --- */

static void show_lang(struct session *s, const char *tag)
{
	const struct catalog *c = &s->app->catalog;
	char theirs[sizeof(s->answers.ui_lang)];

	if (strcmp(catalog_tag(c), tag) == 0)
		return;
	memcpy(theirs, s->answers.ui_lang, sizeof(theirs));
	for (int i = 0; i < c->lang_len; i++)
		if (strcmp(c->lang[i].tag, tag) == 0)
			session_use_lang(s, i);
	memcpy(s->answers.ui_lang, theirs, sizeof(theirs));
}

void staffform_japanese(struct session *s)
{
	show_lang(s, "ja");
}

void staffform_their_language(struct session *s)
{
	show_lang(s, s->answers.ui_lang);
}

/* --- beginning --- */

static void first_view(struct session *s, const struct formdef *f)
{
	s->staff.form = f;
	s->staff.want = NULL;
	s->staff.tried = 0;
	s->staff.told = NULL;
	s->choices_page = 0;
	s->problem = ANSWERS_FINE;
	s->osk_question = -1;
	s->started_ms = s->now_ms;
	s->handed_in = s->ticket_tried = false;
	explicit_bzero(&s->ticket, sizeof(s->ticket));
}

void staffform_begin(struct session *s, const struct formdef *f)
{
	answers_wipe(&s->answers);
	strcpy(s->answers.ui_lang, "ja");
	memcpy(s->staff.refers, s->staff.want_amends, sizeof(s->staff.refers));
	explicit_bzero(s->staff.want_amends, sizeof(s->staff.want_amends));
	if (s->staff.refers[0])
		strcpy(s->answers.kind, KIND_AMENDS);
	first_view(s, f);
	s->page = s->at = 0;
	staffform_japanese(s);
}

bool staffform_take(struct session *s)
{
	for (int i = 0; i < APP_STAFF_FORMS; i++)
		if (staff_draft_take(s, &s->app->staff_form[i])) {
			first_view(s, &s->app->staff_form[i]);
			staffform_japanese(s);
			return true;
		}
	return false;
}

/* --- what is asked and missing --- */

bool staffform_shown(const struct session *s, int q)
{
	const struct formdef *f = session_form(s);

	return f->question[q].calculation == FORM_TYPED && answers_live(&s->answers, f, q);
}

bool staffform_turnable(const struct session *s, int q)
{
	const struct form_question *fq = &session_form(s)->question[q];

	return fq->type != FORM_NOTE && fq->constraint != FORM_DATE &&
	       fq->constraint != FORM_DATETIME && catalog_find(fq->name, "label") != NULL &&
	       strcmp(session_form(s)->id, "outreach") != 0; /* nobody is there */
}

int staffform_beside(const struct session *s, int page, int step)
{
	const struct formdef *f = session_form(s);

	do
		page += step;
	while (page >= 0 && page < f->page_len && !answers_page_live(&s->answers, f, page));
	return page < f->page_len ? page : -1;
}

bool staffform_given(const struct session *s)
{
	const struct formdef *f = session_form(s);

	for (int q = 0; q < f->question_len; q++)
		if (answers_live(&s->answers, f, q) && answers_given(&s->answers, f, q))
			return true;
	return false;
}

bool staffform_amends(const struct session *s)
{
	return strcmp(s->answers.kind, KIND_AMENDS) == 0;
}

int staffform_missing(const struct session *s, int page, bool *ret_given)
{
	const struct formdef *f = session_form(s);
	int n = 0;

	*ret_given = false;
	for (int i = 0; i < f->page[page].question_len; i++) {
		int q = f->page[page].question[i];
		n += answers_check(&s->answers, f, q) != ANSWERS_FINE;
		*ret_given = *ret_given || answers_given(&s->answers, f, q);
	}
	return n;
}

int staffform_missing_all(const struct session *s)
{
	int n = 0;
	bool given;

	for (int p = 0; p < session_form(s)->page_len; p++)
		n += staffform_missing(s, p, &given);
	return n;
}

/* --- keeping and moving --- */

void staffform_keep(struct session *s)
{
	staffform_keep_typing(s, -1);
}

void staffform_keep_typing(struct session *s, int typing)
{
	s->staff.unsaved = 0;
	staffform_settle(s, typing);
	if (!staff_draft_keep(s))
		staff_tell(s, "staff_send", "draft_failed", true);
	else if (s->staff.told && strcmp(s->staff.told, "draft_failed") == 0)
		s->staff.told = NULL;
}

void staffform_typed(struct session *s, int typing)
{
	if (++s->staff.unsaved >= STAFFFORM_KEEP_KEYS)
		staffform_keep_typing(s, typing);
}

enum screen staffform_go(struct session *s, int page)
{
	visit_go(s, page);
	staffform_keep(s);
	return SCREEN_STAFF_FORM;
}

enum screen staffform_put_down(struct session *s)
{
	staffform_keep(s);
	if (s->staff.told) /* it is nowhere but in hand */
		return s->screen;
	s->staff.form = NULL;
	s->staff.put_down = true;
	answers_wipe(&s->answers);
	return SCREEN_STAFF_HOME;
}

/* --- the end --- */

const char *staffform_kind(const struct session *s, const struct formdef *f)
{
	if (staffform_amends(s))
		return KIND_AMENDS;
	return strcmp(f->id, "outreach") == 0 ? "OUT" : "WLK";
}

bool staffform_send(struct session *s)
{
	struct app *app = s->app;
	const struct formdef *f = s->staff.form;
	const struct submit_about about = { .site = app->cfg.site_id,
		.kind = staffform_kind(s, f),
		.staff = s->staff.id,
		.refers = s->staff.refers[0] ? s->staff.refers : NULL,
		.duration_s = (int)((s->now_ms - s->started_ms) / 1000),
		.screens_back = s->screens_back };

	s->trouble = SUBMIT_FAILED;
	if (s->ticket.ready || submit_prepare(&s->ticket, &app->post))
		s->trouble = submit_send(&s->ticket, &app->post, f, &s->answers, &about);
	if (s->trouble != SUBMIT_OK)
		return false;
	s->handed_in = true;
	s->urgent = answers_urgent(&s->answers, f);
	s->sent = OUTBOX_WAITING;
	s->hidden = false;
	staffform_leaves(s, f, about.duration_s);
	s->staff.sent = f;
	s->staff.form = NULL;
	(void)draft_wipe(app->staff.dir, s->staff.id);
	(void)staff_note(s, "send");
	return true;
}

void staffform_forget(struct session *s)
{
	answers_wipe(&s->answers);
	explicit_bzero(&s->ticket, sizeof(s->ticket));
	explicit_bzero(s->staff.refers, sizeof(s->staff.refers));
	s->handed_in = s->ticket_tried = s->urgent = s->hidden = false;
	s->staff.sent = NULL;
	s->staff.put_down = true;
}
