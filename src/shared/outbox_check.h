/* SPDX-License-Identifier: Apache-2.0 */
/*
 * outbox_check — the forms that ids, hashes, hours and days must have before they meet a file or a
 * query.
 *
 * Layer: shared, private to this folder. Pure.
 */
#ifndef MARUMADO_OUTBOX_CHECK_H
#define MARUMADO_OUTBOX_CHECK_H
#include <stdbool.h>
#include <stddef.h>
#include "outbox.h"

/* Exactly `digits` lower-case hex digits. */
bool check_hex(const char *s, size_t digits);
/* "2026-11-23"; the form only, not the calendar. */
bool check_day(const char *s);
/* Every member of an item that is about to be stored. */
bool check_item(const struct outbox_item *item);
/* The same without the bytes of the JWS, of which only the length is known. */
bool check_listed(const struct outbox_item *item);
/* Lower-case hex SHA-256 of data. */
void check_sha256(const void *data, size_t len, char ret[static WIRE_SHA256_HEX + 1]);
#endif
