/* SPDX-License-Identifier: Apache-2.0 */
/*
 * layout_fake — a face that is all squares, for u-linebreak and u-layout: wide characters take 20
 * px, marks none, all others 10. What breaks where is then plain to read.
 */
#ifndef MARUMADO_LAYOUT_FAKE_H
#define MARUMADO_LAYOUT_FAKE_H
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>
#include <cmocka.h>
#include "layout.h"
#include "utf8.h"

#define PX 20

enum { FACE_MAIN, FACE_LATIN, FACE_REST };

/* FACE_MAIN is like BIZ UD Gothic: no ệ, no rare kanji, no Arabic. FACE_REST has all but private
 * use. */
static inline bool fake_has_glyph(void *ctx, int face, bool bold, uint32_t c)
{
	(void)ctx, (void)bold;
	bool latin = c < 0x250 || (c >= 0x1e00 && c < 0x1f00);
	if (face == FACE_MAIN)
		return c != 0x1ec7 && !(c >= 0x600 && c < 0x1e00) && c < 0x20000;
	return face == FACE_LATIN ? latin : u_charType((UChar32)c) != U_PRIVATE_USE_CHAR;
}

static inline int fake_width(void *ctx, int face, bool bold, int px, const char script[static 5],
	bool rtl, const char *text, size_t len)
{
	int width = 0, *calls = ctx;
	(void)face, (void)bold, (void)rtl;
	assert_int_equal(strlen(script), 4);
	if (calls)
		++*calls;
	for (size_t i = 0; i < len;) {
		UChar32 c;
		U8_NEXT(text, i, len, c);
		assert_true(c > 0 && c != 0x200b && c != '\n');
		int ea = u_getIntPropertyValue(c, UCHAR_EAST_ASIAN_WIDTH);
		if (U_GET_GC_MASK(c) & (U_GC_MN_MASK | U_GC_CF_MASK))
			continue;
		width += ea == U_EA_WIDE || ea == U_EA_FULLWIDTH ? px : px / 2;
	}
	return width;
}

static const struct text_metrics metrics = { fake_width, fake_has_glyph, NULL };
static struct fontstack stack = {
	.face = { { .id = "main", .present = true }, { .id = "latin", .present = true },
		{ .id = "rest", .present = true } },
	.face_len = 3,
	.lang = { { "*", { FACE_MAIN, FACE_LATIN, FACE_REST }, 3, 150, 200 } },
	.lang_len = 1,
	.icons = -1,
};

/* What must hold for every layout of every text. */
static inline void assert_sane_layout(const struct layout *l, const struct layout_style *s)
{
	assert_true(l->lines >= 1);
	assert_true(l->height > 0);
	for (size_t i = 0; i < l->run_len; i++) {
		const struct layout_run *r = &l->run[i];
		assert_in_range(r->len, 1, LAYOUT_RUN_MAX - 1);
		assert_true(r->text + r->len < l->bytes_len);
		assert_int_equal(l->bytes[r->text + r->len], '\0');
		assert_int_equal(strlen(l->bytes + r->text), r->len);
		assert_true(r->px == s->px || (r->reading && r->px == s->px / 2));
		assert_true(r->baseline - r->px >= -r->px / 8 && r->baseline < l->height);
		assert_true(r->x >= 0 || l->overflow);
		if (s->width_max > 0 && !l->overflow)
			assert_true(r->x + r->width <= s->width_max);
	}
	assert_true(l->caret_x >= 0 && l->caret_baseline < l->height);
}

static inline void lay(struct layout *l, const struct layout_style *s, const char *text)
{
	assert_true(layout_text(l, &stack, &metrics, s, text));
	assert_sane_layout(l, s);
}

/* The text of the lines, '|' between them, readings left out; runs in drawing order. */
static inline void read_lines(const struct layout *l, char *out, size_t cap)
{
	int baseline = -1;
	size_t len = 0;
	out[0] = '\0';
	for (size_t i = 0; i < l->run_len; i++) {
		const struct layout_run *r = &l->run[i];
		if (r->reading)
			continue;
		len += (size_t)snprintf(out + len, cap - len, "%s%s",
			baseline >= 0 && r->baseline != baseline ? "|" : "", l->bytes + r->text);
		assert_true(len < cap);
		baseline = r->baseline;
	}
}

static inline void assert_lines_style(const struct layout_style *s, const char *text,
	const char *wanted)
{
	struct layout l;
	char lines[4096];
	lay(&l, s, text);
	read_lines(&l, lines, sizeof lines);
	assert_string_equal(lines, wanted);
	layout_release(&l);
}

/* Marked-up text in lines of `ems` wide characters. */
static inline void assert_lines(const char *lang, int ems, const char *text, const char *wanted)
{
	assert_lines_style(&(struct layout_style){ .lang = lang,
				   .px = PX,
				   .markup = true,
				   .ruby = true,
				   .width_max = ems * PX },
		text, wanted);
}

static inline void assert_typed(const char *lang, int ems, const char *text, const char *wanted)
{
	assert_lines_style(&(struct layout_style){ .lang = lang, .px = PX, .width_max = ems * PX },
		text, wanted);
}

static inline int close_breaks(void **state)
{
	(void)state;
	layout_breaks_close();
	return 0;
}
#endif
