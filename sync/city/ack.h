/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ack — from a batch of items to the verdicts of a signed acknowledgement (design.md §4).
 * Layer: city, above store, verifiers and record; knows no HTTP. Safe from any thread.
 */
#ifndef MARUMADO_CITY_ACK_H
#define MARUMADO_CITY_ACK_H
#include <pthread.h>
#include "group.h"
#include "ratelimit.h"
#include "sign.h"
#include "store.h"
#include "verifiers.h"
#include "workers.h"

#define ACK_WAITING_MAX 1000 /* devices that wait for approval; more are answered but not noted */

/* Reasons inside a "refused" or "pending" verdict. */
#define ACK_REASON_REVOKED "revoked"
#define ACK_REASON_SIGNATURE "signature"
#define ACK_REASON_UNKNOWN "unknown"   /* no device of this kid has enrolled */
#define ACK_REASON_WAITING "waiting"   /* a person has not approved it yet */
#define ACK_REASON_CROWDED "crowded"   /* too many devices wait: enrol again later */

enum ack_result {
	ACK_OK,
	ACK_MALFORMED, /* an item cannot be read */
	ACK_MIXED,     /* an item is of another device than the first */
	ACK_LIMITED,   /* the device sends too often */
	ACK_STORE,     /* nothing was stored, see store */
	ACK_FAILED     /* no memory or no signature; what was stored is stored */
};

/* The places a batch needs; made by serve, shared by all threads. */
struct ack_desk {
	struct store *store;
	pthread_mutex_t store_lock;  /* held for every use of store */
	struct group group;          /* batches on their way into store */
	struct verifiers *verifiers;
	struct workers *helpers;     /* borrowed; who helps to read and verify; NULL: nobody */
	/* asked only after a good signature: nobody can use up another's */
	struct ratelimit *per_device;
	struct jwk key;              /* the city's ack key */
	char store_name[4096];       /* the store's file, for messages */
	pthread_mutex_t key_lock;
};

struct ack_batch {
	const char *jws[WIRE_BATCH_ITEMS_MAX]; /* borrowed */
	size_t len[WIRE_BATCH_ITEMS_MAX];
	int n;
};

struct ack_report {
	char device[WIRE_KID_MAX];     /* "" when no item could be read */
	int item;                      /* ACK_MALFORMED, ACK_MIXED: its index, else -1 */
	char why[SIGN_REASON_MAX];     /* ACK_MALFORMED */
	enum store_result store;       /* ACK_STORE */
};

/* Checks, stores the whole batch in one transaction, commits. ACK_OK: ret holds one entry per item,
 * in order, and what it calls stored survives a power cut. Otherwise ret is undefined. report is
 * always filled. */
enum ack_result ack_decide(struct ack_desk *desk, const struct ack_batch *batch, int64_t now_s,
	int64_t now_ms, struct ack *ret, struct ack_report *report)
	__attribute__((warn_unused_result));
/* ack_decide, then the signature: appends the JWS to ret. */
enum ack_result ack_answer(struct ack_desk *desk, const struct ack_batch *batch, int64_t now_s,
	int64_t now_ms, struct ack *ret_ack, struct buf *ret, struct ack_report *report)
	__attribute__((warn_unused_result));
#endif
