/* SPDX-License-Identifier: Apache-2.0 */
/*
 * u-font — the real SDL2_ttf with the real faces: shaping needs its script, advances add up,
 * bitmaps stand where they should, and nothing of what was drawn stays. Skipped without the font
 * packages.
 * Links: src/shared src/text src/ui
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include "font.h"
#include "font_cache.h"
#include "real_fonts.h"

#define PX 34

static struct fontstack stack;
static struct font *font;
static const struct text_metrics *metrics;

static int open_font(void **state)
{
	(void)state;
	font = real_fonts_open(&stack);
	metrics = font ? font_metrics(font) : NULL;
	return font ? 0 : -1;
}

static int close_font(void **state)
{
	(void)state;
	font_close(font);
	layout_breaks_close();
	return 0;
}

static int face(const char *id)
{
	for (int i = 0; i < stack.face_len; i++)
		if (strcmp(stack.face[i].id, id) == 0)
			return i;
	fail_msg("no face %s", id);
	return -1;
}

static int width(const char *face_id, const char *script, bool rtl, const char *text)
{
	char s[5];
	snprintf(s, sizeof s, "%s", script);
	return metrics->width(metrics->ctx, face(face_id), false, PX, s, rtl, text, strlen(text));
}

static bool render(
	const char *face_id, const char *script, bool rtl, const char *text, struct font_bitmap *b)
{
	char s[5];
	snprintf(s, sizeof s, "%s", script);
	return font_render(font, face(face_id), false, PX, s, rtl, text, strlen(text), b);
}

/* A bitmap's pixels as one number, to tell two apart. */
static unsigned long checksum(const struct font_bitmap *b)
{
	unsigned long sum = (unsigned long)b->w * 31 + (unsigned long)b->h;
	for (int y = 0; y < b->h; y++)
		for (int x = 0; x < b->w; x++)
			sum = sum * 33 + b->alpha[y * b->pitch + x];
	return sum;
}

static void test_font__shaping_follows_the_script_of_the_run(void **state)
{
	(void)state;
	static const char *const sample[][3] = { { "noto-deva", "Deva", "विद्यार्थी" },
		{ "noto-mymr", "Mymr", "ကျွန်တော်တို့" }, { "loma", "Thai", "นํ้า" } };
	for (size_t i = 0; i < sizeof sample / sizeof *sample; i++) {
		struct font_bitmap b;
		assert_true(render(sample[i][0], sample[i][1], false, sample[i][2], &b));
		unsigned long shaped = checksum(&b);
		assert_true(render(sample[i][0], "Latn", false, sample[i][2], &b));
		assert_true(shaped != checksum(&b));
	}
	assert_int_not_equal(width("noto-deva", "Deva", false, "क्षेत्र"),
		width("noto-deva", "Latn", false, "क्षेत्र"));
}

static void test_font__arabic_letters_join(void **state)
{
	(void)state;
	int joined = width("noto-arab", "Arab", true, "السلام");
	int apart = 0;
	static const char *const letter[] = { "ا", "ل", "س", "ل", "ا", "م" };
	for (size_t i = 0; i < sizeof letter / sizeof *letter; i++)
		apart += width("noto-arab", "Arab", true, letter[i]);
	assert_true(joined < apart);
}

static void test_font__arabic_line_keeps_the_phone_number(void **state)
{
	(void)state;
	struct layout_style s = { .lang = "ar", .px = PX, .markup = true, .width_max = 900 };
	struct layout l;
	assert_true(layout_text(&l, &stack, metrics, &s, "اتصل على 072-892-0121 الآن"));
	assert_int_equal(l.lines, 1);
	assert_int_equal(l.run_len, 3);
	assert_string_equal(l.bytes + l.run[1].text, "072-892-0121");
	assert_false(l.run[1].rtl);
	assert_false(l.missing_glyph);
	layout_release(&l);
}

