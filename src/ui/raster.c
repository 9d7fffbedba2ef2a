/* SPDX-License-Identifier: Apache-2.0 */
/*
 * raster — the software painter.
 * A rounded box is drawn row by row: rows through its corners mix each pixel of the corner columns
 * by how much of it lies inside the outer and the inner circle (distance to the corner's centre);
 * everything else is spans, which wmemset fills at memory speed (wchar_t has 32 bits on Linux).
 * Colours are mixed in sRGB, which is what text rendered for screens expects.
 */
#include <assert.h>
#include <math.h>
#include <wchar.h>
#include "raster.h"

static_assert(sizeof(wchar_t) == sizeof(uint32_t), "spans are filled with wmemset");

static uint32_t pixel_of(struct color c)
{
	return 0xff000000u | (uint32_t)c.r << 16 | (uint32_t)c.g << 8 | c.b;
}

/* to where alpha is 255, from where it is 0; red and blue are mixed in one multiplication. */
static uint32_t mix(uint32_t from, uint32_t to, unsigned alpha)
{
	uint32_t a = alpha + (alpha >> 7); /* 0 … 256 */
	uint32_t rb = from & 0xff00ff, g = from & 0x00ff00;

	rb += ((to & 0xff00ff) - rb) * a >> 8;
	g += ((to & 0x00ff00) - g) * a >> 8;
	return 0xff000000u | (rb & 0xff00ff) | (g & 0x00ff00);
}

static void span(const struct raster *p, int y, int x0, int x1, uint32_t color)
{
	int left = p->clip.x, right = p->clip.x + p->clip.w;

	x0 = x0 < left ? left : x0;
	x1 = x1 > right ? right : x1;
	if (x1 > x0)
		wmemset((wchar_t *)p->pixels + (ptrdiff_t)y * p->stride + x0, (wchar_t)color,
			(size_t)(x1 - x0));
}

struct box { /* a box being drawn */
	struct rect r;
	int radius, border;    /* border 0 = none */
	bool filled;
	uint32_t fill, edge;
};

/* 0 … 255: how much of a pixel at squared distance d2 from the centre lies in a circle of radius
 * r. */
static unsigned disc(float d2, float r)
{
	float in = r - 0.5f, out = r + 0.5f;

	if (r <= 0 || d2 >= out * out)
		return 0;
	if (in > 0 && d2 <= in * in)
		return 255;
	return (unsigned)((out - sqrtf(d2)) * 255.0f + 0.5f);
}

/* How much of a pixel lies in the box, and in the part that its border surrounds. */
struct cover {
	unsigned outside, inside;
};

/* dx and dy from the corner circle's centre. */
static struct cover cover(const struct box *b, float dx, float dy)
{
	float d2 = dx * dx + dy * dy, inner = (float)(b->radius - b->border);
	unsigned outside = disc(d2, (float)b->radius);

	if (b->border == 0)
		return (struct cover){ outside, outside };
	/* Where the border is wider than the radius the inner corner is square: none of it here. */
	return (struct cover){ outside, inner > 0 ? disc(d2, inner) : 0 };
}

static void corner_pixel(uint32_t *at, const struct box *b, struct cover c)
{
	if (b->border > 0)
		*at = b->filled || c.inside == 0 ? mix(*at, b->edge, c.outside)
			: mix(*at, b->edge, c.outside > c.inside ? c.outside - c.inside : 0);
	if (b->filled && c.inside > 0)
		*at = mix(*at, b->fill, c.inside);
}

/* A row of the box that crosses its corners; dy from the corner centre. Both corners mirror each
 * other, and from the first pixel wholly inside the border on there is nothing left to measure. */
static void corner_row(const struct raster *p, const struct box *b, int y, float dy)
{
	uint32_t *row = p->pixels + (ptrdiff_t)y * p->stride;
	int left = p->clip.x, right = p->clip.x + p->clip.w;

	for (int i = 0; i < b->radius; i++) {
		int x0 = b->r.x + i, x1 = b->r.x + b->r.w - 1 - i;
		struct cover c = cover(b, (float)(b->radius - i) - 0.5f, dy);

		if (c.outside == 0)
			continue;
		if (c.inside == 255) {
			if (b->filled) {
				span(p, y, x0, b->r.x + b->radius, b->fill);
				span(p, y, b->r.x + b->r.w - b->radius, x1 + 1, b->fill);
			}
			return;
		}
		if (x0 >= left && x0 < right)
			corner_pixel(&row[x0], b, c);
		if (x1 != x0 && x1 >= left && x1 < right)
			corner_pixel(&row[x1], b, c);
	}
}

