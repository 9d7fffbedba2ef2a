/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The pass. Up to four lanes each carry a batch; the first failure of a whole request ends the
 * pass, and what is in flight is still read to its end. Only 400 and 413 say that the request
 * itself was wrong: such a batch is halved until the item that spoils it stands alone. A lone item
 * that is turned down rests for hours, but only when the city took something else in the same pass:
 * a city (or a stranger) that rejects everything must not put a whole backlog to rest. Either way
 * it never again travels with others. Does not wait between passes (watch.c) and never touches the
 * outbox.
 */
#include "pass.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#include "batch.h"
#include "doubt.h"
#include "retry.h"

#define HALVES_MAX (TRANSPORT_LANES_MAX * WIRE_BATCH_ITEMS_MAX)

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
	struct answer answer;
	size_t halves_n;
	/* every entry holds at least one of the items of at most four batches */
	struct work halves[HALVES_MAX];
};

static void end_pass(struct pass *p, enum pass_end end, const char *reason)
{
	if (p->ending)
		return; /* the first reason is the one that counts */
	p->ending = true;
	p->res->end = end;
	snprintf(p->res->reason, sizeof p->res->reason, "%s", reason);
}

/* --- choosing --- */

/* Takes the next items of a sweep, as many as one request may carry and items_max allows. */
static bool gather(struct pass *p, enum backlog_sweep sweep, size_t items_max, struct work *w)
{
	size_t bytes = BATCH_FRAME_BYTES;
	due_ref ref;

	w->n = 0;
	while (w->n < items_max && backlog_peek(p->backlog, sweep, &ref)) {
		bool fits = batch_fits(
			bytes, w->n, backlog_at(p->backlog, ref)->jws_len, p->bytes_max, &bytes);

		/* an item larger than any request is taken alone, so that batch_add can name it */
		if (!fits && w->n > 0)
			break;
		backlog_take(p->backlog, sweep, ref);
		w->refs[w->n++] = ref;
		if (!fits)
			break;
	}
	return w->n > 0;
}

/* One batch of what was refused before, unless all of an earlier one was refused anew. */
static bool gather_refused(struct pass *p, struct work *w)
{
	if (!p->opt->again || p->refused_anew)
		return false;
	return gather(p, SWEEP_REFUSED, WIRE_BATCH_ITEMS_MAX, w);
}

static bool next_work(struct pass *p, struct work *w)
{
	size_t added;

	if (p->halves_n > 0) {
		*w = p->halves[--p->halves_n];
		return true;
	}
	/* an urgent item that came meanwhile goes before the rest of the drain */
	if (feed_replaced(p->opt->feed)) {
		end_pass(p, PASS_LOCAL, "the outbox was replaced");
		return false;
	}
	if (p->opt->feed->outbox != NULL && backlog_extend(p->backlog, p->opt->feed->outbox,
						    p->opt->feed->courier, &added) == OUTBOX_OK)
		p->res->total += added;
	return gather(p, SWEEP_FRESH, WIRE_BATCH_ITEMS_MAX, w) || gather(p, SWEEP_SUSPECTS, 1, w) ||
	       gather_refused(p, w);
}

static void set_aside(struct pass *p, struct due *d)
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
			set_aside(p, d);
			break;
		case BATCH_FAILED:
			end_pass(p, PASS_LOCAL, "cannot read an item from the outbox");
			return false;
		}
	}
	if (!batch_end(b)) {
		end_pass(p, PASS_LOCAL, "out of memory");
		return false;
	}
	return true;
}

static void start_lane(struct pass *p, unsigned lane, const struct work *w)
{
	struct lane *l = &p->lane[lane];
	struct request rq = { WIRE_PATH_ITEMS, &l->batch.body, NULL, WIRE_ACK_BYTES_MAX,
		TRANSPORT_TIMEOUT_MS };

	bool ok;

	outbox_hold(p->opt->feed->outbox);
	ok = compose(p, &l->batch, w);
	outbox_let_go(p->opt->feed->outbox);
	if (!ok || l->batch.n == 0)
		return;
	if (!p->opt->transport->start(p->opt->transport->ctx, lane, &rq)) {
		end_pass(p, PASS_LOCAL, "cannot start a request");
		return;
	}
	l->busy = true;
	p->in_flight++;
	p->res->requests++;
}

