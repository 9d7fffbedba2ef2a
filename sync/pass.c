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
#include "pass_private.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#include "doubt.h"
#include "retry.h"

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
		pass_end_for(p, PASS_PROTOCOL, why);
		return;
	}
	kept = courier_put_acks(
		p->opt->feed->courier, buf_str(&reply->body), p->answer.acks, p->answer.n);
	if (kept != OUTBOX_OK) {
		snprintf(text, sizeof text, "cannot keep an acknowledgement: %s",
			outbox_result_name(kept));
		pass_end_for(p, PASS_LOCAL, text);
		return;
	}
	p->res->accepted++;
	if (p->opt->documents != NULL && !p->ending)
		documents_go(p->opt->documents);
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
		pass_end_for(p, PASS_LATER, "the city has not approved this device yet");
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
		pass_end_for(p, PASS_PROTOCOL, why);
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
	pass_end_for(p, pass_end_of_status(reply->status), why);
}

static void handle(struct pass *p, const struct batch *b, const struct reply *reply)
{
	if (reply->kind == REPLY_OFFLINE)
		pass_end_for(p, PASS_OFFLINE, reply->reason);
	else if (reply->kind == REPLY_TLS)
		pass_end_for(p, PASS_TLS, reply->reason);
	else if (reply->kind == REPLY_BROKEN)
		pass_end_for(p, PASS_PROTOCOL, reply->reason);
	else if (reply->status == 200)
		accept_answer(p, b, reply);
	else if (reply->status == 400 || reply->status == 413)
		turn_down(p, b, reply->status);
	else
		end_by_status(p, reply);
}

/* --- the pass --- */

/* The city works on the next batch while this one's answer is kept. Not before it took one in this
 * pass: a city that refuses everything gets one request. False: what this answer says comes before
 * anything else. */
static bool take_reply(struct pass *p, unsigned lane, struct taken *t)
{
	assert(lane < TRANSPORT_LANES_MAX && p->lane[lane].busy);
	p->lane[lane].busy = false;
	p->in_flight--;
	pass_swap(&t->batch, &p->lane[lane].batch);
	return p->res->accepted > 0 && t->reply.kind == REPLY_HTTP && t->reply.status == 200 &&
	       pass_start_ahead(p, lane);
}

/* True when there is a reply in *t and more may be taken before it is looked at. */
static bool await_one(struct pass *p, struct taken *t, unsigned *ret_n)
{
	const struct transport *net = p->opt->transport;
	unsigned lane = 0;

	t->reply = (struct reply){ .body = BUF_INIT };
	switch (net->wait(net->ctx, &lane, &t->reply)) {
	case TRANSPORT_REPLY:
		if (lane == TRANSPORT_DOCUMENT_LANE) {
			documents_take(p->opt->documents, &t->reply);
			return p->in_flight > 0;
		}
		++*ret_n;
		return take_reply(p, lane, t);
	case TRANSPORT_STOPPED:
		p->ending = false; /* a wish to end comes before any other reason */
		pass_end_for(p, PASS_STOPPED, "asked to end");
		break;
	case TRANSPORT_FAILED:
		pass_end_for(p, PASS_LOCAL, "the network library failed");
		break;
	}
	net->abandon(net->ctx);
	p->in_flight = 0;
	return false;
}

/* Keeping an answer takes longer than sending a batch: lanes that were answered at the same time
 * all leave before the first answer is kept. */
static void await_some(struct pass *p)
{
	const struct transport *net = p->opt->transport;
	unsigned n = 0;
	bool more = true;

	while (more && n < TRANSPORT_LANES_MAX)
		more = await_one(p, &p->taken[n], &n) && net->ready(net->ctx);
	for (unsigned i = 0; i < n; i++) {
		handle(p, &p->taken[i].batch, &p->taken[i].reply);
		buf_release(&p->taken[i].reply.body);
	}
}

/* Lone items that were turned down in a pass in which others were taken go to rest. */
static void settle(struct pass *p)
{
	for (unsigned l = 0; l < 2 && p->res->accepted > 0; l++) {
		for (size_t i = 0; i < p->backlog->lists[l].n; i++) {
			struct due *d = &p->backlog->lists[l].items[i];

			if (d->state == DUE_TRIED && d->rejections > 0 && !d->pending)
				pass_set_aside(p, d);
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
		for (pass_fill_lanes(p); p->in_flight > 0; pass_fill_lanes(p)) {
			while (!opt->transport->ready(opt->transport->ctx) && pass_compose_ahead(p))
				continue;
			await_some(p);
		}
		settle(p);
		if (!p->ending && ret->accepted == 0 && ret->requests > 0)
			pass_end_for(p, PASS_PROTOCOL, "the city turned every request down");
	} else {
		snprintf(ret->reason, sizeof ret->reason, "%.*s", (int)sizeof ret->reason - 1,
			opt->feed->err);
	}
	backlog_count(p->backlog, &ret->left);
	for (unsigned i = 0; i < TRANSPORT_LANES_MAX; i++) {
		batch_release(&p->lane[i].batch);
		batch_release(&p->taken[i].batch);
	}
	for (unsigned i = 0; i < AHEAD_MAX; i++)
		batch_release(&p->ahead[i]);
	free(p);
}
