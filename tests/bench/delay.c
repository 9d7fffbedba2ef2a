/* SPDX-License-Identifier: Apache-2.0 */
/*
 * delay — a long wire: delay MS PORT listens on a free loopback port, says "port N", and passes
 * every byte on to 127.0.0.1:PORT and back MS milliseconds later in each direction, without
 * limiting the rate.
 *
 * Design: one thread and poll(); each direction of a connection is a queue of chunks with the time
 * when they may leave. The TCP handshake itself is not delayed (half a round trip in the first
 * request only).
 */
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define LINKS_MAX 32
#define CHUNK     (128 * 1024)
#define HELD_MAX  ((size_t)32 << 20) /* bytes under way in one direction */

struct chunk {
	struct chunk *next;
	double leave_ms;
	size_t len, sent;
	char data[];
};
struct way { /* bytes read from `from`, to be written to `to` */
	int from, to;
	bool ended; /* nothing more comes */
	bool shut;  /* the other side has been told */
	size_t held;
	struct chunk *first, *last;
};
struct link {
	bool used;
	struct way way[2];
};

static double now_ms(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static void push(struct way *w, const char *data, size_t len, double leave_ms)
{
	struct chunk *c = malloc(sizeof(*c) + len);

	if (!c)
		exit(71);
	*c = (struct chunk){ .leave_ms = leave_ms, .len = len };
	memcpy(c->data, data, len);
	if (w->last)
		w->last->next = c;
	else
		w->first = c;
	w->last = c;
	w->held += len;
}

static void pop(struct way *w)
{
	struct chunk *c = w->first;

	w->held -= c->len;
	w->first = c->next;
	if (!w->first)
		w->last = NULL;
	free(c);
}

static void take_in(struct way *w, double delay_ms)
{
	static char data[CHUNK];
	ssize_t n = recv(w->from, data, sizeof(data), MSG_DONTWAIT);

	if (n > 0)
		push(w, data, (size_t)n, now_ms() + delay_ms);
	else if (n == 0 || (errno != EAGAIN && errno != EINTR))
		w->ended = true;
}

static void let_out(struct way *w)
{
	while (w->first && w->first->leave_ms <= now_ms()) {
		struct chunk *c = w->first;
		ssize_t n = send(
			w->to, c->data + c->sent, c->len - c->sent, MSG_DONTWAIT | MSG_NOSIGNAL);

		if (n < 0 && (errno == EAGAIN || errno == EINTR))
			return;
		if (n < 0) {
			w->ended = true;
			while (w->first)
				pop(w);
			return;
		}
		c->sent += (size_t)n;
		if (c->sent == c->len)
			pop(w);
	}
	if (w->ended && !w->first && !w->shut) {
		shutdown(w->to, SHUT_WR);
		w->shut = true;
	}
}

static int connect_to(int port)
{
	struct sockaddr_in a = { .sin_family = AF_INET,
		.sin_port = htons((uint16_t)port),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (fd >= 0 && connect(fd, (struct sockaddr *)&a, sizeof(a)) == 0)
		return fd;
	if (fd >= 0)
		close(fd);
	return -1;
}

static void accept_link(struct link *links, int listener, int port)
{
	int near = accept4(listener, NULL, NULL, SOCK_CLOEXEC),
	    far = near >= 0 ? connect_to(port) : -1;
	struct link *l = links;

	while (l < links + LINKS_MAX && l->used)
		l++;
	if (far < 0 || l == links + LINKS_MAX) {
		close(near);
		close(far);
		return;
	}
	setsockopt(near, IPPROTO_TCP, TCP_NODELAY, &(int){ 1 }, sizeof(int));
	setsockopt(far, IPPROTO_TCP, TCP_NODELAY, &(int){ 1 }, sizeof(int));
	*l = (struct link){ true, { { .from = near, .to = far }, { .from = far, .to = near } } };
}

static void close_ended(struct link *l)
{
	if (!l->used || !l->way[0].shut || !l->way[1].shut)
		return;
	close(l->way[0].from);
	close(l->way[0].to);
	l->used = false;
}

/* Adds what a direction waits for; returns when it next has something to do by the clock. */
static double add_polls(const struct way *w, struct pollfd *in, struct pollfd *out)
{
	double now = now_ms(), leave = w->first ? w->first->leave_ms : now + 500;

	*in = (struct pollfd){ .fd = !w->ended && w->held < HELD_MAX ? w->from : -1,
		.events = POLLIN };
	*out = (struct pollfd){ .fd = leave <= now ? w->to : -1, .events = POLLOUT };
	return leave <= now ? now + 500 : leave;
}

static void serve(int listener, int port, double delay_ms)
{
	static struct link links[LINKS_MAX];

	for (;;) {
		struct pollfd fds[1 + 4 * LINKS_MAX] = { { .fd = listener, .events = POLLIN } };
		double next = now_ms() + 500;

		for (int i = 0; i < 2 * LINKS_MAX; i++) {
			struct way *w = &links[i / 2].way[i % 2];
			double at = now_ms() + 500;

			fds[1 + 2 * i].fd = fds[2 + 2 * i].fd = -1;
			if (links[i / 2].used)
				at = add_polls(w, &fds[1 + 2 * i], &fds[2 + 2 * i]);
			next = at < next ? at : next;
		}
		double wait = next - now_ms();
		struct timespec t = { 0, wait > 0 ? (long)(wait * 1e6) % 1000000000 : 0 };
		if (ppoll(fds, 1 + 4 * LINKS_MAX, &t, NULL) < 0)
			continue;
		if (fds[0].revents)
			accept_link(links, listener, port);
		for (int i = 0; i < 2 * LINKS_MAX; i++) {
			if (!links[i / 2].used)
				continue;
			if (fds[1 + 2 * i].revents)
				take_in(&links[i / 2].way[i % 2], delay_ms);
			let_out(&links[i / 2].way[i % 2]);
			close_ended(&links[i / 2]);
		}
	}
}

int main(int argc, char **argv)
{
	struct sockaddr_in a = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t len = sizeof(a);
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (argc != 3) {
		fputs("usage: delay MS PORT\n", stderr);
		return 64;
	}
	if (fd < 0 || bind(fd, (struct sockaddr *)&a, len) != 0 || listen(fd, 16) != 0 ||
		getsockname(fd, (struct sockaddr *)&a, &len) != 0)
		return 71;
	printf("port %d\n", ntohs(a.sin_port));
	fflush(stdout);
	serve(fd, atoi(argv[2]), atof(argv[1]));
	return 0;
}
