/* SPDX-License-Identifier: Apache-2.0 */
/*
 * u-outbox-sql — what lies under the outbox: every statement is an index search however many
 * tombstones there are, every setting is in force, and the name of a folder is never taken for
 * anything else.
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

static void assert_plan(sqlite3 *sql, const char *text)
{
	char explain[512];
	sqlite3_stmt *st = NULL;
	int rows = 0;

	snprintf(explain, sizeof(explain), "EXPLAIN QUERY PLAN %s", text);
	assert_int_equal(sqlite3_prepare_v2(sql, explain, -1, &st, NULL), SQLITE_OK);
	while (sqlite3_step(st) == SQLITE_ROW) {
		const char *detail = (const char *)sqlite3_column_text(st, 3);

		rows++;
		if (strncmp(detail, "SEARCH", 6) != 0)
			fail_msg("%s: %s", text, detail);
	}
	assert_int_equal(rows, 1);
	sqlite3_finalize(st);
}

static void test_outbox_sql__every_statement_is_an_index_search(void **state)
{
	static const char *const texts[] = { OUTBOX_SQL_BY_SEQ, OUTBOX_SQL_BY_URGENCY,
		OUTBOX_SQL_BY_ID, OUTBOX_SQL_ITEM_SHA, OUTBOX_SQL_TOMB_SHA, OUTBOX_SQL_ITEM_RECEIPT,
		OUTBOX_SQL_TOMB_RECEIPT, OUTBOX_SQL_META, OUTBOX_SQL_COUNT, OUTBOX_SQL_LIST,
		OUTBOX_SQL_ACK };
	static const char grow[] =
		"WITH RECURSIVE n(i) AS (SELECT 1000 UNION ALL SELECT i + 1 FROM n "
		"WHERE i < 101000) INSERT INTO tombstone SELECT printf('%032x', i), i, "
		"printf('%064x', i), "
		"printf('%064x', i), 'ack', '2026-01-01' FROM n";
	struct outbox *ob = help_open();
	sqlite3 *sql = NULL;

	outbox_close(ob);
	assert_int_equal(sqlite3_open("outbox/outbox.db", &sql), SQLITE_OK);
	assert_int_equal(sqlite3_exec(sql, grow, NULL, NULL, NULL), SQLITE_OK);
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		assert_plan(sql, texts[i]);
	sqlite3_close(sql);
	ob = help_open();
	for (uint64_t n = 1; n <= 20; n++)
		assert_int_equal(help_put(ob, n, false, 4000), OUTBOX_OK);
	help_assert_sane(ob);
	assert_int_equal(help_state(ob, 50000), OUTBOX_ACKED);
	/* no statement of a put walks the tombstones: count the steps of SQLite's machine */
	{
		int steps = 0;

		sqlite3_stmt *st = NULL;
		assert_int_equal(
			sqlite3_prepare_v2(ob->sql, OUTBOX_SQL_TOMB_SHA, -1, &st, NULL), SQLITE_OK);
		assert_int_equal(
			sqlite3_bind_text(st, 1, "00000000000000000000000000001000", -1, NULL),
			SQLITE_OK);
		assert_int_equal(sqlite3_step(st), SQLITE_ROW);
		steps = sqlite3_stmt_status(st, SQLITE_STMTSTATUS_VM_STEP, 0);
		assert_in_range(steps, 1, 50);
		assert_int_equal(sqlite3_stmt_status(st, SQLITE_STMTSTATUS_FULLSCAN_STEP, 0), 0);
		sqlite3_finalize(st);
	}
	outbox_close(ob);
}

