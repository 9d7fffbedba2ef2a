/* SPDX-License-Identifier: Apache-2.0 */
/*
 * table — records as CSV for a spreadsheet (RFC 4180, UTF-8 with a byte order mark).
 *
 * Layer: desk. Each column of the labels appears twice: first all of them for people (Japanese
 * headings, words for codes), then all of them for machines (field names, codes joined by ";"). The
 * last column, `answers_other`, holds as JSON the answers that no column names, so that nothing is
 * dropped unseen. A column `<answer>_drawing` counts the strokes written by finger.
 */
#ifndef MARUMADO_TABLE_H
#define MARUMADO_TABLE_H
#include <jansson.h>
#include "buf.h"
#include "labels.h"

/* Appends the byte order mark and the heading row. */
void table_head(struct buf *ret, const struct labels *l);
/* Appends the row of one record. Errors stick to ret. */
void table_row(struct buf *ret, const struct labels *l, const json_t *record);
#define TABLE_OTHER "answers_other"
#define TABLE_DRAWING "_drawing" /* <answer>_drawing: the number of its strokes */
/* Appends the value of a column for people (words for codes), unquoted; nothing when it has none.
 * */
void table_words(struct buf *ret, const struct labels *l, size_t column, const json_t *record);
/* Appends the receipt number as people read it. */
void table_receipt(struct buf *ret, const json_t *record);
/* Appends the answers that no column names, as JSON; nothing when there are none. */
void table_other(struct buf *ret, const struct labels *l, const json_t *record);
/* Appends one cell: quoted where needed, and with a leading ' where a spreadsheet would
 * calculate. */
void table_cell(struct buf *ret, const char *text, size_t len);
#endif
