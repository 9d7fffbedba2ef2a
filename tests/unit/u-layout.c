/* SPDX-License-Identifier: Apache-2.0 */
/*
 * u-layout — furigana, bidi, faces, carets, limits and hostile text.
 *
 * Links: src/shared src/text
 */
#include "layout_fake.h"

static void test_layout__newlines_and_spaces_of_typed_text_stay(void **state)
{
	(void)state;
	assert_typed("ja", 20, "a  b\n\n{c|d}", "a  b|{c|d}");
	struct layout_style s = { .lang = "ja", .px = PX, .width_max = 400 };
	struct layout l;
	lay(&l, &s, "a  b\n\n{c|d}");
	assert_int_equal(l.lines, 3);
	layout_release(&l);
	lay(&l, &s, "ab  ");
	assert_int_equal(l.caret_x, 40); /* behind the spaces */
	assert_int_equal(l.width, 20);
	layout_release(&l);
	lay(&l, &s, "ab\n");
	assert_int_equal(l.lines, 2);
	assert_int_equal(l.caret_x, 0);
	layout_release(&l);
}

static void test_layout__empty_text_is_one_line(void **state)
{
	(void)state;
	struct layout_style s = {
		.lang = "ja", .px = PX, .width_max = 400, .align = LAYOUT_CENTER
	};
	struct layout l;
	lay(&l, &s, "");
	assert_int_equal(l.lines, 1);
	assert_int_equal(l.height, 30);
	assert_int_equal(l.run_len, 0);
	assert_int_equal(l.caret_x, 200);
	layout_release(&l);
	layout_release(&l);
}

static void test_layout__lines_beyond_the_limit_are_dropped_and_told(void **state)
{
	(void)state;
	struct layout_style s = {
		.lang = "en", .px = PX, .markup = true, .width_max = 60, .lines_max = 2
	};
	struct layout l;
	lay(&l, &s, "aaaa bbbb cccc");
	assert_int_equal(l.lines, 2);
	assert_true(l.overflow);
	layout_release(&l);
	lay(&l, &s, "aaaa bbbb");
	assert_false(l.overflow);
	layout_release(&l);
}

static const struct layout_run *reading(const struct layout *l, size_t n)
{
	for (size_t i = 0; i < l->run_len; i++)
		if (l->run[i].reading && n-- == 0)
			return &l->run[i];
	fail_msg("no such reading");
	return NULL;
}

static void test_layout__short_reading_is_centred_over_its_base(void **state)
{
	(void)state;
	struct layout_style s = { .lang = "ja-simple", .px = PX, .markup = true, .ruby = true };
	struct layout l;
	lay(&l, &s, "あ{市役所|しやく}で"); /* base 60 px at 20, reading 30 */
	const struct layout_run *r = reading(&l, 0);
	assert_int_equal(r->px, PX / 2);
	assert_int_equal(r->x, 20 + 15);
	assert_int_equal(l.width, 100);
	assert_int_equal(l.height, 40); /* ruby_line_percent */
	assert_true(r->baseline < l.run[0].baseline - PX * 80 / 100);
	assert_true(r->baseline - r->px * 88 / 100 >= 0); /* inside the line */
	layout_release(&l);
}

static void test_layout__wide_reading_hangs_over_kana_only(void **state)
{
	(void)state;
	struct layout_style s = { .lang = "ja-simple", .px = PX, .markup = true, .ruby = true };
	struct layout l;
	lay(&l, &s,
		"あ{承|うけた}る"); /* reading 30 over base 20: 5 px on each side, less than 40 % */
	assert_int_equal(l.width, 60);
	assert_int_equal(reading(&l, 0)->x, 15);
	layout_release(&l);
	lay(&l, &s, "{承|うけた}{志|こころ}"); /* neighbours with readings: room, and a gap */
	assert_int_equal(l.width, 61);
	assert_int_equal(reading(&l, 0)->x, 0);
	assert_int_equal(reading(&l, 1)->x, 31);
	layout_release(&l);
	lay(&l, &s, "{承|うけたまわった}"); /* edges of the block are kept */
	assert_int_equal(l.width, 70);
	assert_int_equal(reading(&l, 0)->x, 0);
	layout_release(&l);
}

