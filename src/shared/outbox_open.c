/* SPDX-License-Identifier: Apache-2.0 */
/*
 * outbox_open — why: the moment of opening decides whether sealed items survive damage, and a
 * failed fsync means that nothing the process remembers of the file can be believed, so it is
 * opened anew.
 *
 * Writer: lock, open and check; a damaged file is set aside and a new one is built from what it
 * still holds; then database and spool are brought together. A crash between these steps is taken
 * up by the next start: no database but one set aside means "salvage that one". Waiting items are
 * compared with their stored hash, for SQLite's own check does not see a flipped byte inside a
 * value. A reader opens what is there and follows when the writer has replaced the file.
 */
#include "outbox_private.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "outbox_check.h"
#include "spool.h"

const struct db_kind outbox_kind = {
	.name = "outbox",
	.application_id = 0x6d6d646f, /* "mmdo" */
	.version = OUTBOX_SCHEMA_VERSION,
	.schema =
		"CREATE TABLE item(seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, urgent "
		"INTEGER NOT NULL,"
		" made_hour TEXT NOT NULL, sha256 TEXT NOT NULL, receipt_hash TEXT, jws BLOB NOT "
		"NULL) STRICT;"
		"CREATE INDEX item_next ON item(urgent DESC, seq);"
		"CREATE INDEX item_receipt ON item(receipt_hash);"
		"CREATE TABLE tombstone(id TEXT NOT NULL UNIQUE, seq INTEGER NOT NULL, sha256 TEXT "
		"NOT NULL,"
		" receipt_hash TEXT, ack TEXT NOT NULL, acked_day TEXT NOT NULL) STRICT;"
		"CREATE INDEX tombstone_receipt ON tombstone(receipt_hash);"
		"CREATE TABLE counter(month TEXT NOT NULL, kind TEXT NOT NULL, n INTEGER NOT NULL,"
		" PRIMARY KEY(month, kind)) STRICT, WITHOUT ROWID;"
		"CREATE TABLE meta(key TEXT PRIMARY KEY, value ANY NOT NULL) STRICT, WITHOUT ROWID;"
		/* tombstone.ack names the ack by its hash: one ack speaks of up to 64 items */
		"CREATE TABLE ack(no INTEGER PRIMARY KEY, sha256 TEXT NOT NULL UNIQUE, jws TEXT NOT"
		" NULL) STRICT;"
		"INSERT INTO meta VALUES('head_seq', 0), ('head_sha256', '" WIRE_PREV_NONE "')",
};

/* Is the row what outbox_put stored? A reader passes over one that is not, so that it would wait
 * for ever. */
static bool check_row(sqlite3_stmt *st)
{
	char want[WIRE_SHA256_HEX + 1], is[WIRE_SHA256_HEX + 1];
	struct outbox_item item = { .seq = (uint64_t)sqlite3_column_int64(st, 0) };

	item.jws = sqlite3_column_blob(st, 4);
	item.jws_len = (size_t)sqlite3_column_bytes(st, 4);
	if (!db_text(st, 1, item.id, sizeof(item.id))
		|| !db_text(st, 3, item.made_hour, sizeof(item.made_hour)) || !check_item(&item)
		|| !db_text(st, 5, want, sizeof(want)))
		return false;
	check_sha256(item.jws, item.jws_len, is);
	return strcmp(want, is) == 0;
}

/* Looks at every waiting item: its form and its hash. */
static enum outbox_result check_items(sqlite3 *sql, char *err)
{
	sqlite3_stmt *st = NULL;
	bool same = true;
	int rc = db_query(sql, &st, OUTBOX_SQL_COLUMNS, "");

	for (; rc == SQLITE_ROW && same; rc = sqlite3_step(st))
		same = check_row(st);
	sqlite3_finalize(st);
	if (!same || rc != SQLITE_DONE)
		snprintf(err, OUTBOX_ERR_MAX, "damaged: %s",
			same ? sqlite3_errstr(rc) : "an item is not as it was stored");
	return !same ? OUTBOX_CORRUPT : db_result(sql, rc);
}

/* A table or the head that is not as the schema says is damage too. */
static enum outbox_result check_rows(sqlite3 *sql, char *err)
{
	static const char *const texts[] = { OUTBOX_SQL_BY_ID, OUTBOX_SQL_TOMB_RECEIPT,
		OUTBOX_SQL_ACKED, OUTBOX_SQL_ACK };
	char sha256[WIRE_SHA256_HEX + 1];
	uint64_t seq;
	int rc;

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		sqlite3_stmt *st = NULL;

		rc = sqlite3_prepare_v2(sql, texts[i], -1, &st, NULL);
		sqlite3_finalize(st);
		if (rc == SQLITE_ERROR) {
			snprintf(err, OUTBOX_ERR_MAX, "damaged: a table is missing");
			return OUTBOX_CORRUPT;
		}
	}
	rc = outbox_get_head(sql, &seq, sha256);
	if (rc != SQLITE_OK) {
		snprintf(err, OUTBOX_ERR_MAX, "damaged: the head");
		return rc == SQLITE_MISMATCH ? OUTBOX_CORRUPT : db_result(sql, rc);
	}
	return check_items(sql, err);
}

static enum outbox_result open_checked(struct outbox *ob, char *err)
{
	enum outbox_result r = db_open(&ob->sql, ob->place.file, &outbox_kind, OUTBOX_WRITER, err);

