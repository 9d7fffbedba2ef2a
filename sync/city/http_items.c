/* SPDX-License-Identifier: Apache-2.0 */
/*
 * http_items — POST /v1/items: JSON frame in, signed acknowledgement out.
 *
 * The frame is read strictly: one object, one member, 1 to 64 strings, no member twice. A batch
 * that cannot be read as a whole stores nothing; `item` in the answer tells which one is to
 * blame, so that the courier can leave it out. What can be said about a readable item is said in
 * the acknowledgement.
 */
#include <jansson.h>
#include <string.h>
#include <time.h>
#include "http.h"

#define BASE64URL "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"

/* Goes past `word` at *at. */
static bool past(const char **at, const char *word)
{
	size_t n = strlen(word);
	if (strncmp(*at, word, n) != 0)
		return false;
	*at += n;
	return true;
}

/* The frame as every courier writes it: no white space, nothing but base64url and dots in the
 * strings. jansson copies a text byte by byte; for half a megabyte of base64url that would cost
 * more than all signatures of the batch. What is not exactly like this is no error: jansson then
 * decides. The strings are ended inside body, and only when all of it fits. */
static bool plain_frame(struct buf *body, struct ack_batch *ret)
{
	bool known[256] = { false };
	const char *at = body->data;
	for (const char *c = BASE64URL "."; *c; c++)
		known[(unsigned char)*c] = true;
	ret->n = 0;
	if (!buf_ok(body) || !at || !past(&at, "{\"items\":["))
		return false;
	do {
		if (ret->n == WIRE_BATCH_ITEMS_MAX || !past(&at, "\""))
			return false;
		ret->jws[ret->n] = at;
		/* ends at the NUL behind the body at the latest */
		while (known[(unsigned char)*at])
			at++;
		ret->len[ret->n] = (size_t)(at - ret->jws[ret->n]);
		if (ret->len[ret->n++] == 0 || !past(&at, "\""))
			return false;
	} while (past(&at, ","));
	if (!past(&at, "]}") || at != body->data + body->len)
		return false;
	for (int i = 0; i < ret->n; i++)
		body->data[ret->jws[i] - body->data + (ptrdiff_t)ret->len[i]] = '\0';
	return true;
}

/* False unless body is {"items":["…",…]}. The strings are owned by body, or by *ret_json if not
 * NULL. */
static bool frame(struct buf *body, struct ack_batch *ret, json_t **ret_json)
{
	if (plain_frame(body, ret))
		return true;
	json_t *o = buf_ok(body) && body->data
		? json_loadb(body->data, body->len, JSON_REJECT_DUPLICATES, NULL) : NULL;
	const json_t *items = json_object_get(o, "items");
	size_t n = json_array_size(items);
	bool ok = json_object_size(o) == 1 && n >= 1 && n <= WIRE_BATCH_ITEMS_MAX;
	for (size_t i = 0; i < n && ok; i++) {
		const json_t *one = json_array_get(items, i);
		ok = json_is_string(one) && json_string_length(one) > 0;
		ret->jws[i] = json_string_value(one);
		ret->len[i] = json_string_length(one);
	}
	ret->n = (int)n;
	*ret_json = o;
	return ok;
}

/* For the log, and only what can be a kid: until a signature is checked it is a stranger's text. */
static void note_device(struct request *r, const char *kid)
{
	size_t n = sizeof(r->device) - 1;
	if (strspn(kid, BASE64URL) >= n)
		memcpy(r->device, kid, n);
}

static enum MHD_Result answer_failure(struct request *r, enum ack_result result,
	const struct ack_report *report)
{
	enum problem p = PROBLEM_STORAGE;
	if (result == ACK_MALFORMED)
		p = PROBLEM_ITEM;
	else if (result == ACK_MIXED)
		p = PROBLEM_MIXED;
	else if (result == ACK_LIMITED)
		p = PROBLEM_RATE;
	else if (result == ACK_STORE && report->store == STORE_FULL)
		p = PROBLEM_STORAGE_FULL;
	return http_problem(r, p, result == ACK_MALFORMED ? report->why : NULL, report->item);
}

enum MHD_Result http_items(struct city *c, struct request *r)
{
	struct ack_batch batch;
	struct ack_report report;
	struct ack ack;
	struct buf body = BUF_INIT;
	json_t *json = NULL;
	if (!frame(&r->body, &batch, &json)) {
		json_decref(json);
		return http_problem(r, PROBLEM_MALFORMED, NULL, -1);
	}
	enum ack_result result = ack_answer(&c->desk, &batch, (int64_t)time(NULL), http_now_ms(),
		&ack, &body, &report);
	json_decref(json);
	note_device(r, report.device);
	enum MHD_Result ok;
	if (result == ACK_OK) {
		for (int i = 0; i < ack.len; i++)
			metrics_count_verdict(&c->metrics, ack.entry[i].verdict);
		ok = http_answer(r, MHD_HTTP_OK, WIRE_TYPE_JOSE, &body, NULL);
	} else {
		ok = answer_failure(r, result, &report);
	}
	buf_release(&body);
	return ok;
}
