/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The key document is kept as it came, with its ETag, so that an unchanged one costs a few bytes a
 * day. Only its framing is looked at (a JWS in JSON form): enough that a hotel's login page is not
 * stored in its place. Believing it is the kiosk's business.
 */
#include "keysfetch.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "wire.h"

static bool is_jws_json(const struct buf *body)
{
	json_t *doc = json_loadb(buf_str(body), body->len, JSON_REJECT_DUPLICATES, NULL);
	bool ok = json_is_string(json_object_get(doc, "payload")) &&
		  json_is_array(json_object_get(doc, "signatures"));

	json_decref(doc);
	return ok;
}

static enum keysfetch_result keep(
	struct courier *c, const struct reply *reply, char reason[static 160])
{
	if (reply->status == 304)
		return KEYSFETCH_SAME;
	if (reply->status != 200) {
		snprintf(reason, 160, "the city answered %ld for its keys", reply->status);
		return KEYSFETCH_REFUSED;
	}
	if (!is_jws_json(&reply->body)) {
		snprintf(reason, 160, "the answer is not a key document");
		return KEYSFETCH_REFUSED;
	}
	if (courier_put_document(c, KEYSFETCH_NAME, reply->etag, reply->body.data,
		    reply->body.len) != OUTBOX_OK) {
		snprintf(reason, 160, "cannot keep the key document");
		return KEYSFETCH_REFUSED;
	}
	return KEYSFETCH_NEW;
}

enum keysfetch_result keysfetch_get(const struct transport *t, const struct request *rq,
	struct reply *reply, char reason[static 160])
{
	static const enum keysfetch_result of_kind[] = {
		[REPLY_HTTP] = KEYSFETCH_NEW,
		[REPLY_OFFLINE] = KEYSFETCH_OFFLINE,
		[REPLY_TLS] = KEYSFETCH_TLS,
		[REPLY_BROKEN] = KEYSFETCH_REFUSED,
	};
	unsigned lane;

	if (!t->start(t->ctx, 0, rq)) {
		snprintf(reason, 160, "cannot start a request");
		return KEYSFETCH_OFFLINE;
	}
	switch (t->wait(t->ctx, &lane, reply)) {
	case TRANSPORT_REPLY:
		if (reply->kind != REPLY_HTTP)
			snprintf(reason, 160, "%.159s", reply->reason);
		return of_kind[reply->kind];
	case TRANSPORT_STOPPED:
		t->abandon(t->ctx);
		return KEYSFETCH_STOPPED;
	case TRANSPORT_FAILED:
		t->abandon(t->ctx);
		snprintf(reason, 160, "the network library failed");
		break;
	}
	return KEYSFETCH_OFFLINE;
}

enum keysfetch_result keysfetch_run(
	struct courier *c, const struct transport *t, char reason[static 160])
{
	struct buf old = BUF_INIT;
	struct reply reply = { .body = BUF_INIT };
	char etag[64] = "";

	reason[0] = '\0';
	if (courier_get_document(c, KEYSFETCH_NAME, etag, &old) != OUTBOX_OK)
		etag[0] = '\0';
	buf_release(&old);
	const struct request rq = { WIRE_PATH_KEYS, NULL, etag, WIRE_DOC_BYTES_MAX,
		TRANSPORT_TIMEOUT_MS };
	enum keysfetch_result result = keysfetch_get(t, &rq, &reply, reason);

	if (result == KEYSFETCH_NEW)
		result = keep(c, &reply, reason);
	buf_release(&reply.body);
	return result;
}
