/* SPDX-License-Identifier: Apache-2.0 */
/*
 * group — one commit for all batches that came while the last commit was on its way to the disk.
 * Layer: city, above store; knows no items.
 */
#ifndef MARUMADO_CITY_GROUP_H
#define MARUMADO_CITY_GROUP_H
#include <pthread.h>
#include "store.h"

#define GROUP_MAX 8 /* batches in one transaction; store_open.c keeps as much in memory */

struct group_part { /* one batch; lives on its thread's stack */
	/* Writes the batch inside a transaction. May be called again in another one, when a
	 * transaction came to nothing. */
	enum store_result (*write)(struct store *st, void *what);
	void *what;
	enum store_result result; /* of group_commit; the rest is its own */
	bool done;
	struct group_part *next;
};

struct group {
	pthread_mutex_t lock;
	pthread_cond_t changed;
	struct group_part *first, **last; /* waiting, in the order they came */
	bool busy;                        /* some thread writes */
};

/* Makes it ready; close only when no thread is in group_commit. */
void group_open(struct group *g);
void group_close(struct group *g);
/* Writes the part, together with others, in a transaction and commits. store_lock is held for every
 * use of st. STORE_OK: what write did survives a power cut. Otherwise nothing of it is there. */
enum store_result group_commit(struct group *g, struct store *st, pthread_mutex_t *store_lock,
	struct group_part *part) __attribute__((warn_unused_result));
#endif
