/* SPDX-License-Identifier: Apache-2.0 */
/*
 * db — one SQLite file with one writer: how outbox and courier open, lock, create and set aside
 * theirs.
 *
 * Layer: shared, private to this folder (outbox*.c, courier*.c and their tests).
 * Every connection gets the same settings (design.md §3), each read back. Results are enum
 * outbox_result; `err` receives one line without content. Nothing here opens the database file but
 * SQLite itself, for closing any descriptor of it would drop SQLite's locks.
 */
#ifndef MARUMADO_DB_H
#define MARUMADO_DB_H
#include <limits.h>
#include <sqlite3.h>
#include <stdbool.h>
#include <stddef.h>
#include "outbox.h"

#define DB_BUSY_WRITER_MS 5000
#define DB_BUSY_READER_MS 2000
#define DB_LENGTH_MAX 1000000 /* bytes of one value or row */
#define DB_SQL_MAX 100000     /* bytes of one statement */
#define DB_PAGE_BYTES 4096
#define DB_CHUNK_BYTES 262144
#define DB_JOURNAL_BYTES 65536 /* of the kept journal; storing an item needs half of it */
#define DB_STATEMENTS_MAX 32 /* kept prepared per connection */

struct db_kind {
	const char *name;   /* folder below DATA and stem of the file: "outbox" */
	int application_id; /* PRAGMA application_id; another one is damage */
	int version;        /* PRAGMA user_version; newer is OUTBOX_NEWER */
	const char *schema; /* CREATE statements; must fit on page 1 (see outbox_salvage.c) */
};

struct db_place {
	char dir[PATH_MAX];      /* DATA/outbox */
	char file[PATH_MAX];     /* DATA/outbox/outbox.db */
};

/* Fills the names; false when DATA is too long. */
bool db_place_init(struct db_place *p, const char *data_dir, const struct db_kind *kind);

/* Writer: makes the folder (0750) and takes DIR/lock without waiting. *ret_fd is closed by the
 * caller to let go. *ret_made tells whether db_mark_made was ever called here. */
enum outbox_result db_lock(const struct db_place *p, int *ret_fd, bool *ret_made, char *err)
	__attribute__((warn_unused_result));
/* Remembers in the lock file that a database was here, so that a vanished one is noticed. */
enum outbox_result db_mark_made(int lock_fd, char *err) __attribute__((warn_unused_result));

/* Opens an existing file. Writer: checks it whole (quick_check). CORRUPT, NEWER, MISSING, BUSY, IO:
 * the file is closed again and was not changed (but for the rollback of a cut transaction). */
enum outbox_result db_open(sqlite3 **ret, const char *file, const struct db_kind *kind,
	enum outbox_mode mode, char *err) __attribute__((warn_unused_result));
/* Makes the file under another name with its schema, lets `fill` (may be NULL) add rows in one
 * transaction, and moves it into place: it exists whole or not at all. `file` must not exist. */
enum outbox_result db_create(const char *file, const struct db_kind *kind,
	enum outbox_result (*fill)(void *ctx, sqlite3 *sql, char *err), void *ctx, char *err)
	__attribute__((warn_unused_result));
/* Moves a closed database and its journal to FILE.damaged-N and FILE.damaged-N-journal. */
enum outbox_result db_set_aside(const char *file, char *err) __attribute__((warn_unused_result));
/* The set-aside file with the highest N; "" when there is none. */
void db_last_aside(const char *file, char ret[static PATH_MAX]);

/* Settings that need no file and no write; for every connection, also a salvaging one. */
bool db_harden(sqlite3 *sql);
/* Makes names in the folder of `file` durable. */
bool db_sync_folder(const char *file);

/* Writer, between transactions: writes zeros over the journal of `file`, which it makes when there
 * is none, and gives it DB_JOURNAL_BYTES when the disk has room. False with errno: old pages may
 * still be in it. */
bool db_clear_journal(const char *file) __attribute__((warn_unused_result));
/* Writer, just opened and read: clears the journal and lets SQLite keep it open between
 * transactions, each of which then begins by looking whether the database and its journal are still
 * the files that were opened. The database grows DB_CHUNK_BYTES at a time. */
enum outbox_result db_keep_journal(sqlite3 *sql, const char *file, char *err)
	__attribute__((warn_unused_result));
/* Undoes it, before the connection is closed; nothing happens when there is nothing to undo. */
void db_let_journal_go(sqlite3 *sql);

/* Opens with SQLite's URI form; `query` is "psow=0&mode=ro" and the like. *ret is NULL on failure.
 * */
int db_open_uri(sqlite3 **ret, const char *file, const char *query, int flags);

/* Prepares (or takes what db_done kept), binds and steps once. Types: s text or NULL, i int64_t, b
 * pointer and size_t. Returns SQLITE_ROW, SQLITE_DONE or an error; the caller ends *ret (NULL after
 * a prepare error) with db_done, or with sqlite3_finalize when the statement is not asked again. */
int db_query(sqlite3 *sql, sqlite3_stmt **ret, const char *text, const char *types, ...);
/* The same for a statement without rows: SQLITE_OK or an error. It is kept as by db_done. */
int db_run(sqlite3 *sql, const char *text, const char *types, ...);
/* Resets a statement, forgets what was bound, and keeps it prepared for the next db_query with the
 * same text; beyond DB_STATEMENTS_MAX it is finalized. Accepts NULL. */
void db_done(sqlite3_stmt *st);
/* Finalizes all statements of the connection, closes it and returns SQLite's code. Accepts NULL. */
int db_close(sqlite3 *sql);
/* Lets the reads that follow share one read transaction, until db_let_go. A failure is met again by
 * those reads. */
void db_hold(sqlite3 *sql);
/* Ends it; nothing happens when there is none. Accepts NULL. */
void db_let_go(sqlite3 *sql);
/* Copies a text column; false (ret "") when it is NULL or does not fit. */
bool db_text(sqlite3_stmt *st, int column, char *ret, size_t cap);
/* What an SQLite error means to our callers. */
enum outbox_result db_result(sqlite3 *sql, int rc);
/* What an errno means to our callers: FULL or IO. */
enum outbox_result db_errno_result(int error);
#endif