	if (r == OUTBOX_OK)
		r = check_rows(ob->sql, err);
	if (r != OUTBOX_OK) {
		db_close(ob->sql);
		ob->sql = NULL;
	}
	return r;
}

/* The writer's file, whatever state it is in. Sets damaged and salvaged. */
static enum outbox_result open_writer(struct outbox *ob, char *err)
{
	enum outbox_result r = open_checked(ob, err);

	ob->damaged = false;
	ob->salvaged = 0;
	if (r == OUTBOX_CORRUPT) {
		ob->damaged = true;
		r = db_set_aside(ob->place.file, err);
		if (r != OUTBOX_OK)
			return r;
		r = OUTBOX_MISSING;
	}
	if (r != OUTBOX_MISSING)
		return r;
	ob->damaged = ob->damaged || ob->made;
	r = db_create(ob->place.file, &outbox_kind, outbox_salvage, ob, err);
	if (r == OUTBOX_OK)
		r = open_checked(ob, err);
	if (r == OUTBOX_OK && !ob->made) {
		r = db_mark_made(ob->lock_fd, err);
		ob->made = r == OUTBOX_OK;
	}
	return r;
}

static enum outbox_result open_reader(struct outbox *ob, char *err)
{
	struct stat st;
	enum outbox_result r;

	/* looked at first: when the file is replaced in between, the next call opens once more */
	if (stat(ob->place.file, &st) == 0) {
		ob->dev = st.st_dev;
		ob->ino = st.st_ino;
	}
	r = db_open(&ob->sql, ob->place.file, &outbox_kind, OUTBOX_READER, err);
	return r;
}

static enum outbox_result open_file(struct outbox *ob, char *err)
{
	return ob->mode == OUTBOX_WRITER ? open_writer(ob, err) : open_reader(ob, err);
}

static void close_file(struct outbox *ob)
{
	db_close(ob->sql);
	ob->sql = NULL;
}

enum outbox_result outbox_ready(struct outbox *ob)
{
	char err[OUTBOX_ERR_MAX];
	struct stat st;

	/* a held one was looked at when it was taken */
	if (ob->sql && ob->mode == OUTBOX_READER && sqlite3_get_autocommit(ob->sql)
		&& (stat(ob->place.file, &st) != 0 || st.st_dev != ob->dev || st.st_ino != ob->ino))
		close_file(ob);
	return ob->sql ? OUTBOX_OK : open_file(ob, err);
}

enum outbox_result outbox_failed(struct outbox *ob, int rc)
{
	enum outbox_result r = db_result(ob->sql, rc);
	char err[OUTBOX_ERR_MAX];

	if (r == OUTBOX_BUSY) {
		if (!sqlite3_get_autocommit(ob->sql))
			db_run(ob->sql, "ROLLBACK", "");
		return r;
	}
	close_file(ob);
	/* when this fails too, the next call tries again */
	if (open_file(ob, err) == OUTBOX_OK && r == OUTBOX_CORRUPT && !ob->damaged)
		r = OUTBOX_IO;
	return r;
}

enum outbox_result outbox_read_failed(struct outbox *ob, int rc)
{
	enum outbox_result r = db_result(ob->sql, rc);

	if (r == OUTBOX_CORRUPT || r == OUTBOX_IO)
		close_file(ob);
	return r;
}

static enum outbox_result start_writer(struct outbox *ob, char *err)
{
	enum outbox_result r = db_lock(&ob->place, &ob->lock_fd, &ob->made, err);

	if (r == OUTBOX_OK)
		r = open_file(ob, err);
	if (r == OUTBOX_OK && *ob->spool)
		r = outbox_merge_spool(ob, err);
	return r;
}

enum outbox_result outbox_open(struct outbox **ret, const struct outbox_options *opt,
	enum outbox_mode mode, char err[static OUTBOX_ERR_MAX], bool *ret_damaged,
	uint64_t *ret_salvaged)
{
	struct outbox *ob = calloc(1, sizeof(*ob));
	enum outbox_result r = OUTBOX_IO;

	*err = '\0';
	if (!ob) {
		snprintf(err, OUTBOX_ERR_MAX, "out of memory");
		return r;
	}
	ob->mode = mode;
	ob->lock_fd = -1;
	if (!db_place_init(&ob->place, opt->data_dir, &outbox_kind)
		|| (opt->spool_dir && strlen(opt->spool_dir) >= sizeof(ob->spool) - SPOOL_NAME_MAX))
		snprintf(err, OUTBOX_ERR_MAX, "the folder's name is too long");
	else if (mode == OUTBOX_READER)
		r = open_file(ob, err);
	else {
		snprintf(ob->spool, sizeof(ob->spool), "%s", opt->spool_dir ? opt->spool_dir : "");
		r = start_writer(ob, err);
	}
	if (r != OUTBOX_OK) {
		outbox_close(ob);
		return r;
	}
	if (ret_damaged)
		*ret_damaged = ob->damaged;
	if (ret_salvaged)
		*ret_salvaged = ob->damaged ? ob->salvaged : 0;
	*ret = ob;
	return OUTBOX_OK;
}

void outbox_close(struct outbox *ob)
{
	if (!ob)
		return;
	outbox_clear_doubt(ob);
	db_close(ob->sql);
	if (ob->lock_fd >= 0)
		close(ob->lock_fd);
	free(ob);
}
