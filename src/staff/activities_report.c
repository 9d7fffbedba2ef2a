/* SPDX-License-Identifier: Apache-2.0 */
/*
 * activities_report — one list for screen and paper, so that what is signed is what was looked at.
 * Entries are in the order of their days; a counter-entry stands as it is, minus and all, for the
 * city's own report shows it so. What was spent on the way stands with its entry and is not added
 * up.
 */
#include "activities_report.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "activities_private.h"
#include "receipt.h"

#define HASH_SHOWN (WIRE_SHA256_HEX * 9 / 8 + 1)

void activities_report_release(struct activities_report *r)
{
	for (int i = 0; i < r->len; i++)
		for (int c = 0; c < r->line[i].cells; c++) {
			explicit_bzero(r->line[i].cell[c], strlen(r->line[i].cell[c]));
			free(r->line[i].cell[c]);
		}
	free(r->line);
	memset(r, 0, sizeof(*r));
}

static void line(struct activities_report *r, enum activities_line_kind kind)
{
	if (r->len == r->cap) {
		int cap = r->cap ? 2 * r->cap : 64;
		struct activities_line *more = realloc(r->line, (size_t)cap * sizeof(*more));
		if (!more) {
			r->failed = true;
			return;
		}
		r->line = more;
		r->cap = cap;
	}
	r->line[r->len++] = (struct activities_line){ .kind = kind };
}

/* Adds a cell to the last line. */
static void cell(struct activities_report *r, const char *text)
{
	struct activities_line *l = r->failed ? NULL : &r->line[r->len - 1];

	if (!l || l->cells == ACTIVITIES_CELLS)
		return;
	l->cell[l->cells] = strndup(text, ACTIVITIES_CELL_MAX);
	if (l->cell[l->cells])
		l->cells++;
	else
		r->failed = true;
}

static void number(struct activities_report *r, long n)
{
	char text[24];

	snprintf(text, sizeof(text), "%ld", n);
	cell(r, text);
}

static void pair(struct activities_report *r, const struct activities_words *w, const char *key,
	const char *value)
{
	line(r, ACTIVITIES_PAIR);
	cell(r, w->word(w->ctx, key));
	cell(r, value);
}

static void head(struct activities_report *r, const struct activities_words *w,
	const char *const *key, int n)
{
	line(r, ACTIVITIES_HEAD);
	for (int i = 0; i < n; i++)
		cell(r, w->word(w->ctx, key[i]));
}

/* A hash in groups of eight, which eyes can compare and lines can break between. */
static void grouped(const char *hash, char out[static HASH_SHOWN])
{
	size_t n = 0;

	for (size_t i = 0; hash[i] && n + 2 < HASH_SHOWN; i++) {
		if (i > 0 && i % 8 == 0)
			out[n++] = ' ';
		out[n++] = hash[i];
	}
	out[n] = '\0';
}

static void parts(struct activities_report *r, const struct activity_book *b, const char *month,
	const struct activities_words *w)
{
	char hash[HASH_SHOWN];

	for (int i = 0; i < b->parts; i++) {
		const struct activity_part *p = &b->part[i];
		if (!p->done || strcmp(p->month, month) != 0)
			continue;
		pair(r, w, "closed", w->date(w->ctx, p->day));
		grouped(p->hash, hash);
		pair(r, w, "hash", hash);
	}
}

/* What is to be said of an entry beside its numbers. */
static void note(
	struct activities_report *r, const struct activity *a, const struct activities_words *w)
{
	char text[160] = "";
	size_t n = 0;

	if (a->corrects > 0)
		n += (size_t)snprintf(text + n, sizeof(text) - n, "%s%d ",
			w->word(w->ctx, "corrects"), a->corrects);
	if (a->km >= 0)
		n += (size_t)snprintf(
			text + n, sizeof(text) - n, "%d%s ", a->km, w->word(w->ctx, "km"));
	if (a->expense >= 0 && n < sizeof(text))
		n += (size_t)snprintf(
			text + n, sizeof(text) - n, "%d%s ", a->expense, w->word(w->ctx, "yen"));
	if (!a->sent[0] && n < sizeof(text))
		snprintf(text + n, sizeof(text) - n, "%s",
			w->word(w->ctx, a->declared ? "unsent" : "undeclared"));
	cell(r, text);
}

static void entry(
	struct activities_report *r, const struct activity *a, const struct activities_words *w)
{
	char receipt[RECEIPT_SHOWN + 1] = "";

	if (a->receipt[0])
		receipt_format(a->receipt, receipt);
	line(r, ACTIVITIES_ROW);
	number(r, a->no);
	cell(r, w->date(w->ctx, a->date));
	cell(r, w->type(w->ctx, a->type));
	number(r, a->minutes);
	number(r, a->staff_count);
	cell(r, receipt);
	cell(r, w->person(w->ctx, a->staff));
	note(r, a, w);
	explicit_bzero(receipt, sizeof(receipt));
}

static int earlier(const void *a, const void *b)
{
	const struct activity *x = *(const struct activity *const *)a,
			      *y = *(const struct activity *const *)b;
	int c = strcmp(x->date, y->date);

	return c != 0 ? c : x->no - y->no;
}

static void entries(struct activities_report *r, const struct activity_book *b, const char *month,
	const struct activities_words *w)
{
	const struct activity **of = calloc((size_t)b->len + 1, sizeof(struct activity *));
	size_t n = 0;

	r->failed = r->failed || !of;
	for (int i = 0; of && i < b->len; i++)
		if (activity_of(&b->entry[i], month))
			of[n++] = &b->entry[i];
	if (of)
		qsort(of, n, sizeof(struct activity *), earlier);
	for (size_t i = 0; i < n && !r->failed; i++)
		entry(r, of[i], w);
	free(of);
}

static void sum(struct activities_report *r, enum activities_line_kind kind, const char *name,
	const struct activity_sum *s)
{
	line(r, kind);
	cell(r, name);
	number(r, s->count);
	number(r, s->minutes);
	number(r, s->staff);
}

bool activities_report(struct activities_report *ret, const struct activity_book *b,
	const char *month, const struct activities_words *w)
{
	static const char *const columns[] = { "no", "date", "type", "minutes", "people", "receipt",
		"who", "note" };
	static const char *const sums[] = { "type", "count", "minutes", "people" };
	struct activity_totals t;

	*ret = (struct activities_report){ .len = 0 };
	activities_totals(&t, b, month);
	line(ret, ACTIVITIES_TITLE);
	cell(ret, w->word(w->ctx, "title"));
	pair(ret, w, "site", w->site);
	pair(ret, w, "month", w->month(w->ctx, month));
	if (!t.closed || t.unsent > 0)
		pair(ret, w, "state", w->word(w->ctx, t.closed ? "state_more" : "state_open"));
	parts(ret, b, month, w);
	head(ret, w, sums, 4);
	for (int i = 0; i < ACTIVITY_TYPES; i++)
		if (t.type[i].count > 0)
			sum(ret, ACTIVITIES_ROW, w->type(w->ctx, activity_type[i]), &t.type[i]);
	sum(ret, ACTIVITIES_SUM, w->word(w->ctx, "total"), &t.all);
	head(ret, w, columns, ACTIVITIES_CELLS);
	entries(ret, b, month, w);
	line(ret, ACTIVITIES_TEXT);
	cell(ret, w->word(w->ctx, "declaration"));
	line(ret, ACTIVITIES_SIGN);
	cell(ret, w->word(w->ctx, "sign"));
	if (!ret->failed)
		return true;
	activities_report_release(ret);
	return false;
}
