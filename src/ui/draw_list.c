/* SPDX-License-Identifier: Apache-2.0 */
/*
 * draw_list — the frame as data.
 * Widgets push commands; nothing here knows pixels or SDL, so a test can read a screen as text.
 * Strings and QR modules are copied into one growing byte area that is overwritten on reset and
 * growth, because it may hold what a person typed. A command that cannot be seen is not kept.
 * Passing a capacity never aborts: the command is left out and `overflow` tells.
 * A right-to-left screen is the same screen with its places mirrored here, so that no screen and no
 * widget has to know; the insides of a text, a pictogram or a QR code are never turned.
 */
#include <assert.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include "buf.h"
#include "draw.h"
#include "layout.h"

#define BYTES_FIRST ((size_t)8 << 10)
#define BYTES_MAX ((size_t)4 << 20)

struct rect rect_intersect(struct rect a, struct rect b)
{
	int x0 = a.x > b.x ? a.x : b.x, y0 = a.y > b.y ? a.y : b.y;
	int x1 = a.x + a.w < b.x + b.w ? a.x + a.w : b.x + b.w;
	int y1 = a.y + a.h < b.y + b.h ? a.y + a.h : b.y + b.h;

	if (x1 <= x0 || y1 <= y0)
		return (struct rect){ x0, y0, 0, 0 };
	return (struct rect){ x0, y0, x1 - x0, y1 - y0 };
}

void draw_list_reset(struct draw_list *l, int w, int h)
{
	if (l->bytes)
		explicit_bzero(l->bytes, l->bytes_len);
	explicit_bzero(l->cmd, (size_t)l->len * sizeof l->cmd[0]);
	l->bytes_len = 0;
	l->len = 0;
	l->overflow = false;
	l->mirror = 0;
	l->clip = (struct rect){ 0, 0, w, h };
}

void draw_list_release(struct draw_list *l)
{
	if (!l)
		return;
	draw_list_reset(l, 0, 0); /* wipes what is in use; the rest of the array is blank */
	free(l->bytes);
	l->bytes = NULL;
	l->bytes_cap = 0;
}

/* Room for n more bytes; realloc would leave the old copy behind. */
static bool reserve(struct draw_list *l, size_t n)
{
	size_t cap = l->bytes_cap ? l->bytes_cap : BYTES_FIRST;
	char *grown;

	if (n > BYTES_MAX || l->bytes_len + n > BYTES_MAX)
		return false;
	while (cap < l->bytes_len + n)
		cap *= 2;
	if (cap == l->bytes_cap)
		return true;
	grown = malloc(cap);
	if (!grown)
		return false;
	if (l->bytes) {
		memcpy(grown, l->bytes, l->bytes_len);
		explicit_bzero(l->bytes, l->bytes_cap);
		free(l->bytes);
	}
	l->bytes = grown;
	l->bytes_cap = cap;
	return true;
}

int draw_mirror(struct draw_list *l, int w)
{
	int was = l->mirror;

	l->mirror = w;
	return was;
}

struct rect draw_place(const struct draw_list *l, struct rect r)
{
	if (l->mirror > 0)
		r.x = l->mirror - r.x - r.w;
	return r;
}

/* Copies data and a NUL; false when there is no room. */
static bool store(struct draw_list *l, struct draw_cmd *c, const void *data, size_t len)
{
	if (!reserve(l, len + 1))
		return false;
	c->text = l->bytes_len;
	c->len = len;
	memcpy(l->bytes + l->bytes_len, data, len);
	l->bytes[l->bytes_len + len] = 0;
	l->bytes_len += len + 1;
	return true;
}

/* The next command, zeroed, with bounds and clip set; NULL when it cannot be seen or there is no
 * room. */
static struct draw_cmd *push(struct draw_list *l, enum draw_kind kind, struct rect r)
{
	struct draw_cmd *c;

