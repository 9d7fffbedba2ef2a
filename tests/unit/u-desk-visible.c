/* SPDX-License-Identifier: Apache-2.0 */
/*
 * u-desk-visible — what hostile terminals seal to make the coordinator see something else than what
 * was written: marks that turn the text around them, tags, controls of a terminal window. No form
 * of output holds one; what was written with them can still be read.
 * Links: sync/desk src/sheet src/record src/text src/shared
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <sysexits.h>
#include "desk_world.h"
#include "hidden.h"
#include "receipt.h"

#define RECORD "{'receipt':'999941057058','site':'a\\u200fb','mode_aids':['B\\u2028G'],'answers':"

static const enum desk_format formats[] = { DESK_NDJSON, DESK_CSV, DESK_HTML };

static int open_as(struct desk_world *w, enum desk_format format, struct buf *out)
{
	return desk_world_open(w, (struct desk_options){ .format = format }, out);
}

/* A mark at the beginning of a file that tells its encoding is the file's. */
static void assert_visible(const struct buf *out)
{
	size_t mark = out->len > 2 && memcmp(out->data, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
	struct buf text = BUF_INIT;

	for (size_t i = mark; i < out->len; i++)
		if (out->data[i] != '\r') /* ends a line of CSV */
			buf_append(&text, out->data + i, 1);
	assert_false(hidden_in(buf_str(&text), text.len));
	buf_release(&text);
}

static void test_visible__hidden_characters_are_shown_by_number(void **state)
{
	struct desk_world *w = *state;
	struct buf out = BUF_INIT;

	desk_world_add(w,
		RECORD "{'own_words':{'text':'072-\\u202e1210\\u2066x\\u200dy\\u001b[0m'},"
		       "'name_kana':{'text':'a\xf3\xa0\x81\xaa'}}}");
	for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
		assert_int_equal(open_as(w, formats[i], &out), EX_OK);
		assert_visible(&out);
		assert_non_null(
			strstr(buf_str(&out), "072-⟨U+202E⟩1210⟨U+2066⟩x\u200dy⟨U+001B⟩[0m"));
		assert_non_null(strstr(buf_str(&out), "a⟨U+E006A⟩"));
		assert_non_null(strstr(buf_str(&out), "a⟨U+200F⟩b"));
	}
	buf_release(&out);
}

static void test_visible__a_persons_letters_stay_as_they_are(void **state)
{
	struct desk_world *w = *state;
	struct buf out = BUF_INIT;

	desk_world_add(w, RECORD
		"{'own_words':{'text':'क्\\u200dष می\\u200cخواهم 葛\xf3\xa0\x84\x80\\n二'}}}");
	assert_int_equal(open_as(w, DESK_HTML, &out), EX_OK);
	assert_non_null(strstr(buf_str(&out), "क्\u200dष می\u200cخواهم 葛\xf3\xa0\x84\x80\n二"));
	buf_release(&out);
}

static void test_visible__names_with_them_are_refused(void **state)
{
	struct desk_world *w = *state;
	struct buf out = BUF_INIT;

	desk_world_add(w, RECORD "{'own\\u202ewords':'A'}}");
	desk_world_add(w, RECORD "{'own_words':{'text':'','\\u2066':1}}}");
	assert_int_equal(open_as(w, DESK_NDJSON, &out), EX_DATAERR);
	assert_null(strstr(buf_str(&out), "999941057058"));
	buf_release(&out);
}

static void test_visible__an_audit_log_with_them_is_refused(void **state)
{
	static const char *const line[] = { "{'what':'unlock','who':'aa'}",
		"{'what':'unlock','who':'a\\u202e'}", "{'wh\\u200fat':'unlock'}" };
	struct desk_world *w = *state;

	for (size_t i = 0; i < 3; i++) {
		struct buf out = BUF_INIT;
		char text[64];

		snprintf(text, sizeof text, "%s", line[i]);
		for (char *c = text; *c; c++)
			*c = *c == '\'' ? '"' : *c;
		json_t *r = desk_world_record(w, "{'kind':'LOG','lane':''}");
		json_object_set_new(r, "log", json_pack("[s]", text));
		desk_world_send(w, "health", "2026-11-23T10:06:00+09:00", r);
		assert_int_equal(
			desk_world_open(w, (struct desk_options){ .kind = DESK_LOG }, &out),
			i == 0 ? EX_OK : EX_DATAERR);
		buf_release(&out);
	}
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, desk_world_setup, desk_world_teardown)
	const struct CMUnitTest tests[] = { T(test_visible__hidden_characters_are_shown_by_number),
		T(test_visible__a_persons_letters_stay_as_they_are),
		T(test_visible__names_with_them_are_refused),
		T(test_visible__an_audit_log_with_them_is_refused) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
