/* SPDX-License-Identifier: Apache-2.0 */
/*
 * u-buf — growth, sticky failure, wiping, and files that are replaced whole or not at all.
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
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "buf.h"

static void assert_sane_buf(const struct buf *b)
{
	assert_true(b->len == 0 || b->cap > b->len);
	assert_true((b->data == NULL) == (b->cap == 0));
	if (b->len)
		assert_int_equal(b->data[b->len], 0);
}

static void test_buf__appends_grow_and_stay_terminated(void **state)
{
	struct buf b = BUF_INIT;

	assert_string_equal(buf_str(&b), "");
	for (int i = 0; i < 1000; i++) {
		buf_puts(&b, "ab");
		buf_append(&b, "c\0", 2);
		buf_printf(&b, "%03d", i);
		assert_sane_buf(&b);
	}
	assert_true(buf_ok(&b));
	assert_int_equal(b.len, 7000);
	assert_memory_equal(b.data + 6993, "abc\000999", 8);
	buf_append(&b, NULL, 0);
	assert_int_equal(b.len, 7000);
	buf_release(&b);
	assert_null(b.data);
	buf_release(&b);
}

static void test_buf__reset_overwrites_and_keeps_the_memory(void **state)
{
	struct buf b = BUF_INIT;
	const char *before;

	buf_puts(&b, "canary");
	before = b.data;
	buf_reset(&b);
	assert_ptr_equal(before, b.data);
	assert_int_equal(b.len, 0);
	for (size_t i = 0; i < b.cap; i++)
		assert_int_equal(b.data[i], 0);
	assert_string_equal(buf_str(&b), "");
	buf_release(&b);
}

static void test_buf__too_much_is_a_sticky_failure(void **state)
{
	struct buf b = BUF_INIT;

	buf_puts(&b, "kept");
	buf_append(&b, "x", BUF_MAX);
	assert_false(buf_ok(&b));
	buf_puts(&b, "ignored");
	assert_string_equal(buf_str(&b), "kept");
	assert_false(buf_ok(&b));
	buf_reset(&b);
	assert_true(buf_ok(&b));
	buf_release(&b);
}

/* --- files: every test runs in a fresh folder --- */

static int enter_folder(void **state)
{
	char *dir = strdup("/tmp/u-buf-XXXXXX");

	*state = dir;
	return !dir || !mkdtemp(dir) || chdir(dir) != 0;
}

static int leave_folder(void **state)
{
	char *cmd = NULL;
	int rc = asprintf(&cmd, "rm -rf '%s'", (char *)*state) < 0 || chdir("/") != 0
		|| system(cmd) != 0;

	free(cmd);
	free(*state);
	return rc;
}

static void test_buf__room_made_at_once_is_enough(void **state)
{
	struct buf b = BUF_INIT;
	const char *data;

	buf_reserve(&b, 1000);
	assert_int_equal(b.cap, 1001);
	data = b.data;
	for (int i = 0; i < 1000; i++)
		buf_append(&b, "x", 1);
	assert_ptr_equal(b.data, data);
	assert_sane_buf(&b);
	buf_puts(&b, "y"); /* and more comes as ever */
	assert_int_equal(b.len, 1001);
	buf_reserve(&b, 5);
	buf_reserve(&b, 0);
	assert_true(b.data[0] == 'x' && b.data[1000] == 'y' && b.data[1001] == '\0');
	assert_sane_buf(&b);
	buf_reserve(&b, BUF_MAX);
	assert_false(buf_ok(&b));
	assert_int_equal(b.len, 1001);
	buf_release(&b);
}

static void test_buf__file_round_trip(void **state)
{
	struct buf b = BUF_INIT;
	struct stat st;

	assert_true(buf_write_file("f", "one\0two", 7, 0640));
	assert_int_equal(stat("f", &st), 0);
	assert_int_equal(st.st_mode & 07777, 0640);
	buf_puts(&b, ">");
	assert_true(buf_read_file(&b, "f", 7));
	assert_int_equal(b.len, 8);
	assert_memory_equal(b.data, ">one\0two", 9);
	assert_true(buf_write_file("f", "", 0, 0600));
	assert_int_equal(stat("f", &st), 0);
	assert_int_equal(st.st_size, 0);
	assert_int_equal(st.st_mode & 07777, 0600);
	buf_release(&b);
}

static void test_buf__read_refuses_and_leaves_the_buf_alone(void **state)
{
	struct buf b = BUF_INIT;

	buf_puts(&b, "kept");
	assert_true(buf_write_file("f", "0123456789", 10, 0600));
	assert_false(buf_read_file(&b, "f", 9));
	assert_int_equal(errno, EFBIG);
	assert_false(buf_read_file(&b, "missing", 9));
	assert_int_equal(errno, ENOENT);
	assert_false(buf_read_file(&b, ".", 9));
	assert_int_equal(errno, EISDIR);
	assert_string_equal(buf_str(&b), "kept");
	assert_true(buf_ok(&b));
	for (size_t i = b.len; i < b.cap; i++)
		assert_int_equal(b.data[i], 0);
	buf_release(&b);
}

static void test_buf__failed_write_keeps_the_old_file_and_no_litter(void **state)
{
	const struct rlimit tiny = { 4, RLIM_INFINITY };
	const struct rlimit all = { RLIM_INFINITY, RLIM_INFINITY };
	struct buf b = BUF_INIT;
	bool ok;

	assert_true(buf_write_file("f", "old", 3, 0600));
	signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &tiny), 0);
	ok = buf_write_file("f", "much longer", 11, 0600);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &all), 0);
	assert_false(ok);
	assert_int_equal(errno, EFBIG);
	assert_true(buf_read_file(&b, "f", 100));
	assert_string_equal(buf_str(&b), "old");
	assert_false(buf_write_file("no/such/folder", "x", 1, 0600));
	assert_int_equal(errno, ENOENT);
	assert_int_equal(mkdir("d", 0700), 0);
	assert_int_equal(mkdir("d/child", 0700), 0);
	assert_false(buf_write_file("d", "x", 1, 0600));
	assert_int_equal(system("test \"$(ls | tr '\\n' ' ')\" = 'd f '"), 0);
	buf_release(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_buf__appends_grow_and_stay_terminated),
		cmocka_unit_test(test_buf__reset_overwrites_and_keeps_the_memory),
		cmocka_unit_test(test_buf__too_much_is_a_sticky_failure),
		cmocka_unit_test(test_buf__room_made_at_once_is_enough),
		cmocka_unit_test_setup_teardown(
			test_buf__file_round_trip, enter_folder, leave_folder),
		cmocka_unit_test_setup_teardown(test_buf__read_refuses_and_leaves_the_buf_alone,
			enter_folder, leave_folder),
		cmocka_unit_test_setup_teardown(
			test_buf__failed_write_keeps_the_old_file_and_no_litter, enter_folder,
			leave_folder),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
