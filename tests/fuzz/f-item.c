/* SPDX-License-Identifier: Apache-2.0 */
/*
 * f-item — item_parse, the splitting of a JWS and base64url, which read what any stranger may send
 * to the city.
 *
 * Input: a JWS compact; or, with a newline in it, the JSON of a header and of a payload, which are
 * put into base64url and given a signature's length ("~" stands for many A's: what is long is read
 * differently, and a fuzzer seldom makes anything long). Holds: what is accepted has the form that
 * sign.h promises, and signed anew it is read back equal; the city's faster reading gives the same
 * answer; base64url has one spelling only.
 */
#include <stdlib.h>
#include <string.h>
#include "fuzz.h"
#include "jws.h"
#include "sign.h"
#include "signing.h"

#define LONG 257 /* more than item.c keeps of a value that it need not read */

/* Base64url of the JSON, every "~" in it drawn out to LONG characters. */
static char *encoded(const uint8_t *json, size_t len)
{
	struct buf text = BUF_INIT;
	char *ret, drawn[LONG];

	memset(drawn, 'A', sizeof drawn);
	for (size_t i = 0; i < len; i++)
		buf_append(&text, json[i] == '~' ? drawn : (const char *)json + i,
			json[i] == '~' ? sizeof drawn : 1);
	ret = fuzz_b64url(buf_str(&text), text.len);
	buf_release(&text);
	return ret;
}

static char *framed(const uint8_t *data, size_t size, const uint8_t *newline)
{
	size_t head_len = (size_t)(newline - data);
	char *head = encoded(data, head_len);
	char *body = encoded(newline + 1, size - head_len - 1);
	struct buf text = BUF_INIT;
	char *ret;

	buf_printf(&text, "%s.%s.%0*d", head, body, JWS_SIG_CHARS, 0);
	ret = fuzz_text((const uint8_t *)buf_str(&text), text.len);
	buf_release(&text);
	free(head);
	free(body);
	return ret;
}

static void check_split(const char *jws, size_t len)
{
	struct jws_parts p;

	if (!jws_split(&p, jws, len))
		return;
	HOLDS(p.text == jws && p.text_len + 1 + JWS_SIG_CHARS == len);
	HOLDS(p.payload > jws && p.payload + p.payload_len == jws + p.text_len);
	HOLDS(p.sig + JWS_SIG_CHARS == jws + len);
	HOLDS(p.header.kid[0] && strlen(p.header.kid) < sizeof p.header.kid);
	HOLDS(p.header.typ[0] && strlen(p.header.typ) < sizeof p.header.typ);
}

static void check_base64url(const char *text, size_t len)
{
	struct buf plain = BUF_INIT;
	char *again;

	if (b64url_decode(&plain, text, len)) {
		again = fuzz_b64url(buf_str(&plain), plain.len);
		HOLDS(plain.len > 0 && strlen(again) == len && memcmp(again, text, len) == 0);
		free(again);
	}
	buf_release(&plain);
}

static void check_form(const struct item *it)
{
	HOLDS(hex_only(it->id, WIRE_ID_HEX) && hex_only(it->prev, WIRE_SHA256_HEX));
	HOLDS(it->seq >= 1 && it->seq < (uint64_t)1 << 53);
	HOLDS(strlen(it->made) == WIRE_MADE_LEN && it->kid[0]);
	HOLDS(strcmp(it->made + 5, "01-01T00") >= 0 && strcmp(it->made + 5, "12-31T23") <= 0);
	if (strcmp(it->kind, WIRE_KIND_RECORD) == 0)
		HOLDS(json_is_object(it->seal) && !it->device);
	else if (strcmp(it->kind, WIRE_KIND_ENROL) == 0)
		HOLDS(!it->seal && json_is_object(it->device));
	else
		HOLDS(strcmp(it->kind, WIRE_KIND_HEALTH) == 0 && !it->device);
}

/* What was read can be sent on and is read the same. */
static void check_again(const struct item *it)
{
	const struct jwk *key = fuzz_key(FUZZ_SIGNER);
	struct buf jws = BUF_INIT;
	struct item again;
	char why[SIGN_REASON_MAX];

	if (it->device && strcmp(it->kid, key->kid) != 0)
		return; /* an enrolment is signed by the key that it brings */
	HOLDS(item_sign(&jws, it, key));
	HOLDS(jws_verify(buf_str(&jws), jws.len, key));
	HOLDS(!jws_verify(buf_str(&jws), jws.len, fuzz_key(FUZZ_STRANGER)));
	HOLDS(item_parse(&again, buf_str(&jws), jws.len, why));
	HOLDS(strcmp(again.id, it->id) == 0 && strcmp(again.prev, it->prev) == 0);
	HOLDS(strcmp(again.kind, it->kind) == 0 && strcmp(again.made, it->made) == 0);
	HOLDS(again.seq == it->seq && again.urgent == it->urgent);
	HOLDS(!it->seal == !again.seal && (!it->seal || json_equal(it->seal, again.seal)));
	HOLDS(!it->device == !again.device &&
		(!it->device || json_equal(it->device, again.device)));
	item_release(&again);
	buf_release(&jws);
}

/* item_parse said ok (with this item) or why not; the reading without the seal says the same. */
static void check_outer(
	const char *jws, size_t len, bool ok, const struct item *it, const char *reason)
{
	struct item outer;
	char why[SIGN_REASON_MAX] = "";

	HOLDS(item_parse_outer(&outer, jws, len, why) == ok);
	if (!ok) {
		HOLDS(strcmp(why, reason) == 0);
		return;
	}
	HOLDS(!outer.seal && !outer.device == !it->device);
	HOLDS(strcmp(outer.id, it->id) == 0 && strcmp(outer.prev, it->prev) == 0);
	HOLDS(strcmp(outer.kind, it->kind) == 0 && strcmp(outer.made, it->made) == 0);
	HOLDS(outer.seq == it->seq && outer.urgent == it->urgent);
	HOLDS(strcmp(outer.kid, it->kid) == 0);
	item_release(&outer);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const uint8_t *newline = size > 0 ? memchr(data, '\n', size) : NULL;
	char *text, why[SIGN_REASON_MAX] = "";
	size_t len;
	struct item it;

	(void)fuzz_key(FUZZ_SIGNER);
	text = newline ? framed(data, size, newline) : fuzz_text(data, size);
	len = newline ? strlen(text) : size;
	check_split(text, len);
	check_base64url(text, len);
	bool ok = item_parse(&it, text, len, why);
	check_outer(text, len, ok, &it, why);
	if (ok) {
		check_form(&it);
		check_again(&it);
		item_release(&it);
	} else {
		HOLDS(why[0] && strlen(why) < sizeof why);
	}
	free(text);
	return 0;
}
