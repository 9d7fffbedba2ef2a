/* SPDX-License-Identifier: Apache-2.0 */
/*
 * conversion — what a conversion engine offers for a reading, and how it travels between the kiosk
 * and an engine's process. A candidate covers the first bytes of the reading; what it leaves is
 * converted when it has been chosen, so a wrong guess of where a word ends is put right by choosing
 * a shorter candidate.
 * On the wire: a request is the reading and a newline; a reply is a line "COVERS<tab>TEXT" for each
 * candidate, best first, and an empty line. An engine says CONVERSION_HELLO once, when it is ready.
 * Layer: ime; pure. Used by both sides.
 */
#ifndef MARUMADO_CONVERSION_H
#define MARUMADO_CONVERSION_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define CONVERSION_READING_MAX 256 /* bytes with NUL */
#define CONVERSION_ITEMS_MAX   40
#define CONVERSION_POOL_MAX    3072
#define CONVERSION_WIRE_MAX    (CONVERSION_POOL_MAX + CONVERSION_ITEMS_MAX * 8 + 16)
#define CONVERSION_HELLO       "ready\n"

struct conversion {
	struct {
		uint16_t covers; /* bytes of the reading */
		uint16_t at;     /* text in pool */
	} item[CONVERSION_ITEMS_MAX];
	int len;
	uint16_t used;
	char pool[CONVERSION_POOL_MAX];
};

/* Overwrites all of it: no candidates. */
void conversion_wipe(struct conversion *c);
/* Adds a candidate at the end. False, and nothing added, when it is empty, holds a control
 * character, is there already (same text, same cover) or has no room. */
bool conversion_add(struct conversion *c, size_t covers, const char *text, size_t len);
/* Text of candidate i; borrowed. */
const char *conversion_text(const struct conversion *c, int i);
/* The reply as bytes in out (CONVERSION_WIRE_MAX holds any); its length without the NUL. */
size_t conversion_write(const struct conversion *c, char *out, size_t cap);
/* Reads a whole reply to `reading`. False, and c empty, for anything malformed: no candidate is
 * ever longer than the pool, not UTF-8, or covers no or half a character of the reading. */
bool conversion_read(struct conversion *c, const char *reading, const char *in, size_t len);
#endif
