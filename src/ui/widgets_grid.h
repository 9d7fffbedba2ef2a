/* SPDX-License-Identifier: Apache-2.0 */
/*
 * widgets_grid — how the grid of cards and one card agree on room. For widgets_choice.c and
 * widgets_grid.c.
 * Layer: ui; pure.
 */
#ifndef MARUMADO_WIDGETS_GRID_H
#define MARUMADO_WIDGETS_GRID_H
#include "widgets.h"

#define CARD_LINES_MAX 3 /* of one language */

/* pixels; circle: diameter, 0 = none */
struct card_shape { int pad, circle, label_x, label_w, label_h; };
struct card_shape card_shape(struct ui *ui, int w, int h, bool icon);
/* Lines a label may have: a second language below the first has its own. */
int card_lines(const char *label);
/* widget_choice with another text size, the same for all cards of a grid. */
bool widget_choice_at(struct ui *ui, struct rect r, const struct choice *c, double mm);
#endif
