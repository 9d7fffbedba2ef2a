/* SPDX-License-Identifier: Apache-2.0 */
/*
 * pass — one pass over what is due: urgent items first, in batches, until nothing may be sent or a
 * request failed as a whole.
 *
 * Layer: sync. Writes only to the courier's database. The network is the caller's (transport.h), so
 * is the clock. Call pass_run, then pass_exit_status for a single pass or the fields for a loop.
 */
#ifndef MARUMADO_PASS_H
#define MARUMADO_PASS_H
#include <stdint.h>
#include "documents.h"
#include "feed.h"
#include "transport.h"

#define PASS_PARALLEL_OVER 256 /* items waiting above which several batches travel at once */
#define PASS_LONE_REJECTIONS_MAX                                                                   \
	64 /* without one request accepted in between: the fault is not theirs */

enum pass_end {
	PASS_DRAINED,  /* everything that may be sent was sent; see the counts for what is left */
	PASS_LATER,    /* the city is busy or asks to come back: 408, 429, 5xx, all pending */
	PASS_OFFLINE,  /* no connection */
	PASS_TLS,      /* somebody else answered */
	PASS_REFUSED,  /* 401, 403 */
	PASS_PROTOCOL, /* an answer that this version does not understand */
	PASS_LOCAL,    /* the outbox cannot be read or the courier's database not written */
	PASS_STOPPED   /* a signal asked to end */
};

struct pass_result {
	enum pass_end end;
	uint32_t retry_after_s;      /* what the city asked for, 0 when nothing */
	uint64_t requests, accepted; /* requests sent, and those answered with a well-formed ack */
	uint64_t delivered;          /* items that became stored or duplicate */
	uint64_t total;              /* items that could be sent when the pass began */
	struct backlog_counts left;
	char reason[160]; /* one line, no content; "" when drained */
};

struct pass_options {
	struct feed *feed;
	const struct transport *transport;
	unsigned lanes_max; /* 1 … TRANSPORT_LANES_MAX */
	bool again; /* offer again what the city refused before, last and until a whole batch is
		       refused anew */
	int64_t (*now_ms)(void);                                         /* CLOCK_BOOTTIME */
	void (*progress)(void *ctx, uint64_t delivered, uint64_t total); /* NULL for none */
	void *progress_ctx;
	struct documents *documents; /* to be fetched meanwhile, NULL for none */
};

/* Runs a pass; *ret is filled in every case. */
void pass_run(const struct pass_options *opt, struct pass_result *ret);
/* The exit status of a program that ran this one pass: 0, 65, 75 or 77 (design.md §6). */
int pass_exit_status(const struct pass_result *r);
/* How a pass ends that met this HTTP status, which is neither 200, 400 nor 413. */
enum pass_end pass_end_of_status(long status);
/* For people and --status: "ok", "offline", "tls", "refused" or "error". Static storage. */
const char *pass_state_name(const struct pass_result *r);
#endif
