/* SPDX-License-Identifier: Apache-2.0 */
/*
 * compose_mymr — Burmese in the storage order of Unicode (UTN 11): consonant, medials ျ ြ ွ ှ, ေ,
 * vowels above, below, behind, anusvara, dot below, visarga.
 * Marks may be typed in any order; each goes to its place, a second one of a kind takes the place
 * of the first. ေ is seen before its consonant and people are used to both ways of typing: after a
 * bare consonant it belongs to that one; where none is waiting for it (at the beginning, after a
 * syllable that is complete) it stands alone and the next consonant goes before it.
 * A mark that has nothing to stand on is refused. Zawgyi is not Unicode and is not supported.
 */
#include "compose_private.h"

#define LETTER_U 0x1025
#define LETTER_NYA 0x1009 /* what ဥ must be under ် */
#define LETTER_WA 0x101d
#define DIGIT_ZERO 0x1040 /* looks like ဝ */
#define VOWEL_E 0x1031
#define STACK 0x1039
#define ASAT 0x103a

enum rank { NO_MARK, MEDIAL_Y, MEDIAL_R, MEDIAL_W, MEDIAL_H, BEFORE, ABOVE, BELOW, BEHIND,
	ANUSVARA, DOT, VISARGA };

static bool is_letter(UChar32 c)
{
	return (c >= 0x1000 && c <= 0x102a) || c == 0x103f || c == 0x104e;
}

static enum rank rank_of(UChar32 c)
{
	static const unsigned char ranks[] = { /* from U+102B */
		BEHIND, BEHIND, ABOVE, ABOVE, BELOW, BELOW, BEFORE, ABOVE,
		NO_MARK, NO_MARK, NO_MARK, ANUSVARA, DOT, VISARGA, NO_MARK, NO_MARK,
		MEDIAL_Y, MEDIAL_R, MEDIAL_W, MEDIAL_H };

	return c >= 0x102b && c <= 0x103e ? (enum rank)ranks[c - 0x102b] : NO_MARK;
}

/* Where the marks at the end begin; what stands before them bears them. */
static int marks_from(const struct tail *t)
{
	int i = t->n;

	while (i > 0 && rank_of(t->c[i - 1]) != NO_MARK)
		i--;
	return i;
}

static bool bears(const struct tail *t, int marks)
{
	UChar32 c = marks > 0 ? t->c[marks - 1] : 0;

	return is_letter(c) || c == ASAT || (c == DIGIT_ZERO && marks == t->n);
}

/* Does the text end with ေ that has no consonant yet? */
static bool waits(const struct tail *t)
{
	int from = marks_from(t);

	if (tail_last(t) != VOWEL_E)
		return false;
	return !bears(t, from) || t->c[from - 1] == ASAT
		|| (t->n - from > 1 && rank_of(t->c[t->n - 2]) >= BEFORE);
}

/* Would ေ belong to the syllable at the end? */
static bool takes_e(const struct tail *t, int from)
{
	return bears(t, from) && t->c[from - 1] != ASAT
		&& (from == t->n || rank_of(tail_last(t)) < BEFORE);
}

static bool put_mark(struct tail *t, UChar32 key)
{
	int from = marks_from(t), at = from;

	if (waits(t))
		return false;
	if (key == VOWEL_E && !takes_e(t, from))
		return tail_last(t) != STACK && tail_add(t, key);
	if (!bears(t, from))
		return false;
	if (t->c[from - 1] == DIGIT_ZERO)
		t->c[from - 1] = LETTER_WA;
	while (at < t->n && rank_of(t->c[at]) < rank_of(key))
		at++;
	if (at < t->n && rank_of(t->c[at]) == rank_of(key))
		t->c[at] = key;
	else
		tail_put(t, at, key);
	return true;
}

static bool put_asat(struct tail *t)
{
	UChar32 last = tail_last(t);
	enum rank r = rank_of(last);

	if (waits(t) || !(is_letter(last) || r == BEHIND || r == DOT
		|| (r != NO_MARK && r < BEFORE)))
		return false;
	if (last == LETTER_U)
		t->c[t->n - 1] = LETTER_NYA;
	return tail_add(t, ASAT);
}

/* The sign that the next consonant goes below; after ေ typed too early it goes before that. */
static bool put_stack(struct tail *t)
{
	if (tail_last(t) == VOWEL_E && is_letter(tail_second(t))) {
		tail_put(t, t->n - 1, STACK);
		return true;
	}
	return (is_letter(tail_last(t)) || tail_last(t) == ASAT) && tail_add(t, STACK);
}

bool tail_mymr(struct tail *t, UChar32 key)
{
	if (rank_of(key) != NO_MARK)
		return put_mark(t, key);
	if (key == ASAT)
		return put_asat(t);
	if (key == STACK)
		return put_stack(t);
	if (is_letter(key) && tail_last(t) == VOWEL_E
		&& (waits(t) || tail_second(t) == STACK)) {
		tail_put(t, t->n - 1, key);
		return true;
	}
	return tail_add(t, key);
}
