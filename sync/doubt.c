/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A forged acknowledgement erases nothing, but the courier cannot tell it from a true one and would
 * never send the item again: a stranger with a stolen certificate could hold back a request for
 * ever. The kiosk can tell, and what it did about later acks shows it. An item nobody has looked at
 * yet (the kiosk is off) is not in doubt and not sent twice.
 */
#include "doubt.h"

#include <stdlib.h>
#include <string.h>

#include "ackframe.h"

struct doubting {
	struct outbox *outbox;
	char (*ids)[WIRE_ID_HEX + 1]; /* acked here, still waiting there; owned */
	size_t n, cap;
	size_t sure; /* the first so many were passed over by the kiosk */
};

static bool remember(struct doubting *d, const char *id)
{
	if (d->n == d->cap) {
		size_t cap = d->cap > 0 ? d->cap * 2 : 64;
		void *grown = reallocarray(d->ids, cap, sizeof *d->ids);

		if (grown == NULL)
			return false;
		d->ids = grown;
		d->cap = cap;
	}
	memcpy(d->ids[d->n++], id, sizeof *d->ids);
	return true;
}

static bool consider(void *ctx, const struct courier_ack *ack)
{
	struct doubting *d = ctx;
	enum outbox_state state;
	enum ack_verdict v;

	if (!ack_verdict_read(ack->verdict, &v) || (v != ACK_STORED && v != ACK_DUPLICATE))
		return true;
	if (outbox_state(d->outbox, ack->id, &state) != OUTBOX_OK)
		return false;
	if (state == OUTBOX_ACKED)
		d->sure = d->n;
	return state != OUTBOX_WAITING || remember(d, ack->id);
}

void doubt_find(struct feed *f)
{
	struct doubting d = { .outbox = f->outbox };
	int64_t cursor = 0;

	if (f->outbox == NULL || f->courier == NULL || f->backlog.held == 0)
		return;
	if (courier_each_ack(f->courier, &cursor, consider, &d) == OUTBOX_OK) {
		for (size_t i = 0; i < d.sure; i++)
			backlog_doubt(&f->backlog, f->outbox, d.ids[i]);
	}
	free(d.ids);
}
