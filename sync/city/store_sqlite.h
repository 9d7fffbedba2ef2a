/* SPDX-License-Identifier: Apache-2.0 */
/*
 * store_sqlite — shared by the store_*.c files only.
 * Layer: below store.h.
 */
#ifndef MARUMADO_CITY_STORE_SQLITE_H
#define MARUMADO_CITY_STORE_SQLITE_H
#include <sqlite3.h>
#include "store.h"

enum stmt {
	STMT_BEGIN, STMT_COMMIT,
	STMT_DEVICE_GET, STMT_DEVICE_ADD, STMT_DEVICE_SET, STMT_DEVICE_EACH,
	STMT_ITEM_GET, STMT_ITEM_NEAR, STMT_ITEM_LAST, STMT_ITEM_ADD, STMT_ITEM_HEAL,
	STMT_ITEM_EACH, STMT_ITEM_NEXT, STMT_COUNT_STATES, STMT_COUNT_FLAGS, STMT_COUNT
};

struct sqlite_store {
	struct store base;      /* first: a struct store * of this kind points here */
	char *path;             /* owned */
	int busy_ms;
	sqlite3 *db;            /* NULL after a failed reopening */
	sqlite3_stmt *stmt[STMT_COUNT]; /* prepared when first used */
	int64_t next_city_seq;  /* 0 until read in this transaction */
	bool broken;            /* an I/O error happened: open anew before the next transaction */
	bool damaged;           /* for good: see store.h */
};

extern const struct store STORE_SQLITE; /* the functions */

static inline struct sqlite_store *store_sqlite_of(struct store *st)
{
	return (struct sqlite_store *)st;
}
static inline void store_sqlite_bind(sqlite3_stmt *q, int at, const char *borrowed)
{
	sqlite3_bind_text(q, at, borrowed, -1, SQLITE_STATIC);
}
/* A text column, never NULL; borrowed until the next step. */
static inline const char *store_sqlite_text(sqlite3_stmt *q, int column)
{
	const char *t = (const char *)sqlite3_column_text(q, column);
	return t ? t : "";
}

/* Opens anew when an error made that necessary and no transaction is under way. */
enum store_result store_sqlite_ready(struct sqlite_store *s) __attribute__((warn_unused_result));
/* A statement ready for binding; NULL when it cannot be prepared. */
sqlite3_stmt *store_sqlite_get(struct sqlite_store *s, enum stmt which);
/* Runs a bound statement that gives no rows (q may be NULL: STORE_IO). */
enum store_result store_sqlite_run(struct sqlite_store *s, sqlite3_stmt *q);
/* Ends a statement that gave rows; `rc` is what its last step said. */
enum store_result store_sqlite_end(struct sqlite_store *s, sqlite3_stmt *q, int rc);
/* store.h item_put and item_each. */
enum store_result store_sqlite_item_put(struct store *st, const struct store_item *it,
	enum store_put *ret, int64_t *ret_city_seq);
enum store_result store_sqlite_item_each(struct store *st, int64_t after, int limit,
	store_item_fn *fn, void *ctx);
enum store_result store_sqlite_item_next(struct store *st, int64_t after, store_item_fn *fn,
	void *ctx, bool *ret_found);
/* store.h check: store_check.c. */
enum store_result store_sqlite_check(struct store *st, char err[static STORE_ERR_MAX]);
/* What an SQLite result code means here. */
enum store_result store_sqlite_result(int rc);
/* Connects again after an error; db is NULL when that fails. */
enum store_result store_sqlite_reopen(struct sqlite_store *s, char err[static STORE_ERR_MAX])
	__attribute__((warn_unused_result));
/* Finalizes the statements and closes the connection. */
void store_sqlite_disconnect(struct sqlite_store *s);
#endif
