/* SPDX-License-Identifier: Apache-2.0 */
/*
 * reports — the list of what the site's staff have sent: receipt, item id, kind and day, and
 * nothing else (domain.md's "see" column). Sealed to the site's key in DIR/reports.jwe, so that
 * without a PIN not even the receipts can be read. What residents send by themselves is never in
 * it.
 */
#ifndef MARUMADO_REPORTS_H
#define MARUMADO_REPORTS_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "box.h"
#include "wire.h"

#define REPORTS_MAX 1000 /* the oldest are forgotten */

struct report {
	char receipt[13];         /* 12 digits, "" of an ACT */
	char id[WIRE_ID_HEX + 1]; /* of the item, for its state in the outbox */
	char kind[4];             /* WLK OUT ACT AMD WDR */
	char day[11];             /* "2026-11-23" */
};

/* Adds one, durably. False: the list is as it was. */
bool reports_add(const char *dir, const unsigned char site[static BOX_KEY_BYTES],
	const struct report *r, int64_t now_s) __attribute__((warn_unused_result));
/* Up to `most`, the newest first, after skipping `skip`. Returns how many; 0 also when the list
 * does not open. */
size_t reports_newest(const char *dir, const unsigned char site[static BOX_KEY_BYTES], size_t skip,
	struct report *ret, size_t most);
#endif
