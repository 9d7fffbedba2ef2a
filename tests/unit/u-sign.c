/* SPDX-License-Identifier: Apache-2.0 */
/*
 * u-sign — signatures and items: what is signed reads back, and nothing else does. Forgeries
 * are built with libjose directly, so that they carry good signatures over bad content.
 * Links: src/record src/shared
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include <jose/jose.h>
#include "seal.h"
#include "sign.h"
#include "sign_help.h"

static struct item sample(void)
{
	return (struct item){ .id = ID,
		.seq = 7,
		.prev = WIRE_PREV_NONE,
		.kind = "record",
		.urgent = true,
		.made = "2026-11-23T10" };
}

static void sign_sample(struct buf *ret, struct world *w)
{
	struct item it = sample();

	assert_true(seal_close(&it.seal, "hello", 5, &w->city));
	assert_true(item_sign(ret, &it, &w->device));
	json_decref(it.seal);
}

static void test_sign__item_reads_back(void **state)
{
	struct world *w = *state;
	struct buf jws = BUF_INIT;
	struct item it;
	char why[SIGN_REASON_MAX];

	sign_sample(&jws, w);
	assert_true(item_parse(&it, jws.data, jws.len, why));
	assert_string_equal(it.id, ID);
	assert_int_equal(it.seq, 7);
	assert_string_equal(it.prev, WIRE_PREV_NONE);
	assert_string_equal(it.kind, "record");
	assert_true(it.urgent);
	assert_string_equal(it.made, "2026-11-23T10");
	assert_string_equal(it.kid, w->device.kid);
	assert_non_null(it.seal);
	assert_null(it.device);
	assert_true(jws_verify(jws.data, jws.len, &w->device));
	item_release(&it);
	item_release(&it);
	buf_release(&jws);
}

static void test_sign__enrol_carries_its_own_key_only(void **state)
{
	struct world *w = *state;
	struct buf jws = BUF_INIT;
	struct item it = sample(), back;
	char why[SIGN_REASON_MAX];

	strcpy(it.kind, "enrol");
	it.device = jwk_public(&w->device);
	assert_true(item_sign(&jws, &it, &w->device));
	assert_true(item_parse(&back, jws.data, jws.len, why));
	assert_non_null(back.device);
	assert_null(json_object_get(back.device, "d"));
	item_release(&back);
	buf_reset(&jws);
	json_decref(it.device);
	it.device = jwk_public(&w->other); /* somebody else's */
	assert_false(item_sign(&jws, &it, &w->device));
	json_decref(it.device);
	it.device = json_deep_copy(w->device.json); /* with the secret */
	assert_false(item_sign(&jws, &it, &w->device));
	assert_int_equal(jws.len, 0);
	json_decref(it.device);
	it.device = NULL;
	assert_false(item_sign(&jws, &it, &w->device));
	buf_release(&jws);
}

static void test_sign__altered_byte_is_found(void **state)
{
	struct world *w = *state;
	struct buf jws = BUF_INIT;
	struct jws_verifier *v = jws_verifier_open(&w->device);

	sign_sample(&jws, w);
	assert_non_null(v);
	assert_true(jws_verifier_check(v, jws.data, jws.len));
	for (size_t i = 0; i < jws.len; i++) {
		char was = jws.data[i];

		jws.data[i] = was == 'A' ? 'B' : 'A';
		assert_false(jws_verifier_check(v, jws.data, jws.len));
		jws.data[i] = (char)(was ^ 0x80);
		assert_false(jws_verifier_check(v, jws.data, jws.len));
		jws.data[i] = was;
	}
	/* the unused bits of the last character: same bytes, other text, so another sha256 */
	for (const char *c = JOSE_B64_MAP; *c; c++) {
		char was = jws.data[jws.len - 1];

		jws.data[jws.len - 1] = *c;
		assert_int_equal(jws_verifier_check(v, jws.data, jws.len), *c == was);
		jws.data[jws.len - 1] = was;
	}
	for (size_t n = 0; n < jws.len; n++)
		assert_false(jws_verifier_check(v, jws.data, n));
	jws_verifier_close(v);
	buf_release(&jws);
}

static void test_sign__sums_say_what_reading_it_anew_says(void **state)
{
	struct world *w = *state;
	struct buf jws = BUF_INIT;
	struct jws_verifier *v = jws_verifier_open(&w->device);
	struct jws_sums sums;
	char whole[WIRE_SHA256_HEX + 1];

	sign_sample(&jws, w);
	assert_true(jws_sums(&sums, jws.data, jws.len));
	sha256_hex(jws.data, jws.len, whole);
	assert_string_equal(sums.sha256, whole);
	assert_true(jws_verifier_check_sums(v, w->device.kid, &sums));
	assert_false(jws_verifier_check_sums(v, w->other.kid, &sums));
	assert_false(jws_verifier_check_sums(v, "", &sums));
	for (size_t i = 0; i < jws.len; i++) {
		char was = jws.data[i];

		jws.data[i] = was == 'A' ? 'B' : 'A';
		if (jws_sums(&sums, jws.data, jws.len)) {
			sha256_hex(jws.data, jws.len, whole);
			assert_string_equal(sums.sha256, whole);
			assert_false(jws_verifier_check_sums(v, w->device.kid, &sums));
		} else {
			assert_int_equal(was, '.'); /* there is no signature where one must be */
		}
		jws.data[i] = was;
	}
	for (size_t n = 0; n < jws.len;
		n++) /* cut, it may have a dot where it must be: by chance */
		assert_false(jws_sums(&sums, jws.data, n) &&
			     jws_verifier_check_sums(v, w->device.kid, &sums));
	jws_verifier_close(v);
	buf_release(&jws);
}

