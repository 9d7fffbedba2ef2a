/* SPDX-License-Identifier: Apache-2.0 */
/*
 * outbox_check — why: rows come back from damaged files and names become file names; both are
 * believed only in the one form this program writes.
 *
 * A pattern holds '0' for a digit and itself otherwise. The JWS is bytes to this layer: only its
 * length is bounded, its signature is the city's to judge.
 */
#include "outbox_check.h"

#include <openssl/sha.h>
#include <stdint.h>
#include <string.h>

bool check_hex(const char *s, size_t digits)
{
	return strlen(s) == digits && strspn(s, "0123456789abcdef") == digits;
}

static bool matches(const char *s, const char *pattern)
{
	for (; *pattern; s++, pattern++) {
		if (*pattern == '0' ? *s < '0' || *s > '9' : *s != *pattern)
			return false;
	}
	return *s == '\0';
}

/* "2026-11-23T10"; the form only. */
static bool check_hour(const char *s)
{
	return matches(s, "0000-00-00T00");
}

bool check_day(const char *s)
{
	return matches(s, "0000-00-00");
}

bool check_listed(const struct outbox_item *item)
{
	return item->seq > 0 && item->seq <= INT64_MAX && check_hex(item->id, WIRE_ID_HEX)
		&& check_hour(item->made_hour) && item->jws_len > 0
		&& item->jws_len <= WIRE_ITEM_BYTES_MAX;
}

bool check_item(const struct outbox_item *item)
{
	return item->jws && check_listed(item);
}

void check_sha256(const void *data, size_t len, char ret[static WIRE_SHA256_HEX + 1])
{
	static const char digits[] = "0123456789abcdef";
	unsigned char sum[SHA256_DIGEST_LENGTH];

	SHA256(data, len, sum);
	for (size_t i = 0; i < sizeof(sum); i++) {
		ret[2 * i] = digits[sum[i] >> 4];
		ret[2 * i + 1] = digits[sum[i] & 15];
	}
	ret[WIRE_SHA256_HEX] = '\0';
}
