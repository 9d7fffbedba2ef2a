/* SPDX-License-Identifier: Apache-2.0 */
/*
 * seal — a record closed for the city: JWE general JSON, A256GCM, ECDH-ES+A256KW per recipient (RFC
 * 7516).
 * Layer: record. seal.c (closing) is in the kiosk; unseal.c (opening) is linked into marumado-desk
 * only: tests/boundaries.sh checks that no other program holds seal_open.
 */
#ifndef MARUMADO_SEAL_H
#define MARUMADO_SEAL_H
#include <stdbool.h>
#include <stddef.h>
#include "buf.h"
#include "keys.h"

/* Seals plain[0..len) for every seal key of the city (at least one). ret: new JWE object, caller
 * owns. */
bool seal_close(json_t **ret, const void *plain, size_t len, const struct city_keys *city)
	__attribute__((warn_unused_result));
/* Opens with one private key into a buf (wiped on release). False: not for this key, or altered. */
bool seal_open(struct buf *ret, const json_t *jwe, const struct jwk *private_key)
	__attribute__((warn_unused_result));
#endif
