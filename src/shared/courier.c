/* SPDX-License-Identifier: Apache-2.0 */
/*
 * courier — why: the process that talks to the network must remember what it was told without being
 * able to touch the sealed items, so it has a file of its own that only it writes.
 *
 * An ack is stored once, its entries point to it. A replaced verdict gets a new rowid, so a
 * reader's cursor sees it. Nothing here is worth salvaging: an item whose ack is lost is sent again
 * and answered "duplicate", therefore a damaged file is set aside and a new one made. Writes are
 * one transaction each; after a failed one the file is opened anew.
 * Not here: belief. Every byte came over the network and is verified by whoever reads it. Reading
 * is in courier_read.c.
 */
#include "courier_private.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "outbox_check.h"

static const struct db_kind courier_kind = {
	.name = "courier",
	.application_id = 0x6d6d6463, /* "mmdc" */
	.version = OUTBOX_SCHEMA_VERSION,
	.schema =
		"CREATE TABLE ack(no INTEGER PRIMARY KEY, jws TEXT NOT NULL) STRICT;"
		"CREATE TABLE entry(no INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE,"
		" sha256 TEXT NOT NULL, verdict TEXT NOT NULL, ack INTEGER NOT NULL, day INTEGER "
		"NOT NULL) STRICT;"
		"CREATE INDEX entry_ack ON entry(ack);"
		"CREATE TABLE attempt(id TEXT PRIMARY KEY, n INTEGER NOT NULL, next_try_s INTEGER "
		"NOT NULL,"
		" day INTEGER NOT NULL) STRICT, WITHOUT ROWID;"
		"CREATE TABLE contact(one INTEGER PRIMARY KEY CHECK(one = 1), last_try_s INTEGER "
		"NOT NULL,"
		" last_ok_s INTEGER NOT NULL, state TEXT NOT NULL, reason TEXT NOT NULL) STRICT;"
		"CREATE TABLE document(name TEXT PRIMARY KEY, etag TEXT NOT NULL, data BLOB NOT "
		"NULL)"
		" STRICT, WITHOUT ROWID",
};

/* A file with the right header and the wrong tables is damage too. */
static enum outbox_result check_tables(sqlite3 *sql, char *err)
{
	static const char *const texts[] = { "SELECT no, jws FROM ack",
		"SELECT id, n, next_try_s, day FROM attempt",
		"SELECT no, id, sha256, verdict, ack, day FROM entry",
		"SELECT name, etag, data FROM document",
		"SELECT last_try_s, last_ok_s, state, reason FROM contact" };

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		sqlite3_stmt *st = NULL;
		int rc = sqlite3_prepare_v2(sql, texts[i], -1, &st, NULL);

		sqlite3_finalize(st);
		if (rc != SQLITE_OK) {
			snprintf(err, OUTBOX_ERR_MAX, "damaged: a table is missing");
			return rc == SQLITE_ERROR ? OUTBOX_CORRUPT : db_result(sql, rc);
		}
	}
	return OUTBOX_OK;
}

static enum outbox_result open_checked(struct courier *c, char *err)
{
	enum outbox_result r = db_open(&c->sql, c->place.file, &courier_kind, OUTBOX_WRITER, err);

	if (r == OUTBOX_OK)
		r = check_tables(c->sql, err);
	if (r != OUTBOX_OK) {
		db_close(c->sql);
		c->sql = NULL;
	}
	return r;
}

static enum outbox_result open_file(struct courier *c, char *err)
{
	enum outbox_result r;
	struct stat st;

	if (c->mode == OUTBOX_READER) {
		if (stat(c->place.file, &st) == 0) {
			c->restart = c->restart
				|| (c->ino && (st.st_dev != c->dev || st.st_ino != c->ino));
			c->dev = st.st_dev;
			c->ino = st.st_ino;
		}
		return db_open(&c->sql, c->place.file, &courier_kind, OUTBOX_READER, err);
	}
	r = open_checked(c, err);
	if (r == OUTBOX_CORRUPT) {
		r = db_set_aside(c->place.file, err);
		if (r == OUTBOX_OK)
			r = OUTBOX_MISSING;
	}
	if (r != OUTBOX_MISSING)
		return r;
	c->restart = true;
	r = db_create(c->place.file, &courier_kind, NULL, NULL, err);
	return r == OUTBOX_OK ? open_checked(c, err) : r;
}

