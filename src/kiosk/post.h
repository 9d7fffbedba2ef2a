/* SPDX-License-Identifier: Apache-2.0 */
/*
 * post — the kiosk's post room: everything needed to close, sign and queue an envelope, and to
 * learn that it arrived. Holds no answers. Opened once; lent to submit, collect and enrol.
 */
#ifndef MARUMADO_POST_H
#define MARUMADO_POST_H
#include <stdbool.h>
#include <stdint.h>
#include "courier.h"
#include "device.h"
#include "keys.h"
#include "outbox.h"
#include "statuslist.h"
#include "why.h"

#define POST_PATH_MAX 1024

struct post {
	char data_dir[POST_PATH_MAX];
	struct device device;
	struct city_keys city;
	struct outbox *outbox;
	struct courier *courier;             /* NULL until the courier has made its database */
	int64_t ack_cursor;                  /* courier_each_ack */
	char keys_seen[WIRE_SHA256_HEX + 1]; /* key document looked at last, adopted or not */
	struct statuslist statuses;          /* the city's answers */
	bool damaged;
	uint64_t salvaged; /* what outbox_open found */
};

struct post_setup {
	const char *data_dir, *spool_dir, *city_keys; /* "" = none */
};

/* Opens outbox (as its one writer), device and city keys and queues the introduction of a new
 * device. Returns 0 or a sysexits(3) code with err filled: 75 another kiosk holds the outbox, 78 no
 * usable city keys or a damaged file of the device, 70 anything else. On failure p is closed. */
int post_open(struct post *p, const struct post_setup *setup, char err[static WHY_MAX]);
/* Accepts a zeroed one. */
void post_close(struct post *p);
/* Verifies a newer key document against the present root, keeps it and uses it from now on. False
 * (with err, nothing changed) when it is not newer, not signed, or cannot be written. */
bool post_adopt_keys(struct post *p, const char *doc, size_t len, char err[static WHY_MAX])
	__attribute__((warn_unused_result));
#endif
