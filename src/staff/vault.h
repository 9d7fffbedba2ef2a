/* SPDX-License-Identifier: Apache-2.0 */
/*
 * vault — the people of a site: DATA/keys/staff/vault.json. Who they are, and for each the site's
 * key, wrapped by a key that only that person's PIN gives (Argon2id, then A256KW).
 *
 * Layer: staff (sees shared, record, form). Nothing in the file opens anything without a PIN, and
 * no PIN can be read from it. A terminal's disk in a thief's hands is another matter: six digits
 * are 70 hours of one core's work at 250 ms a try; README says what to do about it. Time is a
 * monotonic clock (ms), never the wall clock: a wait cannot be shortened by setting a clock or by a
 * restart, which begins it anew.
 */
#ifndef MARUMADO_VAULT_H
#define MARUMADO_VAULT_H
#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>
#include "box.h"
#include "pin.h"

#define VAULT_MEMBERS_MAX 40
#define VAULT_ID_HEX      8
#define VAULT_NAME_MAX    64 /* bytes with NUL */
#define VAULT_SALT_BYTES  16
#define VAULT_FREE_MISSES 4       /* from the next one on each miss costs a wait */
#define VAULT_WAIT_MS     30000   /* the first, doubled by each further miss */
#define VAULT_WAIT_MAX_MS 3600000 /* a passer-by must not shut staff out for a day */
#define VAULT_PATH_MAX    1100

enum vault_role { VAULT_STAFF, VAULT_MANAGER };
enum vault_result {
	VAULT_OK,
	VAULT_WRONG,   /* not this PIN; the miss is counted */
	VAULT_WAIT,    /* not looked at: see vault_wait_ms */
	VAULT_REFUSED, /* PIN, name or number of members not allowed, or the last manager */
	VAULT_DAMAGED, /* the file is not what this program wrote; it is left alone */
	VAULT_FAILED   /* disk, memory or library; nothing changed */
};

struct vault_member {
	char id[VAULT_ID_HEX + 1];
	char name[VAULT_NAME_MAX];
	enum vault_role role;
	uint32_t memory_kib, passes; /* of Argon2id */
	unsigned char salt[VAULT_SALT_BYTES];
	json_t *wrapped; /* box of the site's key */
	uint32_t misses;
	uint64_t wait_from_ms;
};
struct vault {
	char path[VAULT_PATH_MAX];
	struct vault_member member[VAULT_MEMBERS_MAX];
	int len;
};
/* What an unlocked person holds; the caller keeps it in locked memory and overwrites it. */
struct vault_key {
	unsigned char site[BOX_KEY_BYTES]; /* the same for all members of the site */
	unsigned char own[BOX_KEY_BYTES];  /* the PIN's: for drafts */
};

/* Reads DIR/vault.json; without one the vault is empty. VAULT_OK, VAULT_DAMAGED or VAULT_FAILED; on
 * the latter two v is empty and nothing may be added. */
enum vault_result vault_open(struct vault *v, const char *dir, uint64_t now_ms)
	__attribute__((warn_unused_result));
/* Frees; accepts a zeroed one. */
void vault_close(struct vault *v);
/* Index of a member by id, -1 when there is none. */
int vault_find(const struct vault *v, const char *id);
int vault_managers(const struct vault *v);
/* How long member i must still wait before a PIN is looked at. */
uint64_t vault_wait_ms(const struct vault *v, int i, uint64_t now_ms);
/* Takes a quarter of a second. The miss is on the disk before the PIN is looked at, so that pulling
 * the plug buys no try. */
enum vault_result vault_unlock(struct vault *v, int i, const char *pin, uint64_t now_ms,
	struct vault_key *ret) __attribute__((warn_unused_result));
/* Adds a person, durably. `by` is an unlocked member's key, or NULL for the very first person, who
 * must be a manager and draws the site's key. VAULT_REFUSED: see pin_check; the name is empty, too
 * long, taken or has control characters or one of {|}\. ret_id may be NULL. */
enum vault_result vault_add(struct vault *v, const struct vault_key *by, const char *name,
	enum vault_role role, const char *pin, char ret_id[VAULT_ID_HEX + 1])
	__attribute__((warn_unused_result));
/* A new PIN for member i; their misses end. What was sealed to the old PIN stays closed for ever.
 */
enum vault_result vault_reset_pin(struct vault *v, const struct vault_key *by, int i,
	const char *pin) __attribute__((warn_unused_result));
/* Takes member i out, durably; never the last manager while others are there. */
enum vault_result vault_remove(struct vault *v, int i) __attribute__((warn_unused_result));
/* May this be a name? */
bool vault_name_fits(const struct vault *v, const char *name);
#endif
