/* SPDX-License-Identifier: Apache-2.0 */
/*
 * u-outbox-list — what a drain of many items leans on: the list without the bytes says what a
 * reading of every item would, a held reader sees one state and lets the writer go on afterwards,
 * one ack is stored once however many items it speaks of, and kept statements keep nothing else.
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

/* --- the list --- */

struct listing {
	struct outbox_item items[1000];
	size_t n, stop; /* stop: false at this many */
	struct outbox *erases; /* NULL, or the writer that erases item 1 meanwhile */
};

static bool note(void *ctx, const struct outbox_item *item)
{
	struct listing *l = ctx;

	assert_true(l->n < sizeof(l->items) / sizeof(l->items[0]));
	l->items[l->n++] = *item;
	if (l->erases && l->n == 1)
		assert_int_equal(help_erase(l->erases, 1, true, 401), OUTBOX_OK);
	return l->n != l->stop;
}

static void assert_listed(const struct outbox_item *is, uint64_t n)
{
	struct outbox_item want = help_item(n, n % 2, 400 + n);

	assert_int_equal(is->seq, n);
	assert_string_equal(is->id, want.id);
	assert_string_equal(is->made_hour, want.made_hour);
	assert_int_equal(is->urgent, n % 2);
	assert_int_equal(is->jws_len, 400 + n);
	assert_null(is->jws);
	help_free(&want);
}

static void test_outbox_list__says_what_each_item_is(void **state)
{
	struct outbox *ob = help_open(), *reader;
	static struct listing l;

	for (uint64_t n = 1; n <= 600; n++)
		assert_int_equal(help_put(ob, n, n % 2, 400 + n), OUTBOX_OK);
	reader = help_reader();
	l = (struct listing){ .n = 0 };
	assert_int_equal(outbox_list(reader, 0, note, &l), OUTBOX_OK);
	assert_int_equal(l.n, 600);
	for (uint64_t n = 1; n <= 600; n++)
		assert_listed(&l.items[n - 1], n);
	l = (struct listing){ .stop = 300 };
	assert_int_equal(outbox_list(reader, 17, note, &l), OUTBOX_OK);
	assert_int_equal(l.n, 300);
	assert_listed(&l.items[0], 18);
	assert_listed(&l.items[299], 317);
	l = (struct listing){ .erases = ob };
	assert_int_equal(outbox_list(reader, 0, note, &l), OUTBOX_OK);
	assert_int_equal(l.n, 600);
	l = (struct listing){ .n = 0 };
	assert_int_equal(outbox_list(reader, 0, note, &l), OUTBOX_OK);
	assert_int_equal(l.n, 599);
	assert_int_equal(outbox_list(reader, 600, note, &l), OUTBOX_OK);
	assert_int_equal(outbox_list(reader, UINT64_MAX, note, &l), OUTBOX_OK);
	assert_int_equal(l.n, 599);
	outbox_close(reader);
	outbox_close(ob);
}

static void run_sql(const char *text)
{
	sqlite3 *sql = NULL;

	assert_int_equal(sqlite3_open(DB, &sql), SQLITE_OK);
	assert_int_equal(sqlite3_exec(sql, text, NULL, NULL, NULL), SQLITE_OK);
	sqlite3_close(sql);
}

static bool never(void *ctx, const struct outbox_item *item)
{
	fail_msg("item %s was handed out", item->id);
	return false;
}

static void test_outbox_list__rows_without_their_form_are_passed_over(void **state)
{
	struct outbox *ob = help_open(), *reader;
	static struct listing l;
	char id[WIRE_ID_HEX + 1];

	for (uint64_t n = 1; n <= 6; n++)
		assert_int_equal(help_put(ob, n, n % 2, 400 + n), OUTBOX_OK);
	outbox_close(ob);
	run_sql("UPDATE item SET id = '../../../../etc/passwd' WHERE seq = 1;"
		"UPDATE item SET made_hour = 'now' WHERE seq = 2;"
		"UPDATE item SET jws = x'' WHERE seq = 3;"
		"UPDATE item SET jws = zeroblob(200000) WHERE seq = 4;"
		"UPDATE item SET jws = zeroblob(405) WHERE seq = 5");
	reader = help_reader();
	l = (struct listing){ .n = 0 };
	assert_int_equal(outbox_list(reader, 0, note, &l), OUTBOX_OK);
	assert_int_equal(l.n, 2);
	assert_listed(&l.items[1], 6);
	/* the bytes of the fifth were changed: listed, for nobody looked, but never handed out */
	assert_listed(&l.items[0], 5);
	snprintf(id, sizeof(id), "%032x", 5);
	outbox_hold(reader);
	assert_int_equal(outbox_get(reader, id, never, NULL), OUTBOX_CORRUPT);
	outbox_let_go(reader);
	outbox_close(reader);
}

