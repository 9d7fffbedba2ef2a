/* SPDX-License-Identifier: Apache-2.0 */
/*
 * u-content-read — files that a city edits by hand: what is refused, and that the mistake is named.
 * Links: src/sheet src/shared
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>
#include "content.h"
#include "tempdir.h"

static const char *needs_a(json_t *doc)
{
	return json_object_get(doc, "a") ? NULL : "a: missing";
}

static json_t *parse(const char *text, content_check_fn *check, char *err)
{
	return content_parse(text, strlen(text), "f.json", check, err);
}

static void test_content__is_checked(void **state)
{
	char err[CONTENT_ERR_MAX] = "";
	json_t *doc = parse("{\"a\":1}", needs_a, err);

	(void)state;
	assert_non_null(doc);
	assert_string_equal(err, "");
	json_decref(doc);
	assert_null(parse("{\"b\":1}", needs_a, err));
	assert_string_equal(err, "f.json: a: missing");
	doc = parse("{\"b\":1}", NULL, err);
	assert_non_null(doc);
	json_decref(doc);
}

static void test_content__a_mistake_has_its_line(void **state)
{
	char err[CONTENT_ERR_MAX];

	(void)state;
	assert_null(parse("{\"a\":1,\n\n\"a\":2}", needs_a, err));
	assert_memory_equal(err, "f.json:3: ", 10);
	assert_non_null(strstr(err, "duplicate"));
	assert_null(parse("{\"a\":1", needs_a, err));
	assert_memory_equal(err, "f.json:1: ", 10);
	assert_null(parse("", NULL, err));
	assert_memory_equal(err, "f.json:", 7);
}

static void test_content__files(void **state)
{
	char dir[TEMPDIR_MAX], path[TEMPDIR_MAX + 16], err[CONTENT_ERR_MAX];
	json_t *doc;

	(void)state;
	tempdir_make(dir);
	snprintf(path, sizeof(path), "%s/f.json", dir);
	assert_null(content_read(path, 64, NULL, err));
	assert_non_null(strstr(err, "No such file"));
	assert_memory_equal(err, path, strlen(path));
	FILE *f = fopen(path, "w");
	assert_non_null(f);
	fputs("{\"a\":1}", f);
	fclose(f);
	doc = content_read(path, 7, needs_a, err);
	assert_non_null(doc);
	json_decref(doc);
	assert_null(content_read(path, 6, needs_a, err)); /* larger than it may be */
	assert_memory_equal(err, path, strlen(path));
	tempdir_remove(dir);
}

static void test_content__strings(void **state)
{
	static const struct {
		const char *text;
		bool ok;
	} tries[] = { { "{}", true }, { "{\"a\":\"x\",\"b\":\"\"}", true }, { "[]", false },
		{ "{\"a\":\"x\",\"b\":1}", false }, { "{\"a\":null}", false } };
	char err[CONTENT_ERR_MAX];

	(void)state;
	assert_false(content_strings(NULL));
	for (size_t i = 0; i < sizeof(tries) / sizeof(*tries); i++) {
		json_t *o = parse(tries[i].text, NULL, err);
		assert_non_null(o);
		assert_true(content_strings(o) == tries[i].ok);
		json_decref(o);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_content__is_checked),
		cmocka_unit_test(test_content__a_mistake_has_its_line),
		cmocka_unit_test(test_content__files),
		cmocka_unit_test(test_content__strings),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
