/* SPDX-License-Identifier: Apache-2.0 */
/*
 * regional — 地域課題: how many cases of which field came from where, in tables that a
 * ネットワーク会議 may see (domain.md §7.2): never more than three lines crossed, language for the
 * city only, sites only when there are three, no number below REGIONAL_K that could be computed
 * back (suppress.h).
 *
 * Layer: desk. regional_init, regional_write for each table, regional_release.
 */
#ifndef MARUMADO_REGIONAL_H
#define MARUMADO_REGIONAL_H
#include <jansson.h>
#include <stdbool.h>
#include "buf.h"
#include "labels.h"

#define REGIONAL_K         10
#define REGIONAL_SITES_MIN 3

enum regional_table {
	REGIONAL_AREA_FIELD,
	REGIONAL_AREA_FIELD_AGE,
	REGIONAL_AREA_FIELD_ROUTE,
	REGIONAL_FIELD_AGE,
	REGIONAL_FIELD_ROUTE,
	REGIONAL_FIELD_LANG,
	REGIONAL_FIELD_SITE,
	REGIONAL_TABLES
};
struct regional;

/* Counts the cases whose first record reached the city in the month, with their answers as they
 * were at its end: a month's figures never change later, so two reports cannot be subtracted.
 * records: as groups_mark left them; plan and labels borrowed. NULL when memory fails. */
struct regional *regional_init(const json_t *records, const char *month, const json_t *plan,
	const struct labels *l) __attribute__((warn_unused_result));
/* The file name of a table, without ending. */
const char *regional_name(enum regional_table table);
/* The table as CSV, and as SVG; svg stays empty for a table that is too large for a picture, both
 * for one that must not be shown. Borrowed from r. */
const struct buf *regional_csv(const struct regional *r, enum regional_table table);
const struct buf *regional_svg(const struct regional *r, enum regional_table table);
/* False when memory failed somewhere. */
bool regional_ok(const struct regional *r);
/* Frees; accepts NULL. */
void regional_release(struct regional *r);
#endif
