/* SPDX-License-Identifier: Apache-2.0 */
/*
 * widgets_choice — one choice card and its looks. Which cards stand where is widgets_grid.c.
 * Chosen never depends on colour alone: the ground is filled, and a badge with a tick sits on the
 * pictogram (in the corner of the card when there is no pictogram).
 */
#include "widgets_private.h"
#include "widgets_grid.h"

#define NARROW_MM       70.0 /* of a card: there words need the room more than a large pictogram */
#define NARROW_CIRCLE   13.4
#define PAD_MM          3.4
#define LABEL_GAP_MM    3.6
#define ICON_OF_CIRCLE  0.60
#define BADGE_OF_CIRCLE 0.50

struct card_shape card_shape(struct ui *ui, int w, int h, bool icon)
{
	int pad = ui_mm(ui, PAD_MM), gap = ui_mm(ui, LABEL_GAP_MM);
	struct card_shape s = { .pad = pad };
	int circle = h - 2 * pad, most = w * 27 / 100;

	if (w < ui_mm(ui, NARROW_MM) && most > ui_mm(ui, NARROW_CIRCLE))
		most = ui_mm(ui, NARROW_CIRCLE);
	if (icon) {
		s.circle = circle < most ? circle : most;
		s.label_x = pad + s.circle + gap;
	} else {
		s.label_x = 2 * pad;
	}
	s.label_w = w - s.label_x - (icon ? pad : 2 * pad);
	s.label_h = h - pad;
	if (s.label_w < 1)
		s.label_w = 1;
	return s;
}

int card_lines(const char *label)
{
	int lines = CARD_LINES_MAX;

	for (; *label; label++)
		lines += *label == '\n' ? CARD_LINES_MAX : 0;
	return lines;
}

static void draw_badge(struct ui *ui, int cx, int cy, int radius)
{
	struct color star = ui_color(ui, ROLE_STAR), on = ui_color(ui, ROLE_ON_STAR);
	int em = radius * 3 / 2;

	draw_circle(ui_draw(ui), cx, cy, radius, star);
	draw_glyph(ui_draw(ui), ui_icon_face(ui), em,
		(struct rect){ cx - radius, cy - radius, 2 * radius, 2 * radius },
		ui_icon(ui, "check"), readable(ui, on, star, CONTRAST_EDGE));
}

static void draw_pictogram(struct ui *ui, struct rect r, const struct choice *c,
	const struct card_shape *s, struct color ground)
{
	struct color disc = ui_color(ui, c->selected ? ROLE_ON_NIGHT : ROLE_PALE), ink;
	int radius = s->circle / 2, cx = r.x + s->pad + radius, cy = r.y + r.h / 2;
	int em = (int)(s->circle * ICON_OF_CIRCLE), badge = (int)(radius * BADGE_OF_CIRCLE);

	if (ui_armed(ui, c->id))
		disc = ui_color(ui, ROLE_CARD);
	ink = readable(
		ui, ui_color(ui, c->disabled ? ROLE_QUIET : ROLE_NIGHT), disc, CONTRAST_EDGE);
	draw_circle(ui_draw(ui), cx, cy, radius, disc);
	draw_glyph(ui_draw(ui), ui_icon_face(ui), em,
		(struct rect){ cx - radius, cy - radius, 2 * radius, 2 * radius },
		ui_icon(ui, c->icon), ink);
	if (!c->selected)
		return;
	/* On the disc's lower right, with a rim of the card so that it stands free. */
	cx += radius * 5 / 8;
	cy += radius * 5 / 8;
	draw_circle(ui_draw(ui), cx, cy, badge + ui_mm(ui, 0.5), ground);
	draw_badge(ui, cx, cy, badge);
}

/* Half over the upper right corner, where no label comes. */
static void draw_corner_badge(struct ui *ui, struct rect r, int pad)
{
	int radius = pad * 5 / 4, cx = r.x + r.w - pad * 3 / 4, cy = r.y + pad * 3 / 4;

	draw_circle(ui_draw(ui), cx, cy, radius + ui_mm(ui, 0.6), ui_color(ui, ROLE_PAPER));
	draw_badge(ui, cx, cy, radius);
}

bool widget_choice_at(struct ui *ui, struct rect r, const struct choice *c, double mm)
{
	bool icon = c->icon && *ui_icon(ui, c->icon);
	bool fired = ui_target(ui, c->id, UI_CHOICE, r, c->label, !c->disabled, c->selected);
	struct card_shape s = card_shape(ui, r.w, r.h, icon);
	struct color ground = ui_color(ui, c->selected ? ROLE_NIGHT : ROLE_CARD), ink, edge;
	struct color paper = ui_color(ui, ROLE_PAPER);
	struct fit f = { c->label, mm, true, icon ? LAYOUT_START : LAYOUT_CENTER, s.label_w,
		s.label_h, card_lines(c->label) };
	struct fitted label = fit_text(ui, &f);
	struct rect clip;

	if (ui_armed(ui, c->id))
		ground = ui_color(ui, ROLE_PALE);
	ink = ui_color(ui, c->disabled ? ROLE_QUIET : c->selected ? ROLE_ON_NIGHT : ROLE_INK);
	ink = readable(ui, ink, ground, CONTRAST_TEXT);
	edge = ui_color(ui, c->selected || ui_armed(ui, c->id) ? ROLE_NIGHT : ROLE_LINE);
	edge = readable(ui, edge, paper, CONTRAST_EDGE);
	draw_box(ui_draw(ui), r, &ground, &edge, ui_mm(ui, MM_BORDER * 0.8), ui_mm(ui, MM_RADIUS));
	ui_note_border(ui, theme_contrast(edge, paper));
	if (icon)
		draw_pictogram(ui, r, c, &s, ground);
	else if (c->selected)
		draw_corner_badge(ui, r, s.pad);
	clip = draw_clip(ui_draw(ui), r);
	fitted_draw(ui, &label, (struct rect){ r.x + s.label_x, r.y, s.label_w, r.h }, ink, ground);
	draw_clip(ui_draw(ui), clip);
	return fired;
}

bool widget_choice(struct ui *ui, struct rect r, const struct choice *c)
{
	return widget_choice_at(ui, r, c, MM_BODY);
}
