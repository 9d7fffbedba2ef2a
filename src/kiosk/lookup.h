/* SPDX-License-Identifier: Apache-2.0 */
/*
 * lookup — what is known of a receipt number, from three places: what waits here, what the city
 * acknowledged here, and the city's list of answers. Works without a line.
 */
#ifndef MARUMADO_LOOKUP_H
#define MARUMADO_LOOKUP_H
#include <stdbool.h>
#include <stdint.h>
#include "post.h"
#include "receipt.h"
#include "status.h"

#define LOOKUP_FREE_MISSES 5       /* then each look-up waits: 2, 4, … */
#define LOOKUP_WAIT_MS_MAX 60000   /* … at most this */
#define LOOKUP_FORGET_MS   1800000 /* without a miss: as if there had been none */

enum lookup_answer {
	LOOKUP_NONE,     /* not asked */
	LOOKUP_WRONG,    /* the check digit says: a slip */
	LOOKUP_BUSY,     /* asked; the answer comes when its time has come */
	LOOKUP_PENDING,  /* nothing is known: never given out, or not yet answered */
	LOOKUP_WAITING,  /* handed in here, not yet sent */
	LOOKUP_RECEIVED, /* handed in here, acknowledged by the city */
	LOOKUP_STATUS    /* the city's answer: a struct status */
};

/* Does the same work for every number: two slow hashes, one look into each place. The answer is
 * PENDING, WAITING, RECEIVED or STATUS (then *ret is filled); NONE when memory fails. */
enum lookup_answer lookup_run(
	struct post *p, const char digits[static RECEIPT_DIGITS], struct status *ret);

/* Slows down whoever tries numbers. Belongs to the machine, not to a visit: a wipe does not help
 * them. In memory only, and holds no number. */
struct lookup_brake {
	int misses;
	uint64_t missed_ms; /* the last one */
};
/* How long the next look-up has to wait. */
uint64_t lookup_brake_ms(const struct lookup_brake *b, uint64_t now_ms);
/* One look-up was answered. What was found does not make up for what was missed. */
void lookup_brake_note(struct lookup_brake *b, enum lookup_answer answer, uint64_t now_ms);
#endif
