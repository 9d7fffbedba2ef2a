/* SPDX-License-Identifier: Apache-2.0 */
/*
 * printjob — what the kiosk and the program that prints (src/print) say to each other: a line that
 * describes the pictures, the pictures, and one word back.
 * Layer: shared. A picture is 1 bit a pixel, rows from the top, each filled up to whole bytes, the
 * highest bit leftmost, 1 = black. Nothing else about the job travels: no name, no title.
 */
#ifndef MARUMADO_PRINTJOB_H
#define MARUMADO_PRINTJOB_H
#include <stdbool.h>
#include <stddef.h>

#define PRINTJOB_HEAD      64   /* bytes of the line, filled up with spaces, with its "\n" */
#define PRINTJOB_EDGE_MAX  8000 /* pixels */
#define PRINTJOB_PAGES_MAX 20
#define PRINTJOB_BYTES_MAX ((size_t)16 << 20) /* of all pictures */

struct printjob {
	int w, h;  /* pixels of every page */
	int dpi;   /* pixels an inch: how large it is on paper */
	int pages; /* 1 … PRINTJOB_PAGES_MAX */
};

/* What became of it; in both directions the only thing that is ever said about a printer. */
enum print_word {
	PRINT_READY,   /* asked only: it would print */
	PRINT_DONE,    /* printed, as far as the printer tells */
	PRINT_PAPER,   /* no paper */
	PRINT_COVER,   /* its cover is open */
	PRINT_OFFLINE, /* not there, switched off, does not take anything */
	PRINT_SPOOL,   /* refused: what is printed would be written to a disk */
	PRINT_FAILED,  /* anything else */
	PRINT_WORDS
};

/* Bytes of one row, of one page, of all of them. */
size_t printjob_row(const struct printjob *j);
size_t printjob_page(const struct printjob *j);
size_t printjob_bytes(const struct printjob *j);
/* The line for a job within the limits. */
void printjob_write(const struct printjob *j, char out[static PRINTJOB_HEAD]);
/* False when it is none, or beyond a limit; ret is then untouched. */
bool printjob_read(struct printjob *ret, const char line[static PRINTJOB_HEAD])
	__attribute__((warn_unused_result));
/* "ready", "printed" …; and back, PRINT_FAILED for what is no such word (len bytes). */
const char *printjob_word(enum print_word w);
enum print_word printjob_word_of(const char *text, size_t len);
#endif
