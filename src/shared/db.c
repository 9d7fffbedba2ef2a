/* SPDX-License-Identifier: Apache-2.0 */
/*
 * db — why: the settings that keep a receipt true through a power cut must be the same on every
 * connection, and SQLite ignores a pragma it does not like without a word. So a table lists them,
 * each is set and then asked for.
 *
 * A rollback journal with FULL and psow=0 lost nothing on media that garble the block being written
 * (u-outbox-crash.c), and another user can read the file while nobody writes. PERSIST, for a person
 * waits for the commit (db_journal.c). The file may be written by a process that was taken over,
 * hence the hardening before the first byte of it is read.
 * Not here: statements (db_query.c), the file as a whole (db_file.c), tables, and what to do about
 * damage.
 */
#include "db.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#define TEXT_(macro) #macro
#define TEXT(macro)  TEXT_(macro)

enum outbox_result db_errno_result(int error)
{
	return error == ENOSPC || error == EDQUOT || error == EFBIG ? OUTBOX_FULL : OUTBOX_IO;
}

enum outbox_result db_result(sqlite3 *sql, int rc)
{
	static const struct {
		int code;
		enum outbox_result means;
	} table[] = {
		/* a cut transaction that only the writer may roll back */
		{ SQLITE_READONLY_ROLLBACK, OUTBOX_BUSY },
		{ SQLITE_READONLY_RECOVERY, OUTBOX_BUSY },
		{ SQLITE_READONLY_CANTLOCK, OUTBOX_BUSY },
		{ SQLITE_READONLY_DBMOVED, OUTBOX_IO },
		{ SQLITE_OK, OUTBOX_OK },
		{ SQLITE_ROW, OUTBOX_OK },
		{ SQLITE_DONE, OUTBOX_OK },
		{ SQLITE_BUSY, OUTBOX_BUSY },
		{ SQLITE_LOCKED, OUTBOX_BUSY },
		{ SQLITE_FULL, OUTBOX_FULL },
		{ SQLITE_CORRUPT, OUTBOX_CORRUPT },
		{ SQLITE_NOTADB, OUTBOX_CORRUPT },
	};

	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		if (rc == table[i].code || (rc & 0xff) == table[i].code)
			return table[i].means;
	}
	if (!sql || ((rc & 0xff) != SQLITE_IOERR && (rc & 0xff) != SQLITE_CANTOPEN))
		return OUTBOX_IO;
	/* SQLite calls ENOSPC full, but not a quota or a file size limit; of an error during COMMIT
	 * it does not keep the errno, which db_query has cleared before */
	return db_errno_result(sqlite3_system_errno(sql) ? sqlite3_system_errno(sql) : errno);
}

