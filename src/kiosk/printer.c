/* SPDX-License-Identifier: Apache-2.0 */
/*
 * printer — the job goes as shared memory on standard input: nothing has to be fed, so nothing can
 * block, and it can be overwritten here whatever the program did. (A pipe would hold a slip, but no
 * page.) The mapping is locked like all memory of the kiosk when the limit allows that.
 * A program that is stuck in a driver cannot be killed at once; it is left to die, and no other is
 * started until it has.
 */
#include "printer.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "child.h"

#define PROGRAM "marumado-print"
#define GONE_MS 200

static uint64_t now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * 1000 + (uint64_t)t.tv_nsec / 1000000;
}

void printer_open(struct printer *p, const struct printer_setup *setup)
{
	memset(p, 0, sizeof(*p));
	int n = snprintf(p->program, sizeof(p->program), "%s/" PROGRAM, setup->program_dir);

	snprintf(p->where, sizeof(p->where), "%s", setup->where);
	snprintf(p->socket, sizeof(p->socket), "%s", setup->cups_socket);
	snprintf(p->spool, sizeof(p->spool), "%s", setup->cups_spool);
	if (n < PRINTER_PATH_MAX && p->where[0] && access(p->program, X_OK) == 0)
		p->state = PRINTER_UNASKED;
}

/* --- the program --- */

/* True when it is gone. */
static bool reap(pid_t pid, int wait_ms)
{
	const struct timespec step = { 0, 5000000 };

	for (;;) {
		pid_t r = waitpid(pid, NULL, WNOHANG);
		if (r == pid || (r < 0 && errno != EINTR))
			return true;
		if (wait_ms <= 0)
			return false;
		nanosleep(&step, NULL);
		wait_ms -= 5;
	}
}

static void drop_job(struct printer *p)
{
	if (!p->job)
		return;
	explicit_bzero(p->job, p->job_len);
	munmap(p->job, p->job_len);
	p->job = NULL;
	p->job_len = 0;
}

static void signal_all(pid_t pid, int signal)
{
	kill(-pid, signal);
	kill(pid, signal);
}

static void end_program(struct printer *p)
{
	if (p->pid == 0)
		return;
	signal_all(p->pid, SIGTERM); /* it takes back what waits in a queue */
	close(p->from);
	if (!reap(p->pid, GONE_MS)) {
		signal_all(p->pid, SIGKILL);
		if (!reap(p->pid, GONE_MS))
			p->lost = p->pid;
	}
	p->pid = 0;
	explicit_bzero(p->answer, sizeof(p->answer));
	p->answer_len = 0;
}

static bool start(struct printer *p, const char *command, int in)
{
	bool cups = strncmp(p->where, PRINTER_CUPS, strlen(PRINTER_CUPS)) == 0;
	const char *device[] = { command, "device", p->where };
	const char *queue[] = { command, "cups", p->where + strlen(PRINTER_CUPS), p->socket,
		p->spool };
	int out[2];

	if (p->lost && reap(p->lost, 0))
		p->lost = 0;
	if (p->lost || pipe2(out, O_CLOEXEC) != 0)
		return false;
	p->pid = cups ? child_start(p->program, queue, 5, in, out[1])
		      : child_start(p->program, device, 3, in, out[1]);
	close(out[1]);
	if (p->pid == 0) {
		close(out[0]);
		return false;
	}
	p->from = out[0];
	p->started_ms = now_ms();
	p->answer_len = 0;
	return true;
}

static void trouble(struct printer *p, enum print_word w)
{
	p->state = PRINTER_TROUBLE;
	p->word = w;
}

bool printer_runs(const struct printer *p)
{
	return p->pid != 0;
}

void printer_ask(struct printer *p)
{
	if (p->state == PRINTER_NONE || p->pid != 0)
		return;
	int in = open("/dev/null", O_RDONLY | O_CLOEXEC);
	bool ok = in >= 0 && start(p, "check", in);

	if (in >= 0)
		close(in);
	if (ok)
		p->state = PRINTER_ASKED;
	else
		trouble(p, PRINT_OFFLINE);
}

