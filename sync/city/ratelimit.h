/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ratelimit — token buckets for many callers in a fixed amount of memory.
 * Layer: city; knows neither HTTP nor clocks: the caller brings key and time. Safe from any thread.
 */
#ifndef MARUMADO_CITY_RATELIMIT_H
#define MARUMADO_CITY_RATELIMIT_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define RATELIMIT_BUCKETS 4096

struct ratelimit;

/* per_s tokens flow in each second, at most `burst` are kept. per_s 0: never limits. NULL: no
 * memory. */
struct ratelimit *ratelimit_open(unsigned per_s, unsigned burst);
void ratelimit_close(struct ratelimit *r);
/* Takes one token of the key's bucket; false when it is empty. now_ms never falls. */
bool ratelimit_take(struct ratelimit *r, const void *key, size_t len, int64_t now_ms)
	__attribute__((warn_unused_result));
#endif