int db_open_uri(sqlite3 **ret, const char *file, const char *query, int flags)
{
	static const char plain[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789/._-";
	char uri[3 * PATH_MAX + 64];
	size_t len = 0;
	int rc;

	*ret = NULL;
	len += (size_t)snprintf(uri, sizeof(uri), "file:");
	for (; *file; file++) {
		if (len + 4 + strlen(query) + 2 > sizeof(uri))
			return SQLITE_CANTOPEN;
		if (strchr(plain, *file))
			uri[len++] = *file;
		else
			len += (size_t)snprintf(uri + len, 4, "%%%02x", (unsigned char)*file);
	}
	snprintf(uri + len, sizeof(uri) - len, "?%s", query);
	rc = sqlite3_open_v2(uri, ret, flags | SQLITE_OPEN_URI | SQLITE_OPEN_EXRESCODE, NULL);
	if (rc != SQLITE_OK) {
		sqlite3_close(*ret);
		*ret = NULL;
	}
	return rc;
}

bool db_harden(sqlite3 *sql)
{
	static const struct {
		int option, value;
	} options[] = {
		{ SQLITE_DBCONFIG_DEFENSIVE, 1 },
		{ SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0 },
		{ SQLITE_DBCONFIG_ENABLE_TRIGGER, 0 },
		{ SQLITE_DBCONFIG_ENABLE_VIEW, 0 },
		{ SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0 },
		{ SQLITE_DBCONFIG_DQS_DML, 0 },
		{ SQLITE_DBCONFIG_DQS_DDL, 0 },
		{ SQLITE_DBCONFIG_WRITABLE_SCHEMA, 0 },
	};
	static const struct {
		int limit, value;
	} limits[] = {
		{ SQLITE_LIMIT_LENGTH, DB_LENGTH_MAX },
		{ SQLITE_LIMIT_SQL_LENGTH, DB_SQL_MAX },
		{ SQLITE_LIMIT_ATTACHED, 0 },
		{ SQLITE_LIMIT_WORKER_THREADS, 0 },
	};
	int is;

	for (size_t i = 0; i < sizeof(options) / sizeof(options[0]); i++) {
		if (sqlite3_db_config(sql, options[i].option, options[i].value, &is) != SQLITE_OK
			|| is != options[i].value)
			return false;
	}
	for (size_t i = 0; i < sizeof(limits) / sizeof(limits[0]); i++) {
		sqlite3_limit(sql, limits[i].limit, limits[i].value);
		if (sqlite3_limit(sql, limits[i].limit, -1) != limits[i].value)
			return false;
	}
	return true;
}

/* SQLite's words for a person; for a journal that only the writer may play back they would
 * mislead. */
static const char *says(int rc)
{
	switch (rc) {
	case SQLITE_READONLY_ROLLBACK:
	case SQLITE_READONLY_RECOVERY:
	case SQLITE_READONLY_CANTLOCK:
		return "its writer ended in the middle of a write and must start once";
	default:
		return sqlite3_errstr(rc);
	}
}

/* First column of the first row as text; "" when there is none. */
static int ask(sqlite3 *sql, const char *text, char *ret, size_t cap)
{
	sqlite3_stmt *st = NULL;
	int rc = db_query(sql, &st, text, "");

	*ret = '\0';
	if (rc == SQLITE_ROW)
		db_text(st, 0, ret, cap);
	sqlite3_finalize(st);
	return rc;
}

/* Sets and reads back what a connection remembers. None of these writes to the file. */
static enum outbox_result settle(sqlite3 *sql, char *err)
{
	static const struct {
		const char *set, *get, *want;
	} pragmas[] = {
		{ "PRAGMA temp_store=MEMORY", "PRAGMA temp_store", "2" },
		{ "PRAGMA mmap_size=0", "PRAGMA mmap_size", "0" },
		{ "PRAGMA trusted_schema=OFF", "PRAGMA trusted_schema", "0" },
		{ "PRAGMA cell_size_check=ON", "PRAGMA cell_size_check", "1" },
		{ "PRAGMA secure_delete=ON", "PRAGMA secure_delete", "1" },
		{ "PRAGMA synchronous=FULL", "PRAGMA synchronous", "2" },
		{ "PRAGMA journal_mode=PERSIST", "PRAGMA journal_mode", "persist" },
		{ "PRAGMA journal_size_limit=" TEXT(DB_JOURNAL_BYTES),
			"PRAGMA journal_size_limit", TEXT(DB_JOURNAL_BYTES) },
		{ "PRAGMA locking_mode=NORMAL", "PRAGMA locking_mode", "normal" },
	};
	char is[64];

	for (size_t i = 0; i < sizeof(pragmas) / sizeof(pragmas[0]); i++) {
		int rc = ask(sql, pragmas[i].set, is, sizeof(is));

		if (rc == SQLITE_ROW || rc == SQLITE_DONE)
			rc = ask(sql, pragmas[i].get, is, sizeof(is));
		if (rc == SQLITE_ROW && strcmp(is, pragmas[i].want) == 0)
			continue;
		snprintf(err, OUTBOX_ERR_MAX, "%s did not take effect: %s", pragmas[i].set,
			rc == SQLITE_ROW || rc == SQLITE_DONE ? is : says(rc));
		/* no row: SQLite without mmap answers nothing, any other silence is a failure */
		return rc == SQLITE_ROW || rc == SQLITE_DONE ? OUTBOX_IO : db_result(sql, rc);
	}
	return OUTBOX_OK;
}

static enum outbox_result check_number(sqlite3 *sql, const char *pragma, int *ret, char *err)
{
	sqlite3_stmt *st = NULL;
	int rc = db_query(sql, &st, pragma, "");

	if (rc == SQLITE_ROW)
		*ret = sqlite3_column_int(st, 0);
	else
		snprintf(err, OUTBOX_ERR_MAX, "cannot read: %s", says(rc));
	sqlite3_finalize(st);
	return rc == SQLITE_DONE ? OUTBOX_CORRUPT : db_result(sql, rc);
}

/* Is it ours, and not from the future? Reads only. */
static enum outbox_result identify(sqlite3 *sql, const struct db_kind *kind, char *err)
{
	int version = 0, application = 0;
	enum outbox_result r = check_number(sql, "PRAGMA user_version", &version, err);

	if (r == OUTBOX_OK)
		r = check_number(sql, "PRAGMA application_id", &application, err);
	if (r != OUTBOX_OK)
		return r;
	if (application != kind->application_id) {
		snprintf(err, OUTBOX_ERR_MAX, "not this program's database (application_id %d)",
			application);
		return OUTBOX_CORRUPT;
	}
	if (version > kind->version) {
		snprintf(err, OUTBOX_ERR_MAX,
			"written by a newer program (version %d, this one knows %d)", version,
			kind->version);
		return OUTBOX_NEWER;
	}
	if (version != kind->version) {
		snprintf(err, OUTBOX_ERR_MAX, "damaged (version %d)", version);
		return OUTBOX_CORRUPT;
	}
	return OUTBOX_OK;
}

static enum outbox_result check_whole(sqlite3 *sql, char *err)
{
	char text[128];
	int rc = ask(sql, "PRAGMA quick_check(1)", text, sizeof(text));

	if (rc == SQLITE_ROW && strcmp(text, "ok") == 0)
		return OUTBOX_OK;
	snprintf(err, OUTBOX_ERR_MAX, "damaged: %s", rc == SQLITE_ROW ? text : says(rc));
	return rc == SQLITE_ROW ? OUTBOX_CORRUPT : db_result(sql, rc);
}

/* A pipe in the place of a file would hold up whoever opens it, for ever. */
static enum outbox_result check_plain(const char *file, char *err)
{
	char journal[PATH_MAX + 16];
	struct stat st;

	if (stat(file, &st) != 0) {
		snprintf(err, OUTBOX_ERR_MAX, "no database: %s", strerror(errno));
		return errno == ENOENT ? OUTBOX_MISSING : OUTBOX_IO;
	}
	if (S_ISREG(st.st_mode)) {
		snprintf(journal, sizeof(journal), "%s-journal", file);
		if (stat(journal, &st) != 0 || S_ISREG(st.st_mode))
			return OUTBOX_OK;
	}
	snprintf(err, OUTBOX_ERR_MAX, "not a plain file, or its journal is none");
	return OUTBOX_IO;
}

static enum outbox_result open_checked(sqlite3 **ret, const char *file, const struct db_kind *kind,
	enum outbox_mode mode, char *err)
{
	bool writes = mode == OUTBOX_WRITER;
	enum outbox_result r = check_plain(file, err);
	sqlite3 *sql;
	int rc;

	if (r != OUTBOX_OK)
		return r;
	rc = db_open_uri(&sql, file, writes ? "psow=0&mode=rw" : "psow=0&mode=ro",
		writes ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY);
	if (rc != SQLITE_OK) {
		snprintf(err, OUTBOX_ERR_MAX, "cannot open: %s", sqlite3_errstr(rc));
		return db_result(NULL, rc);
	}
	if (!db_harden(sql) || (writes && sqlite3_db_readonly(sql, "main") != 0)) {
		snprintf(err, OUTBOX_ERR_MAX, "cannot open it as it must be");
		db_close(sql);
		return OUTBOX_IO;
	}
	sqlite3_busy_timeout(sql, writes ? DB_BUSY_WRITER_MS : DB_BUSY_READER_MS);
	r = identify(sql, kind, err);
	if (r == OUTBOX_OK)
		r = settle(sql, err);
	if (r == OUTBOX_OK && writes)
		r = check_whole(sql, err);
	if (r == OUTBOX_OK && writes)
		r = db_keep_journal(sql, file, err);
	if (r != OUTBOX_OK) {
		db_close(sql);
		return r;
	}
	*ret = sql;
	return OUTBOX_OK;
}

enum outbox_result db_open(sqlite3 **ret, const char *file, const struct db_kind *kind,
	enum outbox_mode mode, char *err)
{
	char reason[OUTBOX_ERR_MAX] = "";
	enum outbox_result r = open_checked(ret, file, kind, mode, reason);

	if (r != OUTBOX_OK) /* two databases lie side by side: say which */
		snprintf(err, OUTBOX_ERR_MAX, "%.16s.db: %.*s", kind->name, OUTBOX_ERR_MAX - 24,
			reason);
	return r;
}
