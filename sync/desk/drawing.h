/* SPDX-License-Identifier: Apache-2.0 */
/*
 * drawing — what was written by finger (the "strokes" of an answer, sync/api/schema/record.json).
 *
 * Layer: desk; below decode.c, table.c and page.c.
 */
#ifndef MARUMADO_DRAWING_H
#define MARUMADO_DRAWING_H
#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include "buf.h"

#define DRAWING_SIDE_MAX   10000
#define DRAWING_LINES_MAX  1024
#define DRAWING_POINTS_MAX 8192

/* Is it as the schema says: bounds, counts, every point inside its field? */
bool drawing_ok(const json_t *strokes);
/* How many strokes an answer has; 0 when it has no drawing. */
size_t drawing_lines(const json_t *answer);
/* Appends it as an SVG element named `label` (text, any). Only for what drawing_ok admitted:
 * nothing but numbers of the record goes into it. */
void drawing_svg(struct buf *ret, const json_t *strokes, const char *label);
#endif
