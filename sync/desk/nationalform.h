/* SPDX-License-Identifier: Apache-2.0 */
/*
 * nationalform — a case as a row with the columns of the national 相談受付・申込票, which columns
 * are data (assets/desk-form.json).
 *
 * Layer: desk. A column has a label and is a place of formvalue.h, or has
 *   "unsure": true      the topics that were marked as "maybe"
 */
#ifndef MARUMADO_NATIONALFORM_H
#define MARUMADO_NATIONALFORM_H
#include <jansson.h>
#include "buf.h"
#include "labels.h"

/* Reads and checks the columns; NULL: err says why. Caller releases. */
json_t *form_read(const char *path, char err[static CONTENT_ERR_MAX])
	__attribute__((warn_unused_result));
/* Appends the byte order mark and the heading row. Errors stick to ret. */
void form_head(struct buf *ret, const json_t *form);
/* Appends the row of one case: a record and its answers as they are now. */
void form_row(struct buf *ret, const json_t *form, const struct labels *l, const json_t *record,
	const json_t *answers);
#endif