static void close_file(struct courier *c)
{
	db_close(c->sql);
	c->sql = NULL;
}

enum outbox_result courier_ready(struct courier *c)
{
	char err[OUTBOX_ERR_MAX];
	struct stat st;

	if (c->sql && c->mode == OUTBOX_READER
		&& (stat(c->place.file, &st) != 0 || st.st_dev != c->dev || st.st_ino != c->ino))
		close_file(c);
	return c->sql ? OUTBOX_OK : open_file(c, err);
}

enum outbox_result courier_read_failed(struct courier *c, int rc)
{
	enum outbox_result r = db_result(c->sql, rc);

	if (r == OUTBOX_CORRUPT || r == OUTBOX_IO)
		close_file(c);
	return r;
}

enum outbox_result courier_open(struct courier **ret, const char *data_dir, enum outbox_mode mode,
	char err[static OUTBOX_ERR_MAX])
{
	struct courier *c = calloc(1, sizeof(*c));
	enum outbox_result r = OUTBOX_IO;
	bool made;

	*err = '\0';
	if (!c || !db_place_init(&c->place, data_dir, &courier_kind)) {
		snprintf(
			err, OUTBOX_ERR_MAX, c ? "the folder's name is too long" : "out of memory");
		free(c);
		return r;
	}
	c->mode = mode;
	c->lock_fd = -1;
	r = mode == OUTBOX_WRITER ? db_lock(&c->place, &c->lock_fd, &made, err) : OUTBOX_OK;
	if (r == OUTBOX_OK)
		r = open_file(c, err);
	if (r != OUTBOX_OK) {
		courier_close(c);
		return r;
	}
	*ret = c;
	return OUTBOX_OK;
}

void courier_close(struct courier *c)
{
	if (!c)
		return;
	db_close(c->sql);
	if (c->lock_fd >= 0)
		close(c->lock_fd);
	free(c);
}

/* --- writing
 * ------------------------------------------------------------------------------------------ */

static enum outbox_result begin(struct courier *c)
{
	enum outbox_result r;

	assert(c->mode == OUTBOX_WRITER);
	r = courier_ready(c);
	if (r != OUTBOX_OK)
		return r;
	return db_result(c->sql, db_run(c->sql, "BEGIN IMMEDIATE", ""));
}

/* Commits when rc is SQLITE_OK; otherwise nothing was stored and, but for BUSY, the file is new. */
static enum outbox_result end(struct courier *c, int rc)
{
	char err[OUTBOX_ERR_MAX];
	enum outbox_result r;

	if (rc == SQLITE_OK)
		rc = db_run(c->sql, "COMMIT", "");
	if (rc == SQLITE_OK)
		return OUTBOX_OK;
	r = db_result(c->sql, rc);
	if (r == OUTBOX_BUSY) {
		db_run(c->sql, "ROLLBACK", "");
		return r;
	}
	close_file(c);
	if (open_file(c, err) != OUTBOX_OK)
		close_file(c); /* the next call tries again */
	return r;
}

static const char today[] = "unixepoch() / 86400";

static bool good_entry(const struct courier_ack *e)
{
	static const char *const verdicts[] = { WIRE_VERDICT_STORED, WIRE_VERDICT_DUPLICATE,
		WIRE_VERDICT_CONFLICT, WIRE_VERDICT_REFUSED, WIRE_VERDICT_PENDING };
	bool known = false;

	for (size_t i = 0; i < sizeof(verdicts) / sizeof(verdicts[0]); i++)
		known = known || strcmp(e->verdict, verdicts[i]) == 0;
	return known && check_hex(e->id, WIRE_ID_HEX) && check_hex(e->sha256, WIRE_SHA256_HEX);
}

