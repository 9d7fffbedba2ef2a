/* SPDX-License-Identifier: Apache-2.0 */
/*
 * u-city-store — the promises of sync/city/store.h: an item is kept once and for ever, a chain's
 * gaps and forks are flagged and never refused, foreign and newer files stay as they are.
 *
 * Links: src/shared src/record sync/city
 */
#include "city-store.h"

struct seen { int n; int64_t last; char flags[256]; bool urgent; };

static bool see(void *ctx, const struct store_item *it)
{
	struct seen *s = ctx;
	s->n++;
	s->last = it->city_seq;
	s->urgent = s->urgent || it->urgent;
	snprintf(s->flags + strlen(s->flags), sizeof(s->flags) - strlen(s->flags), "%s,", it->flag);
	return true;
}

static struct seen see_all(struct store *st)
{
	struct seen s = { .n = 0 };
	assert_int_equal(st->item_each(st, 0, 1000, see, &s), STORE_OK);
	return s;
}

static void test_store__keeps_each_id_once(void **state)
{
	struct store *st = ((struct place *)*state)->st;
	int64_t a, b, n;
	assert_int_equal(st->begin(st), STORE_OK);
	assert_int_equal(put(st, KID, 1, 0xa, 1, 0, &a), STORE_PUT_STORED);
	assert_int_equal(put(st, KID, 2, 0xb, 2, 0xa, &b), STORE_PUT_STORED);
	assert_int_equal(put(st, KID, 1, 0xa, 1, 0, &n), STORE_PUT_DUPLICATE);
	assert_int_equal(n, a);
	assert_int_equal(st->commit(st), STORE_OK);
	assert_int_equal(b, a + 1);
	assert_int_equal(st->begin(st), STORE_OK);
	assert_int_equal(put(st, KID, 2, 0xc, 3, 0xb, &n), STORE_PUT_CONFLICT);
	assert_int_equal(n, b);
	/* nobody squats on another's id */
	assert_int_equal(put(st, OTHER, 1, 0xd, 1, 0, &n), STORE_PUT_STORED);
	assert_int_equal(st->commit(st), STORE_OK);
	assert_int_equal(see_all(st).n, 3);
}

static void test_store__rollback_leaves_nothing(void **state)
{
	struct store *st = ((struct place *)*state)->st;
	int64_t n;
	assert_int_equal(st->begin(st), STORE_OK);
	assert_int_equal(put(st, KID, 1, 0xa, 1, 0, &n), STORE_PUT_STORED);
	st->rollback(st);
	assert_int_equal(see_all(st).n, 0);
	put_one(st, 1, 0xa, 1, 0);
	assert_int_equal(see_all(st).last, n); /* the number was not used up: numbers are dense */
}

static void test_store__survives_reopening(void **state)
{
	struct place *p = *state;
	char err[STORE_ERR_MAX];
	put_one(p->st, 7, 0xa, 1, 0);
	p->st->close(p->st);
	p->st = NULL;
	assert_int_equal(store_open(&p->st, p->db, STORE_EXISTING, 100, err), STORE_OK);
	struct seen s = see_all(p->st);
	assert_int_equal(s.n, 1);
	assert_true(s.urgent);
}

static void test_store__flags_a_gap_until_it_is_filled(void **state)
{
	struct store *st = ((struct place *)*state)->st;
	put_one(st, 1, 0xa, 1, 0);
	put_one(st, 3, 0xc, 3, 0xb);
	assert_string_equal(see_all(st).flags, ",gap,");
	put_one(st, 2, 0xb, 2, 0xa);
	assert_string_equal(see_all(st).flags, ",,,");
}

static void test_store__gap_filled_by_another_item_is_a_fork(void **state)
{
	struct store *st = ((struct place *)*state)->st;
	put_one(st, 1, 0xa, 1, 0);
	put_one(st, 3, 0xc, 3, 0xb);
	put_one(st, 2, 0xe, 2, 0xa);
	assert_string_equal(see_all(st).flags, ",fork,,");
}

