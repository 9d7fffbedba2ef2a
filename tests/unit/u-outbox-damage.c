/* SPDX-License-Identifier: Apache-2.0 */
/*
 * u-outbox-damage — the file itself is hurt: bytes flipped, header gone, cut, emptied, vanished,
 * half repaired, from the future or somebody else's. What can be read is carried over and the
 * evidence is kept.
 *
 * Links: src/shared
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <sqlite3.h>

#include "outbox_help.h"
#include "outbox_private.h"

#define DB "outbox/outbox.db"

#define ITEMS 12
#define GONE  3 /* items 1..GONE are erased */

static void fill(const char *spool)
{
	struct outbox *ob = help_open_with(spool, NULL, NULL);

	for (uint64_t n = 1; n <= ITEMS; n++)
		assert_int_equal(help_put(ob, n, n % 2, 2500), OUTBOX_OK);
	for (uint64_t n = 1; n <= GONE; n++)
		assert_int_equal(help_erase(ob, n, n % 2, 2500), OUTBOX_OK);
	outbox_close(ob);
}

static void read_db(struct buf *b)
{
	buf_reset(b);
	assert_true(buf_read_file(b, DB, 1 << 24));
}

static void write_db(const struct buf *b)
{
	assert_true(buf_write_file(DB, b->data, b->len, 0640));
}

/* The bytes that hold pages, by the header: the file has room for more behind them. */
static size_t used(const struct buf *whole)
{
	const unsigned char *count = (const unsigned char *)whole->data + 28;

	return ((size_t)count[0] << 24 | (size_t)count[1] << 16 | (size_t)count[2] << 8 | count[3])
		* DB_PAGE_BYTES;
}

/* Opens a damaged outbox, which must work and go on; returns how many items it still has. */
static uint64_t open_damaged(const char *spool, bool *ret_damaged)
{
	char prev[WIRE_SHA256_HEX + 1];
	uint64_t salvaged = 77, n, seq = 0;
	struct outbox *ob = help_open_with(spool, ret_damaged, &salvaged);

	help_assert_sane(ob);
	n = help_waiting(ob);
	assert_int_equal(salvaged, *ret_damaged ? n : 0);
	assert_int_equal(outbox_head(ob, &seq, prev), OUTBOX_OK);
	for (uint64_t i = 1; i <= GONE; i++)
		assert_int_not_equal(help_state(ob, i), OUTBOX_WAITING);
	assert_int_equal(help_put(ob, 1000000, false, 2500), OUTBOX_OK);
	outbox_close(ob);
	return n;
}

static void test_outbox_damage__flipped_bytes_cost_one_page_at_most(void **state)
{
	struct buf whole = BUF_INIT, hurt = BUF_INIT;
	unsigned damages = 0;

	fill(NULL);
	read_db(&whole);
	for (size_t at = 0; at < whole.len; at += at < 200 ? 7 : at < used(&whole) ? 331 : 9973) {
		bool damaged = false;
		uint64_t n;

		assert_int_equal(system("rm -f outbox/outbox.db*"), 0);
		buf_reset(&hurt);
		buf_append(&hurt, whole.data, whole.len);
		hurt.data[at] = (char)(hurt.data[at] ^ 0x41);
		write_db(&hurt);
		if (at >= 60 && at < 64) { /* user_version: cannot be told from a newer program's */
			assert_int_equal(help_open_result(NULL, OUTBOX_WRITER), OUTBOX_NEWER);
			continue;
		}
		n = open_damaged(NULL, &damaged);
		damages += damaged;
		/* a leaf of item holds one or no such JWS; interior pages of 12 rows are page-sized
		 * too */
		if (n < ITEMS - GONE - 1 && at < DB_PAGE_BYTES)
			fail_msg("byte %zu of page 1: %u left", at, (unsigned)n);
		assert_in_range(n, 0, ITEMS - GONE);
		assert_true(damaged || n == ITEMS - GONE);
	}
	assert_true(damages > 10);
	buf_release(&whole);
	buf_release(&hurt);
}

