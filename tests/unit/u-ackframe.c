/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The framing of an acknowledgement: a true one is read, and nothing that is only nearly one.
 *
 * Links: sync src/shared
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "ackframe.h"
#include "sync_double.h"

#define ID1                "00112233445566778899aabbccddeeff"
#define ID2                "ffeeddccbbaa99887766554433221100"
#define SHA                "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
#define ENTRY(id, verdict) "{\"id\":\"" id "\",\"sha256\":\"" SHA "\",\"verdict\":\"" verdict "\"}"
#define FRAME(acks)        "{\"v\":1,\"device\":\"" DOUBLE_DEVICE "\",\"acks\":[" acks "]}"

static bool parses(const char *header, const char *payload)
{
	struct buf jws = BUF_INIT;
	struct ackframe frame;
	const char *why = NULL;
	bool ok;

	double_jws(&jws, header, payload, strlen(payload));
	ok = ackframe_parse(jws.data, jws.len, &frame, &why);
	assert_true(ok || why != NULL);
	buf_release(&jws);
	return ok;
}

static void test_ackframe__reads_every_verdict(void **state)
{
	static const char *const WORDS[] = { "stored", "duplicate", "conflict", "refused",
		"pending" };
	struct buf jws = BUF_INIT, entries = BUF_INIT;
	struct ackframe frame;
	const char *why;
	char id[WIRE_ID_HEX + 1];

	for (unsigned i = 0; i < 5; i++) {
		snprintf(id, sizeof id, "%032x", i);
		double_entry(&entries, id, SHA, WORDS[i]);
	}
	double_ack(&jws, DOUBLE_DEVICE, buf_str(&entries));
	assert_true(ackframe_parse(jws.data, jws.len, &frame, &why));
	assert_string_equal(frame.device, DOUBLE_DEVICE);
	assert_int_equal(frame.n, 5);
	for (unsigned i = 0; i < 5; i++) {
		assert_int_equal(frame.entries[i].verdict, i);
		assert_string_equal(ack_verdict_name(frame.entries[i].verdict), WORDS[i]);
		assert_string_equal(frame.entries[i].sha256, SHA);
	}
	buf_release(&jws);
	buf_release(&entries);
}

static void test_ackframe__refuses_what_is_nearly_one(void **state)
{
	static const char *const PAYLOADS[] = {
		"",
		"null",
		"[]",
		"{}",
		"{\"v\":1}",
		"not json",
		"{\"v\":2,\"device\":\"" DOUBLE_DEVICE "\",\"acks\":[]}",
		"{\"v\":\"1\",\"device\":\"" DOUBLE_DEVICE "\",\"acks\":[]}",
		"{\"v\":1,\"acks\":[]}",
		"{\"v\":1,\"device\":\"\",\"acks\":[]}",
		"{\"v\":1,\"device\":\"a b\",\"acks\":[]}",
		"{\"v\":1,\"device\":\"d\\u0000d\",\"acks\":[]}",
		"{\"v\":1,\"device\":7,\"acks\":[]}",
		"{\"v\":1,\"device\":\"d\",\"acks\":{}}",
		"{\"v\":1,\"v\":1,\"device\":\"d\",\"acks\":[]}",
		FRAME("null"),
		FRAME("[]"),
		FRAME("{}"),
		FRAME(ENTRY("00112233445566778899AABBCCDDEEFF", "stored")),
		FRAME(ENTRY("00112233445566778899aabbccddeef", "stored")),
		FRAME(ENTRY("00112233445566778899aabbccddeeff0", "stored")),
		FRAME(ENTRY("00112233445566778899aabbccddee\\u0000f", "stored")),
		FRAME(ENTRY(ID1, "Stored")),
		FRAME(ENTRY(ID1, "")),
		FRAME(ENTRY(ID1, "stored ")),
		FRAME("{\"id\":\"" ID1 "\",\"verdict\":\"stored\"}"),
		FRAME("{\"id\":\"" ID1 "\",\"sha256\":\"00\",\"verdict\":\"stored\"}"),
		FRAME(ENTRY(ID1, "stored") "," ENTRY(ID1, "refused")),
	};

	assert_true(
		parses(DOUBLE_ACK_HEADER, FRAME(ENTRY(ID1, "stored") "," ENTRY(ID2, "refused"))));
	assert_true(parses(DOUBLE_ACK_HEADER, FRAME("")));
	for (size_t i = 0; i < sizeof PAYLOADS / sizeof PAYLOADS[0]; i++)
		assert_false(parses(DOUBLE_ACK_HEADER, PAYLOADS[i]));
}

