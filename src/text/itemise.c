/* SPDX-License-Identifier: Apache-2.0 */
/*
 * itemise — which script each character belongs to and which face sets it.
 *
 * SDL2_ttf 2.20 shapes by one script name per call, so text is cut where the script changes.
 * Characters that belong to no script (digits, punctuation, spaces, combining marks) join their
 * neighbours. A word is set in one face when any face of the language's order has all of it;
 * Chinese and Japanese have no word spaces, so there a row of Han characters is the word, and each
 * kana stands alone: "𠮷野家" is of one design and does not move the sentence around it.
 * Han, Hiragana and Katakana count as one script, which keeps "困って" one run.
 * Opening a face costs milliseconds, so one whose hint does not name a character's script is not
 * asked; a character that is then found nowhere is looked for in every face.
 */
#include "layout_internal.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>
#include <unicode/uscript.h>
#include <unicode/utf16.h>
#include <unicode/utf8.h>

static UScriptCode script_of(UChar32 c)
{
	UErrorCode e = U_ZERO_ERROR;
	UScriptCode s = uscript_getScript(c, &e);
	if (s == USCRIPT_KATAKANA || s == USCRIPT_HAN || s == USCRIPT_BOPOMOFO)
		return USCRIPT_HIRAGANA;
	return U_FAILURE(e) || s == USCRIPT_UNKNOWN ? USCRIPT_COMMON : s;
}

static void set_script(struct para *p, int32_t from, int32_t to, UScriptCode s)
{
	for (int32_t i = from; i < to; i++)
		p->unit[i].script = (int16_t)s;
}

static bool opens(UChar32 c)
{
	int8_t type = u_charType(c);
	return type == U_START_PUNCTUATION || type == U_INITIAL_PUNCTUATION;
}

/* Unowned characters take the script before them, except at a word's start and after an opening
 * bracket: these wait for the script that follows. */
static void find_scripts(struct para *p, int32_t from, int32_t to)
{
	UScriptCode before = USCRIPT_COMMON;
	int32_t waiting = from; /* [waiting, i) has no script yet */
	bool word_start = true;
	for (int32_t i = from; i < to;) {
		int32_t at = i;
		UChar32 c;
		U16_NEXT(p->u, i, to, c);
		UScriptCode s = script_of(c);
		bool space = u_isUWhiteSpace(c) || c == 0x200b;
		if (s > USCRIPT_INHERITED) {
			set_script(p, waiting, i, s);
			before = s;
			waiting = i;
		} else if (before != USCRIPT_COMMON &&
			   (space || (waiting == at && !word_start && !opens(c)))) {
			set_script(p, waiting, i, before);
			waiting = i;
		}
		word_start = space;
	}
	set_script(p, waiting, to, before == USCRIPT_COMMON ? USCRIPT_LATIN : before);
}

/* Characters that ask nothing of a face: they are invisible or only steer shaping. */
static bool needs_no_glyph(UChar32 c)
{
	return c == '\n' || c == ' ' || u_hasBinaryProperty(c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT);
}

/* Whether the face's hint speaks against looking for c in it. */
static bool hinted_away(const struct font_face *face, UChar32 c)
{
	UErrorCode e = U_ZERO_ERROR;
	if (face->script_len == 0)
		return false;
	UScriptCode s = uscript_getScript(c, &e);
	if (U_FAILURE(e) || s <= USCRIPT_INHERITED || s == USCRIPT_UNKNOWN)
		return false;
	const char *name = uscript_getShortName(s);
	for (int i = 0; name && i < face->script_len; i++)
		if (strcmp(face->script[i], name) == 0)
			return false;
	return true;
}

enum search { PLAUSIBLE, EVERYWHERE };

static bool face_has_all(
	const struct para *p, int face, int32_t from, int32_t to, enum search where)
{
	if (!p->fs->face[face].present)
		return false;
	for (int32_t i = from; i < to && where == PLAUSIBLE;) {
		UChar32 c;
		U16_NEXT(p->u, i, to, c);
		if (!needs_no_glyph(c) && hinted_away(&p->fs->face[face], c))
			return false;
	}
	for (int32_t i = from; i < to;) {
		UChar32 c;
		U16_NEXT(p->u, i, to, c);
		if (!needs_no_glyph(c) &&
			!p->m->has_glyph(p->m->ctx, face, p->style->bold, (uint32_t)c))
			return false;
	}
	return true;
}

/* The first face of the order that has all of [from, to), or -1. */
static int face_for(const struct para *p, int32_t from, int32_t to, enum search where)
{
	const struct font_lang *font = unit_font(p, from);
	for (int k = 0; k < font->order_len; k++)
		if (face_has_all(p, font->order[k], from, to, where))
			return font->order[k];
	return -1;
}

static int first_present(const struct font_lang *font, const struct fontstack *fs)
{
	for (int k = 0; k < font->order_len; k++)
		if (fs->face[font->order[k]].present)
			return font->order[k];
	return font->order[0];
}

