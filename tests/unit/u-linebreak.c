/* SPDX-License-Identifier: Apache-2.0 */
/*
 * u-linebreak — golden line breaks of each language.
 *
 * Links: src/shared src/text
 */
#include "layout_fake.h"

static void test_linebreak__easy_japanese_keeps_words_whole(void **state)
{
	(void)state;
	assert_lines("ja-simple", 8, "おかねの ことで こまって いる ひと",
		"おかねの ことで|こまって いる|ひと");
	assert_lines("ja-simple", 6, "たたかれる・こわい", "たたかれる・|こわい");
	assert_lines("ja-simple", 8, "{困|こま}って いる ことを {教|おし}えて",
		"困って いる|ことを 教えて");
	assert_lines("ja-simple", 9, "はなします。たたかれて", "はなします。|たたかれて");
	/* U+200B is a place to break and never drawn */
	assert_lines("ja-simple", 5, "あいうえ\u200bかきく", "あいうえ|かきく");
	assert_lines("ja-simple", 9, "あいうえ\u200bかきく", "あいうえかきく");
}

static void test_linebreak__a_word_wider_than_the_line_breaks_by_phrase(void **state)
{
	(void)state;
	assert_lines("ja-simple", 6, "あ 市役所の生活福祉課で", "あ|市役所の生活|福祉課で");
}

static void test_linebreak__japanese_breaks_by_phrase_and_obeys_kinsoku(void **state)
{
	(void)state;
	assert_lines("ja", 8, "お金のことで困っている人は相談できます",
		"お金のことで|困っている人は|相談できます");
	assert_lines("ja", 5, "「くらしの相談」へ。", "「くらしの|相談」へ。");
	/* a translator's own marks come before the dictionary */
	assert_lines("ja", 7, "押して\u200bください\u200bね", "押して|くださいね");
	assert_lines("zh-Hans", 6, "可以在\u200b生活福祉课\u200b咨询", "可以在|生活福祉课|咨询");
	/* endings stay with their words although ICU would tear them off */
	assert_lines("ja", 9, "書かなくてもかまいません", "書かなくても|かまいません");
	assert_lines("ja", 8, "確認を受けていません", "確認を|受けていません");
	assert_lines("ja", 10, "担当は「はい」でないときは", "担当は|「はい」でないときは");
	/* no line begins with 、。」っー, none ends with 「 */
	assert_typed("ja", 4, "あいうえ、おかき。「くけこ」コーヒー",
		"あいう|え、おか|き。「く|けこ」|コーヒー");
}

static void test_linebreak__korean_breaks_at_spaces_only(void **state)
{
	(void)state;
	assert_lines("ko", 8, "시청의 생활복지과에서 상담할 수 있습니다",
		"시청의|생활복지과에서|상담할 수|있습니다");
	assert_lines(
		"ko", 3, "생활복지과", "생활복|지과"); /* only when the word alone is too wide */
}

static void test_linebreak__thai_and_burmese_break_by_dictionary(void **state)
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

static void test_linebreak__latin_breaks_at_spaces_and_cuts_long_words(void **state)
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

static void test_linebreak__last_line_is_no_orphan(void **state)
{
	(void)state;
	assert_lines("zh-Hans", 9, "请告诉我们您遇到的困难", "请告诉我们您遇|到的困难");
	struct layout_style s = {
		.lang = "en", .px = PX, .markup = true, .width_max = 200, .align = LAYOUT_CENTER
	};
	assert_lines_style(&s, "one two three four fiv", "one two three|four fiv");
}

static void test_linebreak__width_zero_never_breaks(void **state)
{
	(void)state;
	assert_lines("ja", 0, "とても長い文章でも一行のままです。そして改行\nだけが",
		"とても長い文章でも一行のままです。そして改行|だけが");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_linebreak__easy_japanese_keeps_words_whole),
		cmocka_unit_test(test_linebreak__a_word_wider_than_the_line_breaks_by_phrase),
		cmocka_unit_test(test_linebreak__japanese_breaks_by_phrase_and_obeys_kinsoku),
		cmocka_unit_test(test_linebreak__korean_breaks_at_spaces_only),
		cmocka_unit_test(test_linebreak__thai_and_burmese_break_by_dictionary),
		cmocka_unit_test(test_linebreak__latin_breaks_at_spaces_and_cuts_long_words),
		cmocka_unit_test(test_linebreak__last_line_is_no_orphan),
		cmocka_unit_test(test_linebreak__width_zero_never_breaks),
	};
	return cmocka_run_group_tests(tests, NULL, close_breaks);
}
