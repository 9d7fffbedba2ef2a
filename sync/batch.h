/* SPDX-License-Identifier: Apache-2.0 */
/*
 * batch — one request's items, and the reading of the answer to it.
 *
 * Layer: sync; no network, no clock. `struct batch b = BATCH_INIT;`, batch_begin, batch_add per
 * item, batch_end; then b.body travels. batch_release ends it and may be repeated.
 */
#ifndef MARUMADO_BATCH_H
#define MARUMADO_BATCH_H
#include "ackframe.h"
#include "backlog.h"
#include "buf.h"
#include "courier.h"
#include "outbox.h"

#define BATCH_FRAME_BYTES 12 /* {"items":[ and ]} */
#define BATCH_ITEM_BYTES  3  /* two quotes and a comma; the first item has no comma */

struct batch {
	struct buf body;
	size_t n;
	char device[WIRE_KID_MAX + 1]; /* who signed the items; "" when they do not say or differ */
	struct batch_item {
		due_ref ref;
		char id[WIRE_ID_HEX + 1];
		char sha256[WIRE_SHA256_HEX + 1]; /* of the bytes that travel */
	} items[WIRE_BATCH_ITEMS_MAX];
};
#define BATCH_INIT                                                                                 \
	{                                                                                          \
		.body = BUF_INIT                                                                   \
	}

enum batch_added {
	BATCH_ADDED,
	BATCH_GONE,       /* no longer in the outbox */
	BATCH_UNSENDABLE, /* damaged, not a JWS, or alone larger than a request may be */
	BATCH_FAILED      /* the outbox cannot be read now, or no memory */
};

/* Starts over with an empty list of items; keeps the memory. */
void batch_begin(struct batch *b);
/* Appends the item `id` as it is in the outbox. The caller has seen to the limits with batch_fits.
 */
enum batch_added batch_add(struct batch *b, struct outbox *ob, const char *id, due_ref ref)
	__attribute__((warn_unused_result));
/* True when a request that is `bytes` long with n items (BATCH_FRAME_BYTES for none) still fits
 * bytes_max and the limit of items after one more item of jws_len bytes; *ret_bytes is then its new
 * length. */
bool batch_fits(size_t bytes, size_t n, size_t jws_len, size_t bytes_max, size_t *ret_bytes);
/* True when the text has only the characters of a JWS compact, which JSON carries unescaped. */
bool batch_is_compact(const char *s, size_t len);
/* Closes the JSON. False when memory ran out. */
bool batch_end(struct batch *b) __attribute__((warn_unused_result));
/* Frees the body. */
void batch_release(struct batch *b);

struct answer {
	size_t n; /* entries that speak of this batch */
	struct courier_ack acks[WIRE_BATCH_ITEMS_MAX];
	enum ack_verdict verdicts[WIRE_BATCH_ITEMS_MAX];
	size_t items[WIRE_BATCH_ITEMS_MAX]; /* index into batch.items */
};
/* Reads the body of a 200. False when it is not a well-formed acknowledgement of at least one item
 * of this batch, is for another device, or says that something else than what was sent has been
 * stored: then nothing of it may be kept. *ret_why is static. The acks borrow `jws` and carry no
 * pointer of the batch. */
bool batch_judge(const struct batch *b, const char *jws, size_t len, struct answer *ret,
	const char **ret_why) __attribute__((warn_unused_result));
#endif
