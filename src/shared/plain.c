/* SPDX-License-Identifier: Apache-2.0 */
/*
 * plain — why: every byte of everything sent is looked at for what it may be, by the courier and by
 * the city, and one at a time that costs as much as hashing it.
 *
 * So a run is taken in blocks whose length the compiler knows: it then looks at 16 characters at
 * once.
 * Not here: what the strings mean; any other alphabet, escapes, white space.
 */
#include "plain.h"

#include <string.h>

#define BLOCK 64

static bool is_digit(unsigned char c)
{
	return (unsigned char)((c | 32) - 'a') < 26 || (unsigned char)(c - '0') < 10 || c == '-' ||
	       c == '_';
}

/* The first of BLOCK characters that is no digit, BLOCK when all are. */
static size_t block_run(const char *s)
{
	unsigned char digit[BLOCK];
	const unsigned char *end;

	for (size_t i = 0; i < BLOCK; i++) {
		unsigned char c = (unsigned char)s[i];
		unsigned char letter = (unsigned char)((c | 32) - 'a') < 26 ? 255 : 0;
		unsigned char number = (unsigned char)(c - '0') < 10 ? 255 : 0;
		unsigned char dash = c == '-' ? 255 : 0, line = c == '_' ? 255 : 0;

		digit[i] = letter | number | dash | line; /* not ||, which would be a jump */
	}
	end = memchr(digit, 0, BLOCK);
	return end ? (size_t)(end - digit) : BLOCK;
}

size_t plain_run(const char *s, size_t len)
{
	size_t n = 0;

	while (len - n >= BLOCK) {
		size_t part = block_run(s + n);

		n += part;
		if (part < BLOCK)
			return n;
	}
	while (n < len && is_digit((unsigned char)s[n]))
		n++;
	return n;
}

bool plain_past(const char **at, const char *word)
{
	size_t n = strlen(word);

	if (strncmp(*at, word, n) != 0)
		return false;
	*at += n;
	return true;
}

bool plain_string(const char **at, const char *end)
{
	const char *mark = *at + plain_run(*at, (size_t)(end - *at));

	if (*mark != '"')
		return false;
	*at = mark + 1;
	return true;
}

bool plain_copy(const char **at, const char *end, char *ret, size_t cap)
{
	const char *from = *at;
	size_t n;

	if (!plain_string(at, end))
		return false;
	n = (size_t)(*at - 1 - from);
	if (n == 0 || n >= cap)
		return false;
	memcpy(ret, from, n);
	ret[n] = '\0';
	return true;
}
