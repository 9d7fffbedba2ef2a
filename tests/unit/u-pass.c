/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A pass against a city that is played by a function: what is sent, in which order and size, what one bad
 * item or one bad answer can do, and what is kept. Both databases are real files.
 *
 * Links: sync src/shared
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "pass.h"
#include "retry.h"
#include "sync_double.h"

#define REQUESTS_MAX 400

struct played_city {
	struct site_double *site;
	struct feed feed;
	int64_t clock_ms;
	/* how it behaves */
	long status;              /* for every request, 0 for 200 and an ack */
	const char *retry_after, *content_type, *answer; /* NULL: the true ones */
	const char *device;
	uint64_t poison[3];       /* items that make a request a 400 */
	uint64_t poison_last;     /* all from poison[0] to this one, 0 for none */
	const char *verdict;      /* for every item, NULL stored */
	uint64_t verdict_for;     /* only for this item, 0 for all */
	uint64_t silent_about;    /* item left out of the ack */
	bool lies, stop, offline;
	uint64_t urgent_late;     /* put an urgent item while this request is answered */
	/* what it saw */
	unsigned requests, in_flight, in_flight_most;
	size_t bytes_most, items_most;
	uint64_t sent[REQUESTS_MAX * 8]; /* items in the order they came */
	size_t sent_n;
	struct buf body[TRANSPORT_LANES_MAX];
	bool busy[TRANSPORT_LANES_MAX];
};

static int64_t *now_source; /* the played clock; a function pointer without context needs it */

static int64_t played_now(void)
{
	return *now_source;
}

static bool start(void *ctx, unsigned lane, const struct request *rq)
{
	struct played_city *c = ctx;

	assert_false(c->busy[lane]);
	assert_string_equal(rq->path, WIRE_PATH_ITEMS);
	assert_true(rq->body->len <= WIRE_BATCH_BYTES_MAX);
	c->busy[lane] = true;
	buf_reset(&c->body[lane]);
	buf_append(&c->body[lane], rq->body->data, rq->body->len);
	if (++c->in_flight > c->in_flight_most)
		c->in_flight_most = c->in_flight;
	if (rq->body->len > c->bytes_most)
		c->bytes_most = rq->body->len;
	assert_true(++c->requests < REQUESTS_MAX);
	return true;
}

/* The item's number, found by its id. */
static uint64_t number_of(const struct played_city *c, const char *jws, char id[static WIRE_ID_HEX + 1])
{
	const char *dot = strchr(jws, '.') + 1;
	size_t len = strcspn(dot, ".") / 4 * 4;
	unsigned char json[256];
	char text[256];

	len = len > 128 ? 128 : len; /* the id stands at the front */
	for (size_t i = 0; i < len; i++)
		text[i] = dot[i] == '-' ? '+' : dot[i] == '_' ? '/' : dot[i];
	EVP_DecodeBlock(json, (unsigned char *)text, (int)len);
	memcpy(id, strstr((char *)json, "\"id\":\"") + 6, WIRE_ID_HEX);
	id[WIRE_ID_HEX] = '\0';
	for (uint64_t n = 1; n < c->site->next_seq; n++) {
		char is[WIRE_ID_HEX + 1];

		site_id(n, is);
		if (strcmp(is, id) == 0)
			return n;
	}
	fail_msg("an unknown item was sent");
	return 0;
}

static bool is_poison(const struct played_city *c, uint64_t n)
{
	for (size_t i = 0; i < 3; i++) {
		if (c->poison[i] == n)
			return true;
	}
	return c->poison_last != 0 && n >= c->poison[0] && n <= c->poison_last;
}

static long answer_items(struct played_city *c, const json_t *items, struct buf *ret)
{
	struct buf entries = BUF_INIT;
	long status = 200;

	assert_in_range(json_array_size(items), 1, WIRE_BATCH_ITEMS_MAX);
	if (json_array_size(items) > c->items_most)
		c->items_most = json_array_size(items);
	for (size_t i = 0; i < json_array_size(items); i++) {
		const char *jws = json_string_value(json_array_get(items, i));
		char id[WIRE_ID_HEX + 1], sha[WIRE_SHA256_HEX + 1];
		uint64_t n = number_of(c, jws, id);
		bool special = c->verdict != NULL && (c->verdict_for == 0 || c->verdict_for == n);

		c->sent[c->sent_n++] = n;
		if (is_poison(c, n))
			status = 400;
		double_sha256(c->lies ? "x" : jws, c->lies ? 1 : strlen(jws), sha);
		if (n != c->silent_about)
			double_entry(&entries, id, sha, special ? c->verdict : "stored");
	}
	if (status == 200)
		double_ack(ret, c->device != NULL ? c->device : DOUBLE_DEVICE, buf_str(&entries));
	buf_release(&entries);
	return status;
}

static enum transport_wait wait_one(void *ctx, unsigned *ret_lane, struct reply *ret)
{
	struct played_city *c = ctx;
	unsigned lane = 0;

