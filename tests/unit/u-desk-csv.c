/* SPDX-License-Identifier: Apache-2.0 */
/*
 * u-desk-csv — the table for spreadsheets: quoting by RFC 4180, nothing that a spreadsheet
 * calculates, words beside codes, and no answer dropped because nobody named a column for it.
 * Links: sync/desk src/sheet src/record src/text src/shared
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>
#include "keys.h"
#include "labels.h"
#include "table.h"

static const char labels_text[] =
	"{\"columns\":[{\"field\":\"receipt\",\"label\":\"受付番号\"},{\"field\":\"urgent\","
	"\"label\":\"急ぎ\"},{\"field\":\"topics\",\"label\":\"困りごと\"},{\"field\":\"topic_"
	"main\",\"label\":\"いちばん\",\"codes\":\"topics\"},{\"field\":\"own_words\",\"label\":"
	"\"ことば\"},{\"field\":\"phone\",\"label\":\"電話\"},{\"field\":\"seq\",\"label\":"
	"\"番号\"}],\"codes\":{\"topics\":{\"T06\":\"食べ物がない\",\"T07\":\"お金・生活費\"},"
	"\"urgent\":{\"true\":\"急ぎ\"}}}";

static int setup(void **state)
{
	keys_init();
	return 0;
}

static void read_labels(struct labels *l)
{
	char err[CONTENT_ERR_MAX];

	assert_true(labels_parse(l, labels_text, strlen(labels_text), "labels", err));
}

static void test_table__cells(void **state)
{
	static const struct {
		const char *in, *out;
	} cell[] = {
		{ "", "" },
		{ "plain", "plain" },
		{ "a,b", "\"a,b\"" },
		{ "a\"b", "\"a\"\"b\"" },
		{ "a\nb", "\"a\nb\"" },
		{ "a\r\nb", "\"a\r\nb\"" },
		{ " a", "\" a\"" },
		{ "a ", "\"a \"" },
		{ "a;b", "\"a;b\"" },
		{ "=1+1", "'=1+1" },
		{ "+81", "'+81" },
		{ "-1", "'-1" },
		{ "@SUM", "'@SUM" },
		{ "\t=1", "\"'\t=1\"" },
		{ "\n=1", "\"'\n=1\"" },
		{ "\r=1", "\"'\r=1\"" },
		{ "=cmd|' /C calc'!A0,\"x\"", "\"'=cmd|' /C calc'!A0,\"\"x\"\"\"" },
		{ "＝1+1", "'＝1+1" },
		{ "＋1", "'＋1" },
		{ "－1", "'－1" },
		{ "＠x", "'＠x" },
		{ "1=1", "1=1" },
		{ "米が ない", "米が ない" },
	};
	struct buf b = BUF_INIT;

	for (size_t i = 0; i < sizeof cell / sizeof *cell; i++) {
		buf_reset(&b);
		table_cell(&b, cell[i].in, strlen(cell[i].in));
		assert_string_equal(buf_str(&b), cell[i].out);
	}
	buf_reset(&b);
	table_cell(&b, "a\0b", 3);
	assert_string_equal(buf_str(&b), "\"ab\"");
	buf_release(&b);
}

static void test_table__head(void **state)
{
	struct labels l;
	struct buf b = BUF_INIT;

	read_labels(&l);
	table_head(&b, &l);
	assert_string_equal(buf_str(&b),
		"\xef\xbb\xbf受付番号,急ぎ,困りごと,いちばん,ことば,電話,番号,"
		"receipt,urgent,topics,topic_main,own_words,phone,seq,answers_other\r\n");
	buf_release(&b);
	labels_release(&l);
	labels_release(&l);
}

static void test_table__row(void **state)
{
	struct labels l;
	struct buf b = BUF_INIT;
	json_t *r = json_pack("{ss sb si s{s[sss] ss s{ss} s{ss}}}", "receipt", "123456789012",
		"urgent", 1, "seq", 7, "answers", "topics", "T06", "T07", "T98", "topic_main",
		"T06", "own_words", "text", "=1,2", "phone", "text", "0721234567");

	read_labels(&l);
	table_row(&b, &l, r);
	assert_string_equal(buf_str(&b),
		"1234-5678-9012,急ぎ,食べ物がない、お金・生活費、T98,食べ物がない,"
		"\"'=1,2\",'0721234567,7,"
		"123456789012,true,\"T06;T07;T98\",T06,\"'=1,2\",0721234567,7,\r\n");
	json_decref(r);
	buf_release(&b);
	labels_release(&l);
}

static void test_table__nothing_is_dropped(void **state)
{
	struct labels l;
	struct buf b = BUF_INIT;
	json_t *r = json_pack(
		"{s{s[s] s[] s{ss}}}", "answers", "topics", "T06", "empty", "new", "text", "a");

	read_labels(&l);
	table_row(&b, &l, r);
	assert_string_equal(buf_str(&b),
		",,食べ物がない,,,,,,,T06,,,,,"
		"\"{\"\"empty\"\":[],\"\"new\"\":{\"\"text\"\":\"\"a\"\"}}\"\r\n");
	assert_true(buf_ok(&b));
	json_decref(r);
	buf_release(&b);
	labels_release(&l);
}

static void test_labels__refuses(void **state)
{
	static const char *const bad[] = { "", "[]", "{}", "{\"columns\":[]}",
		"{\"columns\":[1],\"codes\":{}}", "{\"columns\":[{\"field\":\"a\"}],\"codes\":{}}",
		"{\"columns\":[{\"field\":\"a\",\"label\":1}],\"codes\":{}}",
		"{\"columns\":[{\"field\":\"a\",\"label\":\"b\"}]}",
		"{\"columns\":[{\"field\":\"a\",\"label\":\"b\"}],\"codes\":{\"a\":{\"X\":1}}}",
		"{\"columns\":[{\"field\":\"a\",\"label\":\"b\"}],\"codes\":{\"a\":[]}}" };
	char err[CONTENT_ERR_MAX];
	struct labels l;

	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		assert_false(labels_parse(&l, bad[i], strlen(bad[i]), "labels", err));
		assert_null(l.doc);
		assert_memory_equal(err, "labels:", 7);
	}
	assert_false(labels_read(&l, "/nonexistent/labels.json", err));
	labels_release(&l);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_table__cells),
		cmocka_unit_test(test_table__head),
		cmocka_unit_test(test_table__row),
		cmocka_unit_test(test_table__nothing_is_dropped),
		cmocka_unit_test(test_labels__refuses),
	};

	return cmocka_run_group_tests(tests, setup, NULL);
}
