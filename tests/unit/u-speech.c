/* SPDX-License-Identifier: Apache-2.0 */
/*
 * u-speech — what is said about a frame, in which order, and what never is.
 * Links: src/shared src/text src/form src/record src/ui src/kiosk
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "speech.h"

static const struct speech_words quiet = { "chosen", "private", false };

static struct ui_widget widget(const char *id, enum ui_role role, const char *markup)
{
	struct ui_widget w = { .role = role,
		.enabled = true,
		.markup = markup,
		.more = "",
		.typed = role == UI_FIELD };

	strcpy(w.id, id);
	return w;
}

static int open_speech(void **state)
{
	*state = calloc(1, sizeof(struct speech));
	return *state == NULL;
}

static int close_speech(void **state)
{
	free(*state);
	return 0;
}

static void assert_said(const struct speech *sp, const char *const *text, int n)
{
	assert_int_equal(sp->len, n);
	for (int i = 0; i < n; i++)
		assert_string_equal(sp->say[i].text, text[i]);
}

static void test_speech__heading_text_options_then_the_bars(void **state)
{
	const struct ui_widget w[] = { widget("bar.comfort", UI_BUTTON, "comfort"),
		widget("bar.name", UI_TEXT, "name"), widget("progress", UI_IMAGE, "2 / 8"),
		widget("topics.title", UI_TEXT, "What?"), widget("topics.T01", UI_CHOICE, "one"),
		widget("bar.aside", UI_TEXT, "aside"), widget("nav.next", UI_BUTTON, "next"),
		widget("bar.title", UI_TEXT, "title") };
	static const char *const said[] = { "title", "What?", "one", "aside", "next", "comfort",
		"2 / 8" };

	speech_screen(*state, w, sizeof(w) / sizeof(w[0]), &quiet);
	assert_said(*state, said, 7);
}

static void test_speech__two_languages_are_two_utterances(void **state)
{
	static const char *const said[] = { "Who?", "{誰|だれ}ですか。" };

	speech_add(*state, "a", "Who?\n\n{誰|だれ}ですか。");
	assert_said(*state, said, 2);
	speech_clear(*state);
	speech_add(*state, "a", "Who?\n\U000E0001\U000E006A\U000E0061{誰|だれ}ですか。");
	assert_said(*state, said, 2);
	speech_clear(*state);
	speech_add(*state, "a", "\xf3\xa0\x80"); /* half a tag */
}

static void test_speech__a_number_is_said_digit_by_digit(void **state)
{
	static const char *const said[] = { "Fire", "1", "1", "9", "12" };

	speech_add(*state, "a", "Fire\n1-1 9\n12");
	assert_said(*state, said, 5);
}

static void test_speech__a_hash_belongs_to_the_number(void **state)
{
	static const char *const said[] = { "#", "8", "0", "0", "0", "# of something" };

	speech_add(*state, "a", "#8000\n# of something");
	assert_said(*state, said, 6);
}

static void test_speech__texts_side_by_side_are_two(void **state)
{
	static const char *const said[] = { "24 hours", "Free call", "next" };

	speech_add(*state, "a", "24 hours  Free call\n\nnext  ");
	assert_said(*state, said, 3);
}

static void test_speech__what_is_chosen_is_told(void **state)
{
	struct ui_widget w = widget("topics.T01", UI_CHOICE, "one");
	static const char *const said[] = { "one", "chosen" };

	w.selected = true;
	speech_widget(*state, &w, &quiet);
	assert_said(*state, said, 2);
}

static void test_speech__typed_text_stays_private(void **state)
{
	const struct ui_widget w = widget("own_words", UI_FIELD, "Your words");
	static const char *const said[] = { "Your words", "private" };

	speech_widget(*state, &w, &quiet);
	assert_said(*state, said, 2);
}

static void test_speech__keys_are_told_through_headphones_only(void **state)
{
	const struct speech_words alone = { "chosen", "private", true };
	const struct ui_widget w = widget("key.a", UI_KEY, "a");
	static const char *const said[] = { "private", "a" };

	speech_widget(*state, &w, &quiet);
	speech_widget(*state, &w, &alone);
	assert_said(*state, said, 2);
	speech_screen(*state, &w, 1, &alone);
	assert_said(*state, said, 0);
}

static void test_speech__what_cannot_be_pressed_is_not_read(void **state)
{
	struct ui_widget w = widget("nav.next", UI_BUTTON, "next");

	w.enabled = false;
	speech_screen(*state, &w, 1, &quiet);
	assert_said(*state, NULL, 0);
}

static void test_speech__words_for_the_staff_are_not_for_the_ear(void **state)
{
	const struct ui_widget w[] = { widget("turn.title", UI_TEXT, "give it back"),
		widget("turn.staff", UI_TEXT, "ここから"), widget("turn.form", UI_BUTTON, "用紙") };
	static const char *const said[] = { "give it back" };

	speech_screen(*state, w, sizeof(w) / sizeof(w[0]), &quiet);
	assert_said(*state, said, 1);
}

static void test_speech__too_much_is_cut_not_written_beyond(void **state)
{
	struct speech *sp = *state;
	char line[SPEECH_TEXT_MAX + 8];

	for (int i = 0; i < SPEECH_MAX + 10; i++)
		speech_add(sp, "a", "word");
	assert_int_equal(sp->len, SPEECH_MAX);
	speech_clear(sp);
	memset(line, 'x', sizeof(line) - 1);
	line[sizeof(line) - 1] = '\0';
	speech_add(sp, "a", line);
	assert_int_equal(sp->len, 0);
}

static void test_speech__clearing_leaves_no_digit(void **state)
{
	struct speech *sp = *state;

	speech_add(sp, "done.number", "1234-5678-9012");
	assert_int_equal(sp->len, 12);
	speech_clear(sp);
	for (int i = 0; i < 12; i++)
		assert_string_equal(sp->say[i].text, "");
}

/* The values are make-audio.py's: printf 'en-espeak\nBack' | sha256sum */
static void test_speech__keys_are_those_of_the_build(void **state)
{
	char key[SPEECH_KEY_MAX], other[SPEECH_KEY_MAX];

	(void)state;
	speech_key("en-espeak", "Back", key);
	assert_string_equal(key, "55f3cd2909c05a65");
	speech_key("en-espeak",
		" Ba\xe2\x80\x8b"
		"ck ",
		other);
	assert_string_equal(key, other);
	speech_key("ko-espeak", "Back", other);
	assert_string_not_equal(key, other);
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, open_speech, close_speech)
	const struct CMUnitTest tests[] = { T(test_speech__heading_text_options_then_the_bars),
		T(test_speech__two_languages_are_two_utterances),
		T(test_speech__a_number_is_said_digit_by_digit),
		T(test_speech__a_hash_belongs_to_the_number),
		T(test_speech__texts_side_by_side_are_two), T(test_speech__what_is_chosen_is_told),
		T(test_speech__typed_text_stays_private),
		T(test_speech__keys_are_told_through_headphones_only),
		T(test_speech__what_cannot_be_pressed_is_not_read),
		T(test_speech__words_for_the_staff_are_not_for_the_ear),
		T(test_speech__too_much_is_cut_not_written_beyond),
		T(test_speech__clearing_leaves_no_digit),
		T(test_speech__keys_are_those_of_the_build) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
