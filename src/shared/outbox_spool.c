/* SPDX-License-Identifier: Apache-2.0 */
/*
 * outbox_spool — why: after a power cut or a damaged medium, database and spool folder may each
 * hold an item that the other lost; opening makes them equal again.
 *
 * A tombstone wins over a spool file (it arrived), the database wins over a damaged spool file, and
 * a good spool file without a row becomes a row. When its seq is taken (the database fell back and
 * numbers were given twice) the row is numbered behind the head, in a second round so that
 * undisputed numbers keep their place; the signed item itself is not touched, the city sees the
 * fork. Unreadable files whose item the database does not know are left for a person.
 */
#include "outbox_private.h"

#include <stdio.h>
#include <string.h>

#include "outbox_check.h"
#include "spool.h"

struct merge {
	struct outbox *ob;
	struct buf text;
	bool renumber; /* second round: give a new seq where the old one is taken */
	int rc;
	enum outbox_result spool; /* first failure on the spool's side */
};

/* Is there a row? SQLITE_OK and *ret, or an error. */
static int has(
	sqlite3 *sql, const char *text, const char *types, const void *id, int64_t seq, bool *ret)
{
	sqlite3_stmt *st = NULL;
	int rc = *types == 's' ? db_query(sql, &st, text, "s", id)
			       : db_query(sql, &st, text, "i", seq);

	*ret = rc == SQLITE_ROW;
	db_done(st);
	return rc == SQLITE_ROW || rc == SQLITE_DONE ? SQLITE_OK : rc;
}

static int add(struct merge *m, const struct spool_file *f)
{
	sqlite3 *sql = m->ob->sql;
	char head_sha256[WIRE_SHA256_HEX + 1];
	uint64_t seq = f->item.seq, head;
	bool taken;
	int rc = has(sql, "SELECT 1 FROM item WHERE seq = ?1", "i", NULL, (int64_t)seq, &taken);

	if (rc == SQLITE_OK)
		rc = outbox_get_head(sql, &head, head_sha256);
	if (rc != SQLITE_OK || (taken && !m->renumber))
		return rc;
	if (taken)
		seq = head + 1;
	rc = db_run(sql, OUTBOX_SQL_ADD, OUTBOX_SQL_ADD_TYPES, (int64_t)seq, f->item.id,
		(int64_t)f->item.urgent, f->item.made_hour, f->sha256,
		*f->receipt_hash ? f->receipt_hash : NULL, f->item.jws, f->item.jws_len);
	if (rc == SQLITE_OK && seq > head)
		rc = outbox_set_head(sql, seq, f->sha256);
	if (rc == SQLITE_OK)
		m->ob->salvaged++;
	return rc;
}

/* Does the row know the receipt that the file names? It may have been told to forget it. */
static int knows(struct merge *m, const struct spool_file *f, bool *ret)
{
	sqlite3_stmt *st = NULL;
	int rc = db_query(m->ob->sql, &st, "SELECT 1 FROM item WHERE id = ?1 AND receipt_hash = ?2",
		"ss", f->item.id, f->receipt_hash);

	*ret = rc == SQLITE_ROW || !*f->receipt_hash;
	db_done(st);
	return rc == SQLITE_ROW || rc == SQLITE_DONE ? SQLITE_OK : rc;
}

static bool take_file(void *ctx, const char *id)
{
	struct merge *m = ctx;
	bool acked, waiting, good;
	struct spool_file f;

	m->rc = has(m->ob->sql, OUTBOX_SQL_TOMB_SHA, "s", id, 0, &acked);
	if (m->rc == SQLITE_OK)
		m->rc = has(m->ob->sql, OUTBOX_SQL_ITEM_SHA, "s", id, 0, &waiting);
	if (m->rc != SQLITE_OK)
		return false;
	if (acked) {
		spool_remove(m->ob->spool, id, false);
		return true;
	}
	good = spool_read(m->ob->spool, id, &m->text, &f);
	if (waiting && good)
		m->rc = knows(m, &f, &good);
	if (m->rc != SQLITE_OK)
		return false;
	if (waiting && !good)
		spool_remove(m->ob->spool, id, false); /* written again from the row */
	if (!waiting && good)
		m->rc = add(m, &f);
	return m->rc == SQLITE_OK;
}

static bool give_file(void *ctx, const struct outbox_item *item)
{
	struct merge *m = ctx;
	char sha256[WIRE_SHA256_HEX + 1], receipt_hash[WIRE_SHA256_HEX + 1];
	sqlite3_stmt *st = NULL;
	struct spool_file f;

	if (spool_read(m->ob->spool, item->id, &m->text, &f))
		return true;
	check_sha256(item->jws, item->jws_len, sha256);
	m->rc = db_query(
		m->ob->sql, &st, "SELECT receipt_hash FROM item WHERE id = ?1", "s", item->id);
	if (m->rc == SQLITE_ROW) {
		db_text(st, 0, receipt_hash, sizeof(receipt_hash));
		m->spool = spool_write(m->ob->spool, item, sha256, receipt_hash);
	}
	db_done(st);
	return m->rc == SQLITE_ROW && m->spool == OUTBOX_OK;
}

static enum outbox_result take_all(struct merge *m)
{
	sqlite3 *sql = m->ob->sql;
	int rc = db_run(sql, "BEGIN IMMEDIATE", "");

	if (rc != SQLITE_OK)
		return db_result(sql, rc);
	for (int round = 0; round < 2 && m->rc == SQLITE_OK && m->spool == OUTBOX_OK; round++) {
		m->renumber = round == 1;
		m->spool = spool_each(m->ob->spool, take_file, m);
	}
	rc = m->rc;
	if (rc == SQLITE_OK && m->spool == OUTBOX_OK)
		rc = db_run(sql, "COMMIT", "");
	else
		db_run(sql, "ROLLBACK", "");
	return rc != SQLITE_OK ? db_result(sql, rc) : m->spool;
}

enum outbox_result outbox_merge_spool(struct outbox *ob, char *err)
{
	struct merge m = { .ob = ob, .text = BUF_INIT };
	enum outbox_result r = spool_prepare(ob->spool, err);

	if (r != OUTBOX_OK)
		return r;
	r = take_all(&m);
	if (r == OUTBOX_OK)
		r = outbox_each(ob, 0, give_file, &m);
	if (r == OUTBOX_OK)
		r = m.spool != OUTBOX_OK ? m.spool : db_result(ob->sql, m.rc);
	if (r != OUTBOX_OK)
		snprintf(err, OUTBOX_ERR_MAX, "cannot bring outbox and spool '%.128s' together: %s",
			ob->spool, outbox_result_name(r));
	buf_release(&m.text);
	return r;
}

struct forget {
	const char *dir, *receipt_hash;
	struct buf text;
	enum outbox_result r;
};

static bool forget_in(void *ctx, const char *id)
{
	struct forget *g = ctx;
	struct spool_file f;

	if (spool_read(g->dir, id, &g->text, &f) && strcmp(f.receipt_hash, g->receipt_hash) == 0)
		g->r = spool_write(g->dir, &f.item, f.sha256, NULL);
	return g->r == OUTBOX_OK;
}

enum outbox_result outbox_spool_forget(struct outbox *ob, const char *receipt_hash)
{
	struct forget g = { .dir = ob->spool, .receipt_hash = receipt_hash, .text = BUF_INIT };
	enum outbox_result r = spool_each(ob->spool, forget_in, &g);

	buf_release(&g.text);
	return g.r != OUTBOX_OK ? g.r : r;
}
