/* SPDX-License-Identifier: Apache-2.0 */
/*
 * problem — errors of a whole request as RFC 9457 problem+json with stable type URIs
 * (openapi.yaml lists them). Layer: city, below http. No text of the request ever goes into an
 * answer.
 */
#ifndef MARUMADO_CITY_PROBLEM_H
#define MARUMADO_CITY_PROBLEM_H
#include <stdbool.h>
#include "buf.h"

#define PROBLEM_TYPE "urn:marumado:problem:" /* + the name in problem.c */

enum problem {
	PROBLEM_NONE,
	PROBLEM_MALFORMED, /* the body is not {"items":["…",…]} with 1 to 64 strings */
	PROBLEM_ITEM,      /* one item cannot be read; member `item` is its index */
	/* items of more than one device; member `item` is the first of another */
	PROBLEM_MIXED,
	PROBLEM_NOT_FOUND,
	PROBLEM_METHOD,
	PROBLEM_TOO_LARGE,
	PROBLEM_MEDIA_TYPE,
	PROBLEM_RATE,
	PROBLEM_STORAGE_FULL,
	PROBLEM_STORAGE,
	PROBLEM_STORAGE_DAMAGED, /* until a person brings back a copy */
	PROBLEM_COUNT
};

/* The HTTP status of a problem. */
unsigned problem_status(enum problem p);
/* Seconds for Retry-After, 0 for no such header. */
int problem_retry_after_s(enum problem p);
/* Appends the JSON body. detail: short code for member `detail`, NULL for none; item: < 0
 * for none. */
bool problem_body(struct buf *ret, enum problem p, const char *detail, int item)
	__attribute__((warn_unused_result));
#endif
