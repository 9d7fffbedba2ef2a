/* SPDX-License-Identifier: Apache-2.0 */
/*
 * store_sqlite — the city's store in one SQLite file: its statements, transactions, devices and
 * counts. Items are in store_items.c; opening, pragmas and schema in store_open.c. Prepared
 * statements live as long as the connection.
 *
 * Durability: journal_mode=TRUNCATE, synchronous=FULL, psow=0. TRUNCATE because `approve`,
 * `revoke` and `export` are other processes: with two connections WAL has a reset bug in
 * Debian's SQLite, and WAL is not readable by another user when idle. FULL and psow=0 because an
 * acknowledgement makes a kiosk erase its copy. The two extra syncs of a rollback journal are
 * shared by the up to 64 items of a batch.
 */
#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include "store_sqlite.h"

static const char *const SQL[STMT_COUNT] = {
	[STMT_BEGIN] = "BEGIN IMMEDIATE",
	[STMT_COMMIT] = "COMMIT",
	[STMT_DEVICE_GET] = "SELECT kid, jwk, site, state, since_s FROM device WHERE kid = ?1",
	[STMT_DEVICE_ADD] = "INSERT INTO device (kid, jwk, site, state, seen_s, since_s)"
		" VALUES (?1, ?2, '', 'waiting', ?3, ?3) ON CONFLICT DO NOTHING",
	[STMT_DEVICE_SET] = "UPDATE device SET state = ?2, site = coalesce(?3, site), since_s = ?4"
		" WHERE kid = ?1",
	[STMT_DEVICE_EACH] = "SELECT kid, jwk, site, state, since_s FROM device"
		" WHERE substr(kid, 1, length(?1)) = ?1 AND (?2 < 0 OR EXISTS"
		" (SELECT 1 FROM item WHERE item.device = device.kid AND city_seq > ?2))"
		" ORDER BY seen_s, kid",
	[STMT_ITEM_GET] = "SELECT city_seq, sha256 FROM item WHERE device = ?1 AND id = ?2",
	[STMT_ITEM_NEAR] = "SELECT seq, sha256 FROM item"
		" WHERE device = ?1 AND seq BETWEEN ?2 - 1 AND ?2 + 1",
	[STMT_ITEM_LAST] = "SELECT coalesce(max(city_seq), 0) FROM item",
	[STMT_ITEM_ADD] = "INSERT INTO item (device, id, city_seq, sha256, seq, prev, kind, urgent,"
		" at_s, flag, jws) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)"
		" ON CONFLICT DO NOTHING",
	[STMT_ITEM_HEAL] = "UPDATE item SET flag = CASE WHEN prev = ?3 THEN '' ELSE 'fork' END"
		" WHERE device = ?1 AND seq = ?2 + 1 AND flag = 'gap'",
	[STMT_ITEM_EACH] = "SELECT device, id, item.city_seq, sha256, seq, prev, kind, urgent,"
		" at_s, flag, jws, coalesce(site, '') FROM item"
		" LEFT JOIN device ON device.kid = item.device"
		" WHERE item.city_seq > ?1 ORDER BY item.city_seq LIMIT ?2",
	[STMT_ITEM_NEXT] = "SELECT device, id, city_seq, sha256, seq, prev, kind, urgent,"
		" at_s, flag, jws, '' FROM item NOT INDEXED"
		" WHERE city_seq > ?1 ORDER BY city_seq LIMIT 1",
	[STMT_COUNT_STATES] = "SELECT state, count(*) FROM device GROUP BY state",
	[STMT_COUNT_FLAGS] = "SELECT flag, count(*) FROM item WHERE flag <> '' GROUP BY flag",
};

static const char *const STATES[DEVICE_STATES] = {
	[DEVICE_WAITING] = "waiting", [DEVICE_APPROVED] = "approved", [DEVICE_REVOKED] = "revoked",
};

const char *store_state_name(enum store_device_state state)
{
	assert(state < DEVICE_STATES);
	return STATES[state];
}

static enum store_device_state state_of(const char *name)
{
	for (int i = 0; i < DEVICE_STATES; i++)
		if (strcmp(name, STATES[i]) == 0)
			return (enum store_device_state)i;
	return DEVICE_REVOKED; /* an unknown word must not let anybody in */
}

enum store_result store_sqlite_result(int rc)
{
	switch (rc & 0xff) {
	case SQLITE_OK: case SQLITE_ROW: case SQLITE_DONE:
		return STORE_OK;
	case SQLITE_BUSY: case SQLITE_LOCKED:
		return STORE_BUSY;
	case SQLITE_FULL:
		return STORE_FULL;
	case SQLITE_NOTADB:
		return STORE_FOREIGN;
	case SQLITE_CORRUPT:
		return STORE_DAMAGED;
	default:
		return STORE_IO;
	}
}

