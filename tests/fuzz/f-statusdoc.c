/* SPDX-License-Identifier: Apache-2.0 */
/*
 * f-statusdoc — the reader of the city's list of answers (status_doc_verify) and of one answer in
 * it (status_look), which get whatever lies in the courier's folder.
 *
 * Input: a payload, which is signed here, or (without a brace at its start) a JWS compact as it
 * came. Holds: nothing passes under a stranger's key or below the version floor; what passes has
 * tags that rise and boxes of one length, is signed again by the writer and read back equal; a
 * number is looked for in any list.
 */
#include <stdlib.h>
#include <string.h>
#include "fuzz.h"
#include "signing.h"
#include "status.h"

static struct city_keys city_of(enum fuzz_key key)
{
	struct city_keys city = { .version = 1 };

	city.content[0] = *fuzz_key(key); /* borrowed: never released through this */
	city.content_len = 1;
	return city;
}

static void check_list(const struct status_doc *d)
{
	const char *before = "";
	json_t *one;
	size_t i;

	HOLDS(d->version > 0 && json_is_array(d->list));
	HOLDS(json_array_size(d->list) <= STATUS_CASES_MAX);
	json_array_foreach(d->list, i, one)
	{
		const json_t *tag = json_object_get(one, "tag"), *jwe = json_object_get(one, "jwe");

		HOLDS(json_string_length(tag) == STATUS_TAG_CHARS);
		HOLDS(json_string_length(jwe) == STATUS_JWE_CHARS);
		HOLDS(strcmp(before, json_string_value(tag)) < 0);
		before = json_string_value(tag);
	}
}

/* Looks for a number that is in the list, with a key that is not its own. */
static void check_look(const struct status_doc *d)
{
	struct status_secret secret = { "AAAAAAAAAAAAAAAAAAAAAA", { 7 } };
	const char *first = json_string_value(json_object_get(json_array_get(d->list, 0), "tag"));
	struct status s;

	HOLDS(!status_look(&s, d, &secret));
	if (first)
		memcpy(secret.tag, first, STATUS_TAG_CHARS);
	HOLDS(!status_look(&s, d, &secret));
}

static void check_again(const struct status_doc *d, const struct city_keys *city)
{
	struct status_doc back;
	struct buf jws = BUF_INIT;
	char why[SIGN_REASON_MAX];

	HOLDS(status_doc_sign(&jws, d, &city->content[0]));
	HOLDS(status_doc_verify(&back, buf_str(&jws), jws.len, city, d->version, why));
	HOLDS(back.version == d->version && back.at_s == d->at_s && json_equal(back.list, d->list));
	status_doc_release(&back);
	HOLDS(d->version == INT64_MAX ||
		!status_doc_verify(&back, buf_str(&jws), jws.len, city, d->version + 1, why));
	status_doc_release(&back);
	buf_release(&jws);
}

static void check(const char *jws, size_t len)
{
	const struct city_keys city = city_of(FUZZ_SIGNER), other = city_of(FUZZ_STRANGER);
	struct status_doc d;
	char why[SIGN_REASON_MAX];

	HOLDS(!status_doc_verify(&d, jws, len, &other, 0, why) && !d.list && why[0]);
	if (!status_doc_verify(&d, jws, len, &city, 0, why)) {
		HOLDS(!d.list && why[0]);
		return;
	}
	check_list(&d);
	check_look(&d);
	check_again(&d, &city);
	status_doc_release(&d);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	bool whole = size == 0 || data[0] != '{';
	char *jws;

	(void)fuzz_key(FUZZ_SIGNER);
	jws = whole ? fuzz_text(data, size) : fuzz_compact(WIRE_TYP_STATUS, data, size);
	check(jws, whole ? size : strlen(jws));
	free(jws);
	return 0;
}
