/* SPDX-License-Identifier: Apache-2.0 */
/*
 * u-vault — a PIN opens what it closed and nothing else does; misses are on the disk before they
 * are told and cost time that neither a restart nor a clock gives back; a file that is not ours is
 * left alone. And which PINs are refused.
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
#include <sys/stat.h>
#include <unistd.h>
#include <cmocka.h>
#include "keys.h"
#include "tempdir.h"
#include "vault.h"

#define PIN   "472918"
#define OTHER "8051374296"

struct world {
	char dir[TEMPDIR_MAX];
	struct vault v;
	struct vault_key boss;
};

static int begin(void **state)
{
	struct world *w = calloc(1, sizeof(*w));

	keys_init();
	tempdir_make(w->dir);
	assert_int_equal(vault_open(&w->v, w->dir, 0), VAULT_OK);
	assert_int_equal(vault_add(&w->v, NULL, "山田", VAULT_MANAGER, PIN, NULL), VAULT_OK);
	assert_int_equal(vault_unlock(&w->v, 0, PIN, 0, &w->boss), VAULT_OK);
	*state = w;
	return 0;
}

static int end(void **state)
{
	struct world *w = *state;

	chmod(w->dir, 0700);
	tempdir_remove(w->dir);
	vault_close(&w->v);
	free(w);
	return 0;
}

static void reopen(struct world *w, uint64_t now_ms)
{
	vault_close(&w->v);
	assert_int_equal(vault_open(&w->v, w->dir, now_ms), VAULT_OK);
}

static void test_pin__runs_repetitions_and_dates_are_refused(void **state)
{
	static const char *const bad[] = { "123456", "654321", "000000", "121212", "123123",
		"135791", "890123", "850412", "120485", "19850412", "198504", "99991231",
		"1234512345" };
	static const char *const good[] = { PIN, OTHER, "736482", "9182736455" };
	static const char *const length[] = { "", "12345", "47291", "12345678901", "47291a",
		"４７２９１８", " 472918" };

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		if (pin_check(bad[i]) != PIN_TRIVIAL)
			fail_msg("%s is taken", bad[i]);
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++)
		if (pin_check(good[i]) != PIN_FINE)
			fail_msg("%s is refused", good[i]);
	for (size_t i = 0; i < sizeof(length) / sizeof(length[0]); i++)
		assert_int_equal(pin_check(length[i]), PIN_LENGTH);
}

static void test_vault__everybody_gets_the_site_key_by_their_own_pin(void **state)
{
	struct world *w = *state;
	struct vault_key k;

	assert_int_equal(vault_add(&w->v, &w->boss, "佐藤", VAULT_STAFF, OTHER, NULL), VAULT_OK);
	reopen(w, 0);
	assert_int_equal(vault_unlock(&w->v, 1, OTHER, 0, &k), VAULT_OK);
	assert_memory_equal(k.site, w->boss.site, BOX_KEY_BYTES);
	assert_memory_not_equal(k.own, w->boss.own, BOX_KEY_BYTES);
	assert_int_equal(vault_unlock(&w->v, 1, PIN, 0, &k), VAULT_WRONG);
	assert_int_equal(vault_unlock(&w->v, 1, "", 0, &k), VAULT_WRONG);
}

static void test_vault__who_may_be_added(void **state)
{
	struct world *w = *state;
	const struct vault_key *by = &w->boss;

	assert_int_equal(vault_add(&w->v, by, "山田", VAULT_STAFF, OTHER, NULL), VAULT_REFUSED);
	assert_int_equal(vault_add(&w->v, by, "", VAULT_STAFF, OTHER, NULL), VAULT_REFUSED);
	assert_int_equal(vault_add(&w->v, by, "{a|b}", VAULT_STAFF, OTHER, NULL), VAULT_REFUSED);
	assert_int_equal(vault_add(&w->v, by, "a\nb", VAULT_STAFF, OTHER, NULL), VAULT_REFUSED);
	assert_int_equal(
		vault_add(&w->v, by, "a\u202eb", VAULT_STAFF, OTHER, NULL), VAULT_REFUSED);
	assert_int_equal(vault_add(&w->v, by, "佐藤", VAULT_STAFF, "123456", NULL), VAULT_REFUSED);
	assert_int_equal(vault_add(&w->v, NULL, "佐藤", VAULT_MANAGER, OTHER, NULL), VAULT_REFUSED);
	assert_int_equal(vault_remove(&w->v, 0), VAULT_REFUSED);
	assert_int_equal(w->v.len, 1);
}

static void test_vault__misses_cost_time_and_a_restart_gives_none_back(void **state)
{
	struct world *w = *state;
	struct vault_key k;

	for (int i = 0; i < VAULT_FREE_MISSES; i++) {
		assert_int_equal(vault_unlock(&w->v, 0, OTHER, 1000, &k), VAULT_WRONG);
		assert_int_equal(vault_wait_ms(&w->v, 0, 1000), 0);
	}
	assert_int_equal(vault_unlock(&w->v, 0, OTHER, 1000, &k), VAULT_WRONG);
	assert_int_equal(vault_wait_ms(&w->v, 0, 1000), 30000);
	assert_int_equal(vault_unlock(&w->v, 0, PIN, 30999, &k), VAULT_WAIT);
	reopen(w, 500);
	assert_int_equal(vault_wait_ms(&w->v, 0, 500), 30000);
	assert_int_equal(vault_unlock(&w->v, 0, PIN, 30499, &k), VAULT_WAIT);
	assert_int_equal(vault_unlock(&w->v, 0, OTHER, 30500, &k), VAULT_WRONG);
	assert_int_equal(vault_wait_ms(&w->v, 0, 30500), 60000);
	assert_int_equal(vault_unlock(&w->v, 0, PIN, 90500, &k), VAULT_OK);
	assert_int_equal(vault_unlock(&w->v, 0, OTHER, 90500, &k), VAULT_WRONG);
	assert_int_equal(vault_wait_ms(&w->v, 0, 90500), 0);
	w->v.member[0].misses = UINT32_MAX;
	assert_int_equal(vault_wait_ms(&w->v, 0, 90500), VAULT_WAIT_MAX_MS);
}

/* Without a place to count the miss no PIN is looked at: a full disk is no free try. */
static void test_vault__no_try_without_a_count(void **state)
{
	struct world *w = *state;
	struct vault_key k;
	char gone[VAULT_PATH_MAX];

	memcpy(gone, w->v.path, sizeof(gone));
	snprintf(w->v.path, sizeof(w->v.path), "%s/no/such/folder", w->dir);
	assert_int_equal(vault_unlock(&w->v, 0, PIN, 0, &k), VAULT_FAILED);
	assert_int_equal(
		vault_add(&w->v, &w->boss, "佐藤", VAULT_STAFF, OTHER, NULL), VAULT_FAILED);
	assert_int_equal(w->v.len, 1);
	memcpy(w->v.path, gone, sizeof(gone));
	assert_int_equal(vault_unlock(&w->v, 0, PIN, 0, &k), VAULT_OK);
}

