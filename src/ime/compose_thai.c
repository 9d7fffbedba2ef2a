/* SPDX-License-Identifier: Apache-2.0 */
/*
 * compose_thai — marks in the one order that fonts, search and other people's machines expect:
 * consonant, vowel above or below, tone mark, SARA AM.
 * A second mark of the same kind takes the place of the first: that is what a person means who
 * corrects. A mark without a consonant is refused; NIKHAHIT + SARA AA become SARA AM and two
 * SARA E become SARA AE, which look the same and are not.
 */
#include "compose_private.h"

#define SARA_AA 0x0e32
#define SARA_AM 0x0e33
#define SARA_E 0x0e40
#define SARA_AE 0x0e41
#define NIKHAHIT 0x0e4d

static bool is_consonant(UChar32 c)
{
	return c >= 0x0e01 && c <= 0x0e2e;
}

static bool is_vowel(UChar32 c) /* above or below */
{
	return c == 0x0e31 || (c >= 0x0e34 && c <= 0x0e3a) || c == 0x0e47 || c == NIKHAHIT;
}

static bool is_tone(UChar32 c) /* THANTHAKHAT stands in their place */
{
	return (c >= 0x0e48 && c <= 0x0e4c) || c == 0x0e4e;
}

static bool put_tone(struct tail *t, UChar32 key)
{
	int at = tail_last(t) == SARA_AM ? t->n - 1 : t->n;

	if (at > 0 && is_tone(t->c[at - 1])) {
		t->c[at - 1] = key;
		return true;
	}
	if (at == 0 || !(is_consonant(t->c[at - 1]) || is_vowel(t->c[at - 1])))
		return false;
	tail_put(t, at, key);
	return true;
}

static bool put_vowel(struct tail *t, UChar32 key)
{
	int at = is_tone(tail_last(t)) ? t->n - 1 : t->n;

	if (at > 0 && is_vowel(t->c[at - 1])) {
		t->c[at - 1] = key;
		return true;
	}
	if (at == 0 || !is_consonant(t->c[at - 1]))
		return false;
	tail_put(t, at, key);
	return true;
}

/* SARA AM after a consonant with or without a tone mark. */
static bool put_am(struct tail *t)
{
	UChar32 bearer = is_tone(tail_last(t)) ? tail_second(t) : tail_last(t);

	return is_consonant(bearer) && tail_add(t, SARA_AM);
}

static bool put_aa(struct tail *t)
{
	int at = is_tone(tail_last(t)) ? t->n - 2 : t->n - 1;

	if (at < 0 || t->c[at] != NIKHAHIT)
		return tail_add(t, SARA_AA);
	if (at == t->n - 2)
		t->c[at] = t->c[at + 1];
	t->c[t->n - 1] = SARA_AM;
	return true;
}

bool tail_thai(struct tail *t, UChar32 key)
{
	if (is_tone(key))
		return put_tone(t, key);
	if (is_vowel(key))
		return put_vowel(t, key);
	if (key == SARA_AM)
		return put_am(t);
	if (key == SARA_AA)
		return put_aa(t);
	if (key == SARA_E && tail_last(t) == SARA_E) {
		t->c[t->n - 1] = SARA_AE;
		return true;
	}
	return tail_add(t, key);
}
