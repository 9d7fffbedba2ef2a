/* SPDX-License-Identifier: Apache-2.0 */
/*
 * activities — the rules of the list. Each change reads all, changes one thing and writes all; what
 * cannot be read is never written over. An entry that was handed in is not touched by anything
 * here: the city has a hash over it. A counter-entry bears the date of what it takes back, so that
 * it lies in the same month.
 * Not here: adding up (activities_sum.c), handing in (activities_close.c), who may do what (the
 * kiosk).
 */
#include "activities.h"

#include <string.h>

#include "activities_private.h"
#include "receipt.h"

#define STEP_S (ACTIVITY_STEP * 60)

const char *const activity_type[ACTIVITY_TYPES] = { "RECV", "VISIT", "WATCH", "ACCO", "LINK",
	"MEET", "TRAIN", "COMM" };

int activity_type_index(const char *type)
{
	for (int i = 0; i < ACTIVITY_TYPES; i++)
		if (strcmp(activity_type[i], type) == 0)
			return i;
	return -1;
}

static bool date_fits(const char *date, const char *today)
{
	char month[ACTIVITY_MONTH_MAX], oldest[ACTIVITY_MONTH_MAX], same[ACTIVITY_DATE_MAX];

	if (!activities_day_step(date, 0, same) || strcmp(same, date) != 0 ||
		strcmp(date, today) > 0)
		return false;
	memcpy(month, today, sizeof(month) - 1);
	month[sizeof(month) - 1] = '\0';
	return activities_month_step(month, -ACTIVITIES_KEPT_MONTHS, oldest) &&
	       strncmp(date, oldest, sizeof(oldest) - 1) >= 0;
}

/* May it stand in the list? A known type; minutes a multiple of the step and above 0; a date that
 * exists, not after today and no more than 13 months before; a receipt that is none or has the
 * right check digit; … A counter-entry never fits. */
static bool fits(const struct activity *a, const char *today)
{
	return a->corrects == 0 && activity_type_index(a->type) >= 0 && a->minutes > 0 &&
	       a->minutes <= ACTIVITY_MINUTES_MAX && a->minutes % ACTIVITY_STEP == 0 &&
	       a->staff_count >= 1 && a->staff_count <= ACTIVITY_STAFF_MAX && a->km >= -1 &&
	       a->km <= ACTIVITY_KM_MAX && a->expense >= -1 && a->expense <= ACTIVITY_EXPENSE_MAX &&
	       (!a->receipt[0] || receipt_valid(a->receipt)) && date_fits(a->date, today);
}

const struct activity *activities_find(const struct activity_book *b, int no)
{
	for (int i = 0; i < b->len; i++)
		if (b->entry[i].no == no)
			return &b->entry[i];
	return NULL;
}

int activities_left(const struct activity_book *b, const struct activity *a)
{
	int left = a->minutes;

	for (int i = 0; i < b->len; i++)
		if (b->entry[i].corrects == a->no)
			left += b->entry[i].minutes;
	return left;
}

/* Numbers a, adds it and writes all. */
static enum activities_result append(struct activity_book *b, const char *dir,
	const unsigned char *site, const struct activity *a, int64_t now_s, int *ret_no)
{
	int no;

	if (b->len >= ACTIVITIES_MAX)
		return ACTIVITIES_FULL;
	enum activities_result r = activities_draw(b, dir, &no);
	struct activity *new = r == ACTIVITIES_OK ? activities_grow(b) : NULL;
	if (!new)
		return r == ACTIVITIES_OK ? ACTIVITIES_FAILED : r;
	*new = *a;
	new->no = no;
	new->sent[0] = '\0';
	r = activities_save(b, dir, site, now_s);
	if (r == ACTIVITIES_OK && ret_no)
		*ret_no = no;
	return r;
}

enum activities_result activities_add(const char *dir,
	const unsigned char site[static BOX_KEY_BYTES], const struct activity *a, int64_t now_s,
	int *ret_no)
{
	struct activity_book b;
	char today[ACTIVITY_DATE_MAX];

	activities_day(now_s, today);
	if (!fits(a, today))
		return ACTIVITIES_REFUSED;
	enum activities_result r = activities_load(&b, dir, site);
	if (r == ACTIVITIES_OK)
		r = append(&b, dir, site, a, now_s, ret_no);
	activities_release(&b);
	return r;
}