/* What a result code means, remembered for later calls. A file that turns into something else while
 * it is open was a database when it was opened. */
static enum store_result noted(struct sqlite_store *s, int rc)
{
	enum store_result r = store_sqlite_result(rc);
	if (r == STORE_FOREIGN)
		r = STORE_DAMAGED;
	s->broken = s->broken || r == STORE_IO;
	s->damaged = s->damaged || r == STORE_DAMAGED;
	return r;
}

sqlite3_stmt *store_sqlite_get(struct sqlite_store *s, enum stmt which)
{
	sqlite3_stmt **p = &s->stmt[which];
	if (!s->db)
		return NULL;
	if (!*p && noted(s, sqlite3_prepare_v3(s->db, SQL[which], -1, SQLITE_PREPARE_PERSISTENT, p,
		NULL)) != STORE_OK)
		return NULL;
	return *p;
}

enum store_result store_sqlite_run(struct sqlite_store *s, sqlite3_stmt *q)
{
	if (!q)
		return STORE_IO;
	int rc = sqlite3_step(q);
	sqlite3_reset(q);
	sqlite3_clear_bindings(q);
	return noted(s, rc);
}

enum store_result store_sqlite_end(struct sqlite_store *s, sqlite3_stmt *q, int rc)
{
	sqlite3_reset(q);
	sqlite3_clear_bindings(q);
	return noted(s, rc);
}

enum store_result store_sqlite_ready(struct sqlite_store *s)
{
	char err[STORE_ERR_MAX];
	bool fresh_needed = (s->broken || !s->db) && (!s->db || sqlite3_get_autocommit(s->db));
	return fresh_needed ? store_sqlite_reopen(s, err) : STORE_OK;
}

/* As store_sqlite_ready, for whatever an acknowledgement rests on: not with a file that is damaged,
 * and not with one that has another name by now, or none, and would be gone with this process. */
static enum store_result ready_to_promise(struct sqlite_store *s)
{
	int moved = 0;
	enum store_result r = s->damaged ? STORE_DAMAGED : store_sqlite_ready(s);
	if (r == STORE_OK && sqlite3_file_control(s->db, "main", SQLITE_FCNTL_HAS_MOVED, &moved)
		== SQLITE_OK && moved) {
		s->damaged = true;
		r = STORE_DAMAGED;
	}
	return r;
}

/* --- transactions --- */

static enum store_result tx_begin(struct store *st)
{
	struct sqlite_store *s = store_sqlite_of(st);
	enum store_result r = ready_to_promise(s);
	s->next_city_seq = 0;
	return r == STORE_OK ? store_sqlite_run(s, store_sqlite_get(s, STMT_BEGIN)) : r;
}

static void tx_rollback(struct store *st)
{
	struct sqlite_store *s = store_sqlite_of(st);
	if (s->db && !sqlite3_get_autocommit(s->db)
		&& sqlite3_exec(s->db, "ROLLBACK", NULL, NULL, NULL) != SQLITE_OK)
		s->broken = true;
}

static enum store_result tx_commit(struct store *st)
{
	struct sqlite_store *s = store_sqlite_of(st);
	enum store_result r = store_sqlite_run(s, store_sqlite_get(s, STMT_COMMIT));
	if (r != STORE_OK)
		tx_rollback(st);
	return r;
}

/* --- devices --- */

static void read_device(sqlite3_stmt *q, struct store_device *ret)
{
	memset(ret, 0, sizeof(*ret));
	strncpy(ret->kid, store_sqlite_text(q, 0), sizeof(ret->kid) - 1);
	strncpy(ret->jwk, store_sqlite_text(q, 1), sizeof(ret->jwk) - 1);
	strncpy(ret->site, store_sqlite_text(q, 2), sizeof(ret->site) - 1);
	ret->state = state_of(store_sqlite_text(q, 3));
	ret->since_s = sqlite3_column_int64(q, 4);
}

static enum store_result device_get(struct store *st, const char *kid, struct store_device *ret)
{
	struct sqlite_store *s = store_sqlite_of(st);
	enum store_result ready = ready_to_promise(s);
	sqlite3_stmt *q = ready == STORE_OK ? store_sqlite_get(s, STMT_DEVICE_GET) : NULL;
	if (!q)
		return ready == STORE_OK ? STORE_IO : ready;
	store_sqlite_bind(q, 1, kid);
	int rc = sqlite3_step(q);
	if (rc == SQLITE_ROW)
		read_device(q, ret);
	enum store_result r = store_sqlite_end(s, q, rc);
	return r == STORE_OK && rc == SQLITE_DONE ? STORE_MISSING : r;
}

