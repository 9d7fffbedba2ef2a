/* SPDX-License-Identifier: Apache-2.0 */
/*
 * paper — a draw list of its own, apart from the frame on the screen. Thin strokes come out whole
 * in one bit a pixel because everything is drawn at the printer's own resolution and only then
 * compared with the middle grey.
 */
#include "paper.h"

#include <stdlib.h>
#include <string.h>

#include "font.h"
#include "qr.h"
#include "widgets.h"

#define MM_PER_INCH 25.4

static const struct color black = { 0, 0, 0 }, white = { 255, 255, 255 };

int paper_px(const struct paper *p, double mm)
{
	return (int)(mm * p->dpi / MM_PER_INCH + 0.5);
}

bool paper_begin(struct paper *p, const struct fontstack *fonts, struct font *font, int dpi,
	double w, double h)
{
	*p = (struct paper){ calloc(1, sizeof(*p->list)), fonts, font, dpi, false };
	if (!p->list)
		return false;
	struct rect all = { 0, 0, paper_px(p, w) + 1, paper_px(p, h) + 1 };
	draw_list_reset(p->list, all.w, all.h);
	draw_box(p->list, all, &white, NULL, 0, 0);
	return true;
}

void paper_end(struct paper *p)
{
	draw_list_release(p->list);
	free(p->list);
	p->list = NULL;
}

static bool lay_out(struct layout *ret, struct paper *p, int w, const struct paper_text *t, int px)
{
	const struct layout_style style = { .lang = t->lang,
		.px = px,
		.bold = t->bold,
		.markup = t->markup,
		.ruby = t->ruby,
		.align = t->align,
		.width_max = w,
		.lines_max = t->fit ? 1 : t->lines_max };

	if (layout_text(ret, p->fonts, font_metrics(p->font), &style, t->text))
		return true;
	p->failed = true;
	return false;
}

/* In the size it is to have; the caller releases it. */
static bool lay_out_fit(struct layout *ret, struct paper *p, double w, const struct paper_text *t)
{
	int px = paper_px(p, t->mm), least = t->fit ? px / 2 : px;

	for (;; px -= px / 16 + 1) {
		if (!lay_out(ret, p, paper_px(p, w), t, px))
			return false;
		if (!ret->overflow || px - px / 16 - 1 < least)
			return true;
		layout_release(ret);
	}
}

double paper_write(struct paper *p, double x, double y, double w, const struct paper_text *t)
{
	struct layout l;

	if (!lay_out_fit(&l, p, w, t))
		return 0;
	double h = l.height * MM_PER_INCH / p->dpi;
	draw_layout(p->list, &l, paper_px(p, x), paper_px(p, y), black);
	layout_release(&l);
	p->failed = p->failed || p->list->overflow;
	return h;
}

double paper_height(struct paper *p, double w, const struct paper_text *t)
{
	struct layout l;

	if (!lay_out_fit(&l, p, w, t))
		return 0;
	double h = l.height * MM_PER_INCH / p->dpi;
	layout_release(&l);
	return h;
}

void paper_box(struct paper *p, double x, double y, double w, double h, double border)
{
	int x0 = paper_px(p, x), y0 = paper_px(p, y), px = paper_px(p, border);
	struct rect r = { x0, y0, paper_px(p, x + w) - x0, paper_px(p, y + h) - y0 };

	draw_box(p->list, r, NULL, &black, px > 0 ? px : border > 0, 0);
}

bool paper_qr(struct paper *p, double x, double y, double edge, const char *text)
{
	unsigned char modules[QR_EDGE_MAX * QR_EDGE_MAX];
	int n = qr_modules(text, modules);
	struct rect all = { paper_px(p, x), paper_px(p, y), paper_px(p, edge), paper_px(p, edge) };
	int dots = n > 0 ? all.w / (n + 2 * QR_QUIET) * n : 0; /* whole dots a module */

	if (dots > 0)
		draw_bitmap(p->list, rect_middle(all, dots, dots), modules, n, black);
	explicit_bzero(modules, sizeof(modules));
	return dots > 0;
}

bool paper_bits(struct paper *p, int w, int h, unsigned char *bits)
{
	return !p->failed && !p->list->overflow && draw_bits(p->list, p->font, w, h, bits);
}
