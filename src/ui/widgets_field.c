/* SPDX-License-Identifier: Apache-2.0 */
/*
 * widgets_field — a box that shows what a person has typed, with a caret.
 * It holds nothing: the text is the caller's, is laid out as plain text (never markup), its layout
 * is overwritten at the end of the frame, and --inspect hears only the label. When the text is
 * longer than the box, whole lines scroll out at the top so that the caret line is the last one
 * seen.
 */
#include <string.h>
#include "widgets_private.h"

#define PAD_MM           4.0
#define CARET_MM         0.8
#define MARK_MM          0.6
#define FIELD_BEFORE_MAX 4096
#define LINE_OF_EM       1.4 /* least height of a line of typed text */
#define HINT_GAP_MM      1.2 /* between the caret and the words of an empty field */

/* y: top of the block, may be above the box */
struct page {
	const struct layout *l;
	int line_h, y, shown;
};

/* Where the block stands so that the line with the caret is seen. */
static struct page page_of(const struct layout *l, struct rect in)
{
	struct page p = { l, l->lines > 0 ? l->height / l->lines : l->height, in.y, 1 };
	int caret_line, first;

	if (p.line_h < 1)
		p.line_h = 1;
	p.shown = in.h / p.line_h > 0 ? in.h / p.line_h : 1;
	caret_line = l->caret_baseline / p.line_h;
	first = caret_line - p.shown + 1;
	if (first > 0)
		p.y -= first * p.line_h;
	if (l->lines <= 1 || p.shown == 1) /* a box of one line: middle */
		p.y += (in.h - p.line_h * p.shown) / 2;
	return p;
}

static void draw_caret(struct ui *ui, const struct page *p, struct rect in, int em)
{
	struct color c = ui_color(ui, ROLE_NIGHT);
	int base = p->y + p->l->caret_baseline;
	int w = ui_mm(ui, CARET_MM), at = p->l->caret_x + ui_mm(ui, 0.3);
	/* the text inside is not mirrored, so neither is the place in it */
	struct rect caret = { in.x + (ui_state(ui)->mirror ? p->l->box - at - w : at),
		base - em * 9 / 10, w, em * 21 / 20 };

	c = readable(ui, c, ui_color(ui, ROLE_CARD), CONTRAST_EDGE);
	if (caret.x + caret.w > in.x + in.w) /* after a full line the caret stays inside */
		caret.x = in.x + in.w - caret.w;
	if (caret.x < in.x)
		caret.x = in.x;
	draw_box(ui_draw(ui), caret, &c, NULL, 0, caret.w / 2);
}

/* A line below the last f->marked bytes: from where the text before them ends. */
static void draw_marked(
	struct ui *ui, const struct page *p, struct rect in, const struct field *f, double mm)
{
	char before[FIELD_BEFORE_MAX];
	size_t len = strlen(f->typed), keep = len > f->marked ? len - f->marked : 0;
	struct color card = ui_color(ui, ROLE_CARD);
	struct color c = readable(ui, ui_color(ui, ROLE_NIGHT), card, CONTRAST_EDGE);
	int em = ui_text_px(ui, mm), x = 0, base = 0;

	if (f->marked == 0 || keep >= sizeof before)
		return;
	memcpy(before, f->typed, keep);
	before[keep] = 0;
	if (keep > 0) {
		const struct layout *b = ui_layout(
			ui, before, false, mm, false, LAYOUT_START, in.w, 0);

		x = b ? b->caret_x : 0;
		base = b ? b->caret_baseline : 0;
	}
	explicit_bzero(before, sizeof before);
	for (size_t i = 0; i < p->l->run_len; i++) {
		const struct layout_run *r = &p->l->run[i];
		int from = r->baseline == base && r->x < x ? x : r->x, to = r->x + r->width;

		if (r->baseline < base || to <= from)
			continue;
		draw_box(ui_draw(ui),
			(struct rect){ in.x + from, p->y + r->baseline + em / 7, to - from,
				ui_mm(ui, MARK_MM) },
			&c, NULL, 0, 0);
	}
}

/* The note in the lower right corner, or at the end of a line of this height where the field has
 * room for no other; what is left beside it stays in *in. */
