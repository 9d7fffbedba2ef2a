/* SPDX-License-Identifier: Apache-2.0 */
/*
 * u-keys — key files and the city's signed key document: good ones read back, and every way of
 * weakening one (mode, curve, foreign private part, missing or repeated signatures, older version)
 * is refused.
 * Links: src/record src/shared
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
#include <jose/jose.h>
#include "keys.h"

#define ROOTS 3

struct world {
	char dir[64], path[96];
	struct jwk root[ROOTS], seal, ack;
};
static const unsigned char salt[16] = "0123456789abcde";

static int setup(void **state)
{
	struct world *w = calloc(1, sizeof *w);

	keys_init();
	assert_non_null(w);
	strcpy(w->dir, "/tmp/u-keys-XXXXXX");
	assert_non_null(mkdtemp(w->dir));
	snprintf(w->path, sizeof w->path, "%s/k.jwk", w->dir);
	for (int i = 0; i < ROOTS; i++)
		assert_true(jwk_generate(&w->root[i], false));
	assert_true(jwk_generate(&w->seal, true));
	assert_true(jwk_generate(&w->ack, false));
	*state = w;
	return 0;
}

static int teardown(void **state)
{
	struct world *w = *state;

	for (int i = 0; i < ROOTS; i++)
		jwk_release(&w->root[i]);
	jwk_release(&w->seal);
	jwk_release(&w->ack);
	unlink(w->path);
	rmdir(w->dir);
	free(w);
	return 0;
}

static void test_keys__generated_key(void **state)
{
	struct world *w = *state;
	json_t *pub = jwk_public(&w->seal);
	struct jwk back = { NULL, "" };

	assert_int_equal(strlen(w->seal.kid), 43);
	assert_string_equal(json_string_value(json_object_get(pub, "alg")), "ECDH-ES+A256KW");
	assert_string_equal(json_string_value(json_object_get(pub, "use")), "enc");
	assert_string_equal(json_string_value(json_object_get(pub, "crv")), "P-256");
	assert_int_equal(json_object_size(pub), 7);
	assert_null(json_object_get(pub, "d"));
	assert_true(jwk_from_json(&back, pub));
	assert_string_equal(back.kid, w->seal.kid);
	jwk_release(&back);
	jwk_release(&back);
	jwk_release(NULL);
	json_decref(pub);
}

/* RFC 7517 A.1 is a P-256 key; its thumbprint was computed with another implementation. */
static void test_keys__thumbprint_is_the_standard_one(void **state)
{
	json_t *o = json_pack("{ss ss ss ss ss}", "kty", "EC", "crv", "P-256", "alg", "ES256", "x",
		"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4", "y",
		"4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM");
	struct jwk k;

	assert_true(jwk_from_json(&k, o));
	assert_string_equal(k.kid, "cn-I_WNMClehiVp51i_0VpOENW1upEerA8sEam5hn-s");
	jwk_release(&k);
	json_decref(o);
}

