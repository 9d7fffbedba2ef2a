/* SPDX-License-Identifier: Apache-2.0 */
/*
 * chart — groups of bars as an SVG picture that can be read aloud and copied as text.
 *
 * Layer: desk. No script, no style or font from outside; words are the caller's.
 */
#ifndef MARUMADO_CHART_H
#define MARUMADO_CHART_H
#include <stdbool.h>
#include <stddef.h>
#include "buf.h"

struct chart_bar { /* borrowed */
	const char *group, *label;
	long value;
	bool hidden; /* not to be told: an empty outline and the word for it */
};
struct chart {
	const char *title, *desc; /* what it shows, how it was made */
	const char *unit;         /* after each number, "" for none */
	const char *hidden;       /* the word for a hidden number */
	const struct chart_bar *bar;
	size_t len;
};

/* Appends the picture. Bars of the same group follow each other. Errors stick to ret. */
void chart_svg(struct buf *ret, const struct chart *c);
#endif
