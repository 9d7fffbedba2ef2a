/* SPDX-License-Identifier: Apache-2.0 */
/*
 * rects — cutting a screen into pieces from its edges, the only layout arithmetic screens need.
 * A piece is never larger than what is left, and never negative.
 */
#include "widgets.h"

static int within(int v, int max)
{
	if (v < 0)
		return 0;
	return v < max ? v : max;
}

struct rect rect_inset(struct rect r, int dx, int dy)
{
	dx = within(dx, r.w / 2);
	dy = within(dy, r.h / 2);
	return (struct rect){ r.x + dx, r.y + dy, r.w - 2 * dx, r.h - 2 * dy };
}

struct rect rect_middle(struct rect r, int w, int h)
{
	return (struct rect){ r.x + (r.w - w) / 2, r.y + (r.h - h) / 2, w, h };
}

struct rect rect_cut_top(struct rect *r, int h)
{
	struct rect cut = { r->x, r->y, r->w, within(h, r->h) };

	r->y += cut.h;
	r->h -= cut.h;
	return cut;
}

struct rect rect_cut_bottom(struct rect *r, int h)
{
	struct rect cut = { r->x, 0, r->w, within(h, r->h) };

	r->h -= cut.h;
	cut.y = r->y + r->h;
	return cut;
}

struct rect rect_cut_left(struct rect *r, int w)
{
	struct rect cut = { r->x, r->y, within(w, r->w), r->h };

	r->x += cut.w;
	r->w -= cut.w;
	return cut;
}

struct rect rect_cut_right(struct rect *r, int w)
{
	struct rect cut = { 0, r->y, within(w, r->w), r->h };

	r->w -= cut.w;
	cut.x = r->x + r->w;
	return cut;
}
