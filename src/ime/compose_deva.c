/* SPDX-License-Identifier: Apache-2.0 */
/*
 * compose_deva — Devanagari as Nepali writes it: consonant, nukta, halanta or vowel sign, then
 * candrabindu, anusvara or visarga.
 * Conjuncts come from halanta between consonants and need no help. ZWJ (र्‍, as in गर्‍यो) and ZWNJ
 * have a sense after halanta only, are invisible, and are deleted together with it. A vowel letter
 * and a sign that together look like another vowel letter become that one. A second sign takes the
 * place of the first; a sign without a consonant is refused.
 */
#include <stddef.h>
#include "compose_private.h"

#define NUKTA 0x093c
#define HALANTA 0x094d
#define ZWNJ 0x200c
#define ZWJ 0x200d

static bool is_consonant(UChar32 c)
{
	return (c >= 0x0915 && c <= 0x0939) || (c >= 0x0958 && c <= 0x095f)
		|| (c >= 0x0978 && c <= 0x097f);
}

static bool is_vowel(UChar32 c)
{
	return (c >= 0x0904 && c <= 0x0914) || c == 0x0960 || c == 0x0961;
}

static bool is_sign(UChar32 c)
{
	return c == 0x093a || c == 0x093b || (c >= 0x093e && c <= 0x094c) || c == 0x094e
		|| c == 0x094f || (c >= 0x0955 && c <= 0x0957) || c == 0x0962 || c == 0x0963;
}

static bool is_bindu(UChar32 c)
{
	return c >= 0x0900 && c <= 0x0903;
}

/* Vowel letter + sign = vowel letter. */
static UChar32 joined(UChar32 vowel, UChar32 sign)
{
	static const UChar32 table[][3] = {
		{ 0x0905, 0x093e, 0x0906 }, { 0x0905, 0x094b, 0x0913 }, { 0x0905, 0x094c, 0x0914 },
		{ 0x0906, 0x0947, 0x0913 }, { 0x0906, 0x0948, 0x0914 }, { 0x090f, 0x0947, 0x0910 },
		{ 0x0909, 0x0942, 0x090a },
	};

	for (size_t i = 0; i < sizeof table / sizeof *table; i++)
		if (table[i][0] == vowel && table[i][1] == sign)
			return table[i][2];
	return 0;
}

static bool put_sign(struct tail *t, UChar32 key)
{
	int at = is_bindu(tail_last(t)) ? t->n - 1 : t->n;
	UChar32 before = at > 0 ? t->c[at - 1] : 0;

	if (is_consonant(before) || before == NUKTA) {
		tail_put(t, at, key);
		return true;
	}
	if (is_vowel(before))
		key = joined(before, key);
	else if (!is_sign(before))
		return false;
	if (key)
		t->c[at - 1] = key;
	return key != 0;
}

static bool put_bindu(struct tail *t, UChar32 key)
{
	UChar32 last = tail_last(t);

	if (is_bindu(last)) {
		t->c[t->n - 1] = key;
		return true;
	}
	if (!is_consonant(last) && !is_vowel(last) && !is_sign(last) && last != NUKTA)
		return false;
	return tail_add(t, key);
}

bool tail_deva(struct tail *t, UChar32 key)
{
	UChar32 last = tail_last(t);

	if (is_sign(key))
		return put_sign(t, key);
	if (is_bindu(key))
		return put_bindu(t, key);
	if (key == NUKTA)
		return is_consonant(last) && tail_add(t, key);
	if (key == HALANTA)
		return (is_consonant(last) || last == NUKTA) && tail_add(t, key);
	if (key == ZWJ || key == ZWNJ)
		return last == HALANTA && tail_add(t, key);
	return tail_add(t, key);
}

void tail_delete_deva(struct tail *t)
{
	UChar32 last = tail_last(t);

	t->n--;
	if ((last == ZWJ || last == ZWNJ) && tail_last(t) == HALANTA)
		t->n--;
}
