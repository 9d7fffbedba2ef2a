/* SPDX-License-Identifier: Apache-2.0 */
/*
 * spool — the second copy of each waiting item, one file per item, on another medium (design.md
 * §3).
 *
 * Layer: shared, private to this folder; knows nothing of the database. A file `<id>.item` is one
 * line
 *     marumado-spool 1 <id> <seq> <urgent> <made_hour> <receipt_hash or -> <sha256 of the JWS>
 * followed by the JWS. A file with another version or any other fault is not this module's: it is
 * left as it is and reported as unreadable.
 */
#ifndef MARUMADO_SPOOL_H
#define MARUMADO_SPOOL_H
#include <stdbool.h>
#include "buf.h"
#include "outbox.h"

#define SPOOL_NAME_MAX 64 /* bytes that a file name of this module adds to the folder's */

struct spool_file {
	struct outbox_item item; /* jws borrowed from the buf it was read into */
	char sha256[WIRE_SHA256_HEX + 1];
	char receipt_hash[WIRE_SHA256_HEX + 1]; /* "" for none */
};

/* Makes the folder (0750) if need be and removes what a crash left half-written. */
enum outbox_result spool_prepare(const char *dir, char *err) __attribute__((warn_unused_result));
/* Durable (file and name) when OK; otherwise the file may or may not be there. */
enum outbox_result spool_write(const char *dir, const struct outbox_item *item, const char *sha256,
	const char *receipt_hash) __attribute__((warn_unused_result));
/* Removes an item's file; true when it is gone. `durable` waits for the folder's fsync. */
bool spool_remove(const char *dir, const char *id, bool durable);
/* Reads and checks one file; text is reset first. False: missing, unreadable or not as written. */
bool spool_read(const char *dir, const char *id, struct buf *text, struct spool_file *ret);
/* Calls fn with the id of every `<id>.item`, in no order, until it returns false. */
enum outbox_result spool_each(const char *dir, bool (*fn)(void *ctx, const char *id), void *ctx)
	__attribute__((warn_unused_result));
#endif
