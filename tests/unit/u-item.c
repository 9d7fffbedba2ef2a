/* SPDX-License-Identifier: Apache-2.0 */
/*
 * u-item — the city's quick look at an item must say exactly what the full look says, whatever is
 * inside. Payloads are made by hand around long strings, and then altered byte by byte; signatures
 * are not looked at by either and are only of the right length here.
 * Links: src/record src/shared
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include <jose/jose.h>
#include "jws.h"
#include "seal.h"
#include "sign.h"

#define KID      "kid"
#define ID       "00112233445566778899aabbccddeeff"
#define LONG     4000 /* characters that an L in a table below stands for */
#define TEXT_MAX 32768

static int setup(void **state)
{
	keys_init();
	return 0;
}

/* header.payload.signature of any payload. */
static void item_of(struct buf *ret, const char *payload, size_t len)
{
	static const char head[] = "{\"alg\":\"ES256\",\"kid\":\"" KID "\",\"typ\":\"" WIRE_TYP_ITEM
				   "\"}";
	json_t *h = jose_b64_enc(head, strlen(head)), *p = jose_b64_enc(payload, len);

	buf_reset(ret);
	buf_printf(ret, "%s.%s.%086d", json_string_value(h), json_string_value(p), 0);
	assert_true(buf_ok(ret));
	json_decref(h);
	json_decref(p);
}

/* A payload with `seal`; every L becomes LONG letters, every N 256, every M 257. */
static size_t payload_of(char ret[static TEXT_MAX], const char *id, const char *seal)
{
	static const int run[128] = { ['L'] = LONG, ['N'] = 256, ['M'] = 257 };
	char text[4096];
	size_t len = 0;

	snprintf(text, sizeof text,
		"{\"v\":1,\"id\":\"%s\",\"seq\":1,\"prev\":\"" WIRE_PREV_NONE "\",\"kind\":"
		"\"record\",\"urgent\":0,\"made\":\"2026-11-23T10\",\"seal\":%s}",
		id, seal);
	for (const char *p = text; *p; p++) {
		int n = run[*p & 127];

		assert_true(len + LONG + 2 < TEXT_MAX);
		if (n)
			memset(ret + len, 'x', (size_t)n);
		else
			ret[len] = *p;
		len += n ? (size_t)n : 1;
	}
	ret[len] = '\0';
	return len;
}

/* Asks both; they must agree, and *why is what they said. True: readable. */
static bool both(const struct buf *jws, char why[static SIGN_REASON_MAX])
{
	struct item full, outer;
	char why_outer[SIGN_REASON_MAX] = "";
	bool ok, ok_outer;

	why[0] = '\0';
	ok = item_parse(&full, jws->data, jws->len, why);
	ok_outer = item_parse_outer(&outer, jws->data, jws->len, why_outer);
	assert_int_equal(ok, ok_outer);
	assert_string_equal(why, why_outer);
	if (!ok)
		return false;
	assert_null(outer.seal);
	assert_string_equal(full.id, outer.id);
	assert_string_equal(full.prev, outer.prev);
	assert_string_equal(full.kind, outer.kind);
	assert_string_equal(full.made, outer.made);
	assert_string_equal(full.kid, outer.kid);
	assert_true(full.seq == outer.seq);
	assert_int_equal(full.urgent, outer.urgent);
	assert_int_equal(full.device != NULL, outer.device != NULL);
	item_release(&full);
	item_release(&outer);
	return true;
}

#define SEAL(ciphertext, header)                                                                   \
	"{\"protected\":\"eyJ9\",\"recipients\":[{\"header\":" header ",\"encrypted_key\":"        \
	"\"aaaa\"}],\"iv\":\"bbbb\",\"ciphertext\":" ciphertext ",\"tag\":\"cccc\"}"