static void test_font__advances_add_up(void **state)
{
	(void)state;
	int one = width("bizudp", "Hira", false, "困"),
	    ten = width("bizudp", "Hira", false, "困困困困困困困困困困");
	assert_in_range(one, PX - 1, PX + 1);
	assert_in_range(ten, 10 * one - 10, 10 * one + 10);
	assert_int_equal(width("bizudp", "Hira", false, ""), 0);
	/* ink left of the origin does not count as width */
	assert_in_range(width("noto-sans", "Latn", false, "jjjj"),
		4 * width("noto-sans", "Latn", false, "j") - 4,
		4 * width("noto-sans", "Latn", false, "j") + 4);
}

static void test_font__every_language_has_its_letters(void **state)
{
	(void)state;
	static const char *const sample[][2] = { { "ja-simple", "{困|こま}って" },
		{ "ja", "交野市 髙﨑𠮷" }, { "en", "Hello ₱" }, { "zh-Hans", "简体中文" },
		{ "zh-Hant", "繁體中文" }, { "ko", "한국어" }, { "vi", "Nguyễn Thị Huệ" },
		{ "ne", "नेपाली क्षेत्र" }, { "fil", "Wikang Filipino ñ" },
		{ "id", "Bahasa Indonesia" }, { "th", "ภาษาไทย ที่นี่" },
		{ "pt-BR", "Português ção" },
		{ "es", "¿Español?" }, { "my", "မြန်မာဘာသာ" }, { "ar", "العربية" } };
	for (size_t i = 0; i < sizeof sample / sizeof *sample; i++)
		for (int bold = 0; bold < 2; bold++) {
			struct layout_style s = { .lang = sample[i][0],
				.px = PX,
				.bold = bold,
				.markup = true,
				.ruby = true };
			struct layout l;
			assert_true(layout_text(&l, &stack, metrics, &s, sample[i][1]));
			assert_false(l.missing_glyph);
			assert_true(l.width > PX);
			layout_release(&l);
		}
}

static void test_font__chinese_and_japanese_forms_differ(void **state)
{
	(void)state;
	struct font_bitmap b;
	assert_true(render("noto-cjk-jp", "Hani", false, "骨直海", &b));
	unsigned long jp = checksum(&b);
	assert_true(render("noto-cjk-sc", "Hani", false, "骨直海", &b));
	assert_true(checksum(&b) != jp);
}

static void test_font__bitmap_stands_on_its_baseline(void **state)
{
	(void)state;
	struct font_bitmap b;
	assert_true(render("noto-sans", "Latn", false, "H", &b));
	assert_in_range(b.ascent, b.h - 1, b.h + 1); /* H ends at the baseline */
	assert_in_range(b.h, PX * 65 / 100, PX * 80 / 100);
	assert_true(render("noto-sans", "Latn", false, "g", &b));
	assert_true(b.ascent < b.h);
	assert_true(render("noto-sans", "Latn", false, "j", &b));
	assert_true(b.left > 0); /* its hook reaches left of the origin */
	assert_true(render("noto-sans", "Latn", false, "I", &b));
	assert_true(b.left <= 0);
}

static void test_font__nothing_to_draw_is_told(void **state)
{
	(void)state;
	struct font_bitmap b;
	assert_false(render("bizudp", "Hira", false, "   ", &b));
	assert_false(render("bizudp", "Hira", false, "   ", &b)); /* also from the cache */
	assert_false(render("bizudp", "Hira", false, "", &b));
	assert_false(font_render(font, face("bizudp"), false, 0, "Hira", false, "a", 1, &b));
	assert_false(font_render(font, face("bizudp"), false, 1 << 20, "Hira", false, "a", 1, &b));
}

