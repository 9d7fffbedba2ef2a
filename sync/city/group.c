/* SPDX-License-Identifier: Apache-2.0 */
/*
 * group — a commit costs five syncs of the disk however much is in it.
 *
 * Whoever comes while nobody writes takes everything that waits (itself included) into one
 * transaction; whoever comes meanwhile waits for the next. Nobody waits for company: alone, a batch
 * is committed at once. When a common transaction comes to nothing, each part is tried by itself,
 * so that no batch fails for another one's sake.
 */
#include "group.h"

void group_open(struct group *g)
{
	*g = (struct group){ .first = NULL };
	g->last = &g->first;
	pthread_mutex_init(&g->lock, NULL);
	pthread_cond_init(&g->changed, NULL);
}

void group_close(struct group *g)
{
	pthread_cond_destroy(&g->changed);
	pthread_mutex_destroy(&g->lock);
}

/* One transaction of the parts from first up to, not including, end. */
static enum store_result write_parts(struct store *st, struct group_part *first,
	const struct group_part *end)
{
	enum store_result r = st->begin(st);
	if (r != STORE_OK)
		return r;
	for (struct group_part *p = first; p != end && r == STORE_OK; p = p->next)
		r = p->write(st, p->what);
	if (r == STORE_OK)
		return st->commit(st);
	st->rollback(st);
	return r;
}

static void write_all(struct store *st, struct group_part *first, const struct group_part *end)
{
	enum store_result r = write_parts(st, first, end);
	/* locked by another process: each would wait as long again */
	bool again = r != STORE_OK && r != STORE_BUSY && first->next != end;
	for (struct group_part *p = first; p != end; p = p->next)
		p->result = again ? write_parts(st, p, p->next) : r;
}

/* Takes the parts that waited longest out of the queue; returns what follows the last of them. */
static struct group_part *take(struct group *g)
{
	struct group_part *end = g->first;
	for (int n = 0; end && n < GROUP_MAX; n++)
		end = end->next;
	g->first = end;
	if (!end)
		g->last = &g->first;
	return end;
}

/* With g->lock held, and held again afterwards: writes what waits. */
static void lead(struct group *g, struct store *st, pthread_mutex_t *store_lock)
{
	struct group_part *first = g->first, *end = take(g);
	g->busy = true;
	pthread_mutex_unlock(&g->lock);
	pthread_mutex_lock(store_lock);
	write_all(st, first, end);
	pthread_mutex_unlock(store_lock);
	pthread_mutex_lock(&g->lock);
	for (struct group_part *p = first; p != end; p = p->next)
		p->done = true;
	g->busy = false;
	pthread_cond_broadcast(&g->changed);
}

enum store_result group_commit(struct group *g, struct store *st, pthread_mutex_t *store_lock,
	struct group_part *part)
{
	part->done = false;
	part->next = NULL;
	pthread_mutex_lock(&g->lock);
	*g->last = part;
	g->last = &part->next;
	while (!part->done) {
		if (g->busy)
			pthread_cond_wait(&g->changed, &g->lock);
		else
			lead(g, st, store_lock);
	}
	pthread_mutex_unlock(&g->lock);
	return part->result;
}