static void draw_note(struct ui *ui, struct rect *in, const char *note, int line_h)
{
	struct fit f = { note, MM_SMALL, false, LAYOUT_START, in->w, 0, 1 };
	struct fitted got = fit_at(ui, &f, MM_SMALL);
	struct color card = ui_color(ui, ROLE_CARD);
	struct color ink = readable(ui, ui_color(ui, ROLE_QUIET), card, CONTRAST_TEXT);
	struct rect row;

	if (!got.l)
		return;
	if (in->h - (got.bottom - got.top) < line_h) {
		row = rect_cut_right(in, got.l->width);
		rect_cut_right(in, ui_mm(ui, MM_GAP));
	} else {
		row = rect_cut_bottom(in, got.bottom - got.top);
		row.x += row.w - got.l->width;
		row.w = got.l->width;
	}
	fitted_draw(ui, &got, row, ink, card);
}

static void draw_typed(struct ui *ui, struct rect in, const struct field *f, double mm)
{
	bool empty = !*f->typed;
	const struct layout *l = ui_layout(ui, f->typed, false, mm, false, LAYOUT_START, in.w, 0);
	struct color card = ui_color(ui, ROLE_CARD);
	struct color ink = readable(ui, ui_color(ui, ROLE_INK), card, CONTRAST_TEXT);
	struct draw_list *d = ui_draw(ui);
	struct rect old;
	struct page p;

	if (!l)
		return;
	p = page_of(l, in);
	old = draw_clip(d, in);
	if (empty && f->placeholder && *f->placeholder) {
		struct rect row = in;

		rect_cut_left(&row, ui_mm(ui, CARET_MM + HINT_GAP_MM));
		struct fit hint = { f->placeholder, mm, false, LAYOUT_START, row.w, row.h, 0 };
		struct fitted got = fit_text(ui, &hint);

		if (p.shown > 1)
			row.h = p.line_h;
		ink = readable(ui, ui_color(ui, ROLE_QUIET), card, CONTRAST_TEXT);
		if (!got.overflow) /* it is said above the field already */
			fitted_draw(ui, &got, row, ink, card);
	} else {
		draw_layout(d, l, in.x, p.y, ink);
		draw_marked(ui, &p, in, f, mm);
		ui_note_text(ui, ui_text_px(ui, mm), l->missing_glyph, theme_contrast(ink, card));
	}
	if (f->active)
		draw_caret(ui, &p, in, ui_text_px(ui, mm));
	draw_clip(d, old);
}

/* On one line, with its caret. */
static int widest_width(struct ui *ui, const struct field *f, double mm)
{
	const struct layout *l =
		f->widest ? ui_layout(ui, f->widest, false, mm, false, LAYOUT_START, 0, 1) : NULL;

	return l ? l->width + ui_mm(ui, 2 * CARET_MM) : 0;
}

static double wanted_mm(const struct field *f)
{
	return f->text_mm > 0 ? f->text_mm : MM_BODY;
}

/* The size asked for, or the largest below it in which the widest text stays on one line. */
static double field_mm(struct ui *ui, const struct field *f, int width)
{
	double mm = wanted_mm(f);

	while (mm > MM_SMALL && widest_width(ui, f, mm) > width)
		mm -= 0.5;
	return mm;
}

int widget_field_width(struct ui *ui, const struct field *f)
{
	int pad = ui_mm(ui, PAD_MM);

	return widest_width(ui, f, wanted_mm(f)) + 2 * (pad + pad / 2);
}

bool widget_field(struct ui *ui, struct rect r, const struct field *f)
{
	bool fired = ui_target(ui, f->id, UI_FIELD, r, f->label, true, f->active);
	struct color card = ui_color(ui, ROLE_CARD), paper = ui_color(ui, ROLE_PAPER);
	struct color edge = readable(
		ui, ui_color(ui, f->active ? ROLE_NIGHT : ROLE_LINE), paper, CONTRAST_EDGE);
	int pad = ui_mm(ui, PAD_MM), border = ui_mm(ui, MM_BORDER * (f->active ? 1.2 : 0.8));
	struct rect in = rect_inset(r, pad + pad / 2, pad);

	if (f->active)
		ui_field_takes_text(ui);
	draw_box(ui_draw(ui), r, &card, &edge, border, ui_mm(ui, MM_RADIUS));
	ui_note_border(ui, theme_contrast(edge, paper));
	double mm = field_mm(ui, f, in.w);
	if (f->note && *f->note)
		draw_note(ui, &in, f->note, ui_text_px(ui, mm * LINE_OF_EM));
	if (widest_width(ui, f, mm) > in.w)
		ui_note_text(ui, ui_text_px(ui, mm), true, theme_contrast(edge, card));
	draw_typed(ui, in, f, mm);
	return fired;
}
