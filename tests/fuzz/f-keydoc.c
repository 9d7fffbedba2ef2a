/* SPDX-License-Identifier: Apache-2.0 */
/*
 * f-keydoc — city_keys_verify, by which a device learns whom to seal for and whom to believe.
 *
 * Input: a key document, read as it came; then once more as the payload of a document that the
 * fixed root key signs. Holds: nothing passes that a trusted root did not sign, no version falls
 * below the floor, what failed leaves nothing behind, and what one root alone makes of a document
 * that was accepted is accepted with the same content.
 */
#include <stdlib.h>
#include <string.h>
#include "fuzz.h"
#include "jws.h"
#include "signing.h"

static const struct city_keys none;

/* A device that trusts one root. */
static struct city_keys trusting(enum fuzz_key root)
{
	struct city_keys k = { .version = 1, .root_len = 1, .threshold = 1 };

	k.root[0] = *fuzz_key(root); /* borrowed: never released through this */
	return k;
}

static void check_list(const struct jwk *key, int len, int max, const char *alg)
{
	HOLDS(len >= 1 && len <= max);
	for (int i = 0; i < len; i++) {
		HOLDS(key[i].json && jwk_alg_is(&key[i], alg));
		HOLDS(!json_object_get(key[i].json, "d"));
		for (int j = 0; j < i; j++)
			HOLDS(strcmp(key[i].kid, key[j].kid) != 0);
	}
}

static void check_same(const struct jwk *a, const struct jwk *b, int len)
{
	for (int i = 0; i < len; i++)
		HOLDS(strcmp(a[i].kid, b[i].kid) == 0 && json_equal(a[i].json, b[i].json));
}

static void check_again(const struct city_keys *k)
{
	struct buf doc = BUF_INIT;
	struct city_keys mine = *k, again; /* mine only borrows */
	char err[KEYS_ERR_MAX];

	mine.root[0] = *fuzz_key(FUZZ_SIGNER);
	mine.root_len = mine.threshold = 1;
	HOLDS(city_keys_write(&doc, &mine));
	HOLDS(city_keys_verify(&again, buf_str(&doc), doc.len, NULL, k->version, err));
	HOLDS(again.version == k->version && strcmp(again.city, k->city) == 0);
	HOLDS(again.seal_len == k->seal_len && again.ack_len == k->ack_len);
	HOLDS(memcmp(again.salt, k->salt, sizeof k->salt) == 0);
	check_same(again.seal, k->seal, k->seal_len);
	check_same(again.ack, k->ack, k->ack_len);
	city_keys_release(&again);
	buf_release(&doc);
}

/* True when the document was accepted. */
static bool check(const char *doc, size_t len, const struct city_keys *root)
{
	struct city_keys k, newer;
	char err[KEYS_ERR_MAX] = "";

	if (!city_keys_verify(&k, doc, len, root, 0, err)) {
		HOLDS(err[0] && memcmp(&k, &none, sizeof k) == 0);
		return false;
	}
	HOLDS(k.version >= 1 && k.city[0] && strlen(k.city) < sizeof k.city);
	HOLDS(k.threshold >= 1 && k.threshold <= k.root_len);
	check_list(k.seal, k.seal_len, KEYS_SEAL_MAX, JWE_ALG);
	check_list(k.ack, k.ack_len, KEYS_ACK_MAX, JWS_ALG);
	check_list(k.root, k.root_len, KEYS_ROOT_MAX, JWS_ALG);
	if (k.version < INT64_MAX)
		HOLDS(!city_keys_verify(&newer, doc, len, root, k.version + 1, err));
	check_again(&k);
	city_keys_release(&k);
	return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct city_keys ours = trusting(FUZZ_SIGNER), theirs = trusting(FUZZ_STRANGER);
	char *text = fuzz_text(data, size), *doc;
	json_t *jws;

	check(text, size, NULL);
	check(text, size, &ours);
	HOLDS(!check(text, size, &theirs));
	free(text);

	jws = fuzz_signed(WIRE_TYP_KEYS, data, size);
	json_t *general = json_pack("{sO s[{sO sO}]}", "payload", json_object_get(jws, "payload"),
		"signatures", "protected", json_object_get(jws, "protected"), "signature",
		json_object_get(jws, "signature"));
	doc = json_dumps(general, JSON_COMPACT);
	HOLDS(doc);
	check(doc, strlen(doc), NULL);
	check(doc, strlen(doc), &ours);
	HOLDS(!check(doc, strlen(doc), &theirs));
	free(doc);
	json_decref(general);
	json_decref(jws);
	return 0;
}
