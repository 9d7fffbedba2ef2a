/* SPDX-License-Identifier: Apache-2.0 */
/*
 * u-city-devices — who may send: enrolment, approval, revocation, and the verdict of every item,
 * with real keys and a real store; also the rate limit and the command lines of approve and
 * revoke.
 *
 * Links: src/shared src/record sync/city
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>
#include <cmocka.h>
#include "city/ack.h"
#include "city/commands.h"

struct world {
	char dir[64], db[96];
	struct ack_desk desk;
	struct jwk device;
	struct ack ack;
	struct ack_report report;
};

static void no_job(void *ctx, void *what)
{
}

static int setup(void **state)
{
	struct world *w = calloc(1, sizeof(*w));
	char err[STORE_ERR_MAX];
	assert_non_null(w);
	strcpy(w->dir, "/tmp/u-city-devices.XXXXXX");
	assert_non_null(mkdtemp(w->dir));
	snprintf(w->db, sizeof(w->db), "%s/city.db", w->dir);
	assert_int_equal(store_open(&w->desk.store, w->db, STORE_CREATE, 100, err), STORE_OK);
	pthread_mutex_init(&w->desk.store_lock, NULL);
	pthread_mutex_init(&w->desk.key_lock, NULL);
	group_open(&w->desk.group);
	assert_non_null(w->desk.verifiers = verifiers_open());
	assert_non_null(w->desk.helpers = workers_open(no_job, NULL));
	assert_non_null(w->desk.per_device = ratelimit_open(0, 0));
	assert_true(jwk_generate(&w->desk.key, false));
	assert_true(jwk_generate(&w->device, false));
	*state = w;
	return 0;
}

static int teardown(void **state)
{
	struct world *w = *state;
	char path[128];
	w->desk.store->close(w->desk.store);
	group_close(&w->desk.group);
	verifiers_close(w->desk.verifiers);
	workers_close(w->desk.helpers);
	ratelimit_close(w->desk.per_device);
	jwk_release(&w->desk.key);
	jwk_release(&w->device);
	unlink(w->db);
	snprintf(path, sizeof(path), "%s-journal", w->db);
	unlink(path);
	rmdir(w->dir);
	free(w);
	return 0;
}

/* A signed item; `carried`: the key that an enrolment brings along. */
static char *make_item(const struct jwk *signer, const char *kind, unsigned seq,
	const struct jwk *carried)
{
	struct buf b = BUF_INIT;
	struct item it = { .seq = seq, .prev = WIRE_PREV_NONE, .made = "2026-11-23T10" };
	strcpy(it.kind, kind);
	assert_true(item_new_id(it.id));
	it.device = carried ? jwk_public(carried) : NULL;
	if (strcmp(kind, WIRE_KIND_RECORD) == 0) {
		it.seal = json_pack("{s:s, s:s, s:s, s:s, s:[{s:s, s:{s:s}}]}", "protected", "e30",
			"iv", "AAAA",
			"ciphertext", "AAAA", "tag", "AAAA", "recipients", "encrypted_key", "AAAA",
			"header", "kid", "k");
		assert_non_null(it.seal);
	}
	assert_true(item_sign(&b, &it, signer));
	json_decref(it.seal);
	json_decref(it.device);
	return b.data; /* freed by send_all */
}

/* Sends and frees the items. */
static enum ack_result send_all(struct world *w, char **jws, int n)
{
	struct ack_batch b = { .n = n };
	for (int i = 0; i < n; i++) {
		b.jws[i] = jws[i];
		b.len[i] = strlen(jws[i]);
	}
	enum ack_result r = ack_decide(&w->desk, &b, 1000, 1000, &w->ack, &w->report);
	for (int i = 0; i < n; i++)
		free(jws[i]);
	return r;
}

static void assert_verdict(struct world *w, char *jws, const char *verdict, const char *reason)
{
	assert_int_equal(send_all(w, &jws, 1), ACK_OK);
	assert_int_equal(w->ack.len, 1);
	assert_string_equal(w->ack.entry[0].verdict, verdict);
	assert_string_equal(w->ack.entry[0].reason, reason);
}

static void approve(struct world *w, const char *id, int want)
{
	char *argv[] = { (char[]){ "approve" }, (char[]){ "--db" }, w->db, (char[]){ "--site" },
		(char[]){ "市役所 1階" }, (char *)(uintptr_t)id, NULL };
	struct options o;
	char err[OPTIONS_ERR_MAX];
	assert_true(options_parse(&o, 6, argv, "db site", true, err));
	assert_int_equal(command_approve(&o), want);
}

