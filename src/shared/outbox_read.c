/* SPDX-License-Identifier: Apache-2.0 */
/*
 * outbox_read — why: the courier reads while the kiosk writes, and a reader that keeps a
 * transaction open during a slow upload would keep the kiosk from storing the next item.
 *
 * So a row is copied, the statement ended, and only then the caller's function called; every step
 * is an index search of its own. The caller may put and erase in its function. A row whose bytes do
 * not match its hash is passed over: the writer's next start deals with it.
 * Not here: decoding of what the items say.
 */
#include "outbox_private.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "buf.h"
#include "outbox_check.h"

#define LIST_ROWS 256 /* read under one lock: a few milliseconds */

typedef bool (*item_fn)(void *ctx, const struct outbox_item *item);

/* One row. False in *ret_good when it is not what was stored; jws lives in copy. */
static int fetch(sqlite3_stmt *st, struct buf *copy, struct outbox_item *item, bool *ret_good)
{
	char want[WIRE_SHA256_HEX + 1], is[WIRE_SHA256_HEX + 1];
	bool ok;

	buf_reset(copy);
	item->seq = (uint64_t)sqlite3_column_int64(st, 0);
	ok = db_text(st, 1, item->id, sizeof(item->id));
	item->urgent = sqlite3_column_int(st, 2) != 0;
	ok = db_text(st, 3, item->made_hour, sizeof(item->made_hour)) && ok;
	buf_append(copy, sqlite3_column_blob(st, 4), (size_t)sqlite3_column_bytes(st, 4));
	ok = db_text(st, 5, want, sizeof(want)) && ok;
	if (!buf_ok(copy))
		return SQLITE_NOMEM;
	item->jws = copy->data;
	item->jws_len = copy->len;
	check_sha256(buf_str(copy), copy->len, is);
	*ret_good = ok && check_item(item) && strcmp(want, is) == 0;
	return SQLITE_ROW;
}

/* Goes on from *seq until fn has had enough (*more false) or nothing is left. urgent < 0: any. */
static enum outbox_result walk(
	struct outbox *ob, int urgent, uint64_t after_seq, bool *more, item_fn fn, void *ctx)
{
	enum outbox_result r = OUTBOX_OK;
	struct buf copy = BUF_INIT;
	struct outbox_item item;

	while (*more && r == OUTBOX_OK && after_seq <= INT64_MAX) {
		sqlite3_stmt *st = NULL;
		bool good = false;
		int rc;

		r = outbox_ready(ob);
		if (r != OUTBOX_OK)
			break;
		rc = urgent < 0 ? db_query(ob->sql, &st, OUTBOX_SQL_BY_SEQ, "i", (int64_t)after_seq)
				: db_query(ob->sql, &st, OUTBOX_SQL_BY_URGENCY, "ii",
					(int64_t)urgent, (int64_t)after_seq);
		if (rc == SQLITE_ROW)
			rc = fetch(st, &copy, &item, &good);
		db_done(st);
		if (rc == SQLITE_DONE)
			break;
		/* a row that is not behind the one before: the tree itself is damaged */
		if (rc == SQLITE_ROW && item.seq <= after_seq)
			rc = SQLITE_CORRUPT;
		if (rc != SQLITE_ROW) {
			r = outbox_read_failed(ob, rc);
			break;
		}
		after_seq = item.seq;
		if (good)
			*more = fn(ctx, &item);
	}
	buf_release(&copy);
	return r;
}

enum outbox_result outbox_each(struct outbox *ob, uint64_t after_seq, item_fn fn, void *ctx)
{
	bool more = true;

	return walk(ob, -1, after_seq, &more, fn, ctx);
}

enum outbox_result outbox_each_by_urgency(struct outbox *ob, item_fn fn, void *ctx)
{
	bool more = true;
	enum outbox_result r = walk(ob, 1, 0, &more, fn, ctx);

