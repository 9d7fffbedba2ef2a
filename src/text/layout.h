/* SPDX-License-Identifier: Apache-2.0 */
/*
 * layout — from a text to positioned runs: bidi, scripts, font per word, line breaks, furigana.
 *
 * Layer: text (pure, no SDL): widths come from the caller through struct text_metrics. SDL2_ttf
 * 2.20 shapes rightly only when script and direction are set for each run, so a run is the unit of
 * drawing: one face, one script, one direction, at most one line. Lines break where ICU's strict
 * rules (ja-u-lb-strict) and U+200B allow; Korean at spaces only; never inside a furigana group; a
 * word wider than the line is broken between grapheme clusters (and reported). `ja-simple` breaks
 * at spaces and U+200B before anywhere else (words stay whole). From a language tag on (U+E0001 and
 * tag letters, as catalog_both writes them) markup is in that language: its faces, its breaks, its
 * order; one such language a text. Ownership: struct layout is the
 * caller's; layout_release overwrites it (it may hold typed text).
 */
#ifndef MARUMADO_LAYOUT_H
#define MARUMADO_LAYOUT_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "fontstack.h"

#define LAYOUT_RUN_MAX  512   /* bytes of one run, with NUL; longer runs are split */
#define LAYOUT_TEXT_MAX 32768 /* bytes of one text; what is beyond is dropped and sets overflow */

struct text_metrics { /* what the layout asks of the font side; all sizes in pixels */
	/* Advance width of text[0..len) set in a face. */
	int (*width)(void *ctx, int face, bool bold, int px, const char script[static 5], bool rtl,
		const char *text, size_t len);
	/* Whether the weight that will be drawn has the character. */
	bool (*has_glyph)(void *ctx, int face, bool bold, uint32_t codepoint);
	void *ctx;
};

enum layout_align { LAYOUT_START, LAYOUT_CENTER, LAYOUT_END };

struct layout_style {
	const char *lang; /* BCP 47; chooses font order, line height, break rules */
	int px;           /* text size: em in pixels */
	bool bold;
	bool markup; /* text holds {base|reading}; false for typed text */
	bool ruby;   /* show the readings (size px/2) */
	enum layout_align align;
	int width_max; /* pixels; 0 = one line, never broken (still breaks at \n) */
	int lines_max; /* 0 = no limit; more lines set overflow and are dropped */
};

struct layout_run {
	int face; /* index in fontstack */
	int px;   /* reading runs have half the size */
	bool bold, rtl, reading;
	char script[5];  /* ISO 15924 as TTF_SetFontScriptName wants: Hira, Hani, never Jpan */
	int x, baseline; /* from the top left of the block */
	int width;
	int base_x, base_w; /* of a reading: the letters it stands above */
	size_t text, len;   /* bytes in layout.bytes; NUL-terminated there */
};

struct layout {
	struct layout_run *run;
	size_t run_len; /* owned */
	char *bytes;
	size_t bytes_len;  /* owned; all run texts, each followed by NUL */
	int width, height; /* of the block: widest line, sum of line heights */
	int box;           /* width the lines are aligned in: width_max, or width when that is 0 */
	int lines;
	int caret_x, caret_baseline; /* after the last character: where a caret goes */
	bool overflow;               /* lines_max passed, or an unbreakable word had to be cut */
	bool missing_glyph;          /* some character is in no face */
};

/* Lines are aligned inside width_max, or inside the widest line when that is 0; START is the
 * right edge in a right-to-left paragraph. Markup takes its direction from the language, typed
 * text from its own first letter. Short centred blocks and bold labels are broken evenly; any short
 * block avoids a last line of one or two characters when that costs no line.
 * Lays out `text` (borrowed). False when memory fails; out is then empty. An empty text gives
 * one empty line of the right height. */
bool layout_text(struct layout *out, const struct fontstack *fs, const struct text_metrics *m,
	const struct layout_style *style, const char *text) __attribute__((warn_unused_result));
/* Overwrites and frees; accepts a zeroed layout. */
void layout_release(struct layout *l);
/* Closes ICU's break iterators, which are kept between calls (see linebreak.c). Optional, at the
 * end. */
void layout_breaks_close(void);
#endif
