/* SPDX-License-Identifier: Apache-2.0 */
/*
 * u-utf8 — what may be typed, what one press of delete removes, and NFC; with broken bytes
 * throughout.
 * Links: src/shared src/text
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include "hidden.h"
#include "utf8.h"

static bool clean(const char *s)
{
	return utf8_is_clean(s, strlen(s));
}

static void test_utf8__clean_takes_what_people_type(void **state)
{
	(void)state;
	assert_true(clean(""));
	assert_true(clean("こまって います\nおかね 3,000円"));
	assert_true(clean("Nguyễn Thị Huệ ไทย မြန်မာ नेपाली العربية 𠮷"));
	assert_true(clean("👨‍👩‍👧 葛󠄀")); /* joiners and variation selectors are
							     part of letters */
}

static void test_utf8__clean_refuses_what_nobody_types(void **state)
{
	(void)state;
	static const char *const bad[] = { "\xff", "\xc3", "\xe3\x81", "\xed\xa0\x80",
		"\xf4\x90\x80\x80", "\xc0\xaf", "a\x01", "\t", "\r\n", "\x7f", "\xc2\x85",
		"\xe2\x80\xae", "\xe2\x81\xa6", "\xe2\x81\xa9", "\xef\xbf\xbe", "\xef\xb7\x90",
		"\xee\x80\x80", "\xf3\xb0\x80\x80", "\xe2\x80\x8e", "\xe2\x80\x8f", "\xd8\x9c",
		"\xe2\x80\xa8", "\xe2\x80\x8b", "\xef\xbb\xbf", "\xc2\xad", "\xe2\x81\xa0",
		"\xf3\xa0\x81\xaa", "\xf3\xa0\x80\x81" };
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		if (clean(bad[i]))
			fail_msg("bad[%zu] passed as clean", i);
	assert_false(utf8_is_clean("a\0b", 3));
	assert_false(utf8_is_clean("\xe3\x81\x82", 2)); /* cut in the middle */
}

/* Letters' own: joiners of Nepali, Persian and emoji, selectors of a kanji's form. */
static void test_utf8__clean_keeps_joiners_and_forms(void **state)
{
	(void)state;
	assert_true(clean("क्\xe2\x80\x8dष र्\xe2\x80\x8cय"));
	assert_true(clean("می\xe2\x80\x8cخواهم"));
	assert_true(clean("辻\xf3\xa0\x84\x80 ❤\xef\xb8\x8f"));
}

static void test_utf8__hidden_is_shown_by_number(void **state)
{
	static const char text[] = "072\xe2\x80\xae"
				   "892\xf3\xa0\x81\xaa\n\x1b[0m";
	struct buf b = BUF_INIT;

	(void)state;
	hidden_show(&b, text, sizeof text - 1);
	assert_string_equal(buf_str(&b), "072⟨U+202E⟩892⟨U+E006A⟩\n⟨U+001B⟩[0m");
	assert_false(hidden_in(buf_str(&b), b.len));
	buf_reset(&b);
	hidden_show(&b, "\xe2\x80", 2); /* cut in the middle: as it is */
	hidden_show(&b, "\xc0\x8e\xff", 3);
	assert_memory_equal(buf_str(&b), "\xe2\x80\xc0\x8e\xff", 5);
	buf_release(&b);
}

static void test_utf8__next_steps_over_everything(void **state)
{
	(void)state;
	const char *s = "a\xe3\x81\x82\xf0\xa0\xae\xb7";
	assert_int_equal(utf8_next(&s), 'a');
	assert_int_equal(utf8_next(&s), 0x3042);
	assert_int_equal(utf8_next(&s), 0x20bb7);
	assert_int_equal(utf8_next(&s), 0);
	assert_int_equal(utf8_next(&s), 0); /* stays at the end */
	const char *bad = "\xe3\x81";
	assert_int_equal(utf8_next(&bad), 0xfffd);
	while (utf8_next(&bad))
		;
	assert_int_equal(*bad, '\0');
}

static void assert_last(const char *s, size_t bytes)
{
	assert_int_equal(utf8_last_cluster(s, strlen(s)), bytes);
}

static void test_utf8__delete_removes_one_letter(void **state)
{
	(void)state;
	assert_last("", 0);
	assert_last("a", 1);
	assert_last("あ", 3);
	assert_last("か\xe3\x82\x99", 6); /* か + combining voiced mark */
	assert_last("xe\xcc\x81", 3);     /* e + acute */
	assert_last("ab👨‍👩‍👧", 18);
	assert_last("葛󠄀", 7);
	assert_last("नि", 6);
	assert_last("\xff", 1);
	assert_last("a\xe3\x81", 2); /* a broken tail goes as one */
}

static void test_utf8__clusters_are_counted_as_people_see_them(void **state)
{
	(void)state;
	assert_int_equal(utf8_clusters("", 0), 0);
	assert_int_equal(utf8_clusters("こまる", 9), 3);
	assert_int_equal(utf8_clusters("e\xcc\x81", 3), 1);
	const char *family = "a👨‍👩‍👧b";
	assert_int_equal(utf8_clusters(family, strlen(family)), 3);
}

static void test_utf8__cluster_loop_ends_on_hostile_bytes(void **state)
{
	(void)state;
	char s[2000];
	for (size_t i = 0; i < sizeof s; i++)
		s[i] = (char)(i * 37 + i / 7);
	size_t len = sizeof s, steps = 0;
	while (len > 0) {
		size_t n = utf8_last_cluster(s, len);
		assert_in_range(n, 1, len);
		len -= n;
		steps++;
	}
	assert_in_range(steps, 1, sizeof s);
}

static void test_utf8__nfc_composes(void **state)
{
	(void)state;
	char out[64];
	assert_true(utf8_nfc("Hue\xcc\xa3\xcc\x82", 7, out, sizeof out));
	assert_string_equal(out, "Huệ");
	assert_true(utf8_nfc("か\xe3\x82\x99", 6, out, sizeof out));
	assert_string_equal(out, "が");
	assert_true(utf8_nfc("", 0, out, sizeof out));
	assert_string_equal(out, "");
}

static void test_utf8__nfc_that_does_not_fit_fails_empty(void **state)
{
	(void)state;
	char out[4] = "zzz";
	assert_false(utf8_nfc("ああ", 6, out, sizeof out));
	assert_string_equal(out, "");
	assert_false(utf8_nfc("abcd", 4, out, sizeof out)); /* no room for the NUL */
	assert_string_equal(out, "");
	assert_true(utf8_nfc("abc", 3, out, sizeof out));
	assert_false(utf8_nfc("a", 1, out, 0));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_utf8__clean_takes_what_people_type),
		cmocka_unit_test(test_utf8__clean_refuses_what_nobody_types),
		cmocka_unit_test(test_utf8__clean_keeps_joiners_and_forms),
		cmocka_unit_test(test_utf8__hidden_is_shown_by_number),
		cmocka_unit_test(test_utf8__next_steps_over_everything),
		cmocka_unit_test(test_utf8__delete_removes_one_letter),
		cmocka_unit_test(test_utf8__clusters_are_counted_as_people_see_them),
		cmocka_unit_test(test_utf8__cluster_loop_ends_on_hostile_bytes),
		cmocka_unit_test(test_utf8__nfc_composes),
		cmocka_unit_test(test_utf8__nfc_that_does_not_fit_fails_empty),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
