/* SPDX-License-Identifier: Apache-2.0 */
/*
 * store_open — connects to the city's SQLite file: pragmas set and read back, schema made or
 * checked.
 *
 * A pragma that does not take effect is an error, because durability rests on it (see
 * store_sqlite.c). A file of a newer program or of another program is refused and left as it is,
 * and so is an empty one unless a new city is being made: an empty store in place of a lost one
 * would take known items as new and forget which devices were approved.
 * Nothing here repairs a damaged database: people restore it from a copy, and kiosks keep what
 * was not acknowledged.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "store_sqlite.h"

#define APPLICATION_ID 0x4d4d4443 /* "MMDC" */

/* city_seq is the row number, so that items lie in the file in the order they came. */
static const char SCHEMA[] =
	"CREATE TABLE device (kid TEXT NOT NULL PRIMARY KEY, jwk TEXT NOT NULL, site TEXT NOT NULL,"
	" state TEXT NOT NULL, seen_s BIGINT NOT NULL, since_s BIGINT NOT NULL);"
	"CREATE TABLE item (device TEXT NOT NULL, id TEXT NOT NULL, city_seq INTEGER PRIMARY KEY,"
	" sha256 TEXT NOT NULL, seq BIGINT NOT NULL, prev TEXT NOT NULL, kind TEXT NOT NULL,"
	" urgent INTEGER NOT NULL, at_s BIGINT NOT NULL, flag TEXT NOT NULL, jws TEXT NOT NULL,"
	" UNIQUE (device, id));"
	"CREATE INDEX item_chain ON item (device, seq);"
	"CREATE INDEX item_flag ON item (flag) WHERE flag <> '';";

static const struct { const char *set, *get, *want; } PRAGMAS[] = {
	{ "PRAGMA journal_mode=TRUNCATE", "PRAGMA journal_mode", "truncate" },
	{ "PRAGMA synchronous=FULL", "PRAGMA synchronous", "2" },
	/* KiB: a whole group of batches, so that no page is written before the commit */
	{ "PRAGMA cache_size=-16384", "PRAGMA cache_size", "-16384" },
	{ "PRAGMA mmap_size=0", "PRAGMA mmap_size", "0" },
	{ "PRAGMA temp_store=MEMORY", "PRAGMA temp_store", "2" },
	{ "PRAGMA trusted_schema=OFF", "PRAGMA trusted_schema", "0" },
	{ "PRAGMA cell_size_check=ON", "PRAGMA cell_size_check", "1" },
};

/* "file:…?psow=0" with the characters escaped that a URI gives a meaning. False when too long. */
static bool make_uri(char *ret, size_t cap, const char *path)
{
	int n = snprintf(ret, cap, "file:%s", path[0] == '/' ? "//" : "");
	for (const char *p = path; *p; p++) {
		if (n + 16 > (int)cap)
			return false;
		if (*p == '%' || *p == '?' || *p == '#')
			n += snprintf(ret + n, cap - (size_t)n, "%%%02X", (unsigned char)*p);
		else
			ret[n++] = *p;
	}
	snprintf(ret + n, cap - (size_t)n, "?psow=0");
	return true;
}

/* First column of the first row as text, "" when there is none. */
static int query_text(sqlite3 *db, const char *sql, char ret[static 32])
{
	sqlite3_stmt *q = NULL;
	int rc = sqlite3_prepare_v2(db, sql, -1, &q, NULL);
	ret[0] = '\0';
	if (rc == SQLITE_OK) {
		rc = sqlite3_step(q);
		const char *t = rc == SQLITE_ROW ? (const char *)sqlite3_column_text(q, 0) : NULL;
		snprintf(ret, 32, "%s", t ? t : "");
	}
	sqlite3_finalize(q);
	return rc == SQLITE_ROW || rc == SQLITE_DONE ? SQLITE_OK : rc;
}

static enum store_result fail(sqlite3 *db, int rc, const char *doing, char *err)
{
	snprintf(err, STORE_ERR_MAX, "%s: %s", doing, db ? sqlite3_errmsg(db) : sqlite3_errstr(rc));
	return rc == SQLITE_OK ? STORE_IO : store_sqlite_result(rc);
}

static enum store_result set_pragmas(sqlite3 *db, char *err)
{
	char got[32];
	sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	for (size_t i = 0; i < sizeof(PRAGMAS) / sizeof(PRAGMAS[0]); i++) {
		int rc = sqlite3_exec(db, PRAGMAS[i].set, NULL, NULL, NULL);
		if (rc == SQLITE_OK)
			rc = query_text(db, PRAGMAS[i].get, got);
		if (rc != SQLITE_OK)
			return fail(db, rc, PRAGMAS[i].set, err);
		if (strcmp(got, PRAGMAS[i].want) != 0) {
			snprintf(err, STORE_ERR_MAX, "%s had no effect: %s", PRAGMAS[i].set, got);
			return STORE_IO;
		}
	}
	return STORE_OK;
}

