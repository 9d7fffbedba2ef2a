/* SPDX-License-Identifier: Apache-2.0 */
/*
 * main — marumado-print: one job from standard input (shared/printjob.h) to one printer, one word
 * to standard output, and the end. Started and killed by the kiosk (kiosk/printer.c).
 * The printer is opened first; then rights go, and only then is a byte of the job read. By hand:
 * marumado-print check device /dev/usb/lp0
 */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "buf.h"
#include "device.h"
#include "escpos.h"
#include "inmemory.h"
#include "jail.h"
#include "pdf.h"
#include "queue.h"
#include "sandbox.h"

#define SWAPS "/proc/swaps"

static const char usage[] = "usage: marumado-print check|print device PATH\n"
			    "       marumado-print check|print cups QUEUE SOCKET SPOOL\n";

struct task {
	bool print; /* else only asked */
	struct printjob job;
	struct buf bits;
};

static bool read_all(char *to, size_t len)
{
	while (len > 0) {
		ssize_t n = read(STDIN_FILENO, to, len);
		if (n == 0 || (n < 0 && errno != EINTR))
			return false;
		if (n > 0) {
			to += n;
			len -= (size_t)n;
		}
	}
	return true;
}

/* The whole job and nothing after it. */
static bool read_job(struct task *t)
{
	char line[PRINTJOB_HEAD], more;
	static const char zeros[4096];

	if (!read_all(line, sizeof(line)) || !printjob_read(&t->job, line))
		return false;
	for (size_t left = printjob_bytes(&t->job); left > 0;) {
		size_t n = left < sizeof(zeros) ? left : sizeof(zeros);
		buf_append(&t->bits, zeros, n);
		left -= n;
	}
	return buf_ok(&t->bits) && read_all(t->bits.data, t->bits.len) &&
	       read(STDIN_FILENO, &more, 1) == 0;
}

static enum print_word to_device(struct task *t, const char *path)
{
	struct device d;
	struct buf bytes = BUF_INIT;
	enum print_word w = device_open(&d, path);

	if (!sandbox_process() || !sandbox_no_files(NULL) || !jail_device())
		return PRINT_FAILED;
	if (w == PRINT_READY && !t->print)
		w = device_state(&d);
	else if (w == PRINT_READY && !read_job(t))
		w = PRINT_FAILED;
	else if (w == PRINT_READY) {
		escpos_job(&bytes, &t->job, (const unsigned char *)t->bits.data);
		w = buf_ok(&bytes) ? device_print(&d, bytes.data, bytes.len) : PRINT_FAILED;
	}
	buf_release(&bytes);
	return w;
}

static enum print_word to_queue(
	struct task *t, const char *name, const char *socket, const char *spool)
{
	struct buf pdf = BUF_INIT;
	enum print_word w = PRINT_FAILED;

	if (!sandbox_process() || !sandbox_no_files(NULL) || !jail_queue())
		return PRINT_FAILED;
	if (!memory_only(spool, SWAPS))
		return PRINT_SPOOL;
	if (!t->print)
		return queue_state(name, socket);
	if (read_job(t) && pdf_job(&pdf, &t->job, (const unsigned char *)t->bits.data))
		w = queue_print(name, socket, pdf.data, pdf.len);
	buf_release(&pdf);
	return w;
}

int main(int argc, char **argv)
{
	struct task t = { .bits = BUF_INIT };
	enum print_word w;

	if (argc < 4 || (strcmp(argv[1], "check") != 0 && strcmp(argv[1], "print") != 0)) {
		fputs(usage, stderr);
		return EX_USAGE;
	}
	t.print = strcmp(argv[1], "print") == 0;
	signal(SIGPIPE, SIG_IGN);
	if (argc == 4 && strcmp(argv[2], "device") == 0) {
		w = to_device(&t, argv[3]);
	} else if (argc == 6 && strcmp(argv[2], "cups") == 0) {
		w = to_queue(&t, argv[3], argv[4], argv[5]);
	} else {
		fputs(usage, stderr);
		return EX_USAGE;
	}
	buf_release(&t.bits);
	const char *word = printjob_word(w);
	char line[16];
	int n = snprintf(line, sizeof(line), "%s\n", word);
	if (write(STDOUT_FILENO, line, (size_t)n) != n)
		return EX_IOERR;
	return w == PRINT_READY || w == PRINT_DONE ? 0 : EX_UNAVAILABLE;
}
