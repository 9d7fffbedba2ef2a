/* SPDX-License-Identifier: Apache-2.0 */
/*
 * regional_private — what regional.c and regional_rows.c share.
 *
 * Layer: desk.
 */
#ifndef MARUMADO_REGIONAL_PRIVATE_H
#define MARUMADO_REGIONAL_PRIVATE_H
#include "census.h"
#include "chart.h"
#include "regional.h"
#include "suppress.h"

struct regional {
	struct census census;
	const json_t *plan;
	const struct labels *labels;
	struct buf csv[REGIONAL_TABLES], svg[REGIONAL_TABLES];
	struct chart_bar *bar; /* of the picture that is being made */
	size_t bars, bars_max;
	bool failed;
};
struct regional_place { /* whose numbers a row tells */
	const char *level, *area;
};

/* Appends a table's heading. */
void regional_head(struct regional *r, enum regional_table t);
/* The words for a code of an axis; borrowed. */
const char *regional_word(const struct regional *r, enum axis axis, size_t i);
/* Appends a row; p is NULL in tables without areas, second in those without another line. */
void regional_row(struct regional *r, enum regional_table t, const struct regional_place *p,
	const char *field, const char *second, const struct suppress_cell *c);
/* Adds a bar to the picture that is being made, and ends that picture. */
void regional_bar(
	struct regional *r, const char *group, const char *label, const struct suppress_cell *c);
void regional_picture(struct regional *r, enum regional_table t);
#endif
