/* SPDX-License-Identifier: Apache-2.0 */
/*
 * staff_room — what is opened once for the staff side: DATA/keys/staff with its people, its audit
 * log and their drafts. Holds no key; those are in struct staff_session, which a wipe ends.
 */
#ifndef MARUMADO_STAFF_ROOM_H
#define MARUMADO_STAFF_ROOM_H
#include <stdbool.h>
#include <stdint.h>
#include "audit.h"
#include "post.h"
#include "vault.h"
#include "why.h"

#define STAFF_DAILY_MS 3600000

struct staff_room {
	char dir[POST_PATH_MAX + 8]; /* "" = not opened */
	struct vault vault;
	enum vault_result
		vault_state; /* other than VAULT_OK: nobody can come in, a screen says why */
	struct audit audit;
};

/* Opens DATA/keys/staff (0700, made when absent). The caller holds the outbox as its writer. A
 * damaged vault is no failure. Returns 0 or a sysexits(3) code with err. */
int staff_room_open(
	struct staff_room *r, const char *data_dir, uint64_t now_ms, char err[static WHY_MAX]);
/* Accepts a zeroed one. */
void staff_room_close(struct staff_room *r);
/* Wipes drafts that are a day old, and seals the audit log's new lines for the city when the last
 * time was on another day. Cheap when nothing is due. False: problem tells. */
bool staff_room_daily(
	struct staff_room *r, const struct post *p, const char *site, char problem[static WHY_MAX]);
/* Asks the courier, by writing the file of this name in the outbox's folder, which it watches:
 * WIRE_TRY_NOW, WIRE_TO_USB. False: it could not be written. */
bool staff_room_ask(const struct post *p, const char *what);
#endif
