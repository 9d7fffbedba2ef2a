/* SPDX-License-Identifier: Apache-2.0 */
/*
 * font_cache — a hash of rendered runs with a list in order of last use.
 *
 * A frame asks for the same few hundred runs again and again; shaping and rasterising them costs a
 * hundred times the lookup. Keys hold the text itself, so a hash collision never shows another
 * text. It does not know how a run is rendered.
 */
#include "font_cache.h"

#include <stdlib.h>
#include <string.h>

#define BUCKETS 1024 /* a power of two */

struct entry {
	struct entry *newer, *older; /* use order */
	struct entry *chain;         /* same bucket */
	uint64_t hash;
	struct font_key key; /* key.text points behind the pixels */
	struct font_bitmap bitmap;
	size_t pixels;
	uint8_t data[]; /* pixels, then the text */
};
struct font_cache {
	struct entry *bucket[BUCKETS];
	struct entry *newest, *oldest;
	size_t bytes, bytes_max;
};

uint64_t font_key_hash(const struct font_key *k)
{
	uint64_t h = 0xcbf29ce484222325u; /* FNV-1a */
	const uint64_t prime = 0x100000001b3u;
	h = (h ^ (uint64_t)k->face) * prime;
	h = (h ^ (uint64_t)k->px) * prime;
	h = (h ^ (uint64_t)(k->bold * 2 + k->rtl)) * prime;
	for (int i = 0; i < 4; i++)
		h = (h ^ (uint8_t)k->script[i]) * prime;
	for (size_t i = 0; i < k->len; i++)
		h = (h ^ (uint8_t)k->text[i]) * prime;
	return h ^ (h >> 32);
}

static bool same_key(const struct font_key *a, const struct font_key *b)
{
	return a->face == b->face && a->px == b->px && a->bold == b->bold && a->rtl == b->rtl &&
	       memcmp(a->script, b->script, 4) == 0 && a->len == b->len &&
	       memcmp(a->text, b->text, a->len) == 0;
}

struct font_cache *font_cache_open(size_t bytes_max)
{
	struct font_cache *c = calloc(1, sizeof *c);
	if (c)
		c->bytes_max = bytes_max;
	return c;
}

static void unlink_use(struct font_cache *c, struct entry *e)
{
	*(e->newer ? &e->newer->older : &c->newest) = e->older;
	*(e->older ? &e->older->newer : &c->oldest) = e->newer;
}

static void link_newest(struct font_cache *c, struct entry *e)
{
	e->newer = NULL;
	e->older = c->newest;
	*(c->newest ? &c->newest->newer : &c->oldest) = e;
	c->newest = e;
}

static void drop_oldest(struct font_cache *c)
{
	struct entry *e = c->oldest;
	struct entry **at = &c->bucket[e->hash & (BUCKETS - 1)];
	while (*at != e)
		at = &(*at)->chain;
	*at = e->chain;
	c->oldest = e->newer;
	*(c->oldest ? &c->oldest->older : &c->newest) = NULL;
	c->bytes -= e->pixels;
	explicit_bzero(e, sizeof *e + e->pixels + e->key.len);
	free(e);
}

const struct font_bitmap *font_cache_get(struct font_cache *c, const struct font_key *k)
{
	uint64_t hash = font_key_hash(k);
	struct entry *e = c->bucket[hash & (BUCKETS - 1)];
	while (e && (e->hash != hash || !same_key(&e->key, k)))
		e = e->chain;
	if (!e)
		return NULL;
	unlink_use(c, e);
	link_newest(c, e);
	return &e->bitmap;
}

const struct font_bitmap *font_cache_put(
	struct font_cache *c, const struct font_key *k, const struct font_bitmap *b)
{
	size_t pixels = (size_t)b->w * (size_t)b->h;
	if (pixels > c->bytes_max)
		return NULL;
	while (c->oldest && c->bytes + pixels > c->bytes_max)
		drop_oldest(c);
	struct entry *e = calloc(1, sizeof *e + pixels + k->len);
	if (!e)
		return NULL;
	for (int y = 0; y < b->h; y++)
		memcpy(e->data + (size_t)y * (size_t)b->w, b->alpha + (ptrdiff_t)y * b->pitch,
			(size_t)b->w);
	memcpy(e->data + pixels, k->text, k->len);
	e->hash = font_key_hash(k);
	e->key = *k;
	e->key.text = (const char *)e->data + pixels;
	e->pixels = pixels;
	e->bitmap = *b;
	e->bitmap.alpha = e->data;
	e->bitmap.pitch = b->w;
	e->chain = c->bucket[e->hash & (BUCKETS - 1)];
	c->bucket[e->hash & (BUCKETS - 1)] = e;
	link_newest(c, e);
	c->bytes += pixels;
	return &e->bitmap;
}

void font_cache_forget(struct font_cache *c)
{
	struct entry *older;
	for (struct entry *e = c->newest; e; e = older) {
		older = e->older;
		explicit_bzero(e, sizeof *e + e->pixels + e->key.len);
		free(e);
	}
	memset(c->bucket, 0, sizeof c->bucket);
	c->newest = c->oldest = NULL;
	c->bytes = 0;
}

void font_cache_close(struct font_cache *c)
{
	if (c)
		font_cache_forget(c);
	free(c);
}

size_t font_cache_bytes(const struct font_cache *c)
{
	return c->bytes;
}
