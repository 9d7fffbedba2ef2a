/* SPDX-License-Identifier: Apache-2.0 */
/*
 * u-layout — line breaks, furigana, bidi and faces with a face that is all squares: wide characters
 * take 20 px, marks none, all others 10. What breaks where is then plain to read.
 * Links: src/shared src/text
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>
#include <cmocka.h>
#include "layout.h"
#include "utf8.h"

#define PX 20

enum { FACE_MAIN, FACE_LATIN, FACE_REST };

/* FACE_MAIN is like BIZ UD Gothic: no ệ, no rare kanji, no Arabic. FACE_REST has all but private
 * use. */
static bool fake_has_glyph(void *ctx, int face, uint32_t c)
{
	(void)ctx;
	bool latin = c < 0x250 || (c >= 0x1e00 && c < 0x1f00);
	if (face == FACE_MAIN)
		return c != 0x1ec7 && !(c >= 0x600 && c < 0x1e00) && c < 0x20000;
	return face == FACE_LATIN ? latin : u_charType((UChar32)c) != U_PRIVATE_USE_CHAR;
}

static int fake_width(void *ctx, int face, bool bold, int px, const char script[static 5], bool rtl,
	const char *text, size_t len)
{
	int width = 0, *calls = ctx;
	(void)face, (void)bold, (void)rtl;
	assert_int_equal(strlen(script), 4);
	if (calls)
		++*calls;
	for (size_t i = 0; i < len;) {
		UChar32 c;
		U8_NEXT(text, i, len, c);
		assert_true(c > 0 && c != 0x200b && c != '\n');
		int ea = u_getIntPropertyValue(c, UCHAR_EAST_ASIAN_WIDTH);
		if (U_GET_GC_MASK(c) & (U_GC_MN_MASK | U_GC_CF_MASK))
			continue;
		width += ea == U_EA_WIDE || ea == U_EA_FULLWIDTH ? px : px / 2;
	}
	return width;
}

static const struct text_metrics metrics = { fake_width, fake_has_glyph, NULL };
static struct fontstack stack = {
	.face = { { .id = "main", .present = true }, { .id = "latin", .present = true },
		{ .id = "rest", .present = true } },
	.face_len = 3,
	.lang = { { "*", { FACE_MAIN, FACE_LATIN, FACE_REST }, 3, 150, 200 } },
	.lang_len = 1,
	.icons = -1,
};

/* What must hold for every layout of every text. */
static void assert_sane_layout(const struct layout *l, const struct layout_style *s)
{
	assert_true(l->lines >= 1);
	assert_true(l->height > 0);
	for (size_t i = 0; i < l->run_len; i++) {
		const struct layout_run *r = &l->run[i];
		assert_in_range(r->len, 1, LAYOUT_RUN_MAX - 1);
		assert_true(r->text + r->len < l->bytes_len);
		assert_int_equal(l->bytes[r->text + r->len], '\0');
		assert_int_equal(strlen(l->bytes + r->text), r->len);
		assert_true(r->px == s->px || (r->reading && r->px == s->px / 2));
		assert_true(r->baseline - r->px >= -r->px / 8 && r->baseline < l->height);
		assert_true(r->x >= 0 || l->overflow);
		if (s->width_max > 0 && !l->overflow)
			assert_true(r->x + r->width <= s->width_max);
	}
	assert_true(l->caret_x >= 0 && l->caret_baseline < l->height);
}

static void lay(struct layout *l, const struct layout_style *s, const char *text)
{
	assert_true(layout_text(l, &stack, &metrics, s, text));
	assert_sane_layout(l, s);
}

