/* SPDX-License-Identifier: Apache-2.0 */
/*
 * outbox — why: a receipt may be shown only for an item that survives a power cut, so storing it is
 * one transaction with every copy on disk before it is called done. This file writes: head, put,
 * erase.
 *
 * put: check, second copy to the spool, row and head in one commit, then read the row back past the
 * page cache. Whatever fails, the item is taken out of both places again before the caller hears of
 * it; where even that fails its id is kept in `doubt` and nothing else is stored until it could be
 * taken out. erase: row out, tombstone and (once) its ack in, one commit; a spool file left behind
 * by a crash is recognised by the tombstone. Not here: opening and repair (outbox_open.c,
 * outbox_salvage.c), reading (outbox_read.c).
 */
#include "outbox_private.h"

#include <assert.h>
#include <string.h>

#include "outbox_check.h"
#include "spool.h"

int outbox_get_head(sqlite3 *sql, uint64_t *ret_seq, char ret_sha256[static WIRE_SHA256_HEX + 1])
{
	sqlite3_stmt *st = NULL;
	int64_t seq = -1;
	int rc = db_query(sql, &st, OUTBOX_SQL_META, "s", "head_seq");

	if (rc == SQLITE_ROW && sqlite3_column_type(st, 0) == SQLITE_INTEGER)
		seq = sqlite3_column_int64(st, 0);
	db_done(st);
	if (rc == SQLITE_ROW) {
		rc = db_query(sql, &st, OUTBOX_SQL_META, "s", "head_sha256");
		if (rc == SQLITE_ROW)
			db_text(st, 0, ret_sha256, WIRE_SHA256_HEX + 1);
		db_done(st);
	}
	if (rc != SQLITE_ROW)
		return rc == SQLITE_DONE ? SQLITE_MISMATCH : rc;
	if (seq < 0 || seq == INT64_MAX || !check_hex(ret_sha256, WIRE_SHA256_HEX))
		return SQLITE_MISMATCH;
	*ret_seq = (uint64_t)seq;
	return SQLITE_OK;
}

int outbox_set_head(sqlite3 *sql, uint64_t seq, const char *sha256)
{
	static const char text[] = "INSERT OR REPLACE INTO meta(key, value) VALUES(?1, ?2)";
	int rc = db_run(sql, text, "si", "head_seq", (int64_t)seq);

	return rc == SQLITE_OK ? db_run(sql, text, "ss", "head_sha256", sha256) : rc;
}

enum outbox_result outbox_head(
	struct outbox *ob, uint64_t *ret_seq, char ret_prev[static WIRE_SHA256_HEX + 1])
{
	enum outbox_result r = outbox_ready(ob);
	char sha256[WIRE_SHA256_HEX + 1];
	uint64_t seq;
	int rc;

	if (r != OUTBOX_OK)
		return r;
	rc = outbox_get_head(ob->sql, &seq, sha256);
	if (rc != SQLITE_OK)
		return outbox_read_failed(ob, rc == SQLITE_MISMATCH ? SQLITE_CORRUPT : rc);
	*ret_seq = seq + 1;
	memcpy(ret_prev, sha256, sizeof(sha256));
	return OUTBOX_OK;
}

/* The hash stored under an id, "" when there is none. */
static int stored_sha256(
	sqlite3 *sql, const char *text, const char *id, char ret[static WIRE_SHA256_HEX + 1])
{
	sqlite3_stmt *st = NULL;
	int rc = db_query(sql, &st, text, "s", id);

	*ret = '\0';
	if (rc == SQLITE_ROW)
		db_text(st, 0, ret, WIRE_SHA256_HEX + 1);
	db_done(st);
	return rc == SQLITE_ROW || rc == SQLITE_DONE ? SQLITE_OK : rc;
}

/* Takes a refused item out of both places. False: it may still be in one of them. */
static bool take_out(struct outbox *ob, const char *id)
{
	char sha256[WIRE_SHA256_HEX + 1];
	bool out = !*ob->spool || spool_remove(ob->spool, id, true);

	if (outbox_ready(ob) != OUTBOX_OK
		|| stored_sha256(ob->sql, OUTBOX_SQL_ITEM_SHA, id, sha256) != SQLITE_OK)
		return false;
	return (!*sha256 || db_run(ob->sql, "DELETE FROM item WHERE id = ?1", "s", id) == SQLITE_OK)
		&& out;
}

