/* SPDX-License-Identifier: Apache-2.0 */
/*
 * u-ack — acknowledgements: only the city's key, for this device, in exactly this form. Forgeries
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
#include "sign.h"
#include "sign_help.h"

static struct ack sample_ack(const struct world *w)
{
	struct ack a = { .at_s = 1795395900, .len = 2 };

	snprintf(a.device, sizeof a.device, "%s", w->device.kid);
	a.entry[0] = (struct ack_entry){ ID, HASH, "stored", 12, "" };
	a.entry[1] = (struct ack_entry){ ID, HASH, "refused", 0, "unknown-kind" };
	return a;
}

static void test_ack__reads_back(void **state)
{
	struct world *w = *state;
	struct ack a = sample_ack(w), back;
	struct buf jws = BUF_INIT;
	char why[SIGN_REASON_MAX];

	assert_true(ack_sign(&jws, &a, &w->city.ack[1]));
	assert_true(ack_verify(&back, jws.data, jws.len, &w->city, w->device.kid, why));
	assert_int_equal(back.len, 2);
	assert_int_equal(back.at_s, a.at_s);
	assert_string_equal(back.entry[0].verdict, "stored");
	assert_int_equal(back.entry[0].city_seq, 12);
	assert_string_equal(back.entry[0].reason, "");
	assert_string_equal(back.entry[1].reason, "unknown-kind");
	assert_string_equal(back.entry[1].sha256, HASH);
	buf_release(&jws);
}

static void test_ack__for_another_is_refused(void **state)
{
	struct world *w = *state;
	struct ack a = sample_ack(w), back = { .len = -5 };
	struct buf jws = BUF_INIT;
	char why[SIGN_REASON_MAX];

	assert_true(ack_sign(&jws, &a, &w->city.ack[0]));
	assert_false(ack_verify(&back, jws.data, jws.len, &w->city, w->other.kid, why));
	assert_string_equal(why, "device");
	assert_int_equal(back.len, -5);
	for (size_t i = 0; i < jws.len; i++) {
		jws.data[i] ^= 1;
		assert_false(ack_verify(&back, jws.data, jws.len, &w->city, w->device.kid, why));
		jws.data[i] ^= 1;
	}
	buf_reset(&jws);
	assert_true(ack_sign(&jws, &a, &w->other)); /* not a key of the city */
	assert_false(ack_verify(&back, jws.data, jws.len, &w->city, w->device.kid, why));
	assert_string_equal(why, "signature");
	buf_release(&jws);
}

static void test_ack__forms(void **state)
{
	static const char *const bad[] = {
		"{\"v\":2,\"device\":\"%s\",\"at\":1,\"acks\":[]}",
		"{\"v\":1,\"device\":\"%s\",\"at\":-1,\"acks\":[]}",
		"{\"v\":1,\"device\":\"%s\",\"at\":1,\"acks\":{}}",
		"{\"v\":1,\"device\":\"%s\",\"at\":1}",
		"{\"v\":1,\"device\":\"%s\",\"at\":1,\"acks\":[],\"x\":1}",
		"{\"v\":1,\"device\":\"%s\",\"at\":1,\"acks\":[{\"id\":\"" ID
		"\",\"sha256\":\"" HASH "\",\"verdict\":\"erased\",\"city_seq\":1}]}",
		"{\"v\":1,\"device\":\"%s\",\"at\":1,\"acks\":[{\"id\":\"" ID "\",\"sha256\":\"" ID
		"\",\"verdict\":\"stored\",\"city_seq\":1}]}",
		"{\"v\":1,\"device\":\"%s\",\"at\":1,\"acks\":[{\"id\":\"" ID
		"\",\"sha256\":\"" HASH "\",\"verdict\":\"stored\",\"city_seq\":-1}]}",
		"{\"v\":1,\"device\":\"%s\",\"at\":1,\"acks\":[{\"id\":\"" ID
		"\",\"sha256\":\"" HASH
		"\",\"verdict\":\"stored\",\"city_seq\":1,\"reason\":\"<b>\"}]}",
	};
	struct world *w = *state;
	char header[512], payload[1024], why[SIGN_REASON_MAX];
	struct buf jws = BUF_INIT;
	struct ack back;

	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		const char *hole = strstr(bad[i], "%s");

		snprintf(payload, sizeof payload, "%.*s%s%s", (int)(hole - bad[i]), bad[i],
			w->device.kid, hole + 2);
		header_of(header, &w->city.ack[0], WIRE_TYP_ACK, "");
		forge(&jws, header, payload, &w->city.ack[0]);
		assert_true(jws_verify(jws.data, jws.len, &w->city.ack[0]));
		assert_false(ack_verify(&back, jws.data, jws.len, &w->city, w->device.kid, why));
	}
	snprintf(payload, sizeof payload, "{\"v\":1,\"device\":\"%s\",\"at\":1,\"acks\":[]}",
		w->device.kid);
	header_of(
		header, &w->city.ack[0], WIRE_TYP_ITEM, ""); /* a good payload under another typ */
	forge(&jws, header, payload, &w->city.ack[0]);
	assert_false(ack_verify(&back, jws.data, jws.len, &w->city, w->device.kid, why));
	assert_string_equal(why, "header");
	buf_release(&jws);
}

static void test_ack__city_cannot_sign_a_bad_ack(void **state)
{
	struct world *w = *state;
	struct ack a = sample_ack(w);
	struct buf jws = BUF_INIT;

	strcpy(a.entry[1].verdict, "maybe");
	assert_false(ack_sign(&jws, &a, &w->city.ack[0]));
	a = sample_ack(w);
	a.len = WIRE_BATCH_ITEMS_MAX + 1;
	assert_false(ack_sign(&jws, &a, &w->city.ack[0]));
	assert_int_equal(jws.len, 0);
	buf_release(&jws);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_ack__reads_back),
		cmocka_unit_test(test_ack__for_another_is_refused),
		cmocka_unit_test(test_ack__forms),
		cmocka_unit_test(test_ack__city_cannot_sign_a_bad_ack),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
