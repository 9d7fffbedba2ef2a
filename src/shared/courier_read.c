/* SPDX-License-Identifier: Apache-2.0 */
/*
 * courier_read — why: the kiosk learns from this file what the city answered, while the courier
 * writes.
 *
 * As in outbox_read.c a row is copied and its statement ended before the caller's function runs, so
 * no reader holds the courier up. A row that has not the form it was stored in is passed over.
 * Not here: verification of any signature.
 */
#include "courier_private.h"

#include <string.h>

#include "buf.h"
#include "outbox_check.h"

/* One row; the JWS lives in copy. */
static int fetch(sqlite3_stmt *st, struct buf *copy, struct courier_ack *ack, bool *ret_good)
{
	bool ok;

	buf_reset(copy);
	ok = db_text(st, 1, ack->id, sizeof(ack->id));
	ok = db_text(st, 2, ack->sha256, sizeof(ack->sha256)) && ok;
	ok = db_text(st, 3, ack->verdict, sizeof(ack->verdict)) && ok;
	ok = sqlite3_column_type(st, 4) == SQLITE_TEXT && ok;
	buf_append(copy, sqlite3_column_text(st, 4), (size_t)sqlite3_column_bytes(st, 4));
	if (!buf_ok(copy))
		return SQLITE_NOMEM;
	ack->jws = buf_str(copy);
	*ret_good = ok && check_hex(ack->id, WIRE_ID_HEX) && check_hex(ack->sha256, WIRE_SHA256_HEX)
		&& strlen(ack->jws) == copy->len;
	return SQLITE_ROW;
}

enum outbox_result courier_each_ack(struct courier *c, int64_t *cursor,
	bool (*fn)(void *ctx, const struct courier_ack *ack), void *ctx)
{
	enum outbox_result r = OUTBOX_OK;
	struct buf copy = BUF_INIT;
	struct courier_ack ack;
	bool more = true;

	while (more && r == OUTBOX_OK) {
		sqlite3_stmt *st = NULL;
		bool good = false;
		int64_t no = 0;
		int rc;

		r = courier_ready(c);
		if (r != OUTBOX_OK)
			break;
		if (c->restart)
			*cursor = 0;
		c->restart = false;
		rc = db_query(c->sql, &st, COURIER_SQL_NEXT, "i", *cursor);
		if (rc == SQLITE_ROW) {
			no = sqlite3_column_int64(st, 0);
			rc = fetch(st, &copy, &ack, &good);
		}
		db_done(st);
		if (rc == SQLITE_DONE)
			break;
		if (rc == SQLITE_ROW && no <= *cursor)
			rc = SQLITE_CORRUPT;
		if (rc != SQLITE_ROW) {
			r = courier_read_failed(c, rc);
			break;
		}
		*cursor = no;
		if (good)
			more = fn(ctx, &ack);
	}
	buf_release(&copy);
	return r;
}

void courier_hold(struct courier *c)
{
	if (c->mode == OUTBOX_WRITER && courier_ready(c) == OUTBOX_OK)
		db_hold(c->sql);
}

void courier_let_go(struct courier *c)
{
	db_let_go(c->sql);
}

enum outbox_result courier_verdict(struct courier *c, const char *id, char ret[static 12])
{
	enum outbox_result r;
	sqlite3_stmt *st = NULL;
	int rc;

	if (!check_hex(id, WIRE_ID_HEX))
		return OUTBOX_MISSING;
	r = courier_ready(c);
	if (r != OUTBOX_OK)
		return r;
	rc = db_query(c->sql, &st, COURIER_SQL_VERDICT, "s", id);
	if (rc == SQLITE_ROW)
		db_text(st, 0, ret, 12);
	else if (rc == SQLITE_DONE)
		*ret = '\0';
	db_done(st);
	return rc == SQLITE_ROW || rc == SQLITE_DONE ? OUTBOX_OK : courier_read_failed(c, rc);
}

enum outbox_result courier_get_attempt(struct courier *c, const char *id, uint32_t *ret_attempts,
	int64_t *ret_next_try_s)
{
	enum outbox_result r;
	sqlite3_stmt *st = NULL;
	int rc;

	if (!check_hex(id, WIRE_ID_HEX))
		return OUTBOX_MISSING;
	r = courier_ready(c);
	if (r != OUTBOX_OK)
		return r;
	rc = db_query(c->sql, &st, COURIER_SQL_ATTEMPT, "s", id);
	if (rc == SQLITE_ROW || rc == SQLITE_DONE) {
		int64_t n = rc == SQLITE_ROW ? sqlite3_column_int64(st, 0) : 0;

		*ret_attempts = n > UINT32_MAX ? UINT32_MAX : n < 0 ? 0 : (uint32_t)n;
		*ret_next_try_s = rc == SQLITE_ROW ? sqlite3_column_int64(st, 1) : 0;
	}
	db_done(st);
	return rc == SQLITE_ROW || rc == SQLITE_DONE ? OUTBOX_OK : courier_read_failed(c, rc);
}

enum outbox_result courier_get_contact(struct courier *c, struct courier_contact *ret)
{
	struct courier_contact contact = { .state = "never" };
	enum outbox_result r = courier_ready(c);
	sqlite3_stmt *st = NULL;
	int rc;

	if (r != OUTBOX_OK)
		return r;
	rc = db_query(c->sql, &st, "SELECT last_try_s, last_ok_s, state, reason FROM contact", "");
	if (rc == SQLITE_ROW) {
		contact.last_try_s = sqlite3_column_int64(st, 0);
		contact.last_ok_s = sqlite3_column_int64(st, 1);
		db_text(st, 2, contact.state, sizeof(contact.state));
		db_text(st, 3, contact.reason, sizeof(contact.reason));
	}
	db_done(st);
	if (rc != SQLITE_ROW && rc != SQLITE_DONE)
		return courier_read_failed(c, rc);
	*ret = contact;
	return OUTBOX_OK;
}

enum outbox_result courier_get_document(struct courier *c, const char *name, char *etag,
	struct buf *ret)
{
	enum outbox_result r = courier_ready(c);
	sqlite3_stmt *st = NULL;
	int rc;

	if (r != OUTBOX_OK)
		return r;
	rc = db_query(c->sql, &st, "SELECT etag, data FROM document WHERE name = ?1", "s", name);
	if (rc == SQLITE_ROW) {
		if (etag)
			db_text(st, 0, etag, COURIER_ETAG_MAX);
		buf_append(ret, sqlite3_column_blob(st, 1), (size_t)sqlite3_column_bytes(st, 1));
		if (!buf_ok(ret))
			rc = SQLITE_NOMEM;
	}
	db_done(st);
	if (rc == SQLITE_DONE)
		return OUTBOX_MISSING;
	return rc == SQLITE_ROW ? OUTBOX_OK : courier_read_failed(c, rc);
}
