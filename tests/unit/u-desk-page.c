/* SPDX-License-Identifier: Apache-2.0 */
/*
 * u-desk-page — the page for people: handwriting is a picture made of checked numbers, no text gets
 * out of its place, and hostile drawings are refused.
 * Links: sync/desk src/sheet src/record src/text src/shared
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>
#include "drawing.h"
#include "keys.h"
#include "page.h"
#include "table.h"

static const char labels_text[] =
	"{\"columns\":[{\"field\":\"receipt\",\"label\":\"受付番号\"},{\"field\":\"topics\",\"label\":"
	"\"困りごと\"},{\"field\":\"own_words\",\"label\":\"<ことば>\"},{\"field\":\"own_words_drawing\","
	"\"label\":\"線の数\"}],\"codes\":{\"topics\":{\"T06\":\"食べ物がない\"}}}";

static int setup(void **state)
{
	keys_init();
	return 0;
}

static bool ok(const char *text)
{
	json_t *j = json_loads(text, 0, NULL);
	bool good = drawing_ok(j);

	assert_non_null(j);
	json_decref(j);
	return good;
}

static void test_drawing__admits(void **state)
{
	static const char *const good[] = { "{\"w\":10,\"h\":5,\"lines\":[[0,0]]}",
		"{\"w\":10,\"h\":5,\"lines\":[[10,5,-10,-5],[3,3,0,0]]}",
		"{\"w\":10000,\"h\":1,\"lines\":[[0,0,10000,1]],\"new\":1}" };

	for (size_t i = 0; i < sizeof good / sizeof *good; i++)
		assert_true(ok(good[i]));
}

static void test_drawing__refuses(void **state)
{
	static const char *const bad[] = { "{}", "[]", "{\"w\":10,\"h\":5}",
		"{\"w\":10,\"h\":5,\"lines\":[]}", "{\"w\":10,\"h\":5,\"lines\":[[]]}",
		"{\"w\":10,\"h\":5,\"lines\":{\"0\":[1,1]}}", "{\"w\":0,\"h\":5,\"lines\":[[0,0]]}",
		"{\"w\":10001,\"h\":5,\"lines\":[[0,0]]}", "{\"w\":10,\"h\":-5,\"lines\":[[0,0]]}",
		"{\"w\":\"10\",\"h\":5,\"lines\":[[0,0]]}",
		"{\"w\":10,\"h\":5.0,\"lines\":[[0,0]]}",
		"{\"w\":10,\"h\":5,\"lines\":[[0,0,1]]}", "{\"w\":10,\"h\":5,\"lines\":[[1.5,0]]}",
		"{\"w\":10,\"h\":5,\"lines\":[[\"1\",0]]}", "{\"w\":10,\"h\":5,\"lines\":[[11,0]]}",
		"{\"w\":10,\"h\":5,\"lines\":[[0,6]]}", "{\"w\":10,\"h\":5,\"lines\":[[5,5,0,1]]}",
		"{\"w\":10,\"h\":5,\"lines\":[[5,5,-6,0]]}", "{\"w\":10,\"h\":5,\"lines\":[5]}",
		"{\"w\":10,\"h\":5,\"lines\":[[0,0],[9223372036854775807,0]]}",
		"{\"w\":10,\"h\":5,\"lines\":[[0,0],\"M0 0\"]}" };

	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		assert_false(ok(bad[i]));
}

static void test_drawing__refuses_too_many(void **state)
{
	json_t *lines = json_array(), *line = json_array();
	json_t *d = json_pack("{sisisO}", "w", 10, "h", 5, "lines", lines);

	for (int i = 0; i <= DRAWING_LINES_MAX; i++) {
		assert_int_equal(drawing_ok(d), i > 0);
		json_array_append_new(lines, json_pack("[ii]", 1, 1));
	}
	assert_false(drawing_ok(d));
	json_array_clear(lines);
	for (int i = 0; i < DRAWING_POINTS_MAX * 2; i++)
		json_array_append_new(line, json_integer(0));
	json_array_append(lines, line);
	assert_true(drawing_ok(d));
	json_array_append_new(lines, json_pack("[ii]", 1, 1));
	assert_false(drawing_ok(d));
	json_decref(line);
	json_decref(lines);
	json_decref(d);
}

static void test_page__text(void **state)
{
	struct buf b = BUF_INIT;

	page_text(&b, "a<b>&\"'\x01\x1b\x7f\n\t米");
	assert_string_equal(buf_str(&b), "a&lt;b&gt;&amp;&quot;&#39;\n\t米");
	buf_release(&b);
}

static json_t *hostile(void)
{
	return json_pack("{ss sb s{s[ss] s{ss s{si si s[[iiii][ii]]}} s{ss}}}", "receipt",
		"123456789012", "urgent", 1, "answers", "topics", "T06", "<svg onload=x>",
		"own_words", "text",
		"</bdi></dd><script>alert('1')</script>\" onload=\"x", "strokes", "w", 2000,
		"h", 900, "lines", 10, 20, 5, -5, 7, 8, "</dt><b>", "text", "<i>");
}

static size_t count(const char *in, const char *what)
{
	size_t n = 0;

	for (; (in = strstr(in, what)); in += strlen(what))
		n++;
	return n;
}

static void test_page__record(void **state)
{
	char err[CONTENT_ERR_MAX];
	struct buf b = BUF_INIT;
	struct labels l;
	json_t *r = hostile();

	assert_true(labels_parse(&l, labels_text, strlen(labels_text), "labels", err));
	page_head(&b);
	page_record(&b, &l, r);
	page_foot(&b);
	assert_true(buf_ok(&b));
	assert_non_null(strstr(buf_str(&b), "<h2>1234-5678-9012</h2>"));
	assert_non_null(strstr(buf_str(&b), "食べ物がない、&lt;svg onload=x&gt;"));
	assert_non_null(strstr(buf_str(&b), "<path d=\"M10 20l5 -5M7 8h0\"/>"));
	assert_non_null(strstr(buf_str(&b), "viewBox=\"0 0 2000 900\""));
	assert_non_null(strstr(buf_str(&b), "aria-label=\"&lt;ことば&gt;\""));
	assert_non_null(strstr(buf_str(&b), "<dt>線の数</dt><dd><bdi>2</bdi></dd>"));
	assert_non_null(strstr(buf_str(&b), "default-src 'none'"));
	assert_non_null(strstr(buf_str(&b), "&lt;/dt&gt;&lt;b&gt;")); /* no column, not dropped */
	assert_null(strstr(buf_str(&b), "<script"));
	assert_null(strstr(buf_str(&b), "<b>"));
	assert_int_equal(count(buf_str(&b), "<dd>"), count(buf_str(&b), "</dd>"));
	assert_int_equal(count(buf_str(&b), "<bdi>"), count(buf_str(&b), "</bdi>"));
	assert_int_equal(count(buf_str(&b), "<svg"), 1);
	json_decref(r);
	labels_release(&l);
	buf_release(&b);
}

static void test_table__counts_strokes(void **state)
{
	char err[CONTENT_ERR_MAX];
	struct buf b = BUF_INIT;
	struct labels l;
	json_t *r = json_pack("{s{s{ss s{si si s[[ii]]}}}}", "answers", "own_words", "text", "",
		"strokes", "w", 9, "h", 9, "lines", 1, 1);

	assert_true(labels_parse(&l, labels_text, strlen(labels_text), "labels", err));
	table_row(&b, &l, r);
	assert_string_equal(buf_str(&b), ",,,1,,,,1,\r\n");
	json_decref(r);
	labels_release(&l);
	buf_release(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_drawing__admits),
		cmocka_unit_test(test_drawing__refuses),
		cmocka_unit_test(test_drawing__refuses_too_many),
		cmocka_unit_test(test_page__text),
		cmocka_unit_test(test_page__record),
		cmocka_unit_test(test_table__counts_strokes),
	};

	return cmocka_run_group_tests(tests, setup, NULL);
}
