/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fill — makes outboxes of a wanted size for the bench, faster than a kiosk could by hand.
 *
 * - fill enrol DATA: makes the device key, queues its introduction, prints "device KID"
 * - fill records DATA KEYS N BATCHES: N sealed and signed records that a city accepts; the file
 *   BATCHES gets the same items as ready request bodies (see curlloop)
 * - fill dummies DATA N: N rows of a record's size that nobody signed, every 500th urgent
 * - fill tombstones DATA N: N erased items
 *
 * Design: the rows are added in one transaction behind the outbox's back, through its own
 * statement; one seal serves all records, since the city never opens it. Each record is signed in
 * the device's chain.
 */
#include <openssl/rand.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "buf.h"
#include "outbox_private.h"
#include "record.h"
#include "seal.h"
#include "sign.h"

#define HOUR             "2026-11-23T10"
#define ACK_BYTES        800  /* of an acknowledgement that speaks of one item */
#define RECORD_JWS_BYTES 8200 /* about what a 4 KiB record becomes */

static void fail(const char *what)
{
	fprintf(stderr, "fill: %s\n", what);
	exit(70);
}

static struct outbox *open_writer(const char *data)
{
	const struct outbox_options opt = { .data_dir = data };
	struct outbox *ob = NULL;
	char err[OUTBOX_ERR_MAX] = "";

	if (outbox_open(&ob, &opt, OUTBOX_WRITER, err, NULL, NULL) != OUTBOX_OK)
		fail(err);
	return ob;
}

static void read_key(struct jwk *key, const char *data)
{
	char path[4096], err[KEYS_ERR_MAX];

	snprintf(path, sizeof(path), "%s/keys/device.jwk", data);
	if (!jwk_read(key, path, true, err))
		fail(err);
}

/* --- enrol
 * ---------------------------------------------------------------------------------------------- */

static void enrol(const char *data)
{
	char path[4096];
	struct jwk key = { 0 };
	struct item it = { .kind = WIRE_KIND_ENROL, .made = HOUR };
	struct buf jws = BUF_INIT;
	struct outbox *ob;

	mkdir(data, 0750);
	snprintf(path, sizeof(path), "%s/keys", data);
	mkdir(path, 0700);
	snprintf(path, sizeof(path), "%s/keys/device.jwk", data);
	if (!jwk_generate(&key, false) || !jwk_write(&key, path, true))
		fail("cannot make a device key");
	ob = open_writer(data);
	it.device = jwk_public(&key);
	if (!item_new_id(it.id) || outbox_head(ob, &it.seq, it.prev) != OUTBOX_OK ||
		!item_sign(&jws, &it, &key))
		fail("cannot sign an introduction");
	struct outbox_item row = {
		.seq = it.seq, .made_hour = HOUR, .jws = jws.data, .jws_len = jws.len
	};
	memcpy(row.id, it.id, sizeof(row.id));
	if (outbox_put(ob, &row, NULL) != OUTBOX_OK)
		fail("cannot queue an introduction");
	printf("device %s\n", key.kid);
	outbox_close(ob);
	json_decref(it.device);
	buf_release(&jws);
	jwk_release(&key);
}

/* --- many rows
 * ------------------------------------------------------------------------------------------ */

static sqlite3 *open_behind(const char *data)
{
	char path[4096];
	sqlite3 *db;

	snprintf(path, sizeof(path), "%s/outbox/outbox.db", data);
	if (sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE, NULL) != SQLITE_OK ||
		sqlite3_exec(db, "PRAGMA synchronous=OFF; BEGIN", NULL, NULL, NULL) != SQLITE_OK)
		fail("cannot open the outbox");
	return db;
}

static void add_row(sqlite3_stmt *add, const struct outbox_item *row, const char *sha256)
{
	sqlite3_bind_int64(add, 1, (sqlite3_int64)row->seq);
	sqlite3_bind_text(add, 2, row->id, -1, SQLITE_STATIC);
	sqlite3_bind_int(add, 3, row->urgent);
	sqlite3_bind_text(add, 4, row->made_hour, -1, SQLITE_STATIC);
	sqlite3_bind_text(add, 5, sha256, -1, SQLITE_STATIC);
	sqlite3_bind_null(add, 6);
	sqlite3_bind_blob(add, 7, row->jws, (int)row->jws_len, SQLITE_STATIC);
	if (sqlite3_step(add) != SQLITE_DONE || sqlite3_reset(add) != SQLITE_OK)
		fail("cannot add a row");
}

