/* SPDX-License-Identifier: Apache-2.0 */
/*
 * When to try. Success sleeps until something is written, a failure until its jittered time or
 * until the line comes back, whichever is first. What the city asked for (Retry-After) only ever
 * lengthens the wait, and only a person (SIGHUP) may override it. Never gives up. Refused items are
 * offered again once an hour, one batch of them, so that a device that was revoked by mistake and
 * approved again delivers what it holds.
 */
#include "watch.h"

#include <inttypes.h>
#include <string.h>
#include <sys/random.h>

#include "log.h"
#include "retry.h"
#include "round.h"

static int64_t earlier(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

static bool failed(const struct watch *w, const struct round_result *r, int64_t now_ms)
{
	return r->pass.end != PASS_DRAINED || r->pass.left.sendable > 0 ||
	       (now_ms >= w->next_keys_ms && !r->keys_settled) ||
	       (now_ms >= w->next_status_ms && !r->status_settled);
}

int64_t watch_plan(struct watch *w, const struct round_result *r, int64_t now_ms, uint64_t random)
{
	bool again = failed(w, r, now_ms);
	int64_t at;

	if (r->keys_settled)
		w->next_keys_ms = now_ms + WATCH_KEYS_MS;
	if (r->status_settled) {
		w->status_from_ms = now_ms + WATCH_STATUS_GAP_MS;
		w->next_status_ms = now_ms + WATCH_STATUS_MS +
				    (int64_t)((random >> 16) % WATCH_STATUS_JITTER_MS);
	}
	if (w->pass.again && r->pass.end == PASS_DRAINED)
		w->next_again_ms = now_ms + WATCH_AGAIN_MS;
	w->not_before_ms = now_ms + (int64_t)r->pass.retry_after_s * 1000;
	if (r->pass.delivered > 0 || !again)
		w->failures = 0;
	at = earlier(w->next_keys_ms, w->next_status_ms);
	if (r->pass.left.refused > 0 || w->pass.feed->backlog.held > 0)
		at = earlier(at, w->next_again_ms);
	at = earlier(at, r->pass.left.next_ms);
	if (again) {
		at = now_ms + retry_delay_ms(w->failures, random);
		w->failures++;
	}
	return at > w->not_before_ms ? at : w->not_before_ms;
}

bool watch_worthwhile(
	const struct watch *w, unsigned reasons, size_t added, int64_t round_ms, int64_t now_ms)
{
	if ((reasons & (WAKE_NOW | WAKE_TIME)) != 0)
		return true;
	if (now_ms < w->not_before_ms)
		return false;
	if ((reasons & WAKE_OUTBOX) != 0 && added > 0)
		return true;
	return (reasons & WAKE_LINK) != 0 && w->failures > 0 && now_ms - round_ms >= WATCH_GAP_MS;
}

/* What this round brings beside the items. */
static unsigned due(const struct watch *w, int64_t now_ms)
{
	return (now_ms >= w->next_keys_ms ? DOCUMENT_KEYS : 0u) |
	       (now_ms >= w->status_from_ms ? DOCUMENT_STATUS : 0u);
}

static void report(struct watch *w, const struct round_result *r)
{
	progress_end(&w->progress);
	if (r->pass.delivered > 0)
		log_info("delivered %" PRIu64 " items", r->pass.delivered);
	if (!r->tried || strcmp(r->contact.state, w->state) == 0)
		return;
	memcpy(w->state, r->contact.state, sizeof w->state);
	if (strcmp(w->state, "ok") == 0)
		log_info("the city can be reached");
	else
		log_warning("%s (%s)", r->contact.reason, w->state);
}

/* Sleeps until the next round is due. Returns the reasons. */
static unsigned sleep_until(struct watch *w, int64_t at, int64_t round_ms)
{
	for (;;) {
		unsigned reasons = wake_wait(w->wake, at);
		size_t added = 0;

		if ((reasons & (WAKE_STOP | WAKE_FAILED)) != 0)
			return reasons;
		if ((reasons & WAKE_USB) != 0)
			usb_run(w->pass.feed, &w->usb);
		/* when the outbox cannot be read now, the planned round will tell */
		if ((reasons & WAKE_OUTBOX) != 0 &&
			feed_refresh(w->pass.feed, &added, NULL) != OUTBOX_OK)
			added = 0;
		if (watch_worthwhile(w, reasons, added, round_ms, wake_now_ms()))
			return reasons;
		/* an item or a link that came too soon after the last round is not forgotten */
		if (added > 0)
			at = earlier(at, w->not_before_ms);
		if ((reasons & WAKE_LINK) != 0 && w->failures > 0) {
			int64_t soon = round_ms + WATCH_GAP_MS;

			at = earlier(at, soon > w->not_before_ms ? soon : w->not_before_ms);
		}
	}
}

bool watch_run(struct watch *w)
{
	unsigned reasons = WAKE_TIME;

	w->pass.progress = progress_step;
	w->pass.progress_ctx = &w->progress;
	for (;;) {
		struct round_result r;
		int64_t now = wake_now_ms();
		uint64_t random = 0;

		w->pass.again = (reasons & WAKE_NOW) != 0 || now >= w->next_again_ms;
		progress_begin(&w->progress, now);
		round_run(&w->pass, due(w, now), &r);
		report(w, &r);
		if (r.stopped)
			return true;
		if (getrandom(&random, sizeof random, 0) != sizeof random)
			random = (uint64_t)now * 2654435761u;
		now = wake_now_ms();
		reasons = sleep_until(w, watch_plan(w, &r, now, random), now);
		if ((reasons & WAKE_STOP) != 0)
			return true;
		if ((reasons & WAKE_FAILED) != 0)
			return false;
	}
}
