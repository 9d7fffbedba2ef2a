/* SPDX-License-Identifier: Apache-2.0 */
/*
 * para — a text, as bytes from a catalogue or a person, becomes the arrays the layout works on.
 *
 * Bad UTF-8 becomes U+FFFD, tabs become spaces, other line separators become \n, and remaining
 * controls become U+200B, which is never drawn; so later steps see only well-formed text. Typed
 * text is not parsed as markup and keeps every space. Copies are overwritten when they go.
 */
#include "layout_internal.h"

#include <stdlib.h>
#include <string.h>
#include <unicode/uloc.h>
#include <unicode/utf16.h>
#include <unicode/utf8.h>
#include "furigana.h"

/* What carries a mark that has no letter. */
#define DOTTED_CIRCLE 0x25cc
#define TATWEEL       0x0640 /* Arabic marks do not find their place on a circle */

/* What the plain text and its markup are read from. */
struct source {
	char *markup; /* text, cut at LAYOUT_TEXT_MAX; owned */
	char *plain;  /* owned; as markup when that is not parsed */
	struct ruby_span *span;
	size_t len, plain_len, span_len, span_cap;
};

static UChar32 readable(UChar32 c)
{
	if (c < 0)
		return 0xfffd;
	if (c == 0x0b || c == 0x0c || c == 0x85 || c == 0x2028 || c == 0x2029)
		return '\n';
	if (c == '\t')
		return ' ';
	return (c < 0x20 && c != '\n') || (c >= 0x7f && c < 0xa0) ? 0x200b : c;
}

/* A language tag: U+E0001 begins the name of a language, tag letters follow; the first one counts.
 * False for all other characters. Tags are read from markup only, and never become units. */
static bool read_tag(struct para *p, UChar32 c)
{
	size_t len = strlen(p->second);
	bool tag = p->style->markup && c >= 0xe0001 && c <= 0xe007e;
	if (!tag || c == 0xe0001)
		p->in_tag = tag && len == 0;
	else if (p->in_tag && c > 0xe0020 && len + 1 < sizeof p->second)
		memcpy(p->second + len, (char[]){ (char)(c - 0xe0000), '\0' }, 2);
	return tag;
}

/* Whether c, typed behind the units so far, stands on no letter. Thai and Burmese vowels would then
 * be drawn over what is beside them, or not at all. */
static bool is_lone_mark(const struct para *p, UChar32 c)
{
	UChar before = p->total > 0 ? p->u[p->total - 1] : '\n';
	return !p->style->markup && (U_GET_GC_MASK(c) & U_GC_M_MASK) &&
	       !u_hasBinaryProperty(c, UCHAR_VARIATION_SELECTOR) &&
	       (unit_is_space(before) || before == 0xa0);
}

static void append(struct para *p, UChar32 c, int32_t group)
{
	for (int k = 0; k < U16_LENGTH(c); k++)
		p->unit[p->total + k] =
			(struct unit){ .group = group, .second = p->second[0] != '\0' };
	U16_APPEND_UNSAFE(p->u, p->total, c);
}

/* Where a line of the second language begins and runs against the first: isolated, its numbers and
 * full stops keep their places. The line's end ends it. */
static void isolate(struct para *p)
{
	bool rtl = uloc_isRightToLeft(p->second);
	bool begins = p->total == 0 || p->u[p->total - 1] == '\n';
	if (begins && p->second[0] && rtl != uloc_isRightToLeft(p->style->lang))
		append(p, rtl ? 0x2067 : 0x2066, LAYOUT_NO_GROUP);
}

/* Appends s[from, from + len) to the units, all of one group. */
static void decode(struct para *p, const char *s, size_t from, size_t len, int32_t group)
{
	size_t end = from + len;
	for (size_t i = from; i < end;) {
		UChar32 c;
		U8_NEXT(s, i, end, c);
		if (read_tag(p, c))
			continue;
		p->has_marks |= c == 0x200b;
		isolate(p);
		if (is_lone_mark(p, c)) /* there is room: a mark has two bytes or more */
			append(p, c >= 0x600 && c < 0x700 ? TATWEEL : DOTTED_CIRCLE, group);
		append(p, readable(c), group);
	}
}

static void decode_all(struct para *p, const struct source *src)
{
	size_t at = 0;
	for (size_t k = 0; k < src->span_len; k++) {
		const struct ruby_span *s = &src->span[k];
		decode(p, src->plain, at, s->base - at, LAYOUT_NO_GROUP);
		isolate(p); /* before the group: what is in a group is of one direction */
		p->group[k].from = p->total;
		decode(p, src->plain, s->base, s->base_len, (int32_t)k);
		p->group[k].to = p->total;
		at = s->base + s->base_len;
	}
	decode(p, src->plain, at, src->plain_len - at, LAYOUT_NO_GROUP);
	p->len = p->total;
	for (int32_t i = 1; i < p->len; i++)
		if (p->u[i - 1] == '\n')
			p->unit[i].brk = BREAK_LINE;
	p->group_len = (int32_t)src->span_len;
	for (size_t k = 0; k < src->span_len; k++) {
		p->group[k].reading = p->total;
		decode(p, src->markup, src->span[k].reading, src->span[k].reading_len,
			LAYOUT_NO_GROUP);
		p->group[k].reading_end = p->total;
		for (int32_t i = p->group[k].reading; i < p->total; i++)
			p->unit[i].second = p->unit[p->group[k].from].second;
	}
	p->second_font = p->second[0] ? fontstack_lang(p->fs, p->second) : NULL;
}

