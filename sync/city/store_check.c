/* SPDX-License-Identifier: Apache-2.0 */
/*
 * store_check — is this file still what it was? Asked before anything is acknowledged.
 *
 * SQLite's own check finds pages and rows that contradict each other; it cannot know that rows are
 * never deleted here, so that the highest number is also the number of rows, and that the newest
 * item must have the hash noted beside it. Nothing is repaired: people restore a copy, and kiosks
 * keep what was not acknowledged.
 */
#include <stdio.h>
#include <string.h>
#include "sign.h"
#include "store_sqlite.h"

/* One row of one statement; the columns are the caller's until sqlite3_finalize(*ret). */
static int first_row(sqlite3 *db, const char *sql, sqlite3_stmt **ret)
{
	int rc = sqlite3_prepare_v2(db, sql, -1, ret, NULL);
	return rc == SQLITE_OK ? sqlite3_step(*ret) : rc;
}

static enum store_result failed(struct sqlite_store *s, int rc, char *err)
{
	enum store_result r = store_sqlite_result(rc);
	snprintf(err, STORE_ERR_MAX, "%s", sqlite3_errmsg(s->db));
	return r == STORE_OK ? STORE_DAMAGED : r;
}

static enum store_result quick_check(struct sqlite_store *s, char *err)
{
	sqlite3_stmt *q = NULL;
	int rc = first_row(s->db, "PRAGMA quick_check(1)", &q);
	enum store_result r = STORE_OK;
	if (rc != SQLITE_ROW) {
		r = failed(s, rc, err);
	} else if (strcmp(store_sqlite_text(q, 0), "ok") != 0) {
		snprintf(err, STORE_ERR_MAX, "%.200s", store_sqlite_text(q, 0));
		for (char *c = err; *c; c++)
			*c = *c == '\n' ? ' ' : *c;
		r = STORE_DAMAGED;
	}
	sqlite3_finalize(q);
	return r;
}

static enum store_result check_numbers(struct sqlite_store *s, char *err)
{
	sqlite3_stmt *q = NULL;
	int rc = first_row(s->db, "SELECT count(*), coalesce(max(city_seq), 0) FROM item"
		" NOT INDEXED", &q);
	enum store_result r = STORE_OK;
	if (rc != SQLITE_ROW) {
		r = failed(s, rc, err);
	} else if (sqlite3_column_int64(q, 0) != sqlite3_column_int64(q, 1)) {
		snprintf(err, STORE_ERR_MAX, "%lld items, but the last one is number %lld",
			(long long)sqlite3_column_int64(q, 0),
			(long long)sqlite3_column_int64(q, 1));
		r = STORE_DAMAGED;
	}
	sqlite3_finalize(q);
	return r;
}

static enum store_result check_newest(struct sqlite_store *s, char *err)
{
	char sha256[WIRE_SHA256_HEX + 1];
	sqlite3_stmt *q = NULL;
	int rc = first_row(s->db, "SELECT sha256, jws, city_seq FROM item NOT INDEXED"
		" ORDER BY city_seq DESC LIMIT 1", &q);
	enum store_result r = STORE_OK;
	if (rc == SQLITE_ROW) {
		const char *jws = store_sqlite_text(q, 1);
		sha256_hex(jws, (size_t)sqlite3_column_bytes(q, 1), sha256);
		if (strcmp(store_sqlite_text(q, 0), sha256) != 0) {
			snprintf(err, STORE_ERR_MAX, "item %lld does not have its hash",
				(long long)sqlite3_column_int64(q, 2));
			r = STORE_DAMAGED;
		}
	} else if (rc != SQLITE_DONE) {
		r = failed(s, rc, err);
	}
	sqlite3_finalize(q);
	return r;
}

enum store_result store_sqlite_check(struct store *st, char err[static STORE_ERR_MAX])
{
	struct sqlite_store *s = store_sqlite_of(st);
	enum store_result r = store_sqlite_ready(s);
	if (r != STORE_OK) {
		snprintf(err, STORE_ERR_MAX, "cannot be opened again");
		return r;
	}
	r = quick_check(s, err);
	if (r == STORE_OK)
		r = check_numbers(s, err);
	if (r == STORE_OK)
		r = check_newest(s, err);
	s->damaged = s->damaged || r == STORE_DAMAGED;
	return r;
}