static void test_ackframe__refuses_another_type_of_jws(void **state)
{
	assert_false(parses(DOUBLE_ITEM_HEADER, FRAME(ENTRY(ID1, "stored"))));
	assert_false(parses("{\"alg\":\"ES256\"}", FRAME(ENTRY(ID1, "stored"))));
	assert_false(parses("[]", FRAME(ENTRY(ID1, "stored"))));
}

static void test_ackframe__refuses_more_than_a_batch(void **state)
{
	struct buf entries = BUF_INIT, jws = BUF_INIT;
	struct ackframe frame;
	const char *why;
	char id[WIRE_ID_HEX + 1];

	for (unsigned i = 0; i <= WIRE_BATCH_ITEMS_MAX; i++) {
		snprintf(id, sizeof id, "%032x", i);
		double_entry(&entries, id, SHA, "stored");
		buf_reset(&jws);
		double_ack(&jws, DOUBLE_DEVICE, buf_str(&entries));
		assert_int_equal(
			ackframe_parse(jws.data, jws.len, &frame, &why), i < WIRE_BATCH_ITEMS_MAX);
	}
	buf_release(&jws);
	buf_release(&entries);
}

static void test_ackframe__refuses_broken_compacts(void **state)
{
	static const char *const TEXTS[] = { "", ".", "..", "...", "a.b", "a.b.c", "e30.e30.",
		".e30.e30", "e30..e30", "e30.e30.e30.e30", "e3 0.e30.e30", "e30=.e30.e30",
		"<html>hello</html>", "e.e.e", "\xff\xff.\xff\xff.\xff\xff" };
	struct ackframe frame;
	const char *why;

	for (size_t i = 0; i < sizeof TEXTS / sizeof TEXTS[0]; i++)
		assert_false(ackframe_parse(TEXTS[i], strlen(TEXTS[i]), &frame, &why));
	assert_false(ackframe_parse("e30.e3\0.e30", 11, &frame, &why));
}

static void test_ackframe__any_cut_or_flip_is_survived(void **state)
{
	struct buf jws = BUF_INIT;
	struct ackframe frame;
	const char *why;

	double_ack(&jws, DOUBLE_DEVICE, ENTRY(ID1, "stored"));
	for (size_t n = 0; n < jws.len; n++) {
		char *copy = malloc(
			n > 0 ? n : 1); /* its own block, so that a sanitizer sees the end */

		memcpy(copy, jws.data, n);
		(void)!ackframe_parse(copy, n, &frame, &why);
		free(copy);
	}
	for (size_t n = 0; n < jws.len; n++) {
		jws.data[n] ^= 0x20;
		(void)!ackframe_parse(jws.data, jws.len, &frame, &why);
		jws.data[n] ^= 0x20;
	}
	assert_true(ackframe_parse(jws.data, jws.len, &frame, &why));
	buf_release(&jws);
}

static void test_ackframe__deep_json_is_refused(void **state)
{
	struct buf payload = BUF_INIT, jws = BUF_INIT;
	struct ackframe frame;
	const char *why;

	for (int i = 0; i < 100000; i++)
		buf_puts(&payload, "[");
	double_jws(&jws, DOUBLE_ACK_HEADER, payload.data, payload.len);
	assert_false(ackframe_parse(jws.data, jws.len, &frame, &why));
	buf_release(&payload);
	buf_release(&jws);
}

static void test_ackframe__reads_the_device_of_an_item(void **state)
{
	struct buf jws = BUF_INIT;
	char kid[WIRE_KID_MAX + 1];

	double_jws(&jws, DOUBLE_ITEM_HEADER, "{}", 2);
	assert_true(ackframe_kid(jws.data, jws.len, kid));
	assert_string_equal(kid, DOUBLE_DEVICE);
	buf_reset(&jws);
	double_jws(&jws, "{\"alg\":\"ES256\"}", "{}", 2);
	assert_false(ackframe_kid(jws.data, jws.len, kid));
	assert_string_equal(kid, "");
	assert_false(ackframe_kid("", 0, kid));
	buf_release(&jws);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_ackframe__reads_every_verdict),
		cmocka_unit_test(test_ackframe__refuses_what_is_nearly_one),
		cmocka_unit_test(test_ackframe__refuses_another_type_of_jws),
		cmocka_unit_test(test_ackframe__refuses_more_than_a_batch),
		cmocka_unit_test(test_ackframe__refuses_broken_compacts),
		cmocka_unit_test(test_ackframe__any_cut_or_flip_is_survived),
		cmocka_unit_test(test_ackframe__deep_json_is_refused),
		cmocka_unit_test(test_ackframe__reads_the_device_of_an_item),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
