/* SPDX-License-Identifier: Apache-2.0 */
/*
 * item — why: one item is all that ever leaves the kiosk, and all that a stranger can throw at the
 * city. Its payload has a closed set of members with exact forms; what is not listed here is
 * refused, so that nothing about a person can ride along outside the seal by mistake or on purpose.
 *
 * A sealed item's `seal` is looked at from outside only: the members of a JWE general JSON, the
 * number of recipients. Whether it opens is known to the desk alone (unseal.c).
 * Not here: signatures (sign.c), who may send (the city), order and gaps (people).
 */
#include "sign.h"

#include <assert.h>
#include <openssl/evp.h>
#include <openssl/rand.h>
#include <stdio.h>
#include <string.h>
#include "jws.h"

#define STRING_KEPT  256              /* more than any string value that is read */
#define ITEM_SEQ_MAX 9007199254740991 /* 2^53 - 1, exact in every JSON reader */
#define LENGTH(a)    (sizeof(a) / sizeof *(a))

void hex(const unsigned char *bytes, size_t n, char *ret)
{
	static const char digit[] = "0123456789abcdef";

	for (size_t i = 0; i < n; i++) {
		ret[2 * i] = digit[bytes[i] >> 4];
		ret[2 * i + 1] = digit[bytes[i] & 15];
	}
	ret[2 * n] = '\0';
}

void sha256_hex(const void *data, size_t len, char ret[static WIRE_SHA256_HEX + 1])
{
	unsigned char sum[EVP_MAX_MD_SIZE];

	if (EVP_Digest(data, len, sum, NULL, EVP_sha256(), NULL) != 1)
		memset(sum, 0, sizeof sum); /* out of memory: matches no real item */
	hex(sum, WIRE_SHA256_HEX / 2, ret);
}

bool item_new_id(char ret[static WIRE_ID_HEX + 1])
{
	unsigned char id[WIRE_ID_HEX / 2];

	if (RAND_bytes(id, sizeof id) != 1)
		return false;
	hex(id, sizeof id, ret);
	return true;
}

/* Days to 31: calendars are not a security matter. */
bool made_ok(const char *s)
{
	static const char form[] = "dddd-dd-ddTdd";
	int part[3];

	if (strlen(s) != WIRE_MADE_LEN)
		return false;
	for (size_t i = 0; i < WIRE_MADE_LEN; i++)
		if (form[i] == 'd' ? s[i] < '0' || s[i] > '9' : s[i] != form[i])
			return false;
	for (size_t i = 0; i < 3; i++)
		part[i] = (s[5 + 3 * i] - '0') * 10 + s[6 + 3 * i] - '0';
	return part[0] >= 1 && part[0] <= 12 && part[1] >= 1 && part[1] <= 31 && part[2] <= 23;
}

static bool recipient_ok(const json_t *r)
{
	static const char *const allowed[] = { "header", "encrypted_key" };

	return members_only(r, allowed, LENGTH(allowed)) &&
	       json_is_object(json_object_get(r, "header")) &&
	       json_is_string(json_object_get(r, "encrypted_key"));
}

/* A JWE general JSON from outside (RFC 7516 §7.2.1), without unprotected or additional data. */
static bool seal_ok(const json_t *seal)
{
	static const char *const allowed[] = { "protected", "recipients", "iv", "ciphertext",
		"tag" };
	const json_t *recipients = json_object_get(seal, "recipients");
	size_t n = json_array_size(recipients);

	if (!members_only(seal, allowed, LENGTH(allowed)) ||
		json_object_size(seal) != LENGTH(allowed) || n < 1 || n > KEYS_SEAL_MAX)
		return false;
	for (size_t i = 0; i < LENGTH(allowed); i++)
		if (i != 1 && !json_is_string(json_object_get(seal, allowed[i])))
			return false;
	for (size_t i = 0; i < n; i++)
		if (!recipient_ok(json_array_get(recipients, i)))
			return false;
	return true;
}

/* Each kind carries what belongs to it: a record its seal, an enrolment the key that signed it. */
static bool parts_fit(const struct item *it)
{
	struct jwk k;
	bool ok;

	if (it->seal && !seal_ok(it->seal))
		return false;
	if (strcmp(it->kind, WIRE_KIND_RECORD) == 0)
		return it->seal && !it->device;
	if (strcmp(it->kind, WIRE_KIND_HEALTH) == 0)
		return !it->device;
	if (strcmp(it->kind, WIRE_KIND_ENROL) != 0 || it->seal || !it->device ||
		!jwk_from_json(&k, it->device))
		return false;
	ok = strcmp(k.kid, it->kid) == 0 && jwk_alg_is(&k, JWS_ALG);
	jwk_release(&k);
	return ok;
}

static json_t *payload_new(const struct item *it)
{
	json_t *o = json_pack("{si ss sI ss ss si ss}", "v", WIRE_VERSION, "id", it->id, "seq",
		(json_int_t)it->seq, "prev", it->prev, "kind", it->kind, "urgent",
		it->urgent ? 1 : 0, "made", it->made);

	if (!o)
		return NULL;
	if (json_object_set_new(o, "seal", it->seal ? json_incref(it->seal) : json_null()) ||
		(it->device && json_object_set(o, "device", it->device))) {
		json_decref(o);
		return NULL;
	}
	return o;
}

