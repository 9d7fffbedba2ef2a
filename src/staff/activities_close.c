/* SPDX-License-Identifier: Apache-2.0 */
/*
 * activities_close — the note of a part is written before its item, and believed only when the item
 * is found: a crash at any moment leaves either an open month and no item, or an item and a note
 * that settle turns into a closed month. The outbox alone decides, for that is what reaches the
 * city.
 * A month of more entries than one item holds goes in parts, each with its own hash; when only some
 * of them got in, the entries of the others are free and go with the next hand-in.
 */
#include "activities_close.h"

#include <string.h>

#include "activities_private.h"
#include "activity.h"
#include "sign.h"

static bool is_unsent(const struct activity *a, const char *month)
{
	return activity_of(a, month) && !a->sent[0];
}

enum activities_block activities_may_close(
	const struct activity_book *b, const char *month, int64_t now_s)
{
	struct activity_totals t;
	char today[ACTIVITY_DATE_MAX];

	activities_day(now_s, today);
	for (int i = 0; i < b->parts; i++)
		if (!b->part[i].done)
			return ACTIVITIES_UNSETTLED;
	if (strncmp(month, today, ACTIVITY_MONTH_MAX - 1) >= 0)
		return ACTIVITIES_NOT_OVER;
	activities_totals(&t, b, month);
	if (t.unsent == 0)
		return ACTIVITIES_NOTHING;
	return t.undeclared > 0 ? ACTIVITIES_UNDECLARED : ACTIVITIES_MAY_CLOSE;
}

void activities_closing_release(struct activity_closing *c)
{
	for (int i = 0; i < c->len; i++)
		json_decref(c->part[i].activity);
	memset(c, 0, sizeof(*c));
}

/* Takes the next entries of the month into one part; false when memory or the generator fails. */
static bool take(struct activity_closing *c, struct activity_book *b, struct activity_part *p)
{
	json_t *entries = json_array();
	bool ok = entries && item_new_id(p->item);
	size_t n = 0;

	for (int i = 0; ok && i < b->len && n < ACTIVITIES_OF_PART; i++) {
		if (!is_unsent(&b->entry[i], p->month))
			continue;
		ok = json_array_append_new(entries, activity_json(&b->entry[i])) == 0;
		memcpy(b->entry[i].sent, p->item, sizeof(p->item));
		n++;
	}
	ok = ok && activity_hash(entries, p->hash);
	json_t *whole = ok ? json_pack("{ss ss sO}", "month", p->month, "hash", p->hash, "entries",
				     entries)
			   : NULL;
	json_decref(entries);
	if (!whole)
		return false;
	memcpy(c->part[c->len].item, p->item, sizeof(p->item));
	c->part[c->len++].activity = whole;
	return true;
}

static bool take_all(struct activity_closing *c, struct activity_book *b, const char *month,
	const char *by, int64_t now_s)
{
	struct activity_totals t;

	activities_totals(&t, b, month);
	for (int left = t.unsent; left > 0; left -= ACTIVITIES_OF_PART) {
		struct activity_part *p = activities_grow_part(b);
		if (!p)
			return false;
		memcpy(p->month, month, sizeof(p->month));
		memcpy(p->by, by, strlen(by) + 1);
		activities_day(now_s, p->day);
		if (!take(c, b, p))
			return false;
	}
	return true;
}

enum activities_result activities_close_begin(struct activity_closing *ret, const char *dir,
	const unsigned char site[static BOX_KEY_BYTES], const char *month, const char *by,
	int64_t now_s)
{
	struct activity_book b;
	char same[ACTIVITY_MONTH_MAX];
	enum activities_result r = activities_load(&b, dir, site);

	memset(ret, 0, sizeof(*ret));
	if (r == ACTIVITIES_OK &&
		(!activities_month_step(month, 0, same) || strlen(by) >= sizeof(b.part->by) ||
			activities_may_close(&b, month, now_s) != ACTIVITIES_MAY_CLOSE))
		r = ACTIVITIES_REFUSED;
	if (r == ACTIVITIES_OK && !take_all(ret, &b, month, by, now_s))
		r = ACTIVITIES_FAILED;
	if (r == ACTIVITIES_OK)
		r = activities_save(&b, dir, site, now_s);
	if (r != ACTIVITIES_OK)
		activities_closing_release(ret);
	activities_release(&b);
	return r;
}

/* --- afterwards --- */

/* The entries of an item that never was there are free. */
static void let_go(struct activity_book *b, int part)
{
	for (int i = 0; i < b->len; i++)
		if (strcmp(b->entry[i].sent, b->part[part].item) == 0)
			b->entry[i].sent[0] = '\0';
	b->parts--;
	memmove(&b->part[part], &b->part[part + 1], (size_t)(b->parts - part) * sizeof(*b->part));
}

/* What was handed in long before the newest month of all is forgotten; the clock is not asked. */
static void forget_old(struct activity_book *b)
{
	char newest[ACTIVITY_MONTH_MAX] = "", oldest[ACTIVITY_MONTH_MAX];
	int kept = 0;

	for (int i = 0; i < b->parts; i++)
		if (b->part[i].done && strcmp(b->part[i].month, newest) > 0)
			memcpy(newest, b->part[i].month, sizeof(newest));
	if (!activities_month_step(newest, -ACTIVITIES_KEPT_MONTHS, oldest))
		return;
	for (int i = 0; i < b->len; i++)
		if (!b->entry[i].sent[0] ||
			strncmp(b->entry[i].date, oldest, sizeof(oldest) - 1) >= 0)
			b->entry[kept++] = b->entry[i];
	explicit_bzero(&b->entry[kept], (size_t)(b->len - kept) * sizeof(*b->entry));
	b->len = kept;
	kept = 0;
	for (int i = 0; i < b->parts; i++)
		if (strcmp(b->part[i].month, oldest) >= 0)
			b->part[kept++] = b->part[i];
	b->parts = kept;
}

enum activities_result activities_settle(const char *dir,
	const unsigned char site[static BOX_KEY_BYTES], activities_where_fn where, void *ctx,
	int64_t now_s, int *ret_closed)
{
	struct activity_book b;
	int closed = 0, freed = 0;
	enum activities_result r = activities_load(&b, dir, site);

	for (int i = b.parts - 1; r == ACTIVITIES_OK && i >= 0; i--) {
		int there = b.part[i].done ? -1 : where(ctx, b.part[i].item);
		if (there == 1) {
			b.part[i].done = true;
			closed++;
		} else if (there == 0) {
			let_go(&b, i);
			freed++;
		}
	}
	if (closed > 0)
		forget_old(&b);
	if (closed + freed > 0)
		r = activities_save(&b, dir, site, now_s);
	activities_release(&b);
	if (r == ACTIVITIES_OK && ret_closed)
		*ret_closed = closed;
	return r;
}
