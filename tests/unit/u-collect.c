/* SPDX-License-Identifier: Apache-2.0 */
/*
 * u-collect — what lets a sealed item go: the city's word about those bytes, given to the device
 * that signed them, also when that device's key is no longer the terminal's.
 *
 * Links: src/shared src/text src/form src/record src/ui src/kiosk
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <sysexits.h>

#include "collect.h"
#include "outbox_help.h"
#include "sign.h"

struct site {
	struct post post;
	struct jwk seal, ack, root, stranger;
	struct item item; /* a record signed with the first device key */
	char sha256[WIRE_SHA256_HEX + 1], signer[WIRE_KID_MAX];
};

static int open_post(struct site *s)
{
	static const struct post_setup setup = { ".", "", "keys.jws" };
	char err[WHY_MAX];

	return post_open(&s->post, &setup, err);
}

static void make_city(struct site *s)
{
	struct city_keys k = { .version = 1,
		.city = "city",
		.salt = { 1 },
		.seal_len = 1,
		.ack_len = 1,
		.root_len = 1,
		.threshold = 1 };
	struct buf doc = BUF_INIT;

	assert_true(jwk_generate(&s->seal, true));
	assert_true(jwk_generate(&s->ack, false));
	assert_true(jwk_generate(&s->root, false));
	assert_true(jwk_generate(&s->stranger, false));
	k.seal[0] = s->seal; /* lent */
	k.ack[0] = s->ack;
	k.root[0] = s->root;
	assert_true(city_keys_write(&doc, &k));
	assert_true(buf_write_file("keys.jws", doc.data, doc.len, 0600));
	buf_release(&doc);
}

static void put_item(struct site *s)
{
	struct buf jws = BUF_INIT;
	struct outbox_item row = { .urgent = false };

	assert_true(item_new_id(s->item.id));
	assert_int_equal(outbox_head(s->post.outbox, &s->item.seq, s->item.prev), OUTBOX_OK);
	strcpy(s->item.kind, WIRE_KIND_HEALTH);
	device_hour(s->item.made);
	assert_true(item_sign(&jws, &s->item, &s->post.device.key));
	row.seq = s->item.seq;
	memcpy(row.id, s->item.id, sizeof(row.id));
	memcpy(row.made_hour, s->item.made, sizeof(row.made_hour));
	row.jws = jws.data;
	row.jws_len = jws.len;
	assert_int_equal(outbox_put(s->post.outbox, &row, NULL), OUTBOX_OK);
	sha256_hex(jws.data, jws.len, s->sha256);
	memcpy(s->signer, s->post.device.key.kid, sizeof(s->signer));
	buf_release(&jws);
}

/* A site whose terminal holds an item of a key it no longer has. */
static void open_site(struct site *s)
{
	memset(s, 0, sizeof(*s));
	make_city(s);
	assert_int_equal(open_post(s), 0);
	put_item(s);
	post_close(&s->post);
	assert_int_equal(unlink("keys/device.jwk"), 0);
	assert_int_equal(open_post(s), 0);
	assert_string_not_equal(s->post.device.key.kid, s->signer);
}

static void close_site(struct site *s)
{
	post_close(&s->post);
	jwk_release(&s->seal);
	jwk_release(&s->ack);
	jwk_release(&s->root);
	jwk_release(&s->stranger);
}

static void bring(
	const struct site *s, const char *device, const char *sha256, const struct jwk *by)
{
	struct buf jws = BUF_INIT;
	struct ack a = { .at_s = 1, .len = 1 };
	struct courier_ack row = { .jws = NULL };
	struct courier *c = NULL;
	char err[OUTBOX_ERR_MAX];

	snprintf(a.device, sizeof(a.device), "%s", device);
	memcpy(a.entry[0].id, s->item.id, sizeof(a.entry[0].id));
	snprintf(a.entry[0].sha256, sizeof(a.entry[0].sha256), "%s", sha256);
	strcpy(a.entry[0].verdict, WIRE_VERDICT_STORED);
	a.entry[0].city_seq = 1;
	assert_true(ack_sign(&jws, &a, by));
	memcpy(row.id, a.entry[0].id, sizeof(row.id));
	memcpy(row.sha256, a.entry[0].sha256, sizeof(row.sha256));
	memcpy(row.verdict, a.entry[0].verdict, sizeof(row.verdict));
	assert_int_equal(courier_open(&c, ".", OUTBOX_WRITER, err), OUTBOX_OK);
	assert_int_equal(courier_put_acks(c, buf_str(&jws), &row, 1), OUTBOX_OK);
	courier_close(c);
	buf_release(&jws);
}

static void expect(struct site *s, int erased, const char *problem)
{
	struct collect_report r;
	enum outbox_state state;

	collect_run(&s->post, &r);
	assert_int_equal(r.erased, erased);
	assert_non_null(strstr(r.problem, problem));
	assert_int_equal(outbox_state(s->post.outbox, s->item.id, &state), OUTBOX_OK);
	assert_int_equal(state, erased ? OUTBOX_ACKED : OUTBOX_WAITING);
}

static void test_collect__the_ack_of_a_replaced_key_is_believed(void **state)
{
	struct site s;

	open_site(&s);
	bring(&s, s.signer, s.sha256, &s.ack);
	expect(&s, 1, "");
	close_site(&s);
}

static void test_collect__an_ack_to_another_device_erases_nothing(void **state)
{
	struct site s;

	open_site(&s);
	bring(&s, s.post.device.key.kid, s.sha256, &s.ack);
	expect(&s, 0, "device");
	close_site(&s);
}

static void test_collect__a_strangers_ack_erases_nothing(void **state)
{
	struct site s;

	open_site(&s);
	bring(&s, s.signer, s.sha256, &s.stranger);
	expect(&s, 0, "signature");
	close_site(&s);
}

static void test_collect__an_ack_of_other_bytes_erases_nothing(void **state)
{
	struct site s;

	open_site(&s);
	bring(&s, s.signer, WIRE_PREV_NONE, &s.ack);
	expect(&s, 0, "");
	close_site(&s);
}

static void test_post__who_cannot_have_the_outbox_makes_no_key(void **state)
{
	struct site s = { .signer = "" };
	const struct outbox_options opt = { ".", NULL };
	struct outbox *other = NULL;
	char err[OUTBOX_ERR_MAX];

	make_city(&s);
	assert_int_equal(outbox_open(&other, &opt, OUTBOX_WRITER, err, NULL, NULL), OUTBOX_OK);
	assert_int_equal(open_post(&s), EX_TEMPFAIL);
	assert_int_not_equal(access("keys/device.jwk", F_OK), 0);
	assert_int_not_equal(access("keys/receipt.salt", F_OK), 0);
	outbox_close(other);
	assert_int_equal(open_post(&s), 0);
	assert_int_equal(access("keys/device.jwk", F_OK), 0);
	close_site(&s);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, help_enter, help_leave)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(test_collect__the_ack_of_a_replaced_key_is_believed),
		CASE(test_collect__an_ack_to_another_device_erases_nothing),
		CASE(test_collect__a_strangers_ack_erases_nothing),
		CASE(test_collect__an_ack_of_other_bytes_erases_nothing),
		CASE(test_post__who_cannot_have_the_outbox_makes_no_key),
	};

	keys_init();
	return cmocka_run_group_tests_name("collect", tests, NULL, NULL);
}
