/* SPDX-License-Identifier: Apache-2.0 */
/*
 * u-bilingual — every question of the form with its Japanese below it, in every language, with the
 * real faces: nothing overflows, nothing is missing, and the Japanese is set as Japanese.
 * Reads build/content, so it needs the target `content`. Skipped without the font packages.
 * Links: src/shared src/text src/form src/ui
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include "catalog.h"
#include "font.h"
#include "formdef.h"
#include "real_fonts.h"

#define CONTENT "build/content"
#define PX      30  /* body text of a panel of 1024 x 600 … */
#define WIDTH   340 /* … in a card of a third of it */

static struct fontstack stack;
static struct font *font;
static struct catalog catalog;
static struct formdef form;

static int open_all(void **state)
{
	(void)state;
	char err[FONTSTACK_ERR_MAX];
	char missing[256];
	font = real_fonts_open(&stack);
	bool ok = font &&
		  catalog_open(&catalog, CONTENT, "ar", err, sizeof err, missing, sizeof missing) &&
		  formdef_load(&form, CONTENT "/forms/resident.json", err);
	return ok ? 0 : -1;
}

static int close_all(void **state)
{
	(void)state;
	formdef_release(&form);
	catalog_close(&catalog);
	font_close(font);
	layout_breaks_close();
	return 0;
}

static bool is_japanese_face(int face)
{
	return strcmp(stack.face[face].id, "bizudp") == 0 ||
	       strcmp(stack.face[face].id, "noto-cjk-jp") == 0;
}

/* Lays out one text in both; returns how many faults it told. */
static int check(const struct catalog_lang *lang, const char *context, const char *key)
{
	const char *text = catalog_both(&catalog, "ja", context, key);
	const char *japanese = text ? strstr(text, "\n\U000E0001") : NULL;
	struct layout_style s = { .lang = lang->tag,
		.px = PX,
		.markup = true,
		.ruby = true,
		.width_max = WIDTH };
	struct layout l, own;
	char first[1024];
	if (!text)
		return 0;
	assert_non_null(japanese);
	snprintf(first, sizeof first, "%.*s", (int)(japanese - text), text);
	assert_true(layout_text(&l, &stack, font_metrics(font), &s, text));
	assert_true(layout_text(&own, &stack, font_metrics(font), &s, first));
	int faults = l.overflow || l.missing_glyph;
	for (size_t r = own.run_len; r < l.run_len; r++) {
		bool han = strcmp(l.run[r].script, "Hira") == 0;
		faults += han && (!is_japanese_face(l.run[r].face) || l.run[r].rtl);
	}
	if (faults)
		fprintf(stderr, "# %s: %s/%s:%s%s %s\n", lang->tag, context, key,
			l.overflow ? " overflow" : "", l.missing_glyph ? " missing glyph" : "",
			text);
	assert_true(l.lines > own.lines);
	layout_release(&own);
	layout_release(&l);
	return faults;
}

static void test_bilingual__every_question_fits_in_two_languages(void **state)
{
	(void)state;
	int faults = 0;
	for (int i = 0; i < catalog.lang_len; i++) {
		const struct catalog_lang *lang = &catalog.lang[i];
		assert_true(catalog_use(&catalog, lang->tag));
		for (int q = 0; q < form.question_len; q++) {
			faults += check(lang, form.question[q].name, "label");
			faults += check(lang, form.question[q].name, "hint");
		}
		for (int k = 0; k < form.list_len; k++)
			for (int j = 0; j < form.list[k].choice_len; j++) {
				char key[64];
				snprintf(key, sizeof key, "choice.%s", form.list[k].choice[j].code);
				faults += check(lang, form.list[k].name, key);
			}
	}
	assert_int_equal(faults, 0);
	assert_int_equal(catalog_misses(), 0);
}

/* The check sees what it should: a word that has no room, a letter that is in no face. */
static void test_bilingual__a_text_that_does_not_fit_is_seen(void **state)
{
	(void)state;
	struct layout_style s = { .lang = "en", .px = PX, .markup = true, .width_max = 60 };
	struct layout l;
	assert_true(layout_text(&l, &stack, font_metrics(font), &s, "Telephone\n困る"));
	assert_true(l.overflow);
	layout_release(&l);
	s.width_max = WIDTH;
	assert_true(layout_text(&l, &stack, font_metrics(font), &s, "ދ\n困る"));
	assert_true(l.missing_glyph && !l.overflow);
	layout_release(&l);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_bilingual__every_question_fits_in_two_languages),
		cmocka_unit_test(test_bilingual__a_text_that_does_not_fit_is_seen),
	};
	return cmocka_run_group_tests(tests, open_all, close_all);
}
