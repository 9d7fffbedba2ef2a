/* SPDX-License-Identifier: Apache-2.0 */
/*
 * u-record — the plaintext: its JSON says what was put in, its size says nothing, and what does not
 * fit or is not text is refused with nothing left behind.
 * Links: src/record src/shared
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>
#include <jansson.h>
#include "keys.h"
#include "record.h"

static int setup(void **state)
{
	keys_init();
	return 0;
}

static struct record_head sample(void)
{
	return (struct record_head){ .id = "00112233445566778899aabbccddeeff",
		.device = "kid",
		.receipt = "123456789012",
		.kind = "RES",
		.form = "resident",
		.form_version = "1",
		.app_version = "0.1.0",
		.site = "",
		.created_at = "2026-11-23T10:05",
		.ui_lang = "ja-simple",
		.mode_aids = { "BIG", "RUBY" },
		.mode_aids_len = 2,
		.duration_s = 65,
		.screens_back = 1,
		.urgent = true,
		.lane = "SHIEN",
		.subject_consent = "NOA",
		.desk = { "KON" },
		.desk_len = 1,
		.complex = false };
}

static void test_record__sizes(void **state)
{
	assert_int_equal(record_padded(0), 4096);
	assert_int_equal(record_padded(4096), 4096);
	assert_int_equal(record_padded(4097), 8192);
	assert_int_equal(record_padded(16384), 16384);
	assert_int_equal(record_padded(32768), 32768);
	assert_int_equal(record_padded(32769), 0);
}

static void test_record__reads_back(void **state)
{
	const struct record_field f[] = {
		{ .name = "about", .type = RECORD_CODE, .code = { "FAM" }, .code_len = 1 },
		{ .name = "topics", .type = RECORD_CODES, .code = { "T06", "T07" }, .code_len = 2 },
		{ .name = "contact_time", .type = RECORD_CODES },
		{ .name = "own_words",
			.type = RECORD_TEXT,
			.text = "\"米\"が\nない",
			.text_len = 15 },
	};
	struct record_head h = sample();
	struct buf b = BUF_INIT;
	json_t *o, *a;

	assert_true(record_encode(&b, &h, f, 4, NULL, NULL));
	assert_int_equal(b.len, 4096);
	o = json_loadb(b.data, b.len, JSON_REJECT_DUPLICATES, NULL);
	assert_int_equal(json_object_size(o), 22);
	assert_int_equal(json_integer_value(json_object_get(o, "v")), RECORD_VERSION);
	assert_string_equal(json_string_value(json_object_get(o, "subject_consent")), "NOA");
	assert_true(json_is_true(json_object_get(o, "urgent")));
	assert_true(json_is_false(json_object_get(o, "complex")));
	assert_string_equal(json_string_value(json_object_get(o, "staff")), "");
	assert_string_equal(json_string_value(json_object_get(o, "refers")), "");
	assert_int_equal(json_array_size(json_object_get(o, "mode_aids")), 2);
	a = json_object_get(o, "answers");
	assert_string_equal(json_string_value(json_object_get(a, "about")), "FAM");
	assert_string_equal(
		json_string_value(json_array_get(json_object_get(a, "topics"), 1)), "T07");
	assert_int_equal(json_array_size(json_object_get(a, "contact_time")), 0);
	assert_string_equal(
		json_string_value(json_object_get(json_object_get(a, "own_words"), "text")),
		"\"米\"が\nない");
	json_decref(o);
	buf_release(&b);
}

static void test_record__drawing_reads_back(void **state)
{
	static const int16_t xy[][2] = { { 100, 200 }, { 110, 190 }, { 0, 0 }, { 2000, 900 } };
	static const uint16_t end[] = { 2, 3, 4 };
	const struct record_field f = { .name = "own_words",
		.type = RECORD_TEXT,
		.text = "",
		.drawing = { 2000, 900, 3, end, xy } };
	struct record_head h = sample();
	struct buf b = BUF_INIT;

	assert_true(record_encode(&b, &h, &f, 1, NULL, NULL));
	assert_int_equal(b.len, 4096);
	assert_non_null(strstr(b.data, "\"own_words\":{\"text\":\"\",\"strokes\":{\"w\":2000,"
		"\"h\":900,\"lines\":[[100,200,10,-10],[0,0],[2000,900]]}}"));
	buf_release(&b);
}

static void test_record__size_tells_nothing(void **state)
{
	char text[3000];
	struct record_field f = { .name = "own_words", .type = RECORD_TEXT, .text = text };
	struct record_head h = sample();
	struct buf b = BUF_INIT;

	memset(text, 'a', sizeof text);
	for (f.text_len = 0; f.text_len <= sizeof text; f.text_len += 100) {
		assert_true(record_encode(&b, &h, &f, 1, NULL, NULL));
		assert_int_equal(b.len, 4096);
	}
	buf_release(&b);
}

static void test_record__refuses(void **state)
{
	static char big[RECORD_BYTES_MAX];
	struct record_field f[2] = { { .name = "own_words", .type = RECORD_TEXT, .text = big } };
	struct record_head h = sample();
	struct buf b = BUF_INIT;

	memset(big, 'a', sizeof big);
	f[0].text_len = 30000;
	assert_true(record_encode(&b, &h, f, 1, NULL, NULL));
	assert_int_equal(b.len, 32768);
	f[0].text_len = sizeof big;
	assert_false(record_encode(&b, &h, f, 1, NULL, NULL)); /* too long */
	assert_int_equal(b.len, 0);
	f[0].text = "\xff\xfe";
	f[0].text_len = 2;
	assert_false(record_encode(&b, &h, f, 1, NULL, NULL)); /* not UTF-8 */
	f[0].text_len = 0;
	f[1] = f[0];
	assert_false(record_encode(&b, &h, f, 2, NULL, NULL)); /* the same field twice */
	h.lane = NULL;
	assert_false(record_encode(&b, &h, f, 1, NULL, NULL));
	h = sample();
	h.desk[0] = "\xff";
	assert_false(record_encode(&b, &h, f, 1, NULL, NULL));
	assert_int_equal(b.len, 0);
	buf_release(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_record__sizes),
		cmocka_unit_test(test_record__reads_back),
		cmocka_unit_test(test_record__drawing_reads_back),
		cmocka_unit_test(test_record__size_tells_nothing),
		cmocka_unit_test(test_record__refuses),
	};

	return cmocka_run_group_tests(tests, setup, NULL);
}
