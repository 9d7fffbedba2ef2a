/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The framing of a JWS compact: three base64url parts, the first two of them JSON objects. The
 * reader is strict (alphabet, lengths, lower-case hex, known verdicts, no id twice) because
 * whatever it lets through stops an item from being sent again, and the bytes come from whoever
 * answered the socket. It does not look at the signature, does not believe anything and keeps
 * nothing.
 */
#include "ackframe.h"

#include <jansson.h>
#include <openssl/evp.h>
#include <stdlib.h>
#include <string.h>

static const char *const VERDICTS[] = {
	[ACK_STORED] = WIRE_VERDICT_STORED,
	[ACK_DUPLICATE] = WIRE_VERDICT_DUPLICATE,
	[ACK_CONFLICT] = WIRE_VERDICT_CONFLICT,
	[ACK_REFUSED] = WIRE_VERDICT_REFUSED,
	[ACK_PENDING] = WIRE_VERDICT_PENDING,
};

const char *ack_verdict_name(enum ack_verdict v)
{
	return VERDICTS[v];
}

bool ack_verdict_read(const char *word, enum ack_verdict *ret)
{
	for (size_t i = 0; i < sizeof VERDICTS / sizeof VERDICTS[0]; i++) {
		if (strcmp(word, VERDICTS[i]) == 0) {
			*ret = (enum ack_verdict)i;
			return true;
		}
	}
	return false;
}

static const char BASE64URL[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

static bool is_base64url(const char *s, size_t len)
{
	bool digit[256] = { false }, all = len > 0 && len % 4 != 1;

	for (const char *c = BASE64URL; *c != '\0'; c++)
		digit[(unsigned char)*c] = true;
	for (size_t i = 0; i < len; i++)
		all &= digit[(unsigned char)s[i]];
	return all;
}

/* Decodes len characters, a NULL-free text of JSON expected. Returns a parsed object or NULL. */
static json_t *decode_object(const char *s, size_t len)
{
	unsigned char *in, *out = NULL;
	json_t *obj = NULL;
	size_t padded = (len + 3) / 4 * 4;
	int n;

	if (!is_base64url(s, len) || len > WIRE_ACK_BYTES_MAX)
		return NULL;
	in = malloc(padded + 1);
	out = malloc(padded / 4 * 3 + 1);
	if (in == NULL || out == NULL)
		goto end;
	for (size_t i = 0; i < padded; i++)
		in[i] = (unsigned char)(i >= len      ? '='
					: s[i] == '-' ? '+'
					: s[i] == '_' ? '/'
						      : s[i]);
	n = EVP_DecodeBlock(out, in, (int)padded);
	if (n < (int)(padded - len))
		goto end;
	obj = json_loadb(
		(const char *)out, (size_t)n - (padded - len), JSON_REJECT_DUPLICATES, NULL);
	if (obj != NULL && !json_is_object(obj)) {
		json_decref(obj);
		obj = NULL;
	}
end:
	free(in);
	free(out);
	return obj;
}

/* Finds the two dots. */
static bool split(const char *jws, size_t len, size_t *ret_dot1, size_t *ret_dot2)
{
	const char *end = jws + len, *a, *b;

	a = memchr(jws, '.', len);
	if (a == NULL)
		return false;
	b = memchr(a + 1, '.', (size_t)(end - a - 1));
	if (b == NULL || !is_base64url(b + 1, (size_t)(end - b - 1)))
		return false;
	*ret_dot1 = (size_t)(a - jws);
	*ret_dot2 = (size_t)(b - jws);
	return true;
}

static bool copy_hex(const json_t *value, size_t digits, char *ret)
{
	const char *s = json_string_value(value);

	if (s == NULL || json_string_length(value) != digits ||
		strspn(s, "0123456789abcdef") != digits)
		return false;
	memcpy(ret, s, digits + 1);
	return true;
}

static bool copy_name(const json_t *value, char ret[static WIRE_KID_MAX + 1])
{
	const char *s = json_string_value(value);

	ret[0] = '\0';
	if (s == NULL || json_string_length(value) > WIRE_KID_MAX || !is_base64url(s, strlen(s)) ||
		strlen(s) != json_string_length(value))
		return false;
	memcpy(ret, s, strlen(s) + 1);
	return true;
}

static const char *read_entry(const json_t *obj, struct ackframe *frame)
{
	struct ackframe_entry *e = &frame->entries[frame->n];
	const char *word = json_string_value(json_object_get(obj, "verdict"));

	if (!copy_hex(json_object_get(obj, "id"), WIRE_ID_HEX, e->id))
		return "an id is not 32 hex digits";
	if (!copy_hex(json_object_get(obj, "sha256"), WIRE_SHA256_HEX, e->sha256))
		return "a hash is not 64 hex digits";
	if (word == NULL || !ack_verdict_read(word, &e->verdict))
		return "a verdict is unknown";
	for (size_t i = 0; i < frame->n; i++) {
		if (strcmp(frame->entries[i].id, e->id) == 0)
			return "an id appears twice";
	}
	frame->n++;
	return NULL;
}

static const char *read_payload(const json_t *payload, struct ackframe *ret)
{
	const json_t *acks = json_object_get(payload, "acks"),
		     *version = json_object_get(payload, "v");
	const char *why;

	ret->n = 0;
	if (!json_is_integer(version) || json_integer_value(version) != WIRE_VERSION)
		return "the version is not known";
	if (!copy_name(json_object_get(payload, "device"), ret->device))
		return "there is no device";
	if (!json_is_array(acks) || json_array_size(acks) > WIRE_BATCH_ITEMS_MAX)
		return "the list of acks is missing or too long";
	for (size_t i = 0; i < json_array_size(acks); i++) {
		why = read_entry(json_array_get(acks, i), ret);
		if (why != NULL)
			return why;
	}
	return NULL;
}

bool ackframe_parse(const char *jws, size_t len, struct ackframe *ret, const char **ret_why)
{
	json_t *header = NULL, *payload = NULL;
	const char *typ, *why = "not a JWS";
	size_t dot1, dot2;

	if (len == 0 || len > WIRE_ACK_BYTES_MAX || !split(jws, len, &dot1, &dot2))
		goto end;
	header = decode_object(jws, dot1);
	payload = decode_object(jws + dot1 + 1, dot2 - dot1 - 1);
	if (header == NULL || payload == NULL)
		goto end;
	typ = json_string_value(json_object_get(header, "typ"));
	if (typ == NULL || strcmp(typ, WIRE_TYP_ACK) != 0)
		why = "not an acknowledgement";
	else
		why = read_payload(payload, ret);
end:
	json_decref(header);
	json_decref(payload);
	if (why != NULL)
		*ret_why = why;
	return why == NULL;
}

bool ackframe_kid(const char *jws, size_t len, char ret[static WIRE_KID_MAX + 1])
{
	json_t *header;
	size_t dot1, dot2;
	bool ok;

	ret[0] = '\0';
	if (len == 0 || !split(jws, len, &dot1, &dot2))
		return false;
	header = decode_object(jws, dot1);
	ok = header != NULL && copy_name(json_object_get(header, "kid"), ret);
	json_decref(header);
	return ok;
}
