/* SPDX-License-Identifier: Apache-2.0 */
/*
 * usb — the USB road at the touch of a button: what the kiosk asks for by writing
 * DATA/outbox/to-usb, because it may not write anywhere else. What waits goes to the stick, what
 * the city put on it for this site comes in.
 *
 * Layer: sync. On the stick, per site: items-SITE.ndjson out; acks-SITE.ndjson and status.jws in.
 */
#ifndef MARUMADO_USB_H
#define MARUMADO_USB_H
#include "feed.h"

struct usb_place {
	const char *dir;  /* where sticks are mounted; "" = this terminal has no USB road */
	const char *site; /* id, for the names; "" none */
};

/* Does it and notes the outcome in the courier's database as document WIRE_USB_NOTE, for the kiosk:
 * "RESULT ITEMS ACKS LISTS SECONDS-SINCE-1970", RESULT being
 *   off (no place is configured), nostick (nothing is mounted there), failed, bad (out it went, but
 *   a file that was to come in is damaged), ok. */
void usb_run(struct feed *f, const struct usb_place *place);
#endif
