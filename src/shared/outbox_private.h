/* SPDX-License-Identifier: Apache-2.0 */
/*
 * outbox_private — what outbox.c (writing), outbox_read.c, outbox_open.c, outbox_salvage.c and
 * outbox_spool.c share, and the statements whose query plans a test reads.
 *
 * Layer: shared, private to this folder.
 */
#ifndef MARUMADO_OUTBOX_PRIVATE_H
#define MARUMADO_OUTBOX_PRIVATE_H
#include <sys/types.h>
#include "db.h"
#include "outbox.h"

struct outbox {
	struct db_place place;
	char spool[PATH_MAX]; /* "" for none */
	enum outbox_mode mode;
	sqlite3 *sql; /* NULL after a failed reopen; outbox_ready tries again */
	int lock_fd;  /* -1 for a reader */
	bool made;    /* the lock file says that a database was here before */
	dev_t dev;    /* of the file that is open: a reader follows a salvage */
	ino_t ino;
	bool damaged;      /* the last opening found damage */
	uint64_t salvaged; /* items it carried over */
	char doubt[WIRE_ID_HEX
		+ 1]; /* a refused item that could not be taken out yet, "" for none */
};

extern const struct db_kind outbox_kind;

#define OUTBOX_SQL_COLUMNS "SELECT seq, id, urgent, made_hour, jws, sha256 FROM item "
#define OUTBOX_SQL_BY_SEQ  OUTBOX_SQL_COLUMNS "WHERE seq > ?1 ORDER BY seq LIMIT 1"
#define OUTBOX_SQL_BY_URGENCY                                                                      \
	OUTBOX_SQL_COLUMNS "WHERE urgent = ?1 AND seq > ?2 ORDER BY seq LIMIT 1"
#define OUTBOX_SQL_LIST                                                                            \
	"SELECT seq, id, urgent, made_hour, length(jws) FROM item WHERE seq > ?1 "                 \
	"ORDER BY seq LIMIT ?2"
#define OUTBOX_SQL_BY_ID        OUTBOX_SQL_COLUMNS "WHERE id = ?1"
#define OUTBOX_SQL_ITEM_SHA     "SELECT sha256 FROM item WHERE id = ?1"
#define OUTBOX_SQL_TOMB_SHA     "SELECT sha256 FROM tombstone WHERE id = ?1"
#define OUTBOX_SQL_ITEM_RECEIPT "SELECT id FROM item WHERE receipt_hash = ?1 LIMIT 1"
#define OUTBOX_SQL_TOMB_RECEIPT "SELECT id FROM tombstone WHERE receipt_hash = ?1 LIMIT 1"
#define OUTBOX_SQL_META         "SELECT value FROM meta WHERE key = ?1"
#define OUTBOX_SQL_COUNT        "SELECT count(*) FROM item WHERE urgent = ?1"
#define OUTBOX_SQL_ACKED        "SELECT coalesce(sum(n), 0) FROM counter WHERE kind = 'acked'"
#define OUTBOX_SQL_ACK "SELECT jws FROM ack WHERE sha256 = ?1"
#define OUTBOX_SQL_ADD_ACK                                                                         \
	"INSERT INTO ack(sha256, jws) VALUES(?1, ?2) ON CONFLICT(sha256) DO NOTHING"
#define OUTBOX_SQL_ADD_REST                                                                        \
	" INTO item(seq, id, urgent, made_hour, sha256, receipt_hash, jws) "                       \
	"VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7)"
#define OUTBOX_SQL_ADD       "INSERT" OUTBOX_SQL_ADD_REST
#define OUTBOX_SQL_ADD_TYPES "isisssb"
#define OUTBOX_SQL_COUNT_UP                                                                        \
	"INSERT INTO counter(month, kind, n) VALUES(substr(?1, 1, 7), ?2, 1) "                     \
	"ON CONFLICT(month, kind) DO UPDATE SET n = n + 1"

/* --- outbox_open.c --- */
/* Makes sure that ob->sql is the current file. Call first in every operation. */
enum outbox_result outbox_ready(struct outbox *ob) __attribute__((warn_unused_result));
/* After a failed write: ends the transaction, opens the file anew unless it was only busy, and says
 * what the caller is told. */
enum outbox_result outbox_failed(struct outbox *ob, int rc);
/* After a failed read: a damaged file is looked at anew by the writer's next call. */
enum outbox_result outbox_read_failed(struct outbox *ob, int rc);

/* --- outbox.c --- */
/* Reads head_seq and head_sha256; both are set in every database. */
int outbox_get_head(sqlite3 *sql, uint64_t *ret_seq, char ret_sha256[static WIRE_SHA256_HEX + 1]);
int outbox_set_head(sqlite3 *sql, uint64_t seq, const char *sha256);

/* Tries again to take out what an earlier put had to refuse; true when no doubt is left. */
bool outbox_clear_doubt(struct outbox *ob);

/* --- outbox_salvage.c --- */
/* db_create's fill: copies what can be read of the database set aside last; ctx is the outbox. */
enum outbox_result outbox_salvage(void *ctx, sqlite3 *sql, char *err);

/* --- outbox_spool.c --- */
/* Brings database and spool folder to the same set of waiting items; counts items taken from the
 * spool in ob->salvaged. */
enum outbox_result outbox_merge_spool(struct outbox *ob, char *err)
	__attribute__((warn_unused_result));
/* Writes the files that name this receipt again without it: a database that is lost later must not
 * come back from them with it. */
enum outbox_result outbox_spool_forget(struct outbox *ob, const char *receipt_hash)
	__attribute__((warn_unused_result));
#endif
