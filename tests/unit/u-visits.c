/* SPDX-License-Identifier: Apache-2.0 */
/*
 * u-visits — next visits: in the order of days, this week's and the missed ones, gone when done or
 * old, sealed to the site's key, never replaced by a list that could not read the old one.
 *
 * Links: src/staff src/record src/form src/text src/shared
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include "keys.h"
#include "tempdir.h"
#include "visits.h"

#define TODAY "2026-11-24"
#define NOW   1800000000

static char dir[TEMPDIR_MAX];
static const unsigned char key[BOX_KEY_BYTES] = { 7 }, other[BOX_KEY_BYTES] = { 8 };

static int begin(void **state)
{
	(void)state;
	keys_init();
	tempdir_make(dir);
	return 0;
}

static int end(void **state)
{
	(void)state;
	tempdir_remove(dir);
	return 0;
}

static bool add(const char *receipt, const char *day)
{
	struct visit v;

	snprintf(v.receipt, sizeof(v.receipt), "%s", receipt);
	snprintf(v.day, sizeof(v.day), "%s", day);
	return visits_add(dir, key, &v, TODAY, NOW);
}

static void test_visits__this_week_and_what_was_missed(void **state)
{
	struct visit v[8];

	(void)state;
	assert_int_equal(visits_due(dir, key, TODAY, 6, v, 8), 0);
	assert_true(add("100000000000", "2026-12-01")); /* a week from today: next week */
	assert_true(add("200000000000", "2026-11-30"));
	assert_true(add("300000000000", "2026-11-20"));
	assert_true(add("400000000000", TODAY));
	assert_int_equal(visits_due(dir, key, TODAY, 6, v, 8), 3);
	assert_string_equal(v[0].receipt, "300000000000");
	assert_string_equal(v[1].receipt, "400000000000");
	assert_string_equal(v[2].day, "2026-11-30");
	assert_int_equal(visits_due(dir, key, TODAY, 6, v, 1), 1);
	assert_int_equal(visits_due(dir, key, TODAY, 7, v, 8), 4);
}

static void test_visits__end(void **state)
{
	struct visit v[8];

	(void)state;
	assert_true(add("100000000000", "2026-11-25"));
	assert_true(add("200000000000", "2026-11-26"));
	assert_true(add("100000000000", "2026-11-27")); /* put off: not twice in the list */
	assert_int_equal(visits_due(dir, key, TODAY, 6, v, 8), 2);
	assert_true(visits_done(dir, key, "100000000000", NOW));
	assert_true(visits_done(dir, key, "100000000000", NOW)); /* is not there any more */
	assert_int_equal(visits_due(dir, key, TODAY, 6, v, 8), 1);
	assert_string_equal(v[0].receipt, "200000000000");
	assert_int_equal(visits_due(dir, key, "2027-01-24", 6, v, 8), 1); /* 59 days later */
	assert_int_equal(visits_due(dir, key, "2027-01-25", 6, v, 8), 0);
}

static void test_visits__old_ones_leave_the_file(void **state)
{
	struct visit v[8], late = { "300000000000", "2027-02-01" };

	(void)state;
	assert_true(add("100000000000", "2026-11-25"));
	assert_true(visits_add(dir, key, &late, "2027-01-30", NOW));
	assert_int_equal(visits_due(dir, key, TODAY, 100, v, 8), 1);
	assert_string_equal(v[0].receipt, "300000000000");
}

static void test_visits__only_days(void **state)
{
	static const char *const bad[] = { "", "2026-11", "tomorrow", "2026-11-2x", "2026-13-01" };
	struct visit v[8];

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_false(add("100000000000", bad[i]));
	assert_int_equal(visits_due(dir, key, TODAY, 100, v, 8), 0);
}

static void test_visits__open_with_the_sites_key_only(void **state)
{
	struct visit v[8], one = { "100000000000", "2026-11-25" };
	struct buf file = BUF_INIT;
	char path[TEMPDIR_MAX + 16];

	(void)state;
	assert_true(add("999941057058", "2026-11-25"));
	assert_int_equal(visits_due(dir, other, TODAY, 6, v, 8), 0);
	assert_false(visits_add(dir, other, &one, TODAY, NOW));
	assert_false(visits_done(dir, other, "999941057058", NOW));
	assert_int_equal(visits_due(dir, key, TODAY, 6, v, 8), 1);
	snprintf(path, sizeof(path), "%s/visits.jwe", dir);
	assert_true(buf_read_file(&file, path, BOX_BYTES_MAX));
	assert_null(memmem(file.data, file.len, "999941057058", 12));
	assert_null(memmem(file.data, file.len, "2026-11-25", 10));
	file.data[file.len / 2] ^= 1;
	assert_true(buf_write_file(path, file.data, file.len, 0600));
	assert_false(add("100000000000", "2026-11-25")); /* a damaged list is left alone */
	buf_release(&file);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			test_visits__this_week_and_what_was_missed, begin, end),
		cmocka_unit_test_setup_teardown(test_visits__end, begin, end),
		cmocka_unit_test_setup_teardown(test_visits__old_ones_leave_the_file, begin, end),
		cmocka_unit_test_setup_teardown(test_visits__only_days, begin, end),
		cmocka_unit_test_setup_teardown(
			test_visits__open_with_the_sites_key_only, begin, end),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
