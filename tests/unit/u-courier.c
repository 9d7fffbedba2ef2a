/* SPDX-License-Identifier: Apache-2.0 */
/*
 * u-courier — what the courier remembers of the city's answers: acks as received, tries, contact,
 * documents; one writer, readers that never miss a changed verdict, damage.
 *
 * Links: src/shared
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include "courier.h"
#include "courier_private.h"
#include "outbox_help.h"

#define DB "courier/courier.db"

static struct courier *open_courier(enum outbox_mode mode)
{
	struct courier *c = NULL;
	char err[OUTBOX_ERR_MAX];
	enum outbox_result r = courier_open(&c, ".", mode, err);

	if (r != OUTBOX_OK)
		fail_msg("courier_open: %s: %s", outbox_result_name(r), err);
	return c;
}

static enum outbox_result open_result(enum outbox_mode mode)
{
	struct courier *c = NULL;
	char err[OUTBOX_ERR_MAX];
	enum outbox_result r = courier_open(&c, ".", mode, err);

	courier_close(c);
	return r;
}

static struct courier_ack entry(uint64_t n, const char *verdict)
{
	struct courier_ack e = { .jws = NULL };

	snprintf(e.id, sizeof(e.id), "%032llx", (unsigned long long)n);
	snprintf(e.sha256, sizeof(e.sha256), "%064llx", (unsigned long long)n);
	snprintf(e.verdict, sizeof(e.verdict), "%s", verdict);
	return e;
}

static enum outbox_result put(struct courier *c, const char *jws, uint64_t n, const char *verdict)
{
	struct courier_ack e = entry(n, verdict);

	return courier_put_acks(c, jws, &e, 1);
}

static void assert_verdict(struct courier *c, uint64_t n, const char *want)
{
	struct courier_ack e = entry(n, "");
	char is[12] = "?";

	assert_int_equal(courier_verdict(c, e.id, is), OUTBOX_OK);
	assert_string_equal(is, want);
}

/* Collects "id-digit verdict jws;" of every entry. */
static bool collect(void *ctx, const struct courier_ack *ack)
{
	buf_printf(ctx, "%c %s %s;", ack->id[WIRE_ID_HEX - 1], ack->verdict, ack->jws);
	return true;
}

static void assert_news(struct courier *c, int64_t *cursor, const char *want)
{
	struct buf b = BUF_INIT;

	assert_int_equal(courier_each_ack(c, cursor, collect, &b), OUTBOX_OK);
	assert_string_equal(buf_str(&b), want);
	buf_release(&b);
}

static int count_rows(struct courier *c, const char *table)
{
	sqlite3_stmt *st = NULL;
	char text[64];
	int n;

	snprintf(text, sizeof(text), "SELECT count(*) FROM %s", table);
	assert_int_equal(db_query(c->sql, &st, text, ""), SQLITE_ROW);
	n = sqlite3_column_int(st, 0);
	sqlite3_finalize(st);
	return n;
}

static void test_courier__acks_and_verdicts(void **state)
{
	struct courier *c = open_courier(OUTBOX_WRITER), *reader = open_courier(OUTBOX_READER);
	struct courier_ack both[] = { entry(1, "stored"), entry(2, "pending") };
	int64_t cursor = 0;

	assert_verdict(c, 1, "");
	assert_int_equal(courier_put_acks(c, "a.a.a", both, 2), OUTBOX_OK);
	assert_news(reader, &cursor, "1 stored a.a.a;2 pending a.a.a;");
	assert_int_equal(courier_put_acks(c, "a.a.a", both, 2), OUTBOX_OK);
	assert_news(reader, &cursor, "");
	/* a later verdict takes the place of one that was not final, and is news */
	assert_int_equal(put(c, "b.b.b", 2, "stored"), OUTBOX_OK);
	assert_news(reader, &cursor, "2 stored b.b.b;");
	assert_verdict(reader, 2, "stored");
	/* a final one stays against anything that is not */
	assert_int_equal(put(c, "c.c.c", 2, "refused"), OUTBOX_OK);
	assert_int_equal(put(c, "c.c.c", 1, "conflict"), OUTBOX_OK);
	assert_news(reader, &cursor, "");
	assert_verdict(reader, 1, "stored");
	/* but another final answer gets through: the first may have been forged */
	assert_int_equal(put(c, "d.d.d", 1, "duplicate"), OUTBOX_OK);
	assert_news(reader, &cursor, "1 duplicate d.d.d;");
	assert_int_equal(count_rows(c, "ack"), 2); /* a and c are not needed any more */
	courier_close(reader);
	courier_close(c);
	c = open_courier(OUTBOX_READER);
	cursor = 0;
	assert_news(c, &cursor, "2 stored b.b.b;1 duplicate d.d.d;");
	courier_close(c);
}

