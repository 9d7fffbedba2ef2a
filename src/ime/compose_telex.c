/* SPDX-License-Identifier: Apache-2.0 */
/*
 * compose_telex — Vietnamese: Telex (aa aw dd ee oo ow uw w, tones s f r x j, z takes it away), and
 * the five tone marks and ă â đ ê ô ơ ư as keys of their own.
 * The word before the caret is taken apart into letters (quality) and one tone; a key changes one
 * of them; then the tone is set anew on the vowel that bears it, in the way the textbooks of
 * today's schools write (hoà, thuý, khoẻ: on the main vowel; not hòa). A Telex key that would do
 * again what is already there takes it back and is a letter ("ass" gives "as").
 * A word that cannot be Vietnamese is left alone, so names of other languages pass.
 */
#include <stddef.h>
#include <string.h>
#include <unicode/uchar.h>
#include <uchar.h>
#include "compose_private.h"

#define WORD_MAX 10 /* longer than any syllable (nghiêng) */
#define TONES 6

enum { LEVEL, GRAVE, ACUTE, HOOK, TILDE, DOT_BELOW };

struct letter { UChar32 base; bool upper; int tone; };
struct word { struct letter l[WORD_MAX + 4]; int n; };
struct parts { int vowel, end; }; /* l[vowel..end) is the vowel, what follows the final */

static const char32_t toned[][TONES + 1] = { U"aàáảãạ", U"ăằắẳẵặ", U"âầấẩẫậ", U"eèéẻẽẹ",
	U"êềếểễệ", U"iìíỉĩị", U"oòóỏõọ", U"ôồốổỗộ", U"ơờớởỡợ", U"uùúủũụ", U"ưừứửữự", U"yỳýỷỹỵ" };
#define VOWELS (sizeof toned / sizeof *toned)

static const char32_t *row_of(UChar32 base)
{
	for (size_t i = 0; i < VOWELS; i++)
		if ((UChar32)toned[i][0] == base)
			return toned[i];
	return NULL;
}

static bool is_vowel(const struct letter *l)
{
	return row_of(l->base) != NULL;
}

static struct letter take_apart(UChar32 c)
{
	struct letter l = { u_tolower(c), u_isupper(c), LEVEL };

	if (l.upper && u_toupper(l.base) != c) /* a letter that would not come back */
		return (struct letter){ c, false, LEVEL };
	for (size_t i = 0; i < VOWELS; i++)
		for (int tone = 0; tone < TONES; tone++)
			if ((UChar32)toned[i][tone] == l.base) {
				l.base = (UChar32)toned[i][0];
				l.tone = tone;
				return l;
			}
	return l;
}

/* Moves the word at the end of t into w; false when there is none or none that could be ours. */
static bool take_word(struct tail *t, struct word *w)
{
	int from = t->n;

	while (from > 0 && u_isalpha(t->c[from - 1]) && t->c[from - 1] < 0x1f00)
		from--;
	w->n = 0;
	if (from == t->n || t->n - from > WORD_MAX)
		return false;
	for (int i = from; i < t->n; i++)
		w->l[w->n++] = take_apart(t->c[i]);
	t->n = from;
	return true;
}

static bool give_back(struct tail *t, const struct word *w)
{
	for (int i = 0; i < w->n; i++) {
		const char32_t *row = row_of(w->l[i].base);
		UChar32 c = row ? (UChar32)row[w->l[i].tone] : w->l[i].base;

		tail_add(t, w->l[i].upper ? u_toupper(c) : c);
	}
	return true;
}

/* --- the syllable --- */

/* Are letters from … to one of the words of `list`? */
static bool one_of(const struct word *w, int from, int to, const char32_t *const *list, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		int k = 0;

		while (list[i][k] && from + k < to && (UChar32)list[i][k] == w->l[from + k].base)
			k++;
		if (!list[i][k] && from + k == to)
			return true;
	}
	return false;
}

