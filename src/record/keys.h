/* SPDX-License-Identifier: Apache-2.0 */
/*
 * keys — JWK files, thumbprints, and the city's signed key document (design.md §4).
 *
 * Layer: record. A struct jwk owns a jansson object; private ones are wiped on release (wiping
 * allocators are set by keys_init, which every main calls first).
 */
#ifndef MARUMADO_KEYS_H
#define MARUMADO_KEYS_H
#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include "buf.h"
#include "wire.h"

#define KEYS_ERR_MAX     256
#define KEYS_SEAL_MAX    8
#define KEYS_ACK_MAX     8
#define KEYS_CONTENT_MAX 8
#define KEYS_ROOT_MAX    8

struct jwk {
	json_t *json;
	char kid[WIRE_KID_MAX];
}; /* kid = RFC 7638 SHA-256 thumbprint, base64url */

/* Wiping allocators for jansson. Call once before any other function of record/. */
void keys_init(void);
/* A new P-256 key: use "sig" (alg ES256) or "enc" (alg ECDH-ES+A256KW). False: no key. */
bool jwk_generate(struct jwk *ret, bool for_sealing) __attribute__((warn_unused_result));
/* Reads a JWK file, checks kty/crv/alg and the curve point. Private files must not be readable by
 * others (mode & 077), else false. err says which file and why. */
bool jwk_read(struct jwk *ret, const char *path, bool want_private, char err[static KEYS_ERR_MAX])
	__attribute__((warn_unused_result));
bool jwk_from_json(struct jwk *ret, const json_t *public_jwk) __attribute__((warn_unused_result));
/* Writes it: private 0600, public part only 0644; buf_write_file's promise. */
bool jwk_write(const struct jwk *k, const char *path, bool private_part)
	__attribute__((warn_unused_result));
/* A new object (caller owns, json_decref) with the public members only: kty crv x y kid alg use. */
json_t *jwk_public(const struct jwk *k);
void jwk_release(struct jwk *k);

/* The city's keys as a device trusts them. */
struct city_keys {
	long version; /* never falls */
	struct jwk seal[KEYS_SEAL_MAX];
	int seal_len; /* recipients of every record */
	struct jwk ack[KEYS_ACK_MAX];
	int ack_len; /* who may sign acknowledgements */
	struct jwk content[KEYS_CONTENT_MAX];
	int content_len; /* who may sign what the city publishes: statuses; may be 0 */
	struct jwk root[KEYS_ROOT_MAX];
	int root_len, threshold;
	char city[64];          /* name, for the about page and logs */
	unsigned char salt[16]; /* city salt for receipts */
};
/* Verifies a key document (JWS general JSON) against `root`: at least `threshold` distinct good
 * signatures by root keys; typ marumado-keys; version ≥ version_floor. When root is NULL the
 * document is trusted on first use only if its own roots sign it at their own threshold (install
 * time: the fingerprint is shown to a person). False: err says why, ret is empty. */
bool city_keys_verify(struct city_keys *ret, const char *doc, size_t len,
	const struct city_keys *root, long version_floor, char err[static KEYS_ERR_MAX])
	__attribute__((warn_unused_result));
/* Appends a document with everything that one can name, from k: city, version, salt, seal, ack,
 * content, root (private parts of at least threshold of them, which sign it) and threshold. */
bool city_keys_write(struct buf *ret, const struct city_keys *k)
	__attribute__((warn_unused_result));
void city_keys_release(struct city_keys *k);
#endif