	if (rect_intersect(r, l->clip).w == 0)
		return NULL;
	if (l->len == DRAW_CMDS_MAX) {
		l->overflow = true;
		return NULL;
	}
	c = &l->cmd[l->len++];
	memset(c, 0, sizeof *c);
	c->kind = kind;
	c->rect = r;
	c->clip = l->clip;
	return c;
}

/* push for commands that carry bytes. */
static struct draw_cmd *push_bytes(struct draw_list *l, enum draw_kind kind, struct rect r,
	const void *data, size_t len)
{
	struct draw_cmd *c = push(l, kind, r);

	if (c && !store(l, c, data, len)) {
		l->overflow = true;
		l->len--;
		return NULL;
	}
	return c;
}

void draw_box(struct draw_list *l, struct rect r, const struct color *fill,
	const struct color *border,
	int border_px, int radius_px)
{
	struct draw_cmd *c = push(l, DRAW_BOX, draw_place(l, r));

	if (!c)
		return;
	assert(border_px >= 0 && radius_px >= 0);
	c->filled = fill != NULL;
	if (fill)
		c->color = *fill;
	if (border && border_px > 0) {
		c->border = *border;
		c->border_px = border_px;
	}
	c->radius_px = radius_px;
}

void draw_circle(struct draw_list *l, int cx, int cy, int radius_px, struct color fill)
{
	struct rect r = { cx - radius_px, cy - radius_px, 2 * radius_px, 2 * radius_px };

	draw_box(l, r, &fill, NULL, 0, radius_px);
}

void draw_ring(struct draw_list *l, int cx, int cy, int radius_px, int stroke_px, struct color col)
{
	struct rect r = { cx - radius_px, cy - radius_px, 2 * radius_px, 2 * radius_px };
	struct draw_cmd *c = push(l, DRAW_RING, draw_place(l, r));

	if (!c)
		return;
	c->color = col;
	c->radius_px = radius_px;
	c->border_px = stroke_px;
}

void draw_layout(struct draw_list *l, const struct layout *block, int x, int y, struct color col)
{
	x = draw_place(l, (struct rect){ x, y, block->box, 0 }).x;
	for (size_t i = 0; i < block->run_len; i++) {
		const struct layout_run *run = &block->run[i];
		/* Room for Thai and Burmese marks above and below, and for glyphs that lean out. */
		struct rect r = { x + run->x - run->px, y + run->baseline - 2 * run->px,
			run->width + 2 * run->px, 3 * run->px };
		struct draw_cmd *c = push_bytes(l, DRAW_TEXT, r, block->bytes + run->text,
			run->len);

		if (!c)
			continue;
		c->color = col;
		c->face = run->face;
		c->px = run->px;
		c->bold = run->bold;
		c->rtl = run->rtl;
		memcpy(c->script, run->script, sizeof c->script);
		c->origin = x + run->x;
		c->baseline = y + run->baseline;
		c->reading = run->reading;
		c->base_x = x + run->base_x;
		c->base_w = run->base_w;
	}
}

void draw_glyph(struct draw_list *l, int face, int px, struct rect r, const char *utf8,
	struct color col)
{
	struct rect box = { r.x + (r.w - px) / 2, r.y + (r.h - px) / 2, px, px };
	struct draw_cmd *c;

	box = draw_place(l, box);
	if (!*utf8 || face < 0)
		return;
	c = push_bytes(l, DRAW_TEXT, box, utf8, strlen(utf8));
	if (!c)
		return;
	c->color = col;
	c->face = face;
	c->px = px;
	memcpy(c->script, "Zyyy", 5);
	c->origin = box.x;
	c->baseline = box.y + px; /* an icon's em square stands on its baseline */
}

void draw_bitmap(struct draw_list *l, struct rect r, const unsigned char *modules, int edge,
	struct color dark)
{
	struct draw_cmd *c;

