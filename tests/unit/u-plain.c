/* SPDX-License-Identifier: Apache-2.0 */
/*
 * u-plain — runs of base64url, found block by block, must be what one finds character by character.
 *
 * Links: src/shared
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "plain.h"

#define DIGITS "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
#define MOST   200 /* several blocks */

static void test_plain__run_ends_where_the_digits_end(void **state)
{
	for (int c = 0; c < 256; c++) {
		bool digit = c && strchr(DIGITS, c);

		for (size_t at = 0; at < MOST; at++) {
			char *text = malloc(
				MOST); /* without a NUL: nothing behind it may be read */

			assert_non_null(text);
			for (size_t i = 0; i < MOST; i++)
				text[i] = DIGITS[i % 64];
			text[at] = (char)c;
			assert_int_equal(plain_run(text, MOST), digit ? MOST : at);
			assert_int_equal(plain_run(text, at), at);
			free(text);
		}
	}
	assert_int_equal(plain_run("", 0), 0);
}

static void test_plain__goes_past_what_is_there_only(void **state)
{
	const char text[] = "{\"a\":\"bc-_\",\"\"}", *at = text, *end = text + sizeof text - 1;
	char got[5];

	assert_false(plain_past(&at, "{\"b"));
	assert_ptr_equal(at, text);
	assert_true(plain_past(&at, "{\"a\":\""));
	assert_true(plain_copy(&at, end, got, sizeof got));
	assert_string_equal(got, "bc-_");
	assert_true(plain_past(&at, ",\""));
	assert_true(plain_string(&at, end)); /* an empty one is one */
	assert_false(plain_string(&at, end));
	assert_false(plain_past(&at, "}}"));
	assert_true(plain_past(&at, "}"));
	assert_ptr_equal(at, end);
	assert_false(plain_past(&at, "}"));
	assert_false(plain_string(&at, end));
}

static void test_plain__copies_what_fits_only(void **state)
{
	static const struct {
		const char *text;
		bool ok;
	} table[] = { { "abcd\"", true }, { "abcde\"", false }, { "\"", false }, { "abc", false },
		{ "ab\\\"", false }, { "ab \"", false }, { "ab.\"", false }, { "", false } };
	char got[5];

	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		const char *at = table[i].text;

		assert_int_equal(plain_copy(&at, at + strlen(at), got, sizeof got), table[i].ok);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_plain__run_ends_where_the_digits_end),
		cmocka_unit_test(test_plain__goes_past_what_is_there_only),
		cmocka_unit_test(test_plain__copies_what_fits_only),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
