/* SPDX-License-Identifier: Apache-2.0 */
/*
 * qr — the modules of a QR code, for the screen and for paper.
 * Layer: text.
 */
#ifndef MARUMADO_QR_H
#define MARUMADO_QR_H

#define QR_EDGE_MAX 177 /* modules, version 40 */
#define QR_QUIET    4   /* modules of white around it */

/* Fills modules (1 = dark, rows from the top) for an ASCII text. The edge in modules, 0 when it
 * cannot be made. The caller overwrites them. */
int qr_modules(const char *text, unsigned char modules[static QR_EDGE_MAX * QR_EDGE_MAX]);
#endif