/* Starts adding rows; head is the next seq and the last hash. */
static sqlite3_stmt *begin_rows(
	const char *data, sqlite3 **ret_db, uint64_t *ret_seq, char ret_prev[65])
{
	struct outbox *ob = open_writer(data);
	sqlite3_stmt *add = NULL;

	if (outbox_head(ob, ret_seq, ret_prev) != OUTBOX_OK)
		fail("cannot read the outbox's head");
	outbox_close(ob);
	*ret_db = open_behind(data);
	if (sqlite3_prepare_v2(*ret_db, OUTBOX_SQL_ADD, -1, &add, NULL) != SQLITE_OK)
		fail("cannot prepare the outbox's statement");
	return add;
}

static void end_rows(sqlite3 *db, sqlite3_stmt *add, uint64_t seq, const char *sha256)
{
	sqlite3_finalize(add);
	if (outbox_set_head(db, seq, sha256) != SQLITE_OK ||
		sqlite3_exec(db, "COMMIT", NULL, NULL, NULL) != SQLITE_OK ||
		db_close(db) != SQLITE_OK)
		fail("cannot commit");
}

static void random_text(char *s, size_t len)
{
	static const char set[] =
		"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_";
	unsigned char r[256];

	for (size_t i = 0; i < len; i++) {
		if (i % sizeof(r) == 0 && RAND_bytes(r, sizeof(r)) != 1)
			fail("no random bytes");
		s[i] = set[r[i % sizeof(r)] & 63];
	}
	s[len] = '\0';
}

/* --- records
 * -------------------------------------------------------------------------------------------- */

struct batch_file {
	FILE *f;
	struct buf body;
	int items, batches;
};

static void flush_batch(struct batch_file *b)
{
	if (b->items > 0) {
		buf_puts(&b->body, "]}");
		fprintf(b->f, "%zu %d\n%s", b->body.len, b->items, buf_str(&b->body));
		b->batches++;
	}
	buf_reset(&b->body);
	buf_puts(&b->body, "{\"items\":[");
	b->items = 0;
}

static void add_to_batch(struct batch_file *b, const struct buf *jws)
{
	if (b->items == WIRE_BATCH_ITEMS_MAX || b->body.len + jws->len + 5 > WIRE_BATCH_BYTES_MAX)
		flush_batch(b);
	buf_printf(&b->body, "%s\"", b->items > 0 ? "," : "");
	buf_append(&b->body, jws->data, jws->len);
	buf_puts(&b->body, "\"");
	b->items++;
}

static json_t *any_seal(const char *keys_path)
{
	struct city_keys keys = { .version = 0 };
	struct record_head head = { .id = "00",
		.device = "bench",
		.receipt = "000000000000",
		.kind = "RES",
		.form = "resident",
		.form_version = "1",
		.app_version = MARUMADO_VERSION,
		.site = "bench",
		.created_at = HOUR ":00",
		.ui_lang = "ja",
		.lane = "JUSO",
		.subject_consent = "GIV" };
	struct buf doc = BUF_INIT, plain = BUF_INIT;
	char err[KEYS_ERR_MAX];
	json_t *seal = NULL;

	if (!buf_read_file(&doc, keys_path, WIRE_DOC_BYTES_MAX))
		fail("cannot read the city's keys");
	if (!city_keys_verify(&keys, doc.data, doc.len, NULL, 0, err))
		fail(err);
	if (!record_encode(&plain, &head, NULL, 0, NULL, NULL) ||
		!seal_close(&seal, plain.data, plain.len, &keys))
		fail("cannot seal");
	city_keys_release(&keys);
	buf_release(&doc);
	buf_release(&plain);
	return seal;
}

static void records(const char *data, const char *keys_path, long n, const char *batches)
{
	struct batch_file out = { .f = fopen(batches, "w") };
	struct item it = { .kind = WIRE_KIND_RECORD, .made = HOUR, .seal = any_seal(keys_path) };
	struct jwk key = { 0 };
	struct buf jws = BUF_INIT;
	sqlite3 *db;
	sqlite3_stmt *add = begin_rows(data, &db, &it.seq, it.prev);

	if (!out.f)
		fail("cannot write the batches");
	read_key(&key, data);
	flush_batch(&out);
	for (long i = 0; i < n; i++, it.seq++) {
		buf_reset(&jws);
		if (!item_new_id(it.id) || !item_sign(&jws, &it, &key))
			fail("cannot sign");
		sha256_hex(jws.data, jws.len, it.prev);
		struct outbox_item row = {
			.seq = it.seq, .made_hour = HOUR, .jws = jws.data, .jws_len = jws.len
		};
		memcpy(row.id, it.id, sizeof(row.id));
		add_row(add, &row, it.prev);
		add_to_batch(&out, &jws);
	}
	flush_batch(&out);
	end_rows(db, add, it.seq - 1, it.prev);
	if (fclose(out.f) != 0)
		fail("cannot write the batches");
	printf("items %ld item_bytes %zu batches %d\n", n, jws.len, out.batches);
	json_decref(it.seal);
	jwk_release(&key);
	buf_release(&jws);
	buf_release(&out.body);
}

