/* SPDX-License-Identifier: Apache-2.0 */
/*
 * u-lookup — what a typed number learns: from the outbox, from acknowledgements and from the list
 * of answers, of which only the city's newest counts, whatever lies in the courier's folder; and
 * how those who try numbers are slowed down.
 *
 * Links: src/shared src/text src/form src/record src/ui src/kiosk
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

#include "lookup.h"
#include "sign.h"

#define MINE   "123412341234"
#define NOBODY "567812341231"

struct place {
	char dir[64], keys[96], brought[128];
	struct city_keys city; /* private keys */
	struct jwk stranger;
	struct post post;
};

static const struct status read_it = { "READ", "", { "" }, 0 };
static const struct status desk = { "DESK", "KAI", { "" }, 0 };

static void write_keys(struct place *p, int version)
{
	struct buf doc = BUF_INIT;

	p->city.version = version;
	assert_true(city_keys_write(&doc, &p->city));
	assert_true(buf_write_file(p->keys, doc.data, doc.len, 0600));
	buf_release(&doc);
}

static int setup(void **state)
{
	struct place *p = calloc(1, sizeof *p);
	char err[WHY_MAX];

	assert_non_null(p);
	keys_init();
	strcpy(p->dir, "/tmp/u-lookup-XXXXXX");
	assert_non_null(mkdtemp(p->dir));
	snprintf(p->keys, sizeof p->keys, "%s/city.jws", p->dir);
	snprintf(p->brought, sizeof p->brought, "%s/courier", p->dir);
	assert_int_equal(mkdir(p->brought, 0750), 0);
	snprintf(p->brought, sizeof p->brought, "%s/courier/status.jws", p->dir);
	assert_true(jwk_generate(&p->city.seal[0], true));
	assert_true(jwk_generate(&p->city.ack[0], false));
	assert_true(jwk_generate(&p->city.content[0], false));
	assert_true(jwk_generate(&p->city.root[0], false));
	assert_true(jwk_generate(&p->stranger, false));
	p->city.seal_len = p->city.ack_len = p->city.content_len = 1;
	p->city.root_len = p->city.threshold = 1;
	strcpy(p->city.city, "city");
	memcpy(p->city.salt, "0123456789abcde", 16);
	write_keys(p, 1);
	const struct post_setup with = { p->dir, "", p->keys };
	assert_int_equal(post_open(&p->post, &with, err), 0);
	*state = p;
	return 0;
}

static int teardown(void **state)
{
	struct place *p = *state;
	char command[128];

	post_close(&p->post);
	city_keys_release(&p->city);
	jwk_release(&p->stranger);
	snprintf(command, sizeof command, "rm -rf '%s'", p->dir);
	assert_int_equal(system(command), 0);
	free(p);
	return 0;
}

/* The courier brings a list with one answer. */
static void bring(struct place *p, int64_t version, const struct status *s, const struct jwk *key)
{
	struct status_doc d = { version, 0, json_array() };
	struct status_secret secret;
	char box[STATUS_JWE_CHARS + 1];
	struct buf jws = BUF_INIT;

	assert_true(status_secret_of(MINE, p->city.salt, &secret));
	assert_true(status_seal(box, s, secret.key));
	json_array_append_new(d.list, json_pack("{ss ss}", "tag", secret.tag, "jwe", box));
	assert_true(status_doc_sign(&jws, &d, key));
	assert_true(buf_write_file(p->brought, jws.data, jws.len, 0640));
	status_doc_release(&d);
	buf_release(&jws);
}

static bool collect(struct place *p, char problem[static WHY_MAX])
{
	return statuslist_collect(&p->post.statuses, p->dir, &p->post.city, problem);
}

static void taken(struct place *p)
{
	char problem[WHY_MAX];

	assert_true(collect(p, problem));
	assert_string_equal(problem, "");
}

