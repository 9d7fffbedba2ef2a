/* SPDX-License-Identifier: Apache-2.0 */
/*
 * groups — why: consent can be withdrawn, mended and given later, by records that arrive in any
 * order and on any road. Who may read a case must then not depend on which came first, and an error
 * must keep it in the narrower lane.
 *
 * Numbers are joined by "refers": a unit is a record with its amendments, withdrawals and
 * take-overs; a group is all units that follow each other (visits to the same person). A unit is in
 * JUSO when its record was written in JUSO, or an amendment gives consent; it is in SHIEN when any
 * record of the group withdraws consent or says no, whatever came later (a new consent is a new
 * record), and when the record that amendments speak of is not among the items.
 * A number that was taken over says nothing more: amendments made with it afterwards are shown and
 * not applied. A withdrawal counts even so.
 * Not here: which lane the reader asked for (open.c).
 */
#include "groups.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include "members.h"

#define FORM_CONSENT "consent"
#define VISITOR      "visitor_rel"

struct node {               /* one number */
	size_t unit, group; /* parents in the two forests */
	bool has_base, other /* a base that is not in JUSO */, gives, stops;
	json_int_t first;    /* city's number of its first base; 0 none */
	const char *receipt; /* of that base, else of this node; borrowed */
	const char *now;     /* the number that replaced it, NULL: none */
	const json_t *by;    /* the record that says so; the first one counts */
};
struct forest {
	json_t *number; /* receipt → index */
	struct node *node;
	size_t len;
};

static bool is(const json_t *o, const char *name, const char *value)
{
	return strcmp(text_of(o, name), value) == 0;
}

static json_int_t seq_of(const json_t *record)
{
	return json_integer_value(json_object_get(record, "city_seq"));
}

static bool about_another(const json_t *record)
{
	return is(record, "kind", "AMD") || is(record, "kind", "WDR");
}

bool groups_case(const json_t *record)
{
	return !is(record, "kind", "ACT") && !is(record, "kind", "LOG");
}

/* The node of a number, made when it is new. False when memory fails. */
static bool node_of(struct forest *f, const char *receipt, size_t *ret)
{
	const json_t *known = json_object_get(f->number, receipt);

	if (known) {
		*ret = (size_t)json_integer_value(known);
		return true;
	}
	*ret = f->len;
	f->node[f->len] = (struct node){ .unit = f->len, .group = f->len, .receipt = receipt };
	return json_object_set_new(f->number, receipt, json_integer((json_int_t)f->len++)) == 0;
}

static size_t unit_of(const struct forest *f, size_t i)
{
	while (f->node[i].unit != i)
		i = f->node[i].unit = f->node[f->node[i].unit].unit;
	return i;
}

static size_t group_of(const struct forest *f, size_t i)
{
	while (f->node[i].group != i)
		i = f->node[i].group = f->node[f->node[i].group].group;
	return i;
}

/* Joins the numbers of one record. */
static bool join(struct forest *f, const json_t *record)
{
	const char *refers = text_of(record, "refers");
	size_t own, other;

	if (!node_of(f, text_of(record, "receipt"), &own))
		return false;
	if (!*refers)
		return true;
	if (!node_of(f, refers, &other))
		return false;
	f->node[group_of(f, own)].group = group_of(f, other);
	if (about_another(record))
		f->node[unit_of(f, own)].unit = unit_of(f, other);
	return true;
}

/* What it says of consent: 1 given, -1 not given, 0 nothing. */
static int consent_in(const json_t *record)
{
	const json_t *a = json_object_get(record, "answers");
	const char *share = text_of(a, "consent_share"), *state = text_of(a, "consent_state");

	if (!*share && !*state)
		return 0;
	if (*share && strcmp(share, "Y") != 0 && strcmp(share, "S") != 0)
		return -1;
	return *state && strcmp(state, "GIV") != 0 ? -1 : 1;
}

/* Was a written before b? The city's number decides in the same minute. */
static bool before(const json_t *a, const json_t *b)
{
	int written = strcmp(text_of(a, "created_at"), text_of(b, "created_at"));

	return written < 0 || (written == 0 && seq_of(a) < seq_of(b));
}

/* Before all others: which numbers were replaced. The first take-over counts: from then on the old
 * number does nothing, and so cannot take the record back. */
static void note_takeover(struct forest *f, const json_t *record)
{
	struct node *old;
	size_t at;

	if (!json_is_true(json_object_get(record, "takeover")) || !is(record, "kind", "AMD") ||
		!node_of(f, text_of(record, "refers"), &at))
		return;
	old = &f->node[at];
	if (!old->by || seq_of(record) < seq_of(old->by)) {
		old->now = text_of(record, "receipt");
		old->by = record;
	}
}

static const json_t *taken_over_by(struct forest *f, const json_t *record)
{
	size_t at;

	return about_another(record) && node_of(f, text_of(record, "refers"), &at) ? f->node[at].by
										   : NULL;
}

/* Does it speak of a number that had been taken over when it was written? */
static bool by_old_number(struct forest *f, const json_t *record)
{
	const json_t *by = taken_over_by(f, record);

	return by && by != record && !before(record, by);
}

static void note_about_another(
	struct forest *f, const json_t *record, struct node *unit, struct node *group)
{
	int consent = consent_in(record);

	if (is(record, "kind", "WDR") || consent < 0)
		group->stops = true;
	else if (consent > 0 && is(record, "lane", "JUSO") && !by_old_number(f, record))
		unit->gives = true;
}