/* Onset, vowel, final. False when the word is no Vietnamese syllable (yet). */
static bool syllable(const struct word *w, struct parts *p)
{
	static const char32_t *const onsets[] = { U"", U"b", U"c", U"ch", U"d", U"đ", U"g", U"gh",
		U"gi", U"h", U"k", U"kh", U"l", U"m", U"n", U"ng", U"ngh", U"nh", U"p", U"ph",
		U"qu", U"r", U"s", U"t", U"th", U"tr", U"v", U"x" };
	static const char32_t *const ends[] = { U"", U"c", U"ch", U"m", U"n", U"ng", U"nh", U"p",
		U"t" };
	int v = 0, end;

	while (v < w->n && !is_vowel(&w->l[v]))
		v++;
	if (v == 1 && w->n > 2 && is_vowel(&w->l[2]) && ((w->l[0].base == 'q'
		&& w->l[1].base == 'u') || (w->l[0].base == 'g' && w->l[1].base == 'i')))
		v = 2;
	for (end = v; end < w->n && is_vowel(&w->l[end]);)
		end++;
	*p = (struct parts){ v, end };
	return end > v && end - v <= 3
		&& one_of(w, 0, v, onsets, sizeof onsets / sizeof *onsets)
		&& one_of(w, end, w->n, ends, sizeof ends / sizeof *ends);
}

/* The vowel that bears the tone. */
static int bearer(const struct word *w, const struct parts *p)
{
	static const char32_t *const second[] = { U"oa", U"oe", U"uy" };
	int len = p->end - p->vowel;

	for (int i = p->end - 1; i >= p->vowel; i--) /* ă â ê ô ơ ư; of ươ the ơ */
		if (w->l[i].base > 0x7f)
			return i;
	if (len == 3)
		return p->vowel + 1;
	if (len == 2 && (p->end < w->n || one_of(w, p->vowel, p->end, second, 3)))
		return p->vowel + 1;
	return p->vowel;
}

static int take_tone(struct word *w)
{
	int tone = LEVEL;

	for (int i = 0; i < w->n; i++) {
		if (w->l[i].tone != LEVEL)
			tone = w->l[i].tone;
		w->l[i].tone = LEVEL;
	}
	return tone;
}

static void set_tone(struct word *w, const struct parts *p, int tone)
{
	take_tone(w);
	w->l[bearer(w, p)].tone = tone;
}

/* Puts the tone that is there where it belongs now; an unlikely word keeps it where it is. */
static void settle(struct word *w)
{
	struct word moved = *w;
	struct parts p;
	int tone = take_tone(&moved);

	if (tone != LEVEL && syllable(&moved, &p)) {
		set_tone(&moved, &p, tone);
		*w = moved;
	}
	explicit_bzero(&moved, sizeof moved);
}

/* --- keys --- */

static bool add_letter(struct word *w, UChar32 key)
{
	int n = w->n;

	/* uơ is open (thuở); with anything after it, it is ươ */
	if (n >= 2 && w->l[n - 2].base == 'u' && w->l[n - 1].base == 0x01a1
		&& !(n >= 3 && w->l[n - 3].base == 'q'))
		w->l[n - 2].base = 0x01b0;
	w->l[w->n++] = take_apart(key);
	return true;
}

static bool key_tone(struct word *w, UChar32 key)
{
	static const char keys[] = "zfsrxj"; /* in the order of the tones */
	const char *at = key < 0x80 ? strchr(keys, (int)u_tolower(key)) : NULL;
	struct parts p;
	int tone, before;

	if (!at || !*at || !syllable(w, &p))
		return false;
	tone = (int)(at - keys);
	before = take_tone(w);
	if (tone != before)
		set_tone(w, &p, tone);
	else
		add_letter(w, key);
	return true;
}

/* aa ee oo dd, and what undoes them. */
static bool key_double(struct word *w, UChar32 key)
{
	static const UChar32 table[][2] = { { 'a', 0x00e2 }, { 'e', 0x00ea }, { 'o', 0x00f4 },
		{ 'd', 0x0111 } };
	struct letter *last = &w->l[w->n - 1];
	struct parts p;

	if (key < 0x80 && u_tolower(key) == 'd' && w->l[0].base == 'd' && syllable(w, &p)) {
		w->l[0].base = 0x0111; /* also "duongd" */
		return true;
	}
	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		if (u_tolower(key) != table[i][0])
			continue;
		if (last->base == table[i][0]) {
			last->base = table[i][1];
			return true;
		}
		if (last->base == table[i][1]) {
			last->base = table[i][0];
			return add_letter(w, key);
		}
	}
	return false;
}

