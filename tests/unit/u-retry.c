/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Retry times: jitter within its bounds whatever the random bits, and a Retry-After that no server
 * can use to silence a terminal for years or to make it hammer.
 *
 * Links: sync src/shared
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "retry.h"
#include "wire.h"

static void test_retry__jitter_reaches_zero_and_the_ceiling(void **state)
{
	assert_int_equal(retry_delay_ms(0, 0), 0);
	assert_int_equal(retry_delay_ms(0, RETRY_BASE_MS), RETRY_BASE_MS);
	assert_int_equal(retry_delay_ms(0, RETRY_BASE_MS + 1), 0);
	assert_int_equal(retry_delay_ms(3, 8 * RETRY_BASE_MS), 8 * RETRY_BASE_MS);
}

static void test_retry__jitter_never_passes_the_cap(void **state)
{
	static const unsigned FAILURES[] = { 0, 1, 8, 9, 31, 32, 63, 64, 1000000, UINT32_MAX };
	uint64_t random = 88172645463325252u;

	for (size_t i = 0; i < sizeof FAILURES / sizeof FAILURES[0]; i++) {
		for (int n = 0; n < 1000; n++) {
			random ^= random << 13;
			random ^= random >> 7;
			random ^= random << 17;
			assert_true(retry_delay_ms(FAILURES[i], random) <= RETRY_CAP_MS);
		}
	}
	assert_int_equal(retry_delay_ms(40, RETRY_CAP_MS), RETRY_CAP_MS);
	assert_true(retry_delay_ms(UINT32_MAX, UINT64_MAX) <= RETRY_CAP_MS);
}

static void test_retry__rest_doubles_to_a_day(void **state)
{
	assert_int_equal(retry_aside_ms(0), RETRY_ASIDE_BASE_MS);
	assert_int_equal(retry_aside_ms(1), RETRY_ASIDE_BASE_MS);
	assert_int_equal(retry_aside_ms(2), 2 * RETRY_ASIDE_BASE_MS);
	assert_int_equal(retry_aside_ms(6), RETRY_ASIDE_CAP_MS);
	assert_int_equal(retry_aside_ms(UINT32_MAX), RETRY_ASIDE_CAP_MS);
}

static void test_retry__after_takes_seconds_and_clamps(void **state)
{
	assert_int_equal(retry_after_s("1"), 1);
	assert_int_equal(retry_after_s("120"), 120);
	assert_int_equal(retry_after_s("86400"), WIRE_RETRY_AFTER_MAX_S);
	assert_int_equal(retry_after_s("86401"), WIRE_RETRY_AFTER_MAX_S);
	assert_int_equal(retry_after_s("4294967296"), WIRE_RETRY_AFTER_MAX_S);
	assert_int_equal(retry_after_s("99999999999999999999999999999999"), WIRE_RETRY_AFTER_MAX_S);
	assert_int_equal(retry_after_s("0"), 1);
	assert_int_equal(retry_after_s("000"), 1);
}

static void test_retry__after_ignores_dates_and_junk(void **state)
{
	static const char *const JUNK[] = { "", "Wed, 21 Oct 2099 07:28:00 GMT", "-5", "+5", "5s",
		"5.0", " 5", "0x10", "1e9", "\xef\xbc\x95" };

	assert_int_equal(retry_after_s(NULL), 0);
	for (size_t i = 0; i < sizeof JUNK / sizeof JUNK[0]; i++)
		assert_int_equal(retry_after_s(JUNK[i]), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_retry__jitter_reaches_zero_and_the_ceiling),
		cmocka_unit_test(test_retry__jitter_never_passes_the_cap),
		cmocka_unit_test(test_retry__rest_doubles_to_a_day),
		cmocka_unit_test(test_retry__after_takes_seconds_and_clamps),
		cmocka_unit_test(test_retry__after_ignores_dates_and_junk),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
