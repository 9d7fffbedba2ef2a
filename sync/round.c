/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A round puts the items first: what the documents need never makes one wait. The time of a contact
 * is the wall clock, right or wrong, because people read it; nothing is computed from it.
 */
#include "round.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

static bool may_fetch(const struct pass_result *p)
{
	return p->retry_after_s == 0 &&
	       (p->end == PASS_DRAINED || p->end == PASS_REFUSED || p->end == PASS_PROTOCOL ||
		       (p->end == PASS_LATER && p->accepted > 0));
}

static const char *keys_state(enum keysfetch_result keys)
{
	static const char *const STATE[] = {
		[KEYSFETCH_NEW] = "ok",
		[KEYSFETCH_SAME] = "ok",
		[KEYSFETCH_REFUSED] = "error",
		[KEYSFETCH_OFFLINE] = "offline",
		[KEYSFETCH_TLS] = "tls",
		[KEYSFETCH_STOPPED] = "",
	};

	return STATE[keys];
}

static void note(struct round_result *r, struct courier *c)
{
	struct courier_contact old;

	if (r->contact.state[0] == '\0')
		return;
	if (courier_get_contact(c, &old) != OUTBOX_OK)
		old = (struct courier_contact){ .last_ok_s = 0 };
	r->contact.last_try_s = (int64_t)time(NULL);
	r->contact.last_ok_s = r->reached ? r->contact.last_try_s : old.last_ok_s;
	/* a note that cannot be written loses nothing but the note */
	(void)!courier_put_contact(c, &r->contact);
}

static bool reached(enum keysfetch_result r)
{
	return r == KEYSFETCH_NEW || r == KEYSFETCH_SAME;
}

/* Waits for what is still to come of the documents; false: a signal asked to end. A city that
 * failed, or asked to be left alone, is not waited for. */
static bool finish(struct documents *d, const struct pass_result *p)
{
	if (may_fetch(p))
		return documents_wait(d);
	if (d->asked != 0)
		d->transport->abandon(d->transport->ctx);
	d->asked = 0;
	return p->end != PASS_STOPPED;
}

void round_run(const struct pass_options *opt, unsigned fetch, struct round_result *ret)
{
	const struct feed *feed = opt->feed;
	struct documents d = { feed->courier, feed->data_dir, opt->transport, fetch, 0,
		KEYSFETCH_STOPPED, KEYSFETCH_STOPPED, "" };
	struct pass_options with = *opt;

	*ret = (struct round_result){ .tried = false };
	with.documents = &d; /* cppcheck-suppress autoVariables */
	pass_run(&with, &ret->pass);
	ret->tried = ret->pass.requests > 0 || ret->pass.end == PASS_LOCAL;
	ret->stopped = !finish(&d, &ret->pass);
	ret->keys_settled = documents_settled(d.keys);
	ret->status_settled = documents_settled(d.status);
	ret->reached = ret->pass.accepted > 0 || reached(d.keys) || reached(d.status);
	/* once a day, like the keys; what cannot be forgotten today will be tomorrow */
	if ((fetch & DOCUMENT_KEYS) != 0 && feed->outbox != NULL && may_fetch(&ret->pass) &&
		!ret->stopped)
		(void)!courier_prune(feed->courier, feed->outbox, ROUND_KEEP_DAYS);
	snprintf(ret->contact.state, sizeof ret->contact.state, "%s",
		ret->tried ? pass_state_name(&ret->pass)
			   : keys_state((fetch & DOCUMENT_KEYS) != 0 ? d.keys : d.status));
	snprintf(ret->contact.reason, sizeof ret->contact.reason, "%s",
		ret->pass.reason[0] != '\0' ? ret->pass.reason : d.reason);
	ret->tried = ret->contact.state[0] != '\0';
	note(ret, feed->courier);
}