static void test_outbox_damage__destroyed_header_costs_nothing(void **state)
{
	struct buf whole = BUF_INIT;
	bool damaged = false;
	struct outbox *ob;
	uint64_t seq = 0;
	char prev[WIRE_SHA256_HEX + 1];

	fill(NULL);
	read_db(&whole);
	memset(whole.data, 0, DB_PAGE_BYTES);
	write_db(&whole);
	ob = help_open_with(NULL, &damaged, NULL);
	assert_true(damaged);
	assert_int_equal(help_waiting(ob), ITEMS - GONE);
	for (uint64_t n = 1; n <= ITEMS; n++)
		assert_int_equal(help_state(ob, n), n <= GONE ? OUTBOX_ACKED : OUTBOX_WAITING);
	assert_int_equal(outbox_head(ob, &seq, prev), OUTBOX_OK);
	assert_int_equal(seq, ITEMS + 1);
	outbox_close(ob);
	/* the evidence is kept as it was */
	assert_int_equal(access("outbox/outbox.db.damaged-1", F_OK), 0);
	{
		struct buf aside = BUF_INIT;

		assert_true(buf_read_file(&aside, "outbox/outbox.db.damaged-1", 1 << 24));
		assert_int_equal(aside.len, whole.len);
		assert_memory_equal(aside.data, whole.data, whole.len);
		buf_release(&aside);
	}
	buf_release(&whole);
}

static void test_outbox_damage__cut_and_emptied_files(void **state)
{
	struct buf whole = BUF_INIT;
	bool damaged = false;

	fill(NULL);
	read_db(&whole);
	assert_in_range(used(&whole), ITEMS * 500, whole.len);
	for (size_t keep = 0; keep < used(&whole); keep += 1777) {
		assert_int_equal(system("rm -f outbox/outbox.db*"), 0);
		assert_true(buf_write_file(DB, whole.data, keep, 0640));
		open_damaged(NULL, &damaged);
		assert_true(damaged);
		assert_int_equal(access("outbox/outbox.db.damaged-1", F_OK), 0);
	}
	assert_int_equal(system("rm -f outbox/outbox.db*"), 0);
	assert_int_equal(open_damaged(NULL, &damaged), 0);
	assert_true(damaged); /* it was there before and is gone */
	buf_release(&whole);
}

static void test_outbox_damage__spool_gives_back_what_the_database_lost(void **state)
{
	struct buf whole = BUF_INIT;
	bool damaged = false;

	fill("spool");
	read_db(&whole);
	for (size_t keep = 0; keep < used(&whole); keep += 8192) {
		assert_int_equal(system("rm -f outbox/outbox.db*"), 0);
		assert_true(buf_write_file(DB, whole.data, keep, 0640));
		assert_int_equal(open_damaged("spool", &damaged), ITEMS - GONE);
		assert_true(damaged);
		assert_int_equal(system("rm -f spool/000000000000000000000000000f4240.item"), 0);
	}
	buf_release(&whole);
}

/* A number that was taken over does not come back from the second copy, neither when the database
 * is lost nor when the copy could not be written at the time. */
static void test_outbox_damage__spool_does_not_remember_a_forgotten_receipt(void **state)
{
	char receipt[WIRE_SHA256_HEX + 1], cmd[200];
	enum outbox_state is;
	bool damaged;

	help_receipt(ITEMS, receipt);
	for (int late = 0; late < 2; late++) {
		fill("spool");
		struct outbox *ob = help_open_with(late ? NULL : "spool", NULL, NULL);
		assert_int_equal(outbox_forget_receipt(ob, receipt), OUTBOX_OK);
		outbox_close(ob);
		outbox_close(help_open_with("spool", NULL, NULL));
		snprintf(cmd, sizeof(cmd), "grep -qr %s spool", receipt);
		assert_int_not_equal(system(cmd), 0);
		assert_int_equal(system("rm -f outbox/outbox.db*"), 0);
		ob = help_open_with("spool", &damaged, NULL);
		assert_true(damaged);
		assert_int_equal(outbox_state_by_receipt(ob, receipt, &is), OUTBOX_OK);
		assert_int_equal(is, OUTBOX_ABSENT);
		help_receipt(ITEMS - 1, cmd);
		assert_int_equal(outbox_state_by_receipt(ob, cmd, &is), OUTBOX_OK);
		assert_int_equal(is, OUTBOX_WAITING); /* the others are there */
		outbox_close(ob);
		assert_int_equal(system("rm -rf outbox spool"), 0);
	}
}

