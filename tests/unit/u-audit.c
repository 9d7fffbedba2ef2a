/* SPDX-License-Identifier: Apache-2.0 */
/*
 * u-audit — each line holds the one before; whatever is changed, left out or cut off is told; a
 * power cut between log and state is not taken for that; what was sealed is not sealed again.
 *
 * Links: src/staff src/record src/form src/text src/shared
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>
#include "audit.h"
#include "buf.h"
#include "keys.h"
#include "tempdir.h"

#define LINES 6

struct world {
	char dir[TEMPDIR_MAX];
	struct audit a;
};

static int begin(void **state)
{
	struct world *w = calloc(1, sizeof(*w));

	keys_init();
	tempdir_make(w->dir);
	assert_true(audit_open(&w->a, w->dir));
	for (int i = 0; i < LINES; i++)
		assert_true(audit_add(&w->a, "0a1b2c3d", i % 2 ? "unlock" : "lock"));
	*state = w;
	return 0;
}

static int end(void **state)
{
	struct world *w = *state;

	tempdir_remove(w->dir);
	free(w);
	return 0;
}

static enum audit_state reopened(struct world *w)
{
	assert_true(audit_open(&w->a, w->dir));
	return w->a.state;
}

static void test_audit__goes_on_after_a_restart(void **state)
{
	struct world *w = *state;
	struct audit_line l[LINES + 2];

	assert_int_equal(reopened(w), AUDIT_WHOLE);
	assert_true(audit_add(&w->a, AUDIT_NOBODY, "start"));
	assert_int_equal(reopened(w), AUDIT_WHOLE);
	assert_int_equal(w->a.n, LINES + 1);
	assert_int_equal(audit_newest(&w->a, 0, l, 2), 2);
	assert_string_equal(l[0].what, "start");
	assert_int_equal(l[1].n, LINES);
	assert_int_equal(audit_newest(&w->a, LINES, l, LINES), 1);
	assert_int_equal(l[0].n, 1);
	assert_int_equal(audit_newest(&w->a, LINES + 1, l, 1), 0);
}

/* Each byte changed, but the numbers of its own form. */
static void test_audit__every_change_is_told(void **state)
{
	struct world *w = *state;
	struct buf file = BUF_INIT;

	assert_true(buf_read_file(&file, w->a.log, 1 << 20));
	for (size_t i = 0; i < file.len - 1; i++) {
		char was = file.data[i];
		file.data[i] = was == 'x' ? 'y' : 'x';
		assert_true(buf_write_file(w->a.log, file.data, file.len, 0600));
		assert_true(audit_check(&w->a));
		assert_int_not_equal(w->a.state, AUDIT_WHOLE);
		file.data[i] = was;
	}
	assert_true(buf_write_file(w->a.log, file.data, file.len, 0600));
	assert_true(audit_check(&w->a));
	assert_int_equal(w->a.state, AUDIT_WHOLE);
	buf_release(&file);
}

static void test_audit__a_cut_end_is_told_and_stays_told(void **state)
{
	struct world *w = *state;
	struct buf file = BUF_INIT;

	assert_true(buf_read_file(&file, w->a.log, 1 << 20));
	assert_int_equal(truncate(w->a.log, (off_t)(file.len / LINES * (LINES - 1))), 0);
	assert_int_equal(reopened(w), AUDIT_CUT);
	assert_true(audit_add(&w->a, "0a1b2c3d", "unlock"));
	assert_int_equal(reopened(w), AUDIT_BROKEN);
	assert_int_equal(w->a.broken_at, LINES);
	assert_int_equal(unlink(w->a.log), 0);
	assert_int_equal(reopened(w), AUDIT_CUT);
	buf_release(&file);
}

static void test_audit__a_lost_state_is_told(void **state)
{
	struct world *w = *state;

	assert_true(buf_write_file(w->a.note, "{}", 2, 0600));
	assert_int_equal(reopened(w), AUDIT_BROKEN);
}

/* The line is there, its state is not yet; and the line is there only in part. */
static void test_audit__a_power_cut_is_no_break(void **state)
{
	struct world *w = *state;
	struct buf note = BUF_INIT;
	FILE *f;

	assert_true(buf_read_file(&note, w->a.note, 4096));
	assert_true(audit_add(&w->a, "0a1b2c3d", "unlock"));
	assert_true(buf_write_file(w->a.note, note.data, note.len, 0600));
	assert_int_equal(reopened(w), AUDIT_WHOLE);
	assert_int_equal(w->a.n, LINES + 1);
	f = fopen(w->a.log, "a");
	fputs("{\"v\":1,\"n\":8,\"at", f);
	fclose(f);
	assert_int_equal(reopened(w), AUDIT_WHOLE);
	assert_true(audit_add(&w->a, "0a1b2c3d", "lock"));
	assert_int_equal(reopened(w), AUDIT_WHOLE);
	assert_int_equal(w->a.n, LINES + 2);
	buf_release(&note);
}

static void test_audit__what_was_sealed_is_not_sealed_again(void **state)
{
	struct world *w = *state;
	uint64_t last = 0;
	json_t *lines = audit_unsealed(&w->a, &last);

	assert_int_equal(json_array_size(lines), LINES);
	assert_int_equal(last, LINES);
	json_decref(lines);
	assert_true(audit_sealed(&w->a, last, "2026-11-23"));
	assert_int_equal(reopened(w), AUDIT_WHOLE);
	assert_string_equal(w->a.sealed_day, "2026-11-23");
	lines = audit_unsealed(&w->a, &last);
	assert_int_equal(json_array_size(lines), 0);
	json_decref(lines);
	for (int i = 0; i < AUDIT_BATCH + 5; i++)
		assert_true(audit_add(&w->a, AUDIT_NOBODY, "start"));
	lines = audit_unsealed(&w->a, &last);
	assert_int_equal(json_array_size(lines), AUDIT_BATCH);
	assert_int_equal(last, LINES + AUDIT_BATCH);
	json_decref(lines);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_audit__goes_on_after_a_restart, begin, end),
		cmocka_unit_test_setup_teardown(test_audit__every_change_is_told, begin, end),
		cmocka_unit_test_setup_teardown(
			test_audit__a_cut_end_is_told_and_stays_told, begin, end),
		cmocka_unit_test_setup_teardown(test_audit__a_lost_state_is_told, begin, end),
		cmocka_unit_test_setup_teardown(test_audit__a_power_cut_is_no_break, begin, end),
		cmocka_unit_test_setup_teardown(
			test_audit__what_was_sealed_is_not_sealed_again, begin, end),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
