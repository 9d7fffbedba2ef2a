/* SPDX-License-Identifier: Apache-2.0 */
/*
 * keys — why: all trust of this project hangs on a handful of P-256 keys, and they arrive from
 * files, from the network and from the city's key document. They all pass check() here.
 *
 * A key is normalised on the way in: known members only, its thumbprint as kid, one algorithm, a
 * point on the curve, and a private number that fits it. libjose makes keys and thumbprints,
 * OpenSSL checks. jansson knows nothing of secrets, so it is given an allocator that overwrites
 * before it frees.
 * Not here: the key document (keydoc.c), signatures (sign.c), pass phrases or hardware tokens.
 */
#include "keys.h"

#include <errno.h>
#include <fcntl.h>
#include <jose/jose.h>
#include <malloc.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include "jws.h"

#define COORD_BYTES  32 /* of a P-256 coordinate or private number */
#define COORD_CHARS  43 /* the same in base64url */
#define KEY_FILE_MAX 4096

static void wiping_free(void *p)
{
	if (p)
		explicit_bzero(p, malloc_usable_size(p));
	free(p);
}

void keys_init(void)
{
	json_set_alloc_funcs(malloc, wiping_free);
	json_object_seed(0); /* now, not in the first of several threads or in a sandbox */
}

/* A coordinate: exactly 32 bytes, so that one key has one spelling and one thumbprint. */
static bool coordinate(const json_t *jwk, const char *name, unsigned char ret[static COORD_BYTES])
{
	const char *s = json_string_value(json_object_get(jwk, name));

	return s && strlen(s) == COORD_CHARS &&
	       jose_b64_dec_buf(s, COORD_CHARS, ret, COORD_BYTES) == COORD_BYTES;
}

/* An EC key from parameters; EVP_PKEY_fromdata itself refuses points that are not on the curve. */
static EVP_PKEY *evp_from(unsigned char point[static 2 * COORD_BYTES + 1], const BIGNUM *secret)
{
	OSSL_PARAM_BLD *build = OSSL_PARAM_BLD_new();
	EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new_from_name(NULL, "EC", NULL);
	OSSL_PARAM *params = NULL;
	EVP_PKEY *key = NULL;

	if (build && ctx &&
		OSSL_PARAM_BLD_push_utf8_string(build, OSSL_PKEY_PARAM_GROUP_NAME, "P-256", 0) &&
		OSSL_PARAM_BLD_push_octet_string(
			build, OSSL_PKEY_PARAM_PUB_KEY, point, 2 * COORD_BYTES + 1) &&
		(!secret || OSSL_PARAM_BLD_push_BN(build, OSSL_PKEY_PARAM_PRIV_KEY, secret)))
		params = OSSL_PARAM_BLD_to_param(build);
	if (!params || EVP_PKEY_fromdata_init(ctx) != 1 ||
		EVP_PKEY_fromdata(
			ctx, &key, secret ? EVP_PKEY_KEYPAIR : EVP_PKEY_PUBLIC_KEY, params) != 1)
		key = NULL;
	OSSL_PARAM_free(params);
	OSSL_PARAM_BLD_free(build);
	EVP_PKEY_CTX_free(ctx);
	return key;
}

EVP_PKEY *jwk_evp(const json_t *jwk)
{
	unsigned char point[2 * COORD_BYTES + 1] = { 4 }; /* 4 = uncompressed */

	if (!coordinate(jwk, "x", point + 1) || !coordinate(jwk, "y", point + 1 + COORD_BYTES))
		return NULL;
	return evp_from(point, NULL);
}

/* Does the private number `d` belong to the public point? */
static bool pair_fits(const json_t *jwk)
{
	unsigned char point[2 * COORD_BYTES + 1] = { 4 }, d[COORD_BYTES];
	BIGNUM *secret = NULL;
	EVP_PKEY *key = NULL;
	EVP_PKEY_CTX *ctx = NULL;
	bool ok = false;

	if (coordinate(jwk, "x", point + 1) && coordinate(jwk, "y", point + 1 + COORD_BYTES) &&
		coordinate(jwk, "d", d)) {
		secret = BN_secure_new();
		if (secret && BN_bin2bn(d, sizeof d, secret))
			key = evp_from(point, secret);
		ctx = key ? EVP_PKEY_CTX_new_from_pkey(NULL, key, NULL) : NULL;
		ok = ctx && EVP_PKEY_pairwise_check(ctx) == 1;
	}
	EVP_PKEY_CTX_free(ctx);
	EVP_PKEY_free(key);
	BN_clear_free(secret);
	explicit_bzero(d, sizeof d);
	return ok;
}

static bool member_is(const json_t *o, const char *name, const char *value)
{
	const char *s = json_string_value(json_object_get(o, name));

	return s && strcmp(s, value) == 0;
}

bool jwk_alg_is(const struct jwk *k, const char *alg)
{
	return member_is(k->json, "alg", alg);
}

/* The one algorithm of the key, NULL when it is none of ours or `use` contradicts it. */
static const char *algorithm(const json_t *jwk, const char **ret_use)
{
	static const char *const known[][2] = { { JWS_ALG, "sig" }, { JWE_ALG, "enc" } };

	for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
		if (!member_is(jwk, "alg", known[i][0]))
			continue;
		if (json_object_get(jwk, "use") && !member_is(jwk, "use", known[i][1]))
			return NULL;
		*ret_use = known[i][1];
		return known[i][0];
	}
	return NULL;
}

