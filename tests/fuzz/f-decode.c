/* SPDX-License-Identifier: Apache-2.0 */
/*
 * f-decode — the lines of an export as marumado-desk reads them.
 *
 * Input: lines. One that begins with "=" is the plain text of a record, one with "+" a seal as
 * JSON: it is (sealed and) signed and enveloped here, so that what a hostile device could send is
 * read too; all others come as they are. Holds: a record is shown only when it names the envelope's
 * id and device, and only once; a refusal has a reason.
 */
#include <stdlib.h>
#include <string.h>
#include "decode.h"
#include "fuzz.h"
#include "seal.h"
#include "sign.h"
#include "signing.h"

#define ID "00112233445566778899aabbccddeeff" /* of every item made here */

static const char *text_of(const json_t *o, const char *name)
{
	const char *s = json_string_value(json_object_get(o, name));

	return s ? s : "";
}

static enum decode_result feed(struct decoder *d, const char *line, size_t len)
{
	struct decode_problem problem;
	json_t *record = NULL;
	enum decode_result r = decoder_line(d, line, len, &record, &problem);

	HOLDS((r == DECODE_RECORD) == (record != NULL));
	HOLDS(memchr(problem.reason, '\0', sizeof problem.reason));
	HOLDS((r == DECODE_BAD) == (problem.reason[0] != '\0'));
	if (record) {
		HOLDS(strcmp(text_of(record, "device"), FUZZ_SIGNER_KID) == 0);
		HOLDS(strcmp(text_of(record, "id"), ID) == 0);
		HOLDS(json_integer_value(json_object_get(record, "city_seq")) >= 1);
		HOLDS(json_is_string(json_object_get(record, "received_at")));
		HOLDS(json_is_object(json_object_get(record, "answers")));
	}
	json_decref(record);
	return r;
}

static void introduce(struct decoder *d)
{
	const struct jwk *key = fuzz_key(FUZZ_SIGNER);
	json_t *line = json_pack(
		"{ss ss so}", "type", "device", "kid", key->kid, "jwk", jwk_public(key));
	char *text = json_dumps(line, JSON_COMPACT);

	HOLDS(text && feed(d, text, strlen(text)) == DECODE_NOTHING);
	free(text);
	json_decref(line);
}

/* The line of a signed record with this seal, NULL when no item can have it; free it. */
static char *enveloped(json_t *seal)
{
	struct item it = { .seq = 1,
		.id = ID,
		.prev = WIRE_PREV_NONE,
		.kind = WIRE_KIND_RECORD,
		.made = "2026-11-23T10",
		.seal = json_incref(seal) };
	struct buf jws = BUF_INIT;
	char sum[WIRE_SHA256_HEX + 1], *text = NULL;
	json_t *line;

	if (item_sign(&jws, &it, fuzz_key(FUZZ_SIGNER))) {
		sha256_hex(buf_str(&jws), jws.len, sum);
		line = json_pack("{ss si ss ss ss ss ss}", "type", "item", "city_seq", 7,
			"received_at", "2026-11-23T10:00:00Z", "device", FUZZ_SIGNER_KID, "site",
			"", "sha256", sum, "jws", buf_str(&jws));
		text = json_dumps(line, JSON_COMPACT);
		HOLDS(text);
		json_decref(line);
	}
	buf_release(&jws);
	item_release(&it);
	return text;
}

static json_t *sealed(const char *plain, size_t len)
{
	struct city_keys city = { .version = 1, .seal_len = 1 };
	json_t *seal = NULL;

	city.seal[0] = *fuzz_key(FUZZ_SEAL); /* borrowed: never released through this */
	HOLDS(seal_close(&seal, plain, len, &city));
	return seal;
}

/* A line by a device that means harm: "=" and a plain text, or "+" and a seal. */
static void check_record(struct decoder *d, const char *text, size_t len)
{
	json_t *seal = text[0] == '=' ? sealed(text + 1, len - 1)
				      : json_loadb(text + 1, len - 1, 0, NULL);
	char *line = json_is_object(seal) ? enveloped(seal) : NULL;

	json_decref(seal);
	HOLDS(line || text[0] == '+');
	/* The id is used up by the first that opens; then it is "seen before" or, the very same
	 * line, nothing new. */
	if (line && feed(d, line, strlen(line)) == DECODE_RECORD)
		HOLDS(feed(d, line, strlen(line)) == DECODE_NOTHING);
	free(line);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct decoder *d = decoder_open(fuzz_key(FUZZ_SEAL));
	int made = 0;

	HOLDS(d);
	introduce(d);
	for (size_t at = 0; at < size;) {
		const uint8_t *end = memchr(data + at, '\n', size - at);
		size_t len = end ? (size_t)(end - data) - at : size - at;
		char *line = fuzz_text(data + at, len);

		if (len > 1 && (line[0] == '=' || line[0] == '+') && made++ < 4)
			check_record(d, line, len);
		else
			(void)feed(d, line, len);
		free(line);
		at += len + 1;
	}
	decoder_close(d);
	return 0;
}