static void test_outbox_damage__crash_in_the_middle_of_a_salvage(void **state)
{
	bool damaged = false;

	fill(NULL);
	/* set aside, journal not moved yet, new file half made */
	assert_int_equal(rename(DB, DB ".damaged-1"), 0);
	assert_true(
		buf_write_file(DB "-journal", "\xd9\xd5\x05\xf9\x20\xa1\x63\xd7rubbish", 15, 0640));
	assert_true(buf_write_file(DB ".new", "half", 4, 0640));
	assert_int_equal(open_damaged(NULL, &damaged), ITEMS - GONE);
	assert_true(damaged);
	assert_int_equal(access(DB ".damaged-1-journal", F_OK), 0);
	assert_int_equal(access(DB ".new", F_OK), -1);
}

static void test_outbox_damage__second_damage_keeps_the_first_evidence(void **state)
{
	bool damaged = false;

	fill(NULL);
	assert_int_equal(truncate(DB, 5000), 0);
	open_damaged(NULL, &damaged);
	assert_int_equal(truncate(DB, 5000), 0);
	open_damaged(NULL, &damaged);
	assert_true(damaged);
	assert_int_equal(access(DB ".damaged-1", F_OK), 0);
	assert_int_equal(access(DB ".damaged-2", F_OK), 0);
}

static void test_outbox_damage__reader_follows_a_salvage(void **state)
{
	struct buf whole = BUF_INIT;
	struct outbox *reader, *ob;
	bool damaged = false;

	fill(NULL);
	reader = help_reader();
	assert_int_equal(help_waiting(reader), ITEMS - GONE);
	read_db(&whole);
	memset(whole.data, 0, 100);
	write_db(&whole);
	assert_int_not_equal(
		outbox_head(reader, &(uint64_t){ 0 }, (char[WIRE_SHA256_HEX + 1]){ "" }),
		OUTBOX_OK);
	ob = help_open_with(NULL, &damaged, NULL);
	assert_true(damaged);
	assert_int_equal(help_put(ob, 100, false, 500), OUTBOX_OK);
	assert_int_equal(help_waiting(reader), ITEMS - GONE + 1);
	outbox_close(reader);
	outbox_close(ob);
	buf_release(&whole);
}

static void test_outbox_damage__newer_and_foreign_files(void **state)
{
	struct buf before = BUF_INIT, after = BUF_INIT;
	bool damaged = false;
	sqlite3 *sql = NULL;

	fill(NULL);
	assert_int_equal(sqlite3_open(DB, &sql), SQLITE_OK);
	assert_int_equal(
		sqlite3_exec(sql, "ALTER TABLE item ADD COLUMN later TEXT; PRAGMA user_version=2",
			NULL, NULL, NULL),
		SQLITE_OK);
	sqlite3_close(sql);
	read_db(&before);
	assert_int_equal(help_open_result(NULL, OUTBOX_WRITER), OUTBOX_NEWER);
	assert_int_equal(help_open_result("spool", OUTBOX_WRITER), OUTBOX_NEWER);
	assert_int_equal(help_open_result(NULL, OUTBOX_READER), OUTBOX_NEWER);
	read_db(&after);
	assert_int_equal(before.len, after.len);
	assert_memory_equal(before.data, after.data, before.len);
	assert_int_equal(system("test \"$(ls outbox | tr '\\n' ' ')\" = 'lock outbox.db '"), 0);
	buf_release(&before);
	buf_release(&after);
	/* somebody else's database is not ours: aside */
	assert_int_equal(system("rm -f outbox/outbox.db*"), 0);
	assert_int_equal(sqlite3_open(DB, &sql), SQLITE_OK);
	assert_int_equal(sqlite3_exec(sql, "CREATE TABLE t(x)", NULL, NULL, NULL), SQLITE_OK);
	sqlite3_close(sql);
	assert_int_equal(help_open_result(NULL, OUTBOX_READER), OUTBOX_CORRUPT);
	open_damaged(NULL, &damaged);
	assert_true(damaged);
}

#define T(f) cmocka_unit_test_setup_teardown(f, help_enter, help_leave)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(test_outbox_damage__flipped_bytes_cost_one_page_at_most),
		T(test_outbox_damage__destroyed_header_costs_nothing),
		T(test_outbox_damage__cut_and_emptied_files),
		T(test_outbox_damage__spool_gives_back_what_the_database_lost),
		T(test_outbox_damage__spool_does_not_remember_a_forgotten_receipt),
		T(test_outbox_damage__crash_in_the_middle_of_a_salvage),
		T(test_outbox_damage__second_damage_keeps_the_first_evidence),
		T(test_outbox_damage__reader_follows_a_salvage),
		T(test_outbox_damage__newer_and_foreign_files),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
