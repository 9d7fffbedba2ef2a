/* SPDX-License-Identifier: Apache-2.0 */
/*
 * u-sheet — the national form on paper: what a place says about a record, which sheets are refused,
 * what gets onto which copy, that the sheet we ship fits its page, and strokes that are none.
 * Links: src/sheet src/record src/shared
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>
#include "buf.h"
#include "formvalue.h"
#include "sheet.h"

#define SHIPPED "assets/sheets/application.json"

static json_t *json(const char *text)
{
	json_error_t e;
	json_t *j = json_loads(text, 0, &e);

	if (!j)
		fail_msg("%s: %s", text, e.text);
	return j;
}

/* --- a pen that writes down what it is told --- */

static void say_box(void *ctx, const struct sheet_place *at, double border)
{
	assert_true(border > 0 && at->w > 0 && at->h > 0);
	buf_puts(ctx, "box\n");
}

static void say_text(void *ctx, const struct sheet_place *at, const struct sheet_text *t)
{
	assert_true(t->mm > 0 && at->w > 0 && at->h > 0);
	buf_printf(ctx, "text %s%s\n", t->bold ? "bold " : "", t->text);
}

static void say_qr(void *ctx, const struct sheet_place *at, const char *text)
{
	(void)at;
	buf_printf(ctx, "qr %s\n", text);
}

static void say_line(void *ctx, const double *xy, size_t n, double thick)
{
	assert_true(n >= 1 && n <= 64 && thick > 0);
	buf_printf(ctx, "line %zu %.1f,%.1f to %.1f,%.1f\n", n, xy[0], xy[1], xy[2 * n - 2],
		xy[2 * n - 1]);
}

static const char *drawn(struct buf *out, const char *sheet, const char *answers, const char *copy)
{
	char err[CONTENT_ERR_MAX] = "";
	json_t *s = sheet_parse(sheet, strlen(sheet), "sheet", err), *a = json(answers);
	json_t *record = json("{\"receipt\":\"123456789012\",\"created_at\":\"2026-11-24T09:30\"}");
	json_t *form = json(
		"{\"columns\":[{\"label\":\"住まい\",\"mark\":[\"T09\"]},{\"label\":\"x\","
		"\"fields\":[\"y\"]},{\"label\":\"債務\",\"mark\":[\"T08c\"],"
		"\"maybe\":[\"T08\"]}]}");
	json_t *codes = json("{\"topics\":{\"T09\":\"住むところ\"}}");
	const struct sheet_pen pen = { out, say_box, say_text, say_qr, say_line };
	const struct sheet_record r = { record, a, form, codes };

	assert_string_equal(err, "");
	buf_reset(out);
	assert_true(sheet_draw(s, &r, copy, &pen));
	json_decref(s);
	json_decref(a);
	json_decref(record);
	json_decref(form);
	json_decref(codes);
	return buf_str(out);
}

#define PAGE(items) "{\"page\":[210,297],\"items\":[" items "]}"
#define AT          "\"at\":[10,20,50,10]"

static void test_sheet__items_are_drawn(void **state)
{
	struct buf out = BUF_INIT;

	(void)state;
	assert_string_equal(
		drawn(&out, PAGE("{" AT ",\"text\":\"題\",\"bold\":true}"), "{}", "site"),
		"text bold 題\n");
	assert_string_equal(
		drawn(&out,
			PAGE("{" AT ",\"label\":\"日\",\"fields\":[\"created_at\"],\"part\":10}"),
			"{}", "site"),
		"box\ntext 日\ntext 2026-11-24\n");
	assert_string_equal(
		drawn(&out, PAGE("{" AT ",\"fields\":[\"receipt_now\",\"receipt\"],\"box\":false}"),
			"{}", "site"),
		"text 1234-5678-9012\n");
	assert_string_equal(drawn(&out, PAGE("{" AT ",\"qr\":[\"receipt\"]}"), "{}", "site"),
		"qr 123456789012\n");
	assert_string_equal(
		drawn(&out, PAGE("{" AT ",\"fields\":[\"own\"]}"), "{}", "site"), "box\n");
	buf_release(&out);
}

static void test_sheet__marks_are_those_of_the_form(void **state)
{
	struct buf out = BUF_INIT;
	static const char page[] = PAGE("{" AT ",\"marks\":2}");

	(void)state;
	assert_string_equal(
		drawn(&out, page, "{\"topics\":[\"T09\",\"T08\"],\"topic_main\":\"T09\"}", "site"),
		"box\ntext bold ◎\ntext bold 住まい\nbox\ntext bold ○\ntext bold 債務\n");
	assert_string_equal(drawn(&out, page, "{\"topics\":[\"T08c\"]}", "site"),
		"box\ntext 住まい\nbox\ntext bold ◎\ntext bold 債務\n");
	assert_string_equal(drawn(&out, page, "{\"topics\":[1,null,\"T01\"]}", "site"),
		"box\ntext 住まい\nbox\ntext 債務\n");
	buf_release(&out);
}

static void test_sheet__a_copy_has_its_own_items_only(void **state)
{
	struct buf out = BUF_INIT;
	static const char page[] = PAGE(
		"{" AT ",\"text\":\"both\"},{" AT ",\"text\":\"theirs\",\"copy\":\"person\"},{" AT
		",\"text\":\"ours\",\"copy\":\"site\"}");

	(void)state;
	assert_string_equal(drawn(&out, page, "{}", "site"), "text both\ntext ours\n");
	assert_string_equal(drawn(&out, page, "{}", "person"), "text both\ntext theirs\n");
	buf_release(&out);
}

