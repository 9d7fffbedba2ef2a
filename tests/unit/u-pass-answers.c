/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a pass makes of the city's answers: verdicts, errors, and a 200 that is no acknowledgement.
 *
 * Links: sync src/shared
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "played_city.h"

static void test_pass__pending_ends_the_pass_and_is_tried_again(void **state)
{
	struct site_double site;
	struct played_city c;

	city_open(&c, &site);
	put_many(&c, 200, 100);
	c.verdict = "pending";
	struct pass_result r = run(&c, false);

	assert_int_equal(c.requests, 1);
	assert_int_equal(r.end, PASS_LATER);
	assert_int_equal(pass_exit_status(&r), 75);
	assert_int_equal(r.left.pending, WIRE_BATCH_ITEMS_MAX);
	assert_string_equal(verdict_of(&c, 1), "pending");
	c.verdict = NULL;
	feed_release(&c.feed);
	r = run(&c, false);
	assert_int_equal(r.delivered, 200);
	assert_int_equal(r.left.pending, 0);
	city_close(&c);
}

static void test_pass__one_pending_item_does_not_stop_the_others(void **state)
{
	struct site_double site;
	struct played_city c;

	city_open(&c, &site);
	put_many(&c, 200, 100);
	c.verdict = "pending";
	c.verdict_for = 3;
	struct pass_result r = run(&c, false);

	assert_int_equal(r.delivered, 199);
	assert_int_equal(r.end, PASS_DRAINED);
	assert_int_equal(pass_exit_status(&r), 75);
	city_close(&c);
}

static void refused_or_conflict(const char *word)
{
	struct site_double site;
	struct played_city c;

	city_open(&c, &site);
	put_many(&c, 70, 100);
	c.verdict = word;
	c.verdict_for = 5;
	struct pass_result r = run(&c, false);

	assert_int_equal(r.delivered, 69);
	assert_int_equal(r.left.refused, 1);
	assert_int_equal(pass_exit_status(&r), 77);
	assert_string_equal(pass_state_name(&r), "refused");
	assert_string_equal(verdict_of(&c, 5), word);
	r = run(&c, false);
	assert_int_equal(c.requests, 0);
	assert_int_equal(pass_exit_status(&r), 77);
	feed_release(&c.feed);
	r = run(&c, false);
	assert_int_equal(c.requests, 0);
	assert_int_equal(pass_exit_status(&r), 77);
	city_close(&c);
}

static void test_pass__refused_and_conflict_are_kept_and_not_sent_again(void **state)
{
	refused_or_conflict("refused");
	refused_or_conflict("conflict");
}

static void test_pass__a_revoked_device_that_is_approved_again_delivers(void **state)
{
	struct site_double site;
	struct played_city c;

	city_open(&c, &site);
	put_many(&c, 200, 100);
	c.verdict = "refused";
	struct pass_result r = run(&c, false);

	assert_int_equal(pass_exit_status(&r), 77);
	assert_int_equal(r.left.refused, 200);
	run(&c, true);
	assert_int_equal(c.requests, 1); /* a whole batch refused anew is enough to know */
	c.verdict = NULL;
	r = run(&c, true);
	while (r.left.refused > 0 && c.requests > 0)
		r = run(&c, true);
	assert_int_equal(pass_exit_status(&r), 0);
	city_close(&c);
}

static void test_pass__whole_request_errors_end_the_pass(void **state)
{
	static const struct {
		long status;
		int exit;
		const char *retry_after;
		uint32_t after_s;
	} CASES[] = {
		{ 401, 77, NULL, 0 },
		{ 403, 77, NULL, 0 },
		{ 404, 65, NULL, 0 },
		{ 415, 65, NULL, 0 },
		{ 302, 65, NULL, 0 },
		{ 204, 65, NULL, 0 },
		{ 429, 75, "7", 7 },
		{ 503, 75, "99999999", 86400 },
		{ 503, 75, "Wed, 21 Oct 2099 07:28:00 GMT", 0 },
		{ 503, 75, "0", 1 },
		{ 500, 75, "9", 0 },
		{ 502, 75, NULL, 0 },
		{ 408, 75, NULL, 0 },
	};

	for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
		struct site_double site;
		struct played_city c;

		city_open(&c, &site);
		put_many(&c, 200, 60);
		c.status = CASES[i].status;
		c.retry_after = CASES[i].retry_after;
		struct pass_result r = run(&c, false);

		assert_int_equal(c.requests, 1);
		assert_int_equal(pass_exit_status(&r), CASES[i].exit);
		assert_int_equal(r.retry_after_s, CASES[i].after_s);
		assert_int_equal(r.left.sendable, 200);
		assert_string_equal(verdict_of(&c, 1), "");
		city_close(&c);
	}
}

