/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sign — why: items, acknowledgements and key documents are JWS, and what may stand in a header is
 * where JWS libraries have been fooled ("none", "crit", a key inside the header). Here one header
 * is accepted: {alg:"ES256", kid, typ}, and one key is asked: the one that the caller already
 * trusts.
 *
 * Signing is libjose's. Checking is OpenSSL's directly, because the city checks thousands a second
 * and libjose decodes base64 at 25 MB/s and parses the key anew each time.
 * Not here: what a payload means (item.c, ack.c, keydoc.c).
 */
#include "sign.h"

#include <assert.h>
#include <jose/jose.h>
#include <openssl/bn.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <stdlib.h>
#include <string.h>
#include "jws.h"
#include "plain.h"

#define DER_SIG_MAX 80 /* of an ES256 signature: 72 */

/* The last group (2 or 3 characters) through libjose, which refuses stray bits. */
static bool decode_tail(struct buf *ret, const char *text, size_t len)
{
	unsigned char out[2];
	size_t n = jose_b64_dec_buf(text, len, out, sizeof out);

	if (n > sizeof out)
		return false;
	buf_append(ret, out, n);
	return true;
}

bool b64url_decode(struct buf *ret, const char *text, size_t len)
{
	unsigned char in[1024] = { 0 }, out[768 + 1];
	size_t tail = len % 4, whole = len - tail, n;

	/* OpenSSL reads the other alphabet, and padding. All else it refuses, or says that there is
	 * less (white space at the ends). */
	if (len == 0 || memchr(text, '+', len) || memchr(text, '/', len) || memchr(text, '=', len))
		return false;
	buf_reserve(ret, len / 4 * 3 + sizeof out);
	for (size_t i = 0; i < whole; i += n) {
		n = whole - i < sizeof in ? whole - i : sizeof in;
		memcpy(in, text + i, n);
		/* always the whole of in: so the compiler does 16 at once */
		for (size_t j = 0; j < sizeof in; j++)
			in[j] = in[j] == '-' ? '+' : in[j] == '_' ? '/' : in[j];
		if (EVP_DecodeBlock(out, in, (int)n) != (int)(n / 4 * 3))
			return false;
		buf_append(ret, out, n / 4 * 3);
	}
	return (tail == 0 || decode_tail(ret, text + whole, tail)) && buf_ok(ret);
}

json_t *b64url_object(const char *text, size_t len)
{
	struct buf plain = BUF_INIT;
	json_t *o = NULL;

	if (b64url_decode(&plain, text, len))
		o = json_loadb(buf_str(&plain), plain.len, JSON_REJECT_DUPLICATES, NULL);
	buf_release(&plain);
	if (json_is_object(o))
		return o;
	json_decref(o);
	return NULL;
}

bool members_only(const json_t *o, const char *const *names, size_t n)
{
	size_t known = 0;

	for (size_t i = 0; i < n; i++)
		known += json_object_get(o, names[i]) != NULL;
	return json_is_object(o) && known == json_object_size(o);
}

bool member_copy(const json_t *o, const char *name, char *ret, size_t cap)
{
	const json_t *v = json_object_get(o, name);
	size_t len = json_string_length(v);

	if (len == 0 || len >= cap || strlen(json_string_value(v)) != len)
		return false;
	memcpy(ret, json_string_value(v), len + 1);
	return true;
}

bool hex_only(const char *s, size_t n)
{
	return strlen(s) == n && strspn(s, "0123456789abcdef") == n;
}

/* As jws_make writes it. False: it is spelled otherwise, right or wrong. */
static bool header_plain(struct jws_header *ret, const struct buf *text)
{
	const char *at = buf_str(text), *end = at + text->len;

	return plain_past(&at, "{\"alg\":\"" JWS_ALG "\",\"kid\":\"") &&
	       plain_copy(&at, end, ret->kid, sizeof ret->kid) && plain_past(&at, ",\"typ\":\"") &&
	       plain_copy(&at, end, ret->typ, sizeof ret->typ) && plain_past(&at, "}") && at == end;
}

static bool header_parse(struct jws_header *ret, const struct buf *text)
{
	static const char *const allowed[] = { "alg", "kid", "typ" };
	json_t *o = json_loadb(buf_str(text), text->len, JSON_REJECT_DUPLICATES, NULL);
	const char *alg = json_string_value(json_object_get(o, "alg"));
	bool ok = members_only(o, allowed, 3) && alg && strcmp(alg, JWS_ALG) == 0 &&
		  member_copy(o, "kid", ret->kid, sizeof ret->kid) &&
		  member_copy(o, "typ", ret->typ, sizeof ret->typ);

	json_decref(o);
	return ok;
}

