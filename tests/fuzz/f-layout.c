/* SPDX-License-Identifier: Apache-2.0 */
/*
 * f-layout — furigana markup, UTF-8 and line layout, in every language there is a script for.
 *
 * Input: three characters that choose language, width and style, then the text. Holds: markup put
 * together again from its plain text and readings is the markup; clusters, composition and deleting
 * agree with each other; every run of a layout is inside its buffer and, without overflow, inside
 * its width. The face is all squares, but longer runs are a pixel or two wider than their parts, as
 * kerning makes them: what is drawn is not asked here.
 */
#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>
#include "buf.h"
#include "furigana.h"
#include "fuzz.h"
#include "layout.h"
#include "utf8.h"

#define PX          20
#define DELETED_MAX 64 /* clusters are taken off one by one only so far: it costs the square */

static const char *const languages[] = { "ja", "ja-simple", "en", "zh-Hans", "zh-Hant", "ko", "vi",
	"ne", "my", "th", "km", "ar", "fa", "pt-BR", "ru", "" };
static const int widths[] = { 0, 1, 15, 40, 95, 200, 1000 };

static bool has_glyph(void *ctx, int face, bool bold, uint32_t c)
{
	if (face == 0)
		return c != 0x1ec7 && !(c >= 0x600 && c < 0x1e00) && c < 0x20000;
	return face == 1 ? c < 0x250 : u_charType((UChar32)c) != U_PRIVATE_USE_CHAR;
}

static int width_of(void *ctx, int face, bool bold, int px, const char script[static 5], bool rtl,
	const char *text, size_t len)
{
	int width = 0, letters = 0;

	HOLDS(strlen(script) == 4 && len > 0 && len < LAYOUT_RUN_MAX);
	for (size_t i = 0; i < len;) {
		UChar32 c;
		U8_NEXT(text, i, len, c);
		HOLDS(c > 0 && c != 0x200b && c != '\n');
		int wide = u_getIntPropertyValue(c, UCHAR_EAST_ASIAN_WIDTH);
		if (!(U_GET_GC_MASK(c) & (U_GC_MN_MASK | U_GC_CF_MASK)))
			width += wide == U_EA_WIDE || wide == U_EA_FULLWIDTH ? px : px / 2;
		letters++;
	}
	return width + (letters < 8 ? letters / 4 : 2);
}

static void check_furigana(const char *markup, size_t len)
{
	char *plain = malloc(len + 1), *alone = malloc(len + 1), small[8];
	struct ruby_span *span = calloc(len + 1, sizeof *span);
	struct buf again = BUF_INIT;
	size_t at = 0, n;
	bool ok = false;

	HOLDS(plain && alone && span);
	n = furigana_parse(markup, plain, len + 1, span, len + 1, &ok);
	HOLDS(ok && n <= len / 5 + 1); /* a group has five bytes at least */
	for (size_t i = 0; i < n; i++) {
		HOLDS(span[i].base >= at && span[i].base_len > 0 && span[i].reading_len > 0);
		buf_append(&again, plain + at, span[i].base - at);
		buf_printf(&again, "{%.*s|%.*s}", (int)span[i].base_len, plain + span[i].base,
			(int)span[i].reading_len, markup + span[i].reading);
		at = span[i].base + span[i].base_len;
	}
	HOLDS(at <= strlen(plain));
	buf_puts(&again, plain + at);
	HOLDS(strcmp(buf_str(&again), markup) == 0); /* so no reading is in the plain text */
	furigana_plain(markup, alone, len + 1);
	/* only language tags are left out */
	HOLDS(strcmp(alone, plain) == 0 || (strstr(plain, "\xf3\xa0") && strlen(alone) < len));
	HOLDS(furigana_parse(markup, small, sizeof small, span, 1, NULL) <= 1);
	HOLDS(strncmp(small, plain, strlen(small)) == 0);
	buf_release(&again);
	free(span);
	free(alone);
	free(plain);
}

