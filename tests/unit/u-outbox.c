/* SPDX-License-Identifier: Apache-2.0 */
/*
 * u-outbox — what the outbox promises while the disk is well: order, head, refusal, one writer,
 * readers in another process and of another user. Its SQL is looked at in u-outbox-sql.c; bad days
 * are in u-outbox-faults.c and u-outbox-damage.c.
 *
 * Links: src/shared
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <fcntl.h>
#include <grp.h>
#include <sqlite3.h>
#include <sys/wait.h>

#include "outbox_help.h"
#include "outbox_private.h"

struct seen {
	uint64_t seq[16];
	size_t n, stop_after;
};

static bool see(void *ctx, const struct outbox_item *item)
{
	struct seen *s = ctx;
	struct outbox_item want = help_item(item->seq, item->urgent, item->jws_len);

	assert_string_equal(item->id, want.id);
	assert_string_equal(item->made_hour, want.made_hour);
	assert_string_equal(item->jws, want.jws);
	help_free(&want);
	assert_true(s->n < 16);
	s->seq[s->n++] = item->seq;
	return s->n != s->stop_after;
}

static void test_outbox__put_is_there_after_reopening(void **state)
{
	char prev[WIRE_SHA256_HEX + 1], sha256[WIRE_SHA256_HEX + 1];
	struct outbox *ob = help_open();
	struct outbox_item item;
	struct seen seen = { .n = 0 };
	uint64_t seq = 0;

	help_assert_sane(ob);
	assert_int_equal(outbox_head(ob, &seq, prev), OUTBOX_OK);
	assert_int_equal(seq, 1);
	assert_string_equal(prev, WIRE_PREV_NONE);
	for (uint64_t n = 1; n <= 3; n++)
		assert_int_equal(help_put(ob, n, n == 3, 1000 * n), OUTBOX_OK);
	outbox_close(ob);
	ob = help_open();
	help_assert_sane(ob);
	assert_int_equal(outbox_each(ob, 0, see, &seen), OUTBOX_OK);
	assert_int_equal(seen.n, 3);
	assert_int_equal(seen.seq[0], 1);
	assert_int_equal(seen.seq[2], 3);
	item = help_item(3, true, 3000);
	check_sha256(item.jws, item.jws_len, sha256);
	help_free(&item);
	assert_int_equal(outbox_head(ob, &seq, prev), OUTBOX_OK);
	assert_int_equal(seq, 4);
	assert_string_equal(prev, sha256);
	outbox_close(ob);
}

static void test_outbox__order_and_early_stop(void **state)
{
	struct outbox *ob = help_open();
	struct seen urgent = { .n = 0 }, rest = { .n = 0 }, two = { .stop_after = 2 };
	static const uint64_t want[] = { 2, 5, 1, 3, 4 };

	for (uint64_t n = 1; n <= 5; n++)
		assert_int_equal(help_put(ob, n, n == 2 || n == 5, 500), OUTBOX_OK);
	assert_int_equal(outbox_each_by_urgency(ob, see, &urgent), OUTBOX_OK);
	assert_int_equal(urgent.n, 5);
	assert_memory_equal(urgent.seq, want, sizeof(want));
	assert_int_equal(outbox_each(ob, 3, see, &rest), OUTBOX_OK);
	assert_int_equal(rest.n, 2);
	assert_int_equal(rest.seq[0], 4);
	assert_int_equal(outbox_each_by_urgency(ob, see, &two), OUTBOX_OK);
	assert_int_equal(two.n, 2);
	assert_int_equal(outbox_each(ob, UINT64_MAX, see, &two), OUTBOX_OK);
	assert_int_equal(two.n, 2);
	outbox_close(ob);
}

static void test_outbox__erase_needs_the_hash_and_keeps_the_head(void **state)
{
	char before[WIRE_SHA256_HEX + 1], after[WIRE_SHA256_HEX + 1], receipt[WIRE_SHA256_HEX + 1];
	struct outbox *ob = help_open();
	struct outbox_item item = help_item(2, false, 700);
	struct outbox_stats stats;
	enum outbox_state is;
	uint64_t seq = 0;

	assert_int_equal(help_put(ob, 1, true, 700), OUTBOX_OK);
	assert_int_equal(help_put(ob, 2, false, 700), OUTBOX_OK);
	assert_int_equal(outbox_head(ob, &seq, before), OUTBOX_OK);
	assert_int_equal(
		outbox_erase(ob, item.id, WIRE_PREV_NONE, HELP_ACK, HELP_DAY), OUTBOX_MISSING);
	assert_int_equal(help_state(ob, 2), OUTBOX_WAITING);
	assert_int_equal(help_erase(ob, 2, false, 700), OUTBOX_OK);
	assert_int_equal(help_erase(ob, 2, false, 700), OUTBOX_MISSING);
	assert_int_equal(help_erase(ob, 1, true, 700), OUTBOX_OK);
	assert_int_equal(help_erase(ob, 9, false, 700), OUTBOX_MISSING);
	outbox_close(ob);
	ob = help_open();
	assert_int_equal(outbox_head(ob, &seq, after), OUTBOX_OK);
	assert_int_equal(seq, 3);
	assert_string_equal(before, after);
	assert_int_equal(help_state(ob, 2), OUTBOX_ACKED);
	assert_int_equal(help_state(ob, 9), OUTBOX_ABSENT);
	help_receipt(2, receipt);
	assert_int_equal(outbox_state_by_receipt(ob, receipt, &is), OUTBOX_OK);
	assert_int_equal(is, OUTBOX_ACKED);
	help_receipt(9, receipt);
	assert_int_equal(outbox_state_by_receipt(ob, receipt, &is), OUTBOX_OK);
	assert_int_equal(is, OUTBOX_ABSENT);
	assert_int_equal(outbox_stats(ob, &stats), OUTBOX_OK);
	assert_int_equal(stats.acked, 2);
	assert_int_equal(stats.waiting, 0);
	assert_string_equal(stats.oldest_hour, "");
	/* an id is remembered for ever: an acked one is not stored again */
	item.seq = 3;
	assert_int_equal(outbox_put(ob, &item, NULL), OUTBOX_MISSING);
	help_free(&item);
	outbox_close(ob);
}

