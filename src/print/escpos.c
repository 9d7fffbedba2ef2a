/* SPDX-License-Identifier: Apache-2.0 */
/*
 * escpos — only commands that every ESC/POS printer of the last decades has: ESC @, GS v 0, GS V,
 * DLE EOT, GS r. Text commands are not used at all: no printer has the letters of 15 languages, so
 * a picture it is.
 */
#include "escpos.h"

#include <string.h>

#define FEED_AND_CUT "\x1dV\x42\x18" /* feed what stands before the knife, cut but for a bridge */

static void strip(struct buf *ret, const unsigned char *rows, size_t row, int n)
{
	const unsigned char head[] = { 0x1d, 'v', '0', 0, (unsigned char)(row & 255),
		(unsigned char)(row >> 8), (unsigned char)(n & 255), (unsigned char)(n >> 8) };

	buf_append(ret, head, sizeof(head));
	buf_append(ret, rows, row * (size_t)n);
}

void escpos_job(struct buf *ret, const struct printjob *j, const unsigned char *bits)
{
	size_t row = printjob_row(j);

	for (int page = 0; page < j->pages; page++) {
		buf_append(ret, "\x1b@", 2);
		for (int y = 0; y < j->h; y += ESCPOS_STRIP) {
			int n = j->h - y < ESCPOS_STRIP ? j->h - y : ESCPOS_STRIP;
			strip(ret, bits + row * (size_t)y, row, n);
		}
		buf_append(ret, FEED_AND_CUT, sizeof(FEED_AND_CUT) - 1);
		bits += printjob_page(j);
	}
	buf_append(ret, "\x1b@", 2);
}

void escpos_question(enum escpos_ask ask, char out[static ESCPOS_ASK_LEN])
{
	out[0] = 0x10;
	out[1] = 0x04;
	out[2] = (char)ask;
}

bool escpos_is_answer(unsigned char b)
{
	return (b & 0x93) == 0x12; /* fixed bits, by which answers are told from XON and others */
}

enum print_word escpos_answer(enum escpos_ask ask, unsigned char b)
{
	switch (ask) {
	case ESCPOS_PAPER:
		return b & 0x60 ? PRINT_PAPER : PRINT_READY;
	case ESCPOS_OFFLINE:
		return b & 0x04   ? PRINT_COVER
		       : b & 0x20 ? PRINT_PAPER
		       : b & 0x40 ? PRINT_FAILED
				  : PRINT_READY;
	case ESCPOS_PRINTER:
		break;
	}
	return b & 0x08 ? PRINT_OFFLINE : PRINT_READY;
}
