/* SPDX-License-Identifier: Apache-2.0 */
/*
 * draft — the form a staff member has in hand, sealed to the key of their PIN: one file a person,
 * DIR/draft-<id>.jwe. It survives a lock, a restart and a power cut; without the PIN nothing in it
 * can be read but when it was saved.
 *
 * Layer: staff. Call draft_save at each page and at lock; draft_wipe when the form was sent or
 * thrown away; draft_sweep at each start and now and then.
 */
#ifndef MARUMADO_DRAFT_H
#define MARUMADO_DRAFT_H
#include <stdbool.h>
#include <stdint.h>
#include "answers.h"
#include "box.h"
#include "formdef.h"

#define DRAFT_LIFE_S      86400
#define DRAFT_RECEIPT_MAX 13
#define DRAFT_BYTES_MAX   (512 * 1024) /* of the text inside */

struct draft_place { /* where the person was */
	char form[FORM_NAME_MAX];
	int page, at;
	char refers[DRAFT_RECEIPT_MAX]; /* receipt of the report that it follows, "" none */
};

/* Seals what is filled in, padded so that its size says little, and writes it durably in the place
 * of the one before. False: nothing changed on the disk. */
bool draft_save(const char *dir, const char *id, const unsigned char key[static BOX_KEY_BYTES],
	const struct formdef *f, const struct answers *a, const struct draft_place *at,
	int64_t now_s) __attribute__((warn_unused_result));
/* Opens it and fills `a` (wiped first) with what the form still knows of it. False: there is none,
 * it is of another form or key, or altered; a is then wiped. */
bool draft_load(const char *dir, const char *id, const unsigned char key[static BOX_KEY_BYTES],
	const struct formdef *f, struct answers *a, struct draft_place *ret)
	__attribute__((warn_unused_result));
/* Which form it is and where, without the answers: for the staff home. */
bool draft_peek(const char *dir, const char *id, const unsigned char key[static BOX_KEY_BYTES],
	struct draft_place *ret, int64_t *ret_saved_s) __attribute__((warn_unused_result));
/* Overwrites and removes it; true when there is none afterwards. */
bool draft_wipe(const char *dir, const char *id);
/* Wipes what is DRAFT_LIFE_S old and what a crash left half written. A clock that was set back
 * (saved in the future) makes none older: it stays, sealed, until the clock comes by. Returns how
 * many drafts were wiped. */
int draft_sweep(const char *dir, int64_t now_s);
#endif