static void test_outbox__waiting_by_receipt_and_get(void **state)
{
	struct outbox *ob = help_open();
	char receipt[WIRE_SHA256_HEX + 1];
	struct outbox_item none = help_item(2, true, 600);
	struct seen seen = { .n = 0 };
	enum outbox_state is;

	assert_int_equal(help_put(ob, 1, false, 600), OUTBOX_OK);
	assert_int_equal(outbox_put(ob, &none, NULL), OUTBOX_OK);
	help_receipt(1, receipt);
	assert_int_equal(outbox_state_by_receipt(ob, receipt, &is), OUTBOX_OK);
	assert_int_equal(is, OUTBOX_WAITING);
	assert_int_equal(outbox_get(ob, none.id, see, &seen), OUTBOX_OK);
	assert_int_equal(seen.n, 1);
	assert_int_equal(
		outbox_get(ob, "0000000000000000000000000000ffff", see, &seen), OUTBOX_MISSING);
	assert_int_equal(seen.n, 1);
	help_free(&none);
	outbox_close(ob);
}

static void test_outbox__a_forgotten_receipt_finds_nothing(void **state)
{
	struct outbox *ob = help_open();
	char one[WIRE_SHA256_HEX + 1], two[WIRE_SHA256_HEX + 1];
	enum outbox_state is;

	assert_int_equal(help_put(ob, 1, false, 600), OUTBOX_OK);
	assert_int_equal(help_put(ob, 2, false, 600), OUTBOX_OK);
	help_receipt(1, one);
	help_receipt(2, two);
	assert_int_equal(outbox_forget_receipt(ob, one), OUTBOX_OK);
	assert_int_equal(outbox_forget_receipt(ob, one), OUTBOX_OK);
	assert_int_equal(outbox_forget_receipt(ob, "1234"), OUTBOX_MISSING);
	assert_int_equal(outbox_state_by_receipt(ob, one, &is), OUTBOX_OK);
	assert_int_equal(is, OUTBOX_ABSENT);
	assert_int_equal(outbox_state_by_receipt(ob, two, &is), OUTBOX_OK);
	assert_int_equal(is, OUTBOX_WAITING);
	outbox_close(ob);
}

