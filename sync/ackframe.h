/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ackframe — reads the framing of an acknowledgement, so that the courier knows which items it
 * speaks of.
 *
 * Layer: sync; jansson and nothing else of the network. Verifies NOTHING: the courier has no key.
 * What comes out of here decides only what the courier sends again, never what is erased.
 */
#ifndef MARUMADO_ACKFRAME_H
#define MARUMADO_ACKFRAME_H
#include <stdbool.h>
#include <stddef.h>
#include "wire.h"

enum ack_verdict { ACK_STORED, ACK_DUPLICATE, ACK_CONFLICT, ACK_REFUSED, ACK_PENDING };

struct ackframe {
	char device[WIRE_KID_MAX + 1];
	size_t n; /* entries used */
	struct ackframe_entry {
		char id[WIRE_ID_HEX + 1];
		char sha256[WIRE_SHA256_HEX + 1];
		enum ack_verdict verdict;
	} entries[WIRE_BATCH_ITEMS_MAX];
};

/* Reads a JWS compact of len bytes (borrowed). False: *ret is undefined and *ret_why names the
 * first defect (static storage). No id appears twice in a frame that is accepted. */
bool ackframe_parse(const char *jws, size_t len, struct ackframe *ret, const char **ret_why)
	__attribute__((warn_unused_result));
/* The "kid" of a JWS compact's protected header: for an item, the device that signed it. False when
 * the header cannot be read or the kid does not fit; ret is then "". */
bool ackframe_kid(const char *jws, size_t len, char ret[static WIRE_KID_MAX + 1])
	__attribute__((warn_unused_result));
/* The verdict's word on the wire. Static storage. */
const char *ack_verdict_name(enum ack_verdict v);
/* The verdict for a word; false when there is no such verdict. */
bool ack_verdict_read(const char *word, enum ack_verdict *ret) __attribute__((warn_unused_result));
#endif