static void test_outbox_list__a_changed_id_or_hour_is_damage(void **state)
{
	static const char *const texts[] = { "UPDATE item SET made_hour = 'now' WHERE seq = 1",
		"UPDATE item SET id = 'x' WHERE seq = 2" };

	for (size_t i = 0; i < 2; i++) {
		struct outbox *ob = help_open_with(NULL, NULL, NULL);
		bool damaged = false;

		assert_int_equal(help_put(ob, i + 1, false, 400), OUTBOX_OK);
		outbox_close(ob);
		run_sql(texts[i]);
		outbox_close(help_open_with(NULL, &damaged, NULL));
		assert_true(damaged);
	}
}

/* --- holding --- */

static void test_outbox_list__held_reader_sees_one_state(void **state)
{
	struct outbox *ob = help_open(), *reader = help_reader();

	assert_int_equal(help_put(ob, 1, true, 401), OUTBOX_OK);
	outbox_hold(reader);
	assert_int_equal(help_state(reader, 1), OUTBOX_WAITING);
	/* the writer's commit would have to wait */
	sqlite3_busy_timeout(ob->sql, 0);
	assert_int_equal(help_put(ob, 2, false, 402), OUTBOX_BUSY);
	assert_int_equal(help_state(reader, 1), OUTBOX_WAITING);
	assert_int_equal(help_state(reader, 2), OUTBOX_ABSENT);
	outbox_let_go(reader);
	assert_int_equal(help_put(ob, 2, false, 402), OUTBOX_OK);
	assert_int_equal(help_erase(ob, 1, true, 401), OUTBOX_OK);
	assert_int_equal(help_state(reader, 1), OUTBOX_ACKED);
	assert_int_equal(help_state(reader, 2), OUTBOX_WAITING);
	/* held and let go without a reading between, and let go once more */
	outbox_hold(reader);
	assert_int_equal(help_put(ob, 3, false, 403), OUTBOX_OK);
	outbox_let_go(reader);
	outbox_let_go(reader);
	outbox_hold(reader);
	outbox_close(reader);
	assert_int_equal(help_put(ob, 4, false, 404), OUTBOX_OK);
	outbox_close(ob);
}

static void test_outbox_list__replaced_file_is_followed_after_holding(void **state)
{
	struct outbox *ob = help_open(), *reader;

	assert_int_equal(help_put(ob, 1, true, 401), OUTBOX_OK);
	outbox_close(ob);
	reader = help_reader();
	outbox_hold(reader);
	assert_int_equal(help_state(reader, 1), OUTBOX_WAITING);
	assert_int_equal(system("cp " DB " copy && mv copy " DB), 0);
	run_sql("DELETE FROM item");
	assert_int_equal(help_state(reader, 1), OUTBOX_WAITING);
	outbox_let_go(reader);
	assert_int_equal(help_state(reader, 1), OUTBOX_ABSENT);
	outbox_close(reader);
}

/* --- acks --- */

