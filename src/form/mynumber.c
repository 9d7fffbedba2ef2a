/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Why: people in trouble write every number they have; an Individual Number (マイナンバー) must not enter
 * a device outside the city's My Number network, so the words field refuses it before it is kept.
 * Design: one pass with a ring of the last twelve digits. A candidate begins and ends where a
 * group of digits begins and ends, so that two telephone numbers side by side are not read across
 * their middle; one number in eleven of that length still looks like an Individual Number, and
 * refusing it is harmless.
 * Not here: telling the person (the catalogue), numbers written in words.
 */
#include "answers.h"

#include <string.h>
#include <unicode/uchar.h>

#include "utf8.h"

#define DIGITS 12

struct ring {
	int digit[DIGITS];
	bool begins[DIGITS];  /* nothing but a separator or other text stood before this digit */
	size_t count;         /* digits of the run so far */
	bool in_group;        /* the last character was a digit */
};

/* What people put between the groups of a number: any space or dash, the long vowel mark, things
 * unseen. */
static bool is_separator(uint32_t c)
{
	return u_isUWhiteSpace((UChar32)c)
		|| u_hasBinaryProperty((UChar32)c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT)
		|| u_charType((UChar32)c) == U_DASH_PUNCTUATION
		|| c == 0x2212 || c == 0x30fc || c == 0xff70;
}

/* 番号法施行令・平成26年総務省令第85号第5条: P(n) = n-th digit from the lowest of the eleven,
 * Q(n) = n + 1 up to the sixth, n - 5 from the seventh; 11 - (sum mod 11), and 0 when that
 * remainder is 0 or 1. */
static bool check_digit_holds(const struct ring *r)
{
	int sum = 0;

	for (int n = 1; n < DIGITS; n++)
		sum += r->digit[(r->count - 1 - (size_t)n) % DIGITS] * (n <= 6 ? n + 1 : n - 5);
	int rest = sum % 11;
	return r->digit[(r->count - 1) % DIGITS] == (rest <= 1 ? 0 : 11 - rest);
}

/* A group of digits has just ended: do the last twelve begin with a group, too? */
static bool group_ends(const struct ring *r)
{
	return r->in_group && r->count >= DIGITS && r->begins[r->count % DIGITS]
		&& check_digit_holds(r);
}

static void push(struct ring *r, int digit)
{
	r->digit[r->count % DIGITS] = digit;
	r->begins[r->count % DIGITS] = !r->in_group;
	r->count++;
	r->in_group = true;
}

bool mynumber_inside(const char *s)
{
	struct ring r = { .count = 0 };
	bool found = false;

	while (!found && *s != '\0') {
		uint32_t c = utf8_next(&s);
		int digit = u_charDigitValue((UChar32)c);
		if (digit >= 0) {
			push(&r, digit);
			continue;
		}
		found = group_ends(&r);
		r.in_group = false;
		if (!is_separator(c))
			r.count = 0;
	}
	found = found || group_ends(&r);
	explicit_bzero(&r, sizeof(r));
	return found;
}
