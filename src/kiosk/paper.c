/* SPDX-License-Identifier: Apache-2.0 */
/*
 * paper — a draw list of its own, apart from the frame on the screen. Thin strokes come out whole
 * in one bit a pixel because everything is drawn at the printer's own resolution and only then
 * compared with the middle grey.
 */
#include "paper.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "font.h"
#include "qr.h"
#include "widgets.h"

#define MM_PER_INCH   25.4
#define LINE          1.15 /* of one line, without what stands between lines */
#define LEAST_PERCENT 45

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
	return h;
}

void paper_measure(
	struct paper *p, double w, const struct paper_text *t, double *ret_w, double *ret_h)
{
	struct layout l;

	*ret_w = *ret_h = 0;
	if (!lay_out(&l, p, paper_px(p, w), t, paper_px(p, t->mm)))
		return;
	*ret_w = l.width * MM_PER_INCH / p->dpi;
	*ret_h = l.height * MM_PER_INCH / p->dpi;
	layout_release(&l);
}

/* How high the lines are without what stands above the first and below the last; *ret_lead is that.
 */
static double inked_height(const struct paper *p, const struct layout *l, int px, int *ret_lead)
{
	int lead = l->height / (l->lines > 0 ? l->lines : 1) - (int)(px * LINE);

	*ret_lead = lead > 0 ? lead : 0;
	return (l->height - *ret_lead) * MM_PER_INCH / p->dpi;
}

void paper_write_in(struct paper *p, struct paper_place at, const struct paper_text *t)
{
	int px = paper_px(p, t->mm), least = px * LEAST_PERCENT / 100, lead;
	struct layout l;

	for (;; px -= px / 16 + 1) {
		if (!lay_out(&l, p, paper_px(p, at.w), t, px))
			return;
		if (inked_height(p, &l, px, &lead) <= at.h || px - px / 16 - 1 < least)
			break;
		layout_release(&l);
	}
	int x = paper_px(p, at.x), y = paper_px(p, at.y);
	struct rect was = draw_clip(p->list,
		(struct rect){ x, y - lead, paper_px(p, at.w), paper_px(p, at.h) + 2 * lead });
	draw_layout(p->list, &l, x, y - lead / 2, black);
	draw_clip(p->list, was);
	layout_release(&l);
}

void paper_line(struct paper *p, const double *xy, size_t n, double thick)
{
	struct draw_point point[PAPER_POINTS_MAX];

	assert(n <= PAPER_POINTS_MAX);
	for (size_t i = 0; i < n; i++)
		point[i] = (struct draw_point){ paper_px(p, xy[2 * i]),
			paper_px(p, xy[2 * i + 1]) };
	int px = paper_px(p, thick);
	draw_line(p->list, point, (int)n, px > 1 ? px : 1, black);
	explicit_bzero(point, sizeof(point));
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
