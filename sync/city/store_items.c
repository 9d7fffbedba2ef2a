/* SPDX-License-Identifier: Apache-2.0 */
/*
 * store_items — the item half of the SQLite store: keep once, number, and compare the chain.
 *
 * A gap or fork of a device's chain is a flag on the row, set on arrival; a gap is cleared (or
 * becomes a fork) when the missing item comes: urgent items overtake others as a matter of
 * course. Nothing is ever refused here because of its place in the chain.
 */
#include <assert.h>
#include <string.h>
#include "store_sqlite.h"

/* The number of the next item, read once per transaction. 0 on error. */
static int64_t next_city_seq(struct sqlite_store *s)
{
	sqlite3_stmt *q = s->next_city_seq ? NULL : store_sqlite_get(s, STMT_ITEM_LAST);
	if (q) {
		int rc = sqlite3_step(q);
		if (rc == SQLITE_ROW)
			s->next_city_seq = sqlite3_column_int64(q, 0) + 1;
		store_sqlite_end(s, q, rc);
	}
	return s->next_city_seq;
}

/* Compares with the device's neighbouring items. *ret_later: an item with seq + 1 is
 * already here. */
static enum store_result chain_flag(struct sqlite_store *s, const struct store_item *it,
	const char **ret, bool *ret_later)
{
	bool same = false, before = false, before_fits = false;
	sqlite3_stmt *q = store_sqlite_get(s, STMT_ITEM_NEAR);
	int rc;
	if (!q)
		return STORE_IO;
	store_sqlite_bind(q, 1, it->device);
	sqlite3_bind_int64(q, 2, (sqlite3_int64)it->seq);
	*ret_later = false;
	while ((rc = sqlite3_step(q)) == SQLITE_ROW) {
		uint64_t seq = (uint64_t)sqlite3_column_int64(q, 0);
		if (seq == it->seq) {
			same = true;
		} else if (seq > it->seq) {
			*ret_later = true;
		} else {
			before = true;
			before_fits = before_fits || strcmp(store_sqlite_text(q, 1), it->prev) == 0;
		}
	}
	bool first = it->seq <= 1;
	if (same || (before && !before_fits) || (first && strcmp(it->prev, WIRE_PREV_NONE) != 0))
		*ret = STORE_FLAG_FORK;
	else
		*ret = before || first ? "" : STORE_FLAG_GAP;
	return store_sqlite_end(s, q, rc);
}

static enum store_result item_insert(struct sqlite_store *s, const struct store_item *it,
	const char *flag)
{
	sqlite3_stmt *q = store_sqlite_get(s, STMT_ITEM_ADD);
	if (!q)
		return STORE_IO;
	store_sqlite_bind(q, 1, it->device);
	store_sqlite_bind(q, 2, it->id);
	sqlite3_bind_int64(q, 3, s->next_city_seq);
	store_sqlite_bind(q, 4, it->sha256);
	sqlite3_bind_int64(q, 5, (sqlite3_int64)it->seq);
	store_sqlite_bind(q, 6, it->prev);
	store_sqlite_bind(q, 7, it->kind);
	sqlite3_bind_int(q, 8, it->urgent);
	sqlite3_bind_int64(q, 9, it->at_s);
	store_sqlite_bind(q, 10, flag);
	sqlite3_bind_text(q, 11, it->jws, (int)it->jws_len, SQLITE_STATIC);
	enum store_result r = store_sqlite_run(s, q);
	if (r == STORE_OK && sqlite3_changes(s->db) != 1)
		r = STORE_DAMAGED; /* the number was taken although we hold the write lock */
	s->damaged = s->damaged || r == STORE_DAMAGED;
	if (r == STORE_OK)
		s->next_city_seq++;
	return r;
}

