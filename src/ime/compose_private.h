/* SPDX-License-Identifier: Apache-2.0 */
/*
 * compose_private — what the methods share: the end of a text as characters, edited in place.
 * Layer: ime.
 */
#ifndef MARUMADO_COMPOSE_PRIVATE_H
#define MARUMADO_COMPOSE_PRIVATE_H
#include <stdbool.h>
#include <unicode/utypes.h>

#define TAIL_CAP 40 /* COMPOSE_TAIL and what a key may add */

struct tail { UChar32 c[TAIL_CAP]; int n; };

/* Each adds one character of a key, or says that it has no sense here (*t is then undefined). The
 * caller saw to it that there is room for four more. */
bool tail_hangul(struct tail *t, UChar32 key);
bool tail_telex(struct tail *t, UChar32 key);
bool tail_thai(struct tail *t, UChar32 key);
bool tail_deva(struct tail *t, UChar32 key);
bool tail_mymr(struct tail *t, UChar32 key);
/* Each takes back what one press of "delete" should; t->n > 0. */
void tail_delete_jamo(struct tail *t);
void tail_delete_deva(struct tail *t);
/* The character at the end, 0 when there is none; the one before it. */
UChar32 tail_last(const struct tail *t);
UChar32 tail_second(const struct tail *t);
void tail_put(struct tail *t, int at, UChar32 c);
bool tail_add(struct tail *t, UChar32 c);
#endif