/* The text of the lines, '|' between them, readings left out; runs in drawing order. */
static void read_lines(const struct layout *l, char *out, size_t cap)
{
	int baseline = -1;
	size_t len = 0;
	out[0] = '\0';
	for (size_t i = 0; i < l->run_len; i++) {
		const struct layout_run *r = &l->run[i];
		if (r->reading)
			continue;
		len += (size_t)snprintf(out + len, cap - len, "%s%s",
			baseline >= 0 && r->baseline != baseline ? "|" : "", l->bytes + r->text);
		assert_true(len < cap);
		baseline = r->baseline;
	}
}

static void assert_lines_style(const struct layout_style *s, const char *text, const char *wanted)
{
	struct layout l;
	char lines[4096];
	lay(&l, s, text);
	read_lines(&l, lines, sizeof lines);
	assert_string_equal(lines, wanted);
	layout_release(&l);
}

/* Marked-up text in lines of `ems` wide characters. */
static void assert_lines(const char *lang, int ems, const char *text, const char *wanted)
{
	assert_lines_style(&(struct layout_style){ .lang = lang,
				   .px = PX,
				   .markup = true,
				   .ruby = true,
				   .width_max = ems * PX },
		text, wanted);
}

static void assert_typed(const char *lang, int ems, const char *text, const char *wanted)
{
	assert_lines_style(&(struct layout_style){ .lang = lang, .px = PX, .width_max = ems * PX },
		text, wanted);
}

static void test_layout__easy_japanese_keeps_words_whole(void **state)
{
	(void)state;
	assert_lines("ja-simple", 8, "おかねの ことで こまって いる ひと",
		"おかねの ことで|こまって いる|ひと");
	assert_lines("ja-simple", 6, "たたかれる・こわい", "たたかれる・|こわい");
	assert_lines("ja-simple", 8, "{困|こま}って いる ことを {教|おし}えて",
		"困って いる|ことを 教えて");
	/* U+200B is a place to break and never drawn */
	assert_lines("ja-simple", 5, "あいうえ\u200bかきく", "あいうえ|かきく");
	assert_lines("ja-simple", 9, "あいうえ\u200bかきく", "あいうえかきく");
}

static void test_layout__a_word_wider_than_the_line_breaks_by_phrase(void **state)
{
	(void)state;
	assert_lines("ja-simple", 6, "あ 市役所の生活福祉課で", "あ|市役所の生活|福祉課で");
}

static void test_layout__japanese_breaks_by_phrase_and_obeys_kinsoku(void **state)
{
	(void)state;
	assert_lines("ja", 8, "お金のことで困っている人は相談できます",
		"お金のことで|困っている人は|相談できます");
	assert_lines("ja", 5, "「くらしの相談」へ。", "「くらしの|相談」へ。");
	/* a translator's own marks come before the dictionary */
	assert_lines("ja", 7, "押して\u200bください\u200bね", "押して|くださいね");
	/* no line begins with 、。」っー, none ends with 「 */
	assert_typed("ja", 4, "あいうえ、おかき。「くけこ」コーヒー",
		"あいう|え、おか|き。「く|けこ」|コーヒー");
}

static void test_layout__korean_breaks_at_spaces_only(void **state)
{
	(void)state;
	assert_lines("ko", 8, "시청의 생활복지과에서 상담할 수 있습니다",
		"시청의|생활복지과에서|상담할 수|있습니다");
	assert_lines(
		"ko", 3, "생활복지과", "생활복|지과"); /* only when the word alone is too wide */
}

static void test_layout__thai_and_burmese_break_by_dictionary(void **state)
{
	(void)state;
	assert_lines("th", 8, "คุณต้องการความช่วยเหลือเรื่องอะไร",
		"คุณต้องการความช่วย|เหลือเรื่องอะไร");
	/* the dictionary splits ช่วยเหลือ; a translator holds it together with U+2060 */
	assert_lines("th", 8, "คุณต้องการความช่วย\u2060เหลือเรื่องอะไร",
		"คุณต้องการความ|ช่วยเหลือเรื่องอะไร");
	assert_lines("my", 9, "ကျွန်တော်တို့သည်ကူညီပေးနိုင်ပါသည်",
		"ကျွန်တော်တို့သည်ကူညီ|ပေးနိုင်ပါသည်");
}

