/* SPDX-License-Identifier: Apache-2.0 */
/*
 * itemframe — the JSON of POST /v1/items: {"items":["…",…]}, 1 to WIRE_BATCH_ITEMS_MAX strings.
 * Layer: city, below http; knows neither HTTP nor what an item is.
 */
#ifndef MARUMADO_CITY_ITEMFRAME_H
#define MARUMADO_CITY_ITEMFRAME_H
#include <jansson.h>
#include <stdbool.h>
#include "ack.h"
#include "buf.h"

/* Reads the frame. The strings of ret are owned by body (which it may change), or by *ret_json when
 * that is not NULL: json_decref it after use, also after false. False unless body is one object
 * with one member, an array of non-empty strings; ret is then undefined. */
bool itemframe_read(struct buf *body, struct ack_batch *ret, json_t **ret_json)
	__attribute__((warn_unused_result));
#endif
