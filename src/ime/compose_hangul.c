/* SPDX-License-Identifier: Apache-2.0 */
/*
 * compose_hangul — jamo of the two-set keyboard become syllables; libhangul knows how.
 * libhangul keeps a state and this module must not: the last syllable is played to a fresh context
 * as the keys that made it, then comes the new key. Two presses of ㄱ stay two (ㄲ has a key of its
 * own), as on every Korean keyboard today.
 * The context is made to forget before it is freed.
 */
#include <hangul.h>
#include <stdio.h>
#include <string.h>
#include "compose_private.h"

#define SYLLABLE_FIRST 0xac00
#define SYLLABLE_LAST 0xd7a3
#define JAMO_FIRST 0x3131 /* ㄱ, as keys have it */
#define JAMO_VOWEL 0x314f /* ㅏ */
#define JAMO_LAST 0x3163  /* ㅣ */
#define VOWELS 21
#define FINALS 28

/* Latin letters under the jamo of the two-set keyboard, in the order of Unicode. */
static const char initials[] = "rRseEfaqQtTdwWczxvg";
static const char *const vowels[VOWELS] = { "k", "o", "i", "O", "j", "p", "u", "P", "h", "hk",
	"ho", "hl", "y", "n", "nj", "np", "nl", "b", "m", "ml", "l" };
static const char *const finals[FINALS] = { "", "r", "R", "rt", "s", "sw", "sg", "e", "f", "fr",
	"fa", "fq", "ft", "fx", "fv", "fg", "a", "q", "qt", "t", "T", "d", "w", "c", "z", "x", "v",
	"g" };
static const char *const consonants[] = { "r", "R", "", "s", "", "", "e", "E", "f", "", "", "", "",
	"", "", "", "a", "q", "Q", "", "t", "T", "d", "w", "W", "c", "z", "x", "v", "g" };

/* The letters that make a character; "" for one that no keys make. */
static void letters_of(UChar32 c, char out[static 8])
{
	out[0] = 0;
	if (c >= SYLLABLE_FIRST && c <= SYLLABLE_LAST) {
		int i = c - SYLLABLE_FIRST;

		snprintf(out, 8, "%c%s%s", initials[i / (VOWELS * FINALS)],
			vowels[i / FINALS % VOWELS], finals[i % FINALS]);
	} else if (c >= JAMO_VOWEL && c <= JAMO_LAST) {
		snprintf(out, 8, "%s", vowels[c - JAMO_VOWEL]);
	} else if (c >= JAMO_FIRST && c < JAMO_VOWEL) {
		snprintf(out, 8, "%s", consonants[c - JAMO_FIRST]);
	} else if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) {
		out[0] = (char)c;
		out[1] = 0;
		if (c < 'a' && !strchr("QWERTOP", out[0])) /* capitals without a jamo of theirs */
			out[0] = (char)(c - 'A' + 'a');
	}
}

/* Plays letters; what becomes final on the way goes to the end of t. */
static void play(HangulInputContext *hic, struct tail *t, const char *letters)
{
	for (; *letters; letters++) {
		hangul_ic_process(hic, *letters);
		for (const ucschar *s = hangul_ic_get_commit_string(hic); *s; s++)
			tail_add(t, (UChar32)*s);
	}
}

static void end(HangulInputContext *hic, struct tail *t)
{
	for (const ucschar *s = hangul_ic_get_preedit_string(hic); *s; s++)
		tail_add(t, (UChar32)*s);
	hangul_ic_reset(hic);
	hangul_ic_process(hic, 'k'); /* over what its buffers remember */
	hangul_ic_process(hic, 'k');
	hangul_ic_reset(hic);
	hangul_ic_delete(hic);
}

/* A context that holds the last character, which is taken off t; NULL when there is no memory. */
static HangulInputContext *begin(struct tail *t)
{
	HangulInputContext *hic = hangul_ic_new("2");
	char letters[8];

	if (!hic)
		return NULL;
	letters_of(tail_last(t) > 0x7f ? tail_last(t) : 0, letters);
	if (*letters) {
		t->n--;
		play(hic, t, letters);
	}
	explicit_bzero(letters, sizeof letters);
	return hic;
}

bool tail_hangul(struct tail *t, UChar32 key)
{
	HangulInputContext *hic;
	char letters[8];

	letters_of(key, letters);
	if (!*letters || (key >= SYLLABLE_FIRST && key <= SYLLABLE_LAST))
		return tail_add(t, key);
	hic = begin(t);
	if (!hic)
		return false;
	play(hic, t, letters);
	end(hic, t);
	return true;
}

void tail_delete_jamo(struct tail *t)
{
	HangulInputContext *hic;
	char letters[8];

	letters_of(tail_last(t) > 0x7f ? tail_last(t) : 0, letters);
	hic = *letters ? begin(t) : NULL;
	explicit_bzero(letters, sizeof letters);
	if (!hic) {
		t->n--;
		return;
	}
	hangul_ic_backspace(hic);
	end(hic, t);
}
