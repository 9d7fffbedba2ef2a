/* SPDX-License-Identifier: Apache-2.0 */
/*
 * u-draft — a form in hand comes back as it was, to its owner's key only; nothing of it stands in
 * any file; it ends when it is told to, or a day later; half-written ones are cleared. And the list
 * of what was sent opens with the site's key only.
 *
 * Links: src/staff src/record src/form src/text src/shared
 */
#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>
#include "draft.h"
#include "keys.h"
#include "reports.h"
#include "tempdir.h"

#define ID     "0a1b2c3d"
#define CANARY "かなりやQzxvカナリア"
#define NOW    1800000000

struct world {
	char dir[TEMPDIR_MAX];
	struct formdef form;
	struct answers in, out;
	struct draft_place at;
	unsigned char key[BOX_KEY_BYTES], other[BOX_KEY_BYTES];
};

static int begin(void **state)
{
	struct world *w = calloc(1, sizeof(*w));
	char err[FORM_ERR_MAX];

	keys_init();
	tempdir_make(w->dir);
	if (!formdef_load(&w->form, "assets/forms/resident.json", err))
		fail_msg("%s", err);
	memset(w->key, 7, sizeof(w->key));
	memset(w->other, 8, sizeof(w->other));
	strcpy(w->in.ui_lang, "ja");
	assert_true(answers_choose(&w->in, &w->form, formdef_find(&w->form, "topics"), "T07"));
	assert_true(answers_choose(&w->in, &w->form, formdef_find(&w->form, "about"), "SELF"));
	assert_true(answers_type(&w->in, &w->form, formdef_find(&w->form, "own_words"), CANARY));
	w->at = (struct draft_place){ .page = 3, .at = 1 };
	assert_true(draft_save(w->dir, ID, w->key, &w->form, &w->in, &w->at, NOW));
	*state = w;
	return 0;
}

static int end(void **state)
{
	struct world *w = *state;

	tempdir_remove(w->dir);
	formdef_release(&w->form);
	free(w);
	return 0;
}

static int files(const char *dir)
{
	DIR *d = opendir(dir);
	int n = 0;

	for (struct dirent *e; (e = readdir(d)) != NULL;)
		n += e->d_name[0] != '.';
	closedir(d);
	return n;
}

static bool load(struct world *w, const char *id, const unsigned char *key)
{
	struct draft_place at;

	return draft_load(w->dir, id, key, &w->form, &w->out, &at) && at.page == 3 && at.at == 1;
}

static void test_draft__comes_back_as_it_was(void **state)
{
	struct world *w = *state;
	struct draft_place at;
	int64_t saved = 0;

	assert_true(load(w, ID, w->key));
	assert_memory_equal(&w->in, &w->out, sizeof(w->in));
	assert_true(draft_peek(w->dir, ID, w->key, &at, &saved));
	assert_string_equal(at.form, "resident");
	assert_int_equal(saved, NOW);
}

/* What was written by finger, and which report it follows. */
static void test_draft__keeps_strokes_and_the_report_before(void **state)
{
	struct world *w = *state;
	struct draft_place at;

	assert_true(strokes_begin(&w->in.drawing, STROKES_W, 800, 10, 20));
	assert_true(strokes_move(&w->in.drawing, 900, 400));
	assert_true(strokes_move(&w->in.drawing, 1200, 20));
	strokes_end(&w->in.drawing);
	assert_true(strokes_begin(&w->in.drawing, STROKES_W, 800, 1900, 700)); /* a dot */
	strokes_end(&w->in.drawing);
	strcpy(w->at.refers, "999941057058");
	strcpy(w->in.kind, "AMD"); /* what it amends */
	assert_true(draft_save(w->dir, ID, w->key, &w->form, &w->in, &w->at, NOW));
	assert_true(draft_load(w->dir, ID, w->key, &w->form, &w->out, &at));
	assert_string_equal(at.refers, "999941057058");
	assert_memory_equal(&w->in, &w->out, sizeof(w->in));
}

static void test_draft__opens_for_nobody_else(void **state)
{
	static const struct answers none;
	struct world *w = *state;
	char from[80], to[80];

	w->out = w->in;
	assert_false(load(w, ID, w->other));
	assert_memory_equal(&w->out, &none, sizeof(none));
	snprintf(from, sizeof(from), "%s/draft-" ID ".jwe", w->dir);
	snprintf(to, sizeof(to), "%s/draft-ffffffff.jwe", w->dir);
	assert_int_equal(rename(from, to), 0);
	assert_false(load(w, "ffffffff", w->key)); /* another's name, the same key */
}

static void test_draft__every_change_is_noticed(void **state)
{
	struct world *w = *state;
	struct buf file = BUF_INIT;
	char path[80];

	snprintf(path, sizeof(path), "%s/draft-" ID ".jwe", w->dir);
	assert_true(buf_read_file(&file, path, BOX_BYTES_MAX));
	for (size_t i = 0; i < file.len; i += 131) {
		char was = file.data[i];
		file.data[i] = was == 'A' ? 'B' : 'A';
		assert_true(buf_write_file(path, file.data, file.len, 0600));
		assert_false(load(w, ID, w->key));
		file.data[i] = was;
		assert_true(buf_write_file(path, file.data, i, 0600));
		assert_false(load(w, ID, w->key));
	}
	buf_release(&file);
}

