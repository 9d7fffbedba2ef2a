/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sheetpdf — why: desks file paper. cairo writes the PDF and Pango sets the text, with whatever
 * fonts the machine has (Japanese first), so any language a person wrote in comes out right on
 * paper.
 *
 * Text is text in it, to be searched and copied; of scripts whose letters are reordered (Burmese)
 * what is copied out is scrambled: a limit of PDF text through glyphs, the page itself is right.
 * Nothing is written to a file here, and nothing but the page is in the document.
 * Not here: what stands where (src/sheet), which cases (open.c).
 */
#include "sheetpdf.h"

#include <cairo-pdf.h>
#include <pango/pangocairo.h>
#include <stdlib.h>
#include <string.h>
#include "qr.h"

#define POINTS_MM (72.0 / 25.4)
#define FAMILY    "BIZ UDPGothic, Noto Sans CJK JP, Noto Sans, sans-serif"
#define LEAST     0.45 /* of the size that was asked for */
#define STEP      0.94
#define LINE      1.15 /* of one line, without what stands between lines */

struct sheetpdf {
	const json_t *sheet;
	cairo_surface_t *surface;
	cairo_t *c;
	bool failed;
};

static cairo_status_t into_buf(void *ret, const unsigned char *data, unsigned len)
{
	buf_append(ret, data, len);
	return buf_ok(ret) ? CAIRO_STATUS_SUCCESS : CAIRO_STATUS_NO_MEMORY;
}

/* --- the pen --- */

static void pen_box(void *ctx, const struct sheet_place *at, double border)
{
	struct sheetpdf *p = ctx;

	cairo_set_line_width(p->c, border * POINTS_MM);
	cairo_rectangle(
		p->c, at->x * POINTS_MM, at->y * POINTS_MM, at->w * POINTS_MM, at->h * POINTS_MM);
	cairo_stroke(p->c);
}

static PangoLayout *set_text(
	struct sheetpdf *p, const struct sheet_place *at, const struct sheet_text *t, double mm)
{
	static const PangoAlignment align[] = { [SHEET_START] = PANGO_ALIGN_LEFT,
		[SHEET_CENTER] = PANGO_ALIGN_CENTER,
		[SHEET_END] = PANGO_ALIGN_RIGHT };
	PangoLayout *l = pango_cairo_create_layout(p->c);
	PangoFontDescription *font = pango_font_description_from_string(FAMILY);
	cairo_font_options_t *how = cairo_font_options_create();

	cairo_font_options_set_hint_metrics(how, CAIRO_HINT_METRICS_OFF);
	pango_cairo_context_set_font_options(pango_layout_get_context(l), how);
	cairo_font_options_destroy(how);
	pango_context_set_round_glyph_positions(pango_layout_get_context(l), FALSE);
	pango_context_set_language(pango_layout_get_context(l), pango_language_from_string("ja"));
	pango_font_description_set_absolute_size(font, mm * POINTS_MM * PANGO_SCALE);
	if (t->bold)
		pango_font_description_set_weight(font, PANGO_WEIGHT_BOLD);
	pango_layout_set_font_description(l, font);
	pango_font_description_free(font);
	pango_layout_set_width(l, (int)(at->w * POINTS_MM * PANGO_SCALE));
	pango_layout_set_wrap(l, PANGO_WRAP_WORD_CHAR);
	pango_layout_set_alignment(l, align[t->align]);
	pango_layout_set_text(l, t->text, -1);
	return l;
}

/* What stands between the lines is not needed above the first and below the last. */
static double height_mm(PangoLayout *l, double mm, double *ret_lead)
{
	int h, n = pango_layout_get_line_count(l);

	pango_layout_get_size(l, NULL, &h);
	double all = h / (double)PANGO_SCALE / POINTS_MM, lead = all / (n > 0 ? n : 1) - LINE * mm;
	*ret_lead = lead > 0 ? lead : 0;
	return all - *ret_lead;
}

