/* SPDX-License-Identifier: Apache-2.0 */
/*
 * u-layout-scripts — what the layout owes each script beyond its shapes: nothing that hangs on a
 * letter is torn from it, a second language keeps its own order and breaks, right to left is left
 * to right in a mirror, and no script makes the work grow faster than the text.
 * Links: src/shared src/text
 */
#include "layout_fake.h"

/* The language tag "ja". */
#define JA "\U000E0001\U000E006A\U000E0061"

static void test_scripts__a_cut_word_keeps_what_hangs_on_a_letter(void **state)
{
	(void)state;
	/* conjuncts of Nepali and stacks of Burmese are one piece; so is a vowel sign that ICU lets
	 * begin a cluster */
	static const struct {
		const char *lang;
		int width;
		const char *text, *lines;
	} cut[] = { { "ne", 25, "कक्षेत्रय", "क|क्षे|त्र|य" }, { "ne", 15, "गर्‍य", "ग|र्‍य" },
		{ "my", 25, "သတ္တဝါ", "သ|တ္တ|ဝါ" }, { "my", 35, "အင်္ဂလိပ်", "အင်္ဂ|လိပ်" },
		{ "th", 15, "กี่กู้", "กี่|กู้" } };
	for (size_t i = 0; i < sizeof cut / sizeof *cut; i++) {
		struct layout_style s = {
			.lang = cut[i].lang, .px = PX, .width_max = cut[i].width
		};
		assert_lines_style(&s, cut[i].text, cut[i].lines);
	}
}

static void test_scripts__a_typed_mark_without_a_letter_gets_a_circle(void **state)
{
	(void)state;
	struct layout_style s = { .lang = "th", .px = PX };
	assert_lines_style(&s, "ิ", "◌ิ");
	assert_lines_style(&s, "กิ ิ่", "กิ ◌ิ่");
	assert_lines_style(&s, "ก\nิ", "ก|◌ิ");
	assert_lines_style(&s, "َ", "ـَ");
	assert_lines("th", 10, "ิ", "ิ"); /* keys and catalogue texts are drawn as they are */
}

static void test_scripts__a_second_language_has_its_own_order(void **state)
{
	(void)state;
	struct layout_style s = {
		.lang = "ar", .px = PX, .markup = true, .ruby = true, .width_max = 20 * PX
	};
	struct layout l;
	lay(&l, &s, "نعم\n" JA "{困|こま}る。");
	/* 困 stands left of る, the full stop right of both, the line at the right edge */
	assert_int_equal(l.lines, 2);
	assert_string_equal(l.bytes + l.run[1].text, "困");
	assert_string_equal(l.bytes + l.run[2].text, "こま");
	assert_string_equal(l.bytes + l.run[3].text, "る。");
	assert_false(l.run[1].rtl || l.run[2].rtl || l.run[3].rtl);
	assert_int_equal(l.run[1].x + l.run[1].width, l.run[3].x);
	assert_int_equal(l.run[3].x + l.run[3].width, s.width_max);
	layout_release(&l);
	lay(&l, &s, "نعم\nる。"); /* without the tag it is Arabic with foreign words */
	assert_string_equal(l.bytes + l.run[2].text, "る");
	assert_true(l.run[1].x < l.run[2].x);
	layout_release(&l);
}

static void test_scripts__a_second_language_has_its_own_faces_and_breaks(void **state)
{
	(void)state;
	struct fontstack two = stack;
	struct layout_style s = { .lang = "zh-Hans", .px = PX, .markup = true };
	struct layout l;
	two.lang[0] = (struct font_lang){ "ja", { FACE_REST }, 1, 150, 200 };
	two.lang[1] = stack.lang[0];
	two.lang_len = 2;
	assert_true(layout_text(&l, &two, &metrics, &s, "骨\n" JA "骨"));
	assert_int_equal(l.run_len, 2);
	assert_int_equal(l.run[0].face, FACE_MAIN);
	assert_string_equal(l.run[0].script, "Hani");
	assert_int_equal(l.run[1].face, FACE_REST);
	assert_string_equal(l.run[1].script, "Hira");
	layout_release(&l);
	/* Korean breaks at spaces, Japanese between phrases; typed text has no tags */
	assert_lines("ko", 5, "가나다라 마바\n" JA "市役所で相談できます",
		"가나다라|마바|市役所で|相談|できます");
	assert_typed("ko", 9, "a" JA "b", "a" JA "b");
}

/* --- right to left --- */

static void assert_mirrored(const struct layout *a, const struct layout *b)
{
	assert_int_equal(a->lines, b->lines);
	assert_int_equal(a->box, b->box);
	assert_int_equal(a->width, b->width);
	assert_int_equal(a->height, b->height);
	assert_int_equal(a->run_len, b->run_len);
	assert_int_equal(a->overflow, b->overflow);
	for (size_t i = 0; i < a->run_len; i++) {
		assert_int_equal(a->run[i].x, b->box - b->run[i].x - b->run[i].width);
		assert_int_equal(a->run[i].baseline, b->run[i].baseline);
		assert_int_not_equal(a->run[i].rtl, b->run[i].rtl);
	}
	if (a->box > 0)
		assert_int_equal(a->caret_x, a->box - b->caret_x);
}

