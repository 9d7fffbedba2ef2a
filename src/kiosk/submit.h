/* SPDX-License-Identifier: Apache-2.0 */
/*
 * submit — answers become a record, the record is sealed, the seal is signed, the item is on the
 * disk: in this order, and the receipt exists for the person only after the last step.
 */
#ifndef MARUMADO_SUBMIT_H
#define MARUMADO_SUBMIT_H
#include <stdbool.h>
#include "answers.h"
#include "buf.h"
#include "formdef.h"
#include "post.h"
#include "receipt.h"

struct submit_ticket { /* drawn while the person still reads; nothing is promised yet */
	char id[WIRE_ID_HEX + 1];
	char receipt[RECEIPT_DIGITS + 1];
	char receipt_hash[65];
	bool ready;
};
struct submit_about { /* borrowed */
	const char *site;
	const char *kind;   /* WLK OUT …; NULL = RES */
	const char *staff;  /* id of who typed it, NULL a resident */
	const char *refers; /* receipt of the record it follows, NULL none */
	bool takeover;      /* AMD: its receipt replaces that of `refers` */
	int duration_s, screens_back;
	bool big_text, other_theme, ruby;
};
enum submit_result { SUBMIT_OK, SUBMIT_FULL, SUBMIT_FAILED };

/* Draws id and receipt number and computes its slow hash (a quarter of a second). False: try again.
 */
bool submit_prepare(struct submit_ticket *ret, const struct post *p)
	__attribute__((warn_unused_result));
/* The record of a visit as it is sealed, unsealed: for paper (application.c). ret is secret. */
bool submit_record(struct buf *ret, const struct submit_ticket *t, const struct post *p,
	const struct formdef *f, const struct answers *a, const struct submit_about *about)
	__attribute__((warn_unused_result));
/* Stores the visit durably. On anything but SUBMIT_OK nothing is stored, the answers are untouched,
 * and the same ticket may be used again. */
enum submit_result submit_send(const struct submit_ticket *t, const struct post *p,
	const struct formdef *f, const struct answers *a, const struct submit_about *about)
	__attribute__((warn_unused_result));
#endif
