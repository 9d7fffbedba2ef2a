/* SPDX-License-Identifier: Apache-2.0 */
/*
 * courier — DATA/courier/courier.db: what the courier (marumado-sync) knows; it writes, the kiosk
 * reads.
 *
 * Layer: shared; bytes only. Acks are kept exactly as received: this module never verifies them,
 * and a reader must not believe them before it has verified the signature itself.
 * Same pragmas, lock and error meanings as the outbox (DATA/courier/lock, enum outbox_result).
 */
#ifndef MARUMADO_COURIER_H
#define MARUMADO_COURIER_H
#include <stdbool.h>
#include <stdint.h>
#include "outbox.h"

#define COURIER_ETAG_MAX 64 /* bytes with NUL */

struct courier; /* opened by courier_open, ended by courier_close */

struct courier_contact {
	int64_t last_try_s,
		last_ok_s; /* wall clock, seconds since 1970 as the device sees it; 0 = never */
	char state[24];   /* "never" "ok" "offline" "tls" "refused" "error": for people and --status
			   */
	char reason[160]; /* one line, no content */
};

struct courier_ack {
	char id[WIRE_ID_HEX + 1];
	char sha256[WIRE_SHA256_HEX + 1];
	char verdict[12]; /* as the (unverified) ack says */
	const char *jws;  /* the whole ack as received; borrowed until the callback ends */
};

/* Opens. Writer: a damaged file is set aside (courier.db.damaged-N) and a new one made: what it
 * knew, the city says again. Reader: OUTBOX_MISSING when there is none yet. On failure *ret is
 * untouched. */
enum outbox_result courier_open(struct courier **ret, const char *data_dir, enum outbox_mode mode,
	char err[static OUTBOX_ERR_MAX]) __attribute__((warn_unused_result));
void courier_close(struct courier *c);

/* Writer: one received ack and the entries it speaks of, in one transaction. Repeating is harmless;
 * a later verdict for an id replaces an earlier one unless the earlier was stored or duplicate and
 * the later is not (an unverified "stored" may be a forgery, so a later "duplicate" with another
 * ack must get through). OUTBOX_MISSING: refused as a whole, an id, hash or verdict has not the
 * form of wire.h or the ack is longer than WIRE_ACK_BYTES_MAX. `jws` of the entries is not read. */
enum outbox_result courier_put_acks(struct courier *c, const char *ack_jws,
	const struct courier_ack *entries, size_t n) __attribute__((warn_unused_result));
enum outbox_result courier_put_contact(struct courier *c, const struct courier_contact *contact)
	__attribute__((warn_unused_result));
/* Writer: one failed try of an item (counts up); ret_attempts may be NULL. */
enum outbox_result courier_put_attempt(struct courier *c, const char *id, int64_t next_try_s,
	uint32_t *ret_attempts) __attribute__((warn_unused_result));
/* Tries so far and the time of the next one as stored; 0 and 0 when there was none. */
enum outbox_result courier_get_attempt(struct courier *c, const char *id, uint32_t *ret_attempts,
	int64_t *ret_next_try_s) __attribute__((warn_unused_result));
/* Reader and writer: calls fn for every entry whose rowid > *cursor, and moves *cursor (start at
 * 0). A replaced verdict counts as new. Stops when fn returns false. No lock is held while fn runs.
 * Use one cursor for one opened courier and do not store it: when the file was replaced it is set
 * back to 0. */
enum outbox_result courier_each_ack(struct courier *c, int64_t *cursor,
	bool (*fn)(void *ctx, const struct courier_ack *ack), void *ctx)
	__attribute__((warn_unused_result));
/* Writer: the reads that follow share one look at the file, until courier_let_go; no write in
 * between. A reader's reads stay apart, for they would make the writer wait. */
void courier_hold(struct courier *c);
void courier_let_go(struct courier *c);
/* The verdict known for one id, "" when none. */
enum outbox_result courier_verdict(struct courier *c, const char *id, char ret[static 12])
	__attribute__((warn_unused_result));
enum outbox_result courier_get_contact(struct courier *c, struct courier_contact *ret)
	__attribute__((warn_unused_result));
/* Documents fetched from the city, kept as received and unverified: name "keys" (GET /v1/keys).
 * OUTBOX_MISSING: refused, longer than WIRE_DOC_BYTES_MAX, or etag of COURIER_ETAG_MAX bytes or
 * more. */
enum outbox_result courier_put_document(struct courier *c, const char *name, const char *etag,
	const void *data, size_t len) __attribute__((warn_unused_result));
/* Appends it to ret; OUTBOX_MISSING when there is none. etag (COURIER_ETAG_MAX bytes) may be NULL.
 * */
struct buf;
enum outbox_result courier_get_document(struct courier *c, const char *name, char *etag,
	struct buf *ret) __attribute__((warn_unused_result));
/* Writer: forgets entries and attempts of items that are no longer in the outbox (the kiosk erased
 * them) and are older than keep_days. */
enum outbox_result courier_prune(struct courier *c, struct outbox *reader, int keep_days)
	__attribute__((warn_unused_result));
#endif
