/* SPDX-License-Identifier: Apache-2.0 */
/*
 * staff_activity — what the screens of the activities share: reading the list for who is in, words
 * for days and times, who may change what, and handing a month in.
 */
#ifndef MARUMADO_STAFF_ACTIVITY_H
#define MARUMADO_STAFF_ACTIVITY_H
#include <stdbool.h>
#include <stddef.h>
#include "activities.h"
#include "staff_chart.h"

#define STAFF_ACTIVITY_WORDS 96

struct session;

enum staff_number { STAFF_NUMBER_RECEIPT, STAFF_NUMBER_KM, STAFF_NUMBER_EXPENSE };

struct staff_activity {                 /* what is in hand; part of the session */
	char month[ACTIVITY_MONTH_MAX]; /* looked at; "" = this one */
	bool by_day;                    /* the chart */
	struct activity entry;          /* being written or looked at; no 0 = a new one */
	struct activity kept;           /* the same, as it is on the disk */
	int page;      /* of the entry's to come back to from the digits, counted from 1; 0 none */
	int back;      /* minutes to take back */
	bool declared; /* of the month being handed in */
	enum staff_number number; /* asked for by the digits */
	char digits[13];
	bool wrong; /* they were not a receipt number */
};

/* Reads the list into ret, the month looked at set when it was not. False: a screen says
 * staff_activity_trouble. */
bool staff_activity_load(struct session *s, struct activity_book *ret)
	__attribute__((warn_unused_result));
/* After a change of the list: logs what was done (note) and tells it (done), or what went wrong, in
 * the words of staff_tell. True when it was done and logged. */
bool staff_activity_done(
	struct session *s, enum activities_result r, const char *note, const char *done);
/* May who is in change or remove it? Their own, or any for a manager, before it was handed in. */
bool staff_activity_mine(const struct session *s, const struct activity *a);
/* An entry in hand: the one that was begun before, else a new one of today, or of the last day of
 * the month looked at when that is over. */
void staff_activity_new(struct session *s);
/* The one that was begun before, if there is one. */
bool staff_activity_resume(struct session *s);
/* To be called when it may have changed: seals it to the PIN; tells when that failed. */
void staff_activity_keep(struct session *s);
/* It was saved or given up. */
void staff_activity_drop(struct session *s);

/* An intake or a report was sent: the activity it is, to be looked at before the month closes. What
 * was sent is sent whether or not this could be written. */
void staff_activity_suggest(
	struct session *s, const char *type, const char *receipt, int duration_s);

/* "11月23日（月）", "11/23（月）", "1時間30分", "2026年11月" and the name of a type; borrowed or in
 * out. */
const char *staff_activity_date(const char *date, char out[static STAFF_ACTIVITY_WORDS]);
const char *staff_activity_short_date(const char *date, char out[static STAFF_ACTIVITY_WORDS]);
const char *staff_activity_time(int minutes, char out[static STAFF_ACTIVITY_WORDS]);
const char *staff_activity_month(const char *month, char out[static STAFF_ACTIVITY_WORDS]);
/* "6件・6時間15分・のべ7人" */
const char *staff_activity_sum(
	const struct activity_sum *sum, char out[static STAFF_ACTIVITY_WORDS]);
const char *staff_activity_type(const char *type);
/* The name of a staff member, or their id when they are gone. */
const char *staff_activity_who(const struct session *s, const char *id);

/* The bars of a month, by type or by day, of what there is; how many. */
int staff_activity_bars(const char *month, const struct activity_totals *t, bool by_day,
	struct staff_bar bar[static STAFF_CHART_BARS]);
/* The sums of this month; false when there are none. */
bool staff_activity_now(const struct session *s, struct activity_totals *ret,
	char ret_month[static ACTIVITY_MONTH_MAX]) __attribute__((warn_unused_result));

/* Brings list and outbox together after a crash; when somebody comes in. */
void staff_activity_settle(struct session *s);
/* Hands in what is not handed in of the month looked at. True: all of it is in the outbox. */
bool staff_activity_close(struct session *s);
/* The month before this one, when it has something that was not handed in; told with the day it is
 * due by. False: nothing to say. */
bool staff_activity_due(
	struct session *s, char ret_month[static ACTIVITY_MONTH_MAX], char *out, size_t cap);
#endif
