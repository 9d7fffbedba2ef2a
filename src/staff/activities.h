/* SPDX-License-Identifier: Apache-2.0 */
/*
 * activities — what the site's staff did (domain.md §8.6), kept sealed to the site's key in
 * DIR/activities.jwe until it is handed in and for a year after. Numbers are drawn from
 * DIR/activities.no and never used twice, so a lost list cannot make two entries look like one.
 *
 * Layer: staff. An entry of an open month can be changed and removed; once a part of a month went
 * to the city (activities_close.h) its entries stay as they are for ever and are corrected by
 * counter-entries. A list that is there but does not open is left alone: nothing is written over
 * it. Every change is one durable write: it is there wholly or not at all. Time is the wall clock
 * (seconds since 1970); a clock set back makes nothing older and closes nothing. Amounts of money
 * are the city's: only what was spent on the way is noted, and never added up.
 * After a failure the list is as it was.
 */
#ifndef MARUMADO_STAFF_ACTIVITIES_H
#define MARUMADO_STAFF_ACTIVITIES_H
#include <stdbool.h>
#include <stdint.h>
#include "box.h"
#include "wire.h"

#define ACTIVITIES_MAX         3000 /* entries kept */
#define ACTIVITIES_KEPT_MONTHS 13   /* handed in; older ones are forgotten when one is closed */
#define ACTIVITY_STEP          15   /* minutes */
#define ACTIVITY_MINUTES_MAX   720
#define ACTIVITY_STAFF_MAX     5
#define ACTIVITY_KM_MAX        999
#define ACTIVITY_EXPENSE_MAX   99999 /* yen */
#define ACTIVITY_NO_MAX        1000000
#define ACTIVITY_TYPES         8
#define ACTIVITY_DATE_MAX      11 /* "2026-11-23" with NUL */
#define ACTIVITY_MONTH_MAX     8  /* "2026-11" */

enum activities_result {
	ACTIVITIES_OK,
	ACTIVITIES_REFUSED, /* not allowed: see each function */
	ACTIVITIES_FULL,    /* ACTIVITIES_MAX entries, or no number is left */
	ACTIVITIES_DAMAGED, /* there, but another key's or altered; left alone */
	ACTIVITIES_FAILED   /* disk, memory or library */
};

struct activity {
	int no;       /* from 1; 0 = not numbered yet */
	int corrects; /* counter-entry: the entry it takes back; 0 none */
	char date[ACTIVITY_DATE_MAX];
	int minutes;                /* negative in a counter-entry only */
	char type[8];               /* activity_type[] */
	char receipt[13];           /* 12 digits, "" none */
	int staff_count;            /* 1 … ACTIVITY_STAFF_MAX */
	bool declared;              /* not billed to care insurance or the like as well */
	char staff[9];              /* id of who wrote it */
	int km, expense;            /* of the way, whole kilometres and yen; -1 not told */
	bool by_itself;             /* an intake or a report made it; nobody has looked at it yet */
	char sent[WIRE_ID_HEX + 1]; /* item that carries it, "" = not handed in */
};
/* A part of a month that went, or is going, to the city as one item. */
struct activity_part {
	char item[WIRE_ID_HEX + 1], month[ACTIVITY_MONTH_MAX], hash[WIRE_SHA256_HEX + 1];
	char day[ACTIVITY_DATE_MAX], by[9]; /* when, and who closed it */
	bool done; /* the item is in the outbox or beyond; false: a crash came between, see
		      activities_settle */
};
struct activity_book { /* all of it, by number */
	struct activity *entry;
	struct activity_part *part;
	int len, parts, next_no;
};

/* RECV VISIT WATCH ACCO LINK MEET TRAIN COMM */
extern const char *const activity_type[ACTIVITY_TYPES];

/* Reads all; without a file the book is empty. On failure ret is empty. */
enum activities_result activities_load(struct activity_book *ret, const char *dir,
	const unsigned char site[static BOX_KEY_BYTES]) __attribute__((warn_unused_result));
/* Overwrites and frees; accepts a zeroed one. */
void activities_release(struct activity_book *b);
/* The local date of a time. */
void activities_day(int64_t now_s, char ret[static ACTIVITY_DATE_MAX]);
/* The entry of this number; borrowed, NULL none. */
const struct activity *activities_find(const struct activity_book *b, int no);

/* Adds one and numbers it (ret_no may be NULL). It may also belong to a month that was handed in:
 * it then goes to the city as one more part. ACTIVITIES_REFUSED: it does not fit. */
enum activities_result activities_add(const char *dir,
	const unsigned char site[static BOX_KEY_BYTES], const struct activity *a, int64_t now_s,
	int *ret_no) __attribute__((warn_unused_result));
/* Puts it in the place of the one with its number. ACTIVITIES_REFUSED: it does not fit, was handed
 * in, is a counter-entry, or is not there. `made by itself` ends. */
enum activities_result activities_change(const char *dir,
	const unsigned char site[static BOX_KEY_BYTES], const struct activity *a, int64_t now_s)
	__attribute__((warn_unused_result));
/* ACTIVITIES_REFUSED: it was handed in or is not there. A counter-entry may go, too. */
enum activities_result activities_remove(
	const char *dir, const unsigned char site[static BOX_KEY_BYTES], int no, int64_t now_s)
	__attribute__((warn_unused_result));
/* What an intake ("RECV") or an outreach report ("VISIT") leaves behind by itself when it was sent:
 * today, one person, its duration rounded up to whole steps, not declared yet, to be looked at
 * before the month closes. receipt: 12 digits or "". Call it after the item is in the outbox; a
 * failure is no reason to tell that sending failed. */
enum activities_result activities_suggest(const char *dir,
	const unsigned char site[static BOX_KEY_BYTES], const char *type, const char *receipt,
	const char *staff, int64_t duration_s, int64_t now_s) __attribute__((warn_unused_result));
/* A counter-entry that takes `minutes` of entry `no` back. ACTIVITIES_REFUSED: that entry was not
 * handed in, is itself a counter-entry, has not so many minutes left, or minutes is no multiple of
 * the step above 0. */
enum activities_result activities_take_back(const char *dir,
	const unsigned char site[static BOX_KEY_BYTES], int no, int minutes, const char *staff,
	int64_t now_s) __attribute__((warn_unused_result));
/* Minutes of an entry less what counter-entries took back. */
int activities_left(const struct activity_book *b, const struct activity *a);

/* --- sums --- */
struct activity_sum {
	int count, minutes, staff; /* as the city's report counts: a counter-entry takes its
				      minutes, and the whole activity when nothing is left of it */
};
struct activity_totals {
	struct activity_sum type[ACTIVITY_TYPES], day[31], all;
	int unsent, undeclared, by_itself; /* entries of the month not handed in; of these not
					      declared, not looked at */
	bool closed;                       /* a part of it was handed in */
};
void activities_totals(
	struct activity_totals *ret, const struct activity_book *b, const char *month);
/* Index in activity_type[], -1 when it is none. */
int activity_type_index(const char *type);
/* month ("2026-11") moved by n months; false: no month. */
bool activities_month_step(const char *month, int n, char ret[static ACTIVITY_MONTH_MAX]);
/* date moved by n days. */
bool activities_day_step(const char *date, int n, char ret[static ACTIVITY_DATE_MAX]);
#endif