/* --- rows that only take room
 * --------------------------------------------------------------------------- */

static void dummies(const char *data, long n)
{
	static char text[RECORD_JWS_BYTES + 1];
	char sha256[WIRE_SHA256_HEX + 1];
	uint64_t seq;
	sqlite3 *db;
	sqlite3_stmt *add = begin_rows(data, &db, &seq, sha256);

	random_text(text, RECORD_JWS_BYTES);
	text[100] = text[8000] = '.';
	for (long i = 0; i < n; i++, seq++) {
		struct outbox_item row = { .seq = seq,
			.urgent = i % 500 == 499,
			.made_hour = HOUR,
			.jws = text,
			.jws_len = RECORD_JWS_BYTES };
		random_text(text + 200, 40);
		text[240] = 'a';
		if (!item_new_id(row.id))
			fail("no random bytes");
		sha256_hex(text, RECORD_JWS_BYTES, sha256);
		add_row(add, &row, sha256);
	}
	end_rows(db, add, seq - 1, sha256);
}

static void tombstones(const char *data, long n)
{
	static char ack[ACK_BYTES + 1];
	char sha256[WIRE_SHA256_HEX + 1], ack_sha256[WIRE_SHA256_HEX + 1], id[WIRE_ID_HEX + 1];
	uint64_t seq;
	sqlite3 *db;
	sqlite3_stmt *add = begin_rows(data, &db, &seq, sha256);

	sqlite3_finalize(add);
	if (sqlite3_prepare_v2(db,
		    "INSERT INTO tombstone(id, seq, sha256, receipt_hash, ack, acked_day) "
		    "VALUES(?1, ?2, ?3, ?3, ?4, '2026-11-23')",
		    -1, &add, NULL) != SQLITE_OK)
		fail("cannot prepare");
	for (long i = 0; i < n; i++, seq++) {
		if (i % WIRE_BATCH_ITEMS_MAX == 0) { /* one ack speaks of a whole batch */
			random_text(ack, ACK_BYTES);
			sha256_hex(ack, ACK_BYTES, ack_sha256);
			if (db_run(db, OUTBOX_SQL_ADD_ACK, "ss", ack_sha256, ack) != SQLITE_OK)
				fail("cannot add an ack");
		}
		if (!item_new_id(id))
			fail("no random bytes");
		sha256_hex(id, WIRE_ID_HEX, sha256);
		sqlite3_bind_text(add, 1, id, -1, SQLITE_STATIC);
		sqlite3_bind_int64(add, 2, (sqlite3_int64)seq);
		sqlite3_bind_text(add, 3, sha256, -1, SQLITE_STATIC);
		sqlite3_bind_text(add, 4, ack_sha256, -1, SQLITE_STATIC);
		if (sqlite3_step(add) != SQLITE_DONE || sqlite3_reset(add) != SQLITE_OK)
			fail("cannot add a tombstone");
	}
	end_rows(db, add, seq - 1, sha256);
}

int main(int argc, char **argv)
{
	keys_init();
	if (argc == 3 && strcmp(argv[1], "enrol") == 0)
		enrol(argv[2]);
	else if (argc == 6 && strcmp(argv[1], "records") == 0)
		records(argv[2], argv[3], atol(argv[4]), argv[5]);
	else if (argc == 4 && strcmp(argv[1], "dummies") == 0)
		dummies(argv[2], atol(argv[3]));
	else if (argc == 4 && strcmp(argv[1], "tombstones") == 0)
		tombstones(argv[2], atol(argv[3]));
	else {
		fputs("usage: fill enrol DATA | records DATA KEYS N BATCHES | dummies DATA N | "
		      "tombstones DATA N\n",
			stderr);
		return 64;
	}
	return 0;
}