static void test_layout__groups_never_break_and_off_means_off(void **state)
{
	(void)state;
	assert_lines("ja", 4, "あいう{市役所|しやくしょ}", "あいう|市役所");
	struct layout_style s = { .lang = "ja", .px = PX, .markup = true, .ruby = false };
	struct layout l;
	lay(&l, &s, "{市役所|しやくしょ}");
	assert_int_equal(l.run_len, 1);
	assert_int_equal(l.height, 30);
	layout_release(&l);
	s.ruby = true;
	s.width_max = 2 * PX; /* a group wider than the line stays whole and is told */
	lay(&l, &s, "{市役所|しやくしょ}");
	assert_int_equal(l.lines, 1);
	assert_true(l.overflow);
	layout_release(&l);
}

static void test_layout__a_word_is_set_in_one_face(void **state)
{
	(void)state;
	struct layout_style s = { .lang = "ja", .px = PX, .markup = true };
	struct layout l;
	lay(&l, &s, "Nguyễn Thị Huệ さん");
	assert_string_equal(l.bytes + l.run[0].text, "Nguyễn Thị ");
	assert_int_equal(l.run[0].face, FACE_MAIN);
	assert_string_equal(l.bytes + l.run[1].text, "Huệ ");
	assert_int_equal(l.run[1].face, FACE_LATIN);
	layout_release(&l);
	lay(&l, &s, "のは𠮷野家です"); /* of one design, and its neighbours stay */
	assert_int_equal(l.run_len, 3);
	assert_string_equal(l.bytes + l.run[1].text, "𠮷野家");
	assert_int_equal(l.run[1].face, FACE_REST);
	assert_int_equal(l.run[2].face, FACE_MAIN);
	assert_false(l.missing_glyph);
	layout_release(&l);
	lay(&l, &s, "a\U000f0000"); /* private use: in no face */
	assert_true(l.missing_glyph);
	layout_release(&l);
}

static void test_layout__digits_and_brackets_join_their_neighbours(void **state)
{
	(void)state;
	struct layout_style s = { .lang = "ja", .px = PX, .markup = true };
	struct layout l;
	lay(&l, &s, "「相談」は072-892-0121（無料）");
	assert_int_equal(l.run_len, 1);
	assert_string_equal(l.run[0].script, "Hira");
	layout_release(&l);
	s.lang = "zh-Hans";
	lay(&l, &s, "咨询");
	assert_string_equal(l.run[0].script, "Hani");
	layout_release(&l);
	lay(&l, &s, "123");
	assert_string_equal(l.run[0].script, "Latn");
	layout_release(&l);
}

static void test_layout__arabic_runs_from_the_right(void **state)
{
	(void)state;
	struct layout_style s = { .lang = "ar", .px = PX, .markup = true, .width_max = 400 };
	struct layout l;
	lay(&l, &s, "اتصل 072-892-0121");
	assert_int_equal(l.run_len, 2);
	assert_string_equal(
		l.bytes + l.run[0].text, "072-892-0121"); /* drawn first: to the left, whole */
	assert_false(l.run[0].rtl);
	assert_true(l.run[1].rtl);
	assert_string_equal(l.run[1].script, "Arab");
	assert_int_equal(l.run[1].x + l.run[1].width, 400);
	assert_int_equal(l.run[0].x + l.run[0].width, l.run[1].x);
	layout_release(&l);
	s.align = LAYOUT_END;
	lay(&l, &s, "لغة");
	assert_int_equal(l.run[0].x, 0);
	assert_int_equal(l.caret_x, 0);
	layout_release(&l);
}