/* The reason why the key cannot be ours, or NULL. */
static const char *problem_of(const json_t *jwk, bool private_part)
{
	static const char *const allowed[] = { "kty", "crv", "x", "y", "kid", "alg", "use",
		"key_ops", "d" };
	const char *use;
	EVP_PKEY *key;

	if (!members_only(jwk, allowed, sizeof allowed / sizeof *allowed - !private_part))
		return private_part ? "unknown member" : "unknown or private member";
	if (!member_is(jwk, "kty", "EC") || !member_is(jwk, "crv", "P-256"))
		return "not a P-256 key";
	if (!algorithm(jwk, &use))
		return "alg is neither " JWS_ALG " nor " JWE_ALG ", or use is not for it";
	key = jwk_evp(jwk);
	EVP_PKEY_free(key);
	if (!key)
		return "not a point on the curve";
	if (private_part && !pair_fits(jwk))
		return "no private part, or one of another key";
	return NULL;
}

/* The members we know, and the thumbprint as kid. */
static bool normalise(struct jwk *ret, const json_t *jwk)
{
	const char *use = NULL, *alg = algorithm(jwk, &use);
	json_t *o = json_pack("{ss ss sO sO ss ss}", "kty", "EC", "crv", "P-256", "x",
		json_object_get(jwk, "x"), "y", json_object_get(jwk, "y"), "alg", alg, "use", use);
	json_t *print = o ? jose_jwk_thp(NULL, o, "S256") : NULL;
	bool ok = print && !json_object_set_new(o, "kid", json_string(json_string_value(print))) &&
		  member_copy(o, "kid", ret->kid, sizeof ret->kid);

	if (ok && json_object_get(jwk, "d"))
		ok = !json_object_set(o, "d", json_object_get(jwk, "d"));
	json_decref(print);
	if (!ok)
		json_decref(o);
	ret->json = ok ? o : NULL;
	return ok;
}

/* Checks, then fills ret with a normalised copy. NULL, or the reason why not; then ret is
 * untouched. */
static const char *check(struct jwk *ret, const json_t *jwk, bool private_part)
{
	struct jwk k = { NULL, "" };
	const char *problem = problem_of(jwk, private_part);

	if (problem)
		return problem;
	if (!normalise(&k, jwk))
		return "out of memory";
	if (json_object_get(jwk, "kid") && !member_is(jwk, "kid", k.kid)) {
		jwk_release(&k);
		return "kid is not the thumbprint";
	}
	*ret = k;
	return NULL;
}

bool jwk_generate(struct jwk *ret, bool for_sealing)
{
	json_t *jwk = json_pack("{ss ss}", "kty", "EC", "crv", "P-256");
	bool ok = jwk && jose_jwk_gen(NULL, jwk) &&
		  !json_object_set_new(jwk, "alg", json_string(for_sealing ? JWE_ALG : JWS_ALG)) &&
		  !check(ret, jwk, true);

	json_decref(jwk);
	return ok;
}

bool jwk_from_json(struct jwk *ret, const json_t *public_jwk)
{
	return json_is_object(public_jwk) && !check(ret, public_jwk, false);
}

/* NULL, or why others could read the file. */
static const char *mode_problem(const char *path)
{
	struct stat st;

	if (stat(path, &st) != 0)
		return strerror(errno);
	return st.st_mode & 077 ? "readable by others (chmod 600)" : NULL;
}

bool jwk_read(struct jwk *ret, const char *path, bool want_private, char err[static KEYS_ERR_MAX])
{
	struct buf text = BUF_INIT;
	json_t *jwk = NULL;
	const char *problem = want_private ? mode_problem(path) : NULL;

	if (!problem && !buf_read_file(&text, path, KEY_FILE_MAX))
		problem = strerror(errno);
	if (!problem) {
		jwk = json_loadb(buf_str(&text), text.len, JSON_REJECT_DUPLICATES, NULL);
		if (!json_is_object(jwk))
			problem = "not a JSON object";
		else if (!want_private) /* a private file may also be asked for its public part */
			json_object_del(jwk, "d");
	}
	if (!problem)
		problem = check(ret, jwk, want_private);
	if (problem)
		snprintf(err, KEYS_ERR_MAX, "%.180s: %s", path, problem);
	json_decref(jwk);
	buf_release(&text);
	return !problem;
}

json_t *jwk_public(const struct jwk *k)
{
	json_t *copy = json_deep_copy(k->json);

	if (copy)
		json_object_del(copy, "d");
	return copy;
}

bool jwk_write(const struct jwk *k, const char *path, bool private_part)
{
	json_t *o = private_part ? json_incref(k->json) : jwk_public(k);
	char *text = o ? json_dumps(o, JSON_INDENT(1)) : NULL;
	bool ok = text && buf_write_file(path, text, strlen(text), private_part ? 0600 : 0644);

	wiping_free(text);
	json_decref(o);
	return ok;
}

void jwk_release(struct jwk *k)
{
	if (!k)
		return;
	json_decref(k->json);
	*k = (struct jwk){ NULL, "" };
}
