/* SPDX-License-Identifier: Apache-2.0 */
/*
 * status_json — what `marumado-sync --status` prints: how many wait, what was tried last. No
 * network.
 *
 * Layer: sync. Reads both databases, writes neither, runs beside a courier at work.
 */
#ifndef MARUMADO_STATUS_JSON_H
#define MARUMADO_STATUS_JSON_H
#include <stdbool.h>
#include "buf.h"

/* Appends one JSON object and a newline. Members:
 *
 *   waiting      items in the outbox
 *   unsent       of these, without a stored or duplicate ack here
 *   urgent       of the unsent
 *   pending      of the unsent, as the city last said
 *   refused      of the unsent, conflicts among them
 *   oldest_hour  of the unsent, null for none
 *   acked        items the kiosk has erased after their ack
 *   last_try     RFC 3339 UTC by the device's clock, null for never; last_ok likewise
 *   state        see courier_contact; reason likewise
 *   version      of the program
 *
 * False: err (256 bytes) says why, in one line. */
bool status_json(const char *data_dir, struct buf *ret, char err[static 256])
	__attribute__((warn_unused_result));
#endif