static void test_store__flags_forks(void **state)
{
	struct store *st = ((struct place *)*state)->st;
	struct store_counts c;
	put_one(st, 1, 0xa, 1, 0);
	put_one(st, 2, 0xb, 1, 0);   /* the same seq again: a copied disk */
	put_one(st, 3, 0xc, 2, 0xf); /* prev fits neither */
	put_one(st, 4, 0xd, 3, 0xc);
	assert_string_equal(see_all(st).flags, ",fork,fork,,");
	assert_int_equal(st->counts(st, &c), STORE_OK);
	assert_int_equal(c.forks, 2);
	assert_int_equal(c.gaps, 0);
	assert_int_equal(c.last_city_seq, 4);
}

static void test_store__devices_have_one_state(void **state)
{
	struct store *st = ((struct place *)*state)->st;
	struct store_device d;
	struct store_counts c;
	assert_int_equal(st->device_get(st, KID, &d), STORE_MISSING);
	assert_int_equal(st->device_set(st, KID, DEVICE_APPROVED, "x", 1), STORE_MISSING);
	assert_int_equal(st->device_add(st, KID, "{}", 5), STORE_OK);
	assert_int_equal(st->device_set(st, KID, DEVICE_APPROVED, "市役所'); DROP TABLE item; --", 6),
		STORE_OK);
	/* changes nothing */
	assert_int_equal(st->device_add(st, KID, "{\"other\":1}", 7), STORE_OK);
	assert_int_equal(st->device_get(st, KID, &d), STORE_OK);
	assert_string_equal(d.jwk, "{}");
	assert_string_equal(d.site, "市役所'); DROP TABLE item; --");
	assert_int_equal(d.state, DEVICE_APPROVED);
	assert_int_equal(st->device_set(st, KID, DEVICE_REVOKED, NULL, 8), STORE_OK);
	assert_int_equal(st->device_get(st, KID, &d), STORE_OK);
	assert_int_equal(d.state, DEVICE_REVOKED);
	assert_string_equal(d.site, "市役所'); DROP TABLE item; --");
	assert_int_equal(st->counts(st, &c), STORE_OK);
	assert_int_equal(c.devices[DEVICE_REVOKED], 1);
}

static bool count_device(void *ctx, const struct store_device *d)
{
	++*(int *)ctx;
	return true;
}

static void test_store__finds_devices_by_prefix_and_items(void **state)
{
	struct store *st = ((struct place *)*state)->st;
	int n = 0;
	assert_int_equal(st->device_add(st, KID, "{}", 5), STORE_OK);
	assert_int_equal(st->device_add(st, OTHER, "{}", 5), STORE_OK);
	put_one(st, 1, 0xa, 1, 0);
	assert_int_equal(st->device_each(st, "AAAAAAAA", -1, count_device, &n), STORE_OK);
	assert_int_equal(n, 1);
	/* no wildcards */
	assert_int_equal(st->device_each(st, "%", -1, count_device, &n), STORE_OK);
	assert_int_equal(n, 1);
	assert_int_equal(st->device_each(st, "", 0, count_device, &n), STORE_OK);
	assert_int_equal(n, 2);
	assert_int_equal(st->device_each(st, "", 1, count_device, &n), STORE_OK);
	assert_int_equal(n, 2);
}

static void test_store__another_process_sees_and_waits(void **state)
{
	struct place *p = *state;
	struct store *two = NULL;
	struct store_device d;
	char err[STORE_ERR_MAX];
	assert_int_equal(store_open(&two, p->db, STORE_EXISTING, 10, err), STORE_OK);
	assert_int_equal(p->st->begin(p->st), STORE_OK);
	assert_int_equal(two->begin(two), STORE_BUSY);
	assert_int_equal(p->st->device_add(p->st, KID, "{}", 5), STORE_OK);
	assert_int_equal(p->st->commit(p->st), STORE_OK);
	assert_int_equal(two->device_get(two, KID, &d), STORE_OK);
	two->close(two);
}

