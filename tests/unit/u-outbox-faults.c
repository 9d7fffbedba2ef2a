/* SPDX-License-Identifier: Apache-2.0 */
/*
 * u-outbox-faults — the outbox on a bad day: every write and sync fails in turn, the disk is full,
 * the writer is killed, a reader meets what a power cut left. Damaged files: u-outbox-damage.c.
 *
 * The failing disk is a shim over SQLite's own file layer that counts writes, syncs and truncations
 * and fails the n-th, once or from then on.
 *
 * Links: src/shared
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sqlite3.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include "outbox_help.h"
#include "outbox_private.h"

#define DB "outbox/outbox.db"

/* --- the failing disk
 * ------------------------------------------------------------------------------ */

static struct {
	sqlite3_vfs vfs, *real;
	/* a database locks and its journal does not: SQLite's layer has a table of functions for
	 * each */
	sqlite3_io_methods methods[2];
	const sqlite3_io_methods *under;
	int countdown; /* fail when it reaches 0; negative: the disk is well */
	bool forever, fired;
	int code;
} disk = { .countdown = -1 };

static bool disk_fails(void)
{
	if (disk.countdown < 0 || disk.countdown-- > 0)
		return false;
	if (disk.forever)
		disk.countdown = 0;
	disk.fired = true;
	return true;
}

static int disk_write(sqlite3_file *f, const void *data, int n, sqlite3_int64 at)
{
	if (disk_fails()) {
		disk.under->xWrite(f, data, n / 2, at); /* torn */
		return disk.code;
	}
	return disk.under->xWrite(f, data, n, at);
}

static int disk_sync(sqlite3_file *f, int flags)
{
	return disk_fails() ? disk.code == SQLITE_FULL ? SQLITE_IOERR_FSYNC : disk.code
			    : disk.under->xSync(f, flags);
}

static int disk_truncate(sqlite3_file *f, sqlite3_int64 size)
{
	return disk_fails() ? SQLITE_IOERR_TRUNCATE : disk.under->xTruncate(f, size);
}

static int disk_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *f, int flags, int *out)
{
	int rc = disk.real->xOpen(disk.real, name, f, flags, out);

	if (rc == SQLITE_OK && f->pMethods) {
		sqlite3_io_methods *m = &disk.methods[flags & SQLITE_OPEN_MAIN_DB ? 0 : 1];

		disk.under = f->pMethods; /* writing, syncing and truncating are the same in both */
		*m = *f->pMethods;
		m->xWrite = disk_write;
		m->xSync = disk_sync;
		m->xTruncate = disk_truncate;
		f->pMethods = m;
	}
	return rc;
}

static int disk_enter(void **state)
{
	disk.real = sqlite3_vfs_find("unix");
	disk.vfs = *disk.real;
	disk.vfs.zName = "bad-disk";
	disk.vfs.xOpen = disk_open;
	disk.countdown = -1;
	return help_enter(state) || sqlite3_vfs_register(&disk.vfs, 1) != SQLITE_OK;
}

static int disk_leave(void **state)
{
	sqlite3_vfs_unregister(&disk.vfs);
	return help_leave(state);
}

static void fail_from(int n, bool forever, int code)
{
	disk.countdown = n;
	disk.forever = forever;
	disk.fired = false;
	disk.code = code;
}

static void heal(void)
{
	disk.countdown = -1;
}

/* One put under failure: what was not acknowledged is not there, what was is; then all is well
 * again. */
static bool put_under_fault(const char *spool, int n, bool forever, int code)
{
	struct outbox *ob = help_open_with(spool, NULL, NULL);
	enum outbox_result r, want = code == SQLITE_FULL ? OUTBOX_FULL : OUTBOX_IO;
	bool damaged = true, fired;

	assert_int_equal(help_put(ob, 1, false, 9000), OUTBOX_OK);
	fail_from(n, forever, code);
	r = help_put(ob, 2, true, 20000);
	fired = disk.fired;
	heal();
	if (r != OUTBOX_OK) {
		assert_true(r == want || r == OUTBOX_IO);
		/* a later write first takes out what is in doubt */
		assert_int_equal(help_put(ob, 3, false, 9000), OUTBOX_OK);
		assert_int_equal(help_state(ob, 2), OUTBOX_ABSENT);
	}
	assert_true(r != OUTBOX_OK || help_state(ob, 2) == OUTBOX_WAITING);
	assert_int_equal(help_state(ob, 1), OUTBOX_WAITING);
	help_assert_sane(ob);
	outbox_close(ob);
	ob = help_open_with(spool, &damaged, NULL);
	assert_false(damaged);
	assert_int_equal(help_waiting(ob), 2);
	assert_int_equal(help_state(ob, r == OUTBOX_OK ? 2 : 3), OUTBOX_WAITING);
	help_assert_sane(ob);
	outbox_close(ob);
	assert_int_equal(system("rm -rf outbox spool"), 0);
	return fired;
}