	assert(edge > 0 && edge < 1024);
	c = push_bytes(l, DRAW_BITMAP, draw_place(l, r), modules, (size_t)edge * (size_t)edge);
	if (!c)
		return;
	c->color = dark;
	c->modules = edge;
}

/* Room around the points for half the thickness and its soft edge. */
static struct rect around(const struct draw_point *point, int n, int thickness_px)
{
	int x0 = point[0].x, x1 = x0, y0 = point[0].y, y1 = y0, room = thickness_px / 2 + 2;

	for (int i = 1; i < n; i++) {
		x0 = point[i].x < x0 ? point[i].x : x0;
		x1 = point[i].x > x1 ? point[i].x : x1;
		y0 = point[i].y < y0 ? point[i].y : y0;
		y1 = point[i].y > y1 ? point[i].y : y1;
	}
	return (struct rect){ x0 - room, y0 - room, x1 - x0 + 2 * room, y1 - y0 + 2 * room };
}

struct rect draw_line_piece(const struct draw_list *l, const struct draw_cmd *c, int i,
	struct draw_point end[static 2])
{
	int n = (int)(c->len / sizeof(end[0])), to = i + 1 < n ? i + 1 : i;

	memcpy(&end[0], l->bytes + c->text + (size_t)i * sizeof(end[0]), sizeof(end[0]));
	memcpy(&end[1], l->bytes + c->text + (size_t)to * sizeof(end[0]), sizeof(end[0]));
	return around(end, 2, c->border_px);
}

int draw_line_pieces(const struct draw_cmd *c)
{
	int n = (int)(c->len / sizeof(struct draw_point));

	return n > 1 ? n - 1 : n;
}

void draw_line(struct draw_list *l, const struct draw_point *point, int n, int thickness_px,
	struct color col)
{
	struct draw_cmd *c;

	assert(n > 0 && thickness_px > 0);
	c = push_bytes(l, DRAW_LINE, around(point, n, thickness_px), point,
		(size_t)n * sizeof(*point));
	if (!c)
		return;
	c->color = col;
	c->border_px = thickness_px;
}

struct rect draw_clip(struct draw_list *l, struct rect r)
{
	struct rect old = l->clip;

	l->clip = draw_place(l, r);
	return draw_place(l, old);
}

static void print_color(struct buf *out, const char *name, struct color c)
{
	buf_printf(out, " %s #%02x%02x%02x", name, c.r, c.g, c.b);
}

static void print_cmd(const struct draw_list *l, const struct draw_cmd *c, struct buf *out)
{
	static const char *const name[] = { "box", "ring", "text", "bitmap", "line" };

	buf_printf(out, "%s %d,%d %dx%d", name[c->kind], c->rect.x, c->rect.y, c->rect.w,
		c->rect.h);
	if (c->kind != DRAW_BOX || c->filled)
		print_color(out, c->kind == DRAW_BOX ? "fill" : "color", c->color);
	if (c->kind == DRAW_BOX && c->border_px)
		print_color(out, "border", c->border);
	if (c->border_px)
		buf_printf(out, " stroke %d", c->border_px);
	if (c->radius_px)
		buf_printf(out, " radius %d", c->radius_px);
	if (c->kind == DRAW_LINE)
		buf_printf(out, " pieces %d", draw_line_pieces(c));
	if (c->kind == DRAW_BITMAP)
		buf_printf(out, " modules %d", c->modules);
	if (c->kind == DRAW_TEXT)
		buf_printf(out, " at %d,%d px %d face %d%s%s \"%s\"", c->origin, c->baseline, c->px,
			c->face,
			c->bold ? " bold" : "", c->rtl ? " rtl" : "", l->bytes + c->text);
	buf_puts(out, "\n");
}

void draw_list_print(const struct draw_list *l, struct buf *out)
{
	for (int i = 0; i < l->len; i++)
		print_cmd(l, &l->cmd[i], out);
}
