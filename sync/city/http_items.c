/* SPDX-License-Identifier: Apache-2.0 */
/*
 * http_items — POST /v1/items: JSON frame in, signed acknowledgement out.
 *
 * A batch that cannot be read as a whole stores nothing; `item` in the answer tells which one is to
 * blame, so that the courier can leave it out. What can be said about a readable item is said in
 * the acknowledgement. The work is done by a worker while the connection rests (suspended).
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

static void note_failure(struct city *c, struct outcome *o, enum ack_result result,
	const struct ack_report *report)
{
	o->problem = PROBLEM_STORAGE;
	o->item = report->item;
	if (result == ACK_MALFORMED) {
		o->problem = PROBLEM_ITEM;
		memcpy(o->detail, report->why, sizeof(o->detail));
	} else if (result == ACK_MIXED) {
		o->problem = PROBLEM_MIXED;
	} else if (result == ACK_LIMITED) {
		o->problem = PROBLEM_RATE;
	} else if (result == ACK_STORE) {
		o->problem = http_store_problem(c, report->store);
	}
}

static void decide(struct city *c, struct request *r)
{
	struct ack_batch batch;
	struct ack_report report;
	struct ack ack;
	json_t *json;
	if (!itemframe_read(&r->body, &batch, &json)) {
		json_decref(json);
		r->outcome.problem = PROBLEM_MALFORMED;
		r->outcome.item = -1;
		return;
	}
	enum ack_result result = ack_answer(&c->desk, &batch, (int64_t)time(NULL), http_now_ms(),
		&ack, &r->outcome.ack, &report);
	json_decref(json);
	note_device(r, report.device);
	if (result != ACK_OK)
		note_failure(c, &r->outcome, result, &report);
	for (int i = 0; result == ACK_OK && i < ack.len; i++)
		metrics_count_verdict(&c->metrics, ack.entry[i].verdict);
}

void http_items_work(void *city, void *request)
{
	struct request *r = request;
	decide(city, r);
	MHD_resume_connection(r->connection); /* r is the library's again */
}

/* Called a second time when the worker is done. */
enum MHD_Result http_items(struct city *c, struct request *r)
{
	const struct outcome *o = &r->outcome;
	if (!r->handed_over) {
		r->handed_over = true;
		r->job.what = r;
		MHD_suspend_connection(r->connection); /* first: a worker may be very quick */
		if (!workers_put(c->workers, &r->job)) {
			r->outcome.problem = PROBLEM_STORAGE; /* the server is about to end */
			r->outcome.item = -1;
			MHD_resume_connection(r->connection);
		}
		return MHD_YES;
	}
	if (o->problem == PROBLEM_NONE)
		return http_answer(r, MHD_HTTP_OK, WIRE_TYPE_JOSE, &o->ack, NULL);
	return http_problem(r, o->problem, o->detail[0] ? o->detail : NULL, o->item);
}