static void revoke_device(struct world *w, const char *id, int want)
{
	struct options o = { .dir = w->dir, .argument = id };
	assert_int_equal(command_revoke(&o), want);
}

static void enrol(struct world *w)
{
	assert_verdict(w, make_item(&w->device, WIRE_KIND_ENROL, 1, &w->device), "pending",
		ACK_REASON_WAITING);
}

static void test_devices__enrol_approve_send(void **state)
{
	struct world *w = *state;
	enrol(w);
	assert_verdict(w, make_item(&w->device, WIRE_KIND_RECORD, 2, NULL), "pending",
		ACK_REASON_WAITING);
	approve(w, w->device.kid, EX_OK);
	assert_verdict(w, make_item(&w->device, WIRE_KIND_RECORD, 2, NULL), "stored", "");
	assert_int_equal(w->ack.entry[0].city_seq, 1);
	assert_verdict(w, make_item(&w->device, WIRE_KIND_ENROL, 1, &w->device), "stored", "");
	assert_string_equal(w->ack.device, w->device.kid);
}

static void test_devices__unknown_devices_wait_and_leave_nothing(void **state)
{
	struct world *w = *state;
	struct store_counts c;
	assert_verdict(w, make_item(&w->device, WIRE_KIND_RECORD, 1, NULL), "pending",
		ACK_REASON_UNKNOWN);
	assert_int_equal(w->desk.store->counts(w->desk.store, &c), STORE_OK);
	assert_int_equal(c.last_city_seq, 0);
	assert_int_equal(c.devices[DEVICE_WAITING], 0);
}

static void test_devices__enrolment_must_sign_with_the_key_it_carries(void **state)
{
	struct world *w = *state;
	struct jwk other = { 0 };
	struct store_counts c;
	assert_true(jwk_generate(&other, false));
	/* kid and key of `device`, signed by `other` */
	struct jwk liar = other;
	strcpy(liar.kid, w->device.kid);
	json_t *copy = json_deep_copy(other.json);
	json_object_set_new(copy, "kid", json_string(w->device.kid));
	liar.json = copy;
	assert_verdict(w, make_item(&liar, WIRE_KIND_ENROL, 1, &w->device), "refused",
		ACK_REASON_SIGNATURE);
	assert_int_equal(w->desk.store->counts(w->desk.store, &c), STORE_OK);
	assert_int_equal(c.devices[DEVICE_WAITING], 0);
	json_decref(copy);
	jwk_release(&other);
}

static void test_devices__altered_items_are_refused(void **state)
{
	struct world *w = *state;
	enrol(w);
	approve(w, w->device.kid, EX_OK);
	char *jws = make_item(&w->device, WIRE_KIND_RECORD, 2, NULL);
	char *last = jws + strlen(jws) - 10;
	*last = *last == 'A' ? 'B' : 'A';
	assert_verdict(w, jws, "refused", ACK_REASON_SIGNATURE);
	assert_int_equal(w->ack.entry[0].city_seq, 0);
}

static void test_devices__one_bad_item_does_not_hold_up_the_others(void **state)
{
	struct world *w = *state;
	char *jws[WIRE_BATCH_ITEMS_MAX];
	enrol(w);
	approve(w, w->device.kid, EX_OK);
	for (unsigned i = 0; i < WIRE_BATCH_ITEMS_MAX; i++)
		jws[i] = make_item(&w->device, WIRE_KIND_RECORD, i + 2, NULL);
	char *last = jws[33] + strlen(jws[33]) - 10;
	*last = *last == 'A' ? 'B' : 'A';
	assert_int_equal(send_all(w, jws, WIRE_BATCH_ITEMS_MAX), ACK_OK);
	for (int i = 0; i < WIRE_BATCH_ITEMS_MAX; i++) {
		assert_string_equal(w->ack.entry[i].verdict, i == 33 ? "refused" : "stored");
		assert_int_equal(w->ack.entry[i].city_seq, i == 33 ? 0 : i < 33 ? i + 1 : i);
	}
}

