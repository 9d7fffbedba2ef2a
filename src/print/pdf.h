/* SPDX-License-Identifier: Apache-2.0 */
/*
 * pdf — pictures as a PDF: what every CUPS queue takes. A page is as large as its picture.
 */
#ifndef MARUMADO_PDF_H
#define MARUMADO_PDF_H
#include "buf.h"
#include "printjob.h"

/* Appends the document. False when memory fails. */
bool pdf_job(struct buf *ret, const struct printjob *j, const unsigned char *bits)
	__attribute__((warn_unused_result));
#endif
