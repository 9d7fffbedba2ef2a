/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Retry times. Hundreds of terminals lose the city at the same moment; full jitter spreads their
 * return evenly instead of in waves, and the cap keeps a terminal from sleeping through the repair.
 * Does not read clocks or draw random numbers, so every result can be checked in a test.
 */
#include "retry.h"

#include <stddef.h>

#include "wire.h"

static uint32_t doubled(uint32_t base, unsigned times, uint32_t cap)
{
	while (times-- > 0 && base < cap)
		base *= 2;
	return base < cap ? base : cap;
}

uint32_t retry_delay_ms(unsigned failures, uint64_t random)
{
	uint32_t ceiling = doubled(RETRY_BASE_MS, failures, RETRY_CAP_MS);

	/* 2^64 values over at most 900,001: the modulo's bias is below one in 10^13 */
	return (uint32_t)(random % ((uint64_t)ceiling + 1));
}

uint32_t retry_aside_ms(unsigned attempts)
{
	return doubled(RETRY_ASIDE_BASE_MS, attempts > 0 ? attempts - 1 : 0, RETRY_ASIDE_CAP_MS);
}

uint32_t retry_after_s(const char *value)
{
	uint32_t s = 0;

	if (value == NULL || *value == '\0')
		return 0;
	for (; *value != '\0'; value++) {
		if (*value < '0' || *value > '9')
			return 0;
		if (s < WIRE_RETRY_AFTER_MAX_S)
			s = s * 10 + (uint32_t)(*value - '0');
	}
	if (s > WIRE_RETRY_AFTER_MAX_S)
		return WIRE_RETRY_AFTER_MAX_S;
	return s > 0 ? s : 1;
}