/* The vowel that w changes: of uo both, of oa the a, else the first u or o, else the a. */
static int horned(const struct word *w, const struct parts *p)
{
	int i, a = -1;

	for (i = p->end - 1; i >= p->vowel; i--)
		if (w->l[i].base == 'a' || w->l[i].base == 0x0103 || w->l[i].base == 0x00e2)
			a = i;
	if (a > p->vowel && w->l[a - 1].base == 'o')
		return a;
	for (i = p->vowel; i < p->end; i++) {
		UChar32 c = w->l[i].base;

		if (c == 'u' || c == 0x01b0 || c == 'o' || c == 0x01a1 || c == 0x00f4)
			return i;
	}
	return a;
}

static UChar32 with_horn(UChar32 c)
{
	switch (c) {
	case 'a': case 0x00e2: return 0x0103;
	case 'o': case 0x00f4: return 0x01a1;
	case 'u': return 0x01b0;
	default: return 0;
	}
}

/* Takes horn and breve off; true when there were some. */
static bool unhorn(struct word *w)
{
	bool had = false;

	for (int i = 0; i < w->n; i++) {
		UChar32 c = w->l[i].base;
		UChar32 plain = c == 0x0103 ? 'a' : c == 0x01a1 ? 'o' : c == 0x01b0 ? 'u' : 0;

		if (plain)
			w->l[i].base = plain;
		had = had || plain;
	}
	return had;
}

static bool key_w(struct word *w, UChar32 key)
{
	struct parts p;
	bool is_syllable = syllable(w, &p);
	int i = is_syllable ? horned(w, &p) : -1;

	if (u_tolower(key) != 'w')
		return false;
	if (p.vowel == p.end && p.vowel == w->n) { /* consonants only: "tw" is "tư" */
		w->l[w->n++] = (struct letter){ 0x01b0, u_isupper(key), LEVEL };
		if (syllable(w, &p))
			return true;
		w->n--;
		return false;
	}
	if (i < 0)
		return false;
	if ((w->l[i].base == 'u' || w->l[i].base == 0x01b0) && i + 1 < p.end
		&& with_horn(w->l[i + 1].base) == 0x01a1) { /* uo, ưo, uô */
		w->l[i + 1].base = 0x01a1;
		if (i + 2 < w->n)
			w->l[i].base = 0x01b0;
		return true;
	}
	if (with_horn(w->l[i].base))
		w->l[i].base = with_horn(w->l[i].base);
	else if (unhorn(w))
		add_letter(w, key);
	return true;
}

/* A tone mark as a key: on the vowel that bears it; pressed again it goes away. */
static bool key_mark(struct tail *t, int tone)
{
	struct word w;
	struct parts p;
	bool ok = take_word(t, &w);
	int before;

	if (ok && syllable(&w, &p)) {
		before = take_tone(&w);
		set_tone(&w, &p, tone == before ? LEVEL : tone);
	} else if (ok && w.n > 0 && is_vowel(&w.l[w.n - 1])) {
		w.l[w.n - 1].tone = w.l[w.n - 1].tone == tone ? LEVEL : tone;
	} else {
		ok = false;
	}
	if (ok)
		give_back(t, &w);
	explicit_bzero(&w, sizeof w);
	return ok;
}

bool tail_telex(struct tail *t, UChar32 key)
{
	static const UChar32 marks[TONES] = { 0, 0x0300, 0x0301, 0x0309, 0x0303, 0x0323 };
	struct word w;

	for (int tone = GRAVE; tone < TONES; tone++)
		if (marks[tone] == key)
			return key_mark(t, tone);
	if (!u_isalpha(key) || !take_word(t, &w))
		return tail_add(t, key);
	if (!key_tone(&w, key) && !key_w(&w, key) && !key_double(&w, key))
		add_letter(&w, key);
	settle(&w);
	give_back(t, &w);
	explicit_bzero(&w, sizeof w);
	return true;
}