	return r == OUTBOX_OK ? walk(ob, 0, 0, &more, fn, ctx) : r;
}

void outbox_hold(struct outbox *ob)
{
	assert(ob->mode == OUTBOX_READER);
	if (outbox_ready(ob) == OUTBOX_OK)
		db_hold(ob->sql);
}

void outbox_let_go(struct outbox *ob)
{
	db_let_go(ob->sql);
}

/* Up to LIST_ROWS rows behind *after_seq, which moves on to the last one. Rows that have not their
 * form are passed over; *ret_more is false when there is nothing behind. */
static int list_some(sqlite3 *sql, uint64_t *after_seq, struct outbox_item rows[static LIST_ROWS],
	size_t *ret_n, bool *ret_more)
{
	sqlite3_stmt *st = NULL;
	size_t seen = 0, n = 0;
	int rc = db_query(
		sql, &st, OUTBOX_SQL_LIST, "ii", (int64_t)*after_seq, (int64_t)LIST_ROWS);

	for (; rc == SQLITE_ROW && seen < LIST_ROWS; rc = sqlite3_step(st), seen++) {
		struct outbox_item *item = &rows[n];
		int64_t len = sqlite3_column_int64(st, 4);

		*item = (struct outbox_item){ .seq = (uint64_t)sqlite3_column_int64(st, 0),
			.urgent = sqlite3_column_int(st, 2) != 0,
			.jws_len = len > 0 ? (size_t)len : 0 };
		/* not behind the one before: the tree itself is damaged */
		if (item->seq <= *after_seq) {
			rc = SQLITE_CORRUPT;
			break;
		}
		*after_seq = item->seq;
		n += db_text(st, 1, item->id, sizeof(item->id))
			&& db_text(st, 3, item->made_hour, sizeof(item->made_hour))
			&& check_listed(item);
	}
	db_done(st);
	*ret_n = n;
	*ret_more = seen == LIST_ROWS;
	return rc;
}

enum outbox_result outbox_list(struct outbox *ob, uint64_t after_seq, item_fn fn, void *ctx)
{
	struct outbox_item rows[LIST_ROWS];
	bool more = true;

	while (more && after_seq <= INT64_MAX) {
		enum outbox_result r = outbox_ready(ob);
		size_t n = 0;
		int rc;

		if (r != OUTBOX_OK)
			return r;
		rc = list_some(ob->sql, &after_seq, rows, &n, &more);
		if (rc != SQLITE_DONE && rc != SQLITE_ROW)
			return outbox_read_failed(ob, rc);
		for (size_t i = 0; i < n; i++) {
			if (!fn(ctx, &rows[i]))
				return OUTBOX_OK;
		}
	}
	return OUTBOX_OK;
}

enum outbox_result outbox_get(struct outbox *ob, const char *id, item_fn fn, void *ctx)
{
	enum outbox_result r;
	struct buf copy = BUF_INIT;
	struct outbox_item item;
	sqlite3_stmt *st = NULL;
	bool good = false;
	int rc;

	if (!check_hex(id, WIRE_ID_HEX))
		return OUTBOX_MISSING;
	r = outbox_ready(ob);
	if (r != OUTBOX_OK)
		return r;
	rc = db_query(ob->sql, &st, OUTBOX_SQL_BY_ID, "s", id);
	if (rc == SQLITE_ROW)
		rc = fetch(st, &copy, &item, &good);
	db_done(st);
	if (rc == SQLITE_DONE)
		r = OUTBOX_MISSING;
	else if (rc != SQLITE_ROW || !good)
		r = outbox_read_failed(ob, rc == SQLITE_ROW ? SQLITE_CORRUPT : rc);
	else
		fn(ctx, &item);
	buf_release(&copy);
	return r;
}