bool item_sign(struct buf *ret, const struct item *it, const struct jwk *device_key)
{
	struct buf jws = BUF_INIT;
	json_t *payload = payload_new(it);
	struct item again;
	char why[SIGN_REASON_MAX];
	bool ok = payload && jws_make(&jws, WIRE_TYP_ITEM, payload, device_key) &&
		  item_parse(&again, jws.data, jws.len,
			  why); /* the city would refuse what we cannot read */

	if (ok) {
		item_release(&again);
		buf_append(ret, jws.data, jws.len);
		ok = buf_ok(ret);
	}
	json_decref(payload);
	buf_release(&jws);
	return ok;
}

/* The payload's members into it; NULL, or the name of the first that is wrong. */
static const char *payload_read(struct item *it, json_t *o)
{
	static const char *const allowed[] = { "v", "id", "seq", "prev", "kind", "urgent", "made",
		"seal", "device" };
	const json_t *v = json_object_get(o, "v"), *urgent = json_object_get(o, "urgent");
	json_int_t seq = json_integer_value(json_object_get(o, "seq"));
	json_t *seal = json_object_get(o, "seal");

	if (!json_is_integer(v) || json_integer_value(v) != WIRE_VERSION)
		return "v"; /* first: a later version may mean other members */
	if (!members_only(o, allowed, LENGTH(allowed)))
		return "member";
	if (!member_copy(o, "id", it->id, sizeof it->id) || !hex_only(it->id, WIRE_ID_HEX))
		return "id";
	if (seq < 1 || seq > ITEM_SEQ_MAX)
		return "seq";
	it->seq = (uint64_t)seq;
	if (!member_copy(o, "prev", it->prev, sizeof it->prev) ||
		!hex_only(it->prev, WIRE_SHA256_HEX))
		return "prev";
	if (!member_copy(o, "kind", it->kind, sizeof it->kind))
		return "kind";
	if (!json_is_integer(urgent) || json_integer_value(urgent) < 0 ||
		json_integer_value(urgent) > 1)
		return "urgent";
	it->urgent = json_integer_value(urgent) == 1;
	if (!member_copy(o, "made", it->made, sizeof it->made) || !made_ok(it->made))
		return "made";
	if (!json_is_null(seal) && !json_is_object(seal))
		return "seal";
	it->seal = json_is_null(seal) ? NULL : json_incref(seal);
	it->device = json_incref(json_object_get(o, "device"));
	return parts_fit(it) ? NULL : "kind";
}

/* Cuts long base64url string values of a JSON text down to their first STRING_KEPT characters.
 * What lies between two quotation marks and has neither escape nor mark in it is either a whole
 * string, or the end of one, or stands where no JSON text has such a thing: so the text is valid
 * afterwards exactly if it was before, and only values differ that are too long for every member
 * whose value is read. Names keep their length: a colon follows them. */
static void cut_long_values(struct buf *text)
{
	static const char set[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
				  "0123456789-_";
	char *quote = memchr(text->data, '"', text->len), *next;
	size_t rest, n; /* characters behind quote */

	for (; quote; quote = next) {
		rest = text->len - (size_t)(quote + 1 - text->data);
		next = memchr(quote + 1, '"', rest);
		n = next ? (size_t)(next - quote - 1) : 0;
		if (n <= STRING_KEPT || !strchr(",}]", next[1]) || strspn(quote + 1, set) != n)
			continue;
		text->len -= n - STRING_KEPT;
		next = quote + 1 + STRING_KEPT;
		memmove(next, quote + 1 + n, rest - n + 1); /* with the NUL */
	}
}

/* The payload into it, NULL or the name of what is wrong. With outer, without what nobody reads. */
static const char *payload_of(struct item *it, const struct jws_parts *p, bool outer)
{
	struct buf text = BUF_INIT;
	const char *problem = "payload";
	json_t *o = NULL;

	if (!b64url_decode(&text, p->payload, p->payload_len))
		goto end;
	if (outer && item_plain(it, buf_str(&text), text.len)) {
		problem = NULL;
		goto end;
	}
	if (outer)
		cut_long_values(&text);
	o = json_loadb(text.data, text.len, JSON_REJECT_DUPLICATES, NULL);
	if (json_is_object(o))
		problem = payload_read(it, o);
end:
	json_decref(o);
	buf_release(&text);
	return problem;
}

static bool parse(struct item *ret, const char *jws, size_t len, bool outer, char *why)
{
	struct item it = { .seq = 0 };
	struct jws_parts p;
	const char *problem = NULL;

	if (len > WIRE_ITEM_BYTES_MAX)
		problem = "size";
	else if (!jws_split(&p, jws, len) || strcmp(p.header.typ, WIRE_TYP_ITEM) != 0)
		problem = "header";
	if (!problem) {
		memcpy(it.kid, p.header.kid, sizeof it.kid);
		problem = payload_of(&it, &p, outer);
	}
	if (outer) {
		json_decref(it.seal);
		it.seal = NULL;
	}
	if (!problem) {
		*ret = it;
		return true;
	}
	item_release(&it);
	snprintf(why, SIGN_REASON_MAX, "%s", problem);
	return false;
}

bool item_parse(struct item *ret, const char *jws, size_t len, char why[static SIGN_REASON_MAX])
{
	return parse(ret, jws, len, false, why);
}

bool item_parse_outer(
	struct item *ret, const char *jws, size_t len, char why[static SIGN_REASON_MAX])
{
	return parse(ret, jws, len, true, why);
}

void item_release(struct item *it)
{
	if (!it)
		return;
	json_decref(it->seal);
	json_decref(it->device);
	*it = (struct item){ .seq = 0 };
}
