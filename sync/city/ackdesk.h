/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ackdesk — makes an ack_desk ready for work: the same for the server and for what comes on a
 * stick. Layer: city, below the subcommands; logs what is wrong, like commands.h.
 */
#ifndef MARUMADO_CITY_ACKDESK_H
#define MARUMADO_CITY_ACKDESK_H
#include "ack.h"
#include "options.h"

/* Keys and key document from --dir, the store checked from end to end; rate: batches a second and
 * device, 0 for any; keys_doc: appended to, when not NULL. 0, or the exit code after logging. End
 * with ackdesk_close in both cases; *ret must be zeroed before. */
int ackdesk_open(struct ack_desk *ret, const struct options *o, unsigned rate, int busy_ms,
	struct buf *keys_doc) __attribute__((warn_unused_result));
/* Accepts a desk that ackdesk_open could not finish, once. */
void ackdesk_close(struct ack_desk *desk);
/* Reads a file of at most max bytes; false after logging its name and why. */
bool ackdesk_read(struct buf *ret, const char *path, size_t max)
	__attribute__((warn_unused_result));
#endif