static void test_layout__typed_arabic_follows_its_own_direction(void **state)
{
	(void)state;
	struct layout_style s = { .lang = "ja", .px = PX, .width_max = 400 };
	struct layout l;
	lay(&l, &s, "العربية\nabc");
	assert_int_equal(l.run[0].x + l.run[0].width, 400);
	assert_int_equal(l.run[1].x, 0);
	layout_release(&l);
	s.markup = true; /* a catalogue's text is as its language */
	lay(&l, &s, "العربية");
	assert_int_equal(l.run[0].x, 0);
	layout_release(&l);
}

static void test_layout__a_label_that_fits_asks_little(void **state)
{
	(void)state;
	int calls = 0;
	struct text_metrics counted = { fake_width, fake_has_glyph, &calls };
	struct layout_style s = { .lang = "ja", .px = PX, .markup = true, .width_max = 400 };
	struct layout l;
	assert_true(layout_text(&l, &stack, &counted, &s, "もどる"));
	assert_in_range(calls, 1, 3);
	layout_release(&l);
}

/* Counts in ctx[face] what a face is asked, and tells that it was the weight to be drawn. */
static bool counting_has_glyph(void *ctx, int face, bool bold, uint32_t c)
{
	int *asked = ctx;
	assert_true(bold);
	asked[face]++;
	return fake_has_glyph(NULL, face, bold, c);
}

static int plain_width(void *ctx, int face, bool bold, int px, const char script[static 5],
	bool rtl, const char *text, size_t len)
{
	(void)ctx;
	return fake_width(NULL, face, bold, px, script, rtl, text, len);
}

static void test_layout__a_hint_spares_a_face_but_loses_no_text(void **state)
{
	(void)state;
	int asked[3] = { 0 };
	struct text_metrics counted = { plain_width, counting_has_glyph, asked };
	struct layout_style s = { .lang = "en", .px = PX, .bold = true };
	struct fontstack hinted = stack;
	struct layout l;
	memcpy(hinted.face[FACE_MAIN].script, (char[2][5]){ "Hira", "Hani" }, 10);
	memcpy(hinted.face[FACE_LATIN].script, (char[1][5]){ "Latn" }, 5);
	hinted.face[FACE_MAIN].script_len = 2;
	hinted.face[FACE_LATIN].script_len = 1;
	assert_true(layout_text(&l, &hinted, &counted, &s, "भाषा"));
	assert_int_equal(asked[FACE_MAIN] + asked[FACE_LATIN], 0);
	assert_int_equal(l.run[0].face, FACE_REST);
	layout_release(&l);
	hinted.face[FACE_REST].script_len = 1; /* a wrong hint: it does have these letters */
	memcpy(hinted.face[FACE_REST].script, (char[1][5]){ "Arab" }, 5);
	assert_true(layout_text(&l, &hinted, &counted, &s, "भाषा"));
	assert_int_equal(l.run[0].face, FACE_REST);
	assert_false(l.missing_glyph);
	layout_release(&l);
	assert_true(layout_text(&l, &hinted, &counted, &s, "あ1、"));
	assert_int_equal(l.run[0].face, FACE_MAIN);
	layout_release(&l);
}

static void test_layout__too_long_text_is_cut_and_told(void **state)
{
	(void)state;
	size_t len = 3 * (size_t)LAYOUT_TEXT_MAX;
	char *text = malloc(len + 1);
	assert_non_null(text);
	for (size_t i = 0; i < len; i++)
		text[i] = "あ"[i % 3];
	text[len] = '\0';
	struct layout_style s = { .lang = "en", .px = PX, .width_max = 4000 };
	struct layout l;
	lay(&l, &s, text);
	assert_true(l.overflow);
	assert_int_equal(l.lines, (LAYOUT_TEXT_MAX / 3 + 199) / 200);
	layout_release(&l);
	free(text);
}

