/* SPDX-License-Identifier: Apache-2.0 */
/*
 * keydoc — why: a device must learn new city keys for years, through a courier that nobody trusts.
 * So the list travels as one document that the city's offline root keys sign, with a threshold and
 * a version that never falls (the idea of The Update Framework, in one JWS general JSON, RFC 7515
 * §7.2.1).
 *
 * Signatures by keys that are not roots are skipped, not errors: while roots change, old and new
 * both sign. A threshold counts keys, not signatures, and no root may be listed twice.
 * Not here: where the document is kept, who is shown its fingerprint, when it is fetched.
 */
#include "keys.h"

#include <jose/jose.h>
#include <openssl/evp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "jws.h"

#define LENGTH(a)      (sizeof(a) / sizeof *(a))
#define SALT_BYTES     16
#define SALT_CHARS     22                  /* the same in base64url */
#define SIGNATURES_MAX (2 * KEYS_ROOT_MAX) /* old and new roots */

/* A list of different public keys of one algorithm; at most max, at least min. */
static bool keys_read(
	struct jwk *ret, int *ret_len, const json_t *list, size_t min, size_t max, const char *alg)
{
	size_t n = json_array_size(list);

	if (!json_is_array(list) || n < min || n > max)
		return false;
	for (size_t i = 0; i < n; i++) {
		if (!jwk_from_json(&ret[i], json_array_get(list, i)))
			return false;
		*ret_len = (int)i + 1; /* owned from here on, whatever comes next */
		if (!jwk_alg_is(&ret[i], alg))
			return false;
		for (size_t j = 0; j < i; j++)
			if (strcmp(ret[j].kid, ret[i].kid) == 0)
				return false;
	}
	return true;
}

static bool root_read(struct city_keys *k, const json_t *root)
{
	static const char *const allowed[] = { "keys", "threshold" };
	const json_t *threshold = json_object_get(root, "threshold");

	if (!members_only(root, allowed, LENGTH(allowed)) || !json_is_integer(threshold) ||
		!keys_read(k->root, &k->root_len, json_object_get(root, "keys"), 1, KEYS_ROOT_MAX,
			JWS_ALG) ||
		json_integer_value(threshold) < 1 || json_integer_value(threshold) > k->root_len)
		return false;
	k->threshold = (int)json_integer_value(threshold);
	return true;
}

static bool salt_read(struct city_keys *k, const json_t *salt)
{
	return json_string_length(salt) == SALT_CHARS &&
	       jose_b64_dec(salt, k->salt, sizeof k->salt) == SALT_BYTES;
}

/* The payload's members; NULL, or which is wrong. */
static const char *payload_read(struct city_keys *k, const json_t *o)
{
	static const char *const allowed[] = { "v", "version", "city", "salt", "seal", "ack",
		"content", "root" };
	const json_t *v = json_object_get(o, "v"), *version = json_object_get(o, "version");

	if (!json_is_integer(v) || json_integer_value(v) != WIRE_VERSION)
		return "v";
	if (!members_only(o, allowed, LENGTH(allowed)))
		return "unknown member";
	if (!json_is_integer(version) || json_integer_value(version) < 1)
		return "version";
	k->version = (long)json_integer_value(version);
	if (!member_copy(o, "city", k->city, sizeof k->city))
		return "city";
	if (!salt_read(k, json_object_get(o, "salt")))
		return "salt";
	if (!keys_read(
		    k->seal, &k->seal_len, json_object_get(o, "seal"), 1, KEYS_SEAL_MAX, JWE_ALG))
		return "seal";
	if (!keys_read(k->ack, &k->ack_len, json_object_get(o, "ack"), 1, KEYS_ACK_MAX, JWS_ALG))
		return "ack";
	if (!keys_read(k->content, &k->content_len, json_object_get(o, "content"), 0,
		    KEYS_CONTENT_MAX, JWS_ALG))
		return "content";
	return root_read(k, json_object_get(o, "root")) ? NULL : "root";
}

/* Index of the root that made this signature entry, -1 when it is none of them or not good. */
static int signer(const json_t *entry, const char *payload, const struct city_keys *root)
{
	static const char *const allowed[] = { "protected", "signature" };
	const char *head = json_string_value(json_object_get(entry, "protected"));
	const char *sig = json_string_value(json_object_get(entry, "signature"));
	struct jws_header h;
	struct buf text = BUF_INIT;
	int found = -1;

	if (!members_only(entry, allowed, LENGTH(allowed)) || !head || !sig ||
		strlen(sig) != JWS_SIG_CHARS || !jws_header_read(&h, head, strlen(head)) ||
		strcmp(h.typ, WIRE_TYP_KEYS) != 0)
		return -1;
	buf_printf(&text, "%s.%s", head, payload);
	for (int i = 0; i < root->root_len && buf_ok(&text); i++) {
		EVP_PKEY *key = strcmp(root->root[i].kid, h.kid) ? NULL
								 : jwk_evp(root->root[i].json);

		if (key && jws_signed_by(key, buf_str(&text), text.len, sig))
			found = i;
		EVP_PKEY_free(key);
	}
	buf_release(&text);
	return found;
}