static void test_item__outer_look_agrees(void **state)
{
	static const struct {
		const char *id, *seal, *why; /* why NULL: readable */
	} table[] = {
		{ ID, SEAL("\"L\"", "{}"), NULL },
		{ ID, SEAL("\"N\"", "{\"a\":\"M\"}"), NULL },
		{ ID, SEAL("\"M\" ", "{\"L\":\"L\",\"b\":[\"L\",\"M\"]}"), NULL },
		{ ID, SEAL("\"\\\"L\"", "{}"), NULL }, /* a mark inside the string */
		{ ID, SEAL("\"L\\\"\"", "{}"), NULL },
		{ ID, SEAL("\"L\\u0041L\"", "{}"), NULL },
		{ ID, SEAL("\"L=+/ \xe3\x81\x82\"", "{}"), NULL },
		{ ID, SEAL("\"L\"", "{\"La\":1,\"Lb\":2}"), NULL }, /* not the same name */
		{ ID, SEAL("\"L\"", "{\"L\":1,\"L\":2}"), "payload" },
		{ ID, SEAL("\"L\x01\"", "{}"), "payload" },
		{ ID, SEAL("\"L\xff\"", "{}"), "payload" },
		{ ID, SEAL("\"L\\x\"", "{}"), "payload" },
		{ ID, SEAL("\"L", "{}"), "payload" },
		{ ID, SEAL("\"L\"\"L\"", "{}"), "payload" },
		{ ID, SEAL("\"a\"L\"b\"", "{}"), "payload" },
		{ ID, SEAL("L", "{}"), "payload" },
		{ ID, SEAL("[\"L\"]", "{}"), "kind" },
		{ ID, SEAL("\"L\",\"more\":\"L\"", "{}"), "kind" },
		{ ID, SEAL("\"L\",\"L\":\"L\"", "{}"), "kind" },
		{ ID, "\"L\"", "seal" },
		{ ID, SEAL("\"L\"", "{}") ",\"L\":\"L\"", "member" },
		{ ID, SEAL("\"L\"", "{}") ",\"device\":\"L\"", "kind" },
		{ ID "L", SEAL("\"L\"", "{}"), "id" },
		{ "L", SEAL("\"L\"", "{}"), "id" },
		{ "N", SEAL("\"L\"", "{}"), "id" },
	};
	char *payload = malloc(TEXT_MAX), why[SIGN_REASON_MAX];
	struct buf jws = BUF_INIT;

	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		size_t len = payload_of(payload, table[i].id, table[i].seal);

		item_of(&jws, payload, len);
		assert_int_equal(both(&jws, why), !table[i].why);
		assert_string_equal(why, table[i].why ? table[i].why : "");
		item_of(&jws, payload, len - 1);
		assert_false(both(&jws, why));
	}
	buf_release(&jws);
	free(payload);
}

/* Small steps of a fixed sequence: the same alterations in every run. */
static uint32_t next(uint32_t *state)
{
	*state = *state * 1664525u + 1013904223u;
	return *state >> 8;
}

static void test_item__outer_look_agrees_on_altered_bytes(void **state)
{
	static const char marks[] = "\"\"\"\\{}[]:,0a \x01\xc3";
	char *good = malloc(TEXT_MAX), *bad = malloc(TEXT_MAX), why[SIGN_REASON_MAX];
	size_t len = payload_of(good, ID, SEAL("\"M\"", "{\"epk\":{\"x\":\"M\"},\"M\":\"M\"}"));
	struct buf jws = BUF_INIT;
	uint32_t seed = 1;
	int readable = 0;

	for (int i = 0; i < 4000; i++) {
		memcpy(bad, good, len);
		for (uint32_t n = next(&seed) % 3 + 1; n > 0; n--)
			bad[next(&seed) % len] = marks[next(&seed) % (sizeof marks - 1)];
		item_of(&jws, bad, len);
		readable += both(&jws, why);
	}
	assert_in_range(readable, 100, 3900); /* else this test would say nothing */
	buf_release(&jws);
	free(good);
	free(bad);
}

static void test_item__outer_look_leaves_real_items_whole(void **state)
{
	struct city_keys city = { .version = 1 };
	struct item it = { .id = ID,
		.seq = 7,
		.prev = WIRE_PREV_NONE,
		.kind = "record",
		.urgent = true,
		.made = "2026-11-23T10" };
	struct jwk device;
	struct buf jws = BUF_INIT;
	char *text = calloc(1, 20000), why[SIGN_REASON_MAX], before[WIRE_SHA256_HEX + 1],
	     after[WIRE_SHA256_HEX + 1];

	assert_true(jwk_generate(&device, false));
	for (city.seal_len = 0; city.seal_len < 3; city.seal_len++)
		assert_true(jwk_generate(&city.seal[city.seal_len], true));
	assert_true(seal_close(&it.seal, text, 20000, &city));
	assert_true(item_sign(&jws, &it, &device));
	sha256_hex(jws.data, jws.len, before);
	assert_true(both(&jws, why));
	sha256_hex(jws.data, jws.len, after);
	assert_string_equal(before, after);
	assert_true(jws_verify(jws.data, jws.len, &device));
	json_decref(it.seal);
	jwk_release(&device);
	city_keys_release(&city);
	buf_release(&jws);
	free(text);
}

/* The payload of an item as the kiosk makes it, for so many readers. */
static void real_payload(struct buf *ret, int readers, size_t plain_len)
{
	struct city_keys city = { .version = 1 };
	struct item it = { .id = ID,
		.seq = 70,
		.prev = WIRE_PREV_NONE,
		.kind = "record",
		.made = "2026-11-23T10" };
	char *text = calloc(1, plain_len);
	struct jws_parts parts;
	struct jwk device;
	struct buf jws = BUF_INIT;

	assert_true(jwk_generate(&device, false));
	for (; city.seal_len < readers; city.seal_len++)
		assert_true(jwk_generate(&city.seal[city.seal_len], true));
	assert_true(seal_close(&it.seal, text, plain_len, &city));
	assert_true(item_sign(&jws, &it, &device));
	assert_true(jws_split(&parts, jws.data, jws.len));
	assert_true(b64url_decode(ret, parts.payload, parts.payload_len));
	json_decref(it.seal);
	jwk_release(&device);
	city_keys_release(&city);
	buf_release(&jws);
	free(text);
}