/* Makes the tables in an empty file, in one transaction; somebody else may have been faster. */
static enum store_result make_schema(sqlite3 *db, char *err)
{
	char sql[sizeof(SCHEMA) + 256], tables[32];
	int rc = sqlite3_exec(db, "BEGIN IMMEDIATE", NULL, NULL, NULL);
	if (rc != SQLITE_OK)
		return fail(db, rc, "begin", err);
	rc = query_text(db, "SELECT count(*) FROM sqlite_master", tables);
	if (rc == SQLITE_OK && strcmp(tables, "0") == 0) {
		snprintf(sql, sizeof(sql), "%s PRAGMA application_id=%d;"
			" PRAGMA user_version=%d; COMMIT",
			SCHEMA, APPLICATION_ID, STORE_SCHEMA_VERSION);
		rc = sqlite3_exec(db, sql, NULL, NULL, NULL);
	}
	enum store_result r = rc == SQLITE_OK ? STORE_OK : fail(db, rc, "cannot make the tables",
		err);
	if (!sqlite3_get_autocommit(db))
		sqlite3_exec(db, "ROLLBACK", NULL, NULL, NULL);
	return r;
}

static enum store_result check_version(sqlite3 *db, bool create, char *err)
{
	char application[32], version[32], tables[32];
	int rc = query_text(db, "SELECT count(*) FROM sqlite_master", tables);
	if (rc == SQLITE_OK && strcmp(tables, "0") == 0) {
		if (!create) {
			snprintf(err, STORE_ERR_MAX, "an empty file");
			return STORE_FOREIGN;
		}
		enum store_result r = make_schema(db, err);
		if (r != STORE_OK)
			return r;
	}
	if (rc == SQLITE_OK)
		rc = query_text(db, "PRAGMA application_id", application);
	if (rc == SQLITE_OK)
		rc = query_text(db, "PRAGMA user_version", version);
	if (rc != SQLITE_OK)
		return fail(db, rc, "cannot read", err);
	if (strtol(application, NULL, 10) != APPLICATION_ID) {
		snprintf(err, STORE_ERR_MAX, "not a database of marumado-city");
		return STORE_FOREIGN;
	}
	if (strtol(version, NULL, 10) > STORE_SCHEMA_VERSION) {
		snprintf(err, STORE_ERR_MAX, "written by a newer marumado-city (version %s)",
			version);
		return STORE_NEWER;
	}
	return STORE_OK;
}

static enum store_result connect_db(struct sqlite_store *s, bool create, char *err)
{
	char uri[4096];
	if (!make_uri(uri, sizeof(uri), s->path)) {
		snprintf(err, STORE_ERR_MAX, "file name too long");
		return STORE_IO;
	}
	int flags = SQLITE_OPEN_URI | SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX
		| SQLITE_OPEN_EXRESCODE;
	int rc = sqlite3_open_v2(uri, &s->db, flags | (create ? SQLITE_OPEN_CREATE : 0), NULL);
	enum store_result r = STORE_OK;
	if (rc != SQLITE_OK)
		r = fail(s->db, rc, "cannot open", err);
	else
		sqlite3_busy_timeout(s->db, s->busy_ms);
	if (r == STORE_OK)
		r = check_version(s->db, create, err);
	if (r == STORE_OK)
		r = set_pragmas(s->db, err);
	if (r != STORE_OK)
		store_sqlite_disconnect(s);
	return r;
}

void store_sqlite_disconnect(struct sqlite_store *s)
{
	for (int i = 0; i < STMT_COUNT; i++) {
		sqlite3_finalize(s->stmt[i]);
		s->stmt[i] = NULL;
	}
	sqlite3_close(s->db);
	s->db = NULL;
}

enum store_result store_sqlite_reopen(struct sqlite_store *s, char err[static STORE_ERR_MAX])
{
	store_sqlite_disconnect(s);
	enum store_result r = connect_db(s, false, err);
	s->broken = r != STORE_OK;
	return r;
}

enum store_result store_open(struct store **ret, const char *where, enum store_mode mode,
	int busy_ms, char err[static STORE_ERR_MAX])
{
	if (mode == STORE_EXISTING && access(where, F_OK) != 0) {
		snprintf(err, STORE_ERR_MAX, "%s", errno == ENOENT
			? "no such file; only init makes one" : strerror(errno));
		return STORE_MISSING;
	}
	struct sqlite_store *s = calloc(1, sizeof(*s));
	if (!s || !(s->path = strdup(where))) {
		free(s);
		snprintf(err, STORE_ERR_MAX, "out of memory");
		return STORE_IO;
	}
	s->base = STORE_SQLITE;
	s->busy_ms = busy_ms;
	enum store_result r = connect_db(s, mode == STORE_CREATE, err);
	if (r == STORE_OK)
		*ret = &s->base;
	else
		s->base.close(&s->base);
	return r;
}