/* Takes an item out, or remembers that this is still to be done. */
static void undo(struct outbox *ob, const char *id)
{
	char copy[WIRE_ID_HEX + 1];

	memcpy(copy, id, sizeof(copy)); /* id may be ob->doubt itself */
	if (take_out(ob, copy))
		ob->doubt[0] = '\0';
	else
		memcpy(ob->doubt, copy, sizeof(copy));
}

bool outbox_clear_doubt(struct outbox *ob)
{
	if (*ob->doubt)
		undo(ob, ob->doubt);
	return !*ob->doubt;
}

enum verdict { ADMIT, REFUSE, ALREADY };

/* May this item be added? Inside the transaction. */
static int admit(
	sqlite3 *sql, const struct outbox_item *item, const char *sha256, enum verdict *ret)
{
	char head_sha256[WIRE_SHA256_HEX + 1], acked[WIRE_SHA256_HEX + 1],
		waiting[WIRE_SHA256_HEX + 1];
	uint64_t head = 0;
	int rc = stored_sha256(sql, OUTBOX_SQL_TOMB_SHA, item->id, acked);

	if (rc == SQLITE_OK)
		rc = stored_sha256(sql, OUTBOX_SQL_ITEM_SHA, item->id, waiting);
	if (rc == SQLITE_OK)
		rc = outbox_get_head(sql, &head, head_sha256);
	if (rc != SQLITE_OK)
		return rc == SQLITE_MISMATCH ? SQLITE_CORRUPT : rc;
	if (*waiting && strcmp(waiting, sha256) == 0)
		*ret = ALREADY;
	else
		*ret = *waiting || *acked || item->seq <= head ? REFUSE : ADMIT;
	return SQLITE_OK;
}

static int insert(
	sqlite3 *sql, const struct outbox_item *item, const char *sha256, const char *receipt_hash)
{
	int rc = db_run(sql, OUTBOX_SQL_ADD, OUTBOX_SQL_ADD_TYPES, (int64_t)item->seq, item->id,
		(int64_t)item->urgent, item->made_hour, sha256, receipt_hash, item->jws,
		item->jws_len);

	if (rc == SQLITE_OK)
		rc = outbox_set_head(sql, item->seq, sha256);
	if (rc == SQLITE_OK)
		rc = db_run(sql, OUTBOX_SQL_COUNT_UP, "ss", item->made_hour,
			item->urgent ? "urgent" : "item");
	return rc == SQLITE_OK ? db_run(sql, "COMMIT", "") : rc;
}

/* Reads the row from the file, not from the pages that were just written. */
static int read_back(sqlite3 *sql, const struct outbox_item *item)
{
	sqlite3_stmt *st = NULL;
	bool same = false;
	int rc;

	sqlite3_db_release_memory(sql);
	rc = db_query(sql, &st, "SELECT jws FROM item WHERE id = ?1 AND seq = ?2", "si", item->id,
		(int64_t)item->seq);
	if (rc == SQLITE_ROW) {
		const void *jws = sqlite3_column_blob(st, 0);

		same = jws && (size_t)sqlite3_column_bytes(st, 0) == item->jws_len
			&& memcmp(jws, item->jws, item->jws_len) == 0;
	}
	db_done(st);
	if (rc == SQLITE_ROW || rc == SQLITE_DONE)
		return same ? SQLITE_OK : SQLITE_IOERR;
	return rc;
}

enum outbox_result outbox_put(
	struct outbox *ob, const struct outbox_item *item, const char *receipt_hash)
{
	char sha256[WIRE_SHA256_HEX + 1];
	enum verdict verdict = REFUSE;
	enum outbox_result r;
	int rc;

	assert(ob->mode == OUTBOX_WRITER);
	if (!check_item(item) || (receipt_hash && !check_hex(receipt_hash, WIRE_SHA256_HEX)))
		return OUTBOX_MISSING;
	r = outbox_ready(ob);
	if (r == OUTBOX_OK && !outbox_clear_doubt(ob))
		r = OUTBOX_IO;
	if (r != OUTBOX_OK)
		return r;
	check_sha256(item->jws, item->jws_len, sha256);
	rc = db_run(ob->sql, "BEGIN IMMEDIATE", "");
	if (rc == SQLITE_OK)
		rc = admit(ob->sql, item, sha256, &verdict);
	if (rc != SQLITE_OK)
		return outbox_failed(ob, rc);
	if (verdict == ADMIT && *ob->spool)
		r = spool_write(ob->spool, item, sha256, receipt_hash);
	if (verdict != ADMIT || r != OUTBOX_OK) {
		db_run(ob->sql, "ROLLBACK", "");
		if (r != OUTBOX_OK)
			undo(ob, item->id);
		return r != OUTBOX_OK ? r : verdict == ALREADY ? OUTBOX_OK : OUTBOX_MISSING;
	}
	rc = insert(ob->sql, item, sha256, receipt_hash);
	if (rc == SQLITE_OK)
		rc = read_back(ob->sql, item);
	if (rc == SQLITE_OK)
		return OUTBOX_OK;
	r = outbox_failed(ob, rc);
	undo(ob, item->id);
	return r;
}

