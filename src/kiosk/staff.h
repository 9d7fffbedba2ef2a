/* SPDX-License-Identifier: Apache-2.0 */
/*
 * staff — who of the site is at the terminal: unlocking, locking, the form they have in hand. The
 * keys lie in the session (locked memory) and end with it: leaving the staff side by any way is the
 * end of a visit.
 * For a screen that fills in a form: set s->staff.form, work on s->answers, call staff_draft_keep
 * at each page and staff_draft_drop when it was sent or thrown away. Locking keeps it by itself.
 */
#ifndef MARUMADO_STAFF_H
#define MARUMADO_STAFF_H
#include <stdbool.h>
#include <stdint.h>
#include "draft.h"
#include "receipt.h"
#include "staff_activity.h"
#include "vault.h"

#define STAFF_IDLE_MS   180000
#define STAFF_NAME_LONG 16 /* characters of a name typed on the screen */

struct session;

struct staff_session {
	bool in;
	char id[VAULT_ID_HEX + 1], name[VAULT_NAME_MAX]; /* valid while in */
	enum vault_role role;
	struct vault_key key;
	const struct formdef *form;    /* the form in hand, borrowed from the app; NULL none */
	char who[VAULT_ID_HEX + 1];    /* whose PIN is asked for, or who is being managed */
	char pin[PIN_MAX + 1];         /* typed, never shown */
	char first[PIN_MAX + 1];       /* a new PIN, typed the first time */
	char new_name[VAULT_NAME_MAX]; /* of somebody being added; "" = a PIN is reset */
	enum vault_role new_role;
	char refers[RECEIPT_DIGITS + 1]; /* earlier report that the form in hand follows, "" none */
	const struct formdef *want;      /* the form that an entry asked for */
	char want_amends[RECEIPT_DIGITS + 1]; /* what it is to put right, "" a new report */
	const struct formdef *sent;    /* the form just sent: its answers are there until its done
					  screen is left */
	int asked;                     /* question that is typed into or turned to the resident */
	int find;                      /* question + 1 whose view comes next, 0 none */
	int typing, unsaved;           /* field of a real keyboard, its keys not yet in the draft */
	uint32_t tried;                /* sections whose gaps are marked */
	char week[RECEIPT_DIGITS + 1]; /* next visit that is chosen in the list */
	bool put_down; /* a form was in hand; what it left in memory goes when the home comes */
	bool sure;     /* removing was asked once */
	int64_t usb_asked_s; /* when the stick was last asked for */
	struct staff_activity activity;
	const char *told, *told_context; /* key of the last outcome, NULL none */
	bool told_bad;
};

/* Tries s->staff.pin for s->staff.who; the PIN is wiped. VAULT_OK: they are in, and the log says
 * so.
 */
enum vault_result staff_unlock(struct session *s) __attribute__((warn_unused_result));
/* Before a wipe: keeps the form in hand and writes the log; does nothing when nobody is in. */
void staff_leave(struct session *s);
/* Writes to the audit log in the name of who is in; false when that failed. */
bool staff_note(struct session *s, const char *what);
bool staff_is_manager(const struct session *s);
/* When a staff screen changes by time alone (a wait counts down, ages grow), UINT64_MAX never. */
uint64_t staff_tick_ms(const struct session *s);
/* What the next screen says about what was just done. */
void staff_tell(struct session *s, const char *context, const char *key, bool bad);

/* Seals the form in hand. False: it could not be written; it is still in hand. */
bool staff_draft_keep(struct session *s) __attribute__((warn_unused_result));
/* Takes this member's draft in hand when it is of form f: s->staff.form, answers, page and at. */
bool staff_draft_take(struct session *s, const struct formdef *f)
	__attribute__((warn_unused_result));
/* Ends the form in hand and its draft; `what` for the log: "send" or "discard". */
void staff_draft_drop(struct session *s, const char *what);
#endif