static bool stop(void *ctx, const struct courier_ack *ack)
{
	++*(int *)ctx;
	return false;
}

static void test_courier__each_stops_and_goes_on(void **state)
{
	struct courier *c = open_courier(OUTBOX_WRITER);
	int64_t cursor = 0;
	int n = 0;

	for (uint64_t i = 1; i <= 3; i++)
		assert_int_equal(put(c, "a.a.a", i, "stored"), OUTBOX_OK);
	assert_int_equal(courier_each_ack(c, &cursor, stop, &n), OUTBOX_OK);
	assert_int_equal(n, 1);
	assert_news(c, &cursor, "2 stored a.a.a;3 stored a.a.a;");
	courier_close(c);
}

static void test_courier__refuses_what_has_not_the_form(void **state)
{
	struct courier *c = open_courier(OUTBOX_WRITER);
	struct courier_ack mixed[] = { entry(1, "stored"), entry(2, "perhaps") };
	struct courier_contact contact;
	struct buf b = BUF_INIT;
	char *big = calloc(1, WIRE_ACK_BYTES_MAX + 2), is[12] = "";

	assert_int_equal(courier_put_acks(c, "a.a.a", mixed, 2), OUTBOX_MISSING);
	assert_verdict(c, 1, "");
	snprintf(mixed[0].id, sizeof(mixed[0].id), "' OR 1=1 --");
	assert_int_equal(courier_put_acks(c, "a.a.a", mixed, 1), OUTBOX_MISSING);
	assert_int_equal(courier_verdict(c, mixed[0].id, is), OUTBOX_MISSING);
	assert_int_equal(courier_put_attempt(c, mixed[0].id, 1, NULL), OUTBOX_MISSING);
	mixed[0] = entry(1, "stored");
	mixed[0].sha256[3] = 'X';
	assert_int_equal(courier_put_acks(c, "a.a.a", mixed, 1), OUTBOX_MISSING);
	mixed[0] = entry(1, "stored");
	memset(big, 'a', WIRE_ACK_BYTES_MAX + 1);
	assert_int_equal(courier_put_acks(c, big, mixed, 1), OUTBOX_MISSING);
	assert_int_equal(courier_put_acks(c, "", mixed, 1), OUTBOX_MISSING);
	assert_int_equal(
		courier_put_document(c, "keys", NULL, big, WIRE_DOC_BYTES_MAX + 1), OUTBOX_MISSING);
	big[COURIER_ETAG_MAX] = '\0';
	assert_int_equal(courier_put_document(c, "keys", big, "x", 1), OUTBOX_MISSING);
	assert_int_equal(courier_get_document(c, "keys", NULL, &b), OUTBOX_MISSING);
	assert_int_equal(courier_get_contact(c, &contact), OUTBOX_OK);
	assert_string_equal(contact.state, "never");
	assert_int_equal(count_rows(c, "ack"), 0);
	free(big);
	courier_close(c);
}

