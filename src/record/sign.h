/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sign — items and acknowledgements as JWS compact, ES256 (RFC 7515), libjose at work.
 * A signature covers the bytes that travel; nothing is canonicalised.
 * Layer: record.
 */
#ifndef MARUMADO_SIGN_H
#define MARUMADO_SIGN_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "buf.h"
#include "keys.h"
#include "wire.h"

#define SIGN_REASON_MAX 64
#define JWS_SIG_CHARS   86 /* an ES256 signature in base64url */
#define JWS_SUM_BYTES   32 /* SHA-256 */

struct item { /* the payload of an item (design.md §4) */
	char id[WIRE_ID_HEX + 1];
	uint64_t seq;
	char prev[WIRE_SHA256_HEX + 1];
	char kind[12];
	bool urgent;
	char made[WIRE_MADE_LEN + 1];
	json_t *seal; /* JWE general JSON or NULL; borrowed by item_sign, owned after item_parse */
	json_t *device;         /* kind "enrol": the device's public JWK; same ownership */
	char kid[WIRE_KID_MAX]; /* of the JWS header; filled by item_parse */
};

/* Hex SHA-256 of bytes: of an item, always over the JWS compact string as it travels. */
void sha256_hex(const void *data, size_t len, char ret[static WIRE_SHA256_HEX + 1]);
/* A new random id (128 bits, hex). False only when the generator fails. */
bool item_new_id(char ret[static WIRE_ID_HEX + 1]) __attribute__((warn_unused_result));
/* Signs; appends the JWS to ret and checks its own signature before returning. */
bool item_sign(struct buf *ret, const struct item *it, const struct jwk *device_key)
	__attribute__((warn_unused_result));
/* Splits and checks form, header (alg, typ, kid), types, lengths and unknown members; NO signature.
 * False: why gets a short code ("header", "payload", "seq", …). */
bool item_parse(struct item *ret, const char *jws, size_t len, char why[static SIGN_REASON_MAX])
	__attribute__((warn_unused_result));
/* item_parse for a receiver that only passes the seal on (city): the same checks with the same
 * answers, several times faster, but ret->seal is NULL and strings in ret->device may be cut. */
bool item_parse_outer(struct item *ret, const char *jws, size_t len,
	char why[static SIGN_REASON_MAX]) __attribute__((warn_unused_result));
void item_release(struct item *it);
/* True when the JWS (any typ) carries a good ES256 signature by `key`. */
bool jws_verify(const char *jws, size_t len, const struct jwk *key)
	__attribute__((warn_unused_result));
/* The same, many times for one key without parsing it each time (city). A verifier belongs to one
 * thread at a time. NULL when the key is not for signing. Close accepts NULL. */
struct jws_verifier;
struct jws_verifier *jws_verifier_open(const struct jwk *key);
bool jws_verifier_check(struct jws_verifier *v, const char *jws, size_t len)
	__attribute__((warn_unused_result));
void jws_verifier_close(struct jws_verifier *v);
/* Both sums of a JWS in one pass through its bytes: most of them go into both. */
struct jws_sums {
	char sha256[WIRE_SHA256_HEX + 1];  /* of the whole, as sha256_hex */
	unsigned char text[JWS_SUM_BYTES]; /* of what is signed */
	char sig[JWS_SIG_CHARS];           /* base64url */
};
/* Of a JWS that item_parse or item_parse_outer has read; false when it is none, or out of memory.
 */
bool jws_sums(struct jws_sums *ret, const char *jws, size_t len)
	__attribute__((warn_unused_result));
/* jws_verifier_check of such a JWS, kid being what was read in its header. */
bool jws_verifier_check_sums(struct jws_verifier *v, const char *kid, const struct jws_sums *sums)
	__attribute__((warn_unused_result));

#define ACK_REASON_MAX 64
struct ack_entry {
	char id[WIRE_ID_HEX + 1];
	char sha256[WIRE_SHA256_HEX + 1];
	char verdict[12];
	int64_t city_seq; /* 0 when none */
	char reason[ACK_REASON_MAX];
};
struct ack {
	char device[WIRE_KID_MAX];
	int64_t at_s;
	struct ack_entry entry[WIRE_BATCH_ITEMS_MAX];
	int len;
};
/* Signs an acknowledgement with the city's ack key. */
bool ack_sign(struct buf *ret, const struct ack *a, const struct jwk *ack_key)
	__attribute__((warn_unused_result));
/* Verifies against any ack key of the city and that it is for `device`; then fills ret. The kiosk's
 * only ground for erasing. */
bool ack_verify(struct ack *ret, const char *jws, size_t len, const struct city_keys *city,
	const char *device, char why[static SIGN_REASON_MAX]) __attribute__((warn_unused_result));
#endif