static void test_devices__a_batch_names_its_first_unreadable_item(void **state)
{
	struct world *w = *state;
	struct store_counts c;
	char *jws[WIRE_BATCH_ITEMS_MAX];
	enrol(w);
	approve(w, w->device.kid, EX_OK);
	for (unsigned i = 0; i < WIRE_BATCH_ITEMS_MAX; i++)
		jws[i] = i == 20 || i == 50 ? strdup("not.a.jws")
			: make_item(&w->device, WIRE_KIND_RECORD, i + 2, NULL);
	assert_int_equal(send_all(w, jws, WIRE_BATCH_ITEMS_MAX), ACK_MALFORMED);
	assert_int_equal(w->report.item, 20);
	assert_int_equal(w->desk.store->counts(w->desk.store, &c), STORE_OK);
	assert_int_equal(c.last_city_seq, 0);
}

static void test_devices__a_batch_is_of_one_device(void **state)
{
	struct world *w = *state;
	struct jwk other = { 0 };
	assert_true(jwk_generate(&other, false));
	char *jws[] = { make_item(&w->device, WIRE_KIND_RECORD, 2, NULL),
		make_item(&other, WIRE_KIND_RECORD, 2, NULL) };
	assert_int_equal(send_all(w, jws, 2), ACK_MIXED);
	assert_int_equal(w->report.item, 1);
	jwk_release(&other);
}

static void test_devices__oversized_items_are_not_parsed(void **state)
{
	struct world *w = *state;
	char *jws = malloc(WIRE_ITEM_BYTES_MAX + 2);
	assert_non_null(jws);
	memset(jws, 'A', WIRE_ITEM_BYTES_MAX + 1);
	jws[WIRE_ITEM_BYTES_MAX + 1] = '\0';
	assert_int_equal(send_all(w, &jws, 1), ACK_MALFORMED);
	assert_string_equal(w->report.why, "size");
}

static void test_devices__repeats_get_the_first_number(void **state)
{
	struct world *w = *state;
	enrol(w);
	approve(w, w->device.kid, EX_OK);
	char *first = make_item(&w->device, WIRE_KIND_RECORD, 2, NULL);
	char *pair[] = { strdup(first), strdup(first) }; /* twice in one batch */
	assert_int_equal(send_all(w, pair, 2), ACK_OK);
	assert_string_equal(w->ack.entry[0].verdict, "stored");
	assert_string_equal(w->ack.entry[1].verdict, "duplicate");
	assert_int_equal(w->ack.entry[1].city_seq, w->ack.entry[0].city_seq);
	assert_verdict(w, first, "duplicate", "");
}

static void test_devices__revoked_devices_are_refused_at_once(void **state)
{
	struct world *w = *state;
	char prefix[16];
	enrol(w);
	approve(w, w->device.kid, EX_OK);
	assert_verdict(w, make_item(&w->device, WIRE_KIND_RECORD, 2, NULL), "stored", "");
	snprintf(prefix, sizeof(prefix), "%.8s", w->device.kid);
	revoke_device(w, prefix, EX_OK);
	assert_verdict(w, make_item(&w->device, WIRE_KIND_RECORD, 3, NULL), "refused",
		ACK_REASON_REVOKED);
	assert_verdict(w, make_item(&w->device, WIRE_KIND_ENROL, 1, &w->device), "refused",
		ACK_REASON_REVOKED);
	approve(w, prefix, EX_OK); /* the wrong one was revoked: nothing it holds is lost */
	assert_verdict(w, make_item(&w->device, WIRE_KIND_RECORD, 3, NULL), "stored", "");
}

static void test_devices__ids_must_name_one_device(void **state)
{
	struct world *w = *state;
	struct store *st = w->desk.store;
	assert_int_equal(st->device_add(st, "AAAAAAAAAAAA1", "{}", 1), STORE_OK);
	assert_int_equal(st->device_add(st, "AAAAAAAAAAAA2", "{}", 1), STORE_OK);
	revoke_device(w, "AAAAAAA", EX_USAGE);
	revoke_device(w, "AAAAAAAA", EX_DATAERR);
	revoke_device(w, "BBBBBBBB", EX_NOINPUT);
	revoke_device(w, "AAAAAAAAAAAA2", EX_OK);
	approve(w, "%%%%%%%%", EX_NOINPUT);
}

static void test_devices__sites_have_no_control_characters(void **state)
{
	struct world *w = *state;
	struct options o = { .dir = w->dir, .argument = "AAAAAAAAA" };
	static const char *const BAD[] = { "", "a\nb", "\xff\xfe",
		"0123456789012345678901234567890123456789012345678901234567890123" };
	for (size_t i = 0; i < sizeof(BAD) / sizeof(BAD[0]); i++) {
		o.site = BAD[i];
		assert_int_equal(command_approve(&o), EX_USAGE);
	}
}

