/* SPDX-License-Identifier: Apache-2.0 */
/*
 * u-status — answers to receipts: what was published is found with the number and nothing else, and
 * every way of changing, mixing or bringing back a list is refused.
 * Links: src/record src/shared
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <cmocka.h>
#include "status.h"
#include "sign_help.h"

#define MINE   "123412341234"
#define THEIRS "000000000000"

static const unsigned char salt[16] = "0123456789abcde";
static const struct status answer = {
	"CLOSED_HELP", "KAI", { "yorisoi", "dv-plus", "abcdefghijklmnopqrstuvwx" }, 3
};

static int make_world(void **state)
{
	struct world *w;

	setup(state);
	w = *state;
	assert_true(jwk_generate(&w->city.content[0], false));
	w->city.content_len = 1;
	memcpy(w->city.salt, salt, sizeof salt);
	return 0;
}

/* A list with an answer for each number, tags rising. */
static struct status_doc list_of(const char *const *number, int n, int64_t version)
{
	struct status_doc d = { version, 1800000000, json_array() };
	json_t *by_tag = json_object();
	const char *tag;
	json_t *jwe;

	for (int i = 0; i < n; i++) {
		struct status_secret s;
		char box[STATUS_JWE_CHARS + 1];

		assert_true(status_secret_of(number[i], salt, &s));
		assert_true(status_seal(box, &answer, s.key));
		json_object_set_new(by_tag, s.tag, json_string(box));
	}
	char *text = json_dumps(by_tag, JSON_SORT_KEYS);
	json_decref(by_tag);
	by_tag = json_loads(text, 0, NULL);
	free(text);
	json_object_foreach(by_tag, tag, jwe)
		json_array_append_new(d.list, json_pack("{ss sO}", "tag", tag, "jwe", jwe));
	json_decref(by_tag);
	return d;
}

static void signed_list(struct buf *ret, struct world *w, int64_t version)
{
	static const char *const both[] = { MINE, THEIRS };
	struct status_doc d = list_of(both, 2, version);

	buf_reset(ret);
	assert_true(status_doc_sign(ret, &d, &w->city.content[0]));
	status_doc_release(&d);
}

static void test_status__a_number_finds_its_answer(void **state)
{
	struct world *w = *state;
	struct buf jws = BUF_INIT;
	struct status_doc d;
	struct status_secret s;
	struct status got = { .help_len = 0 };
	char why[SIGN_REASON_MAX];

	signed_list(&jws, w, 7);
	assert_true(status_doc_verify(&d, jws.data, jws.len, &w->city, 7, why));
	assert_int_equal(d.version, 7);
	assert_int_equal(d.at_s, 1800000000);
	assert_true(status_secret_of(MINE, salt, &s));
	assert_true(status_look(&got, &d, &s));
	assert_memory_equal(&got, &answer, sizeof got);
	assert_true(status_secret_of("999999999999", salt, &s));
	assert_false(status_look(&got, &d, &s));
	assert_true(status_secret_of(MINE, (const unsigned char *)"another city....", &s));
	assert_false(status_look(&got, &d, &s));
	status_doc_release(&d);
	status_doc_release(&d);
	buf_release(&jws);
}

static void test_status__an_empty_list_answers_nobody(void **state)
{
	struct world *w = *state;
	struct status_doc d = { 1, 0, json_array() }, back;
	struct status_secret s;
	struct status got;
	struct buf jws = BUF_INIT;
	char why[SIGN_REASON_MAX];

	assert_true(status_doc_sign(&jws, &d, &w->city.content[0]));
	assert_true(status_doc_verify(&back, jws.data, jws.len, &w->city, 0, why));
	assert_true(status_secret_of(MINE, salt, &s));
	assert_false(status_look(&got, &back, &s));
	status_doc_release(&back);
	status_doc_release(&d);
	buf_release(&jws);
}

/* The hash that a terminal keeps must not lead to the tag, and the same answer never looks the
 * same twice. */
static void test_status__nothing_can_be_linked(void **state)
{
	char hash[65], tag_hex[65], one[STATUS_JWE_CHARS + 1], two[STATUS_JWE_CHARS + 1];
	struct status_secret a, b;

	assert_true(status_secret_of(MINE, salt, &a));
	assert_true(receipt_hash(MINE, salt, hash)); /* even with one salt for both */
	sha256_hex(a.key, sizeof a.key, tag_hex);
	assert_string_not_equal(hash, tag_hex);
	sha256_hex(a.tag, strlen(a.tag), tag_hex);
	assert_string_not_equal(hash, tag_hex);
	unsigned char plain[48], other[48];
	assert_true(receipt_stretch(MINE, salt, "", plain, sizeof plain));
	assert_true(receipt_stretch(MINE, salt, "marumado-status-1", other, sizeof other));
	assert_memory_not_equal(plain, other, sizeof plain);
	assert_memory_not_equal(plain, other, 16);
	assert_memory_equal(a.key, other + 16, sizeof a.key);
	assert_true(status_secret_of(THEIRS, salt, &b));
	assert_string_not_equal(a.tag, b.tag);
	assert_true(status_seal(one, &answer, a.key));
	assert_true(status_seal(two, &answer, a.key));
	assert_string_not_equal(one, two);
}

