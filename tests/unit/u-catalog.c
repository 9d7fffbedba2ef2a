/* SPDX-License-Identifier: Apache-2.0 */
/*
 * u-catalog — catalogues made here by msgfmt: chains, tags with hyphens, optional texts, misses.
 * Links: src/shared src/text
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cmocka.h>
#include "catalog.h"

#define HEAD                  "msgid \"\"\nmsgstr \"Content-Type: text/plain; charset=UTF-8\\n\"\n"
#define ENTRY(ctx, key, text) "\nmsgctxt \"" ctx "\"\nmsgid \"" key "\"\nmsgstr \"" text "\"\n"

static char dir[] = "/tmp/u-catalog-XXXXXX";

static __attribute__((format(printf, 1, 2))) void run(const char *fmt, ...)
{
	char cmd[512];
	va_list args;
	va_start(args, fmt);
	vsnprintf(cmd, sizeof cmd, fmt, args);
	va_end(args);
	assert_int_equal(system(cmd), 0);
}

static void write_file(const char *name, const char *text)
{
	char path[256];
	snprintf(path, sizeof path, "%s/%s", dir, name);
	FILE *f = fopen(path, "w");
	assert_non_null(f);
	assert_true(fputs(text, f) >= 0);
	assert_int_equal(fclose(f), 0);
}

static void write_catalogue(const char *tag, const char *po)
{
	run("mkdir -p %s/locale/%s/LC_MESSAGES", dir, tag);
	write_file("in.po", po);
	char out[256];
	snprintf(out, sizeof out, "%s/locale/%s/LC_MESSAGES/marumado.mo", dir, tag);
	run("msgfmt -o %s %s/in.po", out, dir);
}

#define LANG(tag, endonym, rtl)                                                                    \
	"{\"tag\":\"" tag "\",\"endonym\":\"" endonym "\",\"font\":\"" tag "\",\"rtl\":" rtl "}"

static int make_content(void **state)
{
	(void)state;
	if (!mkdtemp(dir))
		return -1;
	write_file("languages.json",
		"{\"languages\":[" LANG("ja-simple", "やさしい にほんご", "false") "," LANG(
			"ja", "日本語", "false") "," LANG("en", "English",
			"false") "," LANG("zh-Hans", "简体中文", "false") "," LANG("pt-BR",
			"Português", "false") "," LANG("ar", "العربية", "true") "," LANG("th",
			"ไทย", "false") "," LANG("my", "မြန်မာ", "false") "]}");
	write_catalogue("ja-simple",
		HEAD ENTRY("s", "label", "{困|こま}って いる") ENTRY("s", "empty", ""));
	write_catalogue(
		"ja", HEAD ENTRY("s", "label", "困りごと") ENTRY("s", "only-ja", "日本語だけ"));
	write_catalogue("en",
		HEAD ENTRY("s", "label", "Trouble") ENTRY("s", "only-en", "English only")
			ENTRY("t", "label", "Other") ENTRY("s", "empty", "not empty"));
	write_catalogue("zh-Hans", HEAD ENTRY("s", "label", "困难"));
	write_catalogue("pt-BR", HEAD ENTRY("s", "label", "Problema"));
	write_catalogue("ar", HEAD ENTRY("s", "label", "مشكلة"));
	run("mkdir -p %s/locale/%s/LC_MESSAGES", dir, "th"); /* a folder without a catalogue */
	run("mkdir -p %s/locale/%s/LC_MESSAGES", dir, "my"); /* and one with rubbish in it */
	write_file("locale/my/LC_MESSAGES/marumado.mo", "not a catalogue");
	return 0;
}

static int remove_content(void **state)
{
	(void)state;
	run("rm -rf %s", dir);
	return 0;
}

static void open_catalog(struct catalog *c)
{
	char err[256], missing[64];
	if (!catalog_open(c, dir, NULL, err, sizeof err, missing, sizeof missing))
		fail_msg("%s", err);
	assert_string_equal(missing, "th my");
}

