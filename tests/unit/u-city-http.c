/* SPDX-License-Identifier: Apache-2.0 */
/*
 * u-city-http — what the real server says over TLS: acknowledgements, documents, and every
 * refusal of openapi.yaml; what it will not start with.
 *
 * Links: src/shared src/record sync/city
 */
#include "city-world.h"

static void test_http__signs_what_it_keeps(void **state)
{
	struct world *w = *state;
	struct buf b = BUF_INIT;
	struct ack ack;
	admit(w);
	batch(w, &b, 2, 64);
	post(w, &b, &ack);
	assert_int_equal(ack.len, 64);
	for (int i = 0; i < 64; i++) {
		assert_string_equal(ack.entry[i].verdict, WIRE_VERDICT_STORED);
		assert_int_equal(ack.entry[i].city_seq, 2 + i);
	}
	buf_release(&b);
}

static void test_http__answers_documents_and_conditions(void **state)
{
	struct world *w = *state;
	struct reply r;
	char header[128];
	expect(w, (struct call){ .path = WIRE_PATH_HEALTH }, 200, "ok");
	expect(w, (struct call){ .path = WIRE_PATH_METRICS }, 200, "# EOF\n");
	assert_int_equal(request(w, (struct call){ .path = WIRE_PATH_KEYS }, &r), CURLE_OK);
	assert_true(strlen(r.etag) == 34 && r.etag[0] == '"');
	snprintf(header, sizeof(header), "If-None-Match: \"x\", W/%s", r.etag);
	buf_release(&r.body);
	assert_int_equal(request(w, (struct call){ .path = WIRE_PATH_KEYS, .header = header }, &r),
		CURLE_OK);
	assert_int_equal(r.status, 304);
	assert_int_equal(r.body.len, 0);
	buf_release(&r.body);
	expect(w, (struct call){ .path = WIRE_PATH_KEYS, .header = "If-None-Match: \"other\"" },
		200, "payload");
}

static void test_http__refuses_what_is_no_batch(void **state)
{
	struct world *w = *state;
	static const char *const BAD[] = {
		"", "{", "[]", "null", "{}", "{\"items\":[]}", "{\"items\":{}}", "{\"items\":[1]}",
			"{\"items\":[\"\"]}",
		"{\"items\":[\"a\"],\"items\":[\"b\"]}", "{\"items\":[\"a\"],\"x\":1}",
		"{\"items\":[\"a\"]} x",
		"{\"items\":[\"a\",]}", "{\"items\":[\"a\"",
		"{\"items\":[\"a", "{\"items\":[\"a\"]}}",
		"{\"items\":[\"\\u0000\"]}", "{\"items\":[\"\xff\xfe\"]}", "'; DROP TABLE item; --",
	};
	for (size_t i = 0; i < sizeof(BAD) / sizeof(BAD[0]); i++)
		expect(w, (struct call){ .path = WIRE_PATH_ITEMS, .body = BAD[i],
			.len = strlen(BAD[i]) }, 400, "urn:marumado:problem:malformed");
	struct buf b = BUF_INIT;
	buf_puts(&b, "{\"items\":[\"a\"");
	for (int i = 0; i < 64; i++)
		buf_puts(&b, ",\"a\"");
	buf_puts(&b, "]}");
	expect(w, (struct call){ .path = WIRE_PATH_ITEMS, .body = b.data, .len = b.len }, 400,
		"malformed");
	buf_reset(&b);
	for (int i = 0; i < 100000; i++)
		buf_puts(&b, "[");
	expect(w, (struct call){ .path = WIRE_PATH_ITEMS, .body = b.data, .len = b.len }, 400,
		"malformed");
	buf_release(&b);
}

/* White space and escapes are JSON too: the same batch in another dress has the same items. */
static void test_http__reads_any_spelling_of_a_batch(void **state)
{
	struct world *w = *state;
	struct buf b = BUF_INIT, dressed = BUF_INIT;
	struct ack plain, other;
	admit(w);
	batch(w, &b, 2, 3);
	post(w, &b, &plain);
	buf_puts(&dressed, " { \"it\\u0065ms\" :\n[ ");
	for (const char *c = b.data + strlen("{\"items\":["); *c; c++)
		buf_printf(&dressed, *c == '.' ? "\\u002e" : *c == ',' ? " ,\t" : "%c", *c);
	post(w, &dressed, &other);
	assert_int_equal(other.len, 3);
	for (int i = 0; i < 3; i++) {
		assert_string_equal(other.entry[i].verdict, WIRE_VERDICT_DUPLICATE);
		assert_int_equal(other.entry[i].city_seq, plain.entry[i].city_seq);
	}
	buf_release(&dressed);
	buf_release(&b);
}

static void test_http__names_the_item_that_cannot_be_read(void **state)
{
	struct world *w = *state;
	struct buf b = BUF_INIT;
	buf_puts(&b, "{\"items\":[");
	add_item(w, &b, WIRE_KIND_HEALTH, 1);
	buf_puts(&b, ",\"a.b.c\"]}");
	expect(w, (struct call){ .path = WIRE_PATH_ITEMS, .body = b.data, .len = b.len }, 400,
		"\"item\":1");
	buf_release(&b);
}