static void fill_lanes(struct pass *p)
{
	struct work w;

	for (unsigned i = 0; i < p->lanes && !p->ending; i++) {
		while (!p->lane[i].busy && !p->ending && next_work(p, &w))
			start_lane(p, i, &w);
	}
}

/* --- answers --- */

static bool is_jose(const char *content_type)
{
	size_t n = strlen(WIRE_TYPE_JOSE);

	return strncasecmp(content_type, WIRE_TYPE_JOSE, n) == 0 &&
	       (content_type[n] == '\0' || content_type[n] == ';' || content_type[n] == ' ');
}

static void apply(struct pass *p, struct due *d, enum ack_verdict v)
{
	static const enum due_state STATE[] = {
		[ACK_STORED] = DUE_DONE,
		[ACK_DUPLICATE] = DUE_DONE,
		[ACK_CONFLICT] = DUE_REFUSED,
		[ACK_REFUSED] = DUE_REFUSED,
		[ACK_PENDING] = DUE_TRIED,
	};

	d->state = (uint8_t)STATE[v];
	d->pending = v == ACK_PENDING;
	if (d->state == DUE_DONE) {
		p->res->delivered++;
		p->backlog->held++;
	}
}

/* A 200: keeps the acknowledgement, then lets its verdicts take effect. */
static void accept_answer(struct pass *p, const struct batch *b, const struct reply *reply)
{
	const char *why = "the answer is not application/jose";
	enum outbox_result kept;
	char text[64];
	size_t pending = 0, refused = 0;

	if (!is_jose(reply->content_type) ||
		!batch_judge(b, buf_str(&reply->body), reply->body.len, &p->answer, &why)) {
		end_pass(p, PASS_PROTOCOL, why);
		return;
	}
	kept = courier_put_acks(
		p->opt->feed->courier, buf_str(&reply->body), p->answer.acks, p->answer.n);
	if (kept != OUTBOX_OK) {
		snprintf(text, sizeof text, "cannot keep an acknowledgement: %s",
			outbox_result_name(kept));
		end_pass(p, PASS_LOCAL, text);
		return;
	}
	p->res->accepted++;
	p->lone_rejections = 0;
	for (size_t i = 0; i < b->n; i++)
		backlog_at(p->backlog, b->items[i].ref)->state = DUE_TRIED;
	for (size_t i = 0; i < p->answer.n; i++) {
		apply(p, backlog_at(p->backlog, b->items[p->answer.items[i]].ref),
			p->answer.verdicts[i]);
		pending += p->answer.verdicts[i] == ACK_PENDING;
		refused += p->answer.verdicts[i] == ACK_REFUSED ||
			   p->answer.verdicts[i] == ACK_CONFLICT;
	}
	p->refused_anew = p->refused_anew || refused == b->n;
	if (pending == b->n)
		end_pass(p, PASS_LATER, "the city has not approved this device yet");
	if (p->opt->progress != NULL)
		p->opt->progress(p->opt->progress_ctx, p->res->delivered, p->res->total);
}

static void push_half(struct pass *p, const struct batch *b, size_t from, size_t to)
{
	struct work *w = &p->halves[p->halves_n++];

	assert(p->halves_n <= HALVES_MAX && from < to);
	w->n = 0;
	for (size_t i = from; i < to; i++)
		w->refs[w->n++] = b->items[i].ref;
}

/* 400 or 413: halves the batch, or counts against the item that stood alone. */
static void turn_down(struct pass *p, const struct batch *b, long status)
{
	char why[64];

	snprintf(why, sizeof why, "the city turned the request down with %ld", status);
	if (b->n > 1) {
		if (status == 413 && b->body.len / 2 < p->bytes_max)
			p->bytes_max = b->body.len / 2;
		push_half(p, b, b->n / 2, b->n);
		push_half(p, b, 0, b->n / 2);
		return;
	}
	struct due *d = backlog_at(p->backlog, b->items[0].ref);

	d->state = DUE_TRIED;
	if (d->rejections < UINT16_MAX)
		d->rejections++;
	if (++p->lone_rejections >= PASS_LONE_REJECTIONS_MAX)
		end_pass(p, PASS_PROTOCOL, why);
}

