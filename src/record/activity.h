/* SPDX-License-Identifier: Apache-2.0 */
/*
 * activity — the list of a month's activities in a record of kind ACT.
 *
 * Layer: record; the kiosk closes a month with this hash, the desk checks it.
 */
#ifndef MARUMADO_ACTIVITY_H
#define MARUMADO_ACTIVITY_H
#include <jansson.h>
#include <stdbool.h>
#include "wire.h"

/* Hex SHA-256 of the canonical list: the array as JSON without spaces, members of each entry in the
 * order of their names' bytes, UTF-8 not escaped (jansson's JSON_COMPACT and JSON_SORT_KEYS).
 * False when memory fails. */
bool activity_hash(const json_t *entries, char ret[static WIRE_SHA256_HEX + 1])
	__attribute__((warn_unused_result));
#endif