static void test_store__full_disk_stores_nothing_and_recovers(void **state)
{
	struct place *p = *state;
	struct store *st = p->st;
	sqlite3 *db = store_sqlite_of(st)->db;
	char *big = calloc(1, 65537);
	int64_t n;
	enum store_put got;
	memset(big, 'x', 65536);
	struct store_item it = { .device = KID, .id = "1", .sha256 = "2", .prev = WIRE_PREV_NONE,
		.kind = "record",
		.jws = big, .jws_len = 65536, .seq = 1 };
	assert_int_equal(sqlite3_exec(db, "PRAGMA max_page_count=10", NULL, NULL, NULL), SQLITE_OK);
	assert_int_equal(st->begin(st), STORE_OK);
	assert_int_equal(st->item_put(st, &it, &got, &n), STORE_FULL);
	st->rollback(st);
	assert_int_equal(see_all(st).n, 0);
	assert_int_equal(sqlite3_exec(db, "PRAGMA max_page_count=100000", NULL, NULL, NULL),
		SQLITE_OK);
	assert_int_equal(st->begin(st), STORE_OK);
	assert_int_equal(st->item_put(st, &it, &got, &n), STORE_OK);
	assert_int_equal(st->commit(st), STORE_OK);
	assert_int_equal(see_all(st).n, 1);
	free(big);
}

static void test_store__pragmas_are_in_force(void **state)
{
	sqlite3 *db = store_sqlite_of(((struct place *)*state)->st)->db;
	sqlite3_stmt *q;
	assert_int_equal(sqlite3_prepare_v2(db, "SELECT journal_mode, synchronous"
		" FROM pragma_journal_mode, pragma_synchronous", -1, &q, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_step(q), SQLITE_ROW);
	assert_string_equal((const char *)sqlite3_column_text(q, 0), "truncate");
	assert_int_equal(sqlite3_column_int(q, 1), 2);
	sqlite3_finalize(q);
	int psow = -1;
	assert_int_equal(sqlite3_file_control(db, "main", SQLITE_FCNTL_POWERSAFE_OVERWRITE, &psow),
		SQLITE_OK);
	assert_int_equal(psow, 0);
}

static void test_store__refuses_newer_and_foreign_files(void **state)
{
	struct place *p = *state;
	char err[STORE_ERR_MAX];
	char plain[128];
	struct store *st = NULL;
	sqlite3 *db;
	p->st->close(p->st);
	p->st = NULL;
	snprintf(plain, sizeof(plain), "%s/plain.db", p->dir);
	assert_int_equal(rename(p->db, plain), 0);
	assert_int_equal(sqlite3_open(plain, &db), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db, "PRAGMA user_version=99", NULL, NULL, NULL), SQLITE_OK);
	assert_int_equal(store_open(&st, plain, STORE_CREATE, 100, err), STORE_NEWER);
	assert_int_equal(sqlite3_exec(db, "PRAGMA user_version=1; PRAGMA application_id=1", NULL,
		NULL, NULL), SQLITE_OK);
	assert_int_equal(store_open(&st, plain, STORE_CREATE, 100, err), STORE_FOREIGN);
	sqlite3_close(db);
	FILE *f = fopen(plain, "w");
	assert_non_null(f);
	for (int i = 0; i < 500; i++)
		fputs("this is a text file and no database at all\n", f);
	fclose(f);
	assert_int_equal(store_open(&st, plain, STORE_EXISTING, 100, err), STORE_FOREIGN);
	unlink(plain);
	assert_int_equal(store_open(&st, plain, STORE_EXISTING, 100, err), STORE_MISSING);
	assert_int_equal(store_open(&st, "/nonexistent/x.db", STORE_CREATE, 100, err), STORE_IO);
	assert_null(st);
}

#define CITY(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CITY(test_store__keeps_each_id_once),
		CITY(test_store__rollback_leaves_nothing),
		CITY(test_store__survives_reopening),
		CITY(test_store__flags_a_gap_until_it_is_filled),
		CITY(test_store__gap_filled_by_another_item_is_a_fork),
		CITY(test_store__flags_forks),
		CITY(test_store__devices_have_one_state),
		CITY(test_store__finds_devices_by_prefix_and_items),
		CITY(test_store__another_process_sees_and_waits),
		CITY(test_store__full_disk_stores_nothing_and_recovers),
		CITY(test_store__pragmas_are_in_force),
		CITY(test_store__refuses_newer_and_foreign_files),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
