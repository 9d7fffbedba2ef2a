/* SPDX-License-Identifier: Apache-2.0 */
/*
 * pass_private — one pass under way, shared by pass.c (what answers mean) and pass_lanes.c (what is
 * sent next).
 *
 * Layer: sync, below pass.h.
 */
#ifndef MARUMADO_PASS_PRIVATE_H
#define MARUMADO_PASS_PRIVATE_H
#include "batch.h"
#include "pass.h"

#define AHEAD_MAX TRANSPORT_LANES_MAX /* batches made ready: one for each answer that may come */
/* every entry holds at least one of the items of the batches in flight and of those ready */
#define HALVES_MAX ((TRANSPORT_LANES_MAX + AHEAD_MAX) * WIRE_BATCH_ITEMS_MAX)

struct work {
	size_t n;
	due_ref refs[WIRE_BATCH_ITEMS_MAX];
};

struct pass {
	const struct pass_options *opt;
	struct pass_result *res;
	struct backlog *backlog;
	bool ending, refused_anew;
	unsigned lanes, in_flight, lone_rejections;
	size_t bytes_max;
	struct lane {
		bool busy;
		struct batch batch;
	} lane[TRANSPORT_LANES_MAX];
	struct batch ahead[AHEAD_MAX]; /* a ring: composed while others travel, the oldest first */
	unsigned ahead_at, ahead_n;
	struct taken { /* answers that came at once, in the order they are looked at */
		struct batch batch;
		struct reply reply;
	} taken[TRANSPORT_LANES_MAX];
	struct answer answer;
	size_t halves_n;
	struct work halves[HALVES_MAX];
};

/* Ends the pass for this reason, unless it has another one already. */
void pass_end_for(struct pass *p, enum pass_end end, const char *reason);
/* Puts an item to rest for hours. */
void pass_set_aside(struct pass *p, struct due *d);
/* Gives every idle lane the next batch, as long as there is one and the pass goes on. */
void pass_fill_lanes(struct pass *p);
/* Reads one more batch while others travel. Only what was never turned down: whether the rest is to
 * be offered depends on the answers to come. False: nothing more is to be made ready. */
bool pass_compose_ahead(struct pass *p);
/* Sends the oldest batch that is ready. False when there is none, or others go first. */
bool pass_start_ahead(struct pass *p, unsigned lane);
void pass_swap(struct batch *a, struct batch *b);
#endif
