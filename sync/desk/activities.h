/* SPDX-License-Identifier: Apache-2.0 */
/*
 * activities — a month's activity lists (records of kind ACT) added up by site.
 *
 * Layer: desk; logs which lists are wrong, by the city's number. Amounts of money are the city's.
 */
#ifndef MARUMADO_ACTIVITIES_H
#define MARUMADO_ACTIVITIES_H
#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include "buf.h"
#include "labels.h"

struct activities {
	json_t *site; /* site → {act_type → {count, minutes, staff_count, undeclared, km, expense}};
			 owned */
	json_t *paid; /* with rates: site → act_type → index of the rate → {count, minutes} of what
			 was declared as not billed elsewhere; owned */
	const json_t *rates; /* borrowed, NULL none */
	size_t bad;          /* lists with a wrong hash, entries that contradict an earlier one */
};

/* Adds up the lists of the month ("2026-11") among checked records. An entry that came twice counts
 * once. A counter-entry takes its minutes and staff back, and the activity too when it takes all of
 * its minutes, and is paid back by the rate of that. rates: NULL when nothing is paid by this
 * report. False when memory fails; ret is then empty. */
bool activities_sum(struct activities *ret, const json_t *records, const char *month,
	const json_t *rates) __attribute__((warn_unused_result));
/* Append the table and the picture. */
void activities_csv(struct buf *ret, const struct activities *a, const json_t *plan,
	const struct labels *l, const char *month);
void activities_svg(
	struct buf *ret, const struct activities *a, const json_t *plan, const struct labels *l);
/* Frees; accepts a zeroed one. */
void activities_release(struct activities *a);
#endif
