/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The key document is kept as it came, with its ETag, so that an unchanged one costs a few bytes a
 * day. Only its framing is looked at (a JWS in JSON form): enough that a hotel's login page is not
 * stored in its place. Believing it is the kiosk's business.
 */
#include "keysfetch.h"

#include <assert.h>
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

bool keysfetch_ask(struct courier *c, const struct transport *t)
{
	struct buf old = BUF_INIT;
	char etag[64] = "";

	if (courier_get_document(c, KEYSFETCH_NAME, etag, &old) != OUTBOX_OK)
		etag[0] = '\0';
	buf_release(&old);
	const struct request rq = { WIRE_PATH_KEYS, NULL, etag, WIRE_DOC_BYTES_MAX,
		TRANSPORT_TIMEOUT_MS };

	return t->start(t->ctx, TRANSPORT_DOCUMENT_LANE, &rq);
}

enum keysfetch_result keysfetch_no_answer(const struct reply *reply, char reason[static 160])
{
	static const enum keysfetch_result of_kind[] = {
		[REPLY_OFFLINE] = KEYSFETCH_OFFLINE,
		[REPLY_TLS] = KEYSFETCH_TLS,
		[REPLY_BROKEN] = KEYSFETCH_REFUSED,
	};

	assert(reply->kind != REPLY_HTTP);
	snprintf(reason, 160, "%.159s", reply->reason);
	return of_kind[reply->kind];
}

enum keysfetch_result keysfetch_take(
	struct courier *c, const struct reply *reply, char reason[static 160])
{
	return reply->kind == REPLY_HTTP ? keep(c, reply, reason)
					 : keysfetch_no_answer(reply, reason);
}