/* Row out, tombstone in. SQLITE_NOTFOUND when no such item waits. */
static int bury(sqlite3 *sql, const char *id, const char *sha256, const char *ack, const char *day)
{
	char ack_sha256[WIRE_SHA256_HEX + 1];
	int rc;

	check_sha256(ack, strlen(ack), ack_sha256);
	rc = db_run(sql,
		"INSERT INTO tombstone(id, seq, sha256, receipt_hash, ack, acked_day) "
		"SELECT id, seq, sha256, receipt_hash, ?3, ?4 FROM item WHERE id = ?1 AND sha256 = "
		"?2",
		"ssss", id, sha256, ack_sha256, day);

	if (rc == SQLITE_OK && sqlite3_changes(sql) == 0)
		return SQLITE_NOTFOUND;
	if (rc == SQLITE_OK)
		rc = db_run(sql, OUTBOX_SQL_ADD_ACK, "ss", ack_sha256, ack);
	if (rc == SQLITE_OK)
		rc = db_run(sql, "DELETE FROM item WHERE id = ?1", "s", id);
	if (rc == SQLITE_OK)
		rc = db_run(sql, OUTBOX_SQL_COUNT_UP, "ss", day, "acked");
	return rc == SQLITE_OK ? db_run(sql, "COMMIT", "") : rc;
}

enum outbox_result outbox_erase(struct outbox *ob, const char *id,
	const char sha256[static WIRE_SHA256_HEX + 1], const char *ack_jws, const char *day)
{
	enum outbox_result r;
	int rc;

	assert(ob->mode == OUTBOX_WRITER);
	if (!check_hex(id, WIRE_ID_HEX) || !check_hex(sha256, WIRE_SHA256_HEX) || !check_day(day)
		|| !*ack_jws || strlen(ack_jws) > WIRE_ACK_BYTES_MAX)
		return OUTBOX_MISSING;
	r = outbox_ready(ob);
	if (r != OUTBOX_OK)
		return r;
	rc = db_run(ob->sql, "BEGIN IMMEDIATE", "");
	if (rc == SQLITE_OK)
		rc = bury(ob->sql, id, sha256, ack_jws, day);
	if (rc == SQLITE_NOTFOUND) {
		db_run(ob->sql, "ROLLBACK", "");
		return OUTBOX_MISSING;
	}
	if (rc != SQLITE_OK)
		return outbox_failed(ob, rc);
	/* The journal holds what was erased. Where it cannot be cleared, the next erasure or start
	 * does it; a spool file that stays is recognised by its tombstone then. */
	(void)!db_clear_journal(ob->place.file);
	if (*ob->spool)
		spool_remove(ob->spool, id, false);
	return OUTBOX_OK;
}

enum outbox_result outbox_forget_receipt(struct outbox *ob, const char *receipt_hash)
{
	enum outbox_result r;
	int rc;

	assert(ob->mode == OUTBOX_WRITER);
	if (!check_hex(receipt_hash, WIRE_SHA256_HEX))
		return OUTBOX_MISSING;
	r = outbox_ready(ob);
	if (r != OUTBOX_OK)
		return r;
	rc = db_run(ob->sql, "BEGIN IMMEDIATE", "");
	if (rc == SQLITE_OK)
		rc = db_run(ob->sql, "UPDATE item SET receipt_hash = NULL WHERE receipt_hash = ?1",
			"s", receipt_hash);
	if (rc == SQLITE_OK)
		rc = db_run(ob->sql,
			"UPDATE tombstone SET receipt_hash = NULL WHERE receipt_hash = ?1", "s",
			receipt_hash);
	if (rc == SQLITE_OK)
		rc = db_run(ob->sql, "COMMIT", "");
	if (rc != SQLITE_OK)
		return outbox_failed(ob, rc);
	/* a crash here is made good at the next start, by the row */
	return *ob->spool ? outbox_spool_forget(ob, receipt_hash) : OUTBOX_OK;
}
