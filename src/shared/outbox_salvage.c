/* SPDX-License-Identifier: Apache-2.0 */
/*
 * outbox_salvage — why: a damaged database still holds sealed items that a resident has a receipt
 * for; they are carried over one by one, past every page that cannot be read.
 *
 * The set-aside file is read into memory (a sector that cannot be read becomes zeros) and never
 * written. Its first page, which holds header and schema, is replaced by that of a database made
 * with the same schema: the tables lie on the same pages, so a lost header, a wrong length or a
 * destroyed schema costs no row. Rows are then asked for by ascending rowid; after an error the
 * next rowid is tried. A row is believed only when its parts have their form and the JWS has its
 * hash. Not here: free pages are not searched; what was erased stays erased.
 */
#include "outbox_private.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "outbox_check.h"

#define MISSES_MAX                                                                                 \
	20000 /* rowids without an answer before a table is given up: more than lie below          \
		 any one page of a tree of two levels */
#define SALVAGE_BYTES_MAX ((off_t)512 << 20) /* of a file; far beyond years of tombstones */

struct salvage {
	struct outbox *ob;
	sqlite3 *to;
	int rc; /* of the new database; reading errors are what we are here for */
};

/* The first page as it would be in a new database of `pages` pages. */
static bool fresh_first_page(unsigned char *page, uint32_t pages)
{
	const unsigned char count[] = { (unsigned char)(pages >> 24), (unsigned char)(pages >> 16),
		(unsigned char)(pages >> 8), (unsigned char)pages };
	sqlite3_int64 size = 0;
	unsigned char *image = NULL;
	sqlite3 *sql = NULL;
	char head[64];
	bool ok = false;

	snprintf(head, sizeof(head), "PRAGMA page_size=%d;PRAGMA auto_vacuum=NONE;", DB_PAGE_BYTES);
	if (sqlite3_open_v2(":memory:", &sql, SQLITE_OPEN_READWRITE | SQLITE_OPEN_MEMORY, NULL)
			== SQLITE_OK
		&& sqlite3_exec(sql, head, NULL, NULL, NULL) == SQLITE_OK
		&& sqlite3_exec(sql, outbox_kind.schema, NULL, NULL, NULL) == SQLITE_OK)
		image = sqlite3_serialize(sql, "main", &size, 0);
	if (image && size >= DB_PAGE_BYTES) {
		memcpy(page, image, DB_PAGE_BYTES);
		memcpy(page + 28, count, sizeof(count)); /* size in pages */
		memset(page + 32, 0, 8);                 /* no free list */
		ok = true;
	}
	sqlite3_free(image);
	sqlite3_close(sql);
	return ok;
}

static void read_pages(int fd, unsigned char *image, uint32_t pages)
{
	for (uint32_t i = 0; i < pages; i++) {
		size_t done = 0;

		while (done < DB_PAGE_BYTES) {
			off_t at = (off_t)i * DB_PAGE_BYTES + (off_t)done;
			ssize_t n = pread(fd, image + at, DB_PAGE_BYTES - done, at);

			if (n < 0 && errno == EINTR)
				continue;
			if (n <= 0)
				break;
			done += (size_t)n;
		}
		if (done < DB_PAGE_BYTES)
			memset(image + (size_t)i * DB_PAGE_BYTES, 0, DB_PAGE_BYTES);
	}
}

/* The file as an image in memory with a good first page. *ret_pages 0: nothing in it. The caller
 * frees with sqlite3_free. */
static enum outbox_result load(
	const char *file, unsigned char **ret, uint32_t *ret_pages, char *err)
{
	unsigned char *image;
	struct stat st;
	uint32_t pages;
	int fd = open(file, O_RDONLY | O_CLOEXEC);

	*ret = NULL;
	*ret_pages = 0;
	if (fd < 0 || fstat(fd, &st) != 0 || st.st_size > SALVAGE_BYTES_MAX) {
		snprintf(err, OUTBOX_ERR_MAX, "cannot read '%.160s': %s", file,
			fd < 0 ? strerror(errno) : "too large");
		if (fd >= 0)
			close(fd);
		return OUTBOX_IO;
	}
	pages = (uint32_t)((st.st_size + DB_PAGE_BYTES - 1) / DB_PAGE_BYTES);
	image = pages ? sqlite3_malloc64((sqlite3_uint64)pages * DB_PAGE_BYTES) : NULL;
	if (image)
		read_pages(fd, image, pages);
	close(fd);
	if (pages && (!image || !fresh_first_page(image, pages))) {
		sqlite3_free(image);
		snprintf(err, OUTBOX_ERR_MAX, "out of memory");
		return OUTBOX_IO;
	}
	*ret = image;
	*ret_pages = pages;
	return OUTBOX_OK;
}