bool jws_header_read(struct jws_header *ret, const char *text, size_t len)
{
	struct jws_header plain = { 0 }, parsed = { 0 };
	struct buf json = BUF_INIT;
	bool ok = len <= JWS_HEADER_MAX && b64url_decode(&json, text, len);

	if (ok && header_plain(&plain, &json))
		*ret = plain;
	else if ((ok = ok && header_parse(&parsed, &json)))
		*ret = parsed;
	buf_release(&json);
	return ok;
}

bool jws_split(struct jws_parts *ret, const char *jws, size_t len)
{
	struct jws_parts p = { .text = jws };
	const char *dot = memchr(jws, '.', len);
	const char *dot2 = dot ? memchr(dot + 1, '.', len - (size_t)(dot + 1 - jws)) : NULL;

	if (!dot2 || len - (size_t)(dot2 + 1 - jws) != JWS_SIG_CHARS)
		return false;
	p.text_len = (size_t)(dot2 - jws);
	p.payload = dot + 1;
	p.payload_len = (size_t)(dot2 - p.payload);
	p.sig = dot2 + 1;
	if (!jws_header_read(&p.header, jws, (size_t)(dot - jws)))
		return false;
	*ret = p;
	return true;
}

/* r and s as JOSE joins them → the DER form that OpenSSL wants. 0 on failure. */
static size_t der_signature(unsigned char ret[static DER_SIG_MAX], const char *sig)
{
	unsigned char *end = ret;
	struct buf text = BUF_INIT;
	const unsigned char *raw;
	ECDSA_SIG *s = NULL;
	BIGNUM *r_part = NULL, *s_part = NULL;
	int n = 0;

	if (b64url_decode(&text, sig, JWS_SIG_CHARS) && text.len == JWS_SIG_BYTES) {
		raw = (const unsigned char *)text.data;
		s = ECDSA_SIG_new();
		r_part = BN_bin2bn(raw, JWS_SIG_BYTES / 2, NULL);
		s_part = BN_bin2bn(raw + JWS_SIG_BYTES / 2, JWS_SIG_BYTES / 2, NULL);
	}
	buf_release(&text);
	if (s && r_part && s_part && ECDSA_SIG_set0(s, r_part, s_part)) {
		if (i2d_ECDSA_SIG(s, NULL) <= DER_SIG_MAX)
			n = i2d_ECDSA_SIG(s, &end);
	} else {
		BN_free(r_part);
		BN_free(s_part);
	}
	ECDSA_SIG_free(s);
	return n > 0 ? (size_t)n : 0;
}

/* A context that checks signatures of SHA-256 digests, any number of them; NULL when out of
 * memory. EVP_DigestVerifyInit would look up its algorithms anew for each signature, a fifth of
 * the cost. */
static EVP_PKEY_CTX *es256_ctx(EVP_PKEY *key)
{
	EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new_from_pkey(NULL, key, NULL);

	if (ctx && EVP_PKEY_verify_init(ctx) == 1 &&
		EVP_PKEY_CTX_set_signature_md(ctx, EVP_sha256()) == 1)
		return ctx;
	EVP_PKEY_CTX_free(ctx);
	return NULL;
}

/* sum: SHA-256 of what is signed. */
static bool es256_check(
	EVP_PKEY_CTX *ctx, const unsigned char sum[static JWS_SUM_BYTES], const char *sig)
{
	unsigned char der[DER_SIG_MAX];
	size_t der_len = der_signature(der, sig);

	return der_len && EVP_PKEY_verify(ctx, der, der_len, sum, JWS_SUM_BYTES) == 1;
}

bool jws_signed_by(EVP_PKEY *key, const char *text, size_t len, const char *sig)
{
	EVP_PKEY_CTX *ctx = es256_ctx(key);
	unsigned char sum[EVP_MAX_MD_SIZE];
	bool ok = ctx && EVP_Digest(text, len, sum, NULL, EVP_sha256(), NULL) == 1 &&
		  es256_check(ctx, sum, sig);

	EVP_PKEY_CTX_free(ctx);
	return ok;
}

struct jws_verifier {
	EVP_PKEY_CTX *ctx; /* holds the key */
	char kid[WIRE_KID_MAX];
};

