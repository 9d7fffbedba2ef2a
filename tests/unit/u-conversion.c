/* SPDX-License-Identifier: Apache-2.0 */
/*
 * u-conversion — what an engine's process may say to the kiosk, what mozc may say to that process,
 * and what happens when an engine is absent, dies, hangs or talks nonsense.
 * Links: src/shared src/ime src/convert
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "convert.h"
#include "mozc_reply.h"

static bool reads(const char *reading, const char *wire, struct conversion *c)
{
	return conversion_read(c, reading, wire, strlen(wire));
}

static void test_conversion__comes_back_as_it_was_written(void **state)
{
	struct conversion a, b;
	char wire[CONVERSION_WIRE_MAX];

	conversion_wipe(&a);
	assert_true(conversion_add(&a, 15, "市役所", 9));
	assert_true(conversion_add(&a, 6, "𠮷", 4));
	assert_false(conversion_add(&a, 6, "𠮷", 4));
	assert_false(conversion_add(&a, 6, "a\tb", 3));
	assert_false(conversion_add(&a, 0, "a", 1));
	assert_false(conversion_add(&a, 3, "", 0));
	size_t n = conversion_write(&a, wire, sizeof(wire));
	assert_true(conversion_read(&b, "しやくしょ", wire, n));
	assert_int_equal(b.len, 2);
	assert_string_equal(conversion_text(&b, 0), "市役所");
	assert_int_equal(b.item[1].covers, 6);
}

static void test_conversion__a_full_list_still_fits_the_wire(void **state)
{
	struct conversion a, b;
	char wire[CONVERSION_WIRE_MAX], text[80], reading[CONVERSION_READING_MAX];
	int added = 0;

	memset(reading, 'a', sizeof(reading) - 1);
	reading[sizeof(reading) - 1] = '\0';
	conversion_wipe(&a);
	for (int i = 0; i < 100; i++) {
		int n = snprintf(text, sizeof(text), "%075d", i);
		added += conversion_add(&a, 255, text, (size_t)n);
	}
	assert_in_range(added, 30, CONVERSION_ITEMS_MAX);
	assert_true(conversion_read(&b, reading, wire, conversion_write(&a, wire, sizeof(wire))));
	assert_int_equal(b.len, added);
}

static void test_conversion__nonsense_is_refused_whole(void **state)
{
	static const char *const bad[] = { "", "3\tか", "3\tか\n", "\n\n", "3\tか\n\nmore", "\tか\n\n",
		"か\n\n", "0\tか\n\n", "7\tか\n\n", "2\tか\n\n", "-3\tか\n\n", "0003\tか\n\n",
		"3\t\n\n", "3\t\x1b[2J\n\n", "3\t\xff\xfe\n\n",
		"3\t\xed\xa0\x80\n\n", "3\t\xc0\x80\n\n",
		"3\tか\n3x\tか\n\n", "99999999999999999999\tか\n\n" };
	struct conversion c;

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		if (reads("かに", bad[i], &c))
			fail_msg("read: %zu", i);
		assert_int_equal(c.len, 0);
	}
	assert_true(reads("かに", "\n", &c));
	assert_false(conversion_read(&c, "かに", "3\tk\0m\n\n", 8));
}

static void test_conversion__too_many_are_refused(void **state)
{
	char wire[8192] = "";
	struct conversion c;

	for (int i = 0; i < CONVERSION_ITEMS_MAX + 1; i++)
		snprintf(wire + strlen(wire), 16, "3\t%d\n", i);
	strcat(wire, "\n");
	assert_false(reads("か", wire, &c));
}

/* --- mozc --- */

static void note(void *ctx, const char *list, int index, const char *name, const char *text)
{
	char *out = ctx;
	size_t n = strlen(out);

	snprintf(out + n, 2048 - n, "%c%d%c=%s;", list[0], index, name[0], text);
}

static void test_mozc_reply__finds_segments_and_candidates(void **state)
{
	static const char line[] =
		"((emacs-event-id . 11)(emacs-session-id . 1)(output . ((id . \"16\")(preedit . ("
		"(cursor . 8)(segment ((annotation . highlight)(value . \"市役所\")(key . \"しやくしょ\"))"
		"((annotation . underline)(value . \"に\")(key . \"に\")))))(all-candidate-words . ("
		"(focused-index . 0)(candidates ((id . 0)(value . \"市役\\\"所\"))((id . -1)"
		"(annotation . ((description . \"x\")))(value . \"シ\")))"
		"(category . conversion))))))\n";
	char got[2048] = "";

	assert_true(mozc_reply_read(line, sizeof(line) - 1, note, got));
	assert_string_equal(got,
		"s0v=市役所;s0k=しやくしょ;s1v=に;s1k=に;c0v=市役\"所;c1v=シ;");
}

static void test_mozc_reply__broken_lisp_is_refused(void **state)
{
	static const char *const bad[] = { "", "x", ")", "(", "(()", "(a \"b)", "(a \"\\", "(a) b",
		"(a)(",
		"((((((((((((((((((((((((((((((()))))))))))))))))))))))))))))))" };
	char got[2048] = "", *lengthy = malloc(4096);

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		if (mozc_reply_read(bad[i], strlen(bad[i]), note, got))
			fail_msg("read: %s", bad[i]);
	memset(lengthy, 'a', 4096);
	lengthy[0] = '(';
	lengthy[1] = '"';
	lengthy[4094] = '"';
	lengthy[4095] = ')';
	assert_false(mozc_reply_read(lengthy, 4096, note, got));
	assert_string_equal(got, "");
	free(lengthy);
}

