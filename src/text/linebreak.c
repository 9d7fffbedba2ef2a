/* SPDX-License-Identifier: Apache-2.0 */
/*
 * linebreak — where lines may end, in the order a reader of the language would like it.
 *
 * Each language has stages; layout.c asks for the next stage only inside a piece that is wider than
 * the line, so ICU's dictionaries (23 ms for the first Japanese phrase break) are not touched by
 * labels that fit. ICU does the work; spaces, U+200B and punctuation are found here. Typed
 * Japanese is broken by the strict rules alone, as everywhere else people type: phrases change with
 * every key, and lines must not jump under the hand.
 * File-scope state: opening an ICU iterator costs as much as a screen, so they are kept for the
 * life of the process (one thread, at most one per rule set). They hold no text between calls.
 */
#include "layout_internal.h"

#include <string.h>
#include <unicode/ubrk.h>
#include <unicode/ustring.h>

enum rules {
	RULES_SPACES, /* spaces, U+200B, East Asian punctuation */
	RULES_MARKS,  /* the same, but only in texts that bring U+200B */
	RULES_PHRASE,
	RULES_STRICT_JA,
	RULES_STRICT_ZH,
	RULES_LINE,
	RULES_CLUSTER,
	RULES_LEN
};

static const struct {
	UBreakIteratorType type;
	const char *locale;
} icu_rules[RULES_LEN] = {
	[RULES_PHRASE] = { UBRK_LINE, "ja-u-lb-strict-lw-phrase" },
	[RULES_STRICT_JA] = { UBRK_LINE, "ja-u-lb-strict" },
	[RULES_STRICT_ZH] = { UBRK_LINE, "zh-u-lb-strict" },
	[RULES_LINE] = { UBRK_LINE, "en" }, /* dictionaries go by script, not by locale */
	[RULES_CLUSTER] = { UBRK_CHARACTER, "en" },
};

#define STAGES_MAX 4
struct stage {
	uint8_t rules, kind;
};
/* First match serves; `typed` entries serve typed text only. */
static const struct {
	const char *prefix;
	bool typed;
	struct stage stage[STAGES_MAX];
} languages[] = {
	{ "ja", true, { { RULES_STRICT_JA, BREAK_GOOD }, { RULES_CLUSTER, BREAK_CLUSTER } } },
	{ "ja-simple", false,
		{ { RULES_SPACES, BREAK_GOOD }, { RULES_PHRASE, BREAK_PHRASE },
			{ RULES_STRICT_JA, BREAK_ALLOWED }, { RULES_CLUSTER, BREAK_CLUSTER } } },
	{ "ja", false,
		{ { RULES_MARKS, BREAK_GOOD }, { RULES_PHRASE, BREAK_PHRASE },
			{ RULES_STRICT_JA, BREAK_ALLOWED }, { RULES_CLUSTER, BREAK_CLUSTER } } },
	{ "ko", false,
		{ { RULES_SPACES, BREAK_GOOD }, { RULES_LINE, BREAK_ALLOWED },
			{ RULES_CLUSTER, BREAK_CLUSTER } } },
	{ "zh", false,
		{ { RULES_MARKS, BREAK_GOOD }, { RULES_STRICT_ZH, BREAK_ALLOWED },
			{ RULES_CLUSTER, BREAK_CLUSTER } } },
	{ "", false,
		{ { RULES_MARKS, BREAK_GOOD }, { RULES_LINE, BREAK_ALLOWED },
			{ RULES_CLUSTER, BREAK_CLUSTER } } },
};

static UBreakIterator *kept[RULES_LEN];

static UBreakIterator *iterator(enum rules r)
{
	UErrorCode e = U_ZERO_ERROR;
	if (!kept[r]) {
		kept[r] = ubrk_open(icu_rules[r].type, icu_rules[r].locale, NULL, 0, &e);
		if (U_FAILURE(e))
			kept[r] = NULL;
	}
	return kept[r];
}

void layout_breaks_close(void)
{
	for (int r = 0; r < RULES_LEN; r++) {
		if (kept[r])
			ubrk_close(kept[r]);
		kept[r] = NULL;
	}
}

static void mark(struct para *p, int32_t at, uint8_t kind)
{
	bool in_group = p->unit[at].group != LAYOUT_NO_GROUP &&
			p->unit[at].group == p->unit[at - 1].group;
	if (!in_group && p->unit[at].brk < kind)
		p->unit[at].brk = kind;
}