static void test_draft__nothing_plain_in_its_file(void **state)
{
	static const char *const plain[] = { CANARY, "own_words", "\"T07\"", "resident", "topics",
		"44GL44Gq44KK" /* the canary's beginning in base64 */ };
	struct world *w = *state;
	struct buf file = BUF_INIT;
	char path[80];

	snprintf(path, sizeof(path), "%s/draft-" ID ".jwe", w->dir);
	assert_true(buf_read_file(&file, path, BOX_BYTES_MAX));
	for (size_t i = 0; i < sizeof(plain) / sizeof(plain[0]); i++)
		assert_null(memmem(file.data, file.len, plain[i], strlen(plain[i])));
	size_t len = file.len;
	buf_reset(&file);
	answers_wipe(&w->in); /* an empty form is as long as a short one */
	assert_true(draft_save(w->dir, ID, w->key, &w->form, &w->in, &w->at, NOW));
	assert_true(buf_read_file(&file, path, BOX_BYTES_MAX));
	assert_int_equal(file.len, len);
	buf_release(&file);
}

static void test_draft__ends_when_told_or_a_day_later(void **state)
{
	struct world *w = *state;
	char path[80];

	snprintf(path, sizeof(path), "%s/draft-" ID ".jwe.Xyz123", w->dir);
	assert_true(buf_write_file(path, "half", 4, 0600));
	assert_int_equal(draft_sweep(w->dir, NOW + DRAFT_LIFE_S - 1), 0);
	assert_int_equal(files(w->dir), 1);          /* what a crash left is gone */
	assert_int_equal(draft_sweep(w->dir, 0), 0); /* a dead clock ends none */
	assert_true(load(w, ID, w->key));
	assert_int_equal(draft_sweep(w->dir, NOW + DRAFT_LIFE_S), 1);
	assert_int_equal(files(w->dir), 0);
	assert_true(draft_save(w->dir, ID, w->key, &w->form, &w->in, &w->at, NOW));
	assert_true(draft_wipe(w->dir, ID));
	assert_true(draft_wipe(w->dir, ID));
	assert_int_equal(files(w->dir), 0);
}

/* The bytes are overwritten before the name goes: a link to the same file sees zeros. */
static void test_draft__is_overwritten(void **state)
{
	struct world *w = *state;
	struct buf file = BUF_INIT;
	char path[80], kept[80];

	snprintf(path, sizeof(path), "%s/draft-" ID ".jwe", w->dir);
	snprintf(kept, sizeof(kept), "%s/kept", w->dir);
	assert_int_equal(link(path, kept), 0);
	assert_true(draft_wipe(w->dir, ID));
	assert_true(buf_read_file(&file, kept, BOX_BYTES_MAX));
	for (size_t i = 0; i < file.len; i++)
		assert_int_equal(file.data[i], 0);
	buf_release(&file);
}

static void test_reports__open_with_the_sites_key_only(void **state)
{
	struct world *w = *state;
	struct report r = { "123456789012", "00112233445566778899aabbccddeeff", "WLK",
		"2026-11-23" };
	struct report got[2];
	struct buf file = BUF_INIT;
	char path[80];

	assert_int_equal(reports_newest(w->dir, w->key, 0, got, 2), 0);
	assert_true(reports_add(w->dir, w->key, &r, NOW));
	strcpy(r.receipt, "999941057058");
	assert_true(reports_add(w->dir, w->key, &r, NOW));
	assert_int_equal(reports_newest(w->dir, w->key, 0, got, 2), 2);
	assert_string_equal(got[0].receipt, "999941057058");
	assert_int_equal(reports_newest(w->dir, w->key, 1, got, 2), 1);
	assert_string_equal(got[0].receipt, "123456789012");
	assert_int_equal(reports_newest(w->dir, w->other, 0, got, 2), 0);
	assert_false(reports_add(w->dir, w->other, &r, NOW));
	snprintf(path, sizeof(path), "%s/reports.jwe", w->dir);
	assert_true(buf_read_file(&file, path, BOX_BYTES_MAX));
	assert_null(memmem(file.data, file.len, "999941057058", 12));
	buf_release(&file);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_draft__comes_back_as_it_was, begin, end),
		cmocka_unit_test_setup_teardown(
			test_draft__keeps_strokes_and_the_report_before, begin, end),
		cmocka_unit_test_setup_teardown(test_draft__opens_for_nobody_else, begin, end),
		cmocka_unit_test_setup_teardown(test_draft__every_change_is_noticed, begin, end),
		cmocka_unit_test_setup_teardown(test_draft__nothing_plain_in_its_file, begin, end),
		cmocka_unit_test_setup_teardown(
			test_draft__ends_when_told_or_a_day_later, begin, end),
		cmocka_unit_test_setup_teardown(test_draft__is_overwritten, begin, end),
		cmocka_unit_test_setup_teardown(
			test_reports__open_with_the_sites_key_only, begin, end),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
