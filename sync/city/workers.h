/* SPDX-License-Identifier: Apache-2.0 */
/*
 * workers — threads for the long part of a request, the queue before them, and help for whoever
 * has one to do.
 * Layer: city; knows neither HTTP nor items.
 */
#ifndef MARUMADO_CITY_WORKERS_H
#define MARUMADO_CITY_WORKERS_H
#include <stdbool.h>

#define WORKERS_MAX 16

struct workers;
struct workers_job { /* lies in what is to be worked on: queueing cannot fail for memory */
	struct workers_job *next;
	void *what;
};
typedef void workers_fn(void *ctx, void *what);
typedef void workers_part_fn(void *ctx, int part);

/* As many threads as there are processors and two more, for those that wait for the disk; each
 * calls run(ctx, job->what). NULL: not one thread could be started. */
struct workers *workers_open(workers_fn *run, void *ctx);
/* Queues the job, which the caller leaves alone until run was called with it. False: stopped. */
bool workers_put(struct workers *w, struct workers_job *job) __attribute__((warn_unused_result));
/* Calls run(ctx, 0) … run(ctx, parts - 1), each once, in the caller's thread and in those that have
 * nothing to do, and returns when all have returned. Works without any of them (w may be NULL, or
 * stopped), and inside a job. run must not call it again. */
void workers_share(struct workers *w, workers_part_fn *run, void *ctx, int parts);
/* Takes nothing more, finishes what is queued, ends the threads. Idempotent. */
void workers_stop(struct workers *w);
/* workers_stop, then frees. Accepts NULL. Nobody may put any more. */
void workers_close(struct workers *w);
#endif