static void test_catalog__lists_only_languages_with_a_catalogue(void **state)
{
	(void)state;
	struct catalog c;
	open_catalog(&c);
	assert_int_equal(c.lang_len, 6);
	assert_string_equal(c.lang[0].endonym, "やさしい にほんご");
	assert_string_equal(c.lang[4].tag, "pt-BR");
	assert_true(c.lang[5].rtl);
	assert_false(c.lang[0].rtl);
	assert_string_equal(catalog_tag(&c), "ja-simple");
	char err[256];
	assert_true(catalog_open(&c, dir, NULL, err, sizeof err, NULL, 0));
}

static void test_catalog__switches_language_at_once(void **state)
{
	(void)state;
	static const char *const wanted[][2] = { { "en", "Trouble" }, { "zh-Hans", "困难" },
		{ "pt-BR", "Problema" }, { "ja-simple", "{困|こま}って いる" },
		{ "ja", "困りごと" }, { "ar", "مشكلة" } };
	struct catalog c;
	open_catalog(&c);
	for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
		assert_true(catalog_use(&c, wanted[i][0]));
		assert_string_equal(catalog_tag(&c), wanted[i][0]);
		assert_string_equal(catalog_text("s", "label"), wanted[i][1]);
	}
}

static void test_catalog__optional_languages_come_only_when_asked_for(void **state)
{
	(void)state;
	struct catalog c;
	char err[256], missing[64];
	static const struct {
		const char *wanted;
		int len;
	} ask[] = { { NULL, 1 }, { "", 1 }, { "xar arx", 1 }, { "ar", 2 }, { "th ar", 2 } };

	write_file("languages.json",
		"{\"languages\":[" LANG(
			"ja", "日本語", "false") ","
						 "{\"tag\":\"ar\",\"endonym\":\"العربية\",\"font\":"
						 "\"ar\",\"rtl\":true,\"optional\":true}]}");
	for (size_t i = 0; i < sizeof ask / sizeof *ask; i++) {
		assert_true(catalog_open(
			&c, dir, ask[i].wanted, err, sizeof err, missing, sizeof missing));
		assert_int_equal(c.lang_len, ask[i].len);
		catalog_close(&c);
	}
}

/* The language tag "ja". */
#define JA "\U000E0001\U000E006A\U000E0061"

static void test_catalog__both_puts_the_other_language_below(void **state)
{
	(void)state;
	struct catalog c;
	open_catalog(&c);
	catalog_use(&c, "pt-BR");
	const char *first = catalog_both(&c, "ja", "s", "label");
	assert_string_equal(first, "Problema\n" JA "困りごと");
	assert_string_equal(catalog_text("s", "label"), "Problema"); /* the language stays */
	assert_null(catalog_both(&c, "ja", "s", "nowhere"));
	for (int i = 0; i < CATALOG_BOTH_MAX - 1; i++)
		assert_non_null(catalog_both(&c, "ja", "s", "label"));
	assert_string_equal(first, "Problema\n" JA "困りごと"); /* still there after so many others */
	catalog_close(&c);
}

static void test_catalog__unknown_language_changes_nothing(void **state)
{
	(void)state;
	struct catalog c;
	open_catalog(&c);
	assert_true(catalog_use(&c, "en"));
	assert_false(catalog_use(&c, "xx"));
	assert_false(catalog_use(&c, "th"));
	assert_false(catalog_use(&c, ""));
	assert_string_equal(catalog_tag(&c), "en");
	assert_string_equal(catalog_text("s", "label"), "Trouble");
}

