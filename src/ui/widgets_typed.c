/* SPDX-License-Identifier: Apache-2.0 */
/*
 * widgets_typed — a key cap whose text is a person's: a candidate of a conversion. It is laid out
 * as plain text, its layout is overwritten at the end of the frame, and --inspect hears the label
 * alone. Text wider than the cap is set smaller, then cut by the cap's edge.
 */
#include "widgets_private.h"

#define PAD_MM 4.0
#define SHRINK 0.5 /* least size by the wanted one */

static const struct layout *set(struct ui *ui, const struct typed_key *k, double mm)
{
	return ui_layout(ui, k->typed, false, mm, false, LAYOUT_START, 0, 1);
}

bool widget_typed_key(struct ui *ui, struct rect r, const struct typed_key *k)
{
	bool fired = ui_target(ui, k->id, UI_KEY, r, k->label, true, false);
	enum theme_role role = ui_armed(ui, k->id) ? ROLE_PALE : ROLE_CARD;
	struct color ground = ui_color(ui, role), paper = ui_color(ui, ROLE_PAPER);
	struct color ink = readable(ui, ui_color(ui, ROLE_INK), ground, CONTRAST_TEXT);
	struct color edge = readable(ui, ui_color(ui, k->strong ? ROLE_NIGHT : ROLE_LINE), paper,
		CONTRAST_EDGE);
	int border = ui_mm(ui, k->strong ? MM_BORDER : MM_BORDER * 0.6), room = r.w - 4 * border;
	double mm = k->text_mm > 0 ? k->text_mm : MM_BODY;
	const struct layout *l = set(ui, k, mm);

	draw_box(ui_draw(ui), r, &ground, &edge, border, ui_mm(ui, MM_RADIUS / 2));
	ui_note_border(ui, theme_contrast(edge, paper));
	if (l && l->width > 0 && (l->width > room || l->height > r.h)) {
		double by = l->width > room ? (double)room / l->width : 1;

		if (l->height > r.h && (double)r.h / l->height < by)
			by = (double)r.h / l->height;
		mm *= by > SHRINK ? by : SHRINK;
		l = set(ui, k, mm);
	}
	if (!l)
		return fired;
	struct rect clip = draw_clip(ui_draw(ui), rect_inset(r, border, border));
	int x = l->width < room ? r.x + (r.w - l->width) / 2 : r.x + 2 * border;

	draw_layout(ui_draw(ui), l, x, r.y + (r.h - l->height) / 2, ink);
	draw_clip(ui_draw(ui), clip);
	ui_note_text(ui, ui_text_px(ui, mm), false, theme_contrast(ink, ground));
	return fired;
}

int widget_typed_key_width(struct ui *ui, const struct typed_key *k)
{
	const struct layout *l = set(ui, k, k->text_mm > 0 ? k->text_mm : MM_BODY);
	int w = 2 * ui_mm(ui, PAD_MM) + (l ? l->width : 0), least = ui_mm(ui, MM_TARGET);

	return w > least ? w : least;
}
