/* SPDX-License-Identifier: Apache-2.0 */
/*
 * pin — why: with five tries at once and two dozen a day later, what is guessed first are runs,
 * repetitions and birthdays. Those are refused by rule, not by a list, so that they are refused at
 * every length. It does not judge anything else: a rule people cannot foresee makes them write PINs
 * down.
 */
#include "pin.h"

#include <stdbool.h>
#include <string.h>

#define BLOCK_MAX 5

static bool repeats(const char *pin, size_t len)
{
	for (size_t block = 1; block <= BLOCK_MAX && block * 2 <= len; block++) {
		bool same = true;
		for (size_t i = block; i < len; i++)
			same = same && pin[i] == pin[i - block];
		if (same)
			return true;
	}
	return false;
}

/* Each digit the same step from the one before, over 9 to 0 too. */
static bool steps(const char *pin, size_t len)
{
	int step = (pin[1] - pin[0] + 10) % 10;

	for (size_t i = 2; i < len; i++)
		if ((pin[i] - pin[i - 1] + 10) % 10 != step)
			return false;
	return true;
}

static int two(const char *p)
{
	return (p[0] - '0') * 10 + (p[1] - '0');
}

static bool is_month(int n)
{
	return n >= 1 && n <= 12;
}

static bool is_day(int n)
{
	return n >= 1 && n <= 31;
}

static bool is_date(const char *pin, size_t len)
{
	const char *last = pin + len - 6;
	int century = two(pin);

	return (is_month(two(last + 2)) && is_day(two(last + 4))) ||
	       (is_day(two(last)) && is_month(two(last + 2))) ||
	       ((century == 19 || century == 20) && is_month(two(pin + 4)));
}

enum pin_fault pin_check(const char *pin)
{
	size_t len = strspn(pin, "0123456789");

	if (pin[len] || len < PIN_MIN || len > PIN_MAX)
		return PIN_LENGTH;
	return repeats(pin, len) || steps(pin, len) || is_date(pin, len) ? PIN_TRIVIAL : PIN_FINE;
}
