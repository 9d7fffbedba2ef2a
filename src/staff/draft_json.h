/* SPDX-License-Identifier: Apache-2.0 */
/*
 * draft_json — answers to the text inside a draft, and back. Pure.
 */
#ifndef MARUMADO_DRAFT_JSON_H
#define MARUMADO_DRAFT_JSON_H
#include "draft.h"

/* Appends {"v":1,"form","form_version","page","at","lang","answers":{name:{"codes"}|{"text"}}} and
 * spaces up to a step of sizes. False: no memory, or longer than DRAFT_BYTES_MAX. */
bool draft_to_json(struct buf *ret, const struct formdef *f, const struct answers *a,
	const struct draft_place *at) __attribute__((warn_unused_result));
/* Reads it. With f NULL only the place is read; otherwise the form and its version must be f's, and
 * names or codes that f does not know are left out. */
bool draft_from_json(const char *text, size_t len, const struct formdef *f, struct answers *a,
	struct draft_place *ret) __attribute__((warn_unused_result));
#endif