static void test_vault__a_new_pin_ends_the_old_one(void **state)
{
	struct world *w = *state;
	struct vault_key k;

	assert_int_equal(vault_reset_pin(&w->v, &w->boss, 0, "000000"), VAULT_REFUSED);
	assert_int_equal(vault_reset_pin(&w->v, &w->boss, 0, OTHER), VAULT_OK);
	reopen(w, 0);
	assert_int_equal(vault_unlock(&w->v, 0, PIN, 0, &k), VAULT_WRONG);
	assert_int_equal(vault_unlock(&w->v, 0, OTHER, 0, &k), VAULT_OK);
	assert_memory_equal(k.site, w->boss.site, BOX_KEY_BYTES);
	assert_memory_not_equal(k.own, w->boss.own, BOX_KEY_BYTES);
}

/* Every byte changed, and cut at every length: never a crash, never somebody else's way in. */
static void test_vault__a_spoilt_file_opens_for_nobody(void **state)
{
	struct world *w = *state;
	struct buf file = BUF_INIT;
	struct vault v;

	assert_true(buf_read_file(&file, w->v.path, 1 << 20));
	for (size_t i = 0; i < file.len; i += 7) {
		assert_true(buf_write_file(w->v.path, file.data, i, 0600));
		enum vault_result r = vault_open(&v, w->dir, 0);
		assert_int_equal(r, VAULT_DAMAGED);
		assert_int_equal(v.len, 0);
		vault_close(&v);
		char was = file.data[i];
		file.data[i] = (char)(was ^ 1);
		assert_true(buf_write_file(w->v.path, file.data, file.len, 0600));
		r = vault_open(&v, w->dir, 0);
		assert_true(r == VAULT_OK || (r == VAULT_DAMAGED && v.len == 0));
		vault_close(&v);
		file.data[i] = was;
	}
	buf_release(&file);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_pin__runs_repetitions_and_dates_are_refused),
		cmocka_unit_test_setup_teardown(
			test_vault__everybody_gets_the_site_key_by_their_own_pin, begin, end),
		cmocka_unit_test_setup_teardown(test_vault__who_may_be_added, begin, end),
		cmocka_unit_test_setup_teardown(
			test_vault__misses_cost_time_and_a_restart_gives_none_back, begin, end),
		cmocka_unit_test_setup_teardown(test_vault__no_try_without_a_count, begin, end),
		cmocka_unit_test_setup_teardown(test_vault__a_new_pin_ends_the_old_one, begin, end),
		cmocka_unit_test_setup_teardown(
			test_vault__a_spoilt_file_opens_for_nobody, begin, end),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
