/* SPDX-License-Identifier: Apache-2.0 */
/*
 * input_watch — wakes the loop when a file descriptor becomes readable.
 * SDL can only sleep on the display, so a small thread sleeps in poll on the descriptor and pushes
 * one event when it is readable. It then waits until the loop asks again: a descriptor that nobody
 * reads must not make it spin. Commands reach it through an eventfd; it takes no signals (they must
 * interrupt the loop, not this) and touches no other state.
 * File-scope state: belongs to input.c's one queue per process.
 */
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <sys/eventfd.h>
#include <unistd.h>
#include "input.h"
#include "input_private.h"

enum command { GO_ON = 1, END = 1 << 16 }; /* added up in the eventfd; END wins */

static struct {
	SDL_Thread *thread;
	int fd, control;
	Uint32 event; /* SDL's number for "readable", 0 = not yet drawn */
	bool fired;
} watch = { .fd = -1, .control = -1 };

struct task { int fd, control; Uint32 event; };

static int SDLCALL sleep_and_tell(void *arg)
{
	struct task t = *(struct task *)arg;
	struct pollfd p[2] = { { t.control, POLLIN, 0 }, { t.fd, POLLIN, 0 } };
	int looking = 2; /* 1: only at control, until told to go on */

	SDL_free(arg);
	for (;;) {
		uint64_t command = 0;
		SDL_Event e;

		if (poll(p, (nfds_t)looking, -1) < 0)
			continue;
		if (p[0].revents && read(t.control, &command, sizeof command) == sizeof command) {
			if (command >= END)
				return 0;
			looking = 2;
			continue;
		}
		if (looking == 2 && p[1].revents) {
			looking = 1;
			SDL_zero(e);
			e.type = t.event;
			SDL_PushEvent(&e);
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
	if (watch.thread) {
		command(END);
		SDL_WaitThread(watch.thread, NULL);
	}
	if (watch.control >= 0)
		close(watch.control);
	watch.thread = NULL;
	watch.control = watch.fd = -1;
	watch.fired = false;
}

static void start(int fd)
{
	struct task *t = SDL_malloc(sizeof *t);
	sigset_t all, before;

	if (!t)
		return;
	if (watch.event == 0)
		watch.event = SDL_RegisterEvents(1);
	watch.fd = fd;
	watch.control = eventfd(0, EFD_CLOEXEC);
	*t = (struct task){ fd, watch.control, watch.event };
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	if (watch.control >= 0)
		watch.thread = SDL_CreateThread(sleep_and_tell, "watch", t);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	if (!watch.thread) {
		SDL_free(t);
		stop();
	}
}

void input_watch_fd(int fd)
{
	if (fd == watch.fd)
		return;
	stop();
	if (fd >= 0)
		start(fd);
}

bool input_watch_took(const SDL_Event *e)
{
	if (watch.event == 0 || e->type != watch.event)
		return false;
	watch.fired = watch.thread != NULL;
	return watch.fired;
}

void input_watch_rearm(void)
{
	if (!watch.fired)
		return;
	watch.fired = false;
	command(GO_ON);
}