/* Calls keep for every row that can be read; column 0 is the rowid and ?1 the one before. */
static void each_row(sqlite3 *from, const char *text,
	void (*keep)(struct salvage *, sqlite3_stmt *), struct salvage *s)
{
	sqlite3_stmt *st = NULL;
	int64_t at = 0;

	if (sqlite3_prepare_v2(from, text, -1, &st, NULL) != SQLITE_OK)
		return;
	for (int misses = 0; misses < MISSES_MAX && s->rc == SQLITE_OK; sqlite3_reset(st)) {
		int rc = sqlite3_bind_int64(st, 1, at);
		int64_t found;

		if (rc == SQLITE_OK)
			rc = sqlite3_step(st);
		found = rc == SQLITE_ROW ? sqlite3_column_int64(st, 0) : 0;
		if (rc == SQLITE_DONE || rc == SQLITE_NOMEM || at == INT64_MAX)
			break;
		if (rc == SQLITE_ROW && found > at) {
			at = found;
			misses = 0;
			keep(s, st);
		} else {
			at++;
			misses++;
		}
	}
	sqlite3_finalize(st);
}

/* A hash or nothing; anything else reads as nothing. */
static const char *hash_or_null(sqlite3_stmt *st, int column, char ret[static WIRE_SHA256_HEX + 1])
{
	return db_text(st, column, ret, WIRE_SHA256_HEX + 1) && check_hex(ret, WIRE_SHA256_HEX)
		? ret
		: NULL;
}

static void keep_item(struct salvage *s, sqlite3_stmt *st)
{
	char want[WIRE_SHA256_HEX + 1], is[WIRE_SHA256_HEX + 1], receipt[WIRE_SHA256_HEX + 1];
	struct outbox_item item = { .seq = (uint64_t)sqlite3_column_int64(st, 0) };

	db_text(st, 1, item.id, sizeof(item.id));
	item.urgent = sqlite3_column_int(st, 2) != 0;
	db_text(st, 3, item.made_hour, sizeof(item.made_hour));
	item.jws = sqlite3_column_blob(st, 6);
	item.jws_len = (size_t)sqlite3_column_bytes(st, 6);
	if (!check_item(&item) || !hash_or_null(st, 4, want))
		return;
	check_sha256(item.jws, item.jws_len, is);
	if (strcmp(want, is) != 0)
		return;
	s->rc = db_run(s->to, "INSERT OR IGNORE" OUTBOX_SQL_ADD_REST, OUTBOX_SQL_ADD_TYPES,
		(int64_t)item.seq, item.id, (int64_t)item.urgent, item.made_hour, want,
		hash_or_null(st, 5, receipt), item.jws, item.jws_len);
}

static void keep_ack(struct salvage *s, sqlite3_stmt *st)
{
	char want[WIRE_SHA256_HEX + 1], is[WIRE_SHA256_HEX + 1];
	const char *jws = (const char *)sqlite3_column_text(st, 2);

	if (!hash_or_null(st, 1, want) || !jws)
		return;
	check_sha256(jws, (size_t)sqlite3_column_bytes(st, 2), is);
	if (strcmp(want, is) == 0)
		s->rc = db_run(s->to, OUTBOX_SQL_ADD_ACK, "ss", want, jws);
}

/* Kept also when its ack could not be: the kiosk verified it once, and a look-up and a spool file
 * must still meet "arrived". */
static void keep_tombstone(struct salvage *s, sqlite3_stmt *st)
{
	char id[WIRE_ID_HEX + 1], sha256[WIRE_SHA256_HEX + 1], receipt[WIRE_SHA256_HEX + 1],
		ack[WIRE_SHA256_HEX + 1], day[11];
	int64_t seq = sqlite3_column_int64(st, 2);

	if (!db_text(st, 1, id, sizeof(id)) || !check_hex(id, WIRE_ID_HEX)
		|| !hash_or_null(st, 3, sha256) || !hash_or_null(st, 5, ack)
		|| !db_text(st, 6, day, sizeof(day)) || !check_day(day) || seq < 1)
		return;
	s->rc = db_run(s->to,
		"INSERT OR IGNORE INTO tombstone(id, seq, sha256, receipt_hash, ack, acked_day) "
		"VALUES(?1, ?2, ?3, ?4, ?5, ?6)",
		"sissss", id, seq, sha256, hash_or_null(st, 4, receipt), ack, day);
}

static void carry_rows(struct salvage *s, sqlite3 *from)
{
	each_row(from,
		"SELECT seq, id, urgent, made_hour, sha256, receipt_hash, jws FROM item NOT "
		"INDEXED "
		"WHERE seq > ?1 ORDER BY seq LIMIT 1",
		keep_item, s);
	each_row(from,
		"SELECT no, sha256, jws FROM ack NOT INDEXED WHERE no > ?1 ORDER BY no LIMIT 1",
		keep_ack, s);
	each_row(from,
		"SELECT rowid, id, seq, sha256, receipt_hash, ack, acked_day FROM tombstone NOT "
		"INDEXED "
		"WHERE rowid > ?1 ORDER BY rowid LIMIT 1",
		keep_tombstone, s);
	if (s->rc == SQLITE_OK)
		s->rc = db_run(
			s->to, "DELETE FROM item WHERE id IN (SELECT id FROM tombstone)", "");
}

