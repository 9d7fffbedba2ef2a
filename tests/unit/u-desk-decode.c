/* SPDX-License-Identifier: Apache-2.0 */
/*
 * u-desk-decode — an export's lines as a hostile city server could write them: only what a named
 * device signed and sealed, inside the envelope it belongs to, becomes a record.
 * Links: sync/desk src/sheet src/record src/text src/shared
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include "decode.h"
#include "record.h"
#include "seal.h"
#include "sign.h"

#define ID  "00112233445566778899aabbccddeeff"
#define ID2 "ff112233445566778899aabbccddeeff"

struct world {
	struct jwk device, other, coordinator;
	struct city_keys city;
	struct decoder *d;
};

static int setup(void **state)
{
	struct world *w = calloc(1, sizeof *w);

	keys_init();
	assert_non_null(w);
	assert_true(jwk_generate(&w->device, false));
	assert_true(jwk_generate(&w->other, false));
	assert_true(jwk_generate(&w->coordinator, true));
	assert_true(jwk_generate(&w->city.seal[1], true));
	w->city.seal[0] = w->coordinator;
	w->city.seal_len = 2;
	w->d = decoder_open(&w->coordinator);
	assert_non_null(w->d);
	*state = w;
	return 0;
}

static int teardown(void **state)
{
	struct world *w = *state;

	decoder_close(w->d);
	decoder_close(NULL);
	jwk_release(&w->device);
	jwk_release(&w->other);
	city_keys_release(&w->city); /* the coordinator's too */
	free(w);
	return 0;
}

static enum decode_result feed(
	struct world *w, json_t *line, json_t **ret, struct decode_problem *p)
{
	char *text = json_dumps(line, JSON_COMPACT);
	enum decode_result r = decoder_line(w->d, text, strlen(text), ret, p);

	free(text);
	json_decref(line);
	return r;
}

static json_t *device_line(const struct jwk *k)
{
	return json_pack("{ss ss so ss ss}", "type", "device", "kid", k->kid, "jwk", jwk_public(k),
		"site", "", "state", "approved");
}

static void introduce(struct world *w)
{
	struct decode_problem p;

	assert_int_equal(feed(w, device_line(&w->device), NULL, &p), DECODE_NOTHING);
	assert_int_equal(feed(w, device_line(&w->device), NULL, &p), DECODE_NOTHING);
}

/* A signed item of envelope `outer` around a record that says `id` and `device`. */
static void make_item(struct buf *ret, const struct world *w, const char *outer, const char *id,
	const char *device)
{
	const struct record_field f = {
		.name = "topics", .type = RECORD_CODES, .code = { "T06" }, .code_len = 1
	};
	const struct record_head h = { .id = id,
		.device = device,
		.receipt = "999941057058",
		.kind = "RES",
		.form = "resident",
		.form_version = "1",
		.app_version = "0",
		.site = "inner",
		.created_at = "2026-11-23T10:05",
		.ui_lang = "ja",
		.lane = "JUSO",
		.subject_consent = "GIV" };
	struct item it = {
		.seq = 1, .prev = WIRE_PREV_NONE, .kind = "record", .made = "2026-11-23T10"
	};
	struct buf plain = BUF_INIT;

	strcpy(it.id, outer);
	assert_true(record_encode(&plain, &h, &f, 1, NULL, NULL));
	assert_true(seal_close(&it.seal, plain.data, plain.len, &w->city));
	assert_true(item_sign(ret, &it, &w->device));
	json_decref(it.seal);
	buf_release(&plain);
}

static json_t *item_line(const struct world *w, const struct buf *jws, const char *site)
{
	char sum[WIRE_SHA256_HEX + 1];

	sha256_hex(jws->data, jws->len, sum);
	return json_pack("{ss si ss ss ss ss ss}", "type", "item", "city_seq", 5, "received_at",
		"2026-11-23T10:05:00+09:00", "device", w->device.kid, "site", site, "sha256", sum,
		"jws", buf_str(jws));
}

static const char *text_of(const json_t *o, const char *name)
{
	return json_string_value(json_object_get(o, name));
}