static size_t count(const char *s, size_t len, char wanted)
{
	size_t n = 0;
	for (size_t i = 0; i < len; i++)
		n += s[i] == wanted;
	return n;
}

/* Copies and parses; false when memory fails (src is then still good for source_release). */
static bool source_read(
	struct source *src, const char *text, const struct layout_style *style, bool *cut)
{
	src->len = strnlen(text, LAYOUT_TEXT_MAX + 1);
	*cut = src->len > LAYOUT_TEXT_MAX;
	if (*cut)
		src->len = LAYOUT_TEXT_MAX;
	while (*cut && src->len > LAYOUT_TEXT_MAX - 4 &&
		((unsigned char)text[src->len] & 0xc0) == 0x80)
		src->len--;
	src->markup = strndup(text, src->len);
	src->plain_len = src->len;
	if (!src->markup || !style->markup) {
		src->plain = src->markup;
		return src->markup != NULL;
	}
	src->span_cap = style->ruby ? count(src->markup, src->len, '{') : 0;
	src->plain = malloc(src->len + 1);
	src->span = src->span_cap > 0 ? calloc(src->span_cap, sizeof *src->span) : NULL;
	if (!src->plain || (src->span_cap > 0 && !src->span))
		return false;
	src->span_len = furigana_parse(
		src->markup, src->plain, src->len + 1, src->span, src->span_cap, NULL);
	src->plain_len = strlen(src->plain);
	return true;
}

static void source_release(struct source *src)
{
	if (src->plain && src->plain != src->markup) {
		explicit_bzero(src->plain, src->plain_len);
		free(src->plain);
	}
	if (src->markup)
		explicit_bzero(src->markup, src->len);
	free(src->markup);
	free(src->span);
}

static UBiDiLevel base_level(const struct layout_style *s)
{
	bool rtl = uloc_isRightToLeft(s->lang);
	if (s->markup)
		return rtl ? 1 : 0;
	return rtl ? UBIDI_DEFAULT_RTL : UBIDI_DEFAULT_LTR;
}

/* Bidi rule W4 joins "072-892-0121" to one number only across common separators; after Arabic
 * letters a hyphen is not one, and a phone number would be shown from its end. Here it is. */
static UCharDirection phone_hyphens(const void *context, UChar32 c)
{
	(void)context;
	bool hyphen = c == '-' || (c >= 0x2010 && c <= 0x2013);
	return hyphen ? U_COMMON_NUMBER_SEPARATOR : U_BIDI_CLASS_DEFAULT;
}

static bool find_levels(struct para *p)
{
	UErrorCode e = U_ZERO_ERROR;
	p->bidi = ubidi_open();
	if (!p->bidi)
		return false;
	ubidi_setClassCallback(p->bidi, phone_hyphens, NULL, NULL, NULL, &e);
	ubidi_setPara(p->bidi, p->u, p->len, base_level(p->style), NULL, &e);
	if (U_SUCCESS(e) && ubidi_getDirection(p->bidi) != UBIDI_LTR && p->len > 0)
		p->level = ubidi_getLevels(p->bidi, &e);
	return U_SUCCESS(e);
}

static int items_width(const struct para *p, int32_t from, int32_t to, int px)
{
	int width = 0;
	for (int32_t i = from, end; i < to; i = end) {
		end = item_end(p, i, to);
		width += item_width(p, i, end, px);
	}
	return width;
}

bool para_read(struct para *p, const char *text)
{
	struct source src = { 0 };
	bool ok = source_read(&src, text, p->style, &p->cut);
	if (ok) {
		size_t room = src.plain_len + (src.span_len ? src.len : 0) + 2 +
			      count(src.plain, src.plain_len, '\n'); /* isolates */
		p->u = calloc(room, sizeof *p->u);
		p->unit = calloc(room, sizeof *p->unit);
		p->group = src.span_len ? calloc(src.span_len, sizeof *p->group) : NULL;
		ok = p->u && p->unit && (p->group || !src.span_len);
	}
	if (ok) {
		decode_all(p, &src);
		ok = find_levels(p);
	}
	source_release(&src);
	if (!ok)
		return false;
	itemise(p, 0, p->len);
	for (int32_t k = 0; k < p->group_len; k++) {
		struct ruby_group *g = &p->group[k];
		itemise(p, g->reading, g->reading_end);
		g->base_w = items_width(p, g->from, g->to, p->style->px);
	}
	/* In a loop of its own: changing the size costs the font side time. */
	for (int32_t k = 0; k < p->group_len; k++) {
		struct ruby_group *g = &p->group[k];
		g->reading_w = items_width(
			p, g->reading, g->reading_end, p->style->px / 2 > 0 ? p->style->px / 2 : 1);
	}
	return true;
}

void para_release(struct para *p)
{
	if (p->bidi)
		ubidi_close(p->bidi);
	if (p->u)
		explicit_bzero(p->u, (size_t)p->total * sizeof *p->u);
	free(p->u);
	free(p->unit);
	free(p->group);
}
