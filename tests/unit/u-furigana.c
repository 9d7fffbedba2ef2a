/* SPDX-License-Identifier: Apache-2.0 */
/*
 * u-furigana — whole groups become spans; everything else stays as it was typed.
 * Links: src/shared src/text
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include "furigana.h"

static void test_furigana__groups_become_spans(void **state)
{
	(void)state;
	const char *markup = "{困|こま}って いる ことを {教|おし}えて";
	struct ruby_span span[4];
	char out[100];
	bool ok;
	assert_int_equal(furigana_parse(markup, out, sizeof out, span, 4, &ok), 2);
	assert_true(ok);
	assert_string_equal(out, "困って いる ことを 教えて");
	assert_memory_equal(out + span[1].base, "教", span[1].base_len);
	assert_memory_equal(markup + span[1].reading, "おし", span[1].reading_len);
	assert_int_equal(span[0].base, 0);
	assert_int_equal(span[0].reading_len, 6);
}

static void test_furigana__switched_off_gives_plain_text(void **state)
{
	(void)state;
	char out[100];
	bool ok;
	assert_int_equal(
		furigana_parse("{交野市|かたのし}の {人|ひと}", out, sizeof out, NULL, 0, &ok), 0);
	assert_true(ok);
	assert_string_equal(out, "交野市の 人");
	furigana_plain("{相談|そうだん}", out, sizeof out);
	assert_string_equal(out, "相談");
	furigana_plain("a\n\U000E0001\U000E006A\U000E0061{相談|そうだん}\xf3", out, sizeof out);
	assert_string_equal(out, "a\n相談\xf3");
}

static void test_furigana__broken_markup_stays_as_it_is(void **state)
{
	(void)state;
	static const char *const same[] = { "", "{", "}", "{}", "{|}", "{a|}", "{|b}", "{a}",
		"{a|b", "a|b}", "{a{b|c", "{a\n|b}", "{a|b\n}", "{a|b|c}", "{{{{", "}}}}" };
	for (size_t i = 0; i < sizeof same / sizeof *same; i++) {
		char out[32];
		struct ruby_span span[4];
		bool ok;
		assert_int_equal(furigana_parse(same[i], out, sizeof out, span, 4, &ok), 0);
		assert_true(ok);
		assert_string_equal(out, same[i]);
	}
}

static void test_furigana__group_inside_a_stray_brace_is_found(void **state)
{
	(void)state;
	char out[32];
	struct ruby_span span[4];
	assert_int_equal(furigana_parse("{x{困|こま}}", out, sizeof out, span, 4, NULL), 1);
	assert_string_equal(out, "{x困}");
	assert_int_equal(span[0].base, 2);
}

static void test_furigana__too_small_is_told_and_cut_at_a_character(void **state)
{
	(void)state;
	char out[8];
	struct ruby_span span[1];
	bool ok;
	furigana_parse("あいう", out, sizeof out, span, 1, &ok);
	assert_false(ok);
	assert_string_equal(out, "あい");
	assert_int_equal(furigana_parse("{a|x}{b|y}", out, sizeof out, span, 1, &ok), 1);
	assert_false(ok);
	furigana_parse("a", out, 0, span, 1, &ok);
	assert_false(ok);
}

static void test_furigana__long_hostile_text_is_linear(void **state)
{
	(void)state;
	enum { LEN = 1 << 20 };
	char *in = malloc(LEN + 1), *out = malloc(LEN + 1);
	assert_non_null(in);
	assert_non_null(out);
	for (size_t i = 0; i < LEN; i++)
		in[i] = "{a|"[i % 3];
	in[LEN] = '\0';
	bool ok;
	furigana_parse(in, out, LEN + 1, NULL, 0, &ok);
	assert_true(ok);
	assert_string_equal(in, out);
	free(in);
	free(out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_furigana__groups_become_spans),
		cmocka_unit_test(test_furigana__switched_off_gives_plain_text),
		cmocka_unit_test(test_furigana__broken_markup_stays_as_it_is),
		cmocka_unit_test(test_furigana__group_inside_a_stray_brace_is_found),
		cmocka_unit_test(test_furigana__too_small_is_told_and_cut_at_a_character),
		cmocka_unit_test(test_furigana__long_hostile_text_is_linear),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