static void test_mozc_reply__session_is_digits_only(void **state)
{
	static const char good[] = "((emacs-event-id . 0)(emacs-session-id . 12)(output . ()))",
			  bad[] = "((emacs-session-id . 1 x)", none[] = "((emacs-session-id . ))",
			  cut[] = "((emacs-session-id . 12";
	char id[24];

	assert_true(mozc_reply_session(good, sizeof(good) - 1, id));
	assert_string_equal(id, "12");
	assert_false(mozc_reply_session(bad, sizeof(bad) - 1, id));
	assert_false(mozc_reply_session(none, sizeof(none) - 1, id));
	assert_false(mozc_reply_session(cut, sizeof(cut) - 1, id));
}

/* --- engines that fail: scripts in their place --- */

#define GOOD "echo ready; while read -r x; do printf '3\\t蚊\\n\\n'; done"

static char dir[64];

static void engine(const char *mozc, const char *anthy)
{
	char path[128];

	snprintf(path, sizeof(path), "%s/marumado-convert", dir);
	FILE *f = fopen(path, "w");
	assert_non_null(f);
	fprintf(f, "#!/bin/sh\ncase $1 in\nmozc) %s;;\nanthy) %s;;\nesac\n", mozc, anthy);
	fclose(f);
	assert_int_equal(chmod(path, 0700), 0);
}

static int set_up(void **state)
{
	signal(SIGPIPE, SIG_IGN);
	strcpy(dir, "/tmp/u-conversion-XXXXXX");
	return mkdtemp(dir) ? 0 : -1;
}

static int tear_down(void **state)
{
	char path[128];

	snprintf(path, sizeof(path), "%s/marumado-convert", dir);
	unlink(path);
	return rmdir(dir);
}

static enum convert_answer ask(struct convert *c, struct conversion *got)
{
	enum convert_answer a;

	while ((a = convert_run(c, "かに", got)) == CONVERT_LATER)
		;
	return a;
}

static void falls_back(const char *mozc)
{
	struct convert c = { 0 };
	struct conversion got;

	engine(mozc, GOOD);
	convert_open(&c, CONVERT_KANA, dir, "mozc anthy");
	assert_int_equal(ask(&c, &got), CONVERT_DONE);
	assert_string_equal(conversion_text(&got, 0), "蚊");
	convert_close(&c);
	assert_int_equal(c.pid, 0);
}

static void test_convert__the_next_engine_takes_over(void **state)
{
	falls_back("exit 69");
	falls_back("echo hello");
	falls_back("echo ready");
	falls_back("echo ready; cat");
	falls_back("echo ready; read -r x; kill -9 $$");
	falls_back("echo ready; while read -r x; do printf '2\\tx\\n\\n'; done");
	falls_back("echo ready; while read -r x; do yes; done");
	falls_back("echo ready; exec sleep 60");
}

static void test_convert__none_left_is_no_error(void **state)
{
	struct convert c = { 0 };
	struct conversion got;

	engine("exit 1", "exit 1");
	convert_open(&c, CONVERT_KANA, dir, "mozc anthy");
	assert_int_equal(ask(&c, &got), CONVERT_NEVER);
	assert_int_equal(got.len, 0);
	convert_close(&c);
	convert_open(&c, CONVERT_HANS, dir, "mozc anthy pinyin"); /* not installed */
	assert_int_equal(ask(&c, &got), CONVERT_NEVER);
	convert_close(&c);
	engine(GOOD, GOOD);
	convert_open(&c, CONVERT_KANA, dir, "moz anth"); /* names are whole words */
	assert_int_equal(ask(&c, &got), CONVERT_NEVER);
	convert_close(&c);
}

static void test_convert__a_killed_engine_is_started_again(void **state)
{
	struct convert c = { 0 };
	struct conversion got;

	engine("exit 1", GOOD);
	convert_open(&c, CONVERT_KANA, dir, "anthy");
	assert_int_equal(ask(&c, &got), CONVERT_DONE);
	pid_t first = c.pid;
	kill(first, SIGKILL);
	assert_int_equal(ask(&c, &got), CONVERT_DONE);
	assert_int_not_equal(c.pid, first);
	convert_close(&c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_conversion__comes_back_as_it_was_written),
		cmocka_unit_test(test_conversion__a_full_list_still_fits_the_wire),
		cmocka_unit_test(test_conversion__nonsense_is_refused_whole),
		cmocka_unit_test(test_conversion__too_many_are_refused),
		cmocka_unit_test(test_mozc_reply__finds_segments_and_candidates),
		cmocka_unit_test(test_mozc_reply__broken_lisp_is_refused),
		cmocka_unit_test(test_mozc_reply__session_is_digits_only),
		cmocka_unit_test(test_convert__the_next_engine_takes_over),
		cmocka_unit_test(test_convert__none_left_is_no_error),
		cmocka_unit_test(test_convert__a_killed_engine_is_started_again),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
