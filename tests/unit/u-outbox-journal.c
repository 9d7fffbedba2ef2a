/* SPDX-License-Identifier: Apache-2.0 */
/*
 * u-outbox-journal — the journal that stays: what was erased is not in it, the courier's user reads
 * past it, and a journal or a database that somebody has moved away costs a put, never a receipt.
 * Power cuts: u-outbox-crash.c.
 *
 * Links: src/shared
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <grp.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include "db.h"
#include "outbox_help.h"

#define DB      "outbox/outbox.db"
#define JOURNAL DB "-journal"
#define NOBODY  65534

static bool all_zero(const struct buf *b)
{
	for (size_t i = 0; i < b->len; i++)
		if (b->data[i])
			return false;
	return true;
}

static void assert_journal_clear(void)
{
	struct buf b = BUF_INIT;

	assert_true(buf_read_file(&b, JOURNAL, 1 << 24));
	assert_int_equal(b.len, DB_JOURNAL_BYTES);
	assert_true(all_zero(&b));
	buf_release(&b);
}

static ino_t journal_number(void)
{
	struct stat st;

	assert_int_equal(stat(JOURNAL, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0640);
	return st.st_ino;
}

static void test_outbox_journal__holds_nothing_of_what_was_erased(void **state)
{
	struct outbox *ob = help_open();
	struct buf b = BUF_INIT;
	ino_t is = journal_number();

	(void)state;
	assert_journal_clear();
	for (uint64_t n = 1; n <= 40; n++)
		assert_int_equal(help_put(ob, n, false, 9000), OUTBOX_OK);
	/* it stays, and holds old pages until then: that is what must go */
	assert_true(buf_read_file(&b, JOURNAL, 1 << 24));
	assert_false(all_zero(&b));
	assert_int_equal(b.data[0], 0);
	for (uint64_t n = 1; n <= 40; n++) {
		assert_int_equal(help_erase(ob, n, false, 9000), OUTBOX_OK);
		assert_journal_clear();
	}
	assert_int_equal(journal_number(), is);
	outbox_close(ob);
	buf_release(&b);
}

static void test_outbox_journal__start_clears_what_a_crash_left(void **state)
{
	struct outbox *ob = help_open();
	char old[3 * DB_JOURNAL_BYTES];

	(void)state;
	assert_int_equal(help_put(ob, 1, false, 9000), OUTBOX_OK);
	outbox_close(ob);
	memset(old, 'x', sizeof(old));
	memset(old, 0, 28);
	assert_true(buf_write_file(JOURNAL, old, sizeof(old), 0640));
	ob = help_open();
	assert_journal_clear();
	assert_int_equal(help_waiting(ob), 1);
	outbox_close(ob);
	/* with another's mode, and smaller than it should be */
	assert_true(buf_write_file(JOURNAL, "", 0, 0600));
	ob = help_open();
	assert_journal_clear();
	(void)journal_number();
	outbox_close(ob);
}

static void test_outbox_journal__full_disk_still_opens(void **state)
{
	const struct rlimit little = { 9000, RLIM_INFINITY },
			    enough = { RLIM_INFINITY, RLIM_INFINITY };
	struct outbox *ob = help_open();

	(void)state;
	assert_int_equal(help_put(ob, 1, false, 9000), OUTBOX_OK);
	outbox_close(ob);
	assert_int_equal(unlink(JOURNAL), 0);
	signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &little), 0);
	ob = help_open();
	assert_int_equal(help_waiting(ob), 1);
	assert_int_equal(help_put(ob, 2, false, 9000), OUTBOX_FULL);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &enough), 0);
	assert_int_equal(help_put(ob, 2, false, 9000), OUTBOX_OK);
	outbox_close(ob);
}

/* Without a journal at its name a cut commit could not be rolled back. */
static void test_outbox_journal__one_taken_away_is_noticed(void **state)
{
	static const char *const ways[] = { "rm " JOURNAL, "mv " JOURNAL " elsewhere",
		"cp " JOURNAL " other && mv other " JOURNAL };
	struct outbox *ob = help_open();
	uint64_t n = 1;

	(void)state;
	for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++) {
		assert_int_equal(help_put(ob, n++, false, 500), OUTBOX_OK);
		assert_int_equal(system(ways[i]), 0);
		assert_int_equal(help_put(ob, n, false, 500), OUTBOX_IO);
		assert_int_equal(help_state(ob, n), OUTBOX_ABSENT);
		assert_int_equal(help_put(ob, n++, false, 500), OUTBOX_OK);
		(void)journal_number();
	}
	assert_int_equal(help_waiting(ob), n - 1);
	outbox_close(ob);
}