struct jws_verifier *jws_verifier_open(const struct jwk *key)
{
	struct jws_verifier *v = jwk_alg_is(key, JWS_ALG) ? calloc(1, sizeof *v) : NULL;

	EVP_PKEY *point = v ? jwk_evp(key->json) : NULL;

	if (point) {
		v->ctx = es256_ctx(point);
		memcpy(v->kid, key->kid, sizeof v->kid);
	}
	EVP_PKEY_free(point);
	if (v && v->ctx)
		return v;
	free(v);
	return NULL;
}

bool jws_sums(struct jws_sums *ret, const char *jws, size_t len)
{
	size_t text_len = len > JWS_SIG_CHARS + 1 ? len - JWS_SIG_CHARS - 1 : 0;
	EVP_MD_CTX *whole = EVP_MD_CTX_new(), *text = EVP_MD_CTX_new();
	unsigned char sum[EVP_MAX_MD_SIZE], signed_sum[EVP_MAX_MD_SIZE];
	bool ok = whole && text && text_len > 0 && jws[text_len] == '.' &&
		  EVP_DigestInit_ex(whole, EVP_sha256(), NULL) == 1 &&
		  EVP_DigestUpdate(whole, jws, text_len) == 1 &&
		  EVP_MD_CTX_copy_ex(text, whole) == 1 &&
		  EVP_DigestFinal_ex(text, signed_sum, NULL) == 1 &&
		  EVP_DigestUpdate(whole, jws + text_len, len - text_len) == 1 &&
		  EVP_DigestFinal_ex(whole, sum, NULL) == 1;

	if (ok) {
		hex(sum, JWS_SUM_BYTES, ret->sha256);
		memcpy(ret->text, signed_sum, sizeof ret->text);
		memcpy(ret->sig, jws + text_len + 1, sizeof ret->sig);
	}
	EVP_MD_CTX_free(whole);
	EVP_MD_CTX_free(text);
	return ok;
}

bool jws_verifier_check_sums(struct jws_verifier *v, const char *kid, const struct jws_sums *sums)
{
	return strcmp(kid, v->kid) == 0 && es256_check(v->ctx, sums->text, sums->sig);
}

bool jws_verifier_check(struct jws_verifier *v, const char *jws, size_t len)
{
	struct jws_parts p;
	struct jws_sums sums;

	return jws_split(&p, jws, len) && jws_sums(&sums, jws, len) &&
	       jws_verifier_check_sums(v, p.header.kid, &sums);
}

void jws_verifier_close(struct jws_verifier *v)
{
	if (!v)
		return;
	EVP_PKEY_CTX_free(v->ctx);
	free(v);
}

bool jws_verify(const char *jws, size_t len, const struct jwk *key)
{
	struct jws_verifier *v = jws_verifier_open(key);
	bool ok = v && jws_verifier_check(v, jws, len);

	jws_verifier_close(v);
	return ok;
}

/* {"payload": …} signed by libjose into {"payload","protected","signature"}; NULL on failure. */
static json_t *flat_sign(const char *typ, const json_t *payload, const struct jwk *key)
{
	char *text = json_dumps(payload, JSON_COMPACT);
	json_t *jws = text ? json_pack("{so}", "payload", jose_b64_enc(text, strlen(text))) : NULL;
	json_t *sig = json_pack(
		"{s{ss ss ss}}", "protected", "alg", JWS_ALG, "kid", key->kid, "typ", typ);
	bool ok = jws && sig && jose_jws_sig(NULL, jws, sig, key->json);

	free(text);
	json_decref(sig);
	if (ok)
		return jws;
	json_decref(jws);
	return NULL;
}

bool jws_make(struct buf *ret, const char *typ, const json_t *payload, const struct jwk *key)
{
	json_t *jws = flat_sign(typ, payload, key);
	const char *head = json_string_value(json_object_get(jws, "protected"));
	const char *body = json_string_value(json_object_get(jws, "payload"));
	const char *sig = json_string_value(json_object_get(jws, "signature"));
	struct buf text = BUF_INIT;
	bool ok = false;

	if (head && body && sig) {
		buf_puts(&text, head);
		buf_puts(&text, ".");
		buf_puts(&text, body);
		buf_puts(&text, ".");
		buf_puts(&text, sig);
		ok = buf_ok(&text) && jws_verify(buf_str(&text), text.len, key);
	}
	if (ok) {
		buf_append(ret, text.data, text.len);
		ok = buf_ok(ret);
	}
	buf_release(&text);
	json_decref(jws);
	return ok;
}