static void test_outbox__same_item_twice_is_one(void **state)
{
	struct outbox *ob = help_open();

	assert_int_equal(help_put(ob, 1, false, 600), OUTBOX_OK);
	assert_int_equal(help_put(ob, 1, false, 600), OUTBOX_OK);
	assert_int_equal(help_put(ob, 1, false, 601), OUTBOX_MISSING);
	assert_int_equal(help_waiting(ob), 1);
	outbox_close(ob);
}

static void refuse(struct outbox *ob, const char *id, const char *hour, size_t len, uint64_t seq)
{
	struct outbox_item item = help_item(1, false, len);

	item.seq = seq;
	snprintf(item.id, sizeof(item.id), "%s", id);
	snprintf(item.made_hour, sizeof(item.made_hour), "%s", hour);
	assert_int_equal(outbox_put(ob, &item, NULL), OUTBOX_MISSING);
	help_free(&item);
}

static void test_outbox__refuses_what_has_not_the_form(void **state)
{
	static const char good[] = "00112233445566778899aabbccddeeff", hour[] = "2026-11-23T10";
	static const char *const ids[] = { "", "'; DROP TABLE item; --", "../../../../etc/passwd",
		"00112233445566778899AABBCCDDEEFF", "00112233445566778899aabbccddeef", "%s%s%s%n",
		"00112233445566778899aabbccddee/." };
	struct outbox *ob = help_open();
	struct outbox_item item = help_item(1, false, 500);
	enum outbox_state is;

	for (size_t i = 0; i < sizeof(ids) / sizeof(ids[0]); i++) {
		refuse(ob, ids[i], hour, 500, 1);
		assert_int_equal(outbox_state(ob, ids[i], &is), OUTBOX_MISSING);
		assert_int_equal(outbox_get(ob, ids[i], see, NULL), OUTBOX_MISSING);
		assert_int_equal(outbox_state_by_receipt(ob, ids[i], &is), OUTBOX_MISSING);
		assert_int_equal(
			outbox_erase(ob, ids[i], WIRE_PREV_NONE, "a", HELP_DAY), OUTBOX_MISSING);
		assert_int_equal(outbox_put(ob, &item, ids[i]), OUTBOX_MISSING);
	}
	refuse(ob, good, "2026-11-23 10", 500, 1);
	refuse(ob, good, "", 500, 1);
	refuse(ob, good, hour, WIRE_ITEM_BYTES_MAX + 1, 1);
	refuse(ob, good, hour, 0, 1);
	refuse(ob, good, hour, 500, 0);
	refuse(ob, good, hour, 500, UINT64_MAX);
	assert_int_equal(outbox_erase(ob, good, WIRE_PREV_NONE, "a", "yesterday"), OUTBOX_MISSING);
	assert_int_equal(help_waiting(ob), 0);
	assert_int_equal(help_put(ob, 1, false, WIRE_ITEM_BYTES_MAX), OUTBOX_OK);
	refuse(ob, good, hour, 500, 1); /* the seq is used */
	help_free(&item);
	outbox_close(ob);
}

static void test_outbox__second_writer_is_busy(void **state)
{
	struct outbox *ob;
	pid_t child;
	int status;

	assert_int_equal(help_open_result(NULL, OUTBOX_READER), OUTBOX_MISSING);
	ob = help_open();
	assert_int_equal(help_open_result(NULL, OUTBOX_WRITER), OUTBOX_BUSY);
	child = fork();
	if (child == 0) {
		const struct outbox_options opt = { .data_dir = "." };
		struct outbox *other = NULL;
		char err[OUTBOX_ERR_MAX];

		_exit((int)outbox_open(&other, &opt, OUTBOX_WRITER, err, NULL, NULL));
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), OUTBOX_BUSY);
	assert_int_equal(help_put(ob, 1, false, 500), OUTBOX_OK);
	outbox_close(ob);
	assert_int_equal(help_open_result(NULL, OUTBOX_WRITER), OUTBOX_OK);
}

