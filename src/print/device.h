/* SPDX-License-Identifier: Apache-2.0 */
/*
 * device — a receipt printer at a path: a character device (/dev/usb/lp0, a serial line), a FIFO,
 * or a local socket that somebody's forwarder listens on. Never a file: what is printed reaches no
 * disk. Nothing here waits longer than its deadline.
 */
#ifndef MARUMADO_DEVICE_H
#define MARUMADO_DEVICE_H
#include "printjob.h"

#define DEVICE_ANSWER_MS 600   /* a status byte */
#define DEVICE_STALL_MS  5000  /* it takes no more bytes */
#define DEVICE_PRINT_MS  20000 /* all of it */
#define DEVICE_END_MS    8000  /* bytes taken, until it says that they are on paper */

struct device {
	int fd;       /* -1: not open */
	bool answers; /* it told its status once */
};

/* Opens without waiting. PRINT_READY, PRINT_OFFLINE, or PRINT_FAILED when it is no device. */
enum print_word device_open(struct device *d, const char *path);
/* What it says of itself now; one that never says anything counts as PRINT_READY. */
enum print_word device_state(struct device *d);
/* Sends a job and waits until it is printed, as far as that can be known: PRINT_DONE or why not. */
enum print_word device_print(struct device *d, const char *data, size_t len);
#endif
