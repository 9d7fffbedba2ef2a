/* SPDX-License-Identifier: Apache-2.0 */
/*
 * raster — shapes into 32-bit pixels in memory; pure, no SDL.
 * Layer: ui, under draw.c. Pixels are 0xXXRRGGBB in the machine's byte order. Everything is clipped
 * to `clip` and to the picture; edges between colours are anti-aliased by coverage.
 */
#ifndef MARUMADO_RASTER_H
#define MARUMADO_RASTER_H
#include "draw.h"

/* pixels borrowed; stride in pixels */
struct raster { uint32_t *pixels; int w, h, stride; struct rect clip; };

/* A box with rounded corners: fill (NULL = none) and, inside the edge, a border (NULL = none). */
void raster_box(const struct raster *p, struct rect r, const struct color *fill,
	const struct color *border,
	int border_px, int radius_px);
/* 8-bit coverage in one colour, its top left at x, y. */
void raster_coverage(const struct raster *p, int x, int y, const uint8_t *alpha, int w, int h,
	int pitch,
	struct color c);
/* A straight line with round ends; where both ends are one point, a disc. */
void raster_line(const struct raster *p, struct draw_point from, struct draw_point to,
	int thickness_px, struct color c);
/* Square modules (1 = dark) as large as whole pixels allow, centred in r. */
void raster_modules(const struct raster *p, struct rect r, const unsigned char *modules, int edge,
	struct color dark);
#endif