static void test_courier__attempts_contact_documents(void **state)
{
	struct courier_contact put_c = { 1700000000, 1600000000, "offline",
		"could not resolve host" },
			       got;
	struct courier *c = open_courier(OUTBOX_WRITER), *reader;
	struct courier_ack e = entry(7, "");
	struct buf b = BUF_INIT;
	char etag[COURIER_ETAG_MAX];
	uint32_t n = 0;
	int64_t next = 0;

	assert_int_equal(courier_get_attempt(c, e.id, &n, &next), OUTBOX_OK);
	assert_int_equal(n, 0);
	for (uint32_t i = 1; i <= 3; i++) {
		assert_int_equal(courier_put_attempt(c, e.id, 1000 + i, &n), OUTBOX_OK);
		assert_int_equal(n, i);
	}
	assert_int_equal(courier_put_attempt(c, e.id, -5, NULL), OUTBOX_OK);
	assert_int_equal(courier_put_contact(c, &put_c), OUTBOX_OK);
	put_c.last_ok_s = 1700000001;
	assert_int_equal(courier_put_contact(c, &put_c), OUTBOX_OK);
	assert_int_equal(courier_put_document(c, "keys", "\"v1\"", "old", 3), OUTBOX_OK);
	assert_int_equal(courier_put_document(c, "keys", "\"v2\"", "n\0w", 3), OUTBOX_OK);
	assert_int_equal(courier_put_document(c, "empty", NULL, NULL, 0), OUTBOX_OK);
	courier_close(c);
	reader = open_courier(OUTBOX_READER);
	assert_int_equal(courier_get_attempt(reader, e.id, &n, &next), OUTBOX_OK);
	assert_int_equal(n, 4);
	assert_int_equal(next, -5);
	assert_int_equal(courier_get_contact(reader, &got), OUTBOX_OK);
	assert_int_equal(got.last_ok_s, 1700000001);
	assert_string_equal(got.state, "offline");
	assert_string_equal(got.reason, "could not resolve host");
	buf_puts(&b, ">");
	assert_int_equal(courier_get_document(reader, "keys", etag, &b), OUTBOX_OK);
	assert_string_equal(etag, "\"v2\"");
	assert_int_equal(b.len, 4);
	assert_memory_equal(b.data, ">n\0w", 4);
	assert_int_equal(courier_get_document(reader, "empty", etag, &b), OUTBOX_OK);
	assert_string_equal(etag, "");
	assert_int_equal(courier_get_document(reader, "status", NULL, &b), OUTBOX_MISSING);
	buf_release(&b);
	courier_close(reader);
}

static void test_courier__one_writer(void **state)
{
	struct courier *c;
	struct stat st;

	assert_int_equal(open_result(OUTBOX_READER), OUTBOX_MISSING);
	c = open_courier(OUTBOX_WRITER);
	assert_int_equal(open_result(OUTBOX_WRITER), OUTBOX_BUSY);
	assert_int_equal(open_result(OUTBOX_READER), OUTBOX_OK);
	courier_close(c);
	assert_int_equal(open_result(OUTBOX_WRITER), OUTBOX_OK);
	assert_int_equal(stat(DB, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0640);
	assert_int_equal(stat("courier", &st), 0);
	assert_int_equal(st.st_mode & 0777, 0750);
}

static void test_courier__prune_spares_what_waits(void **state)
{
	struct courier *c = open_courier(OUTBOX_WRITER);
	struct outbox *ob = help_open(), *reader = help_reader();
	int64_t cursor = 0;

	assert_int_equal(help_put(ob, 1, false, 500), OUTBOX_OK);
	assert_int_equal(help_put(ob, 2, false, 500), OUTBOX_OK);
	assert_int_equal(help_erase(ob, 2, false, 500), OUTBOX_OK);
	for (uint64_t i = 1; i <= 3; i++) {
		struct courier_ack e = entry(i, "");

		assert_int_equal(put(c, i == 1 ? "a.a.a" : "b.b.b", i, "stored"), OUTBOX_OK);
		assert_int_equal(courier_put_attempt(c, e.id, 1, NULL), OUTBOX_OK);
	}
	assert_int_equal(courier_prune(c, reader, 30), OUTBOX_OK);
	assert_int_equal(count_rows(c, "entry"), 3);
	assert_int_equal(db_run(c->sql, "UPDATE entry SET day = day - 31", ""), SQLITE_OK);
	assert_int_equal(db_run(c->sql, "UPDATE attempt SET day = day - 31", ""), SQLITE_OK);
	assert_int_equal(courier_prune(c, reader, 30), OUTBOX_OK);
	assert_news(c, &cursor, "1 stored a.a.a;");
	assert_int_equal(count_rows(c, "attempt"), 1);
	assert_int_equal(count_rows(c, "ack"), 1);
	outbox_close(reader);
	outbox_close(ob);
	courier_close(c);
}

static void test_courier__damage_begins_anew_and_the_reader_follows(void **state)
{
	struct courier *c = open_courier(OUTBOX_WRITER), *reader;
	struct buf b = BUF_INIT;
	int64_t cursor = 0;

	for (uint64_t i = 1; i <= 9; i++)
		assert_int_equal(put(c, "a.a.a", i, "stored"), OUTBOX_OK);
	courier_close(c);
	reader = open_courier(OUTBOX_READER);
	assert_int_equal(courier_each_ack(reader, &cursor, collect, &b), OUTBOX_OK);
	buf_release(&b);
	for (int damage = 0; damage < 3; damage++) {
		static const char *const how[] = { "printf x | dd of=" DB
						   " conv=notrunc 2>/dev/null",
			"truncate -s 0 " DB, "truncate -s 6000 " DB };

		assert_int_equal(system(how[damage]), 0);
		c = open_courier(OUTBOX_WRITER);
		assert_int_equal(put(c, "b.b.b", 1, "duplicate"), OUTBOX_OK);
		assert_news(reader, &cursor, "1 duplicate b.b.b;");
		courier_close(c);
	}
	assert_int_equal(system("test $(ls courier | grep -c 'damaged-[123]$') = 3"), 0);
	courier_close(reader);
}

static void test_courier__newer_is_left_alone(void **state)
{
	sqlite3 *sql = NULL;

	courier_close(open_courier(OUTBOX_WRITER));
	assert_int_equal(sqlite3_open(DB, &sql), SQLITE_OK);
	assert_int_equal(sqlite3_exec(sql, "PRAGMA user_version=9", NULL, NULL, NULL), SQLITE_OK);
	sqlite3_close(sql);
	assert_int_equal(system("cp " DB " before"), 0);
	assert_int_equal(open_result(OUTBOX_WRITER), OUTBOX_NEWER);
	assert_int_equal(open_result(OUTBOX_READER), OUTBOX_NEWER);
	assert_int_equal(system("cmp before " DB), 0);
}

static void test_courier__full_disk_then_space_again(void **state)
{
	const struct rlimit tiny = { 30000, RLIM_INFINITY }, all = { RLIM_INFINITY, RLIM_INFINITY };
	struct courier *c = open_courier(OUTBOX_WRITER);
	enum outbox_result r;
	char *big = calloc(1, 100001);

	signal(SIGXFSZ, SIG_IGN);
	memset(big, 'a', 100000);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &tiny), 0);
	r = put(c, big, 1, "stored");
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &all), 0);
	assert_int_equal(r, OUTBOX_FULL);
	assert_verdict(c, 1, "");
	assert_int_equal(put(c, big, 1, "stored"), OUTBOX_OK);
	assert_verdict(c, 1, "stored");
	free(big);
	courier_close(c);
}