static void test_outbox_faults__every_write_and_sync_of_a_put(void **state)
{
	static const int codes[] = { SQLITE_FULL, SQLITE_IOERR_WRITE, SQLITE_IOERR_FSYNC };

	for (int i = 0; i < 3; i++) {
		for (int forever = 0; forever < 2; forever++) {
			int n = 0;

			while (put_under_fault(i == 1 ? "spool" : NULL, n, forever, codes[i]))
				n++;
			assert_true(n > 8);
		}
	}
}

static void test_outbox_faults__every_write_and_sync_of_an_erase(void **state)
{
	bool fired = true;

	for (int n = 0; fired; n++) {
		struct outbox *ob = help_open();
		enum outbox_result r;

		assert_int_equal(help_put(ob, 1, false, 9000), OUTBOX_OK);
		fail_from(n, n % 2, SQLITE_IOERR_WRITE);
		r = help_erase(ob, 1, false, 9000);
		fired = disk.fired;
		heal();
		assert_int_equal(r == OUTBOX_OK, !fired);
		/* either erased with its tombstone or still waiting, never gone */
		assert_int_not_equal(help_state(ob, 1), OUTBOX_ABSENT);
		if (help_state(ob, 1) == OUTBOX_WAITING)
			assert_int_equal(help_erase(ob, 1, false, 9000), OUTBOX_OK);
		assert_int_equal(help_state(ob, 1), OUTBOX_ACKED);
		help_assert_sane(ob);
		outbox_close(ob);
		assert_int_equal(system("rm -rf outbox"), 0);
	}
}

static void test_outbox_faults__every_write_and_sync_of_a_first_start(void **state)
{
	bool fired = true;

	for (int n = 0; fired; n++) {
		struct outbox *ob;

		fail_from(n, n % 2, n % 3 ? SQLITE_IOERR_WRITE : SQLITE_FULL);
		if (help_open_result(NULL, OUTBOX_WRITER) == OUTBOX_OK)
			fired = disk.fired;
		heal();
		ob = help_open();
		assert_int_equal(help_put(ob, 1, false, 500), OUTBOX_OK);
		outbox_close(ob);
		assert_int_equal(system("rm -rf outbox"), 0);
	}
}

/* --- a full disk
 * --------------------------------------------------------------------------------------- */

static void limit_files(rlim_t bytes)
{
	const struct rlimit limit = { bytes, RLIM_INFINITY };

	assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

static void fill_the_disk(const char *spool, rlim_t bytes)
{
	struct outbox *ob = help_open_with(spool, NULL, NULL);
	enum outbox_result r = OUTBOX_OK;
	uint64_t n = 0;

	signal(SIGXFSZ, SIG_IGN);
	limit_files(bytes);
	while (r == OUTBOX_OK && n < 1000)
		r = help_put(ob, ++n, false, 20000);
	assert_int_equal(help_put(ob, n, false, 20000), OUTBOX_FULL);
	limit_files(RLIM_INFINITY);
	assert_int_equal(r, OUTBOX_FULL);
	assert_int_equal(help_state(ob, n), OUTBOX_ABSENT);
	assert_int_equal(help_waiting(ob), n - 1);
	assert_int_equal(help_put(ob, n, false, 20000), OUTBOX_OK);
	outbox_close(ob);
	ob = help_open_with(spool, NULL, NULL);
	assert_int_equal(help_waiting(ob), n);
	help_assert_sane(ob);
	outbox_close(ob);
}

static void test_outbox_faults__full_disk_then_space_again(void **state)
{
	fill_the_disk(NULL, 400000);
}

static void test_outbox_faults__full_spool_then_space_again(void **state)
{
	struct outbox *ob = help_open_with("spool", NULL, NULL);

	signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(help_put(ob, 1, false, 500), OUTBOX_OK);
	/* the database has room within its file, the spool's next file does not */
	limit_files(100);
	assert_int_equal(help_put(ob, 2, false, 500), OUTBOX_FULL);
	limit_files(RLIM_INFINITY);
	assert_int_equal(help_state(ob, 2), OUTBOX_ABSENT);
	assert_int_equal(system("test $(ls spool | wc -l) = 1"), 0);
	assert_int_equal(help_put(ob, 2, false, 500), OUTBOX_OK);
	outbox_close(ob);
}

/* --- kill -9
 * ------------------------------------------------------------------------------------------- */

/* Stores items until killed and says each acknowledged number into the pipe. */
static void write_until_killed(int out, uint64_t from, const char *spool)
{
	const struct outbox_options opt = { .data_dir = ".", .spool_dir = spool };
	struct outbox *ob = NULL;
	char err[OUTBOX_ERR_MAX];

	if (outbox_open(&ob, &opt, OUTBOX_WRITER, err, NULL, NULL) != OUTBOX_OK)
		_exit(1);
	for (uint64_t n = from;; n++) {
		if (help_put(ob, n, n % 3 == 0, 500 + 37 * (n % 200)) != OUTBOX_OK)
			_exit(2);
		if (n % 4 == 0 && help_erase(ob, n, n % 3 == 0, 500 + 37 * (n % 200)) != OUTBOX_OK)
			_exit(3);
		if (write(out, &n, sizeof(n)) != sizeof(n))
			_exit(4);
	}
}

/* Kills the writer after `acks` acknowledgements and some microseconds; returns the last one. */
static uint64_t kill_a_writer(uint64_t from, unsigned acks, unsigned delay_us, const char *spool)
{
	uint64_t n, last = from - 1;
	int fds[2], status;
	pid_t child;

	assert_int_equal(pipe(fds), 0);
	child = fork();
	if (child == 0) {
		close(fds[0]);
		write_until_killed(fds[1], from, spool);
	}
	close(fds[1]);
	while (acks-- > 0 && read(fds[0], &n, sizeof(n)) == sizeof(n))
		last = n;
	usleep(delay_us);
	assert_int_equal(kill(child, SIGKILL), 0);
	while (read(fds[0], &n, sizeof(n)) == sizeof(n))
		last = n;
	close(fds[0]);
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFSIGNALED(status));
	return last;
}

