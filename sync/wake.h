/* SPDX-License-Identifier: Apache-2.0 */
/*
 * wake — sleeps until there is a reason to try: a time, a new item, a link that came up, a signal.
 *
 * Layer: sync. wake_open, wake_wait as often as wanted, wake_close (accepts NULL). Linux only.
 */
#ifndef MARUMADO_WAKE_H
#define MARUMADO_WAKE_H
#include <stdbool.h>
#include <stdint.h>

enum wake_reason {
	WAKE_TIME = 1,    /* the time has come */
	WAKE_OUTBOX = 2,  /* something was written below DATA/outbox */
	WAKE_LINK = 4,    /* a link came up or has a new address */
	WAKE_NOW = 8,     /* SIGHUP, or somebody wrote DATA/outbox/try-now */
	WAKE_STOP = 16,   /* SIGTERM or SIGINT */
	WAKE_FAILED = 32, /* the kernel would not wait */
	WAKE_USB = 64     /* somebody wrote DATA/outbox/to-usb */
};

#define WAKE_NEVER INT64_MAX
#define WAKE_SETTLE_MS                                                                             \
	30 /* after the first write of a commit, so that its last one is not read twice */

struct wake;

/* stop_fd and now_fd are signalfds (borrowed); now_fd is read here, stop_fd never. False (errno
 * set) when the timer cannot be made; without inotify or netlink it works, only later. */
bool wake_open(struct wake **ret, const char *data_dir, int stop_fd, int now_fd)
	__attribute__((warn_unused_result));
/* Sleeps until until_ms on CLOCK_BOOTTIME or an earlier reason. Returns the reasons, at least one.
 */
unsigned wake_wait(struct wake *w, int64_t until_ms);
void wake_close(struct wake *w);
/* CLOCK_BOOTTIME in milliseconds: it counts sleep and no one can set it. */
int64_t wake_now_ms(void);
#endif
