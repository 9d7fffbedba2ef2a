/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The courier only reads the outbox and must never hinder the kiosk: it keeps one reader open, asks
 * for what is newer than the last item it saw, and opens again when the kiosk put another file in
 * its place. The file is watched by stat() only; opening and closing it by hand would drop SQLite's
 * locks.
 */
#include "feed.h"

#include <stdio.h>
#include <sys/stat.h>

static bool stat_outbox(const struct feed *f, struct stat *ret)
{
	char path[4096];
	int n = snprintf(path, sizeof path, "%s/outbox/outbox.db", f->data_dir);

	return n > 0 && (size_t)n < sizeof path && stat(path, ret) == 0;
}

bool feed_replaced(const struct feed *f)
{
	struct stat st;

	if (f->outbox == NULL)
		return false;
	return !stat_outbox(f, &st) || st.st_dev != f->dev || st.st_ino != f->ino;
}

static void forget(struct feed *f)
{
	outbox_close(f->outbox);
	f->outbox = NULL;
	backlog_release(&f->backlog);
}

static enum outbox_result open_reader(struct feed *f)
{
	struct outbox_options opt = { .data_dir = f->data_dir };
	enum outbox_result r;
	struct stat st;

	if (!stat_outbox(f, &st))
		return OUTBOX_MISSING;
	r = outbox_open(&f->outbox, &opt, OUTBOX_READER, f->err, NULL, NULL);
	if (r == OUTBOX_OK) {
		f->dev = st.st_dev;
		f->ino = st.st_ino;
	}
	return r;
}

enum outbox_result feed_refresh(struct feed *f, size_t *ret_added, bool *ret_replaced)
{
	enum outbox_result r = OUTBOX_OK;
	bool replaced = feed_replaced(f);
	size_t added = 0;

	f->err[0] = '\0';
	if (replaced)
		forget(f);
	if (f->outbox == NULL)
		r = open_reader(f);
	if (r == OUTBOX_OK)
		r = backlog_extend(&f->backlog, f->outbox, f->courier, &added);
	if (r != OUTBOX_OK && r != OUTBOX_MISSING && f->err[0] == '\0')
		snprintf(
			f->err, sizeof f->err, "cannot read the outbox: %s", outbox_result_name(r));
	if (ret_added != NULL)
		*ret_added = added;
	if (ret_replaced != NULL)
		*ret_replaced = replaced;
	return r == OUTBOX_MISSING ? OUTBOX_OK : r;
}

void feed_release(struct feed *f)
{
	forget(f);
}