/* Writes what a record says into its unit and group. */
static void note(struct forest *f, const json_t *record)
{
	struct node *unit, *group;
	size_t own;

	if (!node_of(f, text_of(record, "receipt"), &own)) /* it is there since join */
		return;
	unit = &f->node[unit_of(f, own)];
	group = &f->node[group_of(f, own)];
	if (about_another(record)) {
		note_about_another(f, record, unit, group);
		return;
	}
	unit->other = unit->other || !is(record, "lane", "JUSO");
	unit->has_base = true;
	for (int i = 0; i < 2; i++) {
		struct node *n = i ? group : unit;

		if (n->first == 0 || seq_of(record) < n->first) {
			n->first = seq_of(record);
			n->receipt = text_of(record, "receipt");
		}
	}
}

/* Follows take-overs from a number; a circle of them ends. */
static const char *valid_now(struct forest *f, const char *receipt)
{
	size_t at;

	for (size_t i = 0; i < f->len && node_of(f, receipt, &at) && f->node[at].now; i++)
		receipt = f->node[at].now;
	return receipt;
}

static bool mark(struct forest *f, json_t *record)
{
	size_t own;
	const struct node *unit, *group;
	bool juso;

	if (!node_of(f, text_of(record, "receipt"), &own))
		return false;
	unit = &f->node[unit_of(f, own)];
	group = &f->node[group_of(f, own)];
	juso = unit->has_base && (!unit->other || unit->gives) && !group->stops;
	return json_object_set_new(record, "group", json_string(group->receipt)) == 0 &&
	       json_object_set_new(record, "lane_now", json_string(juso ? "JUSO" : "SHIEN")) == 0 &&
	       json_object_set_new(
		       record, "receipt_now", json_string(valid_now(f, unit->receipt))) == 0 &&
	       json_object_set_new(record, "withdrawn", json_boolean(group->stops)) == 0 &&
	       json_object_set_new(record, "took_over",
		       json_boolean(taken_over_by(f, record) == record)) == 0 &&
	       json_object_set_new(record, "old_number", json_boolean(by_old_number(f, record))) ==
		       0 &&
	       json_object_set_new(record, "base", json_boolean(!about_another(record))) == 0 &&
	       json_object_set_new(record, "group_seq", json_integer(group->first)) == 0;
}

static int by_case(const void *a, const void *b)
{
	const json_t *const *x = a, *const *y = b;
	json_int_t p = json_integer_value(json_object_get(*x, "group_seq"));
	json_int_t q = json_integer_value(json_object_get(*y, "group_seq"));
	int groups = strcmp(text_of(*x, "group"), text_of(*y, "group"));

	if (p != q)
		return p < q ? -1 : 1;
	if (groups != 0)
		return groups;
	return (seq_of(*x) > seq_of(*y)) - (seq_of(*x) < seq_of(*y));
}

static bool sort(json_t *records)
{
	size_t n = json_array_size(records);
	json_t **all = calloc(n + 1, sizeof(json_t *)); /* NOLINT(bugprone-sizeof-expression) */
	bool ok = all != NULL;

	for (size_t i = 0; ok && i < n; i++)
		all[i] = json_incref(json_array_get(records, i));
	if (ok)
		qsort(all, n, sizeof(json_t *), by_case);
	for (size_t i = 0; ok && i < n; i++) {
		json_object_del(all[i], "group_seq");
		ok = json_array_set_new(records, i, all[i]) == 0;
	}
	free(all);
	return ok;
}

bool groups_mark(json_t *records)
{
	struct forest f = { .number = json_object(),
		.node = calloc(2 * json_array_size(records) + 1, sizeof *f.node) };
	bool ok = f.number && f.node;
	json_t *r;
	size_t i;

	json_array_foreach(records, i, r) if (groups_case(r)) ok = ok && join(&f, r);
	if (ok)
		json_array_foreach(records, i, r) note_takeover(&f, r);
	if (ok)
		json_array_foreach(records, i, r) if (groups_case(r)) note(&f, r);
	json_array_foreach(records, i, r) if (groups_case(r)) ok = ok && mark(&f, r);
	ok = ok && sort(records);
	json_decref(f.number);
	free(f.node);
	return ok;
}

/* The first amendment of the unit after `last` (NULL: the very first); NULL when there is none. */
static const json_t *next_amendment(
	const json_t *records, const json_t *base, const char *until, const json_t *last)
{
	const json_t *next = NULL, *r;
	size_t i;

	json_array_foreach(records, i,
		r) if (groups_case(r) && about_another(r) &&
		       !json_is_true(json_object_get(r, "old_number")) &&
		       is(r, "receipt_now", text_of(base, "receipt_now")) &&
		       is(r, "group", text_of(base, "group")) &&
		       (!until || strcmp(text_of(r, "received_at"), until) < 0) &&
		       (!last || before(last, r)) && (!next || before(r, next))) next = r;
	return next;
}

/* Who agreed later did not come in the place of whoever came first. */
static bool amend(json_t *answers, const json_t *amendment)
{
	json_t *said = json_copy(json_object_get(amendment, "answers"));

	if (is(amendment, "form", FORM_CONSENT))
		json_object_del(said, VISITOR);
	bool ok = said && json_object_update(answers, said) == 0;
	json_decref(said);
	return ok;
}

json_t *groups_answers(const json_t *records, const json_t *base, const char *until)
{
	json_t *ret = json_copy(json_object_get(base, "answers"));
	const json_t *a = NULL;

	while (ret && (a = next_amendment(records, base, until, a)))
		if (!amend(ret, a)) {
			json_decref(ret);
			return NULL;
		}
	return ret;
}