static void end_by_status(struct pass *p, const struct reply *reply)
{
	char why[64];

	snprintf(why, sizeof why, "the city answered %ld", reply->status);
	if (reply->status == 429 || reply->status == 503) {
		uint32_t s = retry_after_s(reply->retry_after);

		if (s > p->res->retry_after_s)
			p->res->retry_after_s = s;
	}
	end_pass(p, pass_end_of_status(reply->status), why);
}

static void handle(struct pass *p, const struct batch *b, const struct reply *reply)
{
	if (reply->kind == REPLY_OFFLINE)
		end_pass(p, PASS_OFFLINE, reply->reason);
	else if (reply->kind == REPLY_TLS)
		end_pass(p, PASS_TLS, reply->reason);
	else if (reply->kind == REPLY_BROKEN)
		end_pass(p, PASS_PROTOCOL, reply->reason);
	else if (reply->status == 200)
		accept_answer(p, b, reply);
	else if (reply->status == 400 || reply->status == 413)
		turn_down(p, b, reply->status);
	else
		end_by_status(p, reply);
}

/* --- the pass --- */

static void await_one(struct pass *p)
{
	struct reply reply = { .body = BUF_INIT };
	unsigned lane = 0;

	switch (p->opt->transport->wait(p->opt->transport->ctx, &lane, &reply)) {
	case TRANSPORT_REPLY:
		assert(lane < TRANSPORT_LANES_MAX && p->lane[lane].busy);
		p->lane[lane].busy = false;
		p->in_flight--;
		handle(p, &p->lane[lane].batch, &reply);
		break;
	case TRANSPORT_STOPPED:
		p->ending = false; /* a wish to end comes before any other reason */
		end_pass(p, PASS_STOPPED, "asked to end");
		p->opt->transport->abandon(p->opt->transport->ctx);
		p->in_flight = 0;
		break;
	case TRANSPORT_FAILED:
		end_pass(p, PASS_LOCAL, "the network library failed");
		p->opt->transport->abandon(p->opt->transport->ctx);
		p->in_flight = 0;
		break;
	}
	buf_release(&reply.body);
}

/* Lone items that were turned down in a pass in which others were taken go to rest. */
static void settle(struct pass *p)
{
	for (unsigned l = 0; l < 2 && p->res->accepted > 0; l++) {
		for (size_t i = 0; i < p->backlog->lists[l].n; i++) {
			struct due *d = &p->backlog->lists[l].items[i];

			if (d->state == DUE_TRIED && d->rejections > 0 && !d->pending)
				set_aside(p, d);
		}
	}
}

void pass_run(const struct pass_options *opt, struct pass_result *ret)
{
	struct pass *p = calloc(1, sizeof *p);
	struct backlog_counts start;

	*ret = (struct pass_result){ .end = PASS_LOCAL, .reason = "out of memory" };
	if (p == NULL)
		return;
	p->opt = opt;
	p->res = ret;
	p->backlog = &opt->feed->backlog;
	p->bytes_max = WIRE_BATCH_BYTES_MAX;
	if (feed_refresh(opt->feed, NULL, NULL) == OUTBOX_OK) {
		ret->end = PASS_DRAINED;
		ret->reason[0] = '\0';
		backlog_rewind(p->backlog, opt->now_ms());
		if (opt->again)
			doubt_find(opt->feed);
		backlog_count(p->backlog, &start);
		ret->total = start.sendable;
		p->lanes = start.sendable > PASS_PARALLEL_OVER ? opt->lanes_max : 1;
		fill_lanes(p);
		while (p->in_flight > 0) {
			await_one(p);
			fill_lanes(p);
		}
		settle(p);
		if (!p->ending && ret->accepted == 0 && ret->requests > 0)
			end_pass(p, PASS_PROTOCOL, "the city turned every request down");
	} else {
		snprintf(ret->reason, sizeof ret->reason, "%.*s", (int)sizeof ret->reason - 1,
			opt->feed->err);
	}
	backlog_count(p->backlog, &ret->left);
	for (unsigned i = 0; i < TRANSPORT_LANES_MAX; i++)
		batch_release(&p->lane[i].batch);
	free(p);
}