static int64_t number(const char *text)
{
	sqlite3 *sql = NULL;
	sqlite3_stmt *st = NULL;
	int64_t n;

	assert_int_equal(sqlite3_open(DB, &sql), SQLITE_OK);
	assert_int_equal(sqlite3_prepare_v2(sql, text, -1, &st, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_step(st), SQLITE_ROW);
	n = sqlite3_column_int64(st, 0);
	sqlite3_finalize(st);
	sqlite3_close(sql);
	return n;
}

static const char proven[] =
	"SELECT count(*) FROM tombstone JOIN ack ON ack.sha256 = tombstone.ack WHERE ack.jws = "
	"'" HELP_ACK "'";

static void erase_with(struct outbox *ob, uint64_t n, const char *ack)
{
	struct outbox_item item = help_item(n, false, 500);
	char sha256[WIRE_SHA256_HEX + 1];

	check_sha256(item.jws, item.jws_len, sha256);
	assert_int_equal(outbox_erase(ob, item.id, sha256, ack, HELP_DAY), OUTBOX_OK);
	help_free(&item);
}

static void test_outbox_list__one_ack_is_stored_once(void **state)
{
	struct outbox *ob = help_open();
	bool damaged = false;

	for (uint64_t n = 1; n <= 70; n++)
		assert_int_equal(help_put(ob, n, false, 500), OUTBOX_OK);
	for (uint64_t n = 1; n <= 64; n++)
		erase_with(ob, n, HELP_ACK);
	erase_with(ob, 65, "another.ack.jws");
	/* refused: no such item; its ack must not stay either */
	assert_int_equal(outbox_erase(ob, "00000000000000000000000000000fff", WIRE_PREV_NONE,
				 "a.third.one", HELP_DAY),
		OUTBOX_MISSING);
	outbox_close(ob);
	assert_int_equal(number("SELECT count(*) FROM ack"), 2);
	assert_int_equal(number(proven), 64);
	/* salvaged with what they prove; an ack that is not what its hash says is not */
	run_sql("UPDATE ack SET jws = 'forged' WHERE jws LIKE 'another%';"
		"UPDATE item SET made_hour = '' WHERE seq = 66");
	ob = help_open_with(NULL, &damaged, NULL);
	assert_true(damaged);
	for (uint64_t n = 1; n <= 65; n++)
		assert_int_equal(help_state(ob, n), OUTBOX_ACKED);
	outbox_close(ob);
	assert_int_equal(number("SELECT count(*) FROM ack"), 1);
	assert_int_equal(number(proven), 64);
	assert_int_equal(number("SELECT count(*) FROM tombstone"), 65);
	assert_int_equal(number("SELECT count(*) FROM item"), 4);
}

/* --- kept statements --- */

static int statements(sqlite3 *sql)
{
	int n = 0;

	for (sqlite3_stmt *st = NULL; (st = sqlite3_next_stmt(sql, st));)
		n++;
	return n;
}

static void test_outbox_list__statements_are_kept_unbound_and_few(void **state)
{
	static const char text[] = "SELECT ?1, ?2";
	struct outbox *ob = help_open();
	sqlite3_stmt *a = NULL, *b = NULL, *c = NULL;
	char other[64];

	assert_int_equal(db_query(ob->sql, &a, text, "si", "one", (int64_t)1), SQLITE_ROW);
	/* not the one that is being read */
	assert_int_equal(db_query(ob->sql, &b, text, "si", "two", (int64_t)2), SQLITE_ROW);
	assert_ptr_not_equal(a, b);
	assert_string_equal((const char *)sqlite3_column_text(a, 0), "one");
	assert_string_equal((const char *)sqlite3_column_text(b, 0), "two");
	db_done(a);
	db_done(b);
	db_done(NULL);
	/* kept; nothing of the earlier run is left in it */
	assert_int_equal(db_query(ob->sql, &c, text, ""), SQLITE_ROW);
	assert_true(c == a || c == b);
	assert_int_equal(sqlite3_column_type(c, 0), SQLITE_NULL);
	assert_int_equal(sqlite3_column_type(c, 1), SQLITE_NULL);
	db_done(c);
	/* the same place in memory with another text is another statement */
	for (int i = 0; i < 3 * DB_STATEMENTS_MAX; i++) {
		snprintf(other, sizeof(other), "SELECT %d", i);
		assert_int_equal(db_query(ob->sql, &c, other, ""), SQLITE_ROW);
		assert_int_equal(sqlite3_column_int(c, 0), i);
		db_done(c);
	}
	assert_in_range(statements(ob->sql), 2, DB_STATEMENTS_MAX);
	/* a failure is told once, by the run that failed */
	assert_int_equal(db_run(ob->sql, "INSERT INTO meta VALUES(?1, 1)", "s", "head_seq"),
		SQLITE_CONSTRAINT_PRIMARYKEY);
	assert_int_equal(db_run(ob->sql, "INSERT INTO meta VALUES(?1, 1)", "s", "x"), SQLITE_OK);
	assert_int_equal(help_put(ob, 1, false, 500), OUTBOX_OK);
	outbox_close(ob);
	assert_int_equal(db_close(NULL), SQLITE_OK);
}

#define T(f) cmocka_unit_test_setup_teardown(f, help_enter, help_leave)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(test_outbox_list__says_what_each_item_is),
		T(test_outbox_list__rows_without_their_form_are_passed_over),
		T(test_outbox_list__a_changed_id_or_hour_is_damage),
		T(test_outbox_list__held_reader_sees_one_state),
		T(test_outbox_list__replaced_file_is_followed_after_holding),
		T(test_outbox_list__one_ack_is_stored_once),
		T(test_outbox_list__statements_are_kept_unbound_and_few),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
