/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The courier's sleep. All waiting is one poll() over a boot-time timer, inotify on the outbox, the
 * kernel's route messages and the signals, so that an idle courier wakes for nothing and a new item
 * or a returning line is noticed at once. The wall clock is never asked: it may be wrong by decades
 * or jump. Does not decide what a reason means; watch.c does.
 */
#include "wake.h"

#include <errno.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

#include "wire.h"

#define WRITES (IN_MODIFY | IN_CREATE | IN_MOVED_TO | IN_CLOSE_WRITE)

struct wake {
	int stop_fd, now_fd;         /* borrowed */
	int timer, inotify, netlink; /* the latter two may be -1 */
	int outbox_watch;            /* -1 while DATA/outbox does not exist */
	char *data_dir, *outbox_dir;
};

int64_t wake_now_ms(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_BOOTTIME, &ts);
	return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

static int open_netlink(void)
{
	struct sockaddr_nl local = { .nl_family = AF_NETLINK,
		.nl_groups = RTMGRP_LINK | RTMGRP_IPV4_IFADDR | RTMGRP_IPV6_IFADDR };
	int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, NETLINK_ROUTE);

	if (fd >= 0 && bind(fd, (struct sockaddr *)&local, sizeof local) != 0) {
		close(fd);
		return -1;
	}
	return fd;
}

/* Watches the outbox, or until it exists the folder in which it will appear. */
static void watch_outbox(struct wake *w)
{
	if (w->inotify < 0 || w->outbox_watch >= 0)
		return;
	w->outbox_watch = inotify_add_watch(w->inotify, w->outbox_dir, WRITES | IN_ONLYDIR);
	if (w->outbox_watch < 0)
		(void)inotify_add_watch(
			w->inotify, w->data_dir, IN_CREATE | IN_MOVED_TO | IN_ONLYDIR);
}

bool wake_open(struct wake **ret, const char *data_dir, int stop_fd, int now_fd)
{
	struct wake *w = calloc(1, sizeof *w);

	if (w == NULL)
		return false;
	w->stop_fd = stop_fd;
	w->now_fd = now_fd;
	w->outbox_watch = -1;
	w->timer = timerfd_create(CLOCK_BOOTTIME, TFD_CLOEXEC | TFD_NONBLOCK);
	w->inotify = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
	w->netlink = open_netlink();
	w->data_dir = strdup(data_dir);
	if (w->timer < 0 || w->data_dir == NULL ||
		asprintf(&w->outbox_dir, "%s/outbox", data_dir) < 0) {
		w->outbox_dir = NULL;
		wake_close(w);
		return false;
	}
	watch_outbox(w);
	*ret = w;
	return true;
}

void wake_close(struct wake *w)
{
	if (w == NULL)
		return;
	if (w->timer >= 0)
		close(w->timer);
	if (w->inotify >= 0)
		close(w->inotify);
	if (w->netlink >= 0)
		close(w->netlink);
	free(w->data_dir);
	free(w->outbox_dir);
	free(w);
}

static void set_timer(const struct wake *w, int64_t until_ms)
{
	struct itimerspec at = { .it_value = { 0, 0 } };

	if (until_ms != WAKE_NEVER) {
		at.it_value.tv_sec = until_ms / 1000;
		at.it_value.tv_nsec = until_ms % 1000 * 1000000;
		if (until_ms <= 0) /* zero would disarm it */
			at.it_value = (struct timespec){ 0, 1 };
	}
	timerfd_settime(w->timer, TFD_TIMER_ABSTIME, &at, NULL);
}

/* What somebody at the terminal has asked for (the kiosk may write below the outbox, and nothing
 * else of ours). */
static unsigned asked_for(const struct wake *w, const struct inotify_event *ev, const char *name)
{
	if (ev->wd != w->outbox_watch || ev->len == 0 || (ev->mask & IN_CLOSE_WRITE) == 0)
		return 0;
	return strcmp(name, WIRE_TRY_NOW) == 0  ? WAKE_NOW
	       : strcmp(name, WIRE_TO_USB) == 0 ? WAKE_USB
						: 0;
}