/* Reads until it has seen `n` items or the pipe of the writer is closed; 0 when all was well. */
static int read_as_stranger(uint64_t n, gid_t gid)
{
	const struct outbox_options opt = { .data_dir = "." };
	struct outbox *ob = NULL;
	char err[OUTBOX_ERR_MAX];
	uint64_t seen = 0;

	if (geteuid() == 0 && (setgroups(0, NULL) != 0 || setgid(gid) != 0 || setuid(65533) != 0))
		return 10;
	if (outbox_open(&ob, &opt, OUTBOX_READER, err, NULL, NULL) != OUTBOX_OK)
		return 11;
	while (seen < n) {
		enum outbox_result r;

		seen = 0;
		r = outbox_each(ob, 0, help_count, &seen);
		if (r != OUTBOX_OK && r != OUTBOX_BUSY)
			return 20 + (int)r;
	}
	outbox_close(ob);
	return 0;
}

static void test_outbox__another_user_reads_while_the_kiosk_writes(void **state)
{
	gid_t gid = geteuid() == 0 ? 65532 : getegid();
	mode_t mask = umask(077); /* the group may read whatever the umask */
	struct outbox *ob = help_open();
	struct stat st;
	pid_t child;
	int status;

	umask(mask);
	assert_int_equal(stat("outbox", &st), 0);
	assert_int_equal(st.st_mode & 0777, 0750);
	assert_int_equal(stat("outbox/outbox.db", &st), 0);
	assert_int_equal(st.st_mode & 0777, 0640);
	assert_int_equal(stat("outbox/lock", &st), 0);
	/* who can open it can hold it, and keep the writer out */
	assert_int_equal(st.st_mode & 0777, 0600);
	assert_int_equal(system("chgrp -R $(test $(id -u) = 0 && echo 65532 || id -g) outbox"), 0);
	child = fork();
	if (child == 0)
		_exit(read_as_stranger(200, gid));
	for (uint64_t n = 1; n <= 200; n++)
		assert_int_equal(help_put(ob, n, n % 5 == 0, 3000), OUTBOX_OK);
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 0);
	/* idle: nobody writes, nobody has it open */
	outbox_close(ob);
	child = fork();
	if (child == 0)
		_exit(read_as_stranger(200, gid));
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(WEXITSTATUS(status), 0);
}

struct erase_ctx {
	struct outbox *writer;
	uint64_t n;
};

static bool erase_it(void *ctx, const struct outbox_item *item)
{
	struct erase_ctx *e = ctx;

	assert_int_equal(help_erase(e->writer, item->seq, item->urgent, item->jws_len), OUTBOX_OK);
	e->n++;
	return true;
}

static void test_outbox__the_callback_may_write(void **state)
{
	struct outbox *ob = help_open(), *reader;
	struct erase_ctx e = { .writer = ob };

	for (uint64_t n = 1; n <= 10; n++)
		assert_int_equal(help_put(ob, n, n % 2, 500), OUTBOX_OK);
	reader = help_reader();
	assert_int_equal(outbox_each_by_urgency(reader, erase_it, &e), OUTBOX_OK);
	assert_int_equal(e.n, 10);
	assert_int_equal(help_waiting(reader), 0);
	outbox_close(reader);
	outbox_close(ob);
}

#define T(f) cmocka_unit_test_setup_teardown(f, help_enter, help_leave)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(test_outbox__put_is_there_after_reopening),
		T(test_outbox__order_and_early_stop),
		T(test_outbox__erase_needs_the_hash_and_keeps_the_head),
		T(test_outbox__waiting_by_receipt_and_get),
		T(test_outbox__a_forgotten_receipt_finds_nothing),
		T(test_outbox__same_item_twice_is_one),
		T(test_outbox__refuses_what_has_not_the_form),
		T(test_outbox__second_writer_is_busy),
		T(test_outbox__another_user_reads_while_the_kiosk_writes),
		T(test_outbox__the_callback_may_write),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