static void test_sheet__handwriting_stands_below_what_was_typed(void **state)
{
	struct buf out = BUF_INIT;
	static const char page[] = PAGE("{" AT ",\"fields\":[\"own\"],\"strokes\":[\"own\"]}");

	(void)state;
	assert_string_equal(drawn(&out, page,
				    "{\"own\":{\"text\":\"A\",\"strokes\":{\"w\":100,\"h\":10,"
				    "\"lines\":[[0,0,100,10],[50,5]]}}}",
				    "site"),
		"box\nline 2 10.8,25.5 to 52.2,29.6\nline 1 31.5,27.5 to 31.5,27.5\ntext A\n");
	buf_release(&out);
}

static void test_sheet__strokes_that_are_none_are_left_out(void **state)
{
	static const char *const bad[] = { "{}", "{\"w\":100,\"h\":10,\"lines\":[]}",
		"{\"w\":100,\"h\":10,\"lines\":[[0]]}", "{\"w\":100,\"h\":10,\"lines\":[[0,0,1]]}",
		"{\"w\":100,\"h\":10,\"lines\":[[0,0,101,0]]}",
		"{\"w\":100,\"h\":10,\"lines\":[[-1,0]]}", "{\"w\":0,\"h\":10,\"lines\":[[0,0]]}",
		"{\"w\":\"x\",\"h\":[],\"lines\":[[0,0]]}", "{\"w\":1e308,\"h\":10,\"lines\":{}}",
		"[]", "7" };
	struct buf out = BUF_INIT;
	char answers[200];

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		snprintf(answers, sizeof(answers), "{\"own\":{\"strokes\":%s}}", bad[i]);
		assert_string_equal(
			drawn(&out, PAGE("{" AT ",\"strokes\":[\"own\"]}"), answers, "site"),
			"box\n");
	}
	buf_release(&out);
}

static void test_sheet__long_strokes_come_in_pieces_that_join(void **state)
{
	struct buf out = BUF_INIT, answers = BUF_INIT;
	int pieces = 0;

	(void)state;
	buf_puts(&answers, "{\"own\":{\"strokes\":{\"w\":1000,\"h\":1000,\"lines\":[[0,0");
	for (int i = 1; i < 200; i++)
		buf_puts(&answers, ",1,1");
	buf_puts(&answers, "]]}}}");
	const char *text = drawn(
		&out, PAGE("{" AT ",\"strokes\":[\"own\"]}"), buf_str(&answers), "site");
	for (const char *p = text; (p = strstr(p, "line ")); p++)
		pieces++;
	assert_int_equal(pieces, 4); /* 64, then 63 more each */
	buf_release(&out);
	buf_release(&answers);
}

static void test_sheet__what_is_no_sheet_is_refused(void **state)
{
	static const char *const bad[] = { "", "[]", "{}", "{\"page\":[210,297]}",
		"{\"page\":[210],\"items\":[{" AT ",\"text\":\"x\"}]}",
		"{\"page\":[210,-1],\"items\":[{" AT ",\"text\":\"x\"}]}",
		"{\"page\":[210,2e9],\"items\":[{" AT ",\"text\":\"x\"}]}",
		"{\"page\":[210,297],\"items\":[]}", PAGE("{\"text\":\"x\"}"), PAGE("{" AT "}"),
		PAGE("{" AT ",\"text\":7}"), PAGE("{" AT ",\"text\":\"x\",\"qr\":[\"receipt\"]}"),
		PAGE("{" AT ",\"marks\":0}"), PAGE("{" AT ",\"marks\":9}"),
		PAGE("{" AT ",\"text\":\"x\",\"mm\":0}"), PAGE("{\"at\":[1,2,3],\"text\":\"x\"}"),
		PAGE("{\"at\":[1,2,3,\"4\"],\"text\":\"x\"}"),
		PAGE("{" AT ",\"text\":\"x\",\"text\":\"y\"}") };
	char err[CONTENT_ERR_MAX];

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		err[0] = '\0';
		assert_null(sheet_parse(bad[i], strlen(bad[i]), "s", err));
		assert_true(strlen(err) > 2);
	}
	assert_null(sheet_read("/nonexistent", err));
}

static void test_sheet__the_one_we_ship_fits_its_page(void **state)
{
	char err[CONTENT_ERR_MAX];
	json_t *s = sheet_read(SHIPPED, err), *item;
	double w, h;
	size_t i;

	(void)state;
	assert_non_null(s);
	sheet_size(s, &w, &h);
	assert_true(w == 210 && h == 297);
	json_array_foreach(json_object_get(s, "items"), i, item)
	{
		const json_t *at = json_object_get(item, "at");
		double x = json_number_value(json_array_get(at, 0));
		double y = json_number_value(json_array_get(at, 1));
		assert_true(x >= 10 && x + json_number_value(json_array_get(at, 2)) <= w - 10);
		assert_true(y >= 5 && y + json_number_value(json_array_get(at, 3)) <= h - 5);
	}
	json_decref(s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_sheet__items_are_drawn),
		cmocka_unit_test(test_sheet__marks_are_those_of_the_form),
		cmocka_unit_test(test_sheet__a_copy_has_its_own_items_only),
		cmocka_unit_test(test_sheet__handwriting_stands_below_what_was_typed),
		cmocka_unit_test(test_sheet__strokes_that_are_none_are_left_out),
		cmocka_unit_test(test_sheet__long_strokes_come_in_pieces_that_join),
		cmocka_unit_test(test_sheet__what_is_no_sheet_is_refused),
		cmocka_unit_test(test_sheet__the_one_we_ship_fits_its_page),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
