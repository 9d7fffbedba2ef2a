/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ack — the order of things for a batch: read all, verify outside the lock, then in one
 * transaction (shared with batches that come at the same time) ask what the device may do, store,
 * commit; and only then sign.
 *
 * The device's state is read inside the transaction, so an approval or revocation by another
 * process counts from the next batch on. A verdict is a function of (state, signature, kind), in
 * decide(). Only an enrolment that signs with the very key it carries makes a new device, and
 * only so many may wait. The sealed part of an item is never looked at: this machine could not
 * open it.
 */
#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include "ack.h"

enum known { KNOWN_NOT, KNOWN_WAITING, KNOWN_APPROVED, KNOWN_REVOKED };
enum check { CHECK_NO_KEY, CHECK_BAD, CHECK_GOOD };

struct work { /* one batch under way */
	const struct ack_batch *batch;
	struct item item[WIRE_BATCH_ITEMS_MAX];
	char why[WIRE_BATCH_ITEMS_MAX][SIGN_REASON_MAX]; /* it cannot be read; "": it could */
	enum check check[WIRE_BATCH_ITEMS_MAX];
	struct jws_sums sums[WIRE_BATCH_ITEMS_MAX];
	bool summed[WIRE_BATCH_ITEMS_MAX]; /* false: memory ran out */
	char *enrol_jwk; /* the public key of a well signed enrolment in this batch; owned */
};

static void work_close(struct work *w)
{
	if (!w)
		return;
	for (int i = 0; i < w->batch->n; i++)
		item_release(&w->item[i]);
	free(w->enrol_jwk);
	free(w);
}

/* Items of one part of a batch: little enough that processors end together, and enough that a
 * terminal's usual one or two items concern nobody else. */
#define PART_ITEMS 8

static int parts_of(const struct ack_batch *b)
{
	return (b->n + PART_ITEMS - 1) / PART_ITEMS;
}

static int part_end(const struct ack_batch *b, int part)
{
	int end = (part + 1) * PART_ITEMS;
	return end < b->n ? end : b->n;
}

static void parse_part(void *ctx, int part)
{
	struct work *w = ctx;
	const struct ack_batch *b = w->batch;
	for (int i = part * PART_ITEMS; i < part_end(b, part); i++) {
		if (b->len[i] > WIRE_ITEM_BYTES_MAX)
			strcpy(w->why[i], "size");
		else if (item_parse_outer(&w->item[i], b->jws[i], b->len[i], w->why[i]))
			w->summed[i] = jws_sums(&w->sums[i], b->jws[i], b->len[i]);
	}
}

static enum ack_result parse_all(struct ack_desk *desk, struct work *w, struct ack_report *report)
{
	workers_share(desk->helpers, parse_part, w, parts_of(w->batch));
	for (int i = 0; i < w->batch->n; i++) {
		report->item = i;
		if (w->why[i][0]) {
			memcpy(report->why, w->why[i], sizeof(report->why));
			return ACK_MALFORMED;
		}
		if (strcmp(w->item[i].kid, w->item[0].kid) != 0)
			return ACK_MIXED;
	}
	report->item = -1;
	memcpy(report->device, w->item[0].kid, sizeof(report->device));
	for (int i = 0; i < w->batch->n; i++)
		if (!w->summed[i])
			return ACK_FAILED;
	return ACK_OK;
}

static enum known known_of(enum store_result r, const struct store_device *d)
{
	if (r == STORE_MISSING)
		return KNOWN_NOT;
	static const enum known BY_STATE[DEVICE_STATES] = {
		[DEVICE_WAITING] = KNOWN_WAITING, [DEVICE_APPROVED] = KNOWN_APPROVED,
		[DEVICE_REVOKED] = KNOWN_REVOKED,
	};
	return BY_STATE[d->state];
}

/* The text of the key an enrolment carries, NULL unless the item names it and is signed with it. */
static char *enrolled_key(const struct item *it, const char *jws, size_t len)
{
	struct jwk key = { 0 };
	char *text = NULL;
	if (strcmp(it->kind, WIRE_KIND_ENROL) != 0 || !it->device
		|| !jwk_from_json(&key, it->device))
		return NULL;
	if (strcmp(key.kid, it->kid) == 0 && jws_verify(jws, len, &key)) {
		json_t *public_part = jwk_public(&key);
		text = public_part ? json_dumps(public_part, JSON_COMPACT) : NULL;
		json_decref(public_part);
	}
	jwk_release(&key);
	if (text && strlen(text) >= STORE_JWK_MAX) {
		free(text);
		text = NULL;
	}
	return text;
}

