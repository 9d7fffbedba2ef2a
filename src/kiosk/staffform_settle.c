/* SPDX-License-Identifier: Apache-2.0 */
/*
 * staffform_settle — answers that follow from others: what is calculated, what shape digits get,
 * what is forgotten because it is not asked any more.
 */
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "catalog.h"
#include "staffform.h"

static void calculate(struct session *s, int q)
{
	const struct formdef *f = session_form(s);
	const char *value = f->question[q].calculation == FORM_TEXT_VERSION
				    ? f->text_version
				    : catalog_tag(&s->app->catalog);

	if (s->answers.a[q].text_len == 0)
		(void)answers_set_text(&s->answers, f, q, value);
}

/* Digits alone become a date; a time alone is today's. */
static void shape(struct session *s, int q)
{
	const struct formdef *f = session_form(s);
	const char *t = s->answers.a[q].text;
	size_t len = strlen(t);
	char out[48] = "";
	time_t now = time(NULL);
	struct tm tm;

	if (len == 0 || strspn(t, "0123456789") != len)
		return;
	localtime_r(&now, &tm);
	if (f->question[q].constraint == FORM_DATE && len == 8)
		snprintf(out, sizeof(out), "%.4s-%.2s-%.2s", t, t + 4, t + 6);
	else if (f->question[q].constraint == FORM_DATETIME && len == 12)
		snprintf(out, sizeof(out), "%.4s-%.2s-%.2sT%.2s:%.2s", t, t + 4, t + 6, t + 8,
			t + 10);
	else if (f->question[q].constraint == FORM_DATETIME && len == 4)
		snprintf(out, sizeof(out), "%04d-%02d-%02dT%.2s:%.2s", tm.tm_year + 1900,
			tm.tm_mon + 1, tm.tm_mday, t, t + 2);
	if (out[0])
		(void)answers_set_text(&s->answers, f, q, out);
	explicit_bzero(out, sizeof(out));
}

void staffform_settle(struct session *s, int typing)
{
	const struct formdef *f = session_form(s);
	const struct form_question *left = typing >= 0 ? &f->question[typing] : NULL;

	for (int q = 0; q < f->question_len; q++) {
		const struct form_question *fq = &f->question[q];
		if (fq->type != FORM_TEXT || fq == left)
			continue;
		if (!answers_live(&s->answers, f, q)) {
			if (s->answers.a[q].text_len > 0)
				answers_clear(&s->answers, q);
			if (fq->drawing && (s->answers.drawing.len || s->answers.drawing.hidden))
				explicit_bzero(&s->answers.drawing, sizeof(s->answers.drawing));
		} else if (fq->calculation != FORM_TYPED) {
			calculate(s, q);
		} else {
			shape(s, q);
		}
	}
}

void staffform_shift(struct session *s, int q, long seconds)
{
	const struct formdef *f = session_form(s);
	bool day = f->question[q].constraint == FORM_DATE;
	time_t now = time(NULL);
	struct tm tm;
	char out[32];

	localtime_r(&now, &tm);
	if (seconds != 0 && answers_check(&s->answers, f, q) == ANSWERS_FINE &&
		s->answers.a[q].text_len > 0) {
		memset(&tm, 0, sizeof(tm));
		(void)strptime(s->answers.a[q].text, day ? "%Y-%m-%d" : "%Y-%m-%dT%H:%M", &tm);
		tm.tm_isdst = -1;
	}
	tm.tm_sec = 0;
	tm.tm_mday += day ? (int)(seconds / 86400) : 0;
	tm.tm_min += day ? 0 : (int)(seconds / 60);
	(void)mktime(&tm);
	strftime(out, sizeof(out), "%Y-%m-%dT%H:%M", &tm);
	out[day ? 10 : 16] = '\0';
	(void)answers_set_text(&s->answers, f, q, out);
}

void staffform_choose(struct session *s, int q, const char *code)
{
	const struct formdef *f = session_form(s);
	bool one = f->question[q].type == FORM_SELECT_ONE;

	if (one && answers_chosen(&s->answers, q, code) && !answers_required(&s->answers, f, q))
		answers_clear(&s->answers, q); /* a second press takes it back */
	else
		(void)answers_choose(&s->answers, f, q, code);
	/* said anew: in which words, and in which language */
	for (int i = 0; i < f->question_len; i++)
		if (f->question[i].calculation != FORM_TYPED &&
			rule_mentions(&f->question[i].relevant, f->question[q].name))
			answers_clear(&s->answers, i);
	staffform_settle(s, -1);
}
