/* SPDX-License-Identifier: Apache-2.0 */
/*
 * u-city-group — workers finish what they were given; a common commit is no common fate. The store
 * is a double that counts transactions and can be told to fail.
 * Links: src/shared src/record sync/city
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include <semaphore.h>
#include <time.h>
#include "city/group.h"
#include "city/workers.h"

#define JOBS 500
#define THREADS 12

/* --- workers --- */

struct task { struct workers_job job; atomic_int runs; };

static void run_task(void *ctx, void *what)
{
	struct task *t = what;
	atomic_fetch_add((atomic_int *)ctx, 1);
	atomic_fetch_add(&t->runs, 1);
}

static void test_workers__each_job_once(void **state)
{
	static struct task task[JOBS];
	atomic_int total = 0;
	struct workers *w = workers_open(run_task, &total);
	assert_non_null(w);
	for (int i = 0; i < JOBS; i++) {
		task[i].job.what = &task[i];
		assert_true(workers_put(w, &task[i].job));
	}
	workers_stop(w); /* what is queued is done, not dropped */
	assert_int_equal(total, JOBS);
	for (int i = 0; i < JOBS; i++)
		assert_int_equal(task[i].runs, 1);
	assert_false(workers_put(w, &task[0].job));
	workers_stop(w);
	workers_close(w);
	assert_int_equal(total, JOBS);
	workers_close(NULL);
}

#define PARTS 37
struct sharing { struct workers_job job; struct workers **workers; atomic_int runs[PARTS]; };

static void run_part(void *ctx, int part)
{
	atomic_fetch_add(&((struct sharing *)ctx)->runs[part], 1);
}

/* A job that shares its work, as all jobs beside it do. */
static void run_sharing(void *ctx, void *what)
{
	struct sharing *s = what;
	workers_share(*s->workers, run_part, s, PARTS);
	for (int i = 0; i < PARTS; i++)
		assert_int_equal(s->runs[i], 1); /* all have returned */
}

static void test_workers__each_part_once_before_it_returns(void **state)
{
	static struct sharing sharing[JOBS];
	struct workers *w = workers_open(run_sharing, NULL), *none = NULL;
	assert_non_null(w);
	for (int i = 1; i < JOBS; i++) {
		sharing[i] = (struct sharing){ .job.what = &sharing[i], .workers = &w };
		assert_true(workers_put(w, &sharing[i].job));
	}
	sharing[0].workers = &w; /* a thread that is none of them, too */
	run_sharing(NULL, &sharing[0]);
	workers_stop(w);
	for (int i = 0; i < JOBS; i++)
		for (int part = 0; part < PARTS; part++)
			assert_int_equal(sharing[i].runs[part], 1);
	struct sharing late = { .workers = &w }, alone = { .workers = &none };
	run_sharing(NULL, &late);
	run_sharing(NULL, &alone);
	workers_share(w, run_part, NULL, 0);
	workers_close(w);
}

/* --- group --- */

struct fake { /* a store; used with store_lock held, so plain numbers do */
	struct store base;
	int begun, committed, rolled_back, inside;
	enum store_result begin_says;
};

static enum store_result fake_begin(struct store *st)
{
	struct fake *f = (struct fake *)st;
	assert_int_equal(f->inside, 0);
	f->begun++;
	f->inside = f->begin_says == STORE_OK;
	return f->begin_says;
}

static enum store_result fake_commit(struct store *st)
{
	struct fake *f = (struct fake *)st;
	assert_int_equal(f->inside, 1);
	f->inside = 0;
	f->committed++;
	return STORE_OK;
}

static void fake_rollback(struct store *st)
{
	struct fake *f = (struct fake *)st;
	f->inside = 0;
	f->rolled_back++;
}

struct scene {
	struct fake fake;
	struct group group;
	pthread_mutex_t store_lock;
};

struct sender {
	struct scene *scene;
	pthread_t thread;
	enum store_result says, got; /* by its write; by group_commit */
	int writes;
	sem_t *gate, *entered;
};

static enum store_result write_one(struct store *st, void *what)
{
	struct sender *s = what;
	assert_int_equal(((struct fake *)st)->inside, 1);
	s->writes++;
	if (s->gate) {
		sem_post(s->entered);
		sem_wait(s->gate);
	}
	return s->says;
}