struct verifying {
	struct work *w;
	struct verifiers *verifiers;
	const char *jwk;
};

static void verify_part(void *ctx, int part)
{
	struct verifying *v = ctx;
	struct work *w = v->w;
	const char *kid = w->item[0].kid;
	struct jws_verifier *one = verifiers_take(v->verifiers, kid, v->jwk);
	if (!one)
		return;
	for (int i = part * PART_ITEMS; i < part_end(w->batch, part); i++)
		w->check[i] = jws_verifier_check_sums(one, w->item[i].kid, &w->sums[i])
			? CHECK_GOOD : CHECK_BAD;
	verifiers_give(v->verifiers, kid, one);
}

/* False when a part had no verifier: then nothing may be said about the items. */
static bool verify_known(struct ack_desk *desk, struct work *w, const char *jwk)
{
	struct verifying v = { .w = w, .verifiers = desk->verifiers, .jwk = jwk };
	workers_share(desk->helpers, verify_part, &v, parts_of(w->batch));
	for (int i = 0; i < w->batch->n; i++)
		if (w->check[i] == CHECK_NO_KEY)
			return false;
	return true;
}

/* A device nobody knows: an enrolment brings its own key, nothing else can be checked. */
static void verify_unknown(struct work *w, const struct ack_batch *b)
{
	for (int i = 0; i < b->n; i++) {
		if (strcmp(w->item[i].kind, WIRE_KIND_ENROL) != 0)
			continue;
		char *jwk = enrolled_key(&w->item[i], b->jws[i], b->len[i]);
		w->check[i] = jwk ? CHECK_GOOD : CHECK_BAD;
		if (!w->enrol_jwk)
			w->enrol_jwk = jwk;
		else
			free(jwk);
	}
}

static void set_verdict(struct ack_entry *e, const char *verdict, const char *reason)
{
	strncpy(e->verdict, verdict, sizeof(e->verdict) - 1);
	strncpy(e->reason, reason, sizeof(e->reason) - 1);
}

/* True when the item may be stored; otherwise its verdict is set. */
static bool decide(enum known known, enum check check, struct ack_entry *e)
{
	if (known == KNOWN_REVOKED)
		set_verdict(e, WIRE_VERDICT_REFUSED, ACK_REASON_REVOKED);
	else if (check == CHECK_BAD)
		set_verdict(e, WIRE_VERDICT_REFUSED, ACK_REASON_SIGNATURE);
	else if (known == KNOWN_APPROVED && check == CHECK_GOOD)
		return true;
	else
		set_verdict(e, WIRE_VERDICT_PENDING,
			known == KNOWN_NOT ? ACK_REASON_UNKNOWN : ACK_REASON_WAITING);
	return false;
}

/* Notes a new device when there is room. *ret: what is known of it afterwards. */
static enum store_result enrol(struct store *st, const struct work *w, int64_t now_s,
	enum known *ret, bool *ret_crowded)
{
	struct store_counts c;
	enum store_result r = st->counts(st, &c);
	if (r != STORE_OK)
		return r;
	*ret_crowded = c.devices[DEVICE_WAITING] >= ACK_WAITING_MAX;
	if (*ret_crowded)
		return STORE_OK;
	r = st->device_add(st, w->item[0].kid, w->enrol_jwk, now_s);
	if (r == STORE_OK)
		*ret = KNOWN_WAITING;
	return r;
}

static enum store_result store_one(struct store *st, const struct work *w,
	const struct ack_batch *b, int i, int64_t now_s, struct ack_entry *e)
{
	static const char *const WORD[] = {
		[STORE_PUT_STORED] = WIRE_VERDICT_STORED,
		[STORE_PUT_DUPLICATE] = WIRE_VERDICT_DUPLICATE,
		[STORE_PUT_CONFLICT] = WIRE_VERDICT_CONFLICT,
	};
	const struct item *it = &w->item[i];
	const struct store_item row = {
		.device = it->kid, .id = it->id, .sha256 = w->sums[i].sha256, .prev = it->prev,
		.kind = it->kind, .jws = b->jws[i], .jws_len = b->len[i], .seq = it->seq,
		.urgent = it->urgent, .at_s = now_s,
	};
	enum store_put put;
	enum store_result r = st->item_put(st, &row, &put, &e->city_seq);
	if (r == STORE_OK)
		set_verdict(e, WORD[put], "");
	return r;
}

