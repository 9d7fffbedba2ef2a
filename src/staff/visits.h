/* SPDX-License-Identifier: Apache-2.0 */
/*
 * visits — when the site means to go again: the receipt of an outreach report and a day, nothing
 * else, sealed to the site's key in DIR/visits.jwe. An entry ends when it was done, when a
 * follow-up of its report is sent, or 60 days after its day.
 * Layer: staff.
 */
#ifndef MARUMADO_VISITS_H
#define MARUMADO_VISITS_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "box.h"

#define VISITS_MAX    200 /* the oldest are forgotten */
#define VISITS_LIFE_D 60

struct visit {
	char receipt[13]; /* 12 digits */
	char day[11];     /* "2026-11-23" */
};

/* Adds one, in place of any with the same receipt; what is over its time goes. `today` as day.
 * False: the list is as it was; also when a date is none. */
bool visits_add(const char *dir, const unsigned char site[static BOX_KEY_BYTES],
	const struct visit *v, const char *today, int64_t now_s)
	__attribute__((warn_unused_result));
/* Takes one out; true when it is not there afterwards. */
bool visits_done(const char *dir, const unsigned char site[static BOX_KEY_BYTES],
	const char *receipt, int64_t now_s) __attribute__((warn_unused_result));
/* Those that are due within `ahead` days of today, and those that should have been; the earliest
 * first. Returns how many, at most `most`; 0 also when the list does not open. */
size_t visits_due(const char *dir, const unsigned char site[static BOX_KEY_BYTES],
	const char *today, int ahead, struct visit *ret, size_t most);
#endif