/* Else every item would be read the slow way, and nothing but a bench would tell. */
static void test_item__what_kiosks_make_is_read_without_a_parser(void **state)
{
	for (int readers = 1; readers <= KEYS_SEAL_MAX; readers++) {
		struct item it = { .kid = KID };
		struct buf payload = BUF_INIT;

		real_payload(&payload, readers, 4096);
		assert_true(item_plain(&it, payload.data, payload.len));
		assert_string_equal(it.id, ID);
		assert_string_equal(it.prev, WIRE_PREV_NONE);
		assert_string_equal(it.kind, "record");
		assert_string_equal(it.made, "2026-11-23T10");
		assert_string_equal(it.kid, KID);
		assert_true(it.seq == 70 && !it.urgent && !it.seal && !it.device);
		for (size_t n = 0; n < payload.len; n++) { /* nor is it read beyond its end */
			char *cut = strndup(payload.data, n);

			assert_false(item_plain(&it, cut, n));
			free(cut);
		}
		buf_release(&payload);
	}
}

static void test_item__outer_look_agrees_on_real_items_altered(void **state)
{
	static const char marks[] = "\"\\{}[]:,01aA-_ .\x01\xc3";
	char why[SIGN_REASON_MAX];
	struct buf jws = BUF_INIT;
	int readable = 0, tries = 0;
	uint32_t seed = 1;

	for (int readers = 1; readers <= 3; readers += 2) {
		struct buf payload = BUF_INIT;

		real_payload(&payload, readers, 16);
		for (size_t i = 0; i < payload.len; i++) {
			char was = payload.data[i];

			for (int n = 0; n < 4; n++, tries++) { /* the NUL too */
				payload.data[i] = marks[next(&seed) % sizeof marks];
				item_of(&jws, payload.data, payload.len);
				readable += both(&jws, why);
			}
			payload.data[i] = was;
		}
		buf_release(&payload);
	}
	assert_in_range(readable, tries / 10, tries - tries / 10);
	buf_release(&jws);
}

/* Whole members of the usual spelling left out, doubled, swapped or replaced. */
static void test_item__outer_look_agrees_on_other_members(void **state)
{
	static const char reader[] =
		"{\"header\":{\"kid\":\"k\",\"epk\":{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"x\","
		"\"y\":\"y\"}},\"encrypted_key\":\"e\"}";
	static const char *const parts[] = { "\"protected\":\"p\"", "\"iv\":\"i\"", "\"tag\":\"\"",
		"\"ciphertext\":\"c\"", NULL, "\"recipients\":[]", "\"tag\":1", "\"aad\":\"\"",
		"\"iv\":\"i\" " };
	enum { PARTS = sizeof parts / sizeof *parts };
	char why[SIGN_REASON_MAX], *payload = malloc(TEXT_MAX);
	struct buf jws = BUF_INIT, seal = BUF_INIT;
	uint32_t seed = 1;
	int readable = 0;

	for (int i = 0; i < 3000; i++) {
		int order[5] = { 0, 1, 2, 3, 4 }, n = 5 + (next(&seed) % 8 == 0);
		int readers = (int)(next(&seed) % 4 ? 1 : next(&seed) % (KEYS_SEAL_MAX + 3));

		for (int k = 4; k > 0; k--) {
			int with = (int)(next(&seed) % (uint32_t)(k + 1)), kept = order[k];

			order[k] = order[with];
			order[with] = kept;
		}
		buf_reset(&seal);
		for (int k = 0; k < n; k++) {
			bool other = k == 5 || next(&seed) % 24 == 0;
			const char *part = parts[other ? next(&seed) % PARTS : (uint32_t)order[k]];

			buf_puts(&seal, k ? "," : "{");
			buf_puts(&seal, part ? part : "\"recipients\":[");
			for (int r = 0; !part && r < readers; r++)
				buf_printf(&seal, "%s%s", r ? "," : "", reader);
			buf_puts(&seal, part ? "" : "]");
		}
		buf_puts(&seal, "}");
		item_of(&jws, payload, payload_of(payload, ID, buf_str(&seal)));
		readable += both(&jws, why);
	}
	assert_in_range(readable, 300, 2700);
	buf_release(&jws);
	buf_release(&seal);
	free(payload);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_item__outer_look_agrees),
		cmocka_unit_test(test_item__outer_look_agrees_on_altered_bytes),
		cmocka_unit_test(test_item__outer_look_leaves_real_items_whole),
		cmocka_unit_test(test_item__what_kiosks_make_is_read_without_a_parser),
		cmocka_unit_test(test_item__outer_look_agrees_on_real_items_altered),
		cmocka_unit_test(test_item__outer_look_agrees_on_other_members),
	};

	return cmocka_run_group_tests(tests, setup, NULL);
}
