/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A pass against a city that is played by a function: what is sent, in which order and size, and
 * what one bad item can do. Both databases are real files. What the city may answer is in
 * u-pass-answers.c.
 *
 * Links: sync src/shared
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "played_city.h"
#include "retry.h"

static void test_pass__sends_urgent_first_then_in_order(void **state)
{
	struct site_double site;
	struct played_city c;

	city_open(&c, &site);
	put_many(&c, 100, 100);
	site_put(&site, true, 100);
	put_many(&c, 5, 100);
	site_put(&site, true, 100);
	struct pass_result r = run(&c, false);

	assert_int_equal(r.end, PASS_DRAINED);
	assert_int_equal(r.delivered, 107);
	assert_int_equal(pass_exit_status(&r), 0);
	assert_string_equal(pass_state_name(&r), "ok");
	assert_int_equal(c.sent_n, 107);
	assert_int_equal(c.sent[0], 101);
	assert_int_equal(c.sent[1], 107);
	for (size_t i = 3; i < c.sent_n; i++)
		assert_true(c.sent[i] > c.sent[i - 1]);
	assert_int_equal(c.items_most, WIRE_BATCH_ITEMS_MAX);
	assert_int_equal(c.requests, 2);
	city_close(&c);
}

static void test_pass__nothing_waiting_sends_nothing(void **state)
{
	struct site_double site;
	struct played_city c;

	city_open(&c, &site);
	struct pass_result r = run(&c, true);

	assert_int_equal(pass_exit_status(&r), 0);
	assert_int_equal(c.requests, 0);
	city_close(&c);
}

static void test_pass__fills_a_request_and_never_passes_its_limit(void **state)
{
	struct site_double site;
	struct played_city c;

	city_open(&c, &site);
	put_many(&c, 40, 48 * 1024);
	struct pass_result r = run(&c, false);

	assert_int_equal(r.delivered, 40);
	assert_true(c.bytes_most <= WIRE_BATCH_BYTES_MAX);
	/* one more of these items would have been too much */
	assert_true(c.bytes_most + 48 * 1024 * 4 / 3 + 200 > WIRE_BATCH_BYTES_MAX);
	city_close(&c);
}

static void test_pass__a_long_backlog_travels_in_parallel(void **state)
{
	struct site_double site;
	struct played_city c;

	city_open(&c, &site);
	put_many(&c, PASS_PARALLEL_OVER, 60);
	run(&c, false);
	assert_int_equal(c.in_flight_most, 1);
	put_many(&c, PASS_PARALLEL_OVER + 1, 60);
	struct pass_result r = run(&c, false);

	assert_int_equal(c.in_flight_most, TRANSPORT_LANES_MAX);
	assert_int_equal(r.delivered, PASS_PARALLEL_OVER + 1);
	city_close(&c);
}

static void test_pass__an_urgent_item_overtakes_a_drain(void **state)
{
	struct site_double site;
	struct played_city c;

	city_open(&c, &site);
	put_many(&c, 3 * WIRE_BATCH_ITEMS_MAX, 60);
	c.urgent_late = 1;
	struct pass_result r = run(&c, false);

	assert_int_equal(r.delivered, 3 * WIRE_BATCH_ITEMS_MAX + 1);
	assert_int_equal(c.sent[WIRE_BATCH_ITEMS_MAX], 3 * WIRE_BATCH_ITEMS_MAX + 1);
	city_close(&c);
}

/* It leaves before the answer is kept, but only once the city has taken something in this pass. */
static void test_pass__the_next_batch_is_ready_when_an_answer_comes(void **state)
{
	struct site_double site;
	struct played_city c;

	city_open(&c, &site);
	put_many(&c, 4 * WIRE_BATCH_ITEMS_MAX, 60);
	c.look_for = 1;
	struct pass_result r = run(&c, false);

	assert_int_equal(r.delivered, 4 * WIRE_BATCH_ITEMS_MAX);
	assert_int_equal(c.first_with, 2);
	assert_int_equal(c.in_flight_most, 1);
	city_close(&c);
	city_open(&c, &site);
	put_many(&c, 4 * WIRE_BATCH_ITEMS_MAX, 60);
	c.look_for = WIRE_BATCH_ITEMS_MAX + 1;
	r = run(&c, false);
	assert_int_equal(r.delivered, 4 * WIRE_BATCH_ITEMS_MAX);
	assert_int_equal(c.first_with, 4);
	for (uint64_t n = 1; n <= 4 * WIRE_BATCH_ITEMS_MAX; n++)
		assert_string_equal(verdict_of(&c, n), "stored");
	city_close(&c);
}

