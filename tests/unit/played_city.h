/* SPDX-License-Identifier: Apache-2.0 */
/*
 * played_city — a city played by a function, behind the courier's transport: it can refuse, lie,
 * keep silent or fall over, and remembers what it was sent.
 */
#ifndef MARUMADO_PLAYED_CITY_H
#define MARUMADO_PLAYED_CITY_H
#include <cmocka.h>

#include "pass.h"
#include "sync_double.h"

#define REQUESTS_MAX 400

struct played_city {
	struct site_double *site;
	struct feed feed;
	int64_t clock_ms;
	/* how it behaves */
	long status; /* for every request, 0 for 200 and an ack */
	const char *retry_after, *content_type, *answer; /* NULL: the true ones */
	const char *device;
	uint64_t poison[3];    /* items that make a request a 400 */
	uint64_t poison_last;  /* all from poison[0] to this one, 0 for none */
	const char *verdict;   /* for every item, NULL stored */
	uint64_t verdict_for;  /* only for this item, 0 for all */
	uint64_t silent_about; /* item left out of the ack */
	bool lies, stop, offline;
	unsigned together;    /* so many lanes are answered at the same time, in turn; 0: the first
				 alone */
	uint64_t urgent_late; /* put an urgent item while this request is answered */
	uint64_t look_for;    /* an item whose verdict is read when a request starts */
	/* what it saw */
	unsigned requests, in_flight, in_flight_most;
	size_t bytes_most, items_most;
	uint64_t sent[REQUESTS_MAX * 8]; /* items in the order they came */
	size_t sent_n;
	unsigned first_with; /* the request that started when that verdict was known; 0: none */
	struct buf body[TRANSPORT_LANES_MAX];
	bool busy[TRANSPORT_LANES_MAX];
	const char *document;    /* path of the document that is asked for, NULL: none */
	unsigned documents;      /* asked for so far */
	unsigned document_after; /* answers given when the first was asked for */
	bool document_quick;     /* answered before the items in flight, else after them */
	unsigned turn, more;     /* the lane to be answered next; answers that are there already */
};

static int64_t *now_source; /* the played clock; a function pointer without context needs it */

static inline int64_t played_now(void)
{
	return *now_source;
}

static inline bool start(void *ctx, unsigned lane, const struct request *rq)
{
	struct played_city *c = ctx;

	if (lane == TRANSPORT_DOCUMENT_LANE) {
		assert_null(c->document);
		c->document = rq->path;
		c->document_after = c->documents++ == 0 ? c->requests - c->in_flight
							: c->document_after;
		return true;
	}
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
	if (c->look_for != 0 && c->first_with == 0) {
		char id[WIRE_ID_HEX + 1], word[12];

		site_id(c->look_for, id);
		assert_int_equal(courier_verdict(c->site->courier, id, word), OUTBOX_OK);
		c->first_with = word[0] != '\0' ? c->requests : 0;
	}
	return true;
}

/* The item's number, found by its id. */
static inline uint64_t number_of(
	const struct played_city *c, const char *jws, char id[static WIRE_ID_HEX + 1])
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

static inline bool is_poison(const struct played_city *c, uint64_t n)
{
	for (size_t i = 0; i < 3; i++) {
		if (c->poison[i] == n)
			return true;
	}
	return c->poison_last != 0 && n >= c->poison[0] && n <= c->poison_last;
}

static inline long answer_items(struct played_city *c, const json_t *items, struct buf *ret)
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

static inline enum transport_wait wait_one(void *ctx, unsigned *ret_lane, struct reply *ret)
{
	struct played_city *c = ctx;
	unsigned lane = c->turn;

	if (c->stop)
		return TRANSPORT_STOPPED;
	if (c->document != NULL && (c->in_flight == 0 || c->document_quick)) {
		*ret_lane = TRANSPORT_DOCUMENT_LANE;
		ret->kind = c->offline ? REPLY_OFFLINE : REPLY_HTTP;
		ret->status = c->status != 0 ? c->status : 304;
		c->document = NULL;
		return TRANSPORT_REPLY;
	}
	while (!c->busy[lane])
		lane = (lane + 1) % TRANSPORT_LANES_MAX;
	if (c->together != 0) {
		c->turn = (lane + 1) % TRANSPORT_LANES_MAX;
		c->more = (c->more > 0 ? c->more : c->together) - 1;
	}
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

static inline bool ready(void *ctx)
{
	const struct played_city *c = ctx;

	return c->more > 0 && c->in_flight > 0;
}

static inline void abandon(void *ctx)
{
	struct played_city *c = ctx;

	memset(c->busy, 0, sizeof c->busy);
	c->document = NULL;
	c->in_flight = 0;
}

static inline void city_open(struct played_city *c, struct site_double *site)
{
	memset(c, 0, sizeof *c);
	site_open(site);
	c->site = site;
	c->feed = (struct feed){ .data_dir = site->dir, .courier = site->courier };
	c->clock_ms = 1000;
	now_source = &c->clock_ms;
}

static inline void city_close(struct played_city *c)
{
	feed_release(&c->feed);
	for (unsigned i = 0; i < TRANSPORT_LANES_MAX; i++)
		buf_release(&c->body[i]);
	site_close(c->site);
}

static inline bool hash_of(void *ctx, const struct outbox_item *item)
{
	double_sha256(item->jws, item->jws_len, ctx);
	return false;
}

static inline struct pass_options city_options(
	struct played_city *c, const struct transport *t, bool again)
{
	return (struct pass_options){ .feed = &c->feed,
		.transport = t,
		.lanes_max = TRANSPORT_LANES_MAX,
		.again = again,
		.now_ms = played_now };
}

static inline struct pass_result run(struct played_city *c, bool again)
{
	const struct transport t = { c, start, wait_one, abandon, ready };
	const struct pass_options opt = city_options(c, &t, again);
	struct pass_result r;

	c->requests = 0;
	c->sent_n = 0;
	pass_run(&opt, &r);
	assert_int_equal(r.requests, c->requests);
	assert_int_equal(c->in_flight, 0);
	return r;
}

static inline void put_many(struct played_city *c, unsigned n, size_t size)
{
	while (n-- > 0)
		site_put(c->site, false, size);
}

static inline bool was_sent(const struct played_city *c, uint64_t n)
{
	for (size_t i = 0; i < c->sent_n; i++) {
		if (c->sent[i] == n)
			return true;
	}
	return false;
}

static inline const char *verdict_of(struct played_city *c, uint64_t n)
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
#endif
