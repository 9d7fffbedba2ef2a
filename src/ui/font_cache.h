/* SPDX-License-Identifier: Apache-2.0 */
/*
 * font_cache — rendered runs by what they show, least recently used ones leave first. font.c's own.
 * Layer: ui, pure (no SDL). Everything that leaves is overwritten: it may be what a person typed.
 */
#ifndef MARUMADO_FONT_CACHE_H
#define MARUMADO_FONT_CACHE_H
#include <stddef.h>
#include <stdint.h>
#include "font.h"

struct font_key { /* one run as font_render is asked for it; text is borrowed */
	int face, px;
	bool bold, rtl;
	char script[5];
	const char *text;
	size_t len;
};
uint64_t font_key_hash(const struct font_key *k);

struct font_cache;
/* An empty cache of at most bytes_max of coverage. NULL when memory fails. */
struct font_cache *font_cache_open(size_t bytes_max);
/* Overwrites and frees; accepts NULL. */
void font_cache_close(struct font_cache *c);
/* The bitmap of a key, or NULL. Borrowed until the next put, forget or close. */
const struct font_bitmap *font_cache_get(struct font_cache *c, const struct font_key *k);
/* Copies key and bitmap in, making room. NULL when it is larger than the cache or memory fails. */
const struct font_bitmap *font_cache_put(struct font_cache *c, const struct font_key *k,
	const struct font_bitmap *b);
/* Overwrites and drops everything. */
void font_cache_forget(struct font_cache *c);
/* Bytes of coverage kept now. */
size_t font_cache_bytes(const struct font_cache *c);
#endif
