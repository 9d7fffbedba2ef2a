/* SPDX-License-Identifier: Apache-2.0 */
/*
 * u-city-faults — the real server against slow, broken and parallel clients, kill -9, and a disk
 * that takes no more: stored once, whatever happens on the way back.
 *
 * Links: src/shared src/record sync/city
 */
#include <pthread.h>
#include "city-world.h"

#define POSTS 100

static void test_city_faults__slow_and_broken_clients_hold_nobody_up(void **state)
{
	struct world *w = *state;
	static const char *const STARTS[] = {
		"POST /v1/items HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
			"Content-Length: 1000\r\n\r\n{\"i",
		"POST /v1/it", "\r\n\r\n\r\n", "GET / HTTP/9.9\r\n\r\n",
		"\x16\x03\x01 nonsense \x00\xff\r\n\r\n",
		"POST /v1/items HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nZZZZ\r\n",
	};
	enum { N = 40 };
	CURL *h[N];
	for (int i = 0; i < N; i++) {
		const char *start_of = STARTS[i % 6];
		h[i] = raw_connect(w);
		raw_send(h[i], start_of, strlen(start_of));
	}
	admit(w); /* everybody else is served meanwhile */
	for (int i = 0; i < N; i++)
		curl_easy_cleanup(h[i]);
	expect(w, (struct call){ .path = WIRE_PATH_HEALTH }, 200, "ok");
}

struct poster { struct world *w; const struct buf *b; struct ack ack; long status; };

static void *post_thread(void *ctx)
{
	struct poster *p = ctx;
	struct reply r;
	char why[SIGN_REASON_MAX];
	struct call c = { .path = WIRE_PATH_ITEMS, .body = p->b->data, .len = p->b->len };
	if (request(p->w, c, &r) == CURLE_OK && r.status == 200
		&& ack_verify(&p->ack, r.body.data, r.body.len, &p->w->keys, p->w->device.kid, why))
		p->status = r.status;
	buf_release(&r.body);
	return NULL;
}

static void test_city_faults__a_hundred_parallel_posts_store_once(void **state)
{
	struct world *w = *state;
	struct buf b = BUF_INIT;
	struct poster *p = calloc(POSTS, sizeof(*p));
	pthread_t thread[POSTS];
	int stored = 0;
	assert_non_null(p);
	admit(w);
	batch(w, &b, 2, 8);
	for (int i = 0; i < POSTS; i++) {
		p[i].w = w;
		p[i].b = &b;
		assert_int_equal(pthread_create(&thread[i], NULL, post_thread, &p[i]), 0);
	}
	for (int i = 0; i < POSTS; i++)
		pthread_join(thread[i], NULL);
	for (int i = 0; i < POSTS; i++) {
		assert_int_equal(p[i].status, 200);
		for (int k = 0; k < 8; k++) {
			assert_int_equal(p[i].ack.entry[k].city_seq, 2 + k);
			stored += strcmp(p[i].ack.entry[k].verdict, WIRE_VERDICT_STORED) == 0;
		}
	}
	assert_int_equal(stored, 8);
	assert_int_equal(items_kept(w), 9);
	buf_release(&b);
	free(p);
}

static void test_city_faults__killed_between_store_and_reply(void **state)
{
	struct world *w = *state;
	struct buf b = BUF_INIT, head = BUF_INIT;
	struct ack ack;
	char no_limit[] = "0";
	admit(w);
	batch(w, &b, 2, 3);
	buf_printf(&head, "POST /v1/items HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
		"Content-Length: %zu\r\n\r\n", b.len);
	CURL *h = raw_connect(w);
	raw_send(h, head.data, head.len);
	raw_send(h, b.data, b.len);
	while (items_kept(w) < 4) /* the commit is seen from outside; the answer is never read */
		usleep(1000);
	stop(w, SIGKILL);
	curl_easy_cleanup(h);
	start(w, no_limit, 0);
	post(w, &b, &ack);
	for (int i = 0; i < 3; i++) {
		assert_string_equal(ack.entry[i].verdict, WIRE_VERDICT_DUPLICATE);
		assert_int_equal(ack.entry[i].city_seq, 2 + i);
	}
	assert_int_equal(items_kept(w), 4);
	buf_release(&b);
	buf_release(&head);
}

static void test_city_faults__says_503_when_it_cannot_store(void **state)
{
	struct world *w = *state;
	struct reply r;
	struct ack ack;
	struct buf b = BUF_INIT;
	char no_limit[] = "0";
	admit(w);
	stop(w, SIGTERM);
	int64_t before = items_kept(w);
	start(w, no_limit, 32 * 1024); /* the file cannot grow: every write beyond fails */
	batch(w, &b, 2, 64);
	struct call c = { .path = WIRE_PATH_ITEMS, .body = b.data, .len = b.len };
	assert_int_equal(request(w, c, &r), CURLE_OK);
	assert_int_equal(r.status, 503);
	assert_true(atoi(r.retry_after) >= 1);
	buf_release(&r.body);
	expect(w, (struct call){ .path = WIRE_PATH_KEYS }, 200, "payload");
	stop(w, SIGTERM);
	assert_int_equal(items_kept(w), before);
	start(w, no_limit, 0);
	post(w, &b, &ack);
	assert_string_equal(ack.entry[63].verdict, WIRE_VERDICT_STORED);
	buf_release(&b);
}

static void test_city_faults__ends_cleanly_on_a_signal(void **state)
{
	struct world *w = *state;
	admit(w);
	int status = stop(w, SIGTERM);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), EX_OK);
	assert_int_equal(items_kept(w), 1);
}

#define CITY(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
	keys_init();
	log_open("u-city-faults", LOG_LEVEL_ERROR);
	signal(SIGPIPE, SIG_IGN);
	curl_global_init(CURL_GLOBAL_DEFAULT);
	const struct CMUnitTest tests[] = {
		CITY(test_city_faults__slow_and_broken_clients_hold_nobody_up),
		CITY(test_city_faults__a_hundred_parallel_posts_store_once),
		CITY(test_city_faults__killed_between_store_and_reply),
		CITY(test_city_faults__says_503_when_it_cannot_store),
		CITY(test_city_faults__ends_cleanly_on_a_signal),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
