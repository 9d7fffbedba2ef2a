/* SPDX-License-Identifier: Apache-2.0 */
/*
 * progress — one line on a terminal while a long backlog drains: "1280 / 10000  (320/s)".
 *
 * Layer: sync. Silent when standard error is no terminal or fewer than PROGRESS_OVER items wait.
 */
#ifndef MARUMADO_PROGRESS_H
#define MARUMADO_PROGRESS_H
#include <stdbool.h>
#include <stdint.h>

#define PROGRESS_OVER 100

struct progress {
	int64_t began_ms, drawn_ms; /* CLOCK_BOOTTIME */
	bool shown;
};

/* Starts over; call before a pass. */
void progress_begin(struct progress *p, int64_t now_ms);
/* Rewrites the line, at most five times a second. ctx is a struct progress (struct pass_options'
 * shape). */
void progress_step(void *ctx, uint64_t delivered, uint64_t total);
/* Ends the line when one was shown. */
void progress_end(struct progress *p);
#endif
