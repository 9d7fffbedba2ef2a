/* SPDX-License-Identifier: Apache-2.0 */
/*
 * decode — one line of an export → one checked record.
 *
 * Layer: desk; below open.c. Takes bytes from a stranger: the city server is on the internet, and a
 * line proves itself by the device's signature and the seal, or is refused with a reason code.
 */
#ifndef MARUMADO_DECODE_H
#define MARUMADO_DECODE_H
#include <jansson.h>
#include <stddef.h>
#include <stdint.h>
#include "keys.h"

#define DECODE_LINE_MAX                                                                            \
	(1024 * 1024) /* bytes of one line; an item is at most WIRE_ITEM_BYTES_MAX */
#define DECODE_REASON_MAX 64

enum decode_result {
	DECODE_RECORD,  /* *ret is a record */
	DECODE_NOTHING, /* a device, a health report, a line seen before: nothing to show */
	DECODE_BAD,     /* problem says which and why */
};
struct decode_problem {
	int64_t city_seq; /* 0 when the line tells none */
	char reason[DECODE_REASON_MAX];
};

struct decoder; /* the key, the devices named so far, the ids seen so far */

/* key: private sealing key, borrowed until close. NULL when memory fails. */
struct decoder *decoder_open(const struct jwk *key);
/* Reads one line (no line end). ret: a new object, the record with city_seq, received_at and the
 * city's site added; secret, caller releases with json_decref. Only touched with DECODE_RECORD. */
enum decode_result decoder_line(struct decoder *d, const char *line, size_t len, json_t **ret,
	struct decode_problem *problem) __attribute__((warn_unused_result));
/* Frees; accepts NULL. */
void decoder_close(struct decoder *d);
#endif
