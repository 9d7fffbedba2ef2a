/* SPDX-License-Identifier: Apache-2.0 */
/*
 * signing — one change of the list of open cases, and the document that follows from it.
 *
 * Layer: desk; logs what is wrong, like desk.h.
 */
#ifndef MARUMADO_SIGNING_H
#define MARUMADO_SIGNING_H
#include "cases.h"
#include "keys.h"

/* Reads the signing key and the city's keys from DIR, opens the list, lets `change` work on it, and
 * publishes it signed when that returned 0. Prints the document's path, version and number of
 * cases. Returns 0, what `change` returned, or an exit code after logging. */
int signing_change(const char *dir,
	int (*change)(void *ctx, struct cases *c, const struct city_keys *city), void *ctx);
#endif