static void refused(struct place *p, const char *word)
{
	char problem[WHY_MAX];

	assert_false(collect(p, problem));
	assert_non_null(strstr(problem, word));
	assert_false(collect(p, problem)); /* judged once */
	assert_string_equal(problem, "");
}

static void says(struct place *p, const char *number, enum lookup_answer answer, const char *code)
{
	struct status s = { .code = "" };

	assert_int_equal(lookup_run(&p->post, number, &s), answer);
	assert_string_equal(s.code, code);
}

static void put(struct place *p, const char *number, char id[static WIRE_ID_HEX + 1])
{
	struct item it = { .kind = WIRE_KIND_HEALTH };
	struct outbox_item row = { .urgent = false };
	struct buf jws = BUF_INIT;
	char hash[65];

	assert_true(item_new_id(it.id));
	assert_int_equal(outbox_head(p->post.outbox, &it.seq, it.prev), OUTBOX_OK);
	device_hour(it.made);
	assert_true(item_sign(&jws, &it, &p->post.device.key));
	assert_true(receipt_hash(number, p->post.device.salt, hash));
	row.seq = it.seq;
	memcpy(row.id, it.id, sizeof row.id);
	memcpy(row.made_hour, it.made, sizeof row.made_hour);
	row.jws = jws.data;
	row.jws_len = jws.len;
	assert_int_equal(outbox_put(p->post.outbox, &row, hash), OUTBOX_OK);
	sha256_hex(jws.data, jws.len, hash);
	memcpy(id, it.id, sizeof it.id);
	if (strcmp(number, NOBODY) != 0) /* acknowledged */
		assert_int_equal(
			outbox_erase(p->post.outbox, it.id, hash, "ack", "2026-11-23"), OUTBOX_OK);
	buf_release(&jws);
}

static void test_lookup__three_places_answer(void **state)
{
	struct place *p = *state;
	char id[WIRE_ID_HEX + 1];

	says(p, MINE, LOOKUP_PENDING, "");
	put(p, NOBODY, id);
	says(p, NOBODY, LOOKUP_WAITING, "");
	put(p, MINE, id);
	says(p, MINE, LOOKUP_RECEIVED, "");
	bring(p, 5, &read_it, &p->city.content[0]);
	says(p, MINE, LOOKUP_RECEIVED, ""); /* not judged yet */
	taken(p);
	says(p, MINE, LOOKUP_STATUS, "READ");
	says(p, NOBODY, LOOKUP_WAITING, "");
}

/* A number that was taken over looks like one that nobody has, also where it was handed in. */
static void test_lookup__a_number_that_is_gone_says_nothing(void **state)
{
	struct place *p = *state;
	const struct status gone = { STATUS_CODE_GONE, "", { "" }, 0 };
	char id[WIRE_ID_HEX + 1];

	put(p, MINE, id);
	bring(p, 5, &gone, &p->city.content[0]);
	taken(p);
	says(p, MINE, LOOKUP_PENDING, "");
}

static void test_lookup__only_newer_lists_of_the_city_count(void **state)
{
	struct place *p = *state;
	struct buf junk = BUF_INIT;
	char problem[WHY_MAX];

	bring(p, 5, &desk, &p->city.content[0]);
	taken(p);
	bring(p, 4, &read_it, &p->city.content[0]);
	refused(p, "older");
	says(p, MINE, LOOKUP_STATUS, "DESK");
	bring(p, 6, &read_it, &p->stranger);
	refused(p, "signature");
	bring(p, 6, &read_it, &p->city.ack[0]); /* the server's own key */
	refused(p, "signature");
	bring(p, 5, &read_it, &p->city.content[0]); /* the same version says something else */
	assert_false(collect(p, problem));
	says(p, MINE, LOOKUP_STATUS, "DESK");
	while (junk.len <= WIRE_STATUS_BYTES_MAX)
		buf_puts(&junk, "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef");
	assert_true(buf_write_file(p->brought, junk.data, junk.len, 0640));
	refused(p, "read");
	buf_release(&junk);
	assert_int_equal(unlink(p->brought), 0);
	assert_int_equal(mkfifo(p->brought, 0640), 0);
	refused(p, "read"); /* and nobody waits for it */
	assert_int_equal(unlink(p->brought), 0);
	assert_int_equal(symlink(p->keys, p->brought), 0);
	refused(p, "read");
	says(p, MINE, LOOKUP_STATUS, "DESK");
	bring(p, 6, &read_it, &p->city.content[0]);
	taken(p);
	says(p, MINE, LOOKUP_STATUS, "READ");
}

