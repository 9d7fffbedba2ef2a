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

/* False unless body is exactly {"items":["…",…]}. The strings stay owned by *ret_json. */
static bool frame(const struct buf *body, struct ack_batch *ret, json_t **ret_json)
{
	json_t *o = buf_ok(body) ? json_loadb(body->data ? body->data : "", body->len,
		JSON_REJECT_DUPLICATES, NULL)
		: NULL;
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
	if (report.device[0])
		memcpy(r->device, report.device, sizeof(r->device) - 1);
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
