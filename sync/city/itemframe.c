/* SPDX-License-Identifier: Apache-2.0 */
/*
 * itemframe — why: this is the first thing that reads what a stranger sends to the city.
 *
 * It is read strictly: one object, one member, 1 to 64 strings, no member twice. There are two
 * readers, a fast one for what every courier writes and jansson for everything else; a fuzz target
 * (tests/fuzz/f-batch.c) holds that they never disagree.
 * Not here: what is in the strings (src/record/item.c).
 */
#include "itemframe.h"

#include <stddef.h>

#include "plain.h"

/* Goes past base64url and dots, end at most. */
static void past_compact(const char **at, const char *end)
{
	do
		*at += plain_run(*at, (size_t)(end - *at));
	while (plain_past(at, "."));
}

/* The frame as every courier writes it: no white space, nothing but base64url and dots in the
 * strings. jansson copies a text byte by byte; for half a megabyte of base64url that would cost
 * more than all signatures of the batch. What is not exactly like this is no error: jansson then
 * decides. The strings are ended inside body, and only when all of it fits. */
static bool plain_frame(struct buf *body, struct ack_batch *ret)
{
	const char *at = body->data, *end = at ? at + body->len : NULL;
	ret->n = 0;
	if (!buf_ok(body) || !at || !plain_past(&at, "{\"items\":["))
		return false;
	do {
		if (ret->n == WIRE_BATCH_ITEMS_MAX || !plain_past(&at, "\""))
			return false;
		ret->jws[ret->n] = at;
		past_compact(&at, end);
		ret->len[ret->n] = (size_t)(at - ret->jws[ret->n]);
		if (ret->len[ret->n++] == 0 || !plain_past(&at, "\""))
			return false;
	} while (plain_past(&at, ","));
	if (!plain_past(&at, "]}") || at != end)
		return false;
	for (int i = 0; i < ret->n; i++)
		body->data[ret->jws[i] - body->data + (ptrdiff_t)ret->len[i]] = '\0';
	return true;
}

bool itemframe_read(struct buf *body, struct ack_batch *ret, json_t **ret_json)
{
	*ret_json = NULL;
	if (plain_frame(body, ret))
		return true;
	json_t *o = buf_ok(body) && body->data
			    ? json_loadb(body->data, body->len, JSON_REJECT_DUPLICATES, NULL)
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