static void test_sign__wrong_key_is_refused(void **state)
{
	struct world *w = *state;
	struct buf jws = BUF_INIT;

	sign_sample(&jws, w);
	assert_false(jws_verify(jws.data, jws.len, &w->other));
	buf_release(&jws);
}

static void test_sign__headers_that_fooled_others(void **state)
{
	struct world *w = *state;
	struct buf jws = BUF_INIT;
	char header[1024], bad[512];
	char *key = json_dumps(w->other.json, JSON_COMPACT);
	const char *more[] = { ",\"crit\":[\"b64\"],\"b64\":false", ",\"crit\":[]",
		",\"jku\":\"https://x\"", ",\"x5c\":[]", ",\"cty\":\"x\"" };

	for (size_t i = 0; i < sizeof more / sizeof *more; i++) {
		header_of(bad, &w->device, WIRE_TYP_ITEM, more[i]);
		forge(&jws, bad, "{}", &w->device);
		assert_false(jws_verify(jws.data, jws.len, &w->device));
	}
	snprintf(header, sizeof header,
		"{\"alg\":\"ES256\",\"kid\":\"%s\",\"typ\":\"x\",\"jwk\":%s}", w->device.kid, key);
	forge(&jws, header, "{}", &w->other);
	assert_false(jws_verify(jws.data, jws.len, &w->device));
	assert_false(jws_verify(jws.data, jws.len, &w->other));
	forge(&jws, "{\"alg\":\"ES256\",\"typ\":\"x\"}", "{}", &w->device); /* no kid */
	assert_false(jws_verify(jws.data, jws.len, &w->device));
	header_of(bad, &w->other, WIRE_TYP_ITEM, ""); /* kid of another key */
	forge(&jws, bad, "{}", &w->device);
	assert_false(jws_verify(jws.data, jws.len, &w->device));
	free(key);
	buf_release(&jws);
}

static void test_sign__alg_none_is_refused(void **state)
{
	static const char *const alg[] = { "none", "None", "HS256", "ES384", "es256" };
	struct world *w = *state;
	char header[512], zeros[87];
	struct buf jws = BUF_INIT;
	struct item it;
	char why[SIGN_REASON_MAX];

	memset(zeros, 'A', 86);
	zeros[86] = '\0';
	for (size_t i = 0; i < sizeof alg / sizeof *alg; i++) {
		for (int empty = 0; empty < 2; empty++) {
			snprintf(header, sizeof header,
				"{\"alg\":\"%s\",\"kid\":\"%s\",\"typ\":\"marumado-item\"}", alg[i],
				w->device.kid);
			json_t *h = jose_b64_enc(header, strlen(header)),
			       *p = jose_b64_enc("{}", 2);

			buf_reset(&jws);
			buf_printf(&jws, "%s.%s.%s", json_string_value(h), json_string_value(p),
				empty ? "" : zeros);
			assert_false(jws_verify(jws.data, jws.len, &w->device));
			assert_false(item_parse(&it, jws.data, jws.len, why));
			assert_string_equal(why, "header");
			json_decref(h);
			json_decref(p);
		}
	}
	buf_release(&jws);
}

/* A payload of an enrol item with one text replaced. */
static void payload_with(
	char ret[static 2048], const struct jwk *k, const char *from, const char *to)
{
	json_t *pub = jwk_public(k);
	char *key = json_dumps(pub, JSON_COMPACT);
	char good[1024];
	const char *at;

	snprintf(good, sizeof good,
		"{\"v\":1,\"id\":\"" ID "\",\"seq\":1,\"prev\":\"" WIRE_PREV_NONE "\","
		"\"kind\":\"enrol\",\"urgent\":0,\"made\":\"2026-11-23T10\",\"seal\":null,"
		"\"device\":%s}",
		key);
	at = strstr(good, from);
	assert_non_null(at);
	snprintf(ret, 2048, "%.*s%s%s", (int)(at - good), good, to, at + strlen(from));
	free(key);
	json_decref(pub);
}