	if (c->stop)
		return TRANSPORT_STOPPED;
	while (!c->busy[lane])
		lane++;
	c->busy[lane] = false;
	c->in_flight--;
	*ret_lane = lane;
	if (c->offline) {
		ret->kind = REPLY_OFFLINE;
		strcpy(ret->reason, "no connection");
		return TRANSPORT_REPLY;
	}
	json_t *doc = json_loadb(buf_str(&c->body[lane]), c->body[lane].len, 0, NULL);

	assert_non_null(doc);
	ret->status = answer_items(c, json_object_get(doc, "items"), &ret->body);
	json_decref(doc);
	if (c->status != 0)
		ret->status = c->status;
	if (c->answer != NULL) {
		buf_reset(&ret->body);
		buf_puts(&ret->body, c->answer);
	}
	strcpy(ret->content_type, c->content_type != NULL ? c->content_type : "application/jose");
	if (c->retry_after != NULL)
		strcpy(ret->retry_after, c->retry_after);
	if (c->urgent_late == c->requests)
		site_put(c->site, true, 100);
	return TRANSPORT_REPLY;
}

static void abandon(void *ctx)
{
	struct played_city *c = ctx;

	memset(c->busy, 0, sizeof c->busy);
	c->in_flight = 0;
}

static void city_open(struct played_city *c, struct site_double *site)
{
	memset(c, 0, sizeof *c);
	site_open(site);
	c->site = site;
	c->feed = (struct feed){ .data_dir = site->dir, .courier = site->courier };
	c->clock_ms = 1000;
	now_source = &c->clock_ms;
}

static void city_close(struct played_city *c)
{
	feed_release(&c->feed);
	for (unsigned i = 0; i < TRANSPORT_LANES_MAX; i++)
		buf_release(&c->body[i]);
	site_close(c->site);
}

static bool hash_of(void *ctx, const struct outbox_item *item)
{
	double_sha256(item->jws, item->jws_len, ctx);
	return false;
}

static struct pass_result run(struct played_city *c, bool again)
{
	const struct transport t = { c, start, wait_one, abandon };
	const struct pass_options opt = { .feed = &c->feed, .transport = &t,
		.lanes_max = TRANSPORT_LANES_MAX, .again = again, .now_ms = played_now };
	struct pass_result r;

	c->requests = 0;
	c->sent_n = 0;
	pass_run(&opt, &r);
	assert_int_equal(r.requests, c->requests);
	assert_int_equal(c->in_flight, 0);
	return r;
}

static void put_many(struct played_city *c, unsigned n, size_t size)
{
	while (n-- > 0)
		site_put(c->site, false, size);
}

static bool was_sent(const struct played_city *c, uint64_t n)
{
	for (size_t i = 0; i < c->sent_n; i++) {
		if (c->sent[i] == n)
			return true;
	}
	return false;
}

static const char *verdict_of(struct played_city *c, uint64_t n)
{
	static char word[12];
	char id[WIRE_ID_HEX + 1];
	enum outbox_result r;

	site_id(n, id);
	word[0] = '\0';
	r = courier_verdict(c->site->courier, id, word);
	assert_true(r == OUTBOX_OK || r == OUTBOX_MISSING);
	return word;
}

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
		{ 401, 77, NULL, 0 }, { 403, 77, NULL, 0 }, { 404, 65, NULL, 0 }, { 415, 65, NULL, 0 },
		{ 302, 65, NULL, 0 }, { 204, 65, NULL, 0 }, { 429, 75, "7", 7 }, { 503, 75, "99999999", 86400 },
		{ 503, 75, "Wed, 21 Oct 2099 07:28:00 GMT", 0 }, { 503, 75, "0", 1 }, { 500, 75, "9", 0 },
		{ 502, 75, NULL, 0 }, { 408, 75, NULL, 0 },
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
	assert_int_equal(run(&c, true).requests, 0); /* 2 and 3 come after 1: not looked at yet, perhaps */
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
		cmocka_unit_test(test_pass__acked_items_are_not_sent_again),
		cmocka_unit_test(test_pass__a_poisoned_item_blocks_no_other),
		cmocka_unit_test(test_pass__a_city_that_rejects_all_puts_nothing_to_rest),
		cmocka_unit_test(test_pass__only_a_poisoned_item_left_is_a_protocol_error),
		cmocka_unit_test(test_pass__413_makes_smaller_requests),
		cmocka_unit_test(test_pass__pending_ends_the_pass_and_is_tried_again),
		cmocka_unit_test(test_pass__one_pending_item_does_not_stop_the_others),
		cmocka_unit_test(test_pass__refused_and_conflict_are_kept_and_not_sent_again),
		cmocka_unit_test(test_pass__a_revoked_device_that_is_approved_again_delivers),
		cmocka_unit_test(test_pass__whole_request_errors_end_the_pass),
		cmocka_unit_test(test_pass__offline_ends_after_what_is_in_flight),
		cmocka_unit_test(test_pass__a_signal_ends_it),
		cmocka_unit_test(test_pass__a_200_that_is_no_acknowledgement_changes_nothing),
		cmocka_unit_test(test_pass__an_item_the_ack_is_silent_about_waits),
		cmocka_unit_test(test_pass__an_ack_the_kiosk_did_not_believe_is_asked_for_again),
		cmocka_unit_test(test_pass__memory_per_item_is_small),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
