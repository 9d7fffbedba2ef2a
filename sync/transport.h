/* SPDX-License-Identifier: Apache-2.0 */
/*
 * transport — what a pass needs of a network: start a request on a lane, wait for whichever ends
 * first.
 *
 * Layer: sync. send.c implements it with libcurl; the tests with a function that plays the city.
 */
#ifndef MARUMADO_TRANSPORT_H
#define MARUMADO_TRANSPORT_H
#include <stdbool.h>
#include "buf.h"

#define TRANSPORT_LANES_MAX     4 /* of items: requests in flight at once */
#define TRANSPORT_DOCUMENT_LANE TRANSPORT_LANES_MAX
#define TRANSPORT_LANES         (TRANSPORT_LANES_MAX + 1)
#define TRANSPORT_TIMEOUT_MS    120000L

struct request {
	const char *path;       /* "/v1/items"; borrowed until the request ended */
	const struct buf *body; /* JSON to POST, NULL for a GET; borrowed until the request ended */
	const char *etag;  /* GET: If-None-Match, NULL or "" for none; borrowed during start only */
	size_t answer_max; /* bytes of answer; more is REPLY_BROKEN */
	long timeout_ms;   /* for the whole request, TRANSPORT_TIMEOUT_MS at most */
};

enum reply_kind {
	REPLY_HTTP,    /* an HTTP answer arrived whole; status and the rest are set */
	REPLY_OFFLINE, /* no connection, or it ended or stalled */
	REPLY_TLS,     /* somebody answered who is not the city */
	REPLY_BROKEN   /* not HTTP, or larger than allowed */
};

struct reply {
	enum reply_kind kind;
	long status;
	char content_type[64], retry_after[32], etag[64]; /* "" when absent or too long */
	struct buf body;
	char reason[160]; /* one line, nothing that the other side wrote */
};

enum transport_wait {
	TRANSPORT_REPLY,   /* *ret is filled */
	TRANSPORT_STOPPED, /* a signal asks to end; requests are still in flight */
	TRANSPORT_FAILED   /* out of memory or the like */
};

struct transport {
	void *ctx;
	/* Starts a request on a lane in [0, TRANSPORT_LANES) that has none in flight. */
	bool (*start)(void *ctx, unsigned lane, const struct request *rq);
	/* Waits until one of the started requests ended. ret->body is then the caller's to release.
	 */
	enum transport_wait (*wait)(void *ctx, unsigned *ret_lane, struct reply *ret);
	/* Drops everything in flight. */
	void (*abandon)(void *ctx);
	/* Moves what can be moved without waiting. True: wait has a reply and returns at once. */
	bool (*ready)(void *ctx);
};
#endif
