/* SPDX-License-Identifier: Apache-2.0 */
/*
 * u-mynumber — an Individual Number is found however it is written, and other numbers are left
 * alone.
 * The numbers are made up; only their check digits are right.
 * Links: src/shared src/text src/form
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "answers.h"

static const char *const found[] = {
	"123456789018", "わたしの ばんごうは 123456789018 です", "1234 5678 9018", "1234-5678-9018",
	"１２３４５６７８９０１８", "1234　5678　9018", "1234ー5678ー9018", "1234－5678－9018", "1234–5678−9018",
	"１２３４-5678 ９０１８", "1234\n5678\n9018", "1234\xe2\x80\x8b""5678\xe2\x80\x8b""9018",
	"१२३४५६७८९०१८", "๑๒๓๔๕๖๗๘๙๐๑๘", "123456789012 123456789018", "99 1234 5678 9018 99",
	"a123456789018b", "1 2 3 4 5 6 7 8 9 0 1 8", "000000000000", "no. 123456789018",
		"987654321093",
};

static const char *const not_found[] = {
	"", "12", "090-1234-5678", "0728921234 0728921235", "123456789012", "1234 5678 9019",
	"12345678901", "1234567890181", "0123456789018", "12345678 a 9018", "1234,5678,9018",
	"十二三四五六七八九〇一八", "2026-11-23 10:05", "\xff\xfe 123", "12345678901あ8",
};

static void test_mynumber__found(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(found) / sizeof(*found); i++)
		if (!mynumber_inside(found[i]))
			fail_msg("not found in '%s'", found[i]);
}

static void test_mynumber__other_numbers_pass(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(not_found) / sizeof(*not_found); i++)
		if (mynumber_inside(not_found[i]))
			fail_msg("found in '%s'", not_found[i]);
}

/* Of the ten last digits exactly one is right, for any eleven before it. */
static void test_mynumber__one_check_digit(void **state)
{
	(void)state;
	for (unsigned long n = 0; n < 2000; n++) {
		int right = 0;
		for (int last = 0; last < 10; last++) {
			char text[40];
			snprintf(text, sizeof(text), "%011lu%d", n * 48611ul % 100000000000ul,
				last);
			right += mynumber_inside(text);
		}
		assert_int_equal(right, 1);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_mynumber__found),
		cmocka_unit_test(test_mynumber__other_numbers_pass),
		cmocka_unit_test(test_mynumber__one_check_digit),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
