/* SPDX-License-Identifier: Apache-2.0 */
/*
 * retry — when to try again, as pure functions of (attempts, random bits, what the city asked for).
 *
 * Layer: sync, lowest. No clock is read here; the caller measures on CLOCK_BOOTTIME.
 */
#ifndef MARUMADO_RETRY_H
#define MARUMADO_RETRY_H
#include <stdint.h>

#define RETRY_BASE_MS       2000
#define RETRY_CAP_MS        (15 * 60 * 1000)
#define RETRY_ASIDE_BASE_MS (60 * 60 * 1000)
#define RETRY_ASIDE_CAP_MS  (24 * 60 * 60 * 1000)

/* Full jitter: a whole number of milliseconds drawn from [0, min(RETRY_CAP_MS,
 * RETRY_BASE_MS·2^failures)] with the caller's 64 random bits. `failures` counts the failed passes
 * since the last success. */
uint32_t retry_delay_ms(unsigned failures, uint64_t random);
/* How long an item that was rejected alone rests: one hour, doubled with each attempt, a day at
 * most. `attempts` counts from 1. */
uint32_t retry_aside_ms(unsigned attempts);
/* The value of a Retry-After header in seconds, clamped to [1, WIRE_RETRY_AFTER_MAX_S]. 0 when
 * there is no header (NULL or "") or it is anything but digits: dates mean nothing to a device
 * without a clock. */
uint32_t retry_after_s(const char *value);
#endif