/* --- a job --- */

/* The mapping's own descriptor, at its beginning; -1 when there is no memory. */
static int make_job(struct printer *p, size_t len)
{
	int fd = memfd_create("", MFD_CLOEXEC);
	void *m = MAP_FAILED;

	if (fd >= 0 && ftruncate(fd, (off_t)len) == 0)
		m = mmap(NULL, len, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	if (m == MAP_FAILED) {
		if (fd >= 0)
			close(fd);
		return -1;
	}
	(void)mlock(m, len);
	(void)madvise(m, len, MADV_DONTDUMP);
	p->job = m;
	p->job_len = len;
	return fd;
}

unsigned char *printer_paper(struct printer *p, const struct printjob *job)
{
	if (p->state == PRINTER_NONE || p->pid != 0)
		return NULL;
	if (p->job)
		close(p->from);
	drop_job(p);
	p->from = make_job(p, PRINTJOB_HEAD + printjob_bytes(job));
	if (p->from < 0)
		return NULL;
	printjob_write(job, p->job);
	return (unsigned char *)p->job + PRINTJOB_HEAD;
}

void printer_failed(struct printer *p)
{
	if (p->pid != 0 || p->state == PRINTER_NONE)
		return;
	if (p->job)
		close(p->from);
	drop_job(p);
	trouble(p, PRINT_FAILED);
}

bool printer_print(struct printer *p)
{
	if (!p->job || p->pid != 0)
		return false;
	int in = p->from; /* of the mapping, from printer_paper */
	bool ok = start(p, "print", in);

	close(in);
	if (ok) {
		p->state = PRINTER_BUSY;
		return true;
	}
	drop_job(p);
	trouble(p, PRINT_FAILED);
	return false;
}

/* --- the outcome --- */

static void finish(struct printer *p, enum print_word w)
{
	bool asked = p->state == PRINTER_ASKED;

	end_program(p);
	drop_job(p);
	if (w == (asked ? PRINT_READY : PRINT_DONE)) {
		p->state = asked ? PRINTER_READY : PRINTER_DONE;
		p->word = w;
		p->offered = true;
	} else {
		trouble(p, w == PRINT_READY || w == PRINT_DONE ? PRINT_FAILED : w);
	}
}

bool printer_poll(struct printer *p)
{
	struct pollfd f = { .fd = p->from, .events = POLLIN };
	uint64_t most = p->state == PRINTER_ASKED ? PRINTER_ASK_MS : PRINTER_JOB_MS;

	if (p->pid == 0)
		return false;
	if (poll(&f, 1, 0) > 0) {
		ssize_t n = read(
			p->from, p->answer + p->answer_len, sizeof(p->answer) - p->answer_len);
		if (n > 0)
			p->answer_len += (size_t)n;
		bool whole = p->answer_len > 0 && p->answer[p->answer_len - 1] == '\n';
		if (n > 0 && !whole && p->answer_len < sizeof(p->answer))
			return false;
		finish(p, whole ? printjob_word_of(p->answer, p->answer_len - 1) : PRINT_FAILED);
		return true;
	}
	if (now_ms() - p->started_ms < most)
		return false;
	finish(p, PRINT_OFFLINE); /* it hangs */
	return true;
}

void printer_stop(struct printer *p)
{
	if (p->state == PRINTER_NONE)
		return;
	if (p->job && p->pid == 0)
		close(p->from); /* drawn, never printed */
	end_program(p);
	drop_job(p);
	p->state = PRINTER_UNASKED;
	p->word = PRINT_READY;
	p->offered = false;
}

enum print_word printer_ask_and_wait(struct printer *p)
{
	const struct timespec step = { 0, 20000000 };

	printer_ask(p);
	while (printer_runs(p) && !printer_poll(p))
		nanosleep(&step, NULL);
	return p->state == PRINTER_READY ? PRINT_READY : p->word;
}
