/* SPDX-License-Identifier: Apache-2.0 */
/*
 * u-city-options — the command lines of marumado-city: what is taken, and that nothing else is.
 *
 * Links: src/shared src/record sync/city
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "city/options.h"

static void test_options__are_read_strictly(void **state)
{
	static const struct { const char *word[4]; bool ok; } CASES[] = {
		{ { "x", "--dir", "D", "ID" }, true }, { { "x", "--dir=D", "ID" }, true },
		{ { "x", "ID" }, true }, { { "x" }, false }, { { "x", "ID", "--dir" }, false },
		{ { "x", "ID", "ID" }, false }, { { "x", "ID", "--site=S" }, false },
		{ { "x", "ID", "--di=S" }, false }, { { "x", "ID", "--no-tls=1" }, false },
		{ { "x", "ID", "--after", "-1" }, false }, { { "x", "ID", "--after=1x" }, false },
		{ { "x", "ID", "--after=99999999999999999999" }, false },
		{ { "x", "ID", "--" }, false },
	};
	for (size_t i = 0; i < sizeof(CASES) / sizeof(CASES[0]); i++) {
		struct options o;
		char err[OPTIONS_ERR_MAX], *argv[5] = { NULL };
		int n = 0;
		for (; n < 4 && CASES[i].word[n]; n++)
			argv[n] = (char *)(uintptr_t)CASES[i].word[n];
		assert_int_equal(options_parse(&o, n, argv, "dir no-tls after", true, err),
			CASES[i].ok);
	}
}

static void test_options__an_id_may_look_like_an_option(void **state)
{
	static const char *const KID[] = { "-bcdefgh",
		"--cdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQ" };
	for (size_t i = 0; i < 2; i++) {
		char *argv[] = { (char[]){ "revoke" }, (char *)(uintptr_t)KID[i],
			(char[]){ "--dir=D" } };
		struct options o;
		char err[OPTIONS_ERR_MAX];
		assert_true(options_parse(&o, 3, argv, "dir db", true, err));
		assert_string_equal(o.argument, KID[i]);
		assert_string_equal(o.dir, "D");
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_options__are_read_strictly),
		cmocka_unit_test(test_options__an_id_may_look_like_an_option),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
