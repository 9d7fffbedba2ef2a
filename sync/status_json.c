/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The courier's state for scripts and technicians, from the two databases alone: true also when no
 * courier runs, and free of anything about a person (counts, hours, words of our own). An outbox or
 * courier that does not exist yet is an answer, not an error.
 */
#include "status_json.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "feed.h"

static json_t *text_or_null(const char *s)
{
	return s[0] != '\0' ? json_string(s) : json_null();
}

static json_t *time_or_null(int64_t s)
{
	char text[32] = "";
	time_t t = (time_t)s;
	struct tm tm;

	if (s != 0 && gmtime_r(&t, &tm) != NULL)
		strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &tm);
	return text_or_null(text);
}

static bool print(const struct feed *f, const struct courier_contact *contact, struct buf *ret)
{
	struct outbox_stats stats = { .waiting = 0 };
	struct backlog_counts counts;
	const struct backlog *b = &f->backlog;
	uint64_t unsent;
	json_t *doc;
	char *text;

	if (f->outbox != NULL && outbox_stats(f->outbox, &stats) != OUTBOX_OK)
		return false;
	backlog_count(b, &counts);
	unsent = counts.sendable + counts.refused + counts.aside;
	doc = json_pack("{sI sI sI so sI sI sI so so ss ss ss}", "waiting",
		(json_int_t)stats.waiting, "unsent", (json_int_t)unsent, "urgent",
		(json_int_t)counts.urgent, "oldest_hour", text_or_null(b->oldest_hour), "acked",
		(json_int_t)stats.acked, "pending", (json_int_t)counts.pending, "refused",
		(json_int_t)counts.refused, "last_try", time_or_null(contact->last_try_s),
		"last_ok", time_or_null(contact->last_ok_s), "state", contact->state, "reason",
		contact->reason, "version", MARUMADO_VERSION);
	text = json_dumps(doc, JSON_COMPACT);
	if (text != NULL)
		buf_printf(ret, "%s\n", text);
	free(text);
	json_decref(doc);
	return text != NULL && buf_ok(ret);
}

bool status_json(const char *data_dir, struct buf *ret, char err[static 256])
{
	struct courier_contact contact = { .state = "never" };
	struct feed feed = { .data_dir = data_dir };
	enum outbox_result r;
	bool ok = false;

	r = courier_open(&feed.courier, data_dir, OUTBOX_READER, err);
	if (r != OUTBOX_OK && r != OUTBOX_MISSING)
		return false;
	if (r == OUTBOX_OK && courier_get_contact(feed.courier, &contact) == OUTBOX_MISSING)
		contact = (struct courier_contact){ .state = "never" };
	if (feed_refresh(&feed, NULL, NULL) != OUTBOX_OK)
		snprintf(err, 256, "%.255s", feed.err);
	else if (!(ok = print(&feed, &contact, ret)))
		snprintf(err, 256, "cannot read the outbox");
	feed_release(&feed);
	courier_close(feed.courier);
	return ok;
}