static void row(const struct raster *p, const struct box *b, int y)
{
	int from_top = y - b->r.y, from_bottom = b->r.y + b->r.h - 1 - y;
	int depth = from_top < from_bottom ? from_top : from_bottom;
	int x0 = b->r.x, x1 = b->r.x + b->r.w;

	if (depth < b->radius) {
		corner_row(p, b, y, (float)(b->radius - depth) - 0.5f);
		x0 += b->radius;
		x1 -= b->radius;
	}
	if (depth < b->border) {
		span(p, y, x0, x1, b->edge);
		return;
	}
	if (depth >= b->radius && b->border > 0) {
		span(p, y, x0, x0 + b->border, b->edge);
		span(p, y, x1 - b->border, x1, b->edge);
		x0 += b->border;
		x1 -= b->border;
	}
	if (b->filled)
		span(p, y, x0, x1, b->fill);
}

void raster_box(const struct raster *p, struct rect r, const struct color *fill,
	const struct color *border,
	int border_px, int radius_px)
{
	struct rect seen = rect_intersect(p->clip, r);
	int half = (r.w < r.h ? r.w : r.h) / 2;
	struct box b = { .r = r, .radius = radius_px < half ? radius_px : half,
		.filled = fill != NULL };

	if (fill)
		b.fill = pixel_of(*fill);
	if (border && border_px > 0) {
		b.border = border_px < half ? border_px : half;
		b.edge = pixel_of(*border);
	}
	if (!b.filled && b.border == 0)
		return;
	for (int y = seen.y; y < seen.y + seen.h; y++)
		row(p, &b, y);
}

void raster_coverage(const struct raster *p, int x, int y, const uint8_t *alpha, int w, int h,
	int pitch,
	struct color c)
{
	struct rect seen = rect_intersect(p->clip, (struct rect){ x, y, w, h });
	uint32_t ink = pixel_of(c);

	for (int j = seen.y; j < seen.y + seen.h; j++) {
		uint32_t *to = p->pixels + (ptrdiff_t)j * p->stride;
		const uint8_t *from = alpha + (ptrdiff_t)(j - y) * pitch - x;

		for (int i = seen.x; i < seen.x + seen.w; i++) {
			if (from[i] == 255)
				to[i] = ink;
			else if (from[i])
				to[i] = mix(to[i], ink, from[i]);
		}
	}
}

/* Squared distance of x, y from the line piece that begins at 0, 0 and ends at dx, dy. */
static float from_piece(float x, float y, float dx, float dy)
{
	float len2 = dx * dx + dy * dy, t = len2 > 0 ? (x * dx + y * dy) / len2 : 0;

	t = t < 0 ? 0 : t > 1 ? 1 : t;
	return (x - t * dx) * (x - t * dx) + (y - t * dy) * (y - t * dy);
}

/* The columns of row y that a line may touch: where it crosses the rows so near that it reaches y.
 * */
static struct rect line_row(const struct raster *p, struct draw_point a, struct draw_point b, int y,
	float r)
{
	float x0 = (float)(a.x < b.x ? a.x : b.x), x1 = (float)(a.x < b.x ? b.x : a.x);

	if (a.y != b.y) {
		float slope = (float)(b.x - a.x) / (float)(b.y - a.y);
		float u = (float)a.x + ((float)(y - a.y) - r - 1) * slope;
		float v = (float)a.x + ((float)(y - a.y) + r + 1) * slope;

		x0 = fmaxf(x0, fminf(u, v));
		x1 = fminf(x1, fmaxf(u, v));
	}
	int from = (int)floorf(x0 - r - 1), to = (int)ceilf(x1 + r + 1);
	return rect_intersect(p->clip, (struct rect){ from, y, to - from + 1, 1 });
}

void raster_line(const struct raster *p, struct draw_point from, struct draw_point to,
	int thickness_px, struct color c)
{
	float r = (float)thickness_px / 2.0f, dx = (float)(to.x - from.x),
	      dy = (float)(to.y - from.y);
	int room = thickness_px / 2 + 2, top = from.y < to.y ? from.y : to.y;
	int bottom = from.y < to.y ? to.y : from.y;
	uint32_t ink = pixel_of(c);

	for (int y = top - room; y <= bottom + room; y++) {
		struct rect seen = line_row(p, from, to, y, r);

		for (int x = seen.x; x < seen.x + seen.w; x++) {
			uint32_t *at = p->pixels + (ptrdiff_t)y * p->stride + x;
			unsigned in = disc(from_piece((float)(x - from.x), (float)(y - from.y), dx,
				dy), r);

			if (in)
				*at = mix(*at, ink, in);
		}
	}
}

void raster_modules(const struct raster *p, struct rect r, const unsigned char *modules, int edge,
	struct color dark)
{
	int size = (r.w < r.h ? r.w : r.h) / edge;
	int x0 = r.x + (r.w - size * edge) / 2, y0 = r.y + (r.h - size * edge) / 2;

	for (int i = 0; size > 0 && i < edge * edge; i++)
		if (modules[i])
			raster_box(p, (struct rect){ x0 + i % edge * size, y0 + i / edge * size,
				size, size },
				&dark, NULL, 0, 0);
}