static void test_layout__latin_breaks_at_spaces_and_cuts_long_words(void **state)
{
	(void)state;
	assert_lines("en", 6, "You can talk to us", "You can|talk to us");
	struct layout_style s = { .lang = "en", .px = PX, .markup = true, .width_max = 100 };
	assert_lines_style(&s, "aaaaaaaaaaaaaa", "aaaaaaa|aaaaaaa"); /* evened out */
	struct layout l;
	lay(&l, &s, "aaaaaaaaaaaaaa");
	assert_true(l.overflow); /* a word had to be cut */
	layout_release(&l);
}

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

static void test_layout__last_line_is_no_orphan(void **state)
{
	(void)state;
	assert_lines("zh-Hans", 9, "请告诉我们您遇到的困难", "请告诉我们您遇|到的困难");
	struct layout_style s = {
		.lang = "en", .px = PX, .markup = true, .width_max = 200, .align = LAYOUT_CENTER
	};
	assert_lines_style(&s, "one two three four fiv", "one two three|four fiv");
}

static void test_layout__width_zero_never_breaks(void **state)
{
	(void)state;
	assert_lines("ja", 0, "とても長い文章でも一行のままです。そして改行\nだけが",
		"とても長い文章でも一行のままです。そして改行|だけが");
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
	lay(&l, &s, "{承|うけた}{志|こころ}"); /* neighbours with readings: room instead */
	assert_int_equal(l.width, 60);
	assert_int_equal(reading(&l, 0)->x, 0);
	assert_int_equal(reading(&l, 1)->x, 30);
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
	lay(&l, &s, "𠮷野家"); /* one rare kanji does not move the others */
	assert_int_equal(l.run[0].face, FACE_REST);
	assert_int_equal(l.run[1].face, FACE_MAIN);
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
		"\xed\xa0\x80", "葛󠄀", "}" };
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

static int close_breaks(void **state)
{
	(void)state;
	layout_breaks_close();
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_layout__easy_japanese_keeps_words_whole),
		cmocka_unit_test(test_layout__a_word_wider_than_the_line_breaks_by_phrase),
		cmocka_unit_test(test_layout__japanese_breaks_by_phrase_and_obeys_kinsoku),
		cmocka_unit_test(test_layout__korean_breaks_at_spaces_only),
		cmocka_unit_test(test_layout__thai_and_burmese_break_by_dictionary),
		cmocka_unit_test(test_layout__latin_breaks_at_spaces_and_cuts_long_words),
		cmocka_unit_test(test_layout__newlines_and_spaces_of_typed_text_stay),
		cmocka_unit_test(test_layout__empty_text_is_one_line),
		cmocka_unit_test(test_layout__last_line_is_no_orphan),
		cmocka_unit_test(test_layout__width_zero_never_breaks),
		cmocka_unit_test(test_layout__lines_beyond_the_limit_are_dropped_and_told),
		cmocka_unit_test(test_layout__short_reading_is_centred_over_its_base),
		cmocka_unit_test(test_layout__wide_reading_hangs_over_kana_only),
		cmocka_unit_test(test_layout__groups_never_break_and_off_means_off),
		cmocka_unit_test(test_layout__a_word_is_set_in_one_face),
		cmocka_unit_test(test_layout__digits_and_brackets_join_their_neighbours),
		cmocka_unit_test(test_layout__arabic_runs_from_the_right),
		cmocka_unit_test(test_layout__typed_arabic_follows_its_own_direction),
		cmocka_unit_test(test_layout__a_label_that_fits_asks_little),
		cmocka_unit_test(test_layout__too_long_text_is_cut_and_told),
		cmocka_unit_test(test_layout__hostile_text_is_survived),
	};
	return cmocka_run_group_tests(tests, NULL, close_breaks);
}