/* A 200 that is not a well-formed ack of what was sent: nothing is kept, everything still waits. */
static void keeps_nothing(void (*spoil)(struct played_city *))
{
	struct site_double site;
	struct played_city c;

	city_open(&c, &site);
	put_many(&c, 3, 100);
	spoil(&c);
	struct pass_result r = run(&c, false);

	assert_int_equal(r.end, PASS_PROTOCOL);
	assert_int_equal(pass_exit_status(&r), 65);
	assert_int_equal(r.left.sendable, 3);
	assert_string_equal(verdict_of(&c, 1), "");
	assert_string_equal(verdict_of(&c, 2), "");
	city_close(&c);
}

static void spoil_html(struct played_city *c)
{
	c->content_type = "text/html";
	c->answer = "<html>Welcome to the hotel</html>";
}

static void spoil_type(struct played_city *c)
{
	c->content_type = "application/josephine";
}

static void spoil_body(struct played_city *c)
{
	c->answer = "OK";
}

static void spoil_empty(struct played_city *c)
{
	c->answer = "";
}

static void spoil_hash(struct played_city *c)
{
	c->lies = true;
}

static void spoil_device(struct played_city *c)
{
	c->device = "anotherdevice";
}

static void test_pass__a_200_that_is_no_acknowledgement_changes_nothing(void **state)
{
	keeps_nothing(spoil_html);
	keeps_nothing(spoil_type);
	keeps_nothing(spoil_body);
	keeps_nothing(spoil_empty);
	keeps_nothing(spoil_hash);
	keeps_nothing(spoil_device);
}

static void test_pass__an_item_the_ack_is_silent_about_waits(void **state)
{
	struct site_double site;
	struct played_city c;

	city_open(&c, &site);
	put_many(&c, 5, 100);
	c.silent_about = 2;
	c.content_type = "Application/JOSE; charset=utf-8";
	struct pass_result r = run(&c, false);

	assert_int_equal(r.delivered, 4);
	assert_int_equal(pass_exit_status(&r), 75);
	c.silent_about = 0;
	assert_int_equal(run(&c, false).delivered, 1);
	city_close(&c);
}

/* The kiosk verified an ack and erased the item. */
static void kiosk_erases(struct played_city *c, uint64_t n)
{
	char id[WIRE_ID_HEX + 1], sha[WIRE_SHA256_HEX + 1];

	site_id(n, id);
	assert_int_equal(outbox_get(c->site->outbox, id, hash_of, sha), OUTBOX_OK);
	assert_int_equal(outbox_erase(c->site->outbox, id, sha, "a.b.c", "2026-11-23"), OUTBOX_OK);
}

static void test_pass__an_ack_the_kiosk_did_not_believe_is_asked_for_again(void **state)
{
	struct site_double site;
	struct played_city c;

	city_open(&c, &site);
	put_many(&c, 3, 100);
	run(&c, true); /* suppose the ack of 2 was forged */
	site_put(&site, false, 100);
	run(&c, true);
	assert_int_equal(c.sent_n, 1);
	kiosk_erases(&c, 1);
	feed_release(&c.feed);
	assert_int_equal(
		run(&c, true).requests, 0); /* 2 and 3 come after 1: not looked at yet, perhaps */
	kiosk_erases(&c, 4);
	kiosk_erases(&c, 3);
	assert_int_equal(run(&c, false).requests, 0); /* only when asked to offer again */
	struct pass_result r = run(&c, true);

	assert_int_equal(c.sent_n, 1);
	assert_int_equal(c.sent[0], 2);
	assert_int_equal(pass_exit_status(&r), 0);
	kiosk_erases(&c, 2);
	assert_int_equal(run(&c, true).requests, 0);
	city_close(&c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_pass__pending_ends_the_pass_and_is_tried_again),
		cmocka_unit_test(test_pass__one_pending_item_does_not_stop_the_others),
		cmocka_unit_test(test_pass__refused_and_conflict_are_kept_and_not_sent_again),
		cmocka_unit_test(test_pass__a_revoked_device_that_is_approved_again_delivers),
		cmocka_unit_test(test_pass__whole_request_errors_end_the_pass),
		cmocka_unit_test(test_pass__a_200_that_is_no_acknowledgement_changes_nothing),
		cmocka_unit_test(test_pass__an_item_the_ack_is_silent_about_waits),
		cmocka_unit_test(test_pass__an_ack_the_kiosk_did_not_believe_is_asked_for_again),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
