/* SPDX-License-Identifier: Apache-2.0 */
/*
 * feed — the courier's view of the outbox: the open reader and the backlog that was read through
 * it.
 *
 * Layer: sync. `struct feed f = { .data_dir = …, .courier = … };` then feed_refresh as often as
 * wanted; feed_release ends it. The outbox may not exist yet, and the kiosk may have moved a
 * damaged one aside: both are noticed at the next refresh.
 */
#ifndef MARUMADO_FEED_H
#define MARUMADO_FEED_H
#include <sys/types.h>
#include "backlog.h"

struct feed {
	const char *data_dir;    /* borrowed */
	struct courier *courier; /* borrowed; NULL: no verdicts are known */
	struct outbox *outbox;   /* NULL while there is none */
	dev_t dev;               /* of the file that `outbox` reads */
	ino_t ino;
	struct backlog backlog;
	char err[OUTBOX_ERR_MAX]; /* one line about the last failure */
};

/* Reads what is new. OUTBOX_OK also when there is no outbox yet. *ret_added (may be NULL) counts
 * new items that may be sent. When the file was replaced, the backlog is read anew and all old
 * references end: *ret_replaced (may be NULL) tells. */
enum outbox_result feed_refresh(struct feed *f, size_t *ret_added, bool *ret_replaced)
	__attribute__((warn_unused_result));
/* True when the outbox's file is no longer the one that is open. */
bool feed_replaced(const struct feed *f);
void feed_release(struct feed *f);
#endif
