/* SPDX-License-Identifier: Apache-2.0 */
/*
 * widgets_misc — the mark, progress, pictograms, card grounds and the QR code.
 * None of them can be pressed. Progress is told by shape and number, not only by colour: done
 * circles are full, the present one is full and larger, the coming ones are rings.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "qr.h"
#include "widgets_private.h"

void widget_card(struct ui *ui, struct rect r, enum theme_role fill, enum theme_role border)
{
	struct color f = ui_color(ui, fill), b = ui_color(ui, border);

	draw_box(ui_draw(ui), r, &f, &b, ui_mm(ui, MM_BORDER * 0.8), ui_mm(ui, MM_RADIUS));
}

void widget_icon(struct ui *ui, int cx, int cy, int radius_px, const char *icon,
	enum theme_role fill, enum theme_role ink)
{
	struct color ground = ui_color(ui, fill);
	int em = radius_px * 6 / 5;

	draw_circle(ui_draw(ui), cx, cy, radius_px, ground);
	draw_glyph(ui_draw(ui), ui_icon_face(ui), em,
		(struct rect){ cx - radius_px, cy - radius_px, 2 * radius_px, 2 * radius_px },
		ui_icon(ui, icon), readable(ui, ui_color(ui, ink), ground, CONTRAST_EDGE));
}

/* The mark keeps its own colours in every theme; where bars are light it gets a dark rim. */
void widget_mark(struct ui *ui, int cx, int cy, int radius_px, bool cross_bars)
{
	struct color light = { 0xf6, 0xaa, 0x00 }, white = { 255, 255, 255 };
	struct color night = ui_color(ui, ROLE_NIGHT);
	bool on_dark = theme_contrast(white, night) >= CONTRAST_EDGE;
	struct color rim = on_dark ? (cross_bars ? white : light) : ui_color(ui, ROLE_ON_NIGHT);
	int ring = !cross_bars || !on_dark ? radius_px * 10 / 11 : radius_px;
	int inner = ring * (cross_bars ? 80 : 74) / 100, bar = ring / 10 > 0 ? ring / 10 : 1;
	struct draw_list *d = ui_draw(ui);

	draw_circle(d, cx, cy, radius_px, rim);
	if (ring < radius_px)
		draw_circle(d, cx, cy, ring, white);
	draw_circle(d, cx, cy, inner, light);
	if (!cross_bars)
		return;
	draw_box(d, (struct rect){ cx - bar / 2, cy - inner, bar, 2 * inner }, &white, NULL, 0, 0);
	draw_box(d, (struct rect){ cx - inner, cy - bar / 2, 2 * inner, bar }, &white, NULL, 0, 0);
}

static void draw_steps(struct ui *ui, struct rect r, int step, int steps, int radius, int pitch)
{
	struct color star = ui_color(ui, ROLE_STAR), on = ui_color(ui, ROLE_ON_NIGHT);
	struct draw_list *d = ui_draw(ui);
	int x = r.x + pitch / 2, y = r.y + r.h / 2, stroke = radius / 4 > 2 ? radius / 4 : 2;

	for (int i = 1; i <= steps; i++, x += pitch) {
		if (i < step)
			draw_circle(d, x, y, radius, star);
		else if (i == step)
			draw_circle(d, x, y, radius * 5 / 4, on);
		else
			draw_ring(d, x, y, radius, stroke, on);
	}
}

void widget_progress(struct ui *ui, struct rect r, int step, int steps, const char *words)
{
	int radius = ui_mm(ui, 3.0), pitch = ui_mm(ui, 9.4), used, gap = ui_mm(ui, 3.5);
	struct color night = ui_color(ui, ROLE_NIGHT);
	struct fit f = { words, MM_SMALL, true, LAYOUT_START, 0, 0, 1 };
	struct fitted got;

	ui_target(ui, "progress", UI_IMAGE, r, words, true, false);
	got = fit_at(ui, &f, f.mm);
	used = got.l ? got.l->width + gap : 0;
	/* circles shrink, then go; the number stays */
	if (pitch * steps + used > r.w && steps > 0) {
		pitch = (r.w - used) / steps;
		radius = pitch / 3;
	}
	if (radius < 3)
		pitch = radius = 0;
	ui_note_text(ui, 0, got.l && got.l->width > r.w, 21.0);
	r.x += (r.w - pitch * steps - used) / 2;
	if (radius)
		draw_steps(ui, r, step, steps, radius, pitch);
	r.x += pitch * steps + (radius ? gap : 0);
	fitted_draw(ui, &got, r, readable(ui, ui_color(ui, ROLE_ON_NIGHT), night, CONTRAST_TEXT),
		night);
}

bool widget_qr(struct ui *ui, struct rect r, const char *id, const char *text, const char *label)
{
	struct color white = { 255, 255, 255 }, black = { 0, 0, 0 };
	struct color paper = ui_color(ui, ROLE_PAPER);
	struct color border = readable(ui, ui_color(ui, ROLE_NIGHT), white, CONTRAST_EDGE);
	unsigned char modules[QR_EDGE_MAX * QR_EDGE_MAX];
	int edge = qr_modules(text, modules);
	int edge_px, size = r.w < r.h ? r.w : r.h;

	if (edge == 0)
		return false;
	ui_target(ui, id, UI_IMAGE, r, label, true, false);
	edge_px = size / (edge + 2 * QR_QUIET) * edge;
	draw_box(ui_draw(ui), r, &white, &border, ui_mm(ui, MM_BORDER * 0.8), ui_mm(ui, MM_RADIUS));
	ui_note_border(ui, fmax(theme_contrast(border, paper), theme_contrast(white, paper)));
	if (edge_px > 0)
		draw_bitmap(ui_draw(ui), rect_middle(r, edge_px, edge_px), modules, edge, black);
	ui_note_text(ui, 0, edge_px < edge * 2, 21.0);
	explicit_bzero(modules, sizeof modules);
	return edge_px > 0;
}
