/* SPDX-License-Identifier: Apache-2.0 */
/*
 * workers — first come, first served.
 *
 * The HTTP library binds a connection to one of its threads when it is accepted, and a burst of
 * new connections often lands on a single one: then one processor checks signatures while the
 * others idle, and everybody waits for one commit. Batches therefore leave the library's threads,
 * which only move bytes. There is no bound on the queue but the number of connections: each has
 * one request at most.
 */
#include <assert.h>
#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>
#include "workers.h"

struct workers {
	pthread_mutex_t lock;
	pthread_cond_t changed; /* a job came, or stopping */
	struct workers_job *first, **last;
	bool stopping;
	workers_fn *run;
	void *ctx;
	int n; /* threads not yet joined */
	pthread_t thread[WORKERS_MAX];
};

/* The next job, waiting for one; NULL when there will be none. */
static struct workers_job *take(struct workers *w)
{
	pthread_mutex_lock(&w->lock);
	while (!w->first && !w->stopping)
		pthread_cond_wait(&w->changed, &w->lock);
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
	assert(!w->first);
	pthread_cond_destroy(&w->changed);
	pthread_mutex_destroy(&w->lock);
	free(w);
}
