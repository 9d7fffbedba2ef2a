/* SPDX-License-Identifier: Apache-2.0 */
/*
 * receipt_draw — the number of what was handed in, large, and as a QR code. Neither becomes a label
 * that --inspect or a log could hold; both are covered while s->hidden.
 */
#ifndef MARUMADO_RECEIPT_DRAW_H
#define MARUMADO_RECEIPT_DRAW_H
#include "session.h"
#include "ui.h"

/* As large as r allows. */
void receipt_number(const struct session *s, struct ui *ui, struct rect r);
/* In a square. */
void receipt_code(const struct session *s, struct ui *ui, struct rect r, const char *label);
#endif
