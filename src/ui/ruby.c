/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ruby — a wrong or half-cut reading misleads just who needs it, and neither overlap of widgets nor
 * overflow of texts tells. So the commands of the frame themselves are judged, as late as can be:
 * whatever widget, clip or mirror moved them, each reading must stand in the middle above its own
 * letters. A reading of several runs (digits in kana) is judged as one.
 * Letters are taken to fill the em box, 88 % of it above the baseline, as in place.c.
 * Not here: whether the reading is the right one (tests/lint-easy.py, people).
 */
#include "ruby.h"

#include <stdbool.h>
#include <stdlib.h>

#define EM_TOP_PERCENT 88
#define EM_MARGIN      24 /* part of the em box that no letter of these faces reaches */
#define OFF_PX         2  /* whole pixels, rounded on both sides */
#define GAP_PERCENT    25 /* of the letters' size: the most between a reading and its letters */

/* The letters of a text command: its rectangle has one em of room on each side. */
static struct rect letters(const struct draw_cmd *c)
{
	return (struct rect){ c->origin, c->baseline - c->px * EM_TOP_PERCENT / 100,
		c->rect.w - 2 * c->px, c->px };
}

static bool is_text(const struct draw_cmd *c)
{
	return c->kind == DRAW_TEXT && c->rect.w > c->px; /* an icon's rectangle is its em box */
}

static bool together(const struct draw_cmd *a, const struct draw_cmd *b)
{
	return b->reading && a->base_x == b->base_x && a->base_w == b->base_w &&
	       a->baseline == b->baseline && a->px == b->px;
}

static struct rect join(struct rect a, struct rect b)
{
	int x = a.x < b.x ? a.x : b.x;
	int end = a.x + a.w > b.x + b.w ? a.x + a.w : b.x + b.w;

	return (struct rect){ x, a.y, end - x, a.h };
}

static bool whole(struct rect r, const struct draw_cmd *c, int w, int h)
{
	struct rect seen = rect_intersect(r, rect_intersect(c->clip, (struct rect){ 0, 0, w, h }));
	int margin = (c->px + EM_MARGIN - 1) / EM_MARGIN;

	return seen.w >= r.w - margin && seen.h >= r.h - margin;
}

/* Is this what the reading stands above: of its own line, and somewhere below it? */
static bool is_base(const struct draw_cmd *c, const struct draw_cmd *reading, struct rect above)
{
	struct rect r = letters(c);
	int gap = r.y - (above.y + above.h);

	return is_text(c) && !c->reading && c->px >= reading->px * 2 - 1 &&
	       c->px <= reading->px * 2 + 1 && gap >= -OFF_PX && gap <= c->px * GAP_PERCENT / 100 &&
	       rect_intersect(r, (struct rect){ reading->base_x, r.y, reading->base_w, r.h }).w > 0;
}

/* The letters below reading cmd[at], which stands at `above`. */
static enum ruby_fault base_fault(
	const struct draw_list *l, int at, struct rect above, int w, int h)
{
	const struct draw_cmd *reading = &l->cmd[at];
	int from = 0, to = 0;
	bool any = false;

	for (int i = 0; i < l->len; i++) {
		struct rect r = letters(&l->cmd[i]);
		if (!is_base(&l->cmd[i], reading, above))
			continue;
		if (!whole(r, &l->cmd[i], w, h))
			return RUBY_CUT;
		from = any && from < r.x ? from : r.x;
		to = any && to > r.x + r.w ? to : r.x + r.w;
		any = true;
	}
	if (!any || from > reading->base_x + OFF_PX ||
		to < reading->base_x + reading->base_w - OFF_PX)
		return RUBY_NO_BASE;
	int off = 2 * above.x + above.w - 2 * reading->base_x - reading->base_w;
	return abs(off) > 2 * OFF_PX ? RUBY_ASIDE : RUBY_FINE;
}

static enum ruby_fault fault_of(const struct draw_list *l, int at, int end, int w, int h)
{
	struct rect above = letters(&l->cmd[at]);

	for (int i = at + 1; i < end; i++)
		above = join(above, letters(&l->cmd[i]));
	for (int i = at; i < end; i++)
		if (!whole(letters(&l->cmd[i]), &l->cmd[i], w, h))
			return RUBY_CUT;
	enum ruby_fault fault = base_fault(l, at, above, w, h);
	for (int i = 0; fault == RUBY_FINE && i < l->len; i++) {
		const struct draw_cmd *c = &l->cmd[i];
		if (i >= at && i < end)
			continue;
		if (is_text(c) && rect_intersect(letters(c), above).w > OFF_PX &&
			rect_intersect(letters(c), above).h > OFF_PX)
			fault = RUBY_OVERLAPS;
		if (i >= end && c->kind == DRAW_BOX && c->filled &&
			rect_intersect(rect_intersect(c->rect, c->clip), above).w > 0)
			fault = RUBY_COVERED;
	}
	return fault;
}

int ruby_check(const struct draw_list *l, int w, int h, ruby_fn fn, void *ctx)
{
	int n = 0;

	for (int at = 0, end; at < l->len; at = end) {
		end = at + 1;
		if (l->cmd[at].kind != DRAW_TEXT || !l->cmd[at].reading)
			continue;
		while (end < l->len && together(&l->cmd[at], &l->cmd[end]))
			end++;
		enum ruby_fault fault = fault_of(l, at, end, w, h);
		if (fault != RUBY_FINE)
			fn(ctx, l->bytes + l->cmd[at].text, fault);
		n++;
	}
	return n;
}

const char *ruby_fault_name(enum ruby_fault f)
{
	static const char *const name[] = { [RUBY_FINE] = "fine",
		[RUBY_NO_BASE] = "without its letters",
		[RUBY_ASIDE] = "aside",
		[RUBY_CUT] = "cut",
		[RUBY_OVERLAPS] = "overlaps",
		[RUBY_COVERED] = "covered" };

	return name[f];
}