static void pen_text(void *ctx, const struct sheet_place *at, const struct sheet_text *t)
{
	struct sheetpdf *p = ctx;
	double mm = t->mm, lead;
	PangoLayout *l = set_text(p, at, t, mm);

	while (height_mm(l, mm, &lead) > at->h && mm * STEP > t->mm * LEAST) {
		g_object_unref(l);
		mm *= STEP;
		l = set_text(p, at, t, mm);
	}
	(void)height_mm(l, mm, &lead);
	cairo_save(p->c);
	cairo_rectangle(p->c, at->x * POINTS_MM, (at->y - lead) * POINTS_MM, at->w * POINTS_MM,
		(at->h + 2 * lead) * POINTS_MM);
	cairo_clip(p->c);
	cairo_move_to(p->c, at->x * POINTS_MM, (at->y - lead / 2) * POINTS_MM);
	pango_cairo_show_layout(p->c, l);
	cairo_restore(p->c);
	g_object_unref(l);
}

static void pen_qr(void *ctx, const struct sheet_place *at, const char *text)
{
	struct sheetpdf *p = ctx;
	unsigned char modules[QR_EDGE_MAX * QR_EDGE_MAX];
	int n = qr_modules(text, modules);
	double one = n > 0 ? at->w / (n + 2 * QR_QUIET) * POINTS_MM : 0;

	for (int row = 0; row < n; row++)
		for (int column = 0; column < n; column++)
			if (modules[row * n + column])
				cairo_rectangle(p->c,
					at->x * POINTS_MM + (column + QR_QUIET) * one,
					at->y * POINTS_MM + (row + QR_QUIET) * one, one, one);
	cairo_fill(p->c);
	explicit_bzero(modules, sizeof modules);
}

static void pen_line(void *ctx, const double *xy, size_t n, double thick)
{
	struct sheetpdf *p = ctx;

	cairo_set_line_width(p->c, thick * POINTS_MM);
	cairo_set_line_cap(p->c, CAIRO_LINE_CAP_ROUND);
	cairo_set_line_join(p->c, CAIRO_LINE_JOIN_ROUND);
	cairo_move_to(p->c, xy[0] * POINTS_MM, xy[1] * POINTS_MM);
	cairo_line_to(p->c, xy[0] * POINTS_MM, xy[1] * POINTS_MM);
	for (size_t i = 1; i < n; i++)
		cairo_line_to(p->c, xy[2 * i] * POINTS_MM, xy[2 * i + 1] * POINTS_MM);
	cairo_stroke(p->c);
}

/* --- the document --- */

struct sheetpdf *sheetpdf_open(struct buf *out, const json_t *sheet)
{
	struct sheetpdf *p = calloc(1, sizeof *p);
	double w, h;

	if (!p)
		return NULL;
	sheet_size(sheet, &w, &h);
	p->sheet = sheet;
	p->surface = cairo_pdf_surface_create_for_stream(
		into_buf, out, w * POINTS_MM, h * POINTS_MM);
	p->c = cairo_create(p->surface);
	return p;
}

void sheetpdf_page(struct sheetpdf *p, const struct sheet_record *r)
{
	const struct sheet_pen pen = { p, pen_box, pen_text, pen_qr, pen_line };

	cairo_set_source_rgb(p->c, 0, 0, 0);
	p->failed = !sheet_draw(p->sheet, r, "site", &pen) || p->failed;
	cairo_show_page(p->c);
	p->failed = p->failed || cairo_status(p->c) != CAIRO_STATUS_SUCCESS;
}

bool sheetpdf_close(struct sheetpdf *p)
{
	bool ok;

	if (!p)
		return false;
	cairo_destroy(p->c);
	cairo_surface_finish(p->surface);
	ok = !p->failed && cairo_surface_status(p->surface) == CAIRO_STATUS_SUCCESS;
	cairo_surface_destroy(p->surface);
	free(p);
	return ok;
}