static void test_font__faces_know_what_they_lack(void **state)
{
	(void)state;
	assert_true(metrics->has_glyph(metrics->ctx, face("bizudp"), false, 0x9ad9));  /* 髙 */
	assert_false(metrics->has_glyph(metrics->ctx, face("bizudp"), false, 0x1ec7)); /* ệ */
	assert_true(metrics->has_glyph(metrics->ctx, face("noto-sans"), false, 0x1ec7));
	assert_false(metrics->has_glyph(metrics->ctx, face("bizudp"), false, 0x20bb7));
	assert_true(metrics->has_glyph(metrics->ctx, face("noto-cjk-jp"), false, 0x20bb7));
}

static void test_font__same_run_is_the_same_after_forgetting(void **state)
{
	(void)state;
	struct font_bitmap b;
	assert_true(render("bizudp", "Hira", false, "ひみつ", &b));
	unsigned long before = checksum(&b);
	int w = width("bizudp", "Hira", false, "ひみつ");
	font_forget(font);
	font_forget(font);
	assert_int_equal(width("bizudp", "Hira", false, "ひみつ"), w);
	assert_true(render("bizudp", "Hira", false, "ひみつ", &b));
	assert_true(checksum(&b) == before);
}

/* Kilobytes of a mapped file that are in memory; -1: it is not mapped. */
static long mapped_kb(const char *file)
{
	FILE *f = fopen("/proc/self/smaps", "re");
	char line[512];
	long sum = -1;
	bool in = false;
	assert_non_null(f);
	while (fgets(line, sizeof line, f)) {
		if (strstr(line, " r--p ") || strstr(line, " rw-p ") || strstr(line, " r-xp ") ||
			strstr(line, " ---p "))
			in = strstr(line, file) != NULL;
		if (in && strncmp(line, "Rss:", 4) == 0)
			sum = (sum < 0 ? 0 : sum) + strtol(line + 4, NULL, 10);
	}
	fclose(f);
	return sum;
}

static void test_font__a_face_is_closed_after_a_visit_without_it(void **state)
{
	(void)state;
	static const char *const file = "NotoSansMyanmar-Regular";
	struct font_bitmap b;
	assert_true(render("noto-mymr", "Mymr", false, "မြန်မာ", &b));
	unsigned long before = checksum(&b);
	assert_true(mapped_kb(file) > 0);
	font_forget(font); /* the visit that used it */
	assert_int_equal(mapped_kb(file), 0);
	font_forget(font); /* one that did not */
	assert_int_equal(mapped_kb(file), -1);
	assert_true(render("noto-mymr", "Mymr", false, "မြန်မာ", &b));
	assert_true(checksum(&b) == before);
	assert_true(metrics->has_glyph(metrics->ctx, face("noto-mymr"), false, 0x1019));
	font_forget(font);
	assert_true(metrics->has_glyph(metrics->ctx, face("noto-mymr"), false, 0x1019));
	font_forget(font);
	assert_int_equal(mapped_kb(file), 0); /* asked about only, but in use */
}

static void test_font__a_missing_face_is_not_looked_for_again(void **state)
{
	(void)state;
	struct fontstack some = stack;
	char err[128] = "";
	int gone = face("noto-mymr");
	some.face[gone].present = false;
	struct font *f = font_open(&some, err, sizeof err);
	assert_non_null(f);
	const struct text_metrics *m = font_metrics(f);
	for (int i = 0; i < 3; i++) {
		assert_false(m->has_glyph(m->ctx, gone, false, 0x1019));
		assert_int_equal(m->width(m->ctx, gone, false, PX, "Mymr", false, "x", 1), 0);
		font_forget(f);
	}
	font_close(f);
}

