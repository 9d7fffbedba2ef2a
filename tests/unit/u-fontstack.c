/* SPDX-License-Identifier: Apache-2.0 */
/*
 * u-fontstack — the repository's own stack is complete; a bad one is refused with words; a missing
 * file is no error.
 * Links: src/shared src/text
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>
#include "fontstack.h"

static char err[FONTSTACK_ERR_MAX];

/* Loads json from a file that lives only here. */
static bool load(struct fontstack *fs, const char *json)
{
	char path[] = "/tmp/u-fontstack-XXXXXX";
	int fd = mkstemp(path);
	assert_true(fd >= 0);
	assert_int_equal(write(fd, json, strlen(json)), (ssize_t)strlen(json));
	close(fd);
	bool ok = fontstack_load(fs, path, err);
	unlink(path);
	return ok;
}

static void test_fontstack__own_stack_serves_every_language(void **state)
{
	(void)state;
	static const char *const tags[] = { "ja-simple", "ja", "en", "zh-Hans", "zh-Hant", "ko",
		"vi", "ne", "fil", "id", "th", "pt-BR", "es", "my", "ar", "*" };
	struct fontstack fs;
	if (!fontstack_load(&fs, "fonts/stack.json", err))
		fail_msg("%s", err);
	for (size_t i = 0; i < sizeof tags / sizeof *tags; i++) {
		const struct font_lang *l = fontstack_lang(&fs, tags[i]);
		assert_string_equal(l->tag, tags[i]);
		assert_in_range(l->line_percent, 140, 250);
		assert_true(l->ruby_line_percent >= l->line_percent);
	}
	for (int i = 0; i < fs.face_len; i++) /* drops tone marks in Debian 12 */
		assert_null(strstr(fs.face[i].regular, "NotoLoopedThai"));
	assert_string_equal(fontstack_lang(&fs, "xx")->tag, "*");
	assert_string_equal(fontstack_lang(&fs, NULL)->tag, "*");
	assert_true(fs.icons < 0 || strcmp(fs.face[fs.icons].id, "icons") == 0);
}

#define FACE "{\"id\":\"a\",\"package\":\"p-a\",\"regular\":\"/nonexistent/a.ttf\"}"
#define STAR "{\"tag\":\"*\",\"line_percent\":150,\"ruby_line_percent\":200,\"order\":[\"a\"]}"

static void test_fontstack__missing_file_is_told_once_per_package(void **state)
{
	(void)state;
	struct fontstack fs;
	assert_true(load(&fs, "{\"faces\":[" FACE
			      ",{\"id\":\"b\",\"package\":\"p-a\",\"regular\":\"/nonexistent/b\"},"
			      "{\"id\":\"c\",\"package\":\"p-c\",\"regular\":\"/nonexistent/"
			      "c\"}],\"languages\":[" STAR "]}"));
	assert_false(fs.face[0].present);
	assert_int_equal(fs.icons, -1);
	char out[64], tiny[5];
	fontstack_missing(&fs, out, sizeof out);
	assert_string_equal(out, "p-a p-c");
	fontstack_missing(&fs, tiny, sizeof tiny);
	assert_string_equal(tiny, "p-a");
}

static void test_fontstack__bold_may_be_left_out(void **state)
{
	(void)state;
	struct fontstack fs;
	assert_true(load(&fs, "{\"faces\":[" FACE "],\"languages\":[" STAR "]}"));
	assert_string_equal(fs.face[0].bold, fs.face[0].regular);
}

static void test_fontstack__hints_are_read_and_may_be_left_out(void **state)
{
	(void)state;
	struct fontstack fs;
	assert_true(load(&fs, "{\"faces\":[" FACE
			      ",{\"id\":\"b\",\"package\":\"p\",\"regular\":\"/nonexistent/b\","
			      "\"scripts\":[\"Deva\",\"Latn\"]}],\"languages\":[" STAR "]}"));
	assert_int_equal(fs.face[0].script_len, 0);
	assert_int_equal(fs.face[1].script_len, 2);
	assert_string_equal(fs.face[1].script[1], "Latn");
}

#define HINTED(scripts)                                                                            \
	"{\"faces\":[{\"id\":\"a\",\"package\":\"p\",\"regular\":\"/x\","                  \
	"\"scripts\":" scripts                                                             \
	"}],\"languages\":[" STAR "]}"

static void test_fontstack__bad_hints_are_refused(void **state)
{
	(void)state;
	static const char *const bad[] = { HINTED("\"Deva\""), HINTED("[7]"), HINTED("[\"\"]"),
		HINTED("[\"Devanagari\"]"),
		HINTED("[\"Aaaa\",\"Aaaa\",\"Aaaa\",\"Aaaa\",\"Aaaa\",\"Aaaa\",\"Aaaa\","
		       "\"Aaaa\",\"Aaaa\",\"Aaaa\",\"Aaaa\",\"Aaaa\",\"Aaaa\"]") };
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		struct fontstack fs;
		assert_false(load(&fs, bad[i]));
		assert_non_null(strstr(err, "scripts"));
	}
}

static void test_fontstack__bad_stacks_are_refused(void **state)
{
	(void)state;
	static const char *const bad[] = {
		"",
		"[]",
		"{}",
		"{\"faces\":[]}",
		"{\"faces\":[" FACE "],\"languages\":[]}",
		"{\"faces\":[],\"languages\":[" STAR "]}",
		"{\"faces\":[{\"id\":\"a\"}],\"languages\":[" STAR "]}",
		"{\"faces\":[" FACE
		"],\"languages\":[{\"tag\":\"*\",\"line_percent\":50,\"ruby_line_percent\":200,"
		"\"order\":[\"a\"]}]}",
		"{\"faces\":[" FACE
		"],\"languages\":[{\"tag\":\"*\",\"line_percent\":150,\"ruby_line_percent\":200,"
		"\"order\":[\"zz\"]}]}",
		"{\"faces\":[" FACE
		"],\"languages\":[{\"tag\":\"*\",\"line_percent\":150,\"ruby_line_percent\":200,"
		"\"order\":[7]}]}",
		"{\"faces\":[" FACE
		"],\"languages\":[{\"tag\":\"ja\",\"line_percent\":150,\"ruby_line_percent\":200,"
		"\"order\":[\"a\"]}]}",
		"{\"faces\":[{\"id\":\"this identifier is longer than its "
		"field\",\"package\":\"p\",\"regular\":\"/x\"}],"
		"\"languages\":[" STAR "]}",
	};
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		struct fontstack fs;
		err[0] = '\0';
		if (load(&fs, bad[i]))
			fail_msg("bad[%zu] was taken", i);
		assert_true(strlen(err) > 0);
	}
	struct fontstack fs;
	assert_false(fontstack_load(&fs, "/nonexistent/stack.json", err));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_fontstack__own_stack_serves_every_language),
		cmocka_unit_test(test_fontstack__missing_file_is_told_once_per_package),
		cmocka_unit_test(test_fontstack__bold_may_be_left_out),
		cmocka_unit_test(test_fontstack__hints_are_read_and_may_be_left_out),
		cmocka_unit_test(test_fontstack__bad_hints_are_refused),
		cmocka_unit_test(test_fontstack__bad_stacks_are_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