/* The counters are statistics: what can be read at once is kept, the arrivals are counted anew. */
static void carry_counters(struct salvage *s, sqlite3 *from)
{
	sqlite3_stmt *st = NULL;
	int rc = db_query(from, &st,
		"SELECT month, kind, n FROM counter WHERE kind IN ('item', 'urgent')", "");

	for (; rc == SQLITE_ROW && s->rc == SQLITE_OK; rc = sqlite3_step(st)) {
		char month[8], kind[8];
		int64_t n = sqlite3_column_int64(st, 2);

		if (db_text(st, 0, month, sizeof(month)) && db_text(st, 1, kind, sizeof(kind))
			&& n > 0)
			s->rc = db_run(s->to, "INSERT OR IGNORE INTO counter VALUES(?1, ?2, ?3)",
				"ssi", month, kind, n);
	}
	sqlite3_finalize(st);
	if (s->rc == SQLITE_OK)
		s->rc = db_run(s->to,
			"INSERT INTO counter SELECT substr(acked_day, 1, 7), 'acked', count(*) "
			"FROM tombstone GROUP BY 1",
			"");
}

/* The highest of the stored head, the items and the tombstones. */
static void carry_head(struct salvage *s, sqlite3 *from)
{
	char sha256[WIRE_SHA256_HEX + 1];
	sqlite3_stmt *st = NULL;
	uint64_t head;

	if (outbox_get_head(from, &head, sha256) == SQLITE_OK && s->rc == SQLITE_OK)
		s->rc = outbox_set_head(s->to, head, sha256);
	if (s->rc == SQLITE_OK)
		s->rc = outbox_get_head(s->to, &head, sha256);
	if (s->rc != SQLITE_OK)
		return;
	s->rc = db_query(s->to, &st,
		"SELECT seq, sha256 FROM (SELECT seq, sha256 FROM item UNION ALL "
		"SELECT seq, sha256 FROM tombstone) WHERE seq > ?1 ORDER BY seq DESC LIMIT 1",
		"i", (int64_t)head);
	if (s->rc == SQLITE_ROW) {
		head = (uint64_t)sqlite3_column_int64(st, 0);
		db_text(st, 1, sha256, sizeof(sha256));
	}
	sqlite3_finalize(st);
	if (s->rc == SQLITE_ROW)
		s->rc = outbox_set_head(s->to, head, sha256);
	else if (s->rc == SQLITE_DONE)
		s->rc = SQLITE_OK;
}

static void carry(struct salvage *s, unsigned char *image, uint32_t pages)
{
	sqlite3_int64 size = (sqlite3_int64)pages * DB_PAGE_BYTES;
	sqlite3_stmt *st = NULL;
	sqlite3 *from = NULL;

	if (sqlite3_open_v2(":memory:", &from, SQLITE_OPEN_READWRITE | SQLITE_OPEN_MEMORY, NULL)
			== SQLITE_OK
		&& db_harden(from)
		&& sqlite3_exec(from, "PRAGMA cell_size_check=ON", NULL, NULL, NULL) == SQLITE_OK
		&& sqlite3_deserialize(from, "main", image, size, size, SQLITE_DESERIALIZE_READONLY)
			== SQLITE_OK) {
		carry_rows(s, from);
		if (s->rc == SQLITE_OK)
			carry_counters(s, from);
		if (s->rc == SQLITE_OK)
			carry_head(s, from);
	}
	db_close(from);
	if (s->rc == SQLITE_OK
		&& db_query(s->to, &st, "SELECT count(*) FROM item", "") == SQLITE_ROW)
		s->ob->salvaged = (uint64_t)sqlite3_column_int64(st, 0);
	sqlite3_finalize(st);
}

enum outbox_result outbox_salvage(void *ctx, sqlite3 *sql, char *err)
{
	struct salvage s = { .ob = ctx, .to = sql, .rc = SQLITE_OK };
	enum outbox_result r = OUTBOX_OK;
	unsigned char *image = NULL;
	char file[PATH_MAX];
	uint32_t pages = 0;

	db_last_aside(s.ob->place.file, file);
	if (!*file)
		return OUTBOX_OK;
	r = load(file, &image, &pages, err);
	if (r != OUTBOX_OK)
		return r;
	if (pages)
		carry(&s, image, pages);
	sqlite3_free(image);
	if (s.rc != SQLITE_OK)
		snprintf(err, OUTBOX_ERR_MAX, "cannot salvage: %s", sqlite3_errstr(s.rc));
	return db_result(sql, s.rc);
}
