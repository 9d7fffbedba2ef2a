/* SPDX-License-Identifier: Apache-2.0 */
/*
 * db_query — why: preparing a statement costs more than running it, and a drain runs the same
 * twenty hundreds of thousands of times.
 *
 * So db_done keeps a statement: the connection's own list of statements is the cache and the text
 * is the key, for a text may be built on the stack. A kept statement is reset and unbound; it holds
 * no lock and no byte of a row. SQLite prepares it anew by itself when the schema has changed.
 * Not here: what a failure means to others (db_result) and which settings are in force (db.c).
 */
#include "db.h"

#include <assert.h>
#include <errno.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

static int bind(sqlite3_stmt *st, const char *types, va_list ap)
{
	int rc = SQLITE_OK;

	for (int i = 1; *types && rc == SQLITE_OK; types++, i++) {
		if (*types == 's') {
			rc = sqlite3_bind_text(st, i, va_arg(ap, const char *), -1, SQLITE_STATIC);
		} else if (*types == 'i') {
			rc = sqlite3_bind_int64(st, i, va_arg(ap, int64_t));
		} else {
			const void *data = va_arg(ap, const void *);

			assert(*types == 'b');
			rc = sqlite3_bind_blob64(st, i, data, va_arg(ap, size_t), SQLITE_STATIC);
		}
	}
	return rc;
}

/* A statement with this text that nobody is reading from, NULL when there is none. */
static sqlite3_stmt *kept(sqlite3 *sql, const char *text)
{
	sqlite3_stmt *st = sqlite3_next_stmt(sql, NULL);

	while (st && (sqlite3_stmt_busy(st) || strcmp(sqlite3_sql(st), text) != 0))
		st = sqlite3_next_stmt(sql, st);
	return st;
}

static int vquery(sqlite3 *sql, sqlite3_stmt **ret, const char *text, const char *types, va_list ap)
{
	int rc = SQLITE_OK;

	*ret = kept(sql, text);
	if (*ret)
		sqlite3_reset(*ret); /* what its last step returned is told again: nothing new */
	else
		rc = sqlite3_prepare_v3(sql, text, -1, SQLITE_PREPARE_PERSISTENT, ret, NULL);
	if (rc == SQLITE_OK)
		rc = bind(*ret, types, ap);
	errno = 0;
	return rc == SQLITE_OK ? sqlite3_step(*ret) : rc;
}

int db_query(sqlite3 *sql, sqlite3_stmt **ret, const char *text, const char *types, ...)
{
	va_list ap;
	int rc;

	va_start(ap, types);
	rc = vquery(sql, ret, text, types, ap);
	va_end(ap);
	return rc;
}

int db_run(sqlite3 *sql, const char *text, const char *types, ...)
{
	sqlite3_stmt *st = NULL;
	va_list ap;
	int rc;

	va_start(ap, types);
	rc = vquery(sql, &st, text, types, ap);
	va_end(ap);
	db_done(st);
	return rc == SQLITE_DONE || rc == SQLITE_ROW ? SQLITE_OK : rc;
}

void db_done(sqlite3_stmt *st)
{
	int n = 0;

	if (!st)
		return;
	for (sqlite3_stmt *s = NULL; (s = sqlite3_next_stmt(sqlite3_db_handle(st), s));)
		n++;
	sqlite3_reset(st);
	sqlite3_clear_bindings(st);
	if (n > DB_STATEMENTS_MAX)
		sqlite3_finalize(st);
}

int db_close(sqlite3 *sql)
{
	for (sqlite3_stmt *st = NULL; sql && (st = sqlite3_next_stmt(sql, NULL));)
		sqlite3_finalize(st);
	if (sql)
		db_let_journal_go(sql);
	return sqlite3_close(sql);
}

void db_hold(sqlite3 *sql)
{
	(void)!db_run(sql, "BEGIN", "");
}

void db_let_go(sqlite3 *sql)
{
	if (sql && !sqlite3_get_autocommit(sql))
		(void)!db_run(sql, "ROLLBACK", "");
}

bool db_text(sqlite3_stmt *st, int column, char *ret, size_t cap)
{
	const unsigned char *text = sqlite3_column_text(st, column);
	size_t len = (size_t)sqlite3_column_bytes(st, column);

	*ret = '\0';
	if (!text || len >= cap || memchr(text, '\0', len))
		return false;
	memcpy(ret, text, len);
	ret[len] = '\0';
	return true;
}