/* What answers.c does with a text that was typed, and with the delete key. */
static void check_typed(const char *text, size_t len)
{
	size_t cap = 3 * len + 1, clusters, left = len, n;
	char *normal = malloc(cap), *twice = malloc(cap), small[4];

	HOLDS(normal && twice);
	HOLDS(utf8_nfc(text, len, normal, cap));
	n = strlen(normal);
	HOLDS(utf8_nfc(normal, n, twice, cap) && strcmp(normal, twice) == 0);
	HOLDS(!utf8_is_clean(text, len) || utf8_is_clean(normal, n));
	HOLDS(utf8_nfc(text, len, small, sizeof small) ? strcmp(small, normal) == 0 : !small[0]);
	clusters = utf8_clusters(text, len);
	HOLDS(clusters <= len && (clusters > 0) == (len > 0));
	for (int i = 0; i < DELETED_MAX && left > 0; i++, clusters--) {
		size_t last = utf8_last_cluster(text, left);
		HOLDS(last > 0 && last <= left && clusters > 0);
		left -= last;
		HOLDS(utf8_clusters(text, left) == clusters - 1);
	}
	free(twice);
	free(normal);
}

static void check_steps(const char *text, size_t len)
{
	const char *s = text;
	size_t steps = 0;

	for (uint32_t c; (c = utf8_next(&s)) != 0; steps++)
		HOLDS(c <= 0x10ffff && s > text && s <= text + len);
	HOLDS(s == text + strlen(text) && steps <= len);
}

static void check_layout(const struct layout *l, const struct layout_style *s)
{
	HOLDS(l->lines >= 1 && l->height > 0);
	HOLDS(s->lines_max == 0 || l->lines <= s->lines_max);
	HOLDS(s->width_max == 0 || l->overflow || l->width <= s->width_max);
	for (size_t i = 0; i < l->run_len; i++) {
		const struct layout_run *r = &l->run[i];

		HOLDS(r->len >= 1 && r->len < LAYOUT_RUN_MAX && r->text + r->len < l->bytes_len);
		HOLDS(strlen(l->bytes + r->text) == r->len && r->face >= 0 && r->face < 3);
		HOLDS(r->px == s->px || (r->reading && r->px == s->px / 2));
		HOLDS(!r->reading || (s->markup && s->ruby));
		HOLDS(r->baseline - r->px >= -r->px / 8 && r->baseline < l->height);
		HOLDS(r->x >= 0 || l->overflow);
		HOLDS(s->width_max == 0 || l->overflow || r->x + r->width <= s->width_max);
	}
	HOLDS(l->caret_x >= 0 && l->caret_baseline < l->height);
	HOLDS(s->width_max == 0 || l->caret_x <= s->width_max);
}

static void lay_out(const uint8_t how[static 3], const char *text)
{
	static struct fontstack stack = {
		.face = { { .present = true }, { .present = true }, { .present = true } },
		.face_len = 3,
		.lang = { { "*", { 0, 1, 2 }, 3, 150, 200 } },
		.lang_len = 1,
		.icons = -1,
	};
	static const struct text_metrics metrics = { width_of, has_glyph, NULL };
	struct layout_style style = { .px = PX };
	struct layout l;

	style.lang = languages[how[0] % (sizeof languages / sizeof *languages)];
	style.width_max = widths[how[1] % (sizeof widths / sizeof *widths)];
	style.markup = how[2] & 1;
	style.ruby = how[2] & 2;
	style.align = how[2] / 4 % 3;
	style.lines_max = how[2] / 16 % 4 == 3 ? 2 : 0;
	HOLDS(layout_text(&l, &stack, &metrics, &style, text));
	check_layout(&l, &style);
	layout_release(&l);
	HOLDS(!l.bytes && !l.run);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size < 3)
		return 0;
	char *text = fuzz_text(data + 3, size - 3);
	size_t len = strlen(text);

	check_furigana(text, len);
	check_typed(text, len);
	check_steps(text, len);
	utf8_is_clean((const char *)data, size); /* a NUL may stand anywhere */
	lay_out(data, text);
	free(text);
	return 0;
}
