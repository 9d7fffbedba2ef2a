/* SPDX-License-Identifier: Apache-2.0 */
/*
 * u-digits — numbers as they are typed: only digits, never more than there is room for, grouped as
 * on the receipt.
 * Links: src/shared src/text src/form src/record src/ui src/kiosk
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>
#include "digits.h"

static void test_digits__type(void **state)
{
	char d[5] = "";

	(void)state;
	assert_false(digits_type(d, 4, ""));
	assert_false(digits_type(d, 4, "a-\xe5\x9b\xb0 \xef\xbc\x91")); /* a wide one, too */
	assert_string_equal(d, "");
	assert_true(digits_type(d, 4, "1a2"));
	assert_string_equal(d, "12");
	assert_true(digits_type(d, 4, "34567"));
	assert_string_equal(d, "1234");
	assert_false(digits_type(d, 4, "8"));
	assert_string_equal(d, "1234");
}

static void test_digits__erase(void **state)
{
	char d[5] = "12";

	(void)state;
	assert_true(digits_erase(d));
	assert_true(digits_erase(d));
	assert_string_equal(d, "");
	assert_false(digits_erase(d));
}

static void test_digits__grouped(void **state)
{
	static const char *const tries[][2] = { { "", "" }, { "1", "1" }, { "1234", "1234" },
		{ "12345", "1234-5" }, { "123456789012", "1234-5678-9012" } };
	char shown[DIGITS_GROUPED(12)];

	(void)state;
	for (size_t i = 0; i < sizeof(tries) / sizeof(*tries); i++) {
		digits_grouped(tries[i][0], shown);
		assert_string_equal(shown, tries[i][1]);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_digits__type),
		cmocka_unit_test(test_digits__erase),
		cmocka_unit_test(test_digits__grouped),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