/* Forgets an ack that no entry points to any more. */
static int drop_ack(sqlite3 *sql, int64_t no)
{
	return db_run(sql,
		"DELETE FROM ack WHERE no = ?1 "
		"AND NOT EXISTS (SELECT 1 FROM entry WHERE entry.ack = ?1)",
		"i", no);
}

/* One entry: new, or in place of an earlier one. The same ack once more changes nothing. A final
 * verdict gives way to another final one only: should the first have been a forgery, the reader
 * sees the second. */
static int put_entry(sqlite3 *sql, const struct courier_ack *e, const char *jws, int64_t no)
{
	sqlite3_stmt *st = NULL;
	int64_t old = 0;
	char text[160];
	int rc = db_query(sql, &st, "SELECT ack FROM entry WHERE id = ?1", "s", e->id);

	if (rc == SQLITE_ROW)
		old = sqlite3_column_int64(st, 0);
	db_done(st);
	if (rc == SQLITE_ROW)
		rc = db_run(sql,
			"DELETE FROM entry WHERE id = ?1 AND (verdict NOT IN ('stored', "
			"'duplicate') "
			"OR ?2 IN ('stored', 'duplicate')) AND NOT (verdict = ?2 AND sha256 = ?3 "
			"AND (SELECT jws FROM ack WHERE no = entry.ack) IS ?4)",
			"ssss", e->id, e->verdict, e->sha256, jws);
	if (rc != SQLITE_OK && rc != SQLITE_DONE)
		return rc;
	snprintf(text, sizeof(text),
		"INSERT INTO entry(id, sha256, verdict, ack, day) "
		"VALUES(?1, ?2, ?3, ?4, %s) ON CONFLICT(id) DO NOTHING",
		today);
	rc = db_run(sql, text, "sssi", e->id, e->sha256, e->verdict, no);
	return rc == SQLITE_OK && old ? drop_ack(sql, old) : rc;
}

enum outbox_result courier_put_acks(
	struct courier *c, const char *ack_jws, const struct courier_ack *entries, size_t n)
{
	enum outbox_result r;
	int64_t no;
	int rc;

	if (!*ack_jws || strlen(ack_jws) > WIRE_ACK_BYTES_MAX)
		return OUTBOX_MISSING;
	for (size_t i = 0; i < n; i++) {
		if (!good_entry(&entries[i]))
			return OUTBOX_MISSING;
	}
	r = begin(c);
	if (r != OUTBOX_OK)
		return r;
	rc = db_run(c->sql, "INSERT INTO ack(jws) VALUES(?1)", "s", ack_jws);
	no = sqlite3_last_insert_rowid(c->sql);
	for (size_t i = 0; i < n && rc == SQLITE_OK; i++)
		rc = put_entry(c->sql, &entries[i], ack_jws, no);
	if (rc == SQLITE_OK)
		rc = drop_ack(c->sql, no);
	return end(c, rc);
}

enum outbox_result courier_put_contact(struct courier *c, const struct courier_contact *contact)
{
	enum outbox_result r = begin(c);

	if (r != OUTBOX_OK)
		return r;
	return end(c,
		db_run(c->sql, "INSERT OR REPLACE INTO contact VALUES(1, ?1, ?2, ?3, ?4)", "iiss",
			contact->last_try_s, contact->last_ok_s, contact->state, contact->reason));
}

enum outbox_result courier_put_attempt(
	struct courier *c, const char *id, int64_t next_try_s, uint32_t *ret_attempts)
{
	enum outbox_result r;
	sqlite3_stmt *st = NULL;
	char text[256];
	int64_t n = 0;
	int rc;

