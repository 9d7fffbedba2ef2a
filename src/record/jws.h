/* SPDX-License-Identifier: Apache-2.0 */
/*
 * jws — what sign.c lends to the other files of this folder; not for callers outside src/record.
 *
 * Layer: record, below item.c, ack.c and keydoc.c. Every document that this project signs has the
 * same protected header, {alg, kid, typ} and nothing else, so "crit", "jwk", "x5c" and "none" have
 * no way in.
 */
#ifndef MARUMADO_JWS_H
#define MARUMADO_JWS_H
#include <jansson.h>
#include <openssl/types.h>
#include <stdbool.h>
#include <stddef.h>
#include "buf.h"
#include "keys.h"
#include "sign.h"

#define JWS_ALG        "ES256"
#define JWE_ALG        "ECDH-ES+A256KW"
#define JWS_TYP_MAX    24
#define JWS_HEADER_MAX 512 /* base64url characters of a protected header */
#define JWS_SIG_BYTES  64  /* ES256: r and s, 32 bytes each */

struct jws_header {
	char kid[WIRE_KID_MAX];
	char typ[JWS_TYP_MAX];
};

/* One split JWS compact; all pointers are borrowed from the caller's text. */
struct jws_parts {
	const char *text; /* header "." payload: what the signature covers */
	size_t text_len;
	const char *payload; /* base64url */
	size_t payload_len;
	const char *sig; /* JWS_SIG_CHARS characters */
	struct jws_header header;
};

/* Decodes base64url, strictly: no padding, no white space, no stray bits, at least one byte.
 * Appends to ret. For what travels in the open: nothing is wiped here. */
bool b64url_decode(struct buf *ret, const char *text, size_t len)
	__attribute__((warn_unused_result));
/* Base64url of a JSON text to a JSON object; NULL when it is not one, or has a member twice.
 * New. */
json_t *b64url_object(const char *text, size_t len) __attribute__((warn_unused_result));
/* True when o has no member but the n names. */
bool members_only(const json_t *o, const char *const *names, size_t n);
/* Copies the string member `name` of o when it has 1 to cap-1 bytes and no NUL. */
bool member_copy(const json_t *o, const char *name, char *ret, size_t cap)
	__attribute__((warn_unused_result));
/* Is s an item's hour, "2026-11-23T10", with every part in its range? */
bool made_ok(const char *s);
/* The payload of a record spelled as item_sign and libjose do it into ret, whose kid stays; seal
 * and device are then NULL. False: spelled otherwise, right or wrong; ret is untouched. text ends
 * with a NUL. */
bool item_plain(struct item *ret, const char *text, size_t len) __attribute__((warn_unused_result));
/* n bytes as 2 n lower-case hex digits and a NUL. */
void hex(const unsigned char *bytes, size_t n, char *ret);
/* Is s exactly n lower-case hex digits? */
bool hex_only(const char *s, size_t n);

/* Reads a protected header; false unless it is exactly {alg:"ES256", kid, typ}. */
bool jws_header_read(struct jws_header *ret, const char *text, size_t len)
	__attribute__((warn_unused_result));
/* Splits a JWS compact and reads its header. NO signature check. */
bool jws_split(struct jws_parts *ret, const char *jws, size_t len)
	__attribute__((warn_unused_result));
/* Is sig (JWS_SIG_CHARS base64url characters) a good signature of text by the public key? */
bool jws_signed_by(EVP_PKEY *key, const char *text, size_t len, const char *sig)
	__attribute__((warn_unused_result));
/* Appends a JWS compact over the JSON text of payload and checks its own signature. On failure ret
 * holds what it held before, or is marked failed. */
bool jws_make(struct buf *ret, const char *typ, const json_t *payload, const struct jwk *key)
	__attribute__((warn_unused_result));
/* Is the key made for this algorithm? One key serves one purpose. */
bool jwk_alg_is(const struct jwk *k, const char *alg);
/* An OpenSSL key of the public part (caller frees with EVP_PKEY_free), NULL when it is no P-256
 * point. */
EVP_PKEY *jwk_evp(const json_t *jwk) __attribute__((warn_unused_result));
#endif