static void mark_spaces(struct para *p, uint8_t kind, int32_t from, int32_t to)
{
	for (int32_t i = from + 1; i < to; i++) {
		UChar before = p->u[i - 1], after = p->u[i];
		bool opens = u_strchr(u"「『（【", after) && u_isalpha(before);
		bool ends = u_strchr(u"・、。！？，；：", before) && u_isalpha(after);
		if (!unit_is_space(after) && (unit_is_space(before) || opens || ends))
			mark(p, i, kind);
	}
}

/* Where a phrase begins that ICU 72's dictionary lets begin at `at`; `from` when nowhere. It tears
 * some endings off the word before them and splits three common words. Only phrases are judged: the
 * strict rules stay as they are. */
static int32_t phrase_start(const UChar *u, int32_t at, int32_t from, int32_t to)
{
	static const UChar endings[][3] = { u"では", u"でも", u"には", u"にも", u"とは", u"から",
		u"まで", u"だけ", u"より", u"など", u"って" };
	static const UChar split[][4] = { u"くださ", u"かまい", u"かまわ" };
	bool hiragana = u[at] >= 0x3041 && u[at] <= 0x3096;
	bool after_name = u[at - 1] >= 0x30a1; /* Katakana or Han: no particle ends here */
	if (hiragana && u_strchr(u"」』）", u[at - 1]))
		return from;
	if (u[at] == u'て' && !u_strchr(u"のはがをにもとへ、。 ", u[at - 1]))
		return from;
	for (size_t i = 0; after_name && at + 2 <= to && i < sizeof endings / sizeof *endings; i++)
		if (u_memcmp(u + at, endings[i], 2) == 0)
			return from;
	if (u[at - 1] == u'下' && u[at] == u'さ')
		return at - 1;
	for (size_t i = 0; at - 2 >= from && i < sizeof split / sizeof *split; i++)
		if (u_memcmp(u + at - 2, split[i], 3) == 0)
			return at - 2;
	return at;
}

/* Whether what begins at `at` hangs on the letter before it: by a virama or a stacking sign, or
 * because it is itself a sign, or a Burmese consonant that ends a syllable. ICU 72 ends a cluster
 * before them (क् | षे, ဝ | ါ, လိ | ပ်), but a reader of Nepali or Burmese sees one syllable. */
static bool hangs_on(const UChar *u, int32_t at, int32_t from, int32_t to)
{
	int32_t next = at + 1 < to && u[at + 1] == 0x1037 ? at + 2 : at + 1; /* dot below */
	if (joins_before(u[at]) || (next < to && u[next] == 0x103a))
		return true;
	while (at > from && u[at - 1] == 0x200d)
		at--;
	int c = at > from ? u_getIntPropertyValue(u[at - 1], UCHAR_INDIC_SYLLABIC_CATEGORY) : 0;
	return c == U_INSC_VIRAMA || c == U_INSC_INVISIBLE_STACKER;
}

static void mark_icu(struct para *p, struct stage s, int32_t from, int32_t to)
{
	UBreakIterator *it = iterator(s.rules);
	UErrorCode e = U_ZERO_ERROR;
	if (!it)
		return;
	ubrk_setText(it, p->u + from, to - from, &e);
	if (U_FAILURE(e))
		return;
	for (int32_t b; (b = ubrk_next(it)) != UBRK_DONE;) {
		int32_t at = from + b;
		if (s.rules == RULES_PHRASE && b > 0 && at < to)
			at = phrase_start(p->u, at, from, to);
		if (s.rules == RULES_CLUSTER && at < to && hangs_on(p->u, at, from, to))
			continue;
		if (at > from && at < to)
			mark(p, at, s.kind);
	}
	static const UChar nothing[1]; /* so that the iterator does not point at freed text */
	ubrk_setText(it, nothing, 0, &e);
}

static const struct stage *stages_for(const char *lang, bool markup)
{
	size_t i = 0;
	while (strncmp(lang, languages[i].prefix, strlen(languages[i].prefix)) != 0 ||
		(languages[i].typed && markup))
		i++;
	return languages[i].stage;
}

bool linebreak_mark(struct para *p, int stage, int32_t from, int32_t to)
{
	const struct stage *s = stages_for(unit_lang(p, from), p->style->markup);
	if (stage >= STAGES_MAX || s[stage].kind == BREAK_NONE)
		return false;
	if (s[stage].rules > RULES_MARKS)
		mark_icu(p, s[stage], from, to);
	else if (s[stage].rules == RULES_SPACES || p->has_marks)
		mark_spaces(p, s[stage].kind, from, to);
	return true;
}