static void test_decode__record_opens_once(void **state)
{
	struct world *w = *state;
	struct buf jws = BUF_INIT;
	struct decode_problem p;
	json_t *r = NULL;

	introduce(w);
	make_item(&jws, w, ID, ID, w->device.kid);
	assert_int_equal(feed(w, item_line(w, &jws, "まるまど一号"), &r, &p), DECODE_RECORD);
	assert_string_equal(text_of(r, "id"), ID);
	assert_string_equal(text_of(r, "site"), "まるまど一号");
	assert_string_equal(text_of(r, "received_at"), "2026-11-23T10:05:00+09:00");
	assert_int_equal(json_integer_value(json_object_get(r, "city_seq")), 5);
	json_decref(r);
	assert_int_equal(feed(w, item_line(w, &jws, ""), &r, &p), DECODE_NOTHING);
	buf_reset(&jws);
	make_item(&jws, w, ID, ID, w->device.kid); /* another seal under the same id */
	assert_int_equal(feed(w, item_line(w, &jws, ""), &r, &p), DECODE_BAD);
	assert_string_equal(p.reason, "id seen before");
	buf_reset(&jws);
	make_item(&jws, w, ID2, ID2, w->device.kid);
	assert_int_equal(feed(w, item_line(w, &jws, ""), &r, &p), DECODE_RECORD);
	assert_string_equal(text_of(r, "site"), "inner"); /* when the city says none */
	json_decref(r);
	buf_release(&jws);
}

static void refused(struct world *w, json_t *line, const char *reason)
{
	struct decode_problem p;
	json_t *r = NULL;

	assert_int_equal(feed(w, line, &r, &p), DECODE_BAD);
	assert_null(r);
	assert_int_equal(p.city_seq, 5);
	assert_string_equal(p.reason, reason);
}

static void test_decode__inside_and_outside_must_agree(void **state)
{
	struct world *w = *state;
	struct buf jws = BUF_INIT;

	introduce(w);
	make_item(&jws, w, ID, ID2, w->device.kid);
	refused(w, item_line(w, &jws, ""), "id inside");
	buf_reset(&jws);
	make_item(&jws, w, ID, ID, w->other.kid);
	refused(w, item_line(w, &jws, ""), "device inside");
	buf_release(&jws);
}

static void test_decode__envelope(void **state)
{
	struct world *w = *state;
	struct buf jws = BUF_INIT;
	json_t *line;
	struct decode_problem p;

	make_item(&jws, w, ID, ID, w->device.kid);
	refused(w, item_line(w, &jws, ""), "unknown device");
	assert_int_equal(feed(w, device_line(&w->other), NULL, &p), DECODE_NOTHING);
	refused(w, item_line(w, &jws, ""), "unknown device");
	introduce(w);
	line = item_line(w, &jws, "");
	json_object_set_new(line, "device", json_string(w->other.kid));
	refused(w, line, "signature");
	line = item_line(w, &jws, "");
	json_object_set_new(line, "sha256", json_string(WIRE_PREV_NONE));
	refused(w, line, "sha256");
	jws.data[jws.len / 2] = jws.data[jws.len / 2] == 'A' ? 'B' : 'A';
	refused(w, item_line(w, &jws, ""), "signature"); /* with a hash that fits */
	line = item_line(w, &jws, "");
	json_object_del(line, "jws");
	refused(w, line, "sha256");
	buf_release(&jws);
}

static void test_decode__seal_for_others(void **state)
{
	struct world *w = *state;
	struct buf jws = BUF_INIT;

	introduce(w);
	w->city.seal[0] = w->city.seal[1];
	w->city.seal_len = 1;
	make_item(&jws, w, ID, ID, w->device.kid);
	w->city.seal[0] = w->coordinator;
	w->city.seal_len = 2;
	refused(w, item_line(w, &jws, ""), "seal");
	buf_release(&jws);
}

/* Seals any text as if it were a record. */
static void sealed_text(struct buf *ret, const struct world *w, const char *text)
{
	struct item it = { .id = ID,
		.seq = 1,
		.prev = WIRE_PREV_NONE,
		.kind = "record",
		.made = "2026-11-23T10" };

	buf_reset(ret);
	assert_true(seal_close(&it.seal, text, strlen(text), &w->city));
	assert_true(item_sign(ret, &it, &w->device));
	json_decref(it.seal);
}