static void test_outbox_faults__killed_writer_loses_nothing_acknowledged(void **state)
{
	uint64_t next = 1, seed = 12345;
	char prev[WIRE_SHA256_HEX + 1];
	bool damaged = true;

	for (int round = 0; round < 50; round++) {
		const char *spool = round % 2 ? "spool" : NULL;
		struct outbox *ob;
		uint64_t last, head = 0;

		seed = seed * 6364136223846793005u + 1442695040888963407u;
		last = kill_a_writer(
			next, (unsigned)(seed >> 40) % 4, (unsigned)(seed >> 33) % 3000, spool);
		ob = help_open_with(spool, &damaged, NULL);
		assert_false(damaged);
		for (uint64_t n = next; n <= last; n++)
			assert_int_equal(
				help_state(ob, n), n % 4 == 0 ? OUTBOX_ACKED : OUTBOX_WAITING);
		help_assert_sane(ob);
		assert_int_equal(outbox_head(ob, &head, prev), OUTBOX_OK);
		/* at most the one that was being stored is there without its acknowledgement */
		assert_in_range(head, last + 1, last + 2);
		next = head;
		outbox_close(ob);
	}
}

static void test_outbox_faults__reader_meets_a_cut_transaction(void **state)
{
	const struct outbox_options opt = { .data_dir = "." };
	struct outbox *ob = help_open(), *reader;
	char err[OUTBOX_ERR_MAX];
	uint64_t n = 0;

	assert_int_equal(help_put(ob, 1, false, 500), OUTBOX_OK);
	outbox_close(ob);
	/* a journal with a header and no lock holder, as a power cut leaves it */
	if (fork() == 0) {
		sqlite3 *sql = NULL;

		if (sqlite3_open(DB, &sql) != SQLITE_OK
			|| sqlite3_exec(sql,
				   "PRAGMA journal_mode=TRUNCATE; PRAGMA cache_size=1; BEGIN "
				   "IMMEDIATE;"
				   "WITH RECURSIVE n(i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n "
				   "WHERE i < 99) "
				   "INSERT INTO item SELECT i, hex(i), 0, 'h', 's', NULL, "
				   "zeroblob(9000) FROM n",
				   NULL, NULL, NULL)
				!= SQLITE_OK
			|| sqlite3_db_cacheflush(sql) != SQLITE_OK)
			_exit(1);
		kill(getpid(), SIGKILL);
	}
	assert_true(wait(NULL) > 0);
	assert_int_equal(outbox_open(&reader, &opt, OUTBOX_READER, err, NULL, NULL), OUTBOX_BUSY);
	assert_string_equal(err, "outbox.db: cannot read: its writer ended in the middle of a write"
				 " and must start once");
	ob = help_open();
	reader = help_reader();
	assert_int_equal(outbox_each(reader, 0, help_count, &n), OUTBOX_OK);
	assert_int_equal(n, 1);
	outbox_close(reader);
	outbox_close(ob);
}

#define T(f) cmocka_unit_test_setup_teardown(f, help_enter, help_leave)
#define D(f) cmocka_unit_test_setup_teardown(f, disk_enter, disk_leave)

int main(void)
{
	const struct CMUnitTest tests[] = {
		D(test_outbox_faults__every_write_and_sync_of_a_put),
		D(test_outbox_faults__every_write_and_sync_of_an_erase),
		D(test_outbox_faults__every_write_and_sync_of_a_first_start),
		T(test_outbox_faults__full_disk_then_space_again),
		T(test_outbox_faults__full_spool_then_space_again),
		T(test_outbox_faults__killed_writer_loses_nothing_acknowledged),
		T(test_outbox_faults__reader_meets_a_cut_transaction),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
