/* SPDX-License-Identifier: Apache-2.0 */
/*
 * layout_internal — what layout.c, para.c, itemise.c, linebreak.c and place.c share; nobody else
 * includes it.
 *
 * A text becomes one array of UTF-16 units (ICU's tongue): first the text itself, units [0, len),
 * then all readings, [len, total). Per unit it is known in which face and script it is set, and how
 * well a line may break before it. All of it is one allocation-owning struct, overwritten when it
 * goes.
 */
#ifndef MARUMADO_LAYOUT_INTERNAL_H
#define MARUMADO_LAYOUT_INTERNAL_H
#include <unicode/ubidi.h>
#include <unicode/uchar.h>
#include "layout.h"

#define LAYOUT_NO_GROUP (-1)

/* How good a break before a unit is; lines break at the best kind they contain. */
enum break_kind { BREAK_NONE, BREAK_CLUSTER, BREAK_ALLOWED, BREAK_PHRASE, BREAK_GOOD, BREAK_LINE };

struct ruby_group {
	int32_t from, to;             /* base, units */
	int32_t reading, reading_end; /* units behind len */
	int base_w, reading_w;        /* pixels */
};

struct unit {
	int16_t script;  /* UScriptCode, after joining */
	uint8_t face;
	uint8_t brk;     /* enum break_kind before this unit */
	bool second;     /* in the language para.second */
	int32_t group;   /* index of the furigana group or LAYOUT_NO_GROUP */
};

struct para {
	const struct fontstack *fs;
	const struct font_lang *font_lang;
	const struct text_metrics *m;
	const struct layout_style *style;
	UChar *u;               /* total units, then a NUL */
	struct unit *unit;      /* total + 1 */
	int32_t len, total;
	struct ruby_group *group;
	int32_t group_len;
	UBiDi *bidi;
	const UBiDiLevel *level; /* borrowed from bidi; NULL when all is left to right */
	char second[16]; /* the language a tag in the text named, "" when there is none */
	const struct font_lang *second_font;
	bool in_tag;     /* while reading */
	bool has_marks; /* the text brings break marks, U+200B */
	bool cut, missing_glyph;
};

/* The language unit i is written in, and the faces of that language. */
static inline const char *unit_lang(const struct para *p, int32_t i)
{
	return p->unit[i].second ? p->second : p->style->lang;
}
static inline const struct font_lang *unit_font(const struct para *p, int32_t i)
{
	return p->unit[i].second ? p->second_font : p->font_lang;
}

struct atom { /* what a line takes as a whole: units [from, to), then spaces up to the next atom */
	int32_t from, to;  /* to is behind the trailing spaces */
	int width, space;  /* pixels without the trailing spaces, and of them */
	uint8_t brk;       /* kind of the break before it */
};
struct line { int32_t from, to; }; /* units; to is behind trailing spaces and the newline */

/* True for what takes no room at the end of a line. */
static inline bool unit_is_space(UChar c)
{
	return c == ' ' || c == 0x3000 || c == 0x200b || c == '\n';
}
/* True for what is never drawn: break marks, bidi controls, what the reader of the text removed. */
static inline bool unit_is_invisible(UChar c)
{
	return c == 0x200b || c == '\n' || c == 0x00ad || c == 0xfeff || c == 0x2060 ||
	       c == 0x061c || c == 0x200e || c == 0x200f || (c >= 0x202a && c <= 0x202e) ||
	       (c >= 0x2066 && c <= 0x2069);
}

/* para.c — reads text (and its markup) into p, whose fs, font_lang, m and style are set; finds
 * scripts, faces, directions and the width of every furigana group. False when memory fails. */
bool para_read(struct para *p, const char *text);
/* Overwrites and frees what para_read made; accepts a para of which nothing was read. */
void para_release(struct para *p);

/* itemise.c — scripts and faces of units [from, to); Common and Inherited characters join
 * neighbours. */
void itemise(struct para *p, int32_t from, int32_t to);
/* End of the item that begins at `from`: same face, script, direction and group, few enough
 * bytes. */
int32_t item_end(const struct para *p, int32_t from, int32_t to);
/* UTF-8 of [from, to) without what is never drawn; returns bytes (< LAYOUT_RUN_MAX),
 * NUL-terminated. */
size_t item_bytes(const struct para *p, int32_t from, int32_t to, char out[static LAYOUT_RUN_MAX]);
/* Advance of one item at px. */
int item_width(const struct para *p, int32_t from, int32_t to, int px);
/* The script's name as SDL2_ttf wants it. */
void item_script(const struct para *p, int32_t from, char out[static 5]);
bool item_rtl(const struct para *p, int32_t from);

/* True for what stands on the letter before it: marks, joiners, variation selectors. */
bool joins_before(UChar32 c);

/* place.c — advance of [from, to) as it will be on a line that holds just that. */
int range_width(const struct para *p, int32_t from, int32_t to);
/* Appends the runs of all lines and sets width, height, caret. False when memory fails. */
bool place_lines(const struct para *p, struct layout *out, const struct line *line, int lines);

/* linebreak.c — marks breaks of the language's stage-th kind in [from, to), never inside a furigana
 * group. False when the language has no such stage. */
bool linebreak_mark(struct para *p, int stage, int32_t from, int32_t to);
#endif