static void test_decode__content_that_is_no_record(void **state)
{
	static const struct {
		const char *text, *why;
	} bad[] = {
		{ " ", "record" },
		{ "[]", "record" },
		{ "not json", "record" },
		{ "{\"v\":1,\"v\":1}", "record" },
		{ "{}", "record version" },
		{ "{\"v\":2}", "record version" },
		{ "{\"v\":1}", "id" },
		{ "{\"v\":1,\"id\":7}", "id" },
		{ "{\"v\":1,\"id\":\"" ID "\"}", "device" },
	};
	struct world *w = *state;
	struct buf jws = BUF_INIT;

	introduce(w);
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		sealed_text(&jws, w, bad[i].text);
		refused(w, item_line(w, &jws, ""), bad[i].why);
	}
	buf_release(&jws);
}

static void test_decode__answers_of_other_types(void **state)
{
	static const char *const bad[] = { "1", "null", "true", "{}", "[1]", "{\"text\":1}",
		"[[\"a\"]]" };
	static const char *const good[] = { "\"A\"", "[]", "[\"A\"]", "{\"text\":\"\"}" };
	struct world *w = *state;
	struct decode_problem p;
	struct buf jws = BUF_INIT;
	char text[1024];
	json_t *r = NULL;

	introduce(w);
	for (size_t i = 0; i < 7 + 4; i++) {
		snprintf(text, sizeof text,
			"{\"v\":1,\"id\":\"" ID "\",\"device\":\"%s\",\"receipt\":\"999941057058\","
			"\"kind\":\"RES\",\"form\":\"\",\"form_version\":\"\",\"app_version\":\"\","
			"\"site\":\"\","
			"\"created_at\":\"\",\"ui_lang\":\"\",\"mode_aids\":[],\"duration_s\":0,"
			"\"screens_back\":0,"
			"\"urgent\":false,\"lane\":\"\",\"subject_consent\":\"\",\"desk\":[],"
			"\"complex\":true,"
			"\"new\":1,\"answers\":{\"x\":%s}}",
			w->device.kid, i < 7 ? bad[i] : good[i - 7]);
		sealed_text(&jws, w, text);
		if (i < 7) {
			refused(w, item_line(w, &jws, ""), "answers");
			continue;
		}
		decoder_close(w->d); /* forgets the id */
		w->d = decoder_open(&w->coordinator);
		introduce(w);
		assert_int_equal(feed(w, item_line(w, &jws, ""), &r, &p), DECODE_RECORD);
		assert_int_equal(json_integer_value(json_object_get(r, "new")), 1);
		json_decref(r);
	}
	buf_release(&jws);
}

static void test_decode__lines_of_nonsense(void **state)
{
	static const char *const bad[] = { "", "x", "[]", "{}", "{\"type\":\"x\"}",
		"{\"type\":\"item\"}", "{\"type\":\"item\",\"city_seq\":0}",
		"{\"type\":\"item\",\"city_seq\":1}", "{\"type\":\"device\"}",
		"{\"type\":\"device\",\"jwk\":{}}", "{\"type\":1}", "\xff\xff" };
	struct world *w = *state;
	struct decode_problem p;
	json_t *r = NULL, *line;
	char *big = calloc(1, DECODE_LINE_MAX + 1);

	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		assert_int_equal(decoder_line(w->d, bad[i], strlen(bad[i]), &r, &p), DECODE_BAD);
	memset(big, ' ', DECODE_LINE_MAX + 1);
	assert_int_equal(decoder_line(w->d, big, DECODE_LINE_MAX + 1, &r, &p), DECODE_BAD);
	memset(big, '[', DECODE_LINE_MAX);
	assert_int_equal(decoder_line(w->d, big, DECODE_LINE_MAX, &r, &p), DECODE_BAD);
	free(big);
	line = device_line(&w->device);
	json_object_set_new(line, "kid", json_string(w->other.kid));
	assert_int_equal(feed(w, line, &r, &p), DECODE_BAD);
	assert_string_equal(p.reason, "device name");
	assert_null(r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_decode__record_opens_once, setup, teardown),
		cmocka_unit_test_setup_teardown(
			test_decode__inside_and_outside_must_agree, setup, teardown),
		cmocka_unit_test_setup_teardown(test_decode__envelope, setup, teardown),
		cmocka_unit_test_setup_teardown(test_decode__seal_for_others, setup, teardown),
		cmocka_unit_test_setup_teardown(
			test_decode__content_that_is_no_record, setup, teardown),
		cmocka_unit_test_setup_teardown(
			test_decode__answers_of_other_types, setup, teardown),
		cmocka_unit_test_setup_teardown(test_decode__lines_of_nonsense, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
