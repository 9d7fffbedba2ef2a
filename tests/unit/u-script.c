/* SPDX-License-Identifier: Apache-2.0 */
/*
 * u-script — the command language of --script: every command reaches its host function with its
 * argument, and a bad line is told with its number.
 *
 * Links: src/shared src/text src/form src/record src/ui src/kiosk
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>
#include <cmocka.h>

#include "script.h"

static char said[512]; /* what the host was told */
static bool stopped;

static bool note(const char *command, const char *arg)
{
	size_t n = strlen(said);

	snprintf(said + n, sizeof(said) - n, "%s(%s)", command, arg);
	return true;
}

#define HOST_FN(name)                                                                              \
	static bool on_##name(void *ctx, const char *arg, char err[static WHY_MAX])                \
	{                                                                                          \
		(void)ctx;                                                                         \
		(void)err;                                                                         \
		return note(#name, arg);                                                           \
	}
HOST_FN(tap)
HOST_FN(down)
HOST_FN(up)
HOST_FN(type)
HOST_FN(key)
HOST_FN(wait)
HOST_FN(shot)
HOST_FN(inspect)
HOST_FN(survey)
HOST_FN(draw)
HOST_FN(gallery)
HOST_FN(second)

static bool on_expect(void *ctx, const char *arg, char err[static WHY_MAX])
{
	(void)ctx;
	return strcmp(arg, "start") == 0 || why(err, "expected '%s', found 'start'", arg);
}

static bool on_stop(void *ctx)
{
	(void)ctx;
	return stopped;
}

static const struct script_host host = { NULL, on_tap, on_down, on_up, on_type, on_key, on_wait,
	on_expect, on_shot, on_inspect, on_survey, on_draw, on_gallery, on_second, on_stop };

static bool line(const char *text, char err[static WHY_MAX])
{
	said[0] = '\0';
	return script_line(&host, text, err);
}

static int run(const char *text, size_t len, char err[static WHY_MAX])
{
	int fd[2];

	said[0] = '\0';
	assert_int_equal(pipe(fd), 0);
	assert_int_equal(write(fd[1], text, len), (ssize_t)len);
	close(fd[1]);
	int rc = script_run(&host, fd[0], err);
	close(fd[0]);
	return rc;
}

static void test_script__commands(void **state)
{
	static const struct {
		const char *line, *said;
	} good[] = {
		{ "tap lang.ja-simple", "tap(lang.ja-simple)" },
		{ "down topics.T06", "down(topics.T06)" },
		{ "up", "up()" },
		{ "type 家賃が　はらえない {a|b}", "type(家賃が　はらえない {a|b})" },
		{ "key Left Shift", "key(Left Shift)" },
		{ "wait 0", "wait(0)" },
		{ "wait 86400000", "wait(86400000)" },
		{ "shot a b.png", "shot(a b.png)" },
		{ "draw own.canvas 0,0 10,9", "draw(own.canvas 0,0 10,9)" },
		{ "second key.あ", "second(key.あ)" },
		{ "expect start", "" },
		{ "", "" },
		{ "   ", "" },
		{ "# tap me", "" },
		{ "\ttap \t key.あ", "tap(key.あ)" },
	};
	char err[WHY_MAX];

	(void)state;
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		assert_true(line(good[i].line, err));
		assert_string_equal(said, good[i].said);
	}
}

static void test_script__bad_lines(void **state)
{
	static const char *const bad[] = { "tapp x", "tap", "tap a b", "up now", "type", "wait",
		"wait x", "wait -1", "wait 1s", "wait 86400001", "wait 99999999999999999999",
		"expect", "expect done", "TAP x", "shot", "draw", "second", "second a b" };
	char err[WHY_MAX];

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		err[0] = '\0';
		assert_false(line(bad[i], err));
		assert_string_equal(said, "");
		assert_true(err[0] != '\0');
	}
}

static void test_script__runs_all(void **state)
{
	static const char text[] =
		"# a visit\r\ntap a\r\n\r\ntype い\nup"; /* no newline at the end */
	char err[WHY_MAX] = "";

	(void)state;
	assert_int_equal(run(text, sizeof(text) - 1, err), 0);
	assert_string_equal(said, "tap(a)type(い)up()");
	assert_string_equal(err, "");
}

static void test_script__tells_the_line(void **state)
{
	static const char text[] = "tap a\n\nexpect done\ntap b\n";
	char err[WHY_MAX];

	(void)state;
	assert_int_equal(run(text, sizeof(text) - 1, err), EX_DATAERR);
	assert_string_equal(said, "tap(a)");
	assert_string_equal(err, "line 3: expected 'done', found 'start'");
}

static void test_script__too_long(void **state)
{
	char *text = malloc(2 * SCRIPT_LINE_MAX);
	char err[WHY_MAX];

	(void)state;
	assert_non_null(text);
	memset(text, 'a', 2 * SCRIPT_LINE_MAX);
	memcpy(text, "type ", 5);
	assert_int_equal(run(text, SCRIPT_LINE_MAX - 2, err), 0); /* the longest line */
	text[SCRIPT_LINE_MAX - 2] = 'a';
	assert_int_equal(run(text, 2 * SCRIPT_LINE_MAX, err), EX_DATAERR);
	assert_string_equal(said, "");
	free(text);
}

static void test_script__stops_when_asked(void **state)
{
	char err[WHY_MAX] = "";

	(void)state;
	stopped = true;
	assert_int_equal(run("tap a\n", 6, err), 0);
	stopped = false;
	assert_string_equal(said, "");
}

static void test_script__reading_fails(void **state)
{
	char err[WHY_MAX] = "";

	(void)state;
	assert_int_equal(script_run(&host, -1, err), EX_NOINPUT);
	assert_non_null(strstr(err, "line 1: "));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_script__commands),
		cmocka_unit_test(test_script__bad_lines),
		cmocka_unit_test(test_script__runs_all),
		cmocka_unit_test(test_script__tells_the_line),
		cmocka_unit_test(test_script__too_long),
		cmocka_unit_test(test_script__stops_when_asked),
		cmocka_unit_test(test_script__reading_fails),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
