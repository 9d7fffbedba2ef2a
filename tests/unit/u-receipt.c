/* SPDX-License-Identifier: Apache-2.0 */
/*
 * u-receipt — the number: every single wrong digit and every swap of neighbours is found, digits
 * are drawn evenly, what people type is read, and anything else is not.
 * Links: src/record src/shared
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>
#include "receipt.h"

#define DRAWS 5000

static void test_receipt__known_numbers(void **state)
{
	assert_true(receipt_valid(
		"999941057058")); /* published test numbers of another Verhoeff user, */
	assert_true(receipt_valid("999971658847")); /* India's Aadhaar */
	assert_false(receipt_valid("999941057059"));
	assert_false(receipt_valid("99994105705"));
	assert_false(receipt_valid("9999410570580"));
	assert_false(receipt_valid("99994105705a"));
	assert_false(receipt_valid(""));
	assert_false(receipt_valid(NULL));
}

static void test_receipt__every_error_is_found(void **state)
{
	char r[RECEIPT_DIGITS + 1];

	for (int n = 0; n < 200; n++) {
		assert_true(receipt_new(r));
		assert_int_equal(strlen(r), RECEIPT_DIGITS);
		assert_true(receipt_valid(r));
		for (int i = 0; i < RECEIPT_DIGITS; i++) {
			char was = r[i];

			for (char c = '0'; c <= '9'; c++) {
				r[i] = c;
				assert_int_equal(receipt_valid(r), c == was);
			}
			r[i] = was;
			if (i == 0 || r[i - 1] == was)
				continue;
			r[i] = r[i - 1];
			r[i - 1] = was;
			assert_false(receipt_valid(r));
			r[i - 1] = r[i];
			r[i] = was;
		}
	}
}

/* 5,000 draws: each digit 500 times at each place; ±150 is seven standard deviations. */
static void test_receipt__digits_are_even(void **state)
{
	int seen[RECEIPT_DIGITS][10] = { { 0 } };
	char r[RECEIPT_DIGITS + 1];

	for (int n = 0; n < DRAWS; n++) {
		assert_true(receipt_new(r));
		for (int i = 0; i < RECEIPT_DIGITS; i++)
			seen[i][r[i] - '0']++;
	}
	for (int i = 0; i < RECEIPT_DIGITS; i++)
		for (int d = 0; d < 10; d++)
			assert_in_range(seen[i][d], DRAWS / 10 - 150, DRAWS / 10 + 150);
}

static void test_receipt__what_people_type(void **state)
{
	static const char *const good[] = { "123456789012", "1234-5678-9012", " 1234 5678 9012 ",
		"１２３４５６７８９０１２", "1234ー5678－9012", "１２３４\u30005678\u22129012",
		"1-2-3-4-56789012" };
	static const char *const bad[] = { "", "12345678901", "1234567890123", "12345678901a",
		"1234/5678/9012", "\xef\xbc",
		"\xef\xbc\x9a"
		"12345678901",
		"1234567890１２３", "x123456789012", "123456789012\n" };
	char r[RECEIPT_DIGITS + 1];

	for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
		assert_true(receipt_normalise(good[i], r));
		assert_string_equal(r, "123456789012");
	}
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		assert_false(receipt_normalise(bad[i], r));
}

static void test_receipt__shown(void **state)
{
	char shown[RECEIPT_SHOWN + 1], r[RECEIPT_DIGITS + 1];

	receipt_format("123456789012", shown);
	assert_string_equal(shown, "1234-5678-9012");
	assert_true(receipt_normalise(shown, r));
	assert_string_equal(r, "123456789012");
}

static void test_receipt__hash_depends_on_number_and_salt(void **state)
{
	static const unsigned char a[16] = "salt number one", b[16] = "salt number two";
	char h[65], same[65], other[65];

	assert_true(receipt_hash("123456789012", a, h));
	assert_true(receipt_hash("123456789012", a, same));
	assert_string_equal(h, same);
	assert_int_equal(strspn(h, "0123456789abcdef"), 64);
	assert_true(receipt_hash("123456789013", a, other));
	assert_string_not_equal(h, other);
	assert_true(receipt_hash("123456789012", b, other));
	assert_string_not_equal(h, other);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_receipt__known_numbers),
		cmocka_unit_test(test_receipt__every_error_is_found),
		cmocka_unit_test(test_receipt__digits_are_even),
		cmocka_unit_test(test_receipt__what_people_type),
		cmocka_unit_test(test_receipt__shown),
		cmocka_unit_test(test_receipt__hash_depends_on_number_and_salt),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