/* Empties inotify's queue. WAKE_OUTBOX when something was in it, and what was asked for. */
static unsigned drain_inotify(struct wake *w)
{
	_Alignas(struct inotify_event) char data[4096];
	unsigned reasons = 0;
	ssize_t n;

	while ((n = read(w->inotify, data, sizeof data)) > 0) {
		for (ssize_t at = 0; at < n;) {
			struct inotify_event ev;

			memcpy(&ev, data + at, sizeof ev);
			if (ev.wd == w->outbox_watch && (ev.mask & IN_IGNORED) != 0)
				w->outbox_watch = -1;
			else
				reasons |= asked_for(w, &ev, data + at + sizeof ev);
			at += (ssize_t)(sizeof ev + ev.len);
		}
		reasons |= WAKE_OUTBOX;
	}
	return reasons;
}

static bool is_link_up(const struct nlmsghdr *h)
{
	struct ifinfomsg info;

	if (h->nlmsg_type == RTM_NEWADDR)
		return true;
	if (h->nlmsg_type != RTM_NEWLINK || h->nlmsg_len < NLMSG_LENGTH(sizeof info))
		return false;
	memcpy(&info, (const char *)h + NLMSG_HDRLEN, sizeof info); /* NLMSG_DATA drops const */
	return (info.ifi_flags & IFF_RUNNING) != 0 && (info.ifi_flags & IFF_LOOPBACK) == 0;
}

/* Empties the socket. True when a link came up, or messages were lost and one may have. */
static bool drain_netlink(struct wake *w)
{
	_Alignas(struct nlmsghdr) char data[8192];
	struct sockaddr_nl from = { 0 };
	socklen_t from_len;
	bool up = false;

	for (;;) {
		from_len = sizeof from;
		ssize_t n = recvfrom(
			w->netlink, data, sizeof data, 0, (struct sockaddr *)&from, &from_len);

		if (n < 0 && errno == ENOBUFS) {
			up = true;
			continue;
		}
		if (n <= 0)
			return up;
		if (from.nl_pid != 0) /* not the kernel */
			continue;
		unsigned left = (unsigned)n;

		for (const struct nlmsghdr *h = (const void *)data; NLMSG_OK(h, left);) {
			up = up || is_link_up(h);
			unsigned step = NLMSG_ALIGN(h->nlmsg_len);

			if (step > left)
				break;
			left -= step;
			h = (const void *)((const char *)h + step);
		}
	}
}

static void settle(const struct wake *w)
{
	struct pollfd stop = { .fd = w->stop_fd, .events = POLLIN };

	(void)poll(&stop, 1, WAKE_SETTLE_MS);
}

unsigned wake_wait(struct wake *w, int64_t until_ms)
{
	struct pollfd fds[] = {
		{ .fd = w->stop_fd, .events = POLLIN },
		{ .fd = w->now_fd, .events = POLLIN },
		{ .fd = w->inotify, .events = POLLIN },
		{ .fd = w->netlink, .events = POLLIN },
		{ .fd = w->timer, .events = POLLIN },
	};
	struct signalfd_siginfo signal;
	unsigned reasons = 0;

	set_timer(w, until_ms);
	while (reasons == 0) {
		watch_outbox(w);
		if (poll(fds, sizeof fds / sizeof fds[0], -1) < 0 && errno != EINTR)
			return WAKE_FAILED;
		if (fds[0].revents != 0)
			return WAKE_STOP;
		if (fds[1].revents != 0 && read(w->now_fd, &signal, sizeof signal) > 0)
			reasons |= WAKE_NOW;
		if (fds[2].revents != 0) {
			settle(w);
			reasons |= drain_inotify(w);
		}
		if (fds[3].revents != 0)
			reasons |= drain_netlink(w) ? WAKE_LINK : 0;
		if (fds[4].revents != 0)
			reasons |= WAKE_TIME;
	}
	return reasons;
}