static enum store_result device_add(struct store *st, const char *kid, const char *jwk,
	int64_t now_s)
{
	struct sqlite_store *s = store_sqlite_of(st);
	sqlite3_stmt *q = store_sqlite_get(s, STMT_DEVICE_ADD);
	if (!q)
		return STORE_IO;
	assert(strlen(kid) < WIRE_KID_MAX && strlen(jwk) < STORE_JWK_MAX);
	store_sqlite_bind(q, 1, kid);
	store_sqlite_bind(q, 2, jwk);
	sqlite3_bind_int64(q, 3, now_s);
	return store_sqlite_run(s, q);
}

static enum store_result device_set(struct store *st, const char *kid,
	enum store_device_state state, const char *site, int64_t now_s)
{
	struct sqlite_store *s = store_sqlite_of(st);
	sqlite3_stmt *q = store_sqlite_get(s, STMT_DEVICE_SET);
	if (!q)
		return STORE_IO;
	assert(!site || strlen(site) < STORE_SITE_MAX);
	store_sqlite_bind(q, 1, kid);
	store_sqlite_bind(q, 2, store_state_name(state));
	store_sqlite_bind(q, 3, site);
	sqlite3_bind_int64(q, 4, now_s);
	enum store_result r = store_sqlite_run(s, q);
	return r == STORE_OK && sqlite3_changes(s->db) == 0 ? STORE_MISSING : r;
}

static enum store_result device_each(struct store *st, const char *prefix, int64_t with_items_after,
	store_device_fn *fn, void *ctx)
{
	struct sqlite_store *s = store_sqlite_of(st);
	enum store_result ready = store_sqlite_ready(s);
	sqlite3_stmt *q = ready == STORE_OK ? store_sqlite_get(s, STMT_DEVICE_EACH) : NULL;
	if (!q)
		return ready == STORE_OK ? STORE_IO : ready;
	struct store_device d;
	int rc;
	store_sqlite_bind(q, 1, prefix);
	sqlite3_bind_int64(q, 2, with_items_after);
	while ((rc = sqlite3_step(q)) == SQLITE_ROW) {
		read_device(q, &d);
		if (!fn(ctx, &d))
			break;
	}
	return store_sqlite_end(s, q, rc);
}

static enum store_result count_states(struct sqlite_store *s, struct store_counts *ret)
{
	sqlite3_stmt *q = store_sqlite_get(s, STMT_COUNT_STATES);
	int rc;
	if (!q)
		return STORE_IO;
	while ((rc = sqlite3_step(q)) == SQLITE_ROW)
		ret->devices[state_of(store_sqlite_text(q, 0))] += sqlite3_column_int64(q, 1);
	return store_sqlite_end(s, q, rc);
}

static enum store_result count_flags(struct sqlite_store *s, struct store_counts *ret)
{
	sqlite3_stmt *q = store_sqlite_get(s, STMT_COUNT_FLAGS);
	int rc;
	if (!q)
		return STORE_IO;
	while ((rc = sqlite3_step(q)) == SQLITE_ROW) {
		bool gap = strcmp(store_sqlite_text(q, 0), STORE_FLAG_GAP) == 0;
		*(gap ? &ret->gaps : &ret->forks) += sqlite3_column_int64(q, 1);
	}
	return store_sqlite_end(s, q, rc);
}

static enum store_result counts(struct store *st, struct store_counts *ret)
{
	struct sqlite_store *s = store_sqlite_of(st);
	struct store_counts c = { 0 };
	enum store_result r = ready_to_promise(s);
	sqlite3_stmt *q = r == STORE_OK ? store_sqlite_get(s, STMT_ITEM_LAST) : NULL;
	if (!q)
		return r == STORE_OK ? STORE_IO : r;
	int rc = sqlite3_step(q);
	if (rc == SQLITE_ROW)
		c.last_city_seq = sqlite3_column_int64(q, 0);
	r = store_sqlite_end(s, q, rc);
	if (r == STORE_OK)
		r = count_states(s, &c);
	if (r == STORE_OK)
		r = count_flags(s, &c);
	if (r == STORE_OK)
		*ret = c;
	return r;
}

static void close_store(struct store *st)
{
	struct sqlite_store *s = store_sqlite_of(st);
	store_sqlite_disconnect(s);
	free(s->path);
	free(s);
}

const struct store STORE_SQLITE = {
	.begin = tx_begin, .commit = tx_commit, .rollback = tx_rollback,
	.device_get = device_get, .device_add = device_add, .device_set = device_set,
	.device_each = device_each, .item_put = store_sqlite_item_put,
	.item_each = store_sqlite_item_each, .item_next = store_sqlite_item_next,
	.check = store_sqlite_check, .counts = counts, .close = close_store,
};
