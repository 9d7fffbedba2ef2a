/* SPDX-License-Identifier: Apache-2.0 */
/*
 * u-log — one event is one line, whatever is in it, and less important ones can be left out.
 *
 * Links: src/shared
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "log.h"

static char said[8192];

/* Runs fn in a child, keeps what it wrote to standard error in `said`, returns its exit status. */
static int hear(void (*fn)(void))
{
	size_t len = 0;
	ssize_t n;
	int fds[2], status;
	pid_t child;

	assert_int_equal(pipe(fds), 0);
	child = fork();
	if (child == 0) {
		dup2(fds[1], STDERR_FILENO);
		close(fds[0]);
		close(fds[1]);
		fn();
		_exit(0);
	}
	close(fds[1]);
	while ((n = read(fds[0], said + len, sizeof(said) - 1 - len)) > 0)
		len += (size_t)n;
	said[len] = '\0';
	close(fds[0]);
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}

static void say_all_levels(void)
{
	log_open("marumado-test", LOG_LEVEL_WARNING);
	log_info("not %d", 1);
	log_warning("cannot open '%s': %s", "f", "reason");
	log_error("%d items", 3);
}

static void test_log__levels_and_shape(void **state)
{
	assert_int_equal(hear(say_all_levels), 0);
	assert_string_equal(said,
		"marumado-test: warning: cannot open 'f': reason\nmarumado-test: error: 3 items\n");
}

static void say_hostile(void)
{
	log_open("t", LOG_LEVEL_INFO);
	log_info("%s", "a\nt: error: forged\r\033[2J\177");
	log_info("%s", "日本語 %n%s");
}

static void test_log__one_event_is_one_line(void **state)
{
	assert_int_equal(hear(say_hostile), 0);
	assert_string_equal(said, "t: info: a?t: error: forged??[2J?\nt: info: 日本語 %n%s\n");
}

static void say_long(void)
{
	char text[5000];

	memset(text, 'x', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	log_error("%s", text);
	log_error("next");
}

static void test_log__long_lines_are_cut_not_joined(void **state)
{
	char *end;

	assert_int_equal(hear(say_long), 0);
	end = strchr(said, '\n');
	assert_non_null(end);
	assert_in_range(end - said, 500, 1023);
	assert_string_equal(end + 1, "marumado: error: next\n");
}

static void say_last_words(void)
{
	die(75, "busy: %d", 1);
}

static void test_log__die_exits_with_its_status(void **state)
{
	assert_int_equal(hear(say_last_words), 75);
	assert_string_equal(said, "marumado: error: busy: 1\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_log__levels_and_shape),
		cmocka_unit_test(test_log__one_event_is_one_line),
		cmocka_unit_test(test_log__long_lines_are_cut_not_joined),
		cmocka_unit_test(test_log__die_exits_with_its_status),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
