/* SPDX-License-Identifier: Apache-2.0 */
/*
 * input_watch — wakes the loop when a file descriptor becomes readable.
 * The loop can only sleep on the display, so a small thread sleeps in poll on the descriptor and
 * calls back once when it is readable. It then waits until the loop asks again: a descriptor that
 * nobody reads must not make it spin. Commands reach it through an eventfd; it takes no signals
 * (they must interrupt the loop, not this) and touches no other state. File-scope state: belongs to
 * input.c's one queue per process.
 */
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <unistd.h>
#include "input_private.h"

enum command { GO_ON = 1, END = 1 << 16 }; /* added up in the eventfd; END wins */

static struct {
	pthread_t thread;
	bool runs;
	int fd, control;
	bool fired;
} watch = { .fd = -1, .control = -1 };

struct task {
	int fd, control;
	void (*wake)(void);
};

static void *sleep_and_tell(void *arg)
{
	struct task t = *(struct task *)arg;
	struct pollfd p[2] = { { t.control, POLLIN, 0 }, { t.fd, POLLIN, 0 } };
	int looking = 2; /* 1: only at control, until told to go on */

	free(arg);
	for (;;) {
		uint64_t command = 0;

		if (poll(p, (nfds_t)looking, -1) < 0)
			continue;
		if (p[0].revents && read(t.control, &command, sizeof command) == sizeof command) {
			if (command >= END)
				return NULL;
			looking = 2;
			continue;
		}
		if (looking == 2 && p[1].revents) {
			looking = 1;
			t.wake();
		}
	}
}

static void command(uint64_t c)
{
	if (watch.control >= 0 && write(watch.control, &c, sizeof c) != sizeof c)
		/* an eventfd refuses only at 2^64: the thread is awake anyway */
		watch.fired = false;
}

static void stop(void)
{
	if (watch.runs) {
		command(END);
		pthread_join(watch.thread, NULL);
	}
	if (watch.control >= 0)
		close(watch.control);
	watch.runs = false;
	watch.control = watch.fd = -1;
	watch.fired = false;
}

static void start(int fd, void (*wake)(void))
{
	struct task *t = malloc(sizeof *t);
	sigset_t all, before;

	if (!t)
		return;
	watch.fd = fd;
	watch.control = eventfd(0, EFD_CLOEXEC);
	*t = (struct task){ fd, watch.control, wake };
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	watch.runs = watch.control >= 0 &&
		     pthread_create(&watch.thread, NULL, sleep_and_tell, t) == 0;
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	if (!watch.runs) {
		free(t);
		stop();
	}
}

void input_watch(int fd, void (*wake)(void))
{
	if (fd == watch.fd)
		return;
	stop();
	if (fd >= 0)
		start(fd, wake);
}

bool input_watch_took(void)
{
	watch.fired = watch.runs;
	return watch.fired;
}

void input_watch_rearm(void)
{
	if (!watch.fired)
		return;
	watch.fired = false;
	command(GO_ON);
}
