/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fake_ui — a ui without a font or a display for the tests of src/ui: every character is one em
 * wide, every face has every glyph, the theme is black on white. Include once in a test program.
 */
#ifndef MARUMADO_FAKE_UI_H
#define MARUMADO_FAKE_UI_H
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include "ui.h"
#include "utf8.h"

struct fake {
	struct ui *ui;
	struct ui_state state;
	struct theme theme;
	struct fontstack *fonts;
	struct ui_icons icons;
};

static int fake_width(void *ctx, int face, bool bold, int px, const char script[static 5], bool rtl,
	const char *text, size_t len)
{
	return px * (int)utf8_clusters(text, len);
}

static bool fake_has_glyph(void *ctx, int face, bool bold, uint32_t codepoint)
{
	return true;
}

static const struct text_metrics fake_metrics = { fake_width, fake_has_glyph, NULL };

static void fake_fonts(struct fontstack *fs)
{
	fs->face_len = fs->lang_len = 1;
	strcpy(fs->face[0].id, "one");
	fs->face[0].present = true;
	strcpy(fs->lang[0].tag, "*");
	fs->lang[0].order_len = 1;
	fs->lang[0].line_percent = 160;
	fs->lang[0].ruby_line_percent = 200;
	fs->icons = 0;
}

static void fake_theme(struct theme *t)
{
	static const enum theme_role white[] = { ROLE_ON_NIGHT, ROLE_PAPER, ROLE_CARD, ROLE_PALE,
		ROLE_ON_LEAF,
		ROLE_ON_DANGER, ROLE_DANGER_GROUND, ROLE_STAR };

	memset(t, 0, sizeof *t);
	for (size_t i = 0; i < sizeof white / sizeof white[0]; i++)
		t->role[white[i]] = (struct color){ 255, 255, 255 };
}

__attribute__((unused)) static struct fake *fake_open(int w, int h, double px_per_mm)
{
	struct fake *f = calloc(1, sizeof *f);
	struct ui_setup setup;

	assert_non_null(f);
	f->fonts = calloc(1, sizeof *f->fonts);
	assert_non_null(f->fonts);
	fake_fonts(f->fonts);
	fake_theme(&f->theme);
	f->icons.len = 3;
	f->icons.icon = calloc(3, sizeof *f->icons.icon);
	assert_non_null(f->icons.icon);
	strcpy(f->icons.icon[0].name, "check");
	strcpy(f->icons.icon[1].name, "more_horiz");
	strcpy(f->icons.icon[2].name, "sick");
	for (int i = 0; i < 3; i++)
		f->icons.icon[i].codepoint = 0xe000 + (uint32_t)i;
	f->state = (struct ui_state){ .w = w, .h = h, .px_per_mm = px_per_mm, .text_percent = 100,
		.ruby = true,
		.lang = "ja", .theme = &f->theme, .now_ms = 10000 };
	setup = (struct ui_setup){ f->fonts, &fake_metrics, &f->icons };
	f->ui = ui_open(&setup);
	assert_non_null(f->ui);
	return f;
}

__attribute__((unused)) static void fake_close(struct fake *f)
{
	ui_close(f->ui);
	ui_icons_release(&f->icons);
	free(f->fonts);
	free(f);
}

/* Begins a frame with a finger event, 1 s after the one before (so that nothing is debounced). */
__attribute__((unused)) static void fake_begin(struct fake *f, enum input_kind kind, int x, int y)
{
	struct input_event ev = { .kind = kind, .x = x, .y = y };

	f->state.now_ms += 1000;
	ui_begin(f->ui, &f->state, &ev);
}
#endif
