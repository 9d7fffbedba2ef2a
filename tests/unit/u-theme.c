/* SPDX-License-Identifier: Apache-2.0 */
/*
 * u-theme — contrast by WCAG 2.2, and themes that are complete or refused.
 * Links: src/shared src/text src/ui
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>
#include "theme.h"

static const char *const roles[] = { "night", "on_night", "paper", "ink", "card", "pale", "star",
	"on_star",
	"leaf", "on_leaf", "danger", "on_danger", "danger_ground", "line", "focus", "quiet" };

/* Loads a themes file with one theme; `skip` is left out, `bad` gets the value `value`. */
static bool load(struct themes *t, const char *id, const char *skip, const char *bad,
	const char *value,
	char *err)
{
	char path[] = "/tmp/u-theme-XXXXXX";
	int fd = mkstemp(path);
	FILE *f;
	bool ok;

	assert_true(fd >= 0);
	f = fdopen(fd, "w");
	fprintf(f, "{\"themes\":[{\"id\":\"%s\"", id);
	for (size_t i = 0; i < sizeof roles / sizeof roles[0]; i++)
		if (strcmp(roles[i], skip))
			fprintf(f, ",\"%s\":\"%s\"", roles[i], strcmp(roles[i], bad) ? "#16224f"
				: value);
	fprintf(f, "}]}");
	fclose(f);
	ok = themes_load(t, path, err, 256);
	unlink(path);
	return ok;
}

static void test_theme__contrast_numbers(void **state)
{
	struct color black = { 0, 0, 0 }, white = { 255, 255, 255 }, night = { 0x16, 0x22, 0x4f };
	struct color gray = { 0x77, 0x77, 0x77 };

	assert_true(theme_contrast(black, white) > 20.999 && theme_contrast(black, white) < 21.001);
	assert_true(theme_contrast(white, black) > 20.999);
	assert_true(theme_contrast(night, night) == 1.0);
	assert_true(theme_contrast(gray, white) > 4.47 && theme_contrast(gray, white) < 4.49);
	assert_true(theme_contrast(night, white) > 15.0);
}

static void test_theme__complete_file_loads(void **state)
{
	struct themes t = { .len = 0 };
	char err[256] = "";

	assert_true(load(&t, "light", "", "star", "#F6aa00", err));
	assert_int_equal(t.len, 1);
	assert_string_equal(t.theme[0].id, "light");
	assert_int_equal(t.theme[0].role[ROLE_STAR].r, 0xf6);
	assert_int_equal(t.theme[0].role[ROLE_STAR].g, 0xaa);
	assert_int_equal(t.theme[0].role[ROLE_STAR].b, 0x00);
}

static void test_theme__every_missing_role_is_named(void **state)
{
	struct themes t = { .len = 0 };
	char err[256];

	for (size_t i = 0; i < sizeof roles / sizeof roles[0]; i++) {
		assert_false(load(&t, "light", roles[i], "", "", err));
		assert_non_null(strstr(err, roles[i]));
		assert_int_equal(t.len, 0);
	}
}

static void test_theme__bad_values_are_refused(void **state)
{
	static const char *const bad[] = { "", "#fff", "16224f", "#16224g", "#16224f0", "#1622 f",
		"red" };
	struct themes t = { .len = 0 };
	char err[256];

	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
		assert_false(load(&t, "light", "", "ink", bad[i], err));
	assert_false(load(&t, "", "", "", "", err));
	assert_false(load(&t, "a-name-that-is-too-long", "", "", "", err));
	assert_false(themes_load(&t, "/nonexistent/themes.json", err, sizeof err));
	assert_int_equal(t.len, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_theme__contrast_numbers),
			cmocka_unit_test(test_theme__complete_file_loads),
		cmocka_unit_test(test_theme__every_missing_role_is_named),
		cmocka_unit_test(test_theme__bad_values_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