static void test_catalog__falls_back_along_the_chain(void **state)
{
	(void)state;
	struct catalog c;
	open_catalog(&c);
	assert_true(catalog_use(&c, "ja-simple"));
	assert_string_equal(catalog_text("s", "only-ja"), "日本語だけ");
	assert_string_equal(catalog_text("s", "only-en"), "English only");
	assert_string_equal(catalog_text("s", "empty"), "not empty"); /* never a blank */
	assert_true(catalog_use(&c, "zh-Hans"));
	assert_string_equal(catalog_text("s", "only-en"), "English only");
	assert_string_equal(catalog_text("s", "only-ja"), "日本語だけ");
	assert_string_equal(catalog_text("t", "label"), "Other"); /* the context counts */
}

static void test_catalog__miss_gives_the_key_and_is_counted(void **state)
{
	(void)state;
	struct catalog c;
	open_catalog(&c);
	unsigned before = catalog_misses();
	assert_null(catalog_find("s", "hint"));
	assert_int_equal(catalog_misses(), before);
	assert_string_equal(catalog_text("s", "hint"), "hint");
	assert_string_equal(catalog_text("nowhere", "label"), "label");
	assert_string_equal(catalog_text("", ""), "?"); /* not the catalogue's header */
	assert_int_equal(catalog_misses(), before + 3);
	char longest[600];
	memset(longest, 'k', sizeof longest - 1);
	longest[sizeof longest - 1] = '\0';
	assert_null(catalog_find("s", longest));
}

static void test_catalog__bad_content_is_refused_with_the_reason(void **state)
{
	(void)state;
	struct catalog c;
	char err[256] = "";
	assert_false(catalog_open(&c, "/nonexistent", NULL, err, sizeof err, NULL, 0));
	assert_non_null(strstr(err, "languages.json"));
	static const char *const bad[] = { "{", "{\"languages\":[]}",
		"{\"languages\":[{\"tag\":\"en\"}]}",
		"{\"languages\":[" LANG("../x", "x", "false") "]}",
		"{\"languages\":[" LANG("a:b", "x", "false") "]}",
		"{\"languages\":[" LANG("th", "x", "false") "]}" };
	run("mv %s/languages.json %s/kept.json", dir, dir);
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		write_file("languages.json", bad[i]);
		err[0] = '\0';
		if (catalog_open(&c, dir, NULL, err, sizeof err, NULL, 0))
			fail_msg("bad[%zu] was taken", i);
		assert_true(strlen(err) > 0);
	}
	run("mv %s/kept.json %s/languages.json", dir, dir);
}

static void test_catalog__fill_puts_arguments_in_place(void **state)
{
	(void)state;
	const char *args[] = { "3", "あいう" };
	char out[32], tiny[6];
	catalog_fill(out, sizeof out, "%2 は %1/8 %3 100%", args, 2);
	assert_string_equal(out, "あいう は 3/8 %3 100%");
	catalog_fill(tiny, sizeof tiny, "a%2", args, 2);
	assert_string_equal(tiny, "aあ"); /* cut at a character */
	catalog_fill(tiny, sizeof tiny, "abああ", args, 2);
	assert_string_equal(tiny, "abあ");
	catalog_fill(tiny, sizeof tiny, "あ%2", args, 2);
	assert_string_equal(tiny, "あ");
	catalog_fill(tiny, 1, "x", args, 2);
	assert_string_equal(tiny, "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_catalog__lists_only_languages_with_a_catalogue),
		cmocka_unit_test(test_catalog__switches_language_at_once),
		cmocka_unit_test(test_catalog__both_puts_the_other_language_below),
		cmocka_unit_test(test_catalog__unknown_language_changes_nothing),
		cmocka_unit_test(test_catalog__falls_back_along_the_chain),
		cmocka_unit_test(test_catalog__miss_gives_the_key_and_is_counted),
		cmocka_unit_test(test_catalog__bad_content_is_refused_with_the_reason),
		cmocka_unit_test(test_catalog__fill_puts_arguments_in_place),
		cmocka_unit_test(test_catalog__optional_languages_come_only_when_asked_for),
	};
	return cmocka_run_group_tests(tests, make_content, remove_content);
}
