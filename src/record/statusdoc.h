/* SPDX-License-Identifier: Apache-2.0 */
/*
 * statusdoc — the list of answers that the city publishes (design.md §4): a JWS compact over
 * {v, version, at, statuses:[{tag, jwe}]}, signed by one of the key document's content keys.
 *
 * Layer: record. Whoever carries it (city, courier) can check it and read nothing of it; what an
 * entry says is status.h.
 */
#ifndef MARUMADO_STATUSDOC_H
#define MARUMADO_STATUSDOC_H
#include "sign.h"

#define STATUS_CASES_MAX   8192
#define STATUS_VERSION_MAX (INT64_C(1) << 53) /* what every JSON reader can count to */
#define STATUS_TAG_CHARS   22                 /* 16 bytes in base64url */
#define STATUS_JWE_CHARS   295                /* the same for every answer */

struct status_doc {
	int64_t version; /* never falls */
	int64_t at_s;    /* when the desk made it, seconds since 1970 */
	json_t *list;    /* array of {tag, jwe}, checked, tags rising; owned */
};

/* Verifies signature, form and version ≥ version_floor. False: why gets a short code, ret is
 * empty. */
bool status_doc_verify(struct status_doc *ret, const char *jws, size_t len,
	const struct city_keys *city, int64_t version_floor, char why[static SIGN_REASON_MAX])
	__attribute__((warn_unused_result));
/* Signs (offline desk). False when a reader would refuse it: form, order, number of cases, size. */
bool status_doc_sign(struct buf *ret, const struct status_doc *doc, const struct jwk *content_key)
	__attribute__((warn_unused_result));
void status_doc_release(struct status_doc *doc);
#endif