static void test_courier__killed_writer_keeps_what_it_acknowledged(void **state)
{
	for (int round = 0; round < 10; round++) {
		uint64_t n, last = 0;
		int fds[2];
		pid_t child;
		struct courier *c;

		assert_int_equal(pipe(fds), 0);
		child = fork();
		if (child == 0) {
			close(fds[0]);
			c = open_courier(OUTBOX_WRITER);
			for (n = 1;; n++) {
				if (put(c, "a.a.a", n, "stored") != OUTBOX_OK
					|| write(fds[1], &n, sizeof(n)) != sizeof(n))
					_exit(1);
			}
		}
		close(fds[1]);
		for (int i = 0; i <= round && read(fds[0], &n, sizeof(n)) == sizeof(n); i++)
			last = n;
		kill(child, SIGKILL);
		while (read(fds[0], &n, sizeof(n)) == sizeof(n))
			last = n;
		close(fds[0]);
		assert_int_equal(waitpid(child, NULL, 0), child);
		assert_true(last > 0);
		c = open_courier(OUTBOX_WRITER);
		for (n = 1; n <= last; n++)
			assert_verdict(c, n, "stored");
		courier_close(c);
		assert_int_equal(access(DB ".damaged-1", F_OK), -1);
	}
}

#define T(f) cmocka_unit_test_setup_teardown(f, help_enter, help_leave)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(test_courier__acks_and_verdicts),
		T(test_courier__each_stops_and_goes_on),
		T(test_courier__refuses_what_has_not_the_form),
		T(test_courier__attempts_contact_documents),
		T(test_courier__one_writer),
		T(test_courier__prune_spares_what_waits),
		T(test_courier__damage_begins_anew_and_the_reader_follows),
		T(test_courier__newer_is_left_alone),
		T(test_courier__full_disk_then_space_again),
		T(test_courier__killed_writer_keeps_what_it_acknowledged),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