static void test_devices__ids_may_begin_with_hyphens(void **state)
{
	struct world *w = *state;
	static const char *const KID[] = { "-bcdefgh",
		"--cdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQ" };
	for (size_t i = 0; i < 2; i++) {
		assert_int_equal(w->desk.store->device_add(w->desk.store, KID[i], "{}", 1),
			STORE_OK);
		approve(w, KID[i], EX_OK);
	}
}

static void test_devices__only_so_many_may_wait(void **state)
{
	struct world *w = *state;
	struct store *st = w->desk.store;
	char kid[16];
	assert_int_equal(st->begin(st), STORE_OK);
	for (int i = 0; i < ACK_WAITING_MAX; i++) {
		snprintf(kid, sizeof(kid), "flood-%06d", i);
		assert_int_equal(st->device_add(st, kid, "{}", 1), STORE_OK);
	}
	assert_int_equal(st->commit(st), STORE_OK);
	assert_verdict(w, make_item(&w->device, WIRE_KIND_ENROL, 1, &w->device), "pending",
		ACK_REASON_CROWDED);
	revoke_device(w, "flood-000000", EX_OK);
	enrol(w);
}

static void test_devices__the_limit_counts_only_good_signatures(void **state)
{
	struct world *w = *state;
	enrol(w);
	approve(w, w->device.kid, EX_OK);
	ratelimit_close(w->desk.per_device);
	assert_non_null(w->desk.per_device = ratelimit_open(1, 2));
	for (int i = 0; i < 5; i++) { /* somebody else who claims to be this device */
		char *jws = make_item(&w->device, WIRE_KIND_RECORD, 2, NULL);
		char *last = jws + strlen(jws) - 10;
		*last = *last == 'A' ? 'B' : 'A';
		assert_verdict(w, jws, "refused", ACK_REASON_SIGNATURE);
	}
	for (int i = 0; i < 2; i++)
		assert_verdict(w, make_item(&w->device, WIRE_KIND_RECORD, 2, NULL), "stored", "");
	char *jws = make_item(&w->device, WIRE_KIND_RECORD, 2, NULL);
	assert_int_equal(send_all(w, &jws, 1), ACK_LIMITED);
}

static void test_devices__buckets_fill_again(void **state)
{
	struct ratelimit *r = ratelimit_open(2, 2);
	assert_non_null(r);
	assert_true(ratelimit_take(r, "a", 1, 1000));
	assert_true(ratelimit_take(r, "a", 1, 1000));
	assert_false(ratelimit_take(r, "a", 1, 1000));
	assert_false(ratelimit_take(r, "a", 1, 1));   /* a clock that falls gives nothing */
	assert_false(ratelimit_take(r, "a", 1, 1499));
	assert_true(ratelimit_take(r, "a", 1, 1500));
	assert_true(ratelimit_take(r, "a", 1, INT64_MAX / 2));
	assert_true(ratelimit_take(r, "a", 1, INT64_MAX / 2));
	assert_false(ratelimit_take(r, "a", 1, INT64_MAX / 2));
	ratelimit_close(r);
}

#define CITY(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
	keys_init();
	const struct CMUnitTest tests[] = {
		CITY(test_devices__enrol_approve_send),
		CITY(test_devices__unknown_devices_wait_and_leave_nothing),
		CITY(test_devices__enrolment_must_sign_with_the_key_it_carries),
		CITY(test_devices__altered_items_are_refused),
		CITY(test_devices__one_bad_item_does_not_hold_up_the_others),
		CITY(test_devices__a_batch_names_its_first_unreadable_item),
		CITY(test_devices__a_batch_is_of_one_device),
		CITY(test_devices__oversized_items_are_not_parsed),
		CITY(test_devices__repeats_get_the_first_number),
		CITY(test_devices__revoked_devices_are_refused_at_once),
		CITY(test_devices__ids_must_name_one_device),
		CITY(test_devices__sites_have_no_control_characters),
		CITY(test_devices__ids_may_begin_with_hyphens),
		CITY(test_devices__only_so_many_may_wait),
		CITY(test_devices__the_limit_counts_only_good_signatures),
		cmocka_unit_test(test_devices__buckets_fill_again),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