static void test_outbox_sql__settings_are_as_promised(void **state)
{
	static const struct {
		const char *pragma, *want;
	} table[] = {
		{ "PRAGMA journal_mode", "persist" },
		{ "PRAGMA journal_size_limit", "65536" },
		{ "PRAGMA synchronous", "2" },
		{ "PRAGMA secure_delete", "1" },
		{ "PRAGMA temp_store", "2" },
		{ "PRAGMA mmap_size", "0" },
		{ "PRAGMA trusted_schema", "0" },
		{ "PRAGMA cell_size_check", "1" },
		{ "PRAGMA user_version", "1" },
		{ "PRAGMA application_id", "1835885679" },
		{ "PRAGMA auto_vacuum", "0" },
		{ "PRAGMA integrity_check", "ok" },
	};
	struct outbox *ob = help_open();
	struct outbox *both[] = { ob, help_reader() };

	for (int b = 0; b < 2; b++) {
		for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
			sqlite3_stmt *st = NULL;
			char is[32];

			assert_int_equal(
				db_query(both[b]->sql, &st, table[i].pragma, ""), SQLITE_ROW);
			db_text(st, 0, is, sizeof(is));
			assert_string_equal(is, table[i].want);
			sqlite3_finalize(st);
		}
		assert_int_equal(db_run(both[b]->sql, "ATTACH ':memory:' AS x", ""), SQLITE_ERROR);
		assert_int_not_equal(
			db_run(both[b]->sql, "UPDATE sqlite_schema SET sql = ''", ""), SQLITE_OK);
		assert_int_equal(
			sqlite3_limit(both[b]->sql, SQLITE_LIMIT_LENGTH, -1), DB_LENGTH_MAX);
	}
	assert_int_not_equal(db_run(both[1]->sql, "DELETE FROM item", ""), SQLITE_OK);
	outbox_close(both[1]);
	outbox_close(ob);
}

static void test_outbox_sql__names_of_folders_are_data_too(void **state)
{
	const struct outbox_options opt = { .data_dir = "a?b#c%20 d&mode=memory" };
	struct outbox *ob = NULL;
	char err[OUTBOX_ERR_MAX], *name = calloc(1, 5000);
	struct outbox_options longer = { .data_dir = name };

	assert_int_equal(mkdir(opt.data_dir, 0755), 0);
	assert_int_equal(outbox_open(&ob, &opt, OUTBOX_WRITER, err, NULL, NULL), OUTBOX_OK);
	assert_int_equal(help_put(ob, 1, false, 500), OUTBOX_OK);
	outbox_close(ob);
	assert_int_equal(access("a?b#c%20 d&mode=memory/outbox/outbox.db", F_OK), 0);
	ob = NULL;
	memset(name, 'x', 4999);
	assert_int_equal(outbox_open(&ob, &longer, OUTBOX_WRITER, err, NULL, NULL), OUTBOX_IO);
	free(name);
	longer.data_dir = "nowhere/at/all";
	assert_int_equal(outbox_open(&ob, &longer, OUTBOX_WRITER, err, NULL, NULL), OUTBOX_IO);
	assert_null(ob);
	outbox_close(NULL);
}

static void test_outbox_sql__a_pipe_in_a_files_place_holds_nobody_up(void **state)
{
	static const char *const how[] = { "rm outbox/outbox.db && mkfifo outbox/outbox.db",
		"rm outbox/outbox.db && mkdir outbox/outbox.db",
		"rm -f outbox/outbox.db-journal && mkfifo outbox/outbox.db-journal" };

	alarm(60); /* opening a pipe would wait for ever */
	for (int i = 0; i < 3; i++) {
		outbox_close(help_open());
		assert_int_equal(system(how[i]), 0);
		assert_int_equal(help_open_result(NULL, OUTBOX_READER), OUTBOX_IO);
		assert_int_equal(help_open_result(NULL, OUTBOX_WRITER), OUTBOX_IO);
		assert_int_equal(system("rm -r outbox"), 0);
	}
	alarm(0);
}

#define T(f) cmocka_unit_test_setup_teardown(f, help_enter, help_leave)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(test_outbox_sql__every_statement_is_an_index_search),
		T(test_outbox_sql__settings_are_as_promised),
		T(test_outbox_sql__names_of_folders_are_data_too),
		T(test_outbox_sql__a_pipe_in_a_files_place_holds_nobody_up),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
