/* SPDX-License-Identifier: Apache-2.0 */
/*
 * f-printjob — printjob_read and printjob_word_of: what marumado-print reads before it has any
 * reason to believe it, and what the kiosk reads from a program that a printer may have taken over.
 *
 * Input: the line of a job; or, as a whole, a word. Holds: a job that is accepted is within every
 * limit, its bytes can be counted without overflow, and written again it is the same line; what is
 * refused touches nothing. Only the words are words.
 */
#include <string.h>
#include "fuzz.h"
#include "printjob.h"

static void check_job(const struct printjob *j, const char line[static PRINTJOB_HEAD])
{
	char again[PRINTJOB_HEAD];

	HOLDS(j->w >= 1 && j->w <= PRINTJOB_EDGE_MAX && j->h >= 1 && j->h <= PRINTJOB_EDGE_MAX);
	HOLDS(j->pages >= 1 && j->pages <= PRINTJOB_PAGES_MAX && j->dpi > 0);
	HOLDS(printjob_row(j) * 8 >= (size_t)j->w && printjob_row(j) * 8 < (size_t)j->w + 8);
	HOLDS(printjob_bytes(j) >= 1 && printjob_bytes(j) <= PRINTJOB_BYTES_MAX);
	HOLDS(printjob_bytes(j) / printjob_page(j) == (size_t)j->pages);
	printjob_write(j, again);
	HOLDS(memcmp(again, line, sizeof(again)) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct printjob untouched = { -1, -2, -3, -4 };
	struct printjob j = untouched;
	enum print_word w = printjob_word_of((const char *)data, size);

	HOLDS(w >= PRINT_READY && w < PRINT_WORDS);
	HOLDS(w == PRINT_FAILED || (strlen(printjob_word(w)) == size &&
					   memcmp(printjob_word(w), data, size) == 0));
	if (size < PRINTJOB_HEAD)
		return 0;
	char line[PRINTJOB_HEAD]; /* exactly: ASan sees any step beyond */
	memcpy(line, data, sizeof(line));
	if (printjob_read(&j, line))
		check_job(&j, line);
	else
		HOLDS(memcmp(&j, &untouched, sizeof(j)) == 0);
	return 0;
}
