/* SPDX-License-Identifier: Apache-2.0 */
/*
 * watch — the courier's endless loop: a round, then sleep until there is a reason for the next.
 *
 * Layer: sync, below main only.
 */
#ifndef MARUMADO_WATCH_H
#define MARUMADO_WATCH_H
#include "pass.h"
#include "progress.h"
#include "usb.h"
#include "wake.h"

#define WATCH_KEYS_MS (24LL * 60 * 60 * 1000) /* between two questions for the key document */
/* Between two questions for the status document: with a round for something else at the earliest
 * after GAP, by themselves after STATUS and up to JITTER more. */
#define WATCH_STATUS_MS        (15LL * 60 * 1000)
#define WATCH_STATUS_JITTER_MS (5LL * 60 * 1000)
#define WATCH_STATUS_GAP_MS    (60LL * 1000)
#define WATCH_AGAIN_MS         (60LL * 60 * 1000) /* between two offers of what was refused */
#define WATCH_GAP_MS           1000 /* at least, between rounds for a link or an item */

struct watch {
	struct pass_options pass; /* `again` is set here */
	struct wake *wake;
	struct progress progress;
	unsigned failures;                      /* rounds since the last success */
	int64_t next_keys_ms, next_again_ms;    /* CLOCK_BOOTTIME */
	int64_t next_status_ms, status_from_ms; /* due; allowed with another round */
	int64_t not_before_ms;                  /* the city asked not to come earlier */
	struct usb_place usb;                   /* the road that a button asks for */
	char state[24];                         /* last state that was logged */
};

/* The instant of the next round after one that ended as `r` says, on CLOCK_BOOTTIME; WAKE_NEVER is
 * not returned. Updates failures, not_before_ms and the next_*_ms. `random`: 64 random bits. */
struct round_result;
int64_t watch_plan(struct watch *w, const struct round_result *r, int64_t now_ms, uint64_t random);
/* Whether `reasons` (enum wake_reason) are worth a round before the planned instant; `added`: new
 * items that may be sent; `round_ms`: when the last round ended. */
bool watch_worthwhile(
	const struct watch *w, unsigned reasons, size_t added, int64_t round_ms, int64_t now_ms);
/* Runs until a signal asks to end: true; false when the kernel would not wait. */
bool watch_run(struct watch *w);
#endif
