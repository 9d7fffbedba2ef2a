/* SPDX-License-Identifier: Apache-2.0 */
/*
 * page — records as one HTML page to read and to print, with what was written by finger.
 *
 * Layer: desk. The page stands alone: no script, no style or picture from outside, and a policy
 * that forbids them. Use: page_head, page_record for each, page_foot.
 */
#ifndef MARUMADO_PAGE_H
#define MARUMADO_PAGE_H
#include <jansson.h>
#include "buf.h"
#include "labels.h"

/* Appends the beginning of the page. Errors stick to ret, as for all of these. */
void page_head(struct buf *ret);
/* Appends one record: the labels' columns that have something to say, in their order, in words;
 * drawings below their answer; answers that no column names as JSON. */
void page_record(struct buf *ret, const struct labels *l, const json_t *record);
/* Appends the end of the page. */
void page_foot(struct buf *ret);
/* Appends text as HTML text or the value of a quoted attribute: no markup, no control character. */
void page_text(struct buf *ret, const char *text);
#endif