/* Everything inside the transaction. */
static enum store_result settle(struct store *st, const struct work *w, const struct ack_batch *b,
	int64_t now_s, struct ack *ret)
{
	struct store_device d;
	bool crowded = false;
	enum store_result r = st->device_get(st, w->item[0].kid, &d);
	if (r != STORE_OK && r != STORE_MISSING)
		return r;
	enum known known = known_of(r, &d);
	r = STORE_OK;
	if (known == KNOWN_NOT && w->enrol_jwk)
		r = enrol(st, w, now_s, &known, &crowded);
	for (int i = 0; i < b->n && r == STORE_OK; i++) {
		struct ack_entry *e = &ret->entry[i];
		if (decide(known, w->check[i], e))
			r = store_one(st, w, b, i, now_s, e);
		else if (crowded && strcmp(e->verdict, WIRE_VERDICT_PENDING) == 0)
			set_verdict(e, WIRE_VERDICT_PENDING, ACK_REASON_CROWDED);
	}
	return r;
}

struct settling {
	const struct work *w;
	const struct ack_batch *b;
	int64_t now_s;
	struct ack *ret;
};

static enum store_result write_batch(struct store *st, void *what)
{
	struct settling *s = what;
	for (int i = 0; i < s->b->n; i++)
		s->ret->entry[i].city_seq = 0; /* of a transaction that came to nothing */
	return settle(st, s->w, s->b, s->now_s, s->ret);
}

static enum store_result settle_and_commit(struct ack_desk *desk, const struct work *w,
	const struct ack_batch *b, int64_t now_s, struct ack *ret)
{
	struct settling s = { .w = w, .b = b, .now_s = now_s, .ret = ret };
	struct group_part part = { .write = write_batch, .what = &s };
	return group_commit(&desk->group, desk->store, &desk->store_lock, &part);
}

/* Signatures, with the store locked only for reading the device's key. */
static enum ack_result verify_all(struct ack_desk *desk, struct work *w, const struct ack_batch *b,
	int64_t now_ms, struct ack_report *report)
{
	struct store_device d;
	pthread_mutex_lock(&desk->store_lock);
	report->store = desk->store->device_get(desk->store, w->item[0].kid, &d);
	pthread_mutex_unlock(&desk->store_lock);
	if (report->store != STORE_OK && report->store != STORE_MISSING)
		return ACK_STORE;
	if (report->store == STORE_MISSING)
		verify_unknown(w, b);
	else if (d.state != DEVICE_REVOKED && !verify_known(desk, w, d.jwk))
		return ACK_FAILED;
	for (int i = 0; i < b->n; i++)
		if (w->check[i] == CHECK_GOOD)
			return ratelimit_take(desk->per_device, report->device,
				strlen(report->device), now_ms) ? ACK_OK : ACK_LIMITED;
	return ACK_OK;
}

enum ack_result ack_decide(struct ack_desk *desk, const struct ack_batch *batch, int64_t now_s,
	int64_t now_ms, struct ack *ret, struct ack_report *report)
{
	assert(batch->n >= 1 && batch->n <= WIRE_BATCH_ITEMS_MAX);
	memset(report, 0, sizeof(*report));
	report->item = -1;
	struct work *w = calloc(1, sizeof(*w));
	if (!w)
		return ACK_FAILED;
	memset(ret, 0, sizeof(*ret));
	w->batch = batch;
	enum ack_result r = parse_all(desk, w, report);
	if (r == ACK_OK)
		r = verify_all(desk, w, batch, now_ms, report);
	if (r == ACK_OK) {
		memcpy(ret->device, report->device, sizeof(ret->device));
		ret->at_s = now_s;
		ret->len = batch->n;
		for (int i = 0; i < batch->n; i++) {
			memcpy(ret->entry[i].id, w->item[i].id, sizeof(ret->entry[i].id));
			memcpy(ret->entry[i].sha256, w->sums[i].sha256,
				sizeof(ret->entry[i].sha256));
		}
		report->store = settle_and_commit(desk, w, batch, now_s, ret);
		r = report->store == STORE_OK ? ACK_OK : ACK_STORE;
	}
	work_close(w);
	return r;
}

enum ack_result ack_answer(struct ack_desk *desk, const struct ack_batch *batch, int64_t now_s,
	int64_t now_ms, struct ack *ret_ack, struct buf *ret, struct ack_report *report)
{
	enum ack_result r = ack_decide(desk, batch, now_s, now_ms, ret_ack, report);
	if (r != ACK_OK)
		return r;
	pthread_mutex_lock(&desk->key_lock);
	bool ok = ack_sign(ret, ret_ack, &desk->key);
	pthread_mutex_unlock(&desk->key_lock);
	return ok ? ACK_OK : ACK_FAILED;
}
