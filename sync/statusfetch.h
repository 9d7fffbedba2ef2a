/* SPDX-License-Identifier: Apache-2.0 */
/*
 * statusfetch — brings the city's status document (GET /v1/status) into DATA/courier/status.jws,
 * unverified and always whole: the courier does not know which answer is wanted here.
 *
 * Layer: sync. The kiosk verifies it before it believes a word.
 */
#ifndef MARUMADO_STATUSFETCH_H
#define MARUMADO_STATUSFETCH_H
#include "keysfetch.h"

#define STATUSFETCH_NAME       "status" /* of the ETag's note in the courier's database */
#define STATUSFETCH_TIMEOUT_MS 30000    /* items that come meanwhile wait no longer than this */

/* Keeps a document that came by whatever road, with its ETag ("" by stick). SAME: nothing to do;
 * REFUSED: not a JWS, or it cannot be written; reason says it. */
enum keysfetch_result statusfetch_keep(struct courier *c, const char *data_dir,
	const struct buf *body, const char *etag, char reason[static 160]);
/* As keysfetch_ask. False too when the data folder's name is too long. */
bool statusfetch_ask(struct courier *c, const char *data_dir, const struct transport *t)
	__attribute__((warn_unused_result));
/* The results mean what they mean for the key document. An answer that is the same as the last one
 * writes nothing. */
enum keysfetch_result statusfetch_take(struct courier *c, const char *data_dir,
	const struct reply *reply, char reason[static 160]);
#endif
