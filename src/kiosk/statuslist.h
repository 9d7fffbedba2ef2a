/* SPDX-License-Identifier: Apache-2.0 */
/*
 * statuslist — the city's answers as this terminal believes them: the newest list whose signature
 * and version are good, DATA/keys/status.jws. Nothing of it is opened but the one entry that a
 * typed number opens.
 */
#ifndef MARUMADO_STATUSLIST_H
#define MARUMADO_STATUSLIST_H
#include <stdbool.h>
#include <stdint.h>
#include <sys/stat.h>
#include "keys.h"
#include "status.h"
#include "why.h"

struct statuslist {
	int64_t version;  /* of the list that is believed, the floor for the next; 0 none */
	bool looked;      /* the courier's file `seen` was judged */
	struct stat seen; /* what it was */
};

/* Judges anew what is kept and what the courier has: at start and after new city keys. */
void statuslist_forget(struct statuslist *l);
/* Looks at the courier's file when it has changed; keeps it when it is the city's and newer. True:
 * a newer list is in use. problem: one line without content when the file is not to be believed,
 * else "". */
bool statuslist_collect(struct statuslist *l, const char *data_dir, const struct city_keys *city,
	char problem[static WHY_MAX]);
/* The answer to one number in the list that is believed. False: none. */
bool statuslist_find(struct statuslist *l, const char *data_dir, const struct city_keys *city,
	const struct status_secret *secret, struct status *ret) __attribute__((warn_unused_result));
#endif
