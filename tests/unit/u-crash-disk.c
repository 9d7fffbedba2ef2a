/* SPDX-License-Identifier: Apache-2.0 */
/*
 * u-crash-disk — does crash_disk.h find what is known? Plain SQLite tables under settings that lose
 * acknowledged rows when the power goes, and under settings that do not: each must be seen as what
 * it is, or the replay of the outbox (u-outbox-crash.c) is no evidence.
 *
 * Links: src/shared
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <sqlite3.h>

#include "crash_disk.h"
#include "outbox_help.h"

#define SAMPLE 5 /* of operations: the losses are many */

#define ROWS 12

static sqlite3 *plain_open(const char *file, bool psow, const char *pragmas)
{
	sqlite3 *sql = NULL;
	char uri[128];

	snprintf(uri, sizeof(uri), "file:%s?psow=%d", file, psow);
	if (sqlite3_open_v2(uri, &sql, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_URI,
		    NULL) != SQLITE_OK ||
		sqlite3_exec(sql, pragmas, NULL, NULL, NULL) != SQLITE_OK) {
		sqlite3_close(sql);
		return NULL;
	}
	return sql;
}

static int first_number(void *ctx, int n, char **values, char **names)
{
	(void)n;
	(void)names;
	*(int *)ctx = values[0] ? atoi(values[0]) : -1;
	return 0;
}

static void check_plain(void *ctx, const struct crash_folder *state, int k)
{
	long *lost = ctx;
	sqlite3 *sql;
	int rows = -1, want = -1;

	for (int i = 0; i < k; i++)
		if (crash.op[i].kind == C_MARK)
			want = crash.op[i].file;
	if (want < 0)
		return;
	crash_empty("state");
	crash_lay_out(state, "state");
	sql = plain_open("state/t.db", true, "PRAGMA locking_mode=EXCLUSIVE");
	if (!sql || sqlite3_exec(sql, "SELECT count(*) FROM t WHERE length(x) = 5000", first_number,
			    &rows, NULL) != SQLITE_OK)
		rows = -1;
	sqlite3_close(sql);
	*lost += rows < want;
}

static long replay_plain(bool psow, const char *pragmas)
{
	long states, lost = 0;
	sqlite3 *sql;

	crash_forget();
	assert_int_equal(system("rm -rf plain && mkdir -p plain state"), 0);
	sqlite3_test_control(SQLITE_TESTCTRL_PRNG_SEED, 1, NULL);
	crash.folder = "plain";
	sql = plain_open("plain/t.db", psow, pragmas);
	assert_non_null(sql);
	assert_int_equal(
		sqlite3_exec(sql, "CREATE TABLE t(i INTEGER PRIMARY KEY, x)", NULL, NULL, NULL),
		SQLITE_OK);
	for (int n = 1; n <= ROWS; n++) {
		crash_mark(n - 1, 0);
		assert_int_equal(sqlite3_exec(sql, "INSERT INTO t(x) VALUES(zeroblob(5000))", NULL,
					 NULL, NULL),
			SQLITE_OK);
	}
	crash_mark(ROWS, 0);
	crash.folder = NULL; /* the power goes before it is closed */
	states = crash_replay(SAMPLE, 3, check_plain, &lost);
	sqlite3_close(sql);
	print_message("psow=%d %s: %ld states, %ld lost\n", psow, pragmas, states, lost);
	return lost;
}

static void test_crash_disk__losing_settings_lose_and_the_others_hold(void **state)
{
	static const struct {
		const char *pragmas;
		bool psow, loses;
	} table[] = {
		{ "PRAGMA locking_mode=EXCLUSIVE;PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL",
			false, true },
		{ "PRAGMA locking_mode=EXCLUSIVE;PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL",
			true, true },
		{ "PRAGMA locking_mode=EXCLUSIVE;PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL",
			false, false },
		{ "PRAGMA journal_mode=DELETE;PRAGMA synchronous=FULL", false, true },
		{ "PRAGMA journal_mode=DELETE;PRAGMA synchronous=EXTRA", false, false },
		{ "PRAGMA journal_mode=PERSIST;PRAGMA synchronous=OFF", false, true },
		{ "PRAGMA journal_mode=TRUNCATE;PRAGMA synchronous=FULL", false, false },
		{ "PRAGMA journal_mode=PERSIST;PRAGMA synchronous=FULL", false, false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		assert_int_equal(replay_plain(table[i].psow, table[i].pragmas) > 0, table[i].loses);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			test_crash_disk__losing_settings_lose_and_the_others_hold, help_enter,
			help_leave),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
