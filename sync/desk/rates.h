/* SPDX-License-Identifier: Apache-2.0 */
/*
 * rates — what the city pays for which activity (報償費), from the city's own file:
 *
 *   {"rates":[{"act_type":"VISIT","unit":"each"|"30min","yen":N,"valid_from":"2026-04-01"}…],
 *    "caps":[{"site":"…"|"*","yen":N,"valid_from":"2026-04-01"}…]}
 *
 * A rate holds from its day until the next one of its act_type. A cap is the most that a site gets
 * in a month; "*" is for sites without one of their own; no cap, no limit.
 *
 * Layer: desk. No amount is in the program, and none depends on consent, names or topics.
 */
#ifndef MARUMADO_RATES_H
#define MARUMADO_RATES_H
#include <jansson.h>
#include <stdbool.h>
#include "buf.h"
#include "labels.h"

#define RATES_NONE (-1)

/* Reads and checks the file; NULL: err says why. Caller releases. */
json_t *rates_read(const char *path, char err[static CONTENT_ERR_MAX])
	__attribute__((warn_unused_result));
/* The rate for an activity on a day: an index for rates_csv, RATES_NONE when there is none. */
int rates_find(const json_t *rates, const char *act_type, const char *day);
/* Appends the month's amounts by site: a row for each rate that was used, then the site's total,
 * cap and what is to be paid. paid: site → act_type → index of the rate → {count, minutes}. */
void rates_csv(struct buf *ret, const json_t *rates, json_t *paid, const json_t *plan,
	const struct labels *l, const char *month);
#endif
