/* SPDX-License-Identifier: Apache-2.0 */
/*
 * u-round — one contact with the city: the documents travel beside the items, never before them,
 * and a city that failed is not asked for more.
 *
 * Links: sync src/shared
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "played_city.h"
#include "round.h"

#define BOTH (DOCUMENT_KEYS | DOCUMENT_STATUS)

static struct round_result contact(struct played_city *c, unsigned fetch)
{
	const struct transport t = { c, start, wait_one, abandon, ready };
	const struct pass_options opt = city_options(c, &t, false);
	struct round_result r;

	round_run(&opt, fetch, &r);
	assert_int_equal(c->in_flight, 0);
	assert_null(c->document);
	return r;
}

static void test_round__documents_travel_beside_a_drain(void **state)
{
	for (int quick = 0; quick < 2; quick++) {
		struct site_double site;
		struct played_city c;

		city_open(&c, &site);
		c.document_quick = quick != 0;
		put_many(&c, PASS_PARALLEL_OVER + 1, 60);
		struct round_result r = contact(&c, BOTH);

		assert_int_equal(r.pass.delivered, PASS_PARALLEL_OVER + 1);
		assert_int_equal(c.documents, 2);
		assert_int_equal(c.document_after, 1); /* asked for when one batch was taken */
		assert_true(r.keys_settled && r.status_settled && r.reached && !r.stopped);
		assert_string_equal(r.contact.state, "ok");
		city_close(&c);
	}
}

static void test_round__documents_come_without_items_too(void **state)
{
	struct site_double site;
	struct played_city c;

	city_open(&c, &site);
	struct round_result r = contact(&c, BOTH);

	assert_int_equal(c.documents, 2);
	assert_true(r.keys_settled && r.status_settled && r.tried);
	r = contact(&c, DOCUMENT_STATUS);
	assert_int_equal(c.documents, 3);
	assert_true(!r.keys_settled && r.status_settled);
	r = contact(&c, 0);
	assert_int_equal(c.documents, 3);
	assert_false(r.tried);
	city_close(&c);
}

static void test_round__a_city_that_failed_is_asked_for_nothing_more(void **state)
{
	struct site_double site;
	struct played_city c;

	city_open(&c, &site);
	put_many(&c, 1, 60);
	c.status = 503;
	struct round_result r = contact(&c, BOTH);

	assert_int_equal(c.documents, 0);
	assert_true(!r.keys_settled && !r.status_settled && !r.reached);
	c.status = 0;
	c.offline = true;
	r = contact(&c, BOTH);
	assert_int_equal(c.documents, 0);
	assert_string_equal(r.contact.state, "offline");
	city_close(&c);
}

static void test_round__no_answer_about_the_keys_asks_for_no_statuses(void **state)
{
	struct site_double site;
	struct played_city c;

	city_open(&c, &site);
	c.offline = true;
	struct round_result r = contact(&c, BOTH);

	assert_int_equal(c.documents, 1);
	assert_true(!r.keys_settled && !r.status_settled && !r.stopped);
	assert_string_equal(r.contact.state, "offline");
	city_close(&c);
}

static void test_round__a_signal_ends_the_wait_for_a_document(void **state)
{
	struct site_double site;
	struct played_city c;

	city_open(&c, &site);
	c.stop = true;
	struct round_result r = contact(&c, BOTH);

	assert_true(r.stopped && !r.keys_settled && !r.reached);
	city_close(&c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_round__documents_travel_beside_a_drain),
		cmocka_unit_test(test_round__documents_come_without_items_too),
		cmocka_unit_test(test_round__a_city_that_failed_is_asked_for_nothing_more),
		cmocka_unit_test(test_round__no_answer_about_the_keys_asks_for_no_statuses),
		cmocka_unit_test(test_round__a_signal_ends_the_wait_for_a_document),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
