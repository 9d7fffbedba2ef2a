/* SPDX-License-Identifier: Apache-2.0 */
/*
 * http_items — POST /v1/items: JSON frame in, signed acknowledgement out.
 *
 * A batch that cannot be read as a whole stores nothing; `item` in the answer tells which one is to
 * blame, so that the courier can leave it out. What can be said about a readable item is said in
 * the acknowledgement.
 */
#include <jansson.h>
#include <string.h>
#include <time.h>
#include "itemframe.h"
#include "http.h"

#define BASE64URL "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"

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
	json_t *json;
	if (!itemframe_read(&r->body, &batch, &json)) {
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
