/* SPDX-License-Identifier: Apache-2.0 */
/*
 * workers — first come, first served.
 *
 * The HTTP library binds a connection to one of its threads when it is accepted, and a burst of
 * new connections often lands on a single one: then one processor checks signatures while the
 * others idle, and everybody waits for one commit. Batches therefore leave the library's threads,
 * which only move bytes. There is no bound on the queue but the number of connections: each has
 * one request at most.
 *
 * A thread without a job helps one that has: the signatures of a single batch are checked on all
 * processors, so that a lone terminal waits half as long, and a busy server works off batch by
 * batch instead of all of them slowly. Nobody waits for help: the thread that asks takes part after
 * part itself, and at the end waits only for parts that others have begun.
 */
#include <assert.h>
#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>
#include "workers.h"

struct shared { /* work in parts; lives on the stack of the thread that asked */
	struct shared *next;
	workers_part_fn *run;
	void *ctx;
	int taken, done, parts;
};

struct workers {
	pthread_mutex_t lock;
	pthread_cond_t changed; /* a job or parts came, or stopping */
	pthread_cond_t ended;   /* the last part of something shared */
	struct workers_job *first, **last;
	struct shared *shared; /* those with parts that nobody has taken, the oldest first */
	bool stopping;
	workers_fn *run;
	void *ctx;
	int n; /* threads not yet joined */
	pthread_t thread[WORKERS_MAX];
};

/* With the lock held, and held again afterwards: takes one part and does it. */
static void do_part(struct workers *w, struct shared *s)
{
	int part = s->taken++;
	if (s->taken == s->parts) {
		struct shared **at = &w->shared;
		while (*at != s)
			at = &(*at)->next;
		*at = s->next;
	}
	pthread_mutex_unlock(&w->lock);
	s->run(s->ctx, part);
	pthread_mutex_lock(&w->lock);
	if (++s->done == s->parts)
		pthread_cond_broadcast(&w->ended); /* s may be gone as soon as the lock is */
}

void workers_share(struct workers *w, workers_part_fn *run, void *ctx, int parts)
{
	struct shared s = { .run = run, .ctx = ctx, .parts = parts };
	if (!w || parts < 2) {
		for (int i = 0; i < parts; i++)
			run(ctx, i);
		return;
	}
	pthread_mutex_lock(&w->lock);
	struct shared **at = &w->shared;
	while (*at)
		at = &(*at)->next;
	*at = &s;
	pthread_cond_broadcast(&w->changed);
	while (s.taken < s.parts)
		do_part(w, &s);
	while (s.done < s.parts)
		pthread_cond_wait(&w->ended, &w->lock);
	pthread_mutex_unlock(&w->lock);
}

/* The next job, helping others until there is one; NULL when there will be none. What others have
 * begun comes first: the sooner it ends, the less is under way at once. */
static struct workers_job *take(struct workers *w)
{
	pthread_mutex_lock(&w->lock);
	while (w->shared || (!w->first && !w->stopping)) {
		if (w->shared)
			do_part(w, w->shared);
		else
			pthread_cond_wait(&w->changed, &w->lock);
	}
	struct workers_job *job = w->first;
	if (job) {
		w->first = job->next;
		if (!w->first)
			w->last = &w->first;
	}
	pthread_mutex_unlock(&w->lock);
	return job;
}

static void *work(void *arg)
{
	struct workers *w = arg;
	for (struct workers_job *job; (job = take(w));)
		w->run(w->ctx, job->what); /* job may be gone afterwards */
	return NULL;
}

struct workers *workers_open(workers_fn *run, void *ctx)
{
	struct workers *w = calloc(1, sizeof(*w));
	if (!w)
		return NULL;
	long wanted = sysconf(_SC_NPROCESSORS_ONLN) + 2;
	pthread_mutex_init(&w->lock, NULL);
	pthread_cond_init(&w->changed, NULL);
	pthread_cond_init(&w->ended, NULL);
	w->last = &w->first;
	w->run = run;
	w->ctx = ctx;
	while (w->n < wanted && w->n < WORKERS_MAX
		&& pthread_create(&w->thread[w->n], NULL, work, w) == 0)
		w->n++;
	if (w->n > 0)
		return w;
	workers_close(w);
	return NULL;
}

bool workers_put(struct workers *w, struct workers_job *job)
{
	job->next = NULL;
	pthread_mutex_lock(&w->lock);
	bool ok = !w->stopping;
	if (ok) {
		*w->last = job;
		w->last = &job->next;
		pthread_cond_signal(&w->changed);
	}
	pthread_mutex_unlock(&w->lock);
	return ok;
}

void workers_stop(struct workers *w)
{
	pthread_mutex_lock(&w->lock);
	w->stopping = true;
	pthread_cond_broadcast(&w->changed);
	pthread_mutex_unlock(&w->lock);
	for (; w->n > 0; w->n--)
		pthread_join(w->thread[w->n - 1], NULL);
}

void workers_close(struct workers *w)
{
	if (!w)
		return;
	workers_stop(w);
	assert(!w->first && !w->shared);
	pthread_cond_destroy(&w->changed);
	pthread_cond_destroy(&w->ended);
	pthread_mutex_destroy(&w->lock);
	free(w);
}
