/* SPDX-License-Identifier: Apache-2.0 */
/*
 * escpos — pictures as the bytes a receipt printer understands, and what its status bytes mean.
 * Pure: bytes in, bytes out.
 */
#ifndef MARUMADO_ESCPOS_H
#define MARUMADO_ESCPOS_H
#include "buf.h"
#include "printjob.h"

#define ESCPOS_STRIP 128 /* rows of one GS v 0: small printers keep a strip in memory */

/* What is asked in real time (DLE EOT n), answered with one byte even while it prints. */
enum escpos_ask { ESCPOS_PRINTER = 1, ESCPOS_OFFLINE = 2, ESCPOS_PAPER = 4 };
#define ESCPOS_ASK_LEN 3
/* Asked behind the pictures (GS r 1): answered when they have been printed. */
#define ESCPOS_END "\x1dr\x01"

/* Initialise, each page as strips, feed and cut. */
void escpos_job(struct buf *ret, const struct printjob *j, const unsigned char *bits);
/* The three bytes of a real-time question. */
void escpos_question(enum escpos_ask ask, char out[static ESCPOS_ASK_LEN]);
/* Is this byte an answer to such a question at all? */
bool escpos_is_answer(unsigned char b);
/* What an answer says: PRINT_READY when nothing is wrong. */
enum print_word escpos_answer(enum escpos_ask ask, unsigned char b);
#endif
