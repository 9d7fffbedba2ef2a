/* SPDX-License-Identifier: Apache-2.0 */
/*
 * verifiers — parsed public keys of devices, kept between requests. Layer: city, above record.
 * Safe from any thread; a verifier taken belongs to one thread until given back.
 */
#ifndef MARUMADO_CITY_VERIFIERS_H
#define MARUMADO_CITY_VERIFIERS_H
#include "sign.h"

#define VERIFIERS_KEPT 256

struct verifiers;

struct verifiers *verifiers_open(void); /* NULL: no memory */
void verifiers_close(struct verifiers *v);
/* A verifier for the device: a kept one, else made from jwk_text (public JWK as JSON), whose
 * thumbprint must be kid. NULL: the key is not usable. Hand it to verifiers_give. */
struct jws_verifier *verifiers_take(struct verifiers *v, const char *kid, const char *jwk_text);
/* Keeps it for the next request, in place of the one unused for longest when the cache is full. */
void verifiers_give(struct verifiers *v, const char *kid, struct jws_verifier *one);
#endif
