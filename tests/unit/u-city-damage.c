/* SPDX-License-Identifier: Apache-2.0 */
/*
 * u-city-damage — a store whose file was lost, emptied, moved away or damaged: it is never made
 * anew, and it promises nothing.
 *
 * Links: src/shared src/record sync/city
 */
#include "city-store.h"

static void test_store_damage__is_never_made_anew_in_place_of_a_lost_one(void **state)
{
	struct place *p = *state;
	char err[STORE_ERR_MAX];
	struct stat is;
	put_one(p->st, 7, 0xa, 1, 0);
	p->st->close(p->st);
	p->st = NULL;
	assert_int_equal(unlink(p->db), 0);
	assert_int_equal(store_open(&p->st, p->db, STORE_EXISTING, 100, err), STORE_MISSING);
	assert_int_equal(stat(p->db, &is), -1);
	fclose(fopen(p->db, "w"));
	assert_int_equal(store_open(&p->st, p->db, STORE_EXISTING, 100, err), STORE_FOREIGN);
	assert_int_equal(stat(p->db, &is), 0);
	assert_int_equal(is.st_size, 0);
	assert_null(p->st);
}

/* With its file gone, an open store would keep items that are gone with the process. */
static void test_store_damage__promises_nothing_when_its_file_is_gone(void **state)
{
	struct place *p = *state;
	struct store_device d;
	struct store_counts c;
	put_one(p->st, 7, 0xa, 1, 0);
	assert_int_equal(unlink(p->db), 0);
	assert_int_equal(p->st->begin(p->st), STORE_DAMAGED);
	assert_int_equal(p->st->device_get(p->st, KID, &d), STORE_DAMAGED);
	assert_int_equal(p->st->counts(p->st, &c), STORE_DAMAGED);
}

/* Overwrites one page of the file, from behind. */
static void spoil(const char *db, long page_from_end)
{
	char nothing[4096];
	FILE *f = fopen(db, "r+");
	assert_non_null(f);
	memset(nothing, 0xa5, sizeof(nothing));
	assert_int_equal(fseek(f, -page_from_end * 4096, SEEK_END), 0);
	assert_int_equal(fwrite(nothing, 1, sizeof(nothing), f), sizeof(nothing));
	fclose(f);
}

static void test_store_damage__damage_is_found_and_ends_all_promises(void **state)
{
	struct place *p = *state;
	char err[STORE_ERR_MAX];
	for (unsigned i = 1; i < 200; i++)
		put_one(p->st, i, 0x100 + i, i, i > 1 ? 0x100 + i - 1 : 0);
	p->st->close(p->st);
	p->st = NULL;
	spoil(p->db, 1);
	assert_int_equal(store_open(&p->st, p->db, STORE_EXISTING, 100, err), STORE_OK);
	assert_int_equal(p->st->check(p->st, err), STORE_DAMAGED);
	assert_true(strlen(err) > 0 && !strchr(err, '\n'));
	assert_int_equal(p->st->begin(p->st), STORE_DAMAGED);
}

static void test_store_damage__check_knows_that_numbers_are_dense(void **state)
{
	struct place *p = *state;
	char err[STORE_ERR_MAX];
	sqlite3 *db = store_sqlite_of(p->st)->db;
	assert_int_equal(p->st->check(p->st, err), STORE_OK);
	for (unsigned i = 1; i < 4; i++)
		put_one(p->st, i, i, i, i - 1);
	/* made-up hashes */
	assert_int_equal(p->st->check(p->st, err), STORE_DAMAGED);
	assert_non_null(strstr(err, "item 3"));
	assert_int_equal(sqlite3_exec(db, "DELETE FROM item WHERE city_seq = 2", NULL, NULL, NULL),
		SQLITE_OK);
	assert_int_equal(p->st->check(p->st, err), STORE_DAMAGED);
	assert_non_null(strstr(err, "2 items"));
}

#define CITY(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CITY(test_store_damage__is_never_made_anew_in_place_of_a_lost_one),
		CITY(test_store_damage__promises_nothing_when_its_file_is_gone),
		CITY(test_store_damage__damage_is_found_and_ends_all_promises),
		CITY(test_store_damage__check_knows_that_numbers_are_dense),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
