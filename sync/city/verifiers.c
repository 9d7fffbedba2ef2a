/* SPDX-License-Identifier: Apache-2.0 */
/*
 * verifiers — a bounded cache of verifiers, lent to one request at a time.
 *
 * Lending instead of sharing: a verifier need not be thread-safe, and two requests of one device
 * verify in parallel with one each. It can never be stale: a kid is the thumbprint of its key.
 * Whether the device may send is not decided here but read from the store for every batch.
 */
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include "verifiers.h"

struct slot { char kid[WIRE_KID_MAX]; struct jws_verifier *one; unsigned long used; };
struct verifiers { pthread_mutex_t lock; unsigned long clock; struct slot slot[VERIFIERS_KEPT]; };

struct verifiers *verifiers_open(void)
{
	struct verifiers *v = calloc(1, sizeof(*v));
	if (v)
		pthread_mutex_init(&v->lock, NULL);
	return v;
}

void verifiers_close(struct verifiers *v)
{
	if (!v)
		return;
	for (int i = 0; i < VERIFIERS_KEPT; i++)
		if (v->slot[i].one)
			jws_verifier_close(v->slot[i].one);
	pthread_mutex_destroy(&v->lock);
	free(v);
}

static struct jws_verifier *make(const char *kid, const char *jwk_text)
{
	struct jws_verifier *one = NULL;
	struct jwk key = { 0 };
	json_t *json = json_loads(jwk_text, JSON_REJECT_DUPLICATES, NULL);
	if (json && jwk_from_json(&key, json)) {
		if (strcmp(key.kid, kid) == 0)
			one = jws_verifier_open(&key);
		jwk_release(&key);
	}
	json_decref(json);
	return one;
}

struct jws_verifier *verifiers_take(struct verifiers *v, const char *kid, const char *jwk_text)
{
	struct jws_verifier *one = NULL;
	pthread_mutex_lock(&v->lock);
	for (int i = 0; i < VERIFIERS_KEPT && !one; i++) {
		if (v->slot[i].one && strcmp(v->slot[i].kid, kid) == 0) {
			one = v->slot[i].one;
			v->slot[i].one = NULL;
		}
	}
	pthread_mutex_unlock(&v->lock);
	return one ? one : make(kid, jwk_text);
}

void verifiers_give(struct verifiers *v, const char *kid, struct jws_verifier *one)
{
	struct jws_verifier *out;
	struct slot *to = &v->slot[0];
	pthread_mutex_lock(&v->lock);
	for (int i = 0; i < VERIFIERS_KEPT && to->one; i++)
		if (!v->slot[i].one || v->slot[i].used < to->used)
			to = &v->slot[i];
	out = to->one;
	to->one = one;
	to->used = ++v->clock;
	strncpy(to->kid, kid, sizeof(to->kid) - 1);
	pthread_mutex_unlock(&v->lock);
	if (out)
		jws_verifier_close(out);
}
