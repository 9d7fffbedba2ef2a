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

/* One request. `reason` receives one line unless the result is NEW or SAME. */
enum keysfetch_result keysfetch_run(
	struct courier *c, const struct transport *t, char reason[static 160]);
/* A GET on lane 0 of a transport that is idle; NEW: *reply holds an answer of HTTP, its body the
 * caller's. */
enum keysfetch_result keysfetch_get(const struct transport *t, const struct request *rq,
	struct reply *reply, char reason[static 160]);
#endif