static void test_scripts__right_to_left_is_left_to_right_in_a_mirror(void **state)
{
	(void)state;
	/* word for word as long as the other */
	static const char *const arabic = "سلام عليكم هل انتم هنا\nنعم يا سيدي نحن هنا ايضا";
	static const char *const latin = "abcd abcde ab abcd abc\nabc ab abcd abc abc abcd";
	for (int width = 0; width <= 30 * PX; width += 7)
		for (int k = 0; k < 6; k++) {
			struct layout_style s = { .lang = "en",
				.px = PX,
				.markup = k >= 3,
				.align = (enum layout_align)(k % 3),
				.width_max = width };
			struct layout left, right;
			/* half a pixel that a centred line leaves over goes to the left in both */
			if (s.align == LAYOUT_CENTER)
				s.width_max -= s.width_max % 10;
			lay(&left, &s, latin);
			s.lang = "ar";
			lay(&right, &s, arabic);
			if (!left.overflow)
				assert_mirrored(&right, &left);
			layout_release(&left);
			layout_release(&right);
		}
}

/* --- work --- */

struct work {
	size_t calls, bytes, glyphs;
};

static int counting_width(void *ctx, int face, bool bold, int px, const char script[static 5],
	bool rtl, const char *text, size_t len)
{
	struct work *w = ctx;
	w->calls++;
	w->bytes += len;
	return fake_width(NULL, face, bold, px, script, rtl, text, len);
}

static bool counting_has_glyph(void *ctx, int face, bool bold, uint32_t c)
{
	((struct work *)ctx)->glyphs++;
	return fake_has_glyph(NULL, face, bold, c);
}

static struct work work_of(const struct layout_style *s, const char *text)
{
	struct work w = { 0, 0, 0 };
	const struct text_metrics counted = { counting_width, counting_has_glyph, &w };
	struct layout l;
	assert_true(layout_text(&l, &stack, &counted, s, text));
	layout_release(&l);
	return w;
}

/* Measuring is what costs time: every character is measured a bounded number of times, however long
 * the text, narrow the box or deep the search for a break. */
static void test_scripts__work_grows_with_the_text_only(void **state)
{
	(void)state;
	static const char *const piece[][2] = {
		{ "ja-simple", "{困|こま}って いる ことを {教|おし}えて。" },
		{ "ja", "市役所の生活福祉課で相談できます。" }, { "ja", "{志|こころざし}{承|うけたまわ}" },
		{ "zh-Hans", "请选择您需要帮助的事情，" }, { "ko", "사회복지협의회 상담 " },
		{ "vi", "Nguyễn Thị Huệ " }, { "ne", "विद्यार्थी क्षेत्र " },
		{ "th", "ต้องการปรึกษาเรื่อง" }, { "my", "မြန်မာဘာသာဖြင့်" },
		{ "ar", "اتصل على 072-892-0121 الآن " },
		{ "en", "a" }, { "en", "a中ไاन" }, { "en", "ếễệ́" } };
	static char text[2][12000];
	for (size_t i = 0; i < sizeof piece / sizeof *piece; i++)
		for (int width = 0; width <= 40 * PX; width += 13 * PX) {
			struct layout_style s = { .lang = piece[i][0],
				.px = PX,
				.markup = true,
				.ruby = true,
				.width_max = width };
			size_t n = strlen(piece[i][1]), len[2] = { 0, 0 };
			struct work w[2];
			for (int k = 0; k < 2; k++) {
				for (; len[k] + n < (k ? 12000u : 3000u); len[k] += n)
					memcpy(text[k] + len[k], piece[i][1], n);
				text[k][len[k]] = '\0';
				w[k] = work_of(&s, text[k]);
			}
			assert_true(w[1].bytes <= 8 * len[1]);
			assert_true(w[1].calls <= 3 * len[1]);
			assert_true(w[1].glyphs <= 2 * len[1]);
			/* four times the text, about four times the work */
			assert_true(w[1].bytes <= 5 * w[0].bytes + LAYOUT_RUN_MAX);
			assert_true(w[1].calls <= 5 * w[0].calls + 16);
		}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_scripts__a_cut_word_keeps_what_hangs_on_a_letter),
		cmocka_unit_test(test_scripts__a_typed_mark_without_a_letter_gets_a_circle),
		cmocka_unit_test(test_scripts__a_second_language_has_its_own_order),
		cmocka_unit_test(test_scripts__a_second_language_has_its_own_faces_and_breaks),
		cmocka_unit_test(test_scripts__right_to_left_is_left_to_right_in_a_mirror),
		cmocka_unit_test(test_scripts__work_grows_with_the_text_only),
	};
	return cmocka_run_group_tests(tests, NULL, close_breaks);
}
