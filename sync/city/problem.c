/* SPDX-License-Identifier: Apache-2.0 */
/*
 * problem — the table of everything that can be wrong with a request as a whole, and its JSON.
 *
 * A courier acts on the status and the type only; title and detail are for people. What an
 * answer says about one item of a good request is not here: that is a verdict in the signed
 * acknowledgement.
 */
#include <assert.h>
#include <jansson.h>
#include <stdlib.h>
#include "problem.h"

static const struct {
	const char *name, *title;
	unsigned status;
	int retry_after_s;
} TABLE[PROBLEM_COUNT] = {
	[PROBLEM_MALFORMED] = { "malformed", "the body is not a batch of items", 400, 0 },
	[PROBLEM_ITEM] = { "item", "an item of the batch cannot be read", 400, 0 },
	[PROBLEM_MIXED] = { "mixed-devices", "the batch has items of more than one device", 400,
	0 },
	[PROBLEM_NOT_FOUND] = { "not-found", "there is nothing here", 404, 0 },
	[PROBLEM_METHOD] = { "method", "this method is not offered here", 405, 0 },
	[PROBLEM_TOO_LARGE] = { "too-large", "the body is larger than 1 MiB", 413, 0 },
	[PROBLEM_MEDIA_TYPE] = { "media-type", "the body must be application/json", 415, 0 },
	[PROBLEM_RATE] = { "rate", "too many requests", 429, 1 },
	[PROBLEM_STORAGE_FULL] = { "storage-full", "there is no space to keep items", 503, 60 },
	[PROBLEM_STORAGE] = { "storage", "the store does not answer", 503, 5 },
	[PROBLEM_STORAGE_DAMAGED] = { "storage-damaged", "the store cannot be relied on", 503,
	300 },
};

unsigned problem_status(enum problem p)
{
	assert(p > PROBLEM_NONE && p < PROBLEM_COUNT);
	return TABLE[p].status;
}

int problem_retry_after_s(enum problem p)
{
	assert(p > PROBLEM_NONE && p < PROBLEM_COUNT);
	return TABLE[p].retry_after_s;
}

bool problem_body(struct buf *ret, enum problem p, const char *detail, int item)
{
	assert(p > PROBLEM_NONE && p < PROBLEM_COUNT);
	json_t *type = json_sprintf("%s%s", PROBLEM_TYPE, TABLE[p].name);
	json_t *body = json_pack("{s:o, s:s, s:i, s:s*}", "type", type, "title", TABLE[p].title,
		"status", (int)TABLE[p].status, "detail", detail);
	if (body && item >= 0)
		json_object_set_new(body, "item", json_integer(item));
	char *text = body ? json_dumps(body, JSON_COMPACT) : NULL;
	if (text)
		buf_puts(ret, text);
	bool ok = text && buf_ok(ret);
	free(text);
	json_decref(body);
	return ok;
}