static void test_status__every_answer_has_one_length(void **state)
{
	static const struct status all[] = { { "A", "", { "" }, 0 }, { "READ", "", { "" }, 0 },
		{ "ABCDEFGHIJKLMNO", "ABCDEFG",
			{ "abcdefghijklmnopqrstuvwx", "abcdefghijklmnopqrstuvwy",
				"abcdefghijklmnopqrstuvwz" },
			3 } };
	unsigned char key[STATUS_KEY_BYTES] = "k";
	char box[STATUS_JWE_CHARS + 1];
	struct status back;

	for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
		assert_true(status_seal(box, &all[i], key));
		assert_int_equal(strlen(box), STATUS_JWE_CHARS);
		assert_true(status_open(&back, box, key));
		assert_memory_equal(&back, &all[i], sizeof back);
	}
}

static void test_status__codes_only(void **state)
{
	static const struct status bad[] = { { "", "", { "" }, 0 }, { "read", "", { "" }, 0 },
		{ "READ IT", "", { "" }, 0 }, { "READ\"", "", { "" }, 0 },
		{ "READ", "k", { "" }, 0 }, { "READ", "", { "" }, 1 },
		{ "READ", "", { "Yori Soi" }, 1 }, { "READ", "", { "a", "b", "c" }, 4 },
		{ "READ", "", { "a" }, -1 } };
	unsigned char key[STATUS_KEY_BYTES] = "k";
	char box[STATUS_JWE_CHARS + 1];

	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		assert_false(status_seal(box, &bad[i], key));
}

static void test_status__an_altered_answer_does_not_open(void **state)
{
	unsigned char key[STATUS_KEY_BYTES] = "k", other[STATUS_KEY_BYTES] = "l";
	char box[STATUS_JWE_CHARS + 1];
	struct status back;

	assert_true(status_seal(box, &answer, key));
	assert_false(status_open(&back, box, other));
	assert_false(status_open(&back, "", key));
	for (size_t i = 0; i < STATUS_JWE_CHARS; i++) {
		char was = box[i];

		box[i] = was == 'A' ? 'B' : 'A';
		/* the last character of a part has bits that mean nothing and must be 0 */
		assert_false(status_open(&back, box, key));
		box[i] = was;
	}
	box[STATUS_JWE_CHARS - 1] = '\0';
	assert_false(status_open(&back, box, key));
}

static void refused(struct world *w, const struct buf *jws, int64_t floor, const char *code)
{
	struct status_doc d;
	char why[SIGN_REASON_MAX] = "";

	assert_false(status_doc_verify(&d, buf_str(jws), jws->len, &w->city, floor, why));
	assert_string_equal(why, code);
	assert_null(d.list);
}

static void test_statusdoc__old_foreign_and_large_lists_are_refused(void **state)
{
	struct world *w = *state;
	struct buf jws = BUF_INIT, large = BUF_INIT;
	struct jwk mine = w->city.content[0];

	signed_list(&jws, w, 7);
	refused(w, &jws, 8, "older");
	w->city.content[0] = w->other; /* another city's key */
	refused(w, &jws, 0, "signature");
	w->city.content_len = 0; /* a key document without content keys: no statuses */
	refused(w, &jws, 0, "signature");
	w->city.content[0] = mine;
	w->city.content_len = 1;
	for (int i = 0; i < 5; i++) {
		char *chunk = calloc(1, 1024 * 1024);
		memset(chunk, 'A', 1024 * 1024 - 1);
		buf_puts(&large, chunk);
		free(chunk);
	}
	refused(w, &large, 0, "size");
	buf_reset(&large);
	refused(w, &large, 0, "header");
	jws.data[jws.len / 2] ^= 1;
	refused(w, &jws, 0, "signature");
	buf_release(&jws);
	buf_release(&large);
}

static void test_statusdoc__well_signed_nonsense_is_refused(void **state)
{
	static const struct {
		const char *payload, *code;
	} bad[] = {
		{ "[]", "payload" },
		{ "{\"v\":2,\"version\":1,\"at\":0,\"statuses\":[]}", "v" },
		{ "{\"v\":1,\"version\":1,\"at\":0,\"statuses\":[],\"x\":1}", "member" },
		{ "{\"v\":1,\"version\":0,\"at\":0,\"statuses\":[]}", "version" },
		{ "{\"v\":1,\"version\":1.5,\"at\":0,\"statuses\":[]}", "version" },
		{ "{\"v\":1,\"version\":9007199254740993,\"at\":0,\"statuses\":[]}", "version" },
		{ "{\"v\":1,\"version\":1,\"at\":-1,\"statuses\":[]}", "at" },
		{ "{\"v\":1,\"version\":1,\"at\":0,\"statuses\":{}}", "statuses" },
		{ "{\"v\":1,\"version\":1,\"at\":0,\"statuses\":[{}]}", "statuses" },
		{ "{\"v\":1,\"version\":1,\"at\":0,\"statuses\":[{\"tag\":\"a\",\"jwe\":\"b\"}]}",
			"statuses" },
	};
	struct world *w = *state;
	struct buf jws = BUF_INIT;
	char header[512];

	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		header_of(header, &w->city.content[0], WIRE_TYP_STATUS, "");
		forge(&jws, header, bad[i].payload, &w->city.content[0]);
		refused(w, &jws, 0, bad[i].code);
	}
	header_of(header, &w->city.content[0], WIRE_TYP_ACK, "");
	forge(&jws, header, "{\"v\":1,\"version\":1,\"at\":0,\"statuses\":[]}",
		&w->city.content[0]);
	refused(w, &jws, 0, "header");
	header_of(header, &w->city.ack[0], WIRE_TYP_STATUS, ""); /* the online key may not */
	forge(&jws, header, "{\"v\":1,\"version\":1,\"at\":0,\"statuses\":[]}", &w->city.ack[0]);
	refused(w, &jws, 0, "signature");
	buf_release(&jws);
}

