/* SPDX-License-Identifier: Apache-2.0 */
/*
 * status_json — what `marumado-sync --status` prints: how many wait, what was tried last. No network.
 *
 * Layer: sync. Reads both databases, writes neither, runs beside a courier at work.
 */
#ifndef MARUMADO_STATUS_JSON_H
#define MARUMADO_STATUS_JSON_H
#include <stdbool.h>
#include "buf.h"

/* Appends one JSON object and a newline:
 *   waiting      items in the outbox         unsent   of these, without a stored or duplicate ack here
 *   urgent       of the unsent               pending, refused  of the unsent, as the city last said
 *   oldest_hour  of the unsent, null if none acked    items the kiosk has erased after their ack
 *   last_try, last_ok  RFC 3339 UTC by the device's clock, null for never
 *   state, reason      see courier_contact   version  of the program
 * False: err (256 bytes) says why, in one line. */
bool status_json(const char *data_dir, struct buf *ret, char err[static 256])
	__attribute__((warn_unused_result));
#endif
