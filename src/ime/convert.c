/* SPDX-License-Identifier: Apache-2.0 */
/*
 * convert — runs one engine process at a time over two pipes. A request and its reply are copied
 * through the stack and overwritten; the pipes are empty between requests. The engine gets no
 * descriptor but the pipes and an environment of its own: nothing of the kiosk's.
 * Closing waits for the end of the reply pipe, not only for the process: an engine's own children
 * hold that pipe too.
 */
#include "convert.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "child.h"

#define GONE_MS 2000

static const struct engine {
	enum convert_kind kind;
	const char *name, *program, *argument;
} engines[] = {
	{ CONVERT_KANA, "mozc", "marumado-convert", "mozc" },
	{ CONVERT_KANA, "anthy", "marumado-convert", "anthy" },
	{ CONVERT_HANS, "pinyin", "marumado-pinyin", "hans" },
	{ CONVERT_HANT, "pinyin", "marumado-pinyin", "hant" },
};
#define ENGINES ((int)(sizeof(engines) / sizeof(engines[0])))

/* --- one process --- */

static long long now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000LL + t.tv_nsec / 1000000;
}

static void start(struct convert *c)
{
	char path[CONVERT_DIR_MAX + 32];
	int to[2], from[2];

	snprintf(path, sizeof(path), "%s/%s", c->dir, engines[c->engine].program);
	if (access(path, X_OK) != 0 || pipe2(to, O_CLOEXEC) != 0)
		return;
	if (pipe2(from, O_CLOEXEC) == 0) {
		c->pid = child_start(path, &engines[c->engine].argument, 1, to[0], from[1]);
		c->to = to[1];
		c->from = from[0];
		close(from[1]);
		if (c->pid == 0)
			close(c->from);
	}
	close(to[0]);
	if (c->pid == 0)
		close(to[1]);
	c->started_ms = now_ms();
	c->ready = false;
}

/* Waits for what the pipe still gives, then its end. */
static void drain(int fd)
{
	char rest[256];
	long long end = now_ms() + GONE_MS;
	struct pollfd p = { .fd = fd, .events = POLLIN };

	for (long long left; (left = end - now_ms()) > 0 && poll(&p, 1, (int)left) > 0;)
		if (read(fd, rest, sizeof(rest)) <= 0)
			break;
	explicit_bzero(rest, sizeof(rest));
}

static void stop(struct convert *c)
{
	if (c->pid == 0)
		return;
	close(c->to);
	kill(-c->pid, SIGKILL); /* its own process group */
	kill(c->pid, SIGKILL);
	while (waitpid(c->pid, NULL, 0) < 0 && errno == EINTR)
		;
	drain(c->from);
	close(c->from);
	c->pid = 0;
	c->ready = false;
}

/* --- talking --- */

/* Reads until the bytes end in `end` or time is over. The length, 0 when it did not get there. */
static size_t receive(int fd, char *buf, size_t cap, const char *end, long long deadline)
{
	struct pollfd p = { .fd = fd, .events = POLLIN };
	size_t n = 0, tail = strlen(end);

	for (;;) {
		long long left = deadline - now_ms();
		if (left <= 0 || n == cap || (poll(&p, 1, (int)left) <= 0 && errno != EINTR))
			return 0;
		if (!(p.revents & (POLLIN | POLLHUP)))
			continue;
		ssize_t got = read(fd, buf + n, cap - n);
		if (got <= 0)
			return 0;
		n += (size_t)got;
		/* an empty list is the end alone */
		if (n >= tail && memcmp(buf + n - tail, end, tail) == 0)
			return n;
		if (n == 1 && buf[0] == '\n')
			return n;
	}
}

/* Has the engine said hello? CONVERT_NEVER: it will not. */
static enum convert_answer greet(struct convert *c)
{
	char buf[sizeof(CONVERSION_HELLO) - 1];
	long long now = now_ms(), end = c->started_ms + CONVERT_START_MS;
	bool last = now + CONVERT_WAIT_MS >= end;
	struct pollfd p = { .fd = c->from, .events = POLLIN };

	if (c->ready)
		return CONVERT_DONE;
	if (!last && poll(&p, 1, CONVERT_WAIT_MS) == 0)
		return CONVERT_LATER;
	c->ready = receive(c->from, buf, sizeof(buf), CONVERSION_HELLO,
			   now_ms() + CONVERT_WAIT_MS) > 0;
	return c->ready ? CONVERT_DONE : CONVERT_NEVER;
}

static bool ask(struct convert *c, const char *reading, struct conversion *ret)
{
	char request[CONVERSION_READING_MAX + 1], reply[CONVERSION_WIRE_MAX];
	size_t len = strlen(reading), got = 0;

	memcpy(request, reading, len + 1);
	request[len] = '\n'; /* in place of the NUL */
	/* far below what an empty pipe holds, so it never blocks */
	if (write(c->to, request, len + 1) == (ssize_t)(len + 1))
		got = receive(c->from, reply, sizeof(reply), "\n\n", now_ms() + CONVERT_RUN_MS);
	bool ok = got > 0 && conversion_read(ret, reading, reply, got);
	explicit_bzero(request, sizeof(request));
	explicit_bzero(reply, sizeof(reply));
	return ok;
}

/* --- which engine --- */

static bool named(const char *list, const char *name)
{
	size_t len = strlen(name);

	for (const char *p = strstr(list, name); p; p = strstr(p + 1, name))
		if ((p == list || p[-1] == ' ') && (p[len] == ' ' || p[len] == '\0'))
			return true;
	return false;
}

/* The first allowed engine of the kind from `from` on. */
static int next_engine(const struct convert *c, int from)
{
	while (from < ENGINES &&
		(engines[from].kind != c->kind || !named(c->engines, engines[from].name)))
		from++;
	return from;
}

/* Starts until one runs; false when none is left. */
static bool running(struct convert *c)
{
	while (c->pid == 0 && c->engine < ENGINES) {
		if (c->starts++ < CONVERT_STARTS)
			start(c);
		if (c->pid == 0) {
			c->engine = next_engine(c, c->engine + 1);
			c->starts = 0;
		}
	}
	return c->pid != 0;
}

/* One that never got ready is not tried again: it is not installed, or cannot run here. */
static void failed(struct convert *c)
{
	if (!c->ready)
		c->starts = CONVERT_STARTS;
	stop(c);
}

void convert_open(
	struct convert *c, enum convert_kind kind, const char *dir, const char *engines_allowed)
{
	if (c->kind == kind)
		return;
	convert_close(c);
	if (kind == CONVERT_NONE || strlen(dir) >= sizeof(c->dir) ||
		strlen(engines_allowed) >= sizeof(c->engines))
		return;
	c->kind = kind;
	memcpy(c->dir, dir, strlen(dir) + 1);
	memcpy(c->engines, engines_allowed, strlen(engines_allowed) + 1);
	c->engine = next_engine(c, 0);
	(void)running(c);
}

enum convert_answer convert_run(struct convert *c, const char *reading, struct conversion *ret)
{
	conversion_wipe(ret);
	if (c->kind == CONVERT_NONE || !*reading || strlen(reading) >= CONVERSION_READING_MAX)
		return CONVERT_NEVER;
	while (running(c)) {
		enum convert_answer now = greet(c);
		if (now == CONVERT_LATER || (now == CONVERT_DONE && ask(c, reading, ret)))
			return now;
		failed(c);
	}
	return CONVERT_NEVER;
}

void convert_close(struct convert *c)
{
	stop(c);
	explicit_bzero(c, sizeof(*c));
}
