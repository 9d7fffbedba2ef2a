/* SPDX-License-Identifier: Apache-2.0 */
/*
 * plan — how cases are counted and what the report says, as data (assets/desk-report.json): which
 * field a topic belongs to, which way a case came, which 中学校区 a 小学校区 is in, titles and
 * headings.
 *
 * Layer: desk.
 */
#ifndef MARUMADO_PLAN_H
#define MARUMADO_PLAN_H
#include <jansson.h>
#include "labels.h"

/* Reads and checks the file; NULL: err says why. Caller releases. */
json_t *plan_read(const char *path, char err[static CONTENT_ERR_MAX])
	__attribute__((warn_unused_result));
/* A word of the report ("words"), the name itself when there is none; borrowed. */
const char *plan_word(const json_t *plan, const char *name);
/* Title and description of a table; "" when there is none. */
const char *plan_title(const json_t *plan, const char *table);
const char *plan_desc(const json_t *plan, const char *table);
/* The field (分野, a desk code) of a case by its main topic and age; "OTH" when none is known. */
const char *plan_field(const json_t *plan, const json_t *answers);
/* The way a case came, a code of the labels' list "route_class"; "ZZ" when none is known. */
const char *plan_route(const json_t *plan, const char *kind, const json_t *answers);
/* The 中学校区 of an area, NULL when the city has not filled it in. */
const char *plan_district(const json_t *plan, const char *area);
#endif
