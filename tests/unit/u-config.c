/* SPDX-License-Identifier: Apache-2.0 */
/*
 * u-config — a hand-edited file: what is accepted, and that each mistake is told with file and
 * line.
 *
 * Links: src/shared
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "buf.h"
#include "config.h"

struct settings {
	char url[CONFIG_VALUE_MAX];
	char site[CONFIG_VALUE_MAX];
	long width;
	bool print;
};

static const struct config_key keys[] = {
	{ "sync", "url", CONFIG_STR, offsetof(struct settings, url), 0, 0, NULL },
	{ "kiosk", "site", CONFIG_STR, offsetof(struct settings, site), 0, 0, "駅まえ" },
	{ "kiosk", "width", CONFIG_LONG, offsetof(struct settings, width), -5, 5000, "477" },
	{ "kiosk", "print", CONFIG_BOOL, offsetof(struct settings, print), 0, 0, "yes" },
};
#define KEYS (sizeof(keys) / sizeof(keys[0]))

static char path[] = "/tmp/u-config-XXXXXX";

static bool load(const char *text, size_t len, struct settings *s, struct config_error *err)
{
	memset(s, 0, sizeof(*s));
	memset(err, 0, sizeof(*err));
	assert_true(buf_write_file(path, text, len, 0600));
	return config_load(path, keys, KEYS, s, err);
}

static void assert_defaults(const struct settings *s)
{
	assert_string_equal(s->url, "");
	assert_string_equal(s->site, "駅まえ");
	assert_int_equal(s->width, 477);
	assert_true(s->print);
}

static void refuses(const char *text, int line, const char *says)
{
	struct config_error err;
	struct settings s;
	char head[64];

	assert_false(load(text, strlen(text), &s, &err));
	assert_int_equal(err.line, line);
	snprintf(head, sizeof(head), "%s:%d: ", path, line);
	assert_memory_equal(err.text, head, strlen(head));
	if (!strstr(err.text, says))
		fail_msg("'%s' does not say '%s'", err.text, says);
	assert_defaults(&s);
}

static void test_config__reads_the_sections_of_the_table(void **state)
{
	static const char text[] = "\xef\xbb\xbf# made by hand\r\n"
				   "[city]\nanything = goes\n\n[sync]\n  url = "
				   "https://example.invalid/a=b#c ; the city\n"
				   "[kiosk]\n; a comment\n  width: -5\n  print=Off\r\nsite =\n";
	struct config_error err;
	struct settings s;

	assert_true(load(text, sizeof(text) - 1, &s, &err));
	assert_string_equal(s.url, "https://example.invalid/a=b#c");
	assert_string_equal(s.site, "");
	assert_int_equal(s.width, -5);
	assert_false(s.print);
}

static void test_config__empty_file_is_the_defaults(void **state)
{
	struct config_error err;
	struct settings s;

	assert_true(load("", 0, &s, &err));
	assert_defaults(&s);
	memset(&s, 0, sizeof(s));
	config_defaults(keys, KEYS, &s);
	assert_defaults(&s);
}

static void test_config__tells_each_mistake_with_its_line(void **state)
{
	refuses("[kiosk]\nwidht = 3\n", 2, "widht: unknown key in [kiosk]");
	refuses("[kiosk]\n\nwidth = 5001\n", 3, "width: not a number from -5 to 5000");
	refuses("[kiosk]\nwidth = 12mm\n", 2, "width: not a number");
	refuses("[kiosk]\nwidth =\n", 2, "width: not a number");
	refuses("[kiosk]\nwidth = 99999999999999999999\n", 2, "width: not a number");
	refuses("[kiosk]\nwidth = +3\n", 2, "width: not a number");
	refuses("[kiosk]\nprint = maybe\n", 2, "print: neither yes nor no");
	refuses("[kiosk]\nwidth = 3\nsite = a\nwidth = 3\n", 4, "width: given twice");
	refuses("[kiosk]\nwidth\n", 2, "neither");
	refuses("[kiosk\nwidth = 3\n", 1, "neither");
	/* the first mistake wins, whoever found it */
	refuses("[kiosk]\nrubbish\nwidth = x\n", 2, "neither");
	refuses("[kiosk]\nwidth = x\nrubbish\n", 2, "width: not a number");
}

static void test_config__long_values(void **state)
{
	char text[4096], value[2048];
	struct config_error err;
	struct settings s;

	memset(value, 'v', sizeof(value) - 1);
	value[sizeof(value) - 1] = '\0';
	snprintf(text, sizeof(text), "[sync]\nurl = %.*s\n", CONFIG_VALUE_MAX - 1, value);
	assert_true(load(text, strlen(text), &s, &err));
	assert_int_equal(strlen(s.url), CONFIG_VALUE_MAX - 1);
	snprintf(text, sizeof(text), "[sync]\nurl = %.*s\n", CONFIG_VALUE_MAX, value);
	refuses(text, 2, "url: longer than 511 bytes");
	snprintf(text, sizeof(text), "[sync]\nurl = %s\n", value);
	refuses(text, 2, "a line longer than");
	snprintf(text, sizeof(text), "# %s\n[sync]\nurl = a\n", value);
	assert_true(load(text, strlen(text), &s, &err));
	assert_string_equal(s.url, "a");
}

static void test_config__hostile_bytes_and_missing_files(void **state)
{
	static const char zero[] = "[sync]\nurl = a\0b\n";
	struct config_error err;
	struct settings s;

	assert_false(load(zero, sizeof(zero) - 1, &s, &err));
	assert_int_equal(err.line, 2);
	assert_defaults(&s);
	memset(&s, 0, sizeof(s));
	assert_false(config_load("/nonexistent/kiosk.ini", keys, KEYS, &s, &err));
	assert_int_equal(err.line, 0);
	assert_string_equal(
		err.text, "/nonexistent/kiosk.ini: cannot open: No such file or directory");
	assert_defaults(&s);
	memset(&s, 0, sizeof(s));
	assert_false(config_load("/tmp", keys, KEYS, &s, &err));
	assert_int_equal(err.line, 0);
}

static int make_file(void **state)
{
	int fd = mkstemp(path);

	return fd < 0 || close(fd) != 0;
}

static int remove_file(void **state)
{
	return unlink(path);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_config__reads_the_sections_of_the_table),
		cmocka_unit_test(test_config__empty_file_is_the_defaults),
		cmocka_unit_test(test_config__tells_each_mistake_with_its_line),
		cmocka_unit_test(test_config__long_values),
		cmocka_unit_test(test_config__hostile_bytes_and_missing_files),
	};

	return cmocka_run_group_tests(tests, make_file, remove_file);
}