/* SQLite looks for this only when it opens a journal, which it no longer does. */
static void test_outbox_journal__a_database_taken_away_takes_no_receipt(void **state)
{
	struct outbox *ob = help_open();

	(void)state;
	assert_int_equal(help_put(ob, 1, false, 500), OUTBOX_OK);
	assert_int_equal(rename(DB, "elsewhere"), 0);
	assert_int_equal(help_put(ob, 2, false, 500), OUTBOX_IO);
	assert_int_equal(help_put(ob, 2, false, 500), OUTBOX_OK);
	assert_int_equal(help_state(ob, 2), OUTBOX_WAITING);
	outbox_close(ob);
	ob = help_open();
	assert_int_equal(help_state(ob, 2), OUTBOX_WAITING);
	outbox_close(ob);
}

/* The result of opening and reading as the courier's user, in the group of the folder. */
static enum outbox_result read_as_courier(uint64_t want)
{
	int status = 0;
	pid_t child = fork();

	if (child == 0) {
		const struct outbox_options opt = { .data_dir = "." };
		char err[OUTBOX_ERR_MAX];
		struct outbox *ob = NULL;
		enum outbox_result r;
		uint64_t n = 0;

		if (setgroups(0, NULL) != 0 || setgid(NOBODY) != 0 || setuid(NOBODY) != 0)
			_exit(99);
		r = outbox_open(&ob, &opt, OUTBOX_READER, err, NULL, NULL);
		if (r == OUTBOX_OK)
			r = outbox_each(ob, 0, help_count, &n);
		_exit(r == OUTBOX_OK && n != want ? 98 : (int)r);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status) && WEXITSTATUS(status) < 98);
	return (enum outbox_result)WEXITSTATUS(status);
}

static void test_outbox_journal__courier_reads_as_another_user(void **state)
{
	struct outbox *ob;
	struct buf b = BUF_INIT;

	(void)state;
	if (geteuid() != 0)
		skip();
	assert_int_equal(mkdir("outbox", 02750), 0);
	assert_int_equal(chown("outbox", 0, NOBODY), 0);
	assert_int_equal(chmod("outbox", 02750), 0);
	ob = help_open();
	assert_int_equal(help_put(ob, 1, false, 9000), OUTBOX_OK);
	assert_int_equal(help_put(ob, 2, false, 9000), OUTBOX_OK);
	assert_int_equal(read_as_courier(2), OUTBOX_OK);
	assert_int_equal(help_erase(ob, 1, false, 9000), OUTBOX_OK);
	assert_int_equal(read_as_courier(1), OUTBOX_OK);
	outbox_close(ob);
	assert_int_equal(read_as_courier(1), OUTBOX_OK);
	/* as a power cut leaves it */
	assert_true(buf_read_file(&b, JOURNAL, 1 << 24));
	memcpy(b.data, "\xd9\xd5\x05\xf9\x20\xa1\x63\xd7", 8);
	assert_true(buf_write_file(JOURNAL, b.data, b.len, 0640));
	assert_int_equal(chown(JOURNAL, 0, NOBODY), 0);
	assert_int_equal(read_as_courier(1), OUTBOX_BUSY);
	ob = help_open();
	assert_int_equal(read_as_courier(1), OUTBOX_OK);
	outbox_close(ob);
	buf_release(&b);
}

#define T(f) cmocka_unit_test_setup_teardown(f, help_enter, help_leave)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(test_outbox_journal__holds_nothing_of_what_was_erased),
		T(test_outbox_journal__start_clears_what_a_crash_left),
		T(test_outbox_journal__full_disk_still_opens),
		T(test_outbox_journal__one_taken_away_is_noticed),
		T(test_outbox_journal__a_database_taken_away_takes_no_receipt),
		T(test_outbox_journal__courier_reads_as_another_user),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