static struct activity *unsent(struct activity_book *b, int no)
{
	struct activity *a = NULL;

	for (int i = 0; i < b->len; i++)
		if (b->entry[i].no == no)
			a = &b->entry[i];
	return a && !a->sent[0] ? a : NULL;
}

enum activities_result activities_change(const char *dir,
	const unsigned char site[static BOX_KEY_BYTES], const struct activity *a, int64_t now_s)
{
	struct activity_book b;
	char today[ACTIVITY_DATE_MAX];

	activities_day(now_s, today);
	if (!fits(a, today))
		return ACTIVITIES_REFUSED;
	enum activities_result r = activities_load(&b, dir, site);
	struct activity *was = r == ACTIVITIES_OK ? unsent(&b, a->no) : NULL;
	if (r == ACTIVITIES_OK && (!was || was->corrects != 0))
		r = ACTIVITIES_REFUSED;
	if (r == ACTIVITIES_OK) {
		*was = *a;
		was->by_itself = false;
		was->sent[0] = '\0';
		r = activities_save(&b, dir, site, now_s);
	}
	activities_release(&b);
	return r;
}

enum activities_result activities_remove(
	const char *dir, const unsigned char site[static BOX_KEY_BYTES], int no, int64_t now_s)
{
	struct activity_book b;
	enum activities_result r = activities_load(&b, dir, site);
	struct activity *gone = r == ACTIVITIES_OK ? unsent(&b, no) : NULL;

	if (r == ACTIVITIES_OK && !gone)
		r = ACTIVITIES_REFUSED;
	if (r == ACTIVITIES_OK) {
		size_t after = (size_t)(&b.entry[b.len] - gone) - 1;
		memmove(gone, gone + 1, after * sizeof(*gone));
		explicit_bzero(&b.entry[--b.len], sizeof(*gone));
		r = activities_save(&b, dir, site, now_s);
	}
	activities_release(&b);
	return r;
}

enum activities_result activities_suggest(const char *dir,
	const unsigned char site[static BOX_KEY_BYTES], const char *type, const char *receipt,
	const char *staff, int64_t duration_s, int64_t now_s)
{
	struct activity a = { .staff_count = 1, .km = -1, .expense = -1, .by_itself = true };
	const int64_t most = (int64_t)ACTIVITY_MINUTES_MAX * 60;
	int64_t s = duration_s < 1 ? 1 : duration_s > most ? most : duration_s;

	if (strlen(type) >= sizeof(a.type) || strlen(receipt) >= sizeof(a.receipt) ||
		strlen(staff) >= sizeof(a.staff))
		return ACTIVITIES_REFUSED;
	a.minutes = (int)((s + STEP_S - 1) / STEP_S) * ACTIVITY_STEP;
	activities_day(now_s, a.date);
	memcpy(a.type, type, strlen(type));
	memcpy(a.receipt, receipt, strlen(receipt));
	memcpy(a.staff, staff, strlen(staff));
	return activities_add(dir, site, &a, now_s, NULL);
}

enum activities_result activities_take_back(const char *dir,
	const unsigned char site[static BOX_KEY_BYTES], int no, int minutes, const char *staff,
	int64_t now_s)
{
	struct activity_book b;
	enum activities_result r = activities_load(&b, dir, site);
	const struct activity *of = r == ACTIVITIES_OK ? activities_find(&b, no) : NULL;

	if (r == ACTIVITIES_OK &&
		(!of || !of->sent[0] || of->corrects != 0 || minutes <= 0 ||
			minutes % ACTIVITY_STEP != 0 || minutes > activities_left(&b, of) ||
			strlen(staff) >= sizeof(of->staff)))
		r = ACTIVITIES_REFUSED;
	if (r == ACTIVITIES_OK) {
		struct activity back = *of;
		back.corrects = no;
		back.minutes = -minutes;
		back.km = back.expense = -1;
		back.by_itself = false;
		memcpy(back.staff, staff, strlen(staff) + 1);
		r = append(&b, dir, site, &back, now_s, NULL);
		explicit_bzero(&back, sizeof(back));
	}
	activities_release(&b);
	return r;
}
