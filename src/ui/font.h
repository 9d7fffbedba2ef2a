/* SPDX-License-Identifier: Apache-2.0 */
/*
 * font — SDL2_ttf behind struct text_metrics: opens faces when first needed, measures and renders
 * runs, keeps rendered runs in a bounded cache.
 * Layer: ui; font.c names SDL. Script and direction are set for every run (SDL2_ttf 2.20 guesses
 * wrongly).
 */
#ifndef MARUMADO_FONT_H
#define MARUMADO_FONT_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "fontstack.h"
#include "layout.h"

#define FONT_OPEN_MAX 48                 /* (face, weight) open at once, resized as needed */
#define FONT_CACHE_BYTES_MAX (8u << 20)  /* rendered runs (8-bit coverage) */

struct font;
/* fs is borrowed for the life of the font. NULL: err filled (SDL2_ttf without HarfBuzz is an
 * error). */
struct font *font_open(const struct fontstack *fs, char *err, size_t err_cap);
void font_close(struct font *f);
/* The callbacks for layout_text; borrowed, valid until font_close. */
const struct text_metrics *font_metrics(struct font *f);
/* Coverage of one run: 8-bit alpha, w×h, `pitch` bytes a row, its baseline `ascent` rows below
 * the top, its origin `left` pixels right of the bitmap's left edge. Borrowed until the next
 * call. False: no glyphs. */
struct font_bitmap { const uint8_t *alpha; int w, h, pitch, ascent, left; };
bool font_render(struct font *f, int face, bool bold, int px, const char script[static 5], bool rtl,
	const char *text, size_t len, struct font_bitmap *ret);
/* Overwrites and empties the cache (it may hold what a person typed). Closes the faces that nobody
 * used since the call before; of the others it gives back the mapped pages. */
void font_forget(struct font *f);
#endif