static void test_sign__item_parse_refuses(void **state)
{
	static const struct {
		const char *from, *to, *why;
	} bad[] = {
		{ "\"v\":1", "\"v\":2", "v" },
		{ "\"v\":1", "\"v\":\"1\"", "v" },
		{ "\"v\":1", "\"v\":1.0", "v" },
		{ "\"v\":1,", "", "v" },
		{ "\"v\":1", "\"v\":1,\"name\":\"x\"", "member" },
		{ "\"v\":1", "\"v\":1,\"v\":1", "payload" },
		{ "\"v\":1", "\"v\":1,\"\\u0000\":1", "payload" },
		{ "00112233", "0011223", "id" },
		{ "00112233", "001122334", "id" },
		{ "00112233", "0011223G", "id" },
		{ "aabb", "AABB", "id" },
		{ "\"id\":\"" ID "\"", "\"id\":1", "id" },
		{ "\"seq\":1", "\"seq\":0", "seq" },
		{ "\"seq\":1", "\"seq\":-1", "seq" },
		{ "\"seq\":1", "\"seq\":1.5", "seq" },
		{ "\"seq\":1", "\"seq\":9007199254740992", "seq" },
		{ "\"seq\":1", "\"seq\":99999999999999999999", "payload" },
		{ "\"prev\":\"0", "\"prev\":\"", "prev" },
		{ "enrol", "record", "kind" },
		{ "enrol", "Enrol", "kind" },
		{ "enrol", "health", "kind" },
		{ "enrol", "", "kind" },
		{ "\"urgent\":0", "\"urgent\":2", "urgent" },
		{ "\"urgent\":0", "\"urgent\":true", "urgent" },
		{ "2026-11-23T10", "2026-11-23T24", "made" },
		{ "2026-11-23T10", "2026-13-23T10", "made" },
		{ "2026-11-23T10", "2026-00-23T10", "made" },
		{ "2026-11-23T10", "2026-11-23 10", "made" },
		{ "2026-11-23T10", "2026-11-23T10:05", "made" },
		{ "\"seal\":null", "\"seal\":{}", "kind" },
		{ "\"seal\":null", "\"seal\":\"x\"", "seal" },
		{ "\"seal\":null,", "", "seal" },
		{ "\"crv\":\"P-256\"", "\"crv\":\"P-384\"", "kind" },
		{ "\"alg\":\"ES256\",\"use\":\"sig\"", "\"alg\":\"ECDH-ES+A256KW\"", "kind" },
	};
	struct world *w = *state;
	char header[512], payload[2048], why[SIGN_REASON_MAX];
	struct buf jws = BUF_INIT;
	struct item it;

	header_of(header, &w->device, WIRE_TYP_ITEM, "");
	payload_with(payload, &w->device, "\"v\":1", "\"v\":1");
	forge(&jws, header, payload, &w->device);
	assert_true(item_parse(&it, jws.data, jws.len, why));
	item_release(&it);
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		payload_with(payload, &w->device, bad[i].from, bad[i].to);
		forge(&jws, header, payload, &w->device);
		assert_false(item_parse(&it, jws.data, jws.len, why));
		assert_string_equal(why, bad[i].why);
	}
	header_of(header, &w->device, WIRE_TYP_ACK, "");
	payload_with(payload, &w->device, "\"v\":1", "\"v\":1");
	forge(&jws, header, payload, &w->device);
	assert_false(item_parse(&it, jws.data, jws.len, why));
	assert_string_equal(why, "header");
	buf_release(&jws);
}

static void test_sign__item_too_large(void **state)
{
	char why[SIGN_REASON_MAX];
	char *big = malloc(WIRE_ITEM_BYTES_MAX + 1);
	struct item it;

	memset(big, 'A', WIRE_ITEM_BYTES_MAX + 1);
	assert_false(item_parse(&it, big, WIRE_ITEM_BYTES_MAX + 1, why));
	assert_string_equal(why, "size");
	assert_false(item_parse(&it, big, 0, why));
	assert_false(item_parse(&it, "..", 2, why));
	free(big);
}

static void test_sign__ids_are_new(void **state)
{
	char a[WIRE_ID_HEX + 1], b[WIRE_ID_HEX + 1], sum[WIRE_SHA256_HEX + 1];

	assert_true(item_new_id(a));
	assert_true(item_new_id(b));
	assert_int_equal(strspn(a, "0123456789abcdef"), WIRE_ID_HEX);
	assert_string_not_equal(a, b);
	sha256_hex("", 0, sum);
	assert_string_equal(sum, HASH);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_sign__item_reads_back),
		cmocka_unit_test(test_sign__enrol_carries_its_own_key_only),
		cmocka_unit_test(test_sign__altered_byte_is_found),
		cmocka_unit_test(test_sign__sums_say_what_reading_it_anew_says),
		cmocka_unit_test(test_sign__wrong_key_is_refused),
		cmocka_unit_test(test_sign__headers_that_fooled_others),
		cmocka_unit_test(test_sign__alg_none_is_refused),
		cmocka_unit_test(test_sign__item_parse_refuses),
		cmocka_unit_test(test_sign__item_too_large),
		cmocka_unit_test(test_sign__ids_are_new),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