static void test_http__refuses_wrong_paths_methods_and_types(void **state)
{
	struct world *w = *state;
	struct reply r;
	expect(w, (struct call){ .path = "/" }, 404, "not-found");
	expect(w, (struct call){ .path = "/v1/items/../../etc/passwd" }, 404, "not-found");
	expect(w, (struct call){ .path = WIRE_PATH_HEALTH, .method = "DELETE" }, 405, "method");
	expect(w, (struct call){ .path = WIRE_PATH_HEALTH, .method = "BREW" }, 405, "method");
	expect(w, (struct call){ .path = WIRE_PATH_ITEMS, .body = "{}", .len = 2,
		.type = "text/plain" }, 415, "media-type");
	expect(w, (struct call){ .path = WIRE_PATH_ITEMS, .body = "{}", .len = 2,
		.type = "application/jsonx" }, 415, "media-type");
	expect(w, (struct call){ .path = WIRE_PATH_ITEMS, .body = "{}", .len = 2,
		.type = "Application/JSON; charset=utf-8" }, 400, "malformed");
	assert_int_equal(request(w, (struct call){ .path = WIRE_PATH_ITEMS }, &r), CURLE_OK);
	assert_int_equal(r.status, 405);
	assert_string_equal(r.allow, "POST");
	buf_release(&r.body);
}

static void test_http__refuses_bodies_over_one_mebibyte(void **state)
{
	struct world *w = *state;
	size_t len = WIRE_BATCH_BYTES_MAX + 1;
	char *body = malloc(len);
	assert_non_null(body);
	memset(body, ' ', len);
	expect(w, (struct call){ .path = WIRE_PATH_ITEMS, .body = body, .len = len }, 413,
		"too-large");
	expect(w, (struct call){ .path = WIRE_PATH_ITEMS, .body = body, .len = len,
		.chunked = true }, 413, "too-large");
	expect(w, (struct call){ .path = WIRE_PATH_ITEMS, .body = body, .len = len - 1,
		.chunked = true }, 400, "malformed");
	free(body);
}

static void test_http__revocation_counts_while_it_runs(void **state)
{
	struct world *w = *state;
	struct buf b = BUF_INIT;
	struct store *st = NULL;
	struct ack ack;
	admit(w);
	open_store(w, &st);
	assert_int_equal(st->device_set(st, w->device.kid, DEVICE_REVOKED, NULL, 1), STORE_OK);
	st->close(st);
	batch(w, &b, 2, 1);
	post(w, &b, &ack);
	assert_string_equal(ack.entry[0].verdict, WIRE_VERDICT_REFUSED);
	assert_string_equal(ack.entry[0].reason, "revoked");
	buf_release(&b);
}

static void test_http__limits_the_rate_of_one_address(void **state)
{
	struct world *w = *state;
	struct reply r;
	char one[] = "1";
	stop(w, SIGTERM);
	start(w, one, 0);
	int limited = 0;
	for (int i = 0; i < 30 && !limited; i++) {
		assert_int_equal(request(w, (struct call){ .path = WIRE_PATH_ITEMS, .body = "{}",
			.len = 2 }, &r), CURLE_OK);
		limited = r.status == 429;
		assert_true(r.status == 400 || limited);
		buf_release(&r.body);
	}
	assert_true(limited);
	assert_true(atoi(r.retry_after) >= 1);
}

static void test_http__will_not_serve_plain_text_to_the_world(void **state)
{
	struct world *w = *state;
	struct options o = { .dir = w->dir, .listen = "0.0.0.0:0", .no_tls = true };
	assert_int_equal(command_serve(&o), EX_USAGE);
	o.no_tls = false;
	o.listen = "nonsense";
	assert_int_equal(command_serve(&o), EX_USAGE);
	char taken[64];
	snprintf(taken, sizeof(taken), "127.0.0.1:%d", w->port);
	o.listen = taken;
	assert_int_equal(command_serve(&o), EX_UNAVAILABLE);
	o.dir = "/nonexistent";
	assert_int_equal(command_serve(&o), EX_NOINPUT);
}

static void test_http__init_overwrites_nothing(void **state)
{
	struct world *w = *state;
	char seal[128];
	in_dir(w, "seal.jwk", seal);
	struct options o = { .dir = ".", .argument = w->dir, .name = "x", .seal = { seal },
		.seal_len = 1 };
	assert_int_equal(command_init(&o), EX_CANTCREAT);
	o.seal_len = 0;
	assert_int_equal(command_init(&o), EX_USAGE);
	o.seal_len = 1;
	o.host[0] = "a,DNS:evil";
	o.host_len = 1;
	assert_int_equal(command_init(&o), EX_USAGE);
	expect(w, (struct call){ .path = WIRE_PATH_HEALTH }, 200, "ok");
}

#define CITY(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
	keys_init();
	log_open("u-city-http", LOG_LEVEL_ERROR);
	signal(SIGPIPE, SIG_IGN);
	curl_global_init(CURL_GLOBAL_DEFAULT);
	const struct CMUnitTest tests[] = {
		CITY(test_http__signs_what_it_keeps),
		CITY(test_http__answers_documents_and_conditions),
		CITY(test_http__refuses_what_is_no_batch),
		CITY(test_http__reads_any_spelling_of_a_batch),
		CITY(test_http__names_the_item_that_cannot_be_read),
		CITY(test_http__refuses_wrong_paths_methods_and_types),
		CITY(test_http__refuses_bodies_over_one_mebibyte),
		CITY(test_http__revocation_counts_while_it_runs),
		CITY(test_http__limits_the_rate_of_one_address),
		CITY(test_http__will_not_serve_plain_text_to_the_world),
		CITY(test_http__init_overwrites_nothing),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
