/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A round puts the items first: the key document waits until they are through, and is not asked for
 * when the city could not be reached or wants to be left alone. The note of the contact uses the
 * wall clock, right or wrong, because people read it; nothing is computed from it.
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

void round_run(const struct pass_options *opt, bool fetch_keys, struct round_result *ret)
{
	enum keysfetch_result keys = KEYSFETCH_STOPPED;
	char reason[160] = "";

	*ret = (struct round_result){ .tried = false };
	pass_run(opt, &ret->pass);
	ret->tried = ret->pass.requests > 0 || ret->pass.end == PASS_LOCAL;
	ret->reached = ret->pass.accepted > 0;
	ret->stopped = ret->pass.end == PASS_STOPPED;
	if (fetch_keys && may_fetch(&ret->pass)) {
		keys = keysfetch_run(opt->feed->courier, opt->transport, reason);
		ret->stopped = keys == KEYSFETCH_STOPPED;
		ret->keys_settled = keys == KEYSFETCH_NEW || keys == KEYSFETCH_SAME ||
				    keys == KEYSFETCH_REFUSED;
		/* once a day, like the keys; what cannot be forgotten today will be tomorrow */
		if (opt->feed->outbox != NULL && !ret->stopped)
			(void)!courier_prune(
				opt->feed->courier, opt->feed->outbox, ROUND_KEEP_DAYS);
		ret->reached = ret->reached || keys == KEYSFETCH_NEW || keys == KEYSFETCH_SAME;
	}
	if (ret->tried)
		snprintf(ret->contact.state, sizeof ret->contact.state, "%s",
			pass_state_name(&ret->pass));
	else
		snprintf(ret->contact.state, sizeof ret->contact.state, "%s", keys_state(keys));
	snprintf(ret->contact.reason, sizeof ret->contact.reason, "%s",
		ret->pass.reason[0] != '\0' ? ret->pass.reason : reason);
	ret->tried = ret->contact.state[0] != '\0';
	note(ret, opt->feed->courier);
}
