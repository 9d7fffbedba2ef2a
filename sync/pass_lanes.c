/* SPDX-License-Identifier: Apache-2.0 */
/*
 * pass_lanes — why: a line is only as fast as it is busy, and reading half a megabyte of items out
 * of a database takes as long as the city takes to check them.
 *
 * The next batches are therefore made ready while others travel, one for each lane, and leave in
 * the moment an answer comes. Halves of a batch that was turned down, and urgent items that came
 * meanwhile, go before them. Not here: what an answer means (pass.c).
 */
#include "pass_private.h"

#include <assert.h>
#include <stdio.h>
#include <time.h>

#include "retry.h"

void pass_end_for(struct pass *p, enum pass_end end, const char *reason)
{
	if (p->ending)
		return; /* the first reason is the one that counts */
	p->ending = true;
	p->res->end = end;
	snprintf(p->res->reason, sizeof p->res->reason, "%s", reason);
}

static bool is_urgent_next(struct pass *p)
{
	due_ref ref;

	return backlog_peek(p->backlog, SWEEP_FRESH, &ref) && backlog_is_urgent(ref);
}

/* Takes the next items of a sweep, as many as one request may carry and items_max allows. */
static bool gather(struct pass *p, enum backlog_sweep sweep, size_t items_max, bool urgent_only,
	struct work *w)
{
	size_t bytes = BATCH_FRAME_BYTES;
	due_ref ref;

	w->n = 0;
	while (w->n < items_max && backlog_peek(p->backlog, sweep, &ref)) {
		bool fits = batch_fits(
			bytes, w->n, backlog_at(p->backlog, ref)->jws_len, p->bytes_max, &bytes);

		/* an item larger than any request is taken alone, so that batch_add can name it */
		if ((!fits && w->n > 0) || (urgent_only && !backlog_is_urgent(ref)))
			break;
		backlog_take(p->backlog, sweep, ref);
		w->refs[w->n++] = ref;
		if (!fits)
			break;
	}
	return w->n > 0;
}

/* One batch of what was refused before, unless all of an earlier one was refused anew. */
static bool gather_refused(struct pass *p, bool urgent_only, struct work *w)
{
	if (!p->opt->again || p->refused_anew)
		return false;
	return gather(p, SWEEP_REFUSED, WIRE_BATCH_ITEMS_MAX, urgent_only, w);
}

/* An urgent item that came meanwhile goes before the rest of the drain. False: no more work. */
static bool look_again(struct pass *p)
{
	size_t added;

	if (feed_replaced(p->opt->feed)) {
		pass_end_for(p, PASS_LOCAL, "the outbox was replaced");
		return false;
	}
	if (p->opt->feed->outbox != NULL && backlog_extend(p->backlog, p->opt->feed->outbox,
						    p->opt->feed->courier, &added) == OUTBOX_OK)
		p->res->total += added;
	return true;
}

/* Only urgent items go before a batch that is ready: all others stay in their order. */
static bool next_work(struct pass *p, struct work *w)
{
	bool only = p->ahead_n > 0;

	if (p->halves_n > 0) {
		*w = p->halves[--p->halves_n];
		return true;
	}
	if (!look_again(p))
		return false;
	return gather(p, SWEEP_FRESH, WIRE_BATCH_ITEMS_MAX, only, w) ||
	       gather(p, SWEEP_SUSPECTS, 1, only, w) || gather_refused(p, only, w);
}

void pass_set_aside(struct pass *p, struct due *d)
{
	int64_t try_s = (int64_t)time(NULL) + retry_aside_ms(d->rejections) / 1000;
	char id[WIRE_ID_HEX + 1];
	uint32_t attempts = 0;

	due_id(d, id);
	/* the count outlives this process; without it the rest is only shorter */
	if (courier_put_attempt(p->opt->feed->courier, id, try_s, &attempts) != OUTBOX_OK ||
		attempts < d->rejections)
		attempts = d->rejections;
	d->state = DUE_ASIDE;
	d->not_before_ms = p->opt->now_ms() + retry_aside_ms(attempts);
}

static bool compose(struct pass *p, struct batch *b, const struct work *w)
{
	batch_begin(b);
	for (size_t i = 0; i < w->n; i++) {
		struct due *d = backlog_at(p->backlog, w->refs[i]);
		char id[WIRE_ID_HEX + 1];

		due_id(d, id);
		switch (batch_add(b, p->opt->feed->outbox, id, w->refs[i])) {
		case BATCH_ADDED:
			break;
		case BATCH_GONE:
			d->state = DUE_DONE;
			break;
		case BATCH_UNSENDABLE:
			d->rejections++;
			pass_set_aside(p, d);
			break;
		case BATCH_FAILED:
			pass_end_for(p, PASS_LOCAL, "cannot read an item from the outbox");
			return false;
		}
	}
	if (!batch_end(b)) {
		pass_end_for(p, PASS_LOCAL, "out of memory");
		return false;
	}
	return true;
}

static bool compose_held(struct pass *p, struct batch *b, const struct work *w)
{
	bool ok;

	outbox_hold(p->opt->feed->outbox);
	ok = compose(p, b, w);
	outbox_let_go(p->opt->feed->outbox);
	return ok && b->n > 0;
}

/* Sends what the lane holds. */
static void start_lane(struct pass *p, unsigned lane)
{
	struct lane *l = &p->lane[lane];
	struct request rq = { WIRE_PATH_ITEMS, &l->batch.body, NULL, WIRE_ACK_BYTES_MAX,
		TRANSPORT_TIMEOUT_MS };

	if (!p->opt->transport->start(p->opt->transport->ctx, lane, &rq)) {
		pass_end_for(p, PASS_LOCAL, "cannot start a request");
		return;
	}
	l->busy = true;
	p->in_flight++;
	p->res->requests++;
}

void pass_swap(struct batch *a, struct batch *b)
{
	struct batch c = *a;

	*a = *b;
	*b = c;
}

bool pass_start_ahead(struct pass *p, unsigned lane)
{
	struct batch *oldest = &p->ahead[p->ahead_at];

	if (p->ahead_n == 0 || p->ending || p->halves_n > 0 || !look_again(p) ||
		(!backlog_is_urgent(oldest->items[0].ref) && is_urgent_next(p)))
		return false;
	pass_swap(oldest, &p->lane[lane].batch);
	p->ahead_at = (p->ahead_at + 1) % AHEAD_MAX;
	p->ahead_n--;
	start_lane(p, lane);
	return true;
}

void pass_fill_lanes(struct pass *p)
{
	struct work w;

	for (unsigned i = 0; i < p->lanes && !p->ending; i++) {
		while (!p->lane[i].busy && !p->ending && !pass_start_ahead(p, i)) {
			if (!next_work(p, &w))
				break;
			if (compose_held(p, &p->lane[i].batch, &w))
				start_lane(p, i);
		}
	}
}

bool pass_compose_ahead(struct pass *p)
{
	struct batch *next = &p->ahead[(p->ahead_at + p->ahead_n) % AHEAD_MAX];
	struct work w;

	if (p->ending || p->in_flight == 0 || p->halves_n > 0 || p->ahead_n == p->lanes ||
		(p->ahead_n > 0 && is_urgent_next(p)) || /* it must not stand behind these */
		!gather(p, SWEEP_FRESH, WIRE_BATCH_ITEMS_MAX, false, &w))
		return false;
	if (compose_held(p, next, &w))
		p->ahead_n++;
	return true;
}
