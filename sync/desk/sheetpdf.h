/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sheetpdf — the national form as a PDF, a page a case, with text that can be searched and copied.
 *
 * Layer: desk.
 */
#ifndef MARUMADO_SHEETPDF_H
#define MARUMADO_SHEETPDF_H
#include <stdbool.h>
#include "buf.h"
#include "sheet.h"

struct sheetpdf;
/* A document that is appended to out (borrowed until the close). NULL when memory fails. */
struct sheetpdf *sheetpdf_open(struct buf *out, const json_t *sheet);
/* One more page: the city's copy of a case. Errors stick. */
void sheetpdf_page(struct sheetpdf *p, const struct sheet_record *r);
/* Ends the document and frees; accepts NULL. False when anything failed. */
bool sheetpdf_close(struct sheetpdf *p) __attribute__((warn_unused_result));
#endif