static void *send_one(void *arg)
{
	struct sender *s = arg;
	struct group_part part = { .write = write_one, .what = s };
	s->got = group_commit(&s->scene->group, &s->scene->fake.base, &s->scene->store_lock,
		&part);
	return NULL;
}

static void scene_open(struct scene *s)
{
	*s = (struct scene){ .fake.base = { .begin = fake_begin, .commit = fake_commit,
		.rollback = fake_rollback } };
	group_open(&s->group);
	pthread_mutex_init(&s->store_lock, NULL);
}

static void scene_close(struct scene *s)
{
	assert_int_equal(s->fake.inside, 0);
	group_close(&s->group);
	pthread_mutex_destroy(&s->store_lock);
}

static void wait_for_queue(struct scene *s, int n)
{
	for (int have = -1; have != n;) {
		have = 0;
		pthread_mutex_lock(&s->group.lock);
		for (const struct group_part *p = s->group.first; p; p = p->next)
			have++;
		pthread_mutex_unlock(&s->group.lock);
		nanosleep(&(struct timespec){ .tv_nsec = 1000000 }, NULL);
	}
}

/* sender[0] is held inside its transaction until all others wait for the next. */
static void send_behind_a_slow_one(struct scene *s, struct sender *sender, int n)
{
	sem_t gate, entered;
	sem_init(&gate, 0, 0);
	sem_init(&entered, 0, 0);
	sender[0].gate = &gate;
	sender[0].entered = &entered;
	for (int i = 0; i < n; i++) {
		sender[i].scene = s;
		assert_int_equal(pthread_create(&sender[i].thread, NULL, send_one, &sender[i]), 0);
		if (i == 0)
			sem_wait(&entered);
		else
			wait_for_queue(s, i);
	}
	sem_post(&gate);
	for (int i = 0; i < n; i++)
		pthread_join(sender[i].thread, NULL);
	sem_destroy(&gate);
	sem_destroy(&entered);
}

static void test_group__those_who_wait_share_a_commit(void **state)
{
	struct scene s;
	struct sender sender[THREADS] = { 0 };
	scene_open(&s);
	send_behind_a_slow_one(&s, sender, THREADS);
	for (int i = 0; i < THREADS; i++) {
		assert_int_equal(sender[i].got, STORE_OK);
		assert_int_equal(sender[i].writes, 1);
	}
	/* the slow one, as many as may share, the rest */
	assert_int_equal(s.fake.committed, 3);
	assert_true(THREADS - 1 > GROUP_MAX && THREADS - 1 <= 2 * GROUP_MAX);
	scene_close(&s);
}

static void test_group__nobody_fails_for_anothers_sake(void **state)
{
	struct scene s;
	struct sender sender[4] = { [2] = { .says = STORE_FULL } };
	scene_open(&s);
	send_behind_a_slow_one(&s, sender, 4);
	assert_int_equal(sender[0].got, STORE_OK);
	assert_int_equal(sender[1].got, STORE_OK);
	assert_int_equal(sender[2].got, STORE_FULL);
	assert_int_equal(sender[3].got, STORE_OK);
	assert_int_equal(s.fake.committed, 3);
	assert_int_equal(s.fake.rolled_back, 2); /* the common one and its own */
	scene_close(&s);
}

static void test_group__a_locked_store_is_not_asked_again(void **state)
{
	struct scene s;
	struct sender alone = { .scene = &s };
	scene_open(&s);
	s.fake.begin_says = STORE_BUSY;
	send_one(&alone);
	assert_int_equal(alone.got, STORE_BUSY);
	assert_int_equal(alone.writes, 0);
	s.fake.begin_says = STORE_OK;
	struct sender sender[4] = { [1] = { .says = STORE_BUSY } };
	s.fake.begun = 0;
	send_behind_a_slow_one(&s, sender, 4);
	assert_int_equal(sender[0].got, STORE_OK);
	for (int i = 1; i < 4; i++)
		assert_int_equal(sender[i].got, STORE_BUSY);
	assert_int_equal(s.fake.begun, 2);
	scene_close(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_workers__each_job_once),
		cmocka_unit_test(test_workers__each_part_once_before_it_returns),
		cmocka_unit_test(test_group__those_who_wait_share_a_commit),
		cmocka_unit_test(test_group__nobody_fails_for_anothers_sake),
		cmocka_unit_test(test_group__a_locked_store_is_not_asked_again),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