static void test_statusdoc__order_is_one_and_nobody_is_there_twice(void **state)
{
	static const char *const both[] = { MINE, THEIRS };
	struct world *w = *state;
	struct status_doc d = list_of(both, 2, 1);
	struct buf jws = BUF_INIT;
	json_t *first = json_incref(json_array_get(d.list, 0));

	json_array_append(d.list, first); /* falls, and is there twice */
	assert_false(status_doc_sign(&jws, &d, &w->city.content[0]));
	json_array_remove(d.list, 0);
	assert_false(status_doc_sign(&jws, &d, &w->city.content[0]));
	json_array_clear(d.list);
	for (int i = 0; i < 2; i++)
		json_array_append(d.list, first);
	assert_false(status_doc_sign(&jws, &d, &w->city.content[0]));
	assert_int_equal(jws.len, 0);
	json_decref(first);
	status_doc_release(&d);
}

/* As many cases as are allowed fit into what a courier reads. */
static void test_statusdoc__the_most_cases_fit(void **state)
{
	struct world *w = *state;
	struct status_doc d = { 1, 0, json_array() };
	unsigned char key[STATUS_KEY_BYTES] = "k";
	char box[STATUS_JWE_CHARS + 1], tag[STATUS_TAG_CHARS + 1];
	struct buf jws = BUF_INIT;

	assert_true(status_seal(box, &answer, key));
	for (int i = 0; i < STATUS_CASES_MAX; i++) {
		snprintf(tag, sizeof tag, "%022d", i);
		json_array_append_new(d.list, json_pack("{ss ss}", "tag", tag, "jwe", box));
	}
	assert_true(status_doc_sign(&jws, &d, &w->city.content[0]));
	assert_true(jws.len <= WIRE_STATUS_BYTES_MAX);
	buf_reset(&jws);
	json_array_append_new(
		d.list, json_pack("{ss ss}", "tag", "9999999999999999999999", "jwe", box));
	assert_false(status_doc_sign(&jws, &d, &w->city.content[0]));
	status_doc_release(&d);
	buf_release(&jws);
}

static void test_status__content_keys_travel_in_the_key_document(void **state)
{
	struct world *w = *state;
	struct city_keys k = { .version = 3, .city = "x", .seal_len = 1, .ack_len = 1,
		.content_len = 1, .root_len = 1, .threshold = 1 };
	struct city_keys back;
	struct buf doc = BUF_INIT;
	char err[KEYS_ERR_MAX];

	k.seal[0] = w->city.seal[0];
	k.ack[0] = w->city.ack[0];
	k.content[0] = w->city.content[0];
	k.root[0] = w->other;
	assert_true(city_keys_write(&doc, &k));
	assert_true(city_keys_verify(&back, doc.data, doc.len, NULL, 3, err));
	assert_int_equal(back.content_len, 1);
	assert_string_equal(back.content[0].kid, w->city.content[0].kid);
	city_keys_release(&back);
	k.content[0] = w->city.seal[0]; /* a key that seals cannot sign */
	buf_reset(&doc);
	assert_false(city_keys_write(&doc, &k));
	buf_release(&doc);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_status__a_number_finds_its_answer),
		cmocka_unit_test(test_status__an_empty_list_answers_nobody),
		cmocka_unit_test(test_status__nothing_can_be_linked),
		cmocka_unit_test(test_status__every_answer_has_one_length),
		cmocka_unit_test(test_status__codes_only),
		cmocka_unit_test(test_status__an_altered_answer_does_not_open),
		cmocka_unit_test(test_statusdoc__old_foreign_and_large_lists_are_refused),
		cmocka_unit_test(test_statusdoc__well_signed_nonsense_is_refused),
		cmocka_unit_test(test_statusdoc__order_is_one_and_nobody_is_there_twice),
		cmocka_unit_test(test_statusdoc__the_most_cases_fit),
		cmocka_unit_test(test_status__content_keys_travel_in_the_key_document),
	};

	return cmocka_run_group_tests(tests, make_world, teardown);
}
