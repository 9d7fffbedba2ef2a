/* SPDX-License-Identifier: Apache-2.0 */
/*
 * doubt — finds acknowledgements that the kiosk has seen and not believed, so that their items
 * travel again.
 *
 * Layer: sync, above feed. Needs no key and no clock: the kiosk takes acks in their order and
 * erases what it could verify, so an item that still waits although a later ack was honoured had a
 * bad one.
 */
#ifndef MARUMADO_DOUBT_H
#define MARUMADO_DOUBT_H
#include "feed.h"

/* Adds such items to the backlog (DUE_DOUBTED). Call after backlog_rewind. A failure adds fewer. */
void doubt_find(struct feed *f);
#endif