static enum store_result item_add(struct sqlite_store *s, const struct store_item *it)
{
	const char *flag;
	bool later;
	if (next_city_seq(s) == 0)
		return STORE_IO;
	enum store_result r = chain_flag(s, it, &flag, &later);
	if (r == STORE_OK)
		r = item_insert(s, it, flag);
	if (r != STORE_OK || !later)
		return r;
	sqlite3_stmt *q = store_sqlite_get(s, STMT_ITEM_HEAL);
	if (!q)
		return STORE_IO;
	store_sqlite_bind(q, 1, it->device);
	sqlite3_bind_int64(q, 2, (sqlite3_int64)it->seq);
	store_sqlite_bind(q, 3, it->sha256);
	return store_sqlite_run(s, q);
}

enum store_result store_sqlite_item_put(struct store *st, const struct store_item *it,
	enum store_put *ret, int64_t *ret_city_seq)
{
	struct sqlite_store *s = store_sqlite_of(st);
	sqlite3_stmt *q = store_sqlite_get(s, STMT_ITEM_GET);
	if (!q)
		return STORE_IO;
	assert(!sqlite3_get_autocommit(s->db));
	store_sqlite_bind(q, 1, it->device);
	store_sqlite_bind(q, 2, it->id);
	int rc = sqlite3_step(q);
	if (rc == SQLITE_ROW) {
		*ret_city_seq = sqlite3_column_int64(q, 0);
		*ret = strcmp(store_sqlite_text(q, 1), it->sha256) == 0 ? STORE_PUT_DUPLICATE
			: STORE_PUT_CONFLICT;
	}
	enum store_result r = store_sqlite_end(s, q, rc);
	if (r != STORE_OK || rc == SQLITE_ROW)
		return r;
	r = item_add(s, it);
	if (r == STORE_OK) {
		*ret = STORE_PUT_STORED;
		*ret_city_seq = s->next_city_seq - 1;
	}
	return r;
}

/* The row of STMT_ITEM_EACH or STMT_ITEM_NEXT under the cursor. */
static struct store_item read_item(sqlite3_stmt *q)
{
	return (struct store_item){
		.device = store_sqlite_text(q, 0), .id = store_sqlite_text(q, 1),
		.city_seq = sqlite3_column_int64(q, 2), .sha256 = store_sqlite_text(q, 3),
		.seq = (uint64_t)sqlite3_column_int64(q, 4), .prev = store_sqlite_text(q, 5),
		.kind = store_sqlite_text(q, 6), .urgent = sqlite3_column_int(q, 7) != 0,
		.at_s = sqlite3_column_int64(q, 8), .flag = store_sqlite_text(q, 9),
		.jws = store_sqlite_text(q, 10), .jws_len = (size_t)sqlite3_column_bytes(q, 10),
		.site = store_sqlite_text(q, 11),
	};
}

enum store_result store_sqlite_item_each(struct store *st, int64_t after, int limit,
	store_item_fn *fn, void *ctx)
{
	struct sqlite_store *s = store_sqlite_of(st);
	sqlite3_stmt *q = store_sqlite_get(s, STMT_ITEM_EACH);
	int rc;
	if (!q)
		return s->damaged ? STORE_DAMAGED : STORE_IO;
	sqlite3_bind_int64(q, 1, after);
	sqlite3_bind_int(q, 2, limit);
	while ((rc = sqlite3_step(q)) == SQLITE_ROW) {
		struct store_item it = read_item(q);
		if (!fn(ctx, &it))
			break;
	}
	return store_sqlite_end(s, q, rc);
}

enum store_result store_sqlite_item_next(struct store *st, int64_t after, store_item_fn *fn,
	void *ctx, bool *ret_found)
{
	struct sqlite_store *s = store_sqlite_of(st);
	sqlite3_stmt *q = store_sqlite_get(s, STMT_ITEM_NEXT);
	*ret_found = false;
	if (!q)
		return s->damaged ? STORE_DAMAGED : STORE_IO;
	sqlite3_bind_int64(q, 1, after);
	int rc = sqlite3_step(q);
	if (rc == SQLITE_ROW) {
		struct store_item it = read_item(q);
		*ret_found = true;
		fn(ctx, &it);
	}
	return store_sqlite_end(s, q, rc);
}