static void test_pass__urgent_items_overtake_the_batch_that_is_ready(void **state)
{
	struct site_double site;
	struct played_city c;

	city_open(&c, &site);
	put_many(&c, 4 * WIRE_BATCH_ITEMS_MAX, 60);
	c.urgent_late = 2; /* the third batch is ready by then */
	struct pass_result r = run(&c, false);

	assert_int_equal(r.delivered, 4 * WIRE_BATCH_ITEMS_MAX + 1);
	assert_int_equal(c.sent[2 * WIRE_BATCH_ITEMS_MAX], 4 * WIRE_BATCH_ITEMS_MAX + 1);
	for (size_t i = 2 * WIRE_BATCH_ITEMS_MAX + 1; i < c.sent_n; i++)
		assert_int_equal(c.sent[i], i); /* the others as if it had not come */
	city_close(&c);
}

/* Four answers at once: four batches leave before the first of them is kept. */
static void test_pass__lanes_answered_together_leave_together(void **state)
{
	const uint64_t all = 10 * WIRE_BATCH_ITEMS_MAX;
	struct site_double site;
	struct played_city c;

	city_open(&c, &site);
	put_many(&c, all, 60);
	c.together = TRANSPORT_LANES_MAX;
	c.look_for = WIRE_BATCH_ITEMS_MAX +
		     1; /* its answer comes with the third's and the fourth's */
	struct pass_result r = run(&c, false);

	assert_int_equal(r.delivered, all);
	assert_int_equal(c.first_with, 2 * TRANSPORT_LANES_MAX + 1);
	assert_int_equal(c.in_flight_most, TRANSPORT_LANES_MAX);
	for (uint64_t n = 1; n <= all; n++) {
		assert_int_equal(c.sent[n - 1], n);
		assert_string_equal(verdict_of(&c, n), "stored");
	}
	city_close(&c);
}

/* Whatever is ready: what is urgent leaves with the first lane that is free. */
static void test_pass__urgent_items_overtake_all_that_is_ready(void **state)
{
	const uint64_t all = 10 * WIRE_BATCH_ITEMS_MAX;
	struct site_double site;
	struct played_city c;

	city_open(&c, &site);
	put_many(&c, all, 60);
	c.together = TRANSPORT_LANES_MAX;
	c.urgent_late = 8;
	struct pass_result r = run(&c, false);

	assert_int_equal(r.delivered, all + 1);
	assert_int_equal(c.sent[8 * WIRE_BATCH_ITEMS_MAX], all + 1);
	for (size_t i = 8 * WIRE_BATCH_ITEMS_MAX + 1; i < c.sent_n; i++)
		assert_int_equal(c.sent[i], i);
	city_close(&c);
}

/* A batch that was made ready and not sent is nobody's: the next pass sends it. */
static void test_pass__a_batch_made_ready_waits_when_the_pass_ends(void **state)
{
	struct site_double site;
	struct played_city c;

	city_open(&c, &site);
	put_many(&c, 3 * WIRE_BATCH_ITEMS_MAX, 60);
	c.status = 503;
	struct pass_result r = run(&c, false);

	assert_int_equal(r.end, PASS_LATER);
	assert_int_equal(c.requests, 1);
	assert_int_equal(r.left.sendable, 3 * WIRE_BATCH_ITEMS_MAX);
	c.status = 0;
	r = run(&c, false);
	assert_int_equal(r.delivered, 3 * WIRE_BATCH_ITEMS_MAX);
	assert_int_equal(c.sent_n, 3 * WIRE_BATCH_ITEMS_MAX);
	city_close(&c);
}

static void test_pass__acked_items_are_not_sent_again(void **state)
{
	struct site_double site;
	struct played_city c;

	city_open(&c, &site);
	put_many(&c, 10, 100);
	run(&c, false);
	assert_string_equal(verdict_of(&c, 10), "stored");
	run(&c, true);
	assert_int_equal(c.requests, 0);
	feed_release(&c.feed); /* as after a restart: only the databases remember */
	struct pass_result r = run(&c, true);

	assert_int_equal(c.requests, 0);
	assert_int_equal(pass_exit_status(&r), 0);
	city_close(&c);
}

static void test_pass__a_poisoned_item_blocks_no_other(void **state)
{
	struct site_double site;
	struct played_city c;

	city_open(&c, &site);
	put_many(&c, 130, 100);
	c.poison[0] = 1;
	c.poison[1] = 37;
	c.poison[2] = 130;
	struct pass_result r = run(&c, false);

	assert_int_equal(r.delivered, 127);
	assert_int_equal(r.left.aside, 3);
	assert_int_equal(pass_exit_status(&r), 75);
	assert_string_equal(verdict_of(&c, 38), "stored");
	assert_string_equal(verdict_of(&c, 37), "");
	put_many(&c, 5, 100);
	r = run(&c, false); /* they rest: nobody meets them */
	assert_int_equal(r.delivered, 5);
	assert_int_equal(c.requests, 1);
	assert_false(was_sent(&c, 37));
	c.clock_ms += RETRY_ASIDE_BASE_MS;
	memset(c.poison, 0, sizeof c.poison);
	r = run(&c, false); /* rested, and each alone */
	assert_int_equal(r.delivered, 3);
	assert_int_equal(c.requests, 3);
	assert_int_equal(pass_exit_status(&r), 0);
	city_close(&c);
}