/* Widths do not depend on what size, script or direction was measured before. */
static void test_font__widths_do_not_depend_on_their_order(void **state)
{
	(void)state;
	static const struct {
		int px;
		const char *script;
		bool rtl;
	} way[] = { { 40, "Latn", false }, { 20, "Latn", false }, { 40, "Arab", true },
		{ 40, "Arab", false }, { 21, "Cyrl", false } };
	enum { WAYS = sizeof way / sizeof *way };
	int first[WAYS], f = face("noto-arab");
	for (int order = 0; order < 2; order++) {
		font_forget(font);
		for (int k = 0; k < WAYS; k++) {
			int i = order ? WAYS - 1 - k : k;
			char script[5];
			snprintf(script, sizeof script, "%s", way[i].script);
			int w = metrics->width(metrics->ctx, f, false, way[i].px, script,
				way[i].rtl, "السلام", strlen("السلام"));
			assert_true(w > way[i].px);
			if (order == 0)
				first[i] = w;
			assert_int_equal(w, first[i]);
		}
	}
}

static void test_font__missing_files_are_refused_at_the_start(void **state)
{
	(void)state;
	struct fontstack none = stack;
	for (int i = 0; i < none.face_len; i++)
		none.face[i].present = false;
	char err[128] = "";
	assert_null(font_open(&none, err, sizeof err));
	assert_true(strlen(err) > 0);
}

static void put(struct font_cache *c, const char *text, int w, int h)
{
	uint8_t pixel[64 * 64];
	memset(pixel, 7, sizeof pixel);
	struct font_key k = { .px = 10, .script = "Latn", .text = text, .len = strlen(text) };
	struct font_bitmap b = { .alpha = pixel, .w = w, .h = h, .pitch = 64 };
	font_cache_put(c, &k, &b);
}

static bool has(struct font_cache *c, const char *text, int px)
{
	struct font_key k = { .px = px, .script = "Latn", .text = text, .len = strlen(text) };
	return font_cache_get(c, &k) != NULL;
}

static void test_font__cache_stays_within_its_bytes(void **state)
{
	(void)state;
	struct font_cache *c = font_cache_open(1000);
	assert_non_null(c);
	put(c, "a", 20, 20);
	put(c, "b", 20, 20);
	assert_true(has(c, "a", 10)); /* used again: b is now the older */
	assert_false(has(c, "a", 11));
	put(c, "c", 20, 20);
	assert_true(has(c, "a", 10));
	assert_false(has(c, "b", 10));
	assert_true(has(c, "c", 10));
	assert_int_equal(font_cache_bytes(c), 800);
	put(c, "too large", 40, 40);
	assert_false(has(c, "too large", 10));
	font_cache_forget(c);
	assert_int_equal(font_cache_bytes(c), 0);
	assert_false(has(c, "a", 10));
	for (int i = 0; i < 3000; i++) { /* many small ones */
		char name[8];
		snprintf(name, sizeof name, "%d", i);
		put(c, name, 1, 1);
	}
	assert_int_equal(font_cache_bytes(c), 1000);
	assert_true(has(c, "2999", 10));
	assert_false(has(c, "1999", 10));
	font_cache_close(c);
	font_cache_close(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_font__shaping_follows_the_script_of_the_run),
		cmocka_unit_test(test_font__arabic_letters_join),
		cmocka_unit_test(test_font__arabic_line_keeps_the_phone_number),
		cmocka_unit_test(test_font__advances_add_up),
		cmocka_unit_test(test_font__every_language_has_its_letters),
		cmocka_unit_test(test_font__chinese_and_japanese_forms_differ),
		cmocka_unit_test(test_font__bitmap_stands_on_its_baseline),
		cmocka_unit_test(test_font__nothing_to_draw_is_told),
		cmocka_unit_test(test_font__faces_know_what_they_lack),
		cmocka_unit_test(test_font__same_run_is_the_same_after_forgetting),
		cmocka_unit_test(test_font__a_face_is_closed_after_a_visit_without_it),
		cmocka_unit_test(test_font__a_missing_face_is_not_looked_for_again),
		cmocka_unit_test(test_font__widths_do_not_depend_on_their_order),
		cmocka_unit_test(test_font__missing_files_are_refused_at_the_start),
		cmocka_unit_test(test_font__cache_stays_within_its_bytes),
	};
	return cmocka_run_group_tests(tests, open_font, close_font);
}
