/* SPDX-License-Identifier: Apache-2.0 */
/*
 * plainitem — why: a city reads thousands of records a second only to pass them on, and a JSON
 * parser spends more on one than SHA-256 does.
 *
 * All kiosks spell a record alike (item_sign and libjose, compact, in this order of members), so
 * its members are read from where they must stand. What is accepted here is valid JSON, without
 * escapes, without a member twice, with the values that item.c would find; everything else, good
 * or bad, is left to item.c. tests/fuzz/f-item.c holds that both always say the same.
 * Not here: enrolments and health notes, which are few; the reason why something is refused.
 */
#include <string.h>
#include "jws.h"
#include "plain.h"
#include "sign.h"

#define SEQ_DIGITS_MAX 15 /* less than 2^53 whatever they are */

/* A number without sign, point or leading zero. */
static bool number(const char **at, uint64_t *ret)
{
	const char *s = *at;
	uint64_t n = 0;

	if (*s < '1' || *s > '9')
		return false;
	for (; *s >= '0' && *s <= '9'; s++) {
		if (s - *at == SEQ_DIGITS_MAX)
			return false;
		n = n * 10 + (uint64_t)(*s - '0');
	}
	*ret = n;
	*at = s;
	return true;
}

/* What libjose writes for each reader of a seal. */
static bool recipient(const char **at, const char *end)
{
	return plain_past(at, "{\"header\":{\"kid\":\"") && plain_string(at, end) &&
	       plain_past(at, ",\"epk\":{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"") &&
	       plain_string(at, end) && plain_past(at, ",\"y\":\"") && plain_string(at, end) &&
	       plain_past(at, "}},\"encrypted_key\":\"") && plain_string(at, end) &&
	       plain_past(at, "}");
}

static bool recipients(const char **at, const char *end)
{
	for (int n = 1; n <= KEYS_SEAL_MAX && recipient(at, end); n++)
		if (!plain_past(at, ","))
			return plain_past(at, "]");
	return false;
}

/* Every member once; with several readers libjose puts their list before the ciphertext. */
static bool seal(const char **at, const char *end)
{
	static const char *const names[] = { "\"protected\":\"", "\"iv\":\"", "\"tag\":\"",
		"\"ciphertext\":\"", "\"recipients\":[" };
	enum { RECIPIENTS = 4, ALL = 5 };
	unsigned seen = 0;

	if (!plain_past(at, "{"))
		return false;
	do {
		unsigned i = 0;

		while (i < ALL && !plain_past(at, names[i]))
			i++;
		if (i == ALL || (seen & 1u << i) ||
			!(i == RECIPIENTS ? recipients(at, end) : plain_string(at, end)))
			return false;
		seen |= 1u << i;
	} while (plain_past(at, ","));
	return seen == (1u << ALL) - 1 && plain_past(at, "}");
}

/* "2026-11-23T10" and its quotation mark. */
static bool made(const char **at, const char *end, char ret[static WIRE_MADE_LEN + 1])
{
	if (end - *at <= WIRE_MADE_LEN || (*at)[WIRE_MADE_LEN] != '"')
		return false;
	memcpy(ret, *at, WIRE_MADE_LEN);
	ret[WIRE_MADE_LEN] = '\0';
	*at += WIRE_MADE_LEN + 1;
	return made_ok(ret);
}

bool item_plain(struct item *ret, const char *text, size_t len)
{
	struct item it = { .kind = WIRE_KIND_RECORD };
	const char *at = text, *end = text + len;

	if (!plain_past(&at, "{\"v\":1,\"id\":\"") || !plain_copy(&at, end, it.id, sizeof it.id) ||
		!hex_only(it.id, WIRE_ID_HEX) || !plain_past(&at, ",\"seq\":") ||
		!number(&at, &it.seq) || !plain_past(&at, ",\"prev\":\"") ||
		!plain_copy(&at, end, it.prev, sizeof it.prev) ||
		!hex_only(it.prev, WIRE_SHA256_HEX) ||
		!plain_past(&at, ",\"kind\":\"" WIRE_KIND_RECORD "\",\"urgent\":"))
		return false;
	it.urgent = *at == '1';
	if (!plain_past(&at, it.urgent ? "1,\"made\":\"" : "0,\"made\":\"") ||
		!made(&at, end, it.made) || !plain_past(&at, ",\"seal\":") || !seal(&at, end) ||
		!plain_past(&at, "}") || at != end)
		return false;
	memcpy(it.kid, ret->kid, sizeof it.kid);
	*ret = it;
	return true;
}
