/* SPDX-License-Identifier: Apache-2.0 */
/*
 * outbox — the kiosk's queue of sealed, signed items in DATA/outbox/outbox.db (design.md §3).
 *
 * Layer: shared; speaks bytes (id + JWS in, id + JWS out), knows nothing of forms or keys.
 * One writer (the kiosk), any number of readers (the courier). The writer holds an advisory lock on
 * DATA/outbox/lock for as long as it is open; a second writer gets OUTBOX_BUSY.
 * Promise: when outbox_put returned OUTBOX_OK the item survives a power cut; when it returned
 * anything else the item is not in the queue and the caller must show no receipt.
 * Every pragma of design.md §3 is set and read back on open; a difference is OUTBOX_IO.
 * After OUTBOX_IO or OUTBOX_FULL from a write the file has been closed and opened again inside the
 * call.
 */
#ifndef MARUMADO_OUTBOX_H
#define MARUMADO_OUTBOX_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "wire.h"

#define OUTBOX_ERR_MAX 256
#define OUTBOX_SCHEMA_VERSION                                                                      \
	1 /* PRAGMA user_version; newer is OUTBOX_NEWER and leaves the file alone */

enum outbox_result {
	OUTBOX_OK,
	OUTBOX_BUSY, /* another writer has it, or it stayed locked longer than the busy time-out */
	OUTBOX_FULL, /* no space; nothing was stored */
	OUTBOX_IO,   /* any other write, sync or read error; nothing was stored */
	OUTBOX_CORRUPT, /* damaged beyond salvage; moved aside, see outbox_open */
	OUTBOX_NEWER,   /* written by a newer program */
	OUTBOX_MISSING  /* reader: no database there yet; lookups: no such id */
};
enum outbox_mode { OUTBOX_WRITER, OUTBOX_READER };
enum outbox_state { OUTBOX_ABSENT, OUTBOX_WAITING, OUTBOX_ACKED };

struct outbox; /* opened by outbox_open, ended by outbox_close */

struct outbox_item {
	uint64_t seq;
	char id[WIRE_ID_HEX + 1];
	bool urgent;
	char made_hour[WIRE_MADE_LEN + 1];
	const char *jws; /* borrowed: by put from the caller, by each/get until the callback or call
			    ends */
	size_t jws_len;
};

struct outbox_stats {
	uint64_t waiting, waiting_urgent;    /* items not yet erased */
	uint64_t acked;                      /* tombstones */
	char oldest_hour[WIRE_MADE_LEN + 1]; /* "" when nothing waits */
};

struct outbox_options {
	const char *data_dir;  /* DATA; outbox/ below it is created 0750 by the writer */
	const char *spool_dir; /* optional second medium (writer), NULL for none */
};

/* Opens. `err` receives one line without content on failure. Writer: a damaged database is moved
 * aside with its journal (outbox.db.damaged-N), what sealed items and tombstones can be read are
 * salvaged into a new one together with spool_dir, and *ret_salvaged tells how many; the result is
 * OUTBOX_OK and ret_damaged true. ret_salvaged/ret_damaged may be NULL. On failure *ret is
 * untouched. A database that was there before and is gone counts as damaged. *ret_salvaged counts
 * waiting items. A spool_dir that cannot be made or written is a failure: both copies or no
 * receipt. The process must ignore SIGXFSZ. */
enum outbox_result outbox_open(struct outbox **ret, const struct outbox_options *opt,
	enum outbox_mode mode, char err[static OUTBOX_ERR_MAX], bool *ret_damaged,
	uint64_t *ret_salvaged);
/* Closes and frees; accepts NULL. */
void outbox_close(struct outbox *ob);

/* What the next item must carry: its seq (from 1) and the SHA-256 of the item before
 * (WIRE_PREV_NONE for the first). Stays true after the previous item was erased. */
