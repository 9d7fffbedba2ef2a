/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A round puts the items first: key and status documents wait until they are through, and are
 * A round puts the items first: key and status documents wait until they are through and are not
 * wall clock, right or wrong, because people read it; nothing is computed from it.
 */
#include "round.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "statusfetch.h"

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

static bool settled(enum keysfetch_result r)
{
	return r == KEYSFETCH_NEW || r == KEYSFETCH_SAME || r == KEYSFETCH_REFUSED;
}

static bool reached(enum keysfetch_result r)
{
	return r == KEYSFETCH_NEW || r == KEYSFETCH_SAME;
}

/* The documents, after the items: what is slow here keeps no item waiting that was there before. */
static enum keysfetch_result fetch_documents(const struct pass_options *opt, unsigned fetch,
	struct round_result *ret, char reason[static 160])
{
	enum keysfetch_result keys = KEYSFETCH_STOPPED, status = KEYSFETCH_STOPPED;
	const struct feed *feed = opt->feed;

	if ((fetch & ROUND_KEYS) != 0) {
		keys = keysfetch_run(feed->courier, opt->transport, reason);
		ret->stopped = keys == KEYSFETCH_STOPPED;
		ret->keys_settled = settled(keys);
		/* once a day, like the keys; what cannot be forgotten today will be tomorrow */
		if (feed->outbox != NULL && !ret->stopped)
			(void)!courier_prune(feed->courier, feed->outbox, ROUND_KEEP_DAYS);
	}
	bool again = (fetch & ROUND_KEYS) == 0 || ret->keys_settled;
	if ((fetch & ROUND_STATUS) != 0 && again) {
		char why[160] = "";

		status = statusfetch_run(feed->courier, feed->data_dir, opt->transport, why);
		ret->stopped = status == KEYSFETCH_STOPPED;
		ret->status_settled = settled(status);
		if (reason[0] == '\0')
			memcpy(reason, why, sizeof why);
	}
	ret->reached = ret->reached || reached(keys) || reached(status);
	return (fetch & ROUND_KEYS) != 0 ? keys : status;
}

void round_run(const struct pass_options *opt, unsigned fetch, struct round_result *ret)
{
	enum keysfetch_result document = KEYSFETCH_STOPPED;
	char reason[160] = "";

	*ret = (struct round_result){ .tried = false };
	pass_run(opt, &ret->pass);
	ret->tried = ret->pass.requests > 0 || ret->pass.end == PASS_LOCAL;
	ret->reached = ret->pass.accepted > 0;
	ret->stopped = ret->pass.end == PASS_STOPPED;
	if (fetch != 0 && may_fetch(&ret->pass))
		document = fetch_documents(opt, fetch, ret, reason);
	if (ret->tried)
		snprintf(ret->contact.state, sizeof ret->contact.state, "%s",
			pass_state_name(&ret->pass));
	else
		snprintf(ret->contact.state, sizeof ret->contact.state, "%s",
			keys_state(document));
	snprintf(ret->contact.reason, sizeof ret->contact.reason, "%s",
		ret->pass.reason[0] != '\0' ? ret->pass.reason : reason);
	ret->tried = ret->contact.state[0] != '\0';
	note(ret, opt->feed->courier);
}
