/* SPDX-License-Identifier: Apache-2.0 */
/*
 * printjob — written by the kiosk, read by a program that believes nothing: every number has a
 * limit, and the picture's length follows from them, so nothing has to be counted on the way.
 */
#include "printjob.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define WORD "marumado-print 1"

static const char *const words[PRINT_WORDS] = { [PRINT_READY] = "ready",
	[PRINT_DONE] = "printed",
	[PRINT_PAPER] = "paper",
	[PRINT_COVER] = "cover",
	[PRINT_OFFLINE] = "offline",
	[PRINT_SPOOL] = "spool",
	[PRINT_FAILED] = "failed" };

size_t printjob_row(const struct printjob *j)
{
	return ((size_t)j->w + 7) / 8;
}

size_t printjob_page(const struct printjob *j)
{
	return printjob_row(j) * (size_t)j->h;
}

size_t printjob_bytes(const struct printjob *j)
{
	return printjob_page(j) * (size_t)j->pages;
}

void printjob_write(const struct printjob *j, char out[static PRINTJOB_HEAD])
{
	char line[PRINTJOB_HEAD];
	int n = snprintf(line, sizeof(line), WORD " %d %d %d %d", j->w, j->h, j->dpi, j->pages);

	memset(out, ' ', PRINTJOB_HEAD);
	memcpy(out, line, n < PRINTJOB_HEAD ? (size_t)n : PRINTJOB_HEAD - 1);
	out[PRINTJOB_HEAD - 1] = '\n';
}

/* The next number; 0, which none may be, for what is none. */
static int number(const char **at)
{
	char *end;
	long n = strtol(*at, &end, 10);

	*at = end;
	return n > 0 && n <= INT_MAX ? (int)n : 0;
}

bool printjob_read(struct printjob *ret, const char line[static PRINTJOB_HEAD])
{
	char copy[PRINTJOB_HEAD], again[PRINTJOB_HEAD];
	const char *at = copy + strlen(WORD);

	memcpy(copy, line, sizeof(copy));
	copy[PRINTJOB_HEAD - 1] = '\0';
	if (strlen(copy) != PRINTJOB_HEAD - 1 || strncmp(copy, WORD, strlen(WORD)) != 0)
		return false;
	struct printjob j = { .w = number(&at) };
	j.h = number(&at);
	j.dpi = number(&at);
	j.pages = number(&at);
	if (j.w < 1 || j.w > PRINTJOB_EDGE_MAX || j.h < 1 || j.h > PRINTJOB_EDGE_MAX ||
		j.dpi < 50 || j.dpi > 1200 || j.pages < 1 || j.pages > PRINTJOB_PAGES_MAX ||
		printjob_bytes(&j) > PRINTJOB_BYTES_MAX)
		return false;
	printjob_write(&j, again); /* one way to write a job: no signs, zeros or words after it */
	if (memcmp(again, line, sizeof(again)) != 0)
		return false;
	*ret = j;
	return true;
}

const char *printjob_word(enum print_word w)
{
	return words[w];
}

enum print_word printjob_word_of(const char *text, size_t len)
{
	for (int i = 0; i < PRINT_WORDS; i++)
		if (strlen(words[i]) == len && memcmp(words[i], text, len) == 0)
			return (enum print_word)i;
	return PRINT_FAILED;
}
