/* SPDX-License-Identifier: Apache-2.0 */
/*
 * collect — reads what the courier brought back: acknowledgements and key documents.
 * The only code that lets a sealed item go.
 */
#ifndef MARUMADO_COLLECT_H
#define MARUMADO_COLLECT_H
#include <stdbool.h>
#include "post.h"

#define COLLECT_AT_ONCE 16 /* acknowledgements of one call, so that a finger never waits */

struct collect_report {
	int erased;            /* items that arrived and were removed here */
	bool again;            /* more is there, or a file was busy: call again soon */
	bool new_keys;         /* a newer key document is in use */
	bool new_status;       /* a newer list of answers is in use */
	char problem[WHY_MAX]; /* one line for the log, "" when all is well; no content */
};

/* One round. Believes nothing the courier wrote: an item is erased only for a verdict "stored" or
 * "duplicate" in an acknowledgement signed by the city for the device whose key signed the item,
 * over the SHA-256 of the bytes that lie in the outbox. */
void collect_run(struct post *p, struct collect_report *ret);
/* A descriptor that becomes readable when the courier has written; -1 when the system has none.
 * While the courier's folder is not there yet, DATA is watched for it and *ret_final is false: call
 * again when it became readable, with the descriptor as fd (-1 the first time). It stays the same:
 * closing one makes the kernel wait up to 20 ms. */
int collect_watch(const struct post *p, int fd, bool *ret_final);
/* Takes the waiting notices off the descriptor. */
void collect_drain(int fd);
#endif
