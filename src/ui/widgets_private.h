/* SPDX-License-Identifier: Apache-2.0 */
/*
 * widgets_private — what the widget files share: labels that fit, colours that can be read.
 * Layer: ui; pure.
 */
#ifndef MARUMADO_WIDGETS_PRIVATE_H
#define MARUMADO_WIDGETS_PRIVATE_H
#include "widgets.h"

#define FIT_STEPS 3 /* sizes tried: the wanted one, 7/8 and 3/4 of it, never below MM_SMALL */
#define FIT_LAST  7 /* … then, with enlarged text, down to what MM_SMALL is without it */

/* A text laid out for a box. */
struct fitted {
	const struct layout *l;  /* borrowed until ui_end; NULL when memory failed */
	double mm;
	int top, bottom;         /* ink of all lines, from the block's top: readings included */
	int body_top;            /* as top, without the readings */
	bool overflow;
};

struct fit { const char *text; double mm; bool bold; enum layout_align align; int w, h,
	lines_max; };

/* The size tried at a step: step 0 is mm itself. From FIT_STEPS on it is below MM_SMALL × text
 * size: words that stay whole in a place that cannot grow come before their size. */
double fit_mm(const struct ui *ui, double mm, int step);
/* Lays out at one size. */
struct fitted fit_at(struct ui *ui, const struct fit *f, double mm);
/* The largest size of all steps that fits the box; the smallest with overflow set when none
 * does. */
struct fitted fit_text(struct ui *ui, const struct fit *f);
/* Where the block's top goes so that the text looks centred in [y, y + h): bodies count,
 * readings half. */
int fitted_y(const struct fitted *f, int y, int h);
/* Draws at x (block left), centred in the height of r, and notes size, overflow and contrast. */
void fitted_draw(struct ui *ui, const struct fitted *f, struct rect r, struct color ink,
	struct color ground);

/* `wanted` when it reaches `least` against ground, else ink, paper, black or white, whichever
 * stands out most. */
struct color readable(const struct ui *ui, struct color wanted, struct color ground, double least);
#define CONTRAST_TEXT 7.0
#define CONTRAST_EDGE 3.0
#endif
