/* SPDX-License-Identifier: Apache-2.0 */
/*
 * keysfetch — brings the city's key document (GET /v1/keys) into the courier's database,
 * unverified.
 *
 * Layer: sync. The kiosk verifies it against the root keys before it believes a word.
 */
#ifndef MARUMADO_KEYSFETCH_H
#define MARUMADO_KEYSFETCH_H
#include "courier.h"
#include "transport.h"

#define KEYSFETCH_NAME "keys" /* of the document in the courier's database */

enum keysfetch_result {
	KEYSFETCH_NEW,     /* stored */
	KEYSFETCH_SAME,    /* the city said 304 */
	KEYSFETCH_REFUSED, /* an answer came, but no key document; ask again another day */
	KEYSFETCH_OFFLINE, /* no answer came */
	KEYSFETCH_TLS,     /* somebody else answered */
	KEYSFETCH_STOPPED  /* a signal asked to end */
};

/* Asks for it on TRANSPORT_DOCUMENT_LANE, which is idle. False: the request cannot be started. */
bool keysfetch_ask(struct courier *c, const struct transport *t)
	__attribute__((warn_unused_result));
/* What the reply brought, kept. `reason` receives one line unless the result is NEW or SAME; the
 * reply's body stays the caller's. */
enum keysfetch_result keysfetch_take(
	struct courier *c, const struct reply *reply, char reason[static 160]);
/* What a reply means that is none of HTTP, whatever was asked for. */
enum keysfetch_result keysfetch_no_answer(const struct reply *reply, char reason[static 160]);
#endif