static void test_pass__a_city_that_rejects_all_puts_nothing_to_rest(void **state)
{
	struct site_double site;
	struct played_city c;

	city_open(&c, &site);
	put_many(&c, 100, 100);
	c.status = 400;
	struct pass_result r = run(&c, false);

	assert_int_equal(r.end, PASS_PROTOCOL);
	assert_int_equal(pass_exit_status(&r), 65);
	assert_int_equal(r.left.aside, 0);
	assert_true(c.requests <= 2 * PASS_LONE_REJECTIONS_MAX);
	c.status = 0;
	r = run(&c, false);
	assert_int_equal(r.delivered, 100);
	city_close(&c);
}

static void test_pass__only_a_poisoned_item_left_is_a_protocol_error(void **state)
{
	struct site_double site;
	struct played_city c;

	city_open(&c, &site);
	put_many(&c, 1, 100);
	c.poison[0] = 1;
	struct pass_result r = run(&c, false);

	assert_int_equal(pass_exit_status(&r), 65);
	assert_int_equal(r.left.sendable, 1);
	city_close(&c);
}

static void test_pass__413_makes_smaller_requests(void **state)
{
	struct site_double site;
	struct played_city c;

	city_open(&c, &site);
	put_many(&c, 64, 100);
	c.status = 413;
	struct pass_result r = run(&c, false);

	assert_int_equal(pass_exit_status(&r), 65);
	assert_int_equal(r.delivered, 0);
	c.status = 0;
	assert_int_equal(run(&c, false).delivered, 64);
	city_close(&c);
}

static void test_pass__offline_ends_after_what_is_in_flight(void **state)
{
	struct site_double site;
	struct played_city c;

	city_open(&c, &site);
	put_many(&c, 600, 60);
	c.offline = true;
	struct pass_result r = run(&c, false);

	assert_int_equal(r.end, PASS_OFFLINE);
	assert_int_equal(pass_exit_status(&r), 75);
	assert_string_equal(pass_state_name(&r), "offline");
	assert_int_equal(c.requests, TRANSPORT_LANES_MAX);
	city_close(&c);
}

static void test_pass__a_signal_ends_it(void **state)
{
	struct site_double site;
	struct played_city c;

	city_open(&c, &site);
	put_many(&c, 600, 60);
	c.stop = true;
	struct pass_result r = run(&c, false);

	assert_int_equal(r.end, PASS_STOPPED);
	c.stop = false;
	assert_int_equal(run(&c, false).delivered, 600);
	city_close(&c);
}

static void test_pass__memory_per_item_is_small(void **state)
{
	assert_true(sizeof(struct due) <= 40);
	assert_true((uint64_t)BACKLOG_ITEMS_MAX * sizeof(struct due) <= 40000000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_pass__sends_urgent_first_then_in_order),
		cmocka_unit_test(test_pass__nothing_waiting_sends_nothing),
		cmocka_unit_test(test_pass__fills_a_request_and_never_passes_its_limit),
		cmocka_unit_test(test_pass__a_long_backlog_travels_in_parallel),
		cmocka_unit_test(test_pass__an_urgent_item_overtakes_a_drain),
		cmocka_unit_test(test_pass__the_next_batch_is_ready_when_an_answer_comes),
		cmocka_unit_test(test_pass__urgent_items_overtake_the_batch_that_is_ready),
		cmocka_unit_test(test_pass__lanes_answered_together_leave_together),
		cmocka_unit_test(test_pass__urgent_items_overtake_all_that_is_ready),
		cmocka_unit_test(test_pass__a_batch_made_ready_waits_when_the_pass_ends),
		cmocka_unit_test(test_pass__acked_items_are_not_sent_again),
		cmocka_unit_test(test_pass__a_poisoned_item_blocks_no_other),
		cmocka_unit_test(test_pass__a_city_that_rejects_all_puts_nothing_to_rest),
		cmocka_unit_test(test_pass__only_a_poisoned_item_left_is_a_protocol_error),
		cmocka_unit_test(test_pass__413_makes_smaller_requests),
		cmocka_unit_test(test_pass__offline_ends_after_what_is_in_flight),
		cmocka_unit_test(test_pass__a_signal_ends_it),
		cmocka_unit_test(test_pass__memory_per_item_is_small),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
