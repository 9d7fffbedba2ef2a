/* SPDX-License-Identifier: Apache-2.0 */
/*
 * f-batch — itemframe_read: what the city reads of a request before it knows who sent it.
 *
 * Input: the body of POST /v1/items. Holds: the fast reader and jansson never disagree on what is
 * accepted or on a single string; a batch that a courier would write is accepted.
 */
#include <stdlib.h>
#include <string.h>
#include "batch.h"
#include "itemframe.h"
#include "fuzz.h"

/* The items as jansson reads them, NULL when the text is no frame; new. */
static json_t *by_jansson(const uint8_t *data, size_t size)
{
	json_t *o = json_loadb((const char *)data, size, JSON_REJECT_DUPLICATES, NULL), *one;
	json_t *items = json_is_object(o) ? json_incref(json_object_get(o, "items")) : NULL;
	bool ok = json_is_array(items) && json_object_size(o) == 1 && json_array_size(items) >= 1 &&
		  json_array_size(items) <= WIRE_BATCH_ITEMS_MAX;
	size_t i;

	json_array_foreach(items, i, one) ok = ok && json_string_length(one) > 0;
	json_decref(o);
	if (ok)
		return items;
	json_decref(items);
	return NULL;
}

/* The frame of a courier around the items, when they are what a courier sends. */
static void check_courier(const struct ack_batch *items)
{
	struct buf body = BUF_INIT;
	struct ack_batch again;
	json_t *json;

	for (int i = 0; i < items->n; i++) {
		if (!batch_is_compact(items->jws[i], items->len[i])) {
			buf_release(&body);
			return;
		}
		buf_printf(&body, "%s\"%s\"", i ? "," : "{\"items\":[", items->jws[i]);
	}
	buf_puts(&body, "]}");
	HOLDS(itemframe_read(&body, &again, &json) && again.n == items->n);
	for (int i = 0; i < items->n; i++)
		HOLDS(strcmp(again.jws[i], items->jws[i]) == 0);
	json_decref(json);
	buf_release(&body);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct buf body = BUF_INIT;
	struct ack_batch batch;
	json_t *json, *wanted = by_jansson(data, size);

	buf_append(&body, data, size);
	if (itemframe_read(&body, &batch, &json)) {
		HOLDS(wanted && json_array_size(wanted) == (size_t)batch.n);
		for (int i = 0; i < batch.n; i++) {
			const json_t *one = json_array_get(wanted, (size_t)i);

			HOLDS(batch.len[i] == json_string_length(one));
			HOLDS(strlen(batch.jws[i]) == batch.len[i]);
			HOLDS(strcmp(batch.jws[i], json_string_value(one)) == 0);
		}
		check_courier(&batch);
	} else {
		HOLDS(!wanted);
	}
	json_decref(json);
	json_decref(wanted);
	buf_release(&body);
	return 0;
}
