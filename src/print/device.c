/* SPDX-License-Identifier: Apache-2.0 */
/*
 * device — every read and write is preceded by a poll with what is left of a deadline, so a printer
 * that hangs costs seconds, not the terminal. Opening cannot be bounded here (a driver may block in
 * it): the kiosk kills this program then.
 * Status is asked only of what can answer: a FIFO would give back the question. After the pictures
 * one more question is queued behind them (GS r): its answer means they are on paper; none means
 * something stopped it, and real-time questions tell what.
 */
#include "device.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/lp.h>
#include <poll.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#include "escpos.h"

static long long now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000LL + t.tv_nsec / 1000000;
}

/* --- opening --- */

static int open_socket(const char *path)
{
	struct sockaddr_un a = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);

	if (fd < 0 || strlen(path) >= sizeof(a.sun_path)) {
		if (fd >= 0)
			close(fd);
		return -1;
	}
	memcpy(a.sun_path, path, strlen(path) + 1);
	if (connect(fd, (const struct sockaddr *)&a, sizeof(a)) == 0)
		return fd;
	close(fd);
	return -1;
}

/* A terminal line would turn bytes of a picture into others. */
static void make_raw(int fd)
{
	struct termios t;

	if (!isatty(fd) || tcgetattr(fd, &t) != 0)
		return;
	cfmakeraw(&t);
	(void)tcsetattr(fd, TCSANOW, &t);
}

enum print_word device_open(struct device *d, const char *path)
{
	struct stat st;
	int how = O_NONBLOCK | O_NOCTTY | O_CLOEXEC;

	*d = (struct device){ .fd = -1 };
	if (stat(path, &st) != 0)
		return PRINT_OFFLINE;
	if (S_ISSOCK(st.st_mode))
		d->fd = open_socket(path);
	else if (S_ISFIFO(st.st_mode))
		d->fd = open(path, how | O_WRONLY);
	else if (S_ISCHR(st.st_mode))
		d->fd = open(path, how | O_RDWR);
	else
		return PRINT_FAILED;
	if (d->fd < 0)
		return PRINT_OFFLINE;
	if (fstat(d->fd, &st) != 0 ||
		!(S_ISSOCK(st.st_mode) || S_ISFIFO(st.st_mode) || S_ISCHR(st.st_mode))) {
		close(d->fd); /* somebody put another thing there */
		d->fd = -1;
		return PRINT_FAILED;
	}
	make_raw(d->fd);
	return PRINT_READY;
}

/* --- bytes --- */

static bool wait_for(int fd, short events, long long end)
{
	struct pollfd p = { .fd = fd, .events = events };
	long long left = end - now_ms();

	while (left > 0) {
		int n = poll(&p, 1, (int)left);
		if (n > 0)
			return (p.revents & events) != 0;
		if (n == 0 || errno != EINTR)
			return false;
		left = end - now_ms();
	}
	return false;
}

/* False: it takes no more, or something is broken. */
static bool send_all(int fd, const char *data, size_t len, long long end)
{
	while (len > 0) {
		long long stalled = now_ms() + DEVICE_STALL_MS;
		if (!wait_for(fd, POLLOUT, stalled < end ? stalled : end))
			return false;
		ssize_t n = write(fd, data, len);
		if (n < 0 && errno != EAGAIN && errno != EINTR)
			return false;
		if (n > 0) {
			data += n;
			len -= (size_t)n;
		}
	}
	return true;
}

/* One byte, or -1. */
static int receive(int fd, long long end)
{
	unsigned char b;

	while (wait_for(fd, POLLIN, end)) {
		ssize_t n = read(fd, &b, 1);
		if (n == 1)
			return b;
		if (n == 0 || (errno != EAGAIN && errno != EINTR))
			return -1;
	}
	return -1;
}

static bool can_answer(const struct device *d)
{
	struct stat st;

	return fstat(d->fd, &st) == 0 && !S_ISFIFO(st.st_mode);
}

/* --- status --- */

/* The answer to a question, -1 when none comes. Bytes that are no answer are left over from
 * before. */
static int ask(struct device *d, enum escpos_ask what)
{
	char question[ESCPOS_ASK_LEN];
	long long end = now_ms() + DEVICE_ANSWER_MS;
	int b;

	escpos_question(what, question);
	if (!send_all(d->fd, question, sizeof(question), end))
		return -1;
	do
		b = receive(d->fd, end);
	while (b >= 0 && !escpos_is_answer((unsigned char)b));
	return b;
}

/* What the port itself knows (usblp, parallel): no paper, not selected. */
static enum print_word port_state(const struct device *d)
{
	int s = 0;

	if (ioctl(d->fd, LPGETSTATUS, &s) != 0)
		return PRINT_READY;
	if (s & LP_POUTPA)
		return PRINT_PAPER;
	return s & LP_PSELECD ? PRINT_READY : PRINT_OFFLINE;
}

enum print_word device_state(struct device *d)
{
	static const enum escpos_ask order[] = { ESCPOS_PAPER, ESCPOS_OFFLINE, ESCPOS_PRINTER };
	enum print_word w = port_state(d);

	if (w != PRINT_READY || !can_answer(d))
		return w;
	for (size_t i = 0; i < sizeof(order) / sizeof(order[0]); i++) {
		int b = ask(d, order[i]);
		if (b < 0) /* silent from the first on: it has no way back */
			return d->answers ? PRINT_OFFLINE : PRINT_READY;
		d->answers = true;
		w = escpos_answer(order[i], (unsigned char)b);
		if (w != PRINT_READY)
			return w;
	}
	return PRINT_READY;
}

/* --- printing --- */

static enum print_word why_not(struct device *d)
{
	enum print_word w = can_answer(d) ? device_state(d) : PRINT_READY;

	return w == PRINT_READY ? PRINT_FAILED : w;
}

enum print_word device_print(struct device *d, const char *data, size_t len)
{
	enum print_word w = device_state(d);
	long long end = now_ms() + DEVICE_PRINT_MS;

	if (w != PRINT_READY)
		return w;
	if (!send_all(d->fd, data, len, end))
		return why_not(d);
	if (!d->answers) /* bytes taken is all there is to know */
		return wait_for(d->fd, POLLOUT, end) ? PRINT_DONE : PRINT_FAILED;
	if (!send_all(d->fd, ESCPOS_END, sizeof(ESCPOS_END) - 1, end))
		return why_not(d);
	return receive(d->fd, now_ms() + DEVICE_END_MS) >= 0 ? PRINT_DONE : why_not(d);
}
