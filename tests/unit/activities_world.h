/* SPDX-License-Identifier: Apache-2.0 */
/*
 * activities_world — a folder with a list of activities, at noon of 2026-11-23.
 */
#ifndef MARUMADO_ACTIVITIES_WORLD_H
#define MARUMADO_ACTIVITIES_WORLD_H
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <cmocka.h>
#include "activities_close.h"
#include "activities_private.h"
#include "keys.h"
#include "tempdir.h"

#define WHO     "0a1b2c3d"
#define RECEIPT "123456789010"
#define DAY     86400

struct world {
	char dir[TEMPDIR_MAX], file[64], no[64];
	unsigned char key[BOX_KEY_BYTES], other[BOX_KEY_BYTES];
	int64_t now; /* noon of 2026-11-23 */
	int there;   /* what `where` answers: 1, 0, -1, or 2: every second item only */
	int asked;
};

static inline int64_t noon(int year, int month, int day)
{
	struct tm tm = { .tm_year = year - 1900,
		.tm_mon = month - 1,
		.tm_mday = day,
		.tm_hour = 12,
		.tm_isdst = -1 };

	return (int64_t)mktime(&tm);
}

static inline int begin(void **state)
{
	struct world *w = calloc(1, sizeof(*w));

	keys_init();
	tempdir_make(w->dir);
	snprintf(w->file, sizeof(w->file), "%s/activities.jwe", w->dir);
	snprintf(w->no, sizeof(w->no), "%s/activities.no", w->dir);
	memset(w->key, 7, sizeof(w->key));
	memset(w->other, 8, sizeof(w->other));
	w->now = noon(2026, 11, 23);
	*state = w;
	return 0;
}

static inline int end(void **state)
{
	struct world *w = *state;

	tempdir_remove(w->dir);
	free(w);
	return 0;
}

static inline struct activity visit(const char *date, int minutes)
{
	struct activity a = { .minutes = minutes,
		.type = "VISIT",
		.receipt = RECEIPT,
		.staff_count = 2,
		.declared = true,
		.staff = WHO,
		.km = 12,
		.expense = -1 };

	snprintf(a.date, sizeof(a.date), "%s", date);
	return a;
}

static inline int add(struct world *w, const char *date, int minutes)
{
	struct activity a = visit(date, minutes);
	int no = 0;

	assert_int_equal(activities_add(w->dir, w->key, &a, w->now, &no), ACTIVITIES_OK);
	return no;
}

static inline struct activity_book load(struct world *w)
{
	struct activity_book b;

	assert_int_equal(activities_load(&b, w->dir, w->key), ACTIVITIES_OK);
	return b;
}

static inline struct activity_totals totals(struct world *w, const char *month)
{
	struct activity_book b = load(w);
	struct activity_totals t;

	activities_totals(&t, &b, month);
	activities_release(&b);
	return t;
}
#define T(f) cmocka_unit_test_setup_teardown(f, begin, end)
#endif