	if (!check_hex(id, WIRE_ID_HEX))
		return OUTBOX_MISSING;
	r = begin(c);
	if (r != OUTBOX_OK)
		return r;
	snprintf(text, sizeof(text),
		"INSERT INTO attempt VALUES(?1, 1, ?2, %s) ON CONFLICT(id) "
		"DO UPDATE SET n = n + 1, next_try_s = ?2, day = %s",
		today, today);
	rc = db_run(c->sql, text, "si", id, next_try_s);
	if (rc == SQLITE_OK) {
		rc = db_query(c->sql, &st, COURIER_SQL_ATTEMPT, "s", id);
		n = rc == SQLITE_ROW ? sqlite3_column_int64(st, 0) : 0;
		db_done(st);
		rc = rc == SQLITE_ROW ? SQLITE_OK : rc;
	}
	r = end(c, rc);
	if (r == OUTBOX_OK && ret_attempts)
		*ret_attempts = n > UINT32_MAX ? UINT32_MAX : (uint32_t)n;
	return r;
}

enum outbox_result courier_put_document(
	struct courier *c, const char *name, const char *etag, const void *data, size_t len)
{
	enum outbox_result r;

	if (!*name || strlen(name) > 64 || (etag && strlen(etag) >= COURIER_ETAG_MAX)
		|| len > WIRE_DOC_BYTES_MAX)
		return OUTBOX_MISSING;
	r = begin(c);
	if (r != OUTBOX_OK)
		return r;
	return end(c,
		db_run(c->sql, "INSERT OR REPLACE INTO document VALUES(?1, ?2, ?3)", "ssb", name,
			etag ? etag : "", len ? data : "", len));
}

/* --- forgetting
 * ----------------------------------------------------------------------------------------- */

/* Deletes what `list` names by id and `drop` deletes, unless the item still waits in the outbox. */
static enum outbox_result prune(struct courier *c, struct outbox *reader, int keep_days,
	const char *list, const char *drop, int *ret_rc)
{
	enum outbox_result r = OUTBOX_OK;
	char id[WIRE_ID_HEX + 1] = "";

	while (r == OUTBOX_OK && *ret_rc == SQLITE_OK) {
		enum outbox_state state = OUTBOX_WAITING;
		sqlite3_stmt *st = NULL;
		int rc = db_query(c->sql, &st, list, "si", id, (int64_t)keep_days);
		bool found = rc == SQLITE_ROW && db_text(st, 0, id, sizeof(id));

		db_done(st);
		if (!found) {
			*ret_rc = rc == SQLITE_ROW  ? SQLITE_CORRUPT
				: rc == SQLITE_DONE ? SQLITE_OK
						    : rc;
			break;
		}
		r = outbox_state(reader, id, &state);
		if (r == OUTBOX_OK && state != OUTBOX_WAITING)
			*ret_rc = db_run(c->sql, drop, "s", id);
	}
	return r;
}

enum outbox_result courier_prune(struct courier *c, struct outbox *reader, int keep_days)
{
	char entries[160], attempts[160];
	enum outbox_result r = begin(c), outbox;
	int rc = SQLITE_OK;

	if (r != OUTBOX_OK)
		return r;
	snprintf(entries, sizeof(entries),
		"SELECT id FROM entry WHERE id > ?1 AND day < %s - ?2 "
		"ORDER BY id LIMIT 1",
		today);
	snprintf(attempts, sizeof(attempts),
		"SELECT id FROM attempt WHERE id > ?1 AND day < %s - ?2 "
		"ORDER BY id LIMIT 1",
		today);
	outbox = prune(c, reader, keep_days, entries, "DELETE FROM entry WHERE id = ?1", &rc);
	if (outbox == OUTBOX_OK && rc == SQLITE_OK)
		outbox = prune(
			c, reader, keep_days, attempts, "DELETE FROM attempt WHERE id = ?1", &rc);
	if (outbox == OUTBOX_OK && rc == SQLITE_OK)
		rc = db_run(c->sql, "DELETE FROM ack WHERE no NOT IN (SELECT ack FROM entry)", "");
	/* what was dropped before the outbox could not be read was right to drop */
	r = end(c, rc);
	return r == OUTBOX_OK ? outbox : r;
}