/* Waiting when `item` finds a row, acked when `tombstone` does. */
static enum outbox_result look(struct outbox *ob, const char *item, const char *tombstone,
	const char *key, enum outbox_state *ret)
{
	const char *const texts[] = { item, tombstone };
	enum outbox_state is[] = { OUTBOX_WAITING, OUTBOX_ACKED };
	enum outbox_result r = outbox_ready(ob);

	if (r != OUTBOX_OK)
		return r;
	for (int i = 0; i < 2; i++) {
		sqlite3_stmt *st = NULL;
		int rc = db_query(ob->sql, &st, texts[i], "s", key);

		db_done(st);
		if (rc != SQLITE_ROW && rc != SQLITE_DONE)
			return outbox_read_failed(ob, rc);
		if (rc == SQLITE_ROW) {
			*ret = is[i];
			return OUTBOX_OK;
		}
	}
	*ret = OUTBOX_ABSENT;
	return OUTBOX_OK;
}

enum outbox_result outbox_state(struct outbox *ob, const char *id, enum outbox_state *ret)
{
	if (!check_hex(id, WIRE_ID_HEX))
		return OUTBOX_MISSING;
	return look(ob, OUTBOX_SQL_ITEM_SHA, OUTBOX_SQL_TOMB_SHA, id, ret);
}

enum outbox_result outbox_state_by_receipt(
	struct outbox *ob, const char *receipt_hash, enum outbox_state *ret)
{
	if (!check_hex(receipt_hash, WIRE_SHA256_HEX))
		return OUTBOX_MISSING;
	return look(ob, OUTBOX_SQL_ITEM_RECEIPT, OUTBOX_SQL_TOMB_RECEIPT, receipt_hash, ret);
}

/* An integer column of one row. */
static int number(sqlite3 *sql, const char *text, int64_t key, uint64_t *ret)
{
	sqlite3_stmt *st = NULL;
	int rc = db_query(sql, &st, text, strstr(text, "?1") ? "i" : "", key);

	if (rc == SQLITE_ROW)
		*ret = (uint64_t)sqlite3_column_int64(st, 0);
	db_done(st);
	return rc == SQLITE_ROW ? SQLITE_OK : rc;
}

enum outbox_result outbox_stats(struct outbox *ob, struct outbox_stats *ret)
{
	struct outbox_stats stats = { 0 };
	enum outbox_result r = outbox_ready(ob);
	sqlite3_stmt *st = NULL;
	uint64_t calm = 0;
	int rc;

	if (r != OUTBOX_OK)
		return r;
	rc = number(ob->sql, OUTBOX_SQL_COUNT, 0, &calm);
	if (rc == SQLITE_OK)
		rc = number(ob->sql, OUTBOX_SQL_COUNT, 1, &stats.waiting_urgent);
	if (rc == SQLITE_OK)
		rc = number(ob->sql, OUTBOX_SQL_ACKED, 0, &stats.acked);
	if (rc == SQLITE_OK) {
		rc = db_query(ob->sql, &st, OUTBOX_SQL_BY_SEQ, "i", (int64_t)0);
		if (rc == SQLITE_ROW)
			db_text(st, 3, stats.oldest_hour, sizeof(stats.oldest_hour));
		db_done(st);
		rc = rc == SQLITE_ROW || rc == SQLITE_DONE ? SQLITE_OK : rc;
	}
	if (rc != SQLITE_OK)
		return outbox_read_failed(ob, rc);
	stats.waiting = calm + stats.waiting_urgent;
	*ret = stats;
	return OUTBOX_OK;
}

const char *outbox_result_name(enum outbox_result r)
{
	static const char *const names[] = {
		[OUTBOX_OK] = "ok",
		[OUTBOX_BUSY] = "busy",
		[OUTBOX_FULL] = "full",
		[OUTBOX_IO] = "io",
		[OUTBOX_CORRUPT] = "corrupt",
		[OUTBOX_NEWER] = "newer",
		[OUTBOX_MISSING] = "missing",
	};

	return names[r];
}
