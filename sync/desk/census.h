/* SPDX-License-Identifier: Apache-2.0 */
/*
 * census — cases as points on axes (area, field, age, …), counted on any of them.
 *
 * Layer: desk; below regional.c. census_init, census_count, census_release.
 */
#ifndef MARUMADO_CENSUS_H
#define MARUMADO_CENSUS_H
#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include "labels.h"

enum axis {
	AXIS_DISTRICT,
	AXIS_AREA,
	AXIS_FIELD,
	AXIS_AGE,
	AXIS_ROUTE,
	AXIS_LANG,
	AXIS_SITE,
	AXES
};
#define CENSUS_ANY (-1)

struct census {
	json_t *code[AXES]; /* array of the codes of an axis; owned */
	bool districts;     /* the city has told which area is in which */
	int (*at)[AXES];    /* of each case; owned */
	size_t len;
};
/* Which cases: an index on each axis, or CENSUS_ANY. */
struct census_where {
	int at[AXES];
};

/* The cases whose first record has received_at in the month ("2026-11"). False when memory fails;
 * ret is then empty. */
bool census_init(struct census *ret, const json_t *records, const char *month, const json_t *plan,
	const struct labels *l) __attribute__((warn_unused_result));
size_t census_axis(const struct census *c, enum axis axis); /* how many codes */
const char *census_code(const struct census *c, enum axis axis, size_t i);
/* How many cases are there; pure. */
long census_count(const struct census *c, const struct census_where *w);
/* The district an area is in. */
size_t census_district(const struct census *c, const json_t *plan, size_t area);
/* Frees; accepts a zeroed one. */
void census_release(struct census *c);
#endif