static bool enough_signed(const json_t *doc, const struct city_keys *root)
{
	const json_t *list = json_object_get(doc, "signatures");
	const char *payload = json_string_value(json_object_get(doc, "payload"));
	bool seen[KEYS_ROOT_MAX] = { false };
	int good = 0;

	if (json_array_size(list) > SIGNATURES_MAX)
		return false;
	for (size_t i = 0; i < json_array_size(list); i++) {
		int who = signer(json_array_get(list, i), payload, root);

		if (who >= 0 && !seen[who]) {
			seen[who] = true;
			good++;
		}
	}
	return root->threshold >= 1 && good >= root->threshold;
}

/* The payload of a JWS general JSON; NULL when it has not that form. New. */
static json_t *payload_of(const json_t *doc)
{
	static const char *const allowed[] = { "payload", "signatures" };
	const json_t *text = json_object_get(doc, "payload");

	if (!members_only(doc, allowed, LENGTH(allowed)) || !json_is_string(text))
		return NULL;
	return b64url_object(json_string_value(text), json_string_length(text));
}

bool city_keys_verify(struct city_keys *ret, const char *doc, size_t len,
	const struct city_keys *root, long version_floor, char err[static KEYS_ERR_MAX])
{
	struct city_keys k = { .version = 0 };
	json_t *o = len <= WIRE_DOC_BYTES_MAX ? json_loadb(doc, len, JSON_REJECT_DUPLICATES, NULL)
					      : NULL;
	json_t *payload = payload_of(o);
	const char *problem = payload ? payload_read(&k, payload) : "not a signed document";
	bool ok = false;

	if (problem)
		snprintf(err, KEYS_ERR_MAX, "key document: %s", problem);
	else if (!enough_signed(o, root ? root : &k))
		snprintf(err, KEYS_ERR_MAX, "key document: not signed by enough root keys");
	else if (k.version < version_floor)
		snprintf(err, KEYS_ERR_MAX, "key document: version %ld is older than %ld",
			k.version, version_floor);
	else
		ok = true;
	json_decref(payload);
	json_decref(o);
	if (!ok)
		city_keys_release(&k);
	*ret = k;
	return ok;
}

static json_t *keys_list(const struct jwk *key, int n)
{
	json_t *list = json_array();

	for (int i = 0; i < n; i++)
		if (json_array_append_new(list, jwk_public(&key[i]))) {
			json_decref(list);
			return NULL;
		}
	return list;
}

/* By every root whose private part is there; whether they are enough, verifying says. */
static bool sign_all(json_t *doc, const struct jwk *root, int root_len)
{
	for (int i = 0; i < root_len; i++) {
		if (!json_object_get(root[i].json, "d"))
			continue;
		json_t *sig = json_pack("{s{ss ss ss}}", "protected", "alg", JWS_ALG, "kid",
			root[i].kid, "typ", WIRE_TYP_KEYS);
		bool ok = sig && jose_jws_sig(NULL, doc, sig, root[i].json);

		json_decref(sig);
		if (!ok)
			return false;
	}
	return true;
}

/* libjose writes one signature in the flattened form; the document is always in the general one. */
static bool general_form(json_t *doc)
{
	json_t *one;

	if (json_object_get(doc, "signatures"))
		return true;
	if (!json_object_get(doc, "signature"))
		return false;
	one = json_pack("{sO sO}", "protected", json_object_get(doc, "protected"), "signature",
		json_object_get(doc, "signature"));
	json_object_del(doc, "protected");
	json_object_del(doc, "signature");
	return one && !json_object_set_new(doc, "signatures", json_pack("[o]", one));
}

bool city_keys_write(struct buf *ret, const struct city_keys *k)
{
	struct city_keys check;
	char err[KEYS_ERR_MAX];
	json_t *payload = json_pack("{si sI ss so so so so s{so si}}", "v", WIRE_VERSION, "version",
		(json_int_t)k->version, "city", k->city, "salt", jose_b64_enc(k->salt, SALT_BYTES),
		"seal", keys_list(k->seal, k->seal_len), "ack", keys_list(k->ack, k->ack_len),
		"content", keys_list(k->content, k->content_len), "root", "keys",
		keys_list(k->root, k->root_len), "threshold", k->threshold);
	char *text = payload ? json_dumps(payload, JSON_COMPACT) : NULL;
	json_t *doc = text ? json_pack("{so}", "payload", jose_b64_enc(text, strlen(text))) : NULL;
	bool ok = doc && sign_all(doc, k->root, k->root_len) && general_form(doc);

	free(text);
	text = ok ? json_dumps(doc, JSON_COMPACT) : NULL;
	ok = text && city_keys_verify(&check, text, strlen(text), NULL, k->version, err);
	if (ok) {
		city_keys_release(&check);
		buf_puts(ret, text);
	}
	free(text);
	json_decref(doc);
	json_decref(payload);
	return ok && buf_ok(ret);
}

void city_keys_release(struct city_keys *k)
{
	if (!k)
		return;
	for (int i = 0; i < KEYS_SEAL_MAX; i++)
		jwk_release(&k->seal[i]);
	for (int i = 0; i < KEYS_ACK_MAX; i++)
		jwk_release(&k->ack[i]);
	for (int i = 0; i < KEYS_CONTENT_MAX; i++)
		jwk_release(&k->content[i]);
	for (int i = 0; i < KEYS_ROOT_MAX; i++)
		jwk_release(&k->root[i]);
	*k = (struct city_keys){ .version = 0 };
}