static void test_layout__hostile_text_is_survived(void **state)
{
	(void)state;
	static const char *const piece[] = { "{", "{a|", "{困|こ}", "\xff", "\xe3\x81", "\xcc\x81",
		"\u202e"
		"a",
		"\u2067"
		"ا1",
		"اa1", "\u200b", "\x01", "\n", " ", "・", "👨‍👩‍👧", "a困ไا", "\u2028",
		"\xed\xa0\x80", "葛󠄀", "}", "\U000E0001",
		"\U000E0001\U000E006A\U000E0061", "\n\U000E0001\U000E0061\U000E0072{a|b}1." };
	static const char *const langs[] = { "ja-simple", "ja", "ko", "ar", "th" };
	char text[1500];
	for (size_t i = 0; i < sizeof piece / sizeof *piece; i++) {
		size_t n = strlen(piece[i]), len = 0;
		for (; len + n < sizeof text; len += n)
			memcpy(text + len, piece[i], n);
		text[len] = '\0';
		for (size_t k = 0; k < 10; k++) {
			struct layout_style s = { .lang = langs[k / 2],
				.px = PX,
				.markup = k % 2,
				.ruby = true,
				.width_max = (int)(i + k) % 3 * 130,
				.align = (enum layout_align)(k % 3) };
			struct layout l;
			assert_true(layout_text(&l, &stack, &metrics, &s, text));
			for (size_t r = 0; r < l.run_len; r++)
				assert_in_range(l.run[r].len, 1, LAYOUT_RUN_MAX - 1);
			layout_release(&l);
		}
	}
}

/* Runs that are wider than their words measured alone, as kerning makes them. */
static int joined_width(void *ctx, int face, bool bold, int px, const char script[static 5],
	bool rtl, const char *text, size_t len)
{
	return fake_width(ctx, face, bold, px, script, rtl, text, len) + (int)len / 4;
}

static void test_layout__kerned_lines_stay_inside_or_tell(void **state)
{
	(void)state;
	static const struct text_metrics kerned = { joined_width, fake_has_glyph, NULL };
	struct layout_style s = { .lang = "en", .px = PX };
	struct layout l;
	char text[241];
	for (size_t i = 0; i < sizeof text; i++)
		text[i] = i + 1 == sizeof text ? '\0' : i % 4 == 3 ? ' ' : 'a';
	for (s.width_max = 31; s.width_max < 450; s.width_max++) {
		assert_true(layout_text(&l, &stack, &kerned, &s, text));
		assert_sane_layout(&l, &s);
		assert_false(l.overflow); /* every word has room */
		assert_true(l.width <= s.width_max);
		layout_release(&l);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_layout__newlines_and_spaces_of_typed_text_stay),
		cmocka_unit_test(test_layout__empty_text_is_one_line),
		cmocka_unit_test(test_layout__lines_beyond_the_limit_are_dropped_and_told),
		cmocka_unit_test(test_layout__short_reading_is_centred_over_its_base),
		cmocka_unit_test(test_layout__wide_reading_hangs_over_kana_only),
		cmocka_unit_test(test_layout__groups_never_break_and_off_means_off),
		cmocka_unit_test(test_layout__a_word_is_set_in_one_face),
		cmocka_unit_test(test_layout__digits_and_brackets_join_their_neighbours),
		cmocka_unit_test(test_layout__arabic_runs_from_the_right),
		cmocka_unit_test(test_layout__typed_arabic_follows_its_own_direction),
		cmocka_unit_test(test_layout__a_label_that_fits_asks_little),
		cmocka_unit_test(test_layout__a_hint_spares_a_face_but_loses_no_text),
		cmocka_unit_test(test_layout__too_long_text_is_cut_and_told),
		cmocka_unit_test(test_layout__hostile_text_is_survived),
		cmocka_unit_test(test_layout__kerned_lines_stay_inside_or_tell),
	};
	return cmocka_run_group_tests(tests, NULL, close_breaks);
}
