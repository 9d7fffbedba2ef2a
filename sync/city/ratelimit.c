/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ratelimit — a flood from one address or one device must not use up what the others need.
 *
 * A fixed table of buckets; a key's bucket is its hash with a random seed of this process. Two
 * keys may share one, which only makes the limit stricter for them; nobody can aim at another's
 * bucket without the seed, and no flood of new addresses can make the table grow.
 */
#include <assert.h>
#include <openssl/rand.h>
#include <pthread.h>
#include <stdlib.h>
#include "ratelimit.h"

struct bucket { int64_t at_ms; uint64_t milli; /* thousandths of a token; at_ms 0: never used */ };
struct ratelimit {
	pthread_mutex_t lock;
	uint64_t seed;
	unsigned per_s, burst;
	struct bucket bucket[RATELIMIT_BUCKETS];
};

struct ratelimit *ratelimit_open(unsigned per_s, unsigned burst)
{
	struct ratelimit *r = calloc(1, sizeof(*r));
	if (!r || RAND_bytes((unsigned char *)&r->seed, sizeof(r->seed)) != 1) {
		free(r);
		return NULL;
	}
	pthread_mutex_init(&r->lock, NULL);
	r->per_s = per_s;
	r->burst = burst;
	return r;
}

void ratelimit_close(struct ratelimit *r)
{
	if (!r)
		return;
	pthread_mutex_destroy(&r->lock);
	free(r);
}

/* FNV-1a from a secret start, then the finisher of MurmurHash3: spreads well, needs no
 * more here. */
static uint64_t hash(uint64_t seed, const unsigned char *p, size_t len)
{
	uint64_t h = seed ^ UINT64_C(0xcbf29ce484222325);
	for (size_t i = 0; i < len; i++)
		h = (h ^ p[i]) * UINT64_C(0x100000001b3);
	h = (h ^ (h >> 33)) * UINT64_C(0xff51afd7ed558ccd);
	return h ^ (h >> 33);
}

bool ratelimit_take(struct ratelimit *r, const void *key, size_t len, int64_t now_ms)
{
	assert(now_ms > 0);
	if (r->per_s == 0)
		return true;
	struct bucket *b = &r->bucket[hash(r->seed, key, len) % RATELIMIT_BUCKETS];
	uint64_t full = (uint64_t)r->burst * 1000;
	pthread_mutex_lock(&r->lock);
	uint64_t idle_ms = now_ms > b->at_ms ? (uint64_t)(now_ms - b->at_ms) : 0;
	if (b->at_ms == 0 || idle_ms > full / r->per_s)
		b->milli = full;
	else
		b->milli = b->milli + idle_ms * r->per_s > full ? full : b->milli
		+ idle_ms * r->per_s;
	b->at_ms = now_ms > b->at_ms ? now_ms : b->at_ms;
	bool ok = b->milli >= 1000;
	if (ok)
		b->milli -= 1000;
	pthread_mutex_unlock(&r->lock);
	return ok;
}
