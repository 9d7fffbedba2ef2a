/* SPDX-License-Identifier: Apache-2.0 */
/*
 * draw_diff — which parts of the screen differ from the last frame; pure, no SDL.
 * Layer: ui, under draw.c.
 */
#ifndef MARUMADO_DRAW_DIFF_H
#define MARUMADO_DRAW_DIFF_H
#include "draw.h"

#define DIFF_CELL 64 /* pixels, edge of a cell */

struct draw_diff { /* zeroed = nothing known: the next look finds everything changed */
	uint64_t *now, *before; /* a hash per cell; owned */
	int columns, rows, w, h;
	struct rect *changed;   /* owned; room for one per cell */
};

/* Compares the list with the one of the call before. Returns the number of changed rectangles,
 * which do not overlap, in *ret (borrowed until the next call); -1 when memory fails. */
int draw_diff_look(struct draw_diff *d, const struct draw_list *l, int w, int h,
	const struct rect **ret)
	__attribute__((warn_unused_result));
/* Forgets the frame before: the next look finds everything changed. */
void draw_diff_forget(struct draw_diff *d);
/* Frees; accepts a zeroed one. */
void draw_diff_release(struct draw_diff *d);
#endif
