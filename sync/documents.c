/* SPDX-License-Identifier: Apache-2.0 */
/*
 * documents — why: a day's first round brings two documents beside the items, and on a line with a
 * long round trip each costs one. They travel while a long drain does, once the city has taken
 * something: an item never waits for them. One after the other, because a second connection costs
 * more round trips than the second question.
 */
#include "documents.h"

#include <stdio.h>
#include <string.h>

#include "statusfetch.h"

bool documents_settled(enum keysfetch_result r)
{
	return r == KEYSFETCH_NEW || r == KEYSFETCH_SAME || r == KEYSFETCH_REFUSED;
}

static void answered(
	struct documents *d, enum document which, enum keysfetch_result r, const char *reason)
{
	if (which == DOCUMENT_KEYS && !documents_settled(r))
		d->wanted = 0;
	*(which == DOCUMENT_KEYS ? &d->keys : &d->status) = r;
	if (d->reason[0] == '\0')
		snprintf(d->reason, sizeof d->reason, "%s", reason);
}

static bool ask(struct documents *d, enum document which)
{
	return which == DOCUMENT_KEYS ? keysfetch_ask(d->courier, d->transport)
				      : statusfetch_ask(d->courier, d->data_dir, d->transport);
}

void documents_go(struct documents *d)
{
	while (d->asked == 0 && d->wanted != 0) {
		enum document next = (d->wanted & DOCUMENT_KEYS) ? DOCUMENT_KEYS : DOCUMENT_STATUS;

		d->wanted &= ~(unsigned)next;
		if (ask(d, next))
			d->asked = next;
		else
			answered(d, next, KEYSFETCH_OFFLINE, "cannot start a request");
	}
}

void documents_take(struct documents *d, struct reply *reply)
{
	enum document which = d->asked;
	char reason[160] = "";

	d->asked = 0;
	answered(d, which,
		which == DOCUMENT_KEYS ? keysfetch_take(d->courier, reply, reason)
				       : statusfetch_take(d->courier, d->data_dir, reply, reason),
		reason);
	buf_release(&reply->body);
	documents_go(d);
}

bool documents_wait(struct documents *d)
{
	const struct transport *t = d->transport;
	unsigned lane;

	for (documents_go(d); d->asked != 0;) {
		struct reply reply = { .body = BUF_INIT };
		enum transport_wait w = t->wait(t->ctx, &lane, &reply);

		if (w == TRANSPORT_REPLY) {
			documents_take(d, &reply);
			continue;
		}
		t->abandon(t->ctx);
		if (w == TRANSPORT_FAILED)
			answered(d, d->asked, KEYSFETCH_OFFLINE, "the network library failed");
		d->wanted = 0;
		d->asked = 0;
		return w == TRANSPORT_FAILED;
	}
	return true;
}
