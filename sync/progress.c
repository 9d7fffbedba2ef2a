/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The progress line. Only for a person at a terminal: a journal gets nothing from here. Counts
 * only.
 */
#include "progress.h"

#include <inttypes.h>
#include <stdio.h>
#include <unistd.h>

#include "wake.h"

#define REDRAW_MS 200

void progress_begin(struct progress *p, int64_t now_ms)
{
	*p = (struct progress){ .began_ms = now_ms, .drawn_ms = now_ms - REDRAW_MS };
}

void progress_step(void *ctx, uint64_t delivered, uint64_t total)
{
	struct progress *p = ctx;
	int64_t now = wake_now_ms();
	int64_t elapsed = now > p->began_ms ? now - p->began_ms : 1;

	if (total <= PROGRESS_OVER || !isatty(STDERR_FILENO) ||
		(now - p->drawn_ms < REDRAW_MS && delivered < total))
		return;
	p->drawn_ms = now;
	p->shown = true;
	fprintf(stderr, "\r%" PRIu64 " / %" PRIu64 "  (%" PRIu64 "/s)\033[K", delivered, total,
		delivered * 1000 / (uint64_t)elapsed);
	fflush(stderr);
}

void progress_end(struct progress *p)
{
	if (p->shown)
		fputc('\n', stderr);
	p->shown = false;
}