enum outbox_result outbox_head(struct outbox *ob, uint64_t *ret_seq,
	char ret_prev[static WIRE_SHA256_HEX + 1]) __attribute__((warn_unused_result));
/* Stores one item durably. `receipt_hash` (hex SHA-256 or NULL) goes to the item's later tombstone
 * so that a look-up can say "pending"/"arrived" without the receipt itself being on the disk.
 * OUTBOX_MISSING: refused, nothing was stored: a member has not the form of wire.h, the JWS is
 * longer than WIRE_ITEM_BYTES_MAX, seq is not above the head, or the id was used before. Storing
 * the very same item once more is OUTBOX_OK. OUTBOX_CORRUPT: the file was found damaged during the
 * call, set aside and salvaged as outbox_open does; this item was not stored. */
enum outbox_result outbox_put(struct outbox *ob, const struct outbox_item *item,
	const char *receipt_hash) __attribute__((warn_unused_result));
/* Removes the sealed item and leaves a tombstone with the ack that proves arrival. The caller has
 * verified the ack. sha256 must equal the stored item's, else OUTBOX_MISSING and nothing changes.
 * */
enum outbox_result outbox_erase(struct outbox *ob, const char *id,
	const char sha256[static WIRE_SHA256_HEX + 1], const char *ack_jws, const char *day)
	__attribute__((warn_unused_result));
/* From now on nothing here or in the second copies is found by this receipt hash; the items and
 * tombstones stay. */
enum outbox_result outbox_forget_receipt(struct outbox *ob, const char *receipt_hash)
	__attribute__((warn_unused_result));
/* Waiting, acked or absent, read from the database now. */
enum outbox_result outbox_state(struct outbox *ob, const char *id, enum outbox_state *ret)
	__attribute__((warn_unused_result));
/* The same, found by receipt hash. */
enum outbox_result outbox_state_by_receipt(struct outbox *ob, const char *receipt_hash,
	enum outbox_state *ret) __attribute__((warn_unused_result));
/* Calls fn for waiting items with seq > after_seq in seq order, until fn returns false. */
enum outbox_result outbox_each(struct outbox *ob, uint64_t after_seq,
	bool (*fn)(void *ctx, const struct outbox_item *item), void *ctx)
	__attribute__((warn_unused_result));
/* The same over all waiting items, the urgent ones first, each kind in seq order. In both, no lock
 * is held while fn runs, so fn may be slow, and may put and erase. */
enum outbox_result outbox_each_by_urgency(
	struct outbox *ob, bool (*fn)(void *ctx, const struct outbox_item *item), void *ctx)
	__attribute__((warn_unused_result));
/* As outbox_each, but without the bytes: jws is NULL and jws_len what its length is said to be; the
 * hash is checked only when the item itself is read. Rows are read some hundreds at a time before
 * fn runs, so one may have been erased meanwhile. */
enum outbox_result outbox_list(struct outbox *ob, uint64_t after_seq,
	bool (*fn)(void *ctx, const struct outbox_item *item), void *ctx)
	__attribute__((warn_unused_result));
/* Reader: the reads that follow see one state of the file under one lock, until outbox_let_go or
 * until one of them fails. The kiosk's commit waits meanwhile: for a batch of outbox_get, not for
 * anything slow. A failure to begin is met again by those reads. */
void outbox_hold(struct outbox *ob);
void outbox_let_go(struct outbox *ob);
/* One waiting item by id through fn, or OUTBOX_MISSING. */
enum outbox_result outbox_get(struct outbox *ob, const char *id,
	bool (*fn)(void *ctx, const struct outbox_item *item), void *ctx)
	__attribute__((warn_unused_result));
enum outbox_result outbox_stats(struct outbox *ob, struct outbox_stats *ret)
	__attribute__((warn_unused_result));
/* A name for logs and tests: "ok", "busy", … Static storage. */
const char *outbox_result_name(enum outbox_result r);
#endif
