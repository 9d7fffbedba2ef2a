/* SPDX-License-Identifier: Apache-2.0 */
/*
 * widgets_text — blocks of text, and the one place that decides how a label is made to fit.
 * Fit is judged by ink, not by line height: a label with furigana may use the leading of its card.
 * The vertical middle is the middle of the kanji with half of the readings above them; so cards
 * with and without furigana in one row look level.
 */
#include "widgets_private.h"

/* Percent of the em that Japanese type fills above the baseline; the rest is below. */
#define ASCENT 88

double fit_mm(const struct ui *ui, double mm, int step)
{
	double size = mm * (8 - step) / 8.0, least = MM_SMALL;

	if (step >= FIT_STEPS)
		least = MM_SMALL * 100 / ui_state(ui)->text_percent;
	if (mm < least)
		return mm;
	return size < least ? least : size;
}

static void measure_ink(struct fitted *f)
{
	bool first = true;

	for (size_t i = 0; i < f->l->run_len; i++) {
		const struct layout_run *run = &f->l->run[i];
		int top = run->baseline - run->px * ASCENT / 100;
		int bottom = run->baseline + run->px * (100 - ASCENT) / 100;

		if (first || top < f->top)
			f->top = top;
		if (!run->reading && (first || top < f->body_top))
			f->body_top = top;
		if (first || bottom > f->bottom)
			f->bottom = bottom;
		if (!run->reading)
			first = false;
	}
	if (f->body_top < f->top)
		f->body_top = f->top;
}

struct fitted fit_at(struct ui *ui, const struct fit *f, double mm)
{
	struct fitted r = { .mm = mm };

	r.l = ui_layout(ui, f->text, true, mm, f->bold, f->align, f->w, f->lines_max);
	if (!r.l) {
		r.overflow = true;
		return r;
	}
	measure_ink(&r);
	r.overflow = r.l->overflow || r.l->missing_glyph || (f->w > 0 && r.l->width > f->w)
		|| (f->h > 0 && r.bottom - r.top > f->h);
	return r;
}

struct fitted fit_text(struct ui *ui, const struct fit *f)
{
	struct fitted r = { NULL, 0, 0, 0, 0, true };

	for (int step = 0; step < FIT_LAST && r.overflow; step++) {
		double mm = fit_mm(ui, f->mm, step);

		if (step > 0 && mm >= r.mm)
			continue;
		r = fit_at(ui, f, mm);
	}
	return r;
}

int fitted_y(const struct fitted *f, int y, int h)
{
	int top = f->body_top - (f->body_top - f->top) / 2;
	int at = y + (h - (f->bottom - top)) / 2 - top;

	/* Readings must not leave the box while there is room below. */
	if (at + f->top < y && f->bottom - f->top <= h)
		at = y - f->top;
	return at;
}

void fitted_draw(struct ui *ui, const struct fitted *f, struct rect r, struct color ink,
	struct color ground)
{
	if (!f->l)
		return;
	draw_layout(ui_draw(ui), f->l, r.x, fitted_y(f, r.y, r.h), ink);
	ui_note_text(ui, ui_text_px(ui, f->mm), f->overflow, theme_contrast(ink, ground));
}

struct color readable(const struct ui *ui, struct color wanted, struct color ground, double least)
{
	struct color other[] = { ui_color(ui, ROLE_INK), ui_color(ui, ROLE_PAPER), { 0, 0, 0 },
		{ 255, 255, 255 } };
	struct color best = wanted;

	if (theme_contrast(wanted, ground) >= least)
		return wanted;
	for (size_t i = 0; i < sizeof other / sizeof other[0]; i++) {
		if (theme_contrast(other[i], ground) >= least)
			return other[i];
		if (theme_contrast(other[i], ground) > theme_contrast(best, ground))
			best = other[i];
	}
	return best;
}

static struct fit fit_block(const struct text_block *t, int w, int h)
{
	return (struct fit){ t->markup, t->mm > 0 ? t->mm : MM_BODY, t->bold, t->align, w, h,
		t->lines_max };
}

int widget_text_height(struct ui *ui, int width, const struct text_block *t)
{
	struct fit f = fit_block(t, width, 0);
	struct fitted got = fit_text(ui, &f);

	return got.l ? got.l->height : 0;
}

int widget_text(struct ui *ui, struct rect r, const struct text_block *t)
{
	struct fit f = fit_block(t, r.w, r.h);
	struct fitted got = fit_text(ui, &f);
	struct color ground = ui_color(ui, t->ground);
	struct color ink = readable(ui, ui_color(ui, t->role), ground, CONTRAST_TEXT);
	int lift;

	if (!got.l)
		return 0;
	/* In a low box the leading goes before the ink does. */
	lift = r.h > 0 && got.l->height > r.h ? got.bottom - r.h : 0;
	if (lift > got.top)
		lift = got.top;
	if (lift < 0)
		lift = 0;
	int used = got.l->height - lift;
	if (r.h > 0 && used > r.h && !got.overflow)
		used = r.h; /* what sticks out is leading, too */
	ui_target(ui, t->id, UI_TEXT, (struct rect){ r.x, r.y, r.w, used }, t->markup, true, false);
	draw_layout(ui_draw(ui), got.l, r.x, r.y - lift, ink);
	ui_note_text(ui, ui_text_px(ui, got.mm), got.overflow, theme_contrast(ink, ground));
	return used;
}
