/* SPDX-License-Identifier: Apache-2.0 */
/*
 * reaper — the answer to a client that sends one byte every few seconds.
 *
 * The HTTP library's time-out starts again with every byte, so a slow sender could hold a
 * connection for ever. Here each connection has a time by which its request must have ended.
 * shutdown(2) makes the library notice and clean up in its own thread; the entry is removed,
 * under the same lock, before the library closes the socket, so a number that was reused for
 * another connection is never shut down.
 */
#include <assert.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/socket.h>
#include "reaper.h"

struct reaper_entry { struct reaper_entry *next, **prev; int64_t since_ms; int fd; };
struct reaper { pthread_mutex_t lock; struct reaper_entry *first; int64_t max_ms; };

struct reaper *reaper_open(int64_t max_ms)
{
	struct reaper *r = calloc(1, sizeof(*r));
	if (r) {
		pthread_mutex_init(&r->lock, NULL);
		r->max_ms = max_ms;
	}
	return r;
}

void reaper_close(struct reaper *r)
{
	if (!r)
		return;
	assert(!r->first);
	pthread_mutex_destroy(&r->lock);
	free(r);
}

struct reaper_entry *reaper_add(struct reaper *r, int fd, int64_t now_ms)
{
	struct reaper_entry *e = calloc(1, sizeof(*e));
	if (!e)
		return NULL;
	e->fd = fd;
	e->since_ms = now_ms;
	pthread_mutex_lock(&r->lock);
	e->next = r->first;
	e->prev = &r->first;
	if (e->next)
		e->next->prev = &e->next;
	r->first = e;
	pthread_mutex_unlock(&r->lock);
	return e;
}

void reaper_renew(struct reaper *r, struct reaper_entry *e, int64_t now_ms)
{
	if (!e)
		return;
	pthread_mutex_lock(&r->lock);
	e->since_ms = now_ms;
	pthread_mutex_unlock(&r->lock);
}

void reaper_remove(struct reaper *r, struct reaper_entry *e)
{
	if (!e)
		return;
	pthread_mutex_lock(&r->lock);
	*e->prev = e->next;
	if (e->next)
		e->next->prev = e->prev;
	pthread_mutex_unlock(&r->lock);
	free(e);
}

void reaper_run(struct reaper *r, int64_t now_ms)
{
	pthread_mutex_lock(&r->lock);
	for (struct reaper_entry *e = r->first; e; e = e->next)
		if (now_ms - e->since_ms > r->max_ms)
			shutdown(e->fd, SHUT_RDWR);
	pthread_mutex_unlock(&r->lock);
}