static void test_keys__from_json_refuses(void **state)
{
	static const struct {
		const char *name, *value;
	} bad[] = {
		{ "kty", "RSA" },
		{ "crv", "P-521" },
		{ "crv", "secp256k1" },
		{ "alg", "ES384" },
		{ "alg", "none" },
		{ "alg", NULL },
		{ "use", "enc" },
		{ "kid", "x" },
		{ "x5u", "https://x" },
		{ "x", NULL },
		{ "y", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA" },
		{ "y", "" },
		{ "x", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA" },
		{ "d", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA" },
	};
	struct world *w = *state;
	struct jwk k = { NULL, "untouched" };

	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		json_t *o = jwk_public(&w->ack);

		if (bad[i].value)
			json_object_set_new(o, bad[i].name, json_string(bad[i].value));
		else
			json_object_del(o, bad[i].name);
		assert_false(jwk_from_json(&k, o));
		json_decref(o);
	}
	assert_false(jwk_from_json(&k, NULL));
	assert_false(jwk_from_json(&k, json_null()));
	assert_string_equal(k.kid, "untouched");
}

static void test_keys__files(void **state)
{
	struct world *w = *state;
	char err[KEYS_ERR_MAX];
	struct stat st;
	struct jwk k;

	assert_true(jwk_write(&w->seal, w->path, true));
	assert_int_equal(stat(w->path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	assert_true(jwk_read(&k, w->path, true, err));
	assert_true(json_equal(k.json, w->seal.json));
	jwk_release(&k);
	assert_true(jwk_read(&k, w->path, false, err));
	assert_null(json_object_get(k.json, "d"));
	jwk_release(&k);
	assert_int_equal(chmod(w->path, 0640), 0);
	assert_false(jwk_read(&k, w->path, true, err));
	assert_non_null(strstr(err, "readable by others"));
	assert_true(jwk_write(&w->seal, w->path, false));
	assert_int_equal(stat(w->path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0644);
	assert_true(jwk_read(&k, w->path, false, err));
	jwk_release(&k);
	assert_int_equal(chmod(w->path, 0600), 0);
	assert_false(jwk_read(&k, w->path, true, err)); /* no private part inside */
	assert_int_equal(unlink(w->path), 0);
	assert_false(jwk_read(&k, w->path, false, err));
	assert_non_null(strstr(err, w->path));
}

static void test_keys__private_part_must_fit(void **state)
{
	struct world *w = *state;
	char err[KEYS_ERR_MAX];
	struct jwk k, mixed = { json_deep_copy(w->seal.json), "" };
	struct jwk donor;

	assert_true(jwk_generate(&donor, true));
	json_object_set(mixed.json, "d", json_object_get(donor.json, "d"));
	assert_true(jwk_write(&mixed, w->path, true));
	assert_false(jwk_read(&k, w->path, true, err));
	assert_non_null(strstr(err, "of another key"));
	jwk_release(&mixed);
	jwk_release(&donor);
}

static bool written(struct buf *ret, long version, const char *city, const struct jwk *seal,
	int seals, const struct jwk *ack, const struct jwk *root, int roots, int threshold)
{
	struct city_keys k = { .version = version,
		.seal = { *seal },
		.seal_len = seals,
		.ack = { *ack },
		.ack_len = 1,
		.root_len = roots,
		.threshold = threshold };

	strcpy(k.city, city);
	memcpy(k.salt, salt, sizeof(k.salt));
	for (int i = 0; i < roots; i++)
		k.root[i] = root[i];
	return city_keys_write(ret, &k);
}

static void make(struct buf *ret, struct world *w, long version, int roots, int threshold)
{
	buf_reset(ret);
	assert_true(
		written(ret, version, "交野市", &w->seal, 1, &w->ack, w->root, roots, threshold));
}

static void test_keys__document_reads_back(void **state)
{
	struct world *w = *state;
	struct city_keys first, next;
	struct buf doc = BUF_INIT;
	char err[KEYS_ERR_MAX];

	for (int roots = 1; roots <= ROOTS; roots++) {
		make(&doc, w, 4, roots, roots);
		assert_true(city_keys_verify(&first, doc.data, doc.len, NULL, 0, err));
		assert_int_equal(first.version, 4);
		assert_int_equal(first.root_len, roots);
		assert_int_equal(first.threshold, roots);
		assert_string_equal(first.city, "交野市");
		assert_memory_equal(first.salt, salt, 16);
		assert_string_equal(first.seal[0].kid, w->seal.kid);
		assert_string_equal(first.ack[0].kid, w->ack.kid);
		assert_null(json_object_get(first.root[0].json, "d"));
		make(&doc, w, 5, roots, roots);
		assert_true(city_keys_verify(&next, doc.data, doc.len, &first, first.version, err));
		city_keys_release(&next);
		make(&doc, w, 3, roots, roots);
		assert_false(
			city_keys_verify(&next, doc.data, doc.len, &first, first.version, err));
		assert_non_null(strstr(err, "older"));
		assert_int_equal(next.seal_len, 0);
		city_keys_release(&next);
		city_keys_release(&first);
	}
	city_keys_release(NULL);
	buf_release(&doc);
}

static void test_keys__threshold_counts_keys(void **state)
{
	struct world *w = *state;
	struct city_keys trusted, k;
	struct buf doc = BUF_INIT;
	char err[KEYS_ERR_MAX];
	json_t *o, *list;
	char *text;

	make(&doc, w, 1, 3, 2);
	assert_true(city_keys_verify(&trusted, doc.data, doc.len, NULL, 0, err));
	o = json_loadb(doc.data, doc.len, 0, NULL);
	list = json_object_get(o, "signatures");
	assert_int_equal(json_array_size(list), 3);
	for (int left = 2; left >= 0; left--) { /* take signatures away, one after the other */
		json_array_remove(list, 0);
		text = json_dumps(o, 0);
		assert_int_equal(
			city_keys_verify(&k, text, strlen(text), &trusted, 0, err), left >= 2);
		city_keys_release(&k);
		free(text);
		if (left == 1) { /* the same signature twice is one */
			json_array_append(list, json_array_get(list, 0));
			text = json_dumps(o, 0);
			assert_false(city_keys_verify(&k, text, strlen(text), &trusted, 0, err));
			json_array_remove(list, 1);
			free(text);
		}
	}
	json_decref(o);
	city_keys_release(&trusted);
	buf_release(&doc);
}

static void test_keys__strangers_cannot_sign(void **state)
{
	struct world *w = *state;
	struct city_keys trusted, k;
	struct buf doc = BUF_INIT;
	char err[KEYS_ERR_MAX];
	struct jwk stranger;

	make(&doc, w, 1, 1, 1);
	assert_true(city_keys_verify(&trusted, doc.data, doc.len, NULL, 0, err));
	assert_true(jwk_generate(&stranger, false));
	buf_reset(&doc);
	assert_true(written(&doc, 2, "x", &w->seal, 1, &w->ack, &stranger, 1, 1));
	assert_true(city_keys_verify(
		&k, doc.data, doc.len, NULL, 0, err)); /* first use: its own roots */
	city_keys_release(&k);
	assert_false(city_keys_verify(&k, doc.data, doc.len, &trusted, 0, err));
	jwk_release(&stranger);
	city_keys_release(&trusted);
	buf_release(&doc);
}

static void test_keys__altered_document(void **state)
{
	struct world *w = *state;
	struct city_keys trusted, k;
	struct buf doc = BUF_INIT;
	char err[KEYS_ERR_MAX];

	make(&doc, w, 1, 1, 1);
	assert_true(city_keys_verify(&trusted, doc.data, doc.len, NULL, 0, err));
	for (size_t i = 0; i < doc.len; i++) {
		doc.data[i] ^= 1;
		assert_false(city_keys_verify(&k, doc.data, doc.len, &trusted, 0, err));
		doc.data[i] ^= 1;
		if (i % 16 == 0)
			assert_false(city_keys_verify(&k, doc.data, i, &trusted, 0, err));
	}
	city_keys_release(&trusted);
	buf_release(&doc);
}

static void test_keys__make_refuses_nonsense(void **state)
{
	struct world *w = *state;
	struct buf doc = BUF_INIT;
	struct jwk twice[2] = { w->root[0], w->root[0] };

	assert_false(written(&doc, 1, "x", &w->seal, 1, &w->ack, w->root, 2, 3));
	assert_false(written(&doc, 1, "x", &w->seal, 1, &w->ack, w->root, 2, 0));
	assert_false(written(&doc, 0, "x", &w->seal, 1, &w->ack, w->root, 1, 1));
	assert_false(written(&doc, 1, "", &w->seal, 1, &w->ack, w->root, 1, 1));
	assert_false(written(&doc, 1, "x", &w->seal, 0, &w->ack, w->root, 1, 1));
	assert_false(written(&doc, 1, "x", &w->ack, 1, &w->ack, w->root, 1, 1));
	assert_false(written(&doc, 1, "x", &w->seal, 1, &w->seal, w->root, 1, 1));
	assert_false(written(&doc, 1, "x", &w->seal, 1, &w->ack, twice, 2, 2));
	assert_int_equal(doc.len, 0);
	buf_release(&doc);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_keys__generated_key),
		cmocka_unit_test(test_keys__thumbprint_is_the_standard_one),
		cmocka_unit_test(test_keys__from_json_refuses),
		cmocka_unit_test(test_keys__files),
		cmocka_unit_test(test_keys__private_part_must_fit),
		cmocka_unit_test(test_keys__document_reads_back),
		cmocka_unit_test(test_keys__threshold_counts_keys),
		cmocka_unit_test(test_keys__strangers_cannot_sign),
		cmocka_unit_test(test_keys__altered_document),
		cmocka_unit_test(test_keys__make_refuses_nonsense),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