static void set_face(struct para *p, int32_t from, int32_t to, int face)
{
	for (int32_t i = from; i < to; i++)
		p->unit[i].face = (uint8_t)face;
}

/* A word no single face has: each character in the first face that has it. */
static void set_faces_singly(struct para *p, int32_t from, int32_t to)
{
	for (int32_t i = from, at = from; i < to; at = i) {
		UChar32 c;
		U16_NEXT(p->u, i, to, c);
		int face = at > from && face_has_all(p, p->unit[at - 1].face, at, i, PLAUSIBLE)
				   ? p->unit[at - 1].face
				   : face_for(p, at, i, PLAUSIBLE);
		if (face < 0)
			face = face_for(p, at, i, EVERYWHERE);
		p->missing_glyph |= face < 0;
		set_face(p, at, i, face < 0 ? first_present(unit_font(p, at), p->fs) : face);
	}
}

bool joins_before(UChar32 c)
{
	return (U_GET_GC_MASK(c) & U_GC_M_MASK) || c == 0x200d ||
	       u_hasBinaryProperty(c, UCHAR_VARIATION_SELECTOR);
}

/* End of the piece that should be set in one face. */
static int32_t word_end(const struct para *p, int32_t from, int32_t to)
{
	int16_t script = p->unit[from].script;
	bool space = unit_is_space(p->u[from]), second = p->unit[from].second, han = false;
	int32_t i = from;
	for (bool first = true; i < to; first = false) {
		int32_t at = i;
		UChar32 c;
		U16_NEXT(p->u, i, to, c);
		bool goes_on = script != USCRIPT_HIRAGANA || space || joins_before(c) ||
			       (han && u_hasBinaryProperty(c, UCHAR_IDEOGRAPHIC));
		if (!first && (!goes_on || p->unit[at].script != script ||
				      p->unit[at].second != second ||
				      unit_is_space(p->u[at]) != space))
			return at;
		han = first ? u_hasBinaryProperty(c, UCHAR_IDEOGRAPHIC) : han;
	}
	return i;
}

static void find_faces(struct para *p, int32_t from, int32_t to)
{
	int before = -1;
	for (int32_t i = from; i < to;) {
		int32_t end = word_end(p, i, to);
		bool space = unit_is_space(p->u[i]);
		int face = space && before >= 0 && face_has_all(p, before, i, end, PLAUSIBLE)
				   ? before
				   : face_for(p, i, end, PLAUSIBLE);
		if (face >= 0)
			set_face(p, i, end, face);
		else
			set_faces_singly(p, i, end);
		before = p->unit[end - 1].face;
		i = end;
	}
}

void itemise(struct para *p, int32_t from, int32_t to)
{
	find_scripts(p, from, to);
	find_faces(p, from, to);
}

bool item_rtl(const struct para *p, int32_t from)
{
	return p->level && from < p->len && (p->level[from] & 1);
}

int32_t item_end(const struct para *p, int32_t from, int32_t to)
{
	const struct unit *first = &p->unit[from];
	int32_t i = from;
	size_t bytes = 0;
	while (i < to) {
		int32_t at = i;
		UChar32 c;
		U16_NEXT(p->u, i, to, c);
		const struct unit *k = &p->unit[at];
		bytes += U8_LENGTH(c) ? U8_LENGTH(c) : 3;
		if (k->face != first->face || k->script != first->script ||
			k->group != first->group || bytes >= LAYOUT_RUN_MAX ||
			item_rtl(p, at) != item_rtl(p, from))
			return at;
	}
	return i;
}

size_t item_bytes(const struct para *p, int32_t from, int32_t to, char out[static LAYOUT_RUN_MAX])
{
	size_t len = 0;
	for (int32_t i = from; i < to;) {
		UChar32 c;
		UBool fault = false;
		U16_NEXT(p->u, i, to, c);
		if (unit_is_invisible((UChar)c) && c < 0x10000)
			continue;
		U8_APPEND((uint8_t *)out, len, LAYOUT_RUN_MAX - 1, c, fault);
		assert(!fault); /* item_end counted these bytes */
	}
	out[len] = '\0';
	return len;
}

void item_script(const struct para *p, int32_t from, char out[static 5])
{
	const char *name = uscript_getShortName(p->unit[from].script);
	if (p->unit[from].script == USCRIPT_HIRAGANA && strncmp(unit_lang(p, from), "zh", 2) == 0)
		name = "Hani";
	snprintf(out, 5, "%.4s", name ? name : "Latn");
}

int item_width(const struct para *p, int32_t from, int32_t to, int px)
{
	char bytes[LAYOUT_RUN_MAX], script[5];
	size_t len = item_bytes(p, from, to, bytes);
	item_script(p, from, script);
	int w = len == 0 ? 0
			 : p->m->width(p->m->ctx, p->unit[from].face, p->style->bold, px, script,
				   item_rtl(p, from), bytes, len);
	explicit_bzero(bytes, len);
	return w;
}
