/* SPDX-License-Identifier: Apache-2.0 */
/*
 * draw_diff — damage without anybody declaring it (the idea of lite's rencache).
 * The screen is divided into cells; every command is hashed into each cell it may touch, in drawing
 * order. A cell whose hash is that of the frame before looks as it did. Changed cells are joined
 * into runs, and equal runs of neighbouring rows into rectangles. The hashes stand in for what was
 * on the screen, so they are wiped with it.
 */
#include <stdlib.h>
#include <string.h>
#include "draw_diff.h"

#define MULTIPLIER 0x9e3779b97f4a7c15u

static uint64_t stir(uint64_t h, uint64_t v)
{
	h = (h ^ v) * MULTIPLIER;
	return h ^ h >> 29;
}

static uint64_t stir_bytes(uint64_t h, const char *s, size_t len)
{
	uint64_t v;

	for (; len >= sizeof v; s += sizeof v, len -= sizeof v) {
		memcpy(&v, s, sizeof v);
		h = stir(h, v);
	}
	v = len;
	memcpy(&v, s, len);
	return stir(h, v ^ (uint64_t)len << 56);
}

static uint64_t pair(int a, int b)
{
	return (uint64_t)(uint32_t)a << 32 | (uint32_t)b;
}

static uint64_t color_bits(struct color c)
{
	return (uint64_t)c.r << 16 | (uint64_t)c.g << 8 | c.b;
}

static uint64_t stir_rect(uint64_t h, struct rect r)
{
	return stir(stir(h, pair(r.x, r.y)), pair(r.w, r.h));
}

static uint64_t hash_cmd(const struct draw_list *l, const struct draw_cmd *c)
{
	uint64_t h = stir_rect(stir_rect((uint64_t)c->kind + 1, c->rect), c->clip);

	h = stir(h, color_bits(c->color) << 24 | color_bits(c->border));
	h = stir(h, pair(c->radius_px, c->border_px << 2 | c->filled << 1 | c->bold));
	if (c->kind == DRAW_TEXT) {
		h = stir(h, pair(c->face, c->px << 1 | c->rtl));
		h = stir(h, pair(c->origin, c->baseline));
		h = stir_bytes(h, c->script, strlen(c->script));
	}
	if (c->kind == DRAW_TEXT || c->kind == DRAW_BITMAP)
		h = stir_bytes(stir(h, (uint64_t)c->modules), l->bytes + c->text, c->len);
	return h;
}

static void add_rect(struct draw_diff *d, struct rect r, uint64_t h)
{
	r = rect_intersect(r, (struct rect){ 0, 0, d->w, d->h });
	if (r.w == 0)
		return;
	for (int y = r.y / DIFF_CELL; y <= (r.y + r.h - 1) / DIFF_CELL; y++)
		for (int x = r.x / DIFF_CELL; x <= (r.x + r.w - 1) / DIFF_CELL; x++)
			d->now[y * d->columns + x] = stir(d->now[y * d->columns + x], h);
}

/* A line counts piece by piece: only the cells that a new piece touches change. */
static void add_line(struct draw_diff *d, const struct draw_list *l, const struct draw_cmd *c)
{
	uint64_t look = stir_rect(stir(DRAW_LINE + 1, color_bits(c->color)), c->clip);
	struct draw_point end[2];

	look = stir(look, (uint64_t)c->border_px);
	for (int i = 0; i < draw_line_pieces(c); i++) {
		struct rect r = draw_line_piece(l, c, i, end);

		add_rect(d, rect_intersect(r, c->clip),
			stir(stir(look, pair(end[0].x, end[0].y)), pair(end[1].x, end[1].y)));
	}
}

static void add_cmd(struct draw_diff *d, const struct draw_list *l, const struct draw_cmd *c)
{
	if (c->kind == DRAW_LINE)
		add_line(d, l, c);
	else
		add_rect(d, rect_intersect(c->rect, c->clip), hash_cmd(l, c));
}

/* Grows the rectangle above when this run continues it. */
static void add_run(struct draw_diff *d, int *n, struct rect r)
{
	for (int i = *n - 1; i >= 0; i--)
		if (d->changed[i].x == r.x && d->changed[i].w == r.w
			&& d->changed[i].y + d->changed[i].h == r.y) {
			d->changed[i].h += r.h;
			return;
		}
	d->changed[(*n)++] = r;
}

static int collect(struct draw_diff *d)
{
	int n = 0;

	for (int y = 0; y < d->rows; y++) {
		const uint64_t *now = d->now + (size_t)y * (size_t)d->columns;
		const uint64_t *before = d->before + (size_t)y * (size_t)d->columns;

		for (int x = 0; x < d->columns; x++) {
			int from = x;
			struct rect r;

			while (x < d->columns && now[x] != before[x])
				x++;
			if (x == from)
				continue;
			r = (struct rect){ from * DIFF_CELL, y * DIFF_CELL, (x - from) * DIFF_CELL,
				DIFF_CELL };
			r.w = r.x + r.w > d->w ? d->w - r.x : r.w;
			r.h = r.y + r.h > d->h ? d->h - r.y : r.h;
			add_run(d, &n, r);
		}
	}
	return n;
}

static bool resize(struct draw_diff *d, int w, int h)
{
	int columns = (w + DIFF_CELL - 1) / DIFF_CELL, rows = (h + DIFF_CELL - 1) / DIFF_CELL;
	size_t cells = (size_t)columns * (size_t)rows;

	if (d->now && d->w == w && d->h == h)
		return true;
	draw_diff_release(d);
	d->now = calloc(cells + 1, sizeof *d->now);
	d->before = calloc(cells + 1, sizeof *d->before);
	d->changed = calloc(cells + 1, sizeof *d->changed);
	if (!d->now || !d->before || !d->changed) {
		draw_diff_release(d);
		return false;
	}
	d->columns = columns;
	d->rows = rows;
	d->w = w;
	d->h = h;
	return true;
}

int draw_diff_look(struct draw_diff *d, const struct draw_list *l, int w, int h,
	const struct rect **ret)
{
	uint64_t *old;
	int n;

	if (!resize(d, w, h))
		return -1;
	/* A cell that nothing touches hashes to 1, so that 0 always means "not known". */
	for (int i = 0; i < d->columns * d->rows; i++)
		d->now[i] = 1;
	for (int i = 0; i < l->len; i++)
		add_cmd(d, l, &l->cmd[i]);
	n = collect(d);
	old = d->before;
	d->before = d->now;
	d->now = old;
	*ret = d->changed;
	return n;
}

void draw_diff_forget(struct draw_diff *d)
{
	size_t cells = (size_t)d->columns * (size_t)d->rows;

	if (!d->now || !d->before)
		return;
	explicit_bzero(d->now, cells * sizeof *d->now);
	explicit_bzero(d->before, cells * sizeof *d->before);
}

void draw_diff_release(struct draw_diff *d)
{
	draw_diff_forget(d);
	free(d->now);
	free(d->before);
	free(d->changed);
	*d = (struct draw_diff){ .now = NULL };
}