static void test_lookup__the_floor_outlives_a_restart(void **state)
{
	struct place *p = *state;

	bring(p, 5, &desk, &p->city.content[0]);
	taken(p);
	statuslist_forget(&p->post.statuses); /* as after a start */
	bring(p, 4, &read_it, &p->city.content[0]);
	refused(p, "older");
	says(p, MINE, LOOKUP_STATUS, "DESK");
}

/* The city takes a stolen key back: what it signed, however new, counts no longer. */
static void test_lookup__a_revoked_key_takes_its_list_with_it(void **state)
{
	struct place *p = *state;
	struct jwk stolen = p->city.content[0];
	struct buf doc = BUF_INIT;
	char err[WHY_MAX];

	bring(p, 1000000, &desk, &stolen);
	taken(p);
	p->city.content[0] = p->stranger;
	p->stranger = stolen;
	write_keys(p, 2);
	assert_true(buf_read_file(&doc, p->keys, WIRE_DOC_BYTES_MAX));
	assert_true(post_adopt_keys(&p->post, doc.data, doc.len, err));
	buf_release(&doc);
	says(p, MINE, LOOKUP_PENDING, "");
	bring(p, 7, &read_it, &p->city.content[0]);
	taken(p);
	says(p, MINE, LOOKUP_STATUS, "READ");
}

static void test_lookup__brake_doubles_and_ends(void **state)
{
	static const uint64_t waits[] = { 2000, 4000, 8000, 16000, 32000, 60000, 60000 };
	struct lookup_brake b = { 0 };
	uint64_t now = 5000;

	(void)state;
	for (int i = 0; i < LOOKUP_FREE_MISSES; i++) {
		assert_int_equal(lookup_brake_ms(&b, now), 0);
		lookup_brake_note(&b, LOOKUP_PENDING, now);
	}
	for (size_t i = 0; i < sizeof waits / sizeof *waits; i++) {
		assert_int_equal(lookup_brake_ms(&b, now), waits[i]);
		now += 1000;
		lookup_brake_note(&b, LOOKUP_STATUS, now); /* a hit in between */
		lookup_brake_note(&b, LOOKUP_WAITING, now);
		assert_int_equal(lookup_brake_ms(&b, now), waits[i]);
		lookup_brake_note(&b, LOOKUP_PENDING, now);
	}
	assert_int_equal(lookup_brake_ms(&b, now + LOOKUP_FORGET_MS), LOOKUP_WAIT_MS_MAX);
	now += LOOKUP_FORGET_MS + 1;
	assert_int_equal(lookup_brake_ms(&b, now), 0);
	lookup_brake_note(&b, LOOKUP_PENDING, now);
	assert_int_equal(lookup_brake_ms(&b, now), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_lookup__three_places_answer, setup, teardown),
		cmocka_unit_test_setup_teardown(
			test_lookup__a_number_that_is_gone_says_nothing, setup, teardown),
		cmocka_unit_test_setup_teardown(
			test_lookup__only_newer_lists_of_the_city_count, setup, teardown),
		cmocka_unit_test_setup_teardown(
			test_lookup__the_floor_outlives_a_restart, setup, teardown),
		cmocka_unit_test_setup_teardown(
			test_lookup__a_revoked_key_takes_its_list_with_it, setup, teardown),
		cmocka_unit_test(test_lookup__brake_doubles_and_ends),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
