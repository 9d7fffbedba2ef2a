/* SPDX-License-Identifier: Apache-2.0 */
/*
 * widgets_canvas — a field a finger writes on: its ground, its hint, and where the finger is.
 * It holds nothing and draws no line: lines are the caller's, so that neither this nor --inspect
 * knows what was written. A place outside the field, where the finger left it, counts as its edge.
 */
#include "widgets_private.h"

#define PAD_MM 4.0

static int within(int v, int max)
{
	return v < 0 ? 0 : v > max ? max : v;
}

static void draw_text(struct ui *ui, struct rect r, const struct fitted *got, enum theme_role role)
{
	struct color card = ui_color(ui, ROLE_CARD);

	fitted_draw(ui, got, r, readable(ui, ui_color(ui, role), card, CONTRAST_TEXT), card);
}

enum ui_drag widget_canvas(struct ui *ui, struct rect r, const struct canvas *c, int *x, int *y)
{
	const struct input_event *ev = ui_event(ui);
	enum ui_drag drag = ui_drag(ui, c->id, UI_FIELD, r, c->label);
	struct rect at = draw_place(ui_draw(ui), r), in = rect_inset(r, ui_mm(ui, PAD_MM), 0);
	struct color card = ui_color(ui, ROLE_CARD), paper = ui_color(ui, ROLE_PAPER);
	struct color edge = readable(ui, ui_color(ui, ROLE_NIGHT), paper, CONTRAST_EDGE);

	draw_box(ui_draw(ui), r, &card, &edge, ui_mm(ui, MM_BORDER), ui_mm(ui, MM_RADIUS));
	ui_note_border(ui, theme_contrast(edge, paper));
	if (c->hint) {
		struct fit f = { c->hint, MM_BODY, false, LAYOUT_CENTER, in.w, in.h, 0 };
		struct fitted got = fit_text(ui, &f);

		draw_text(ui, in, &got, ROLE_QUIET);
	}
	if (drag != UI_DRAG_NONE) {
		*x = within(ev->x - at.x, r.w - 1);
		*y = within(ev->y - at.y, r.h - 1);
	}
	return drag;
}

void widget_canvas_note(struct ui *ui, struct rect r, const char *markup)
{
	int edge = 2 * ui_mm(ui, MM_BORDER), pad = ui_mm(ui, PAD_MM);
	struct rect in = rect_inset(r, edge + pad, edge), row;
	struct fit f = { markup, MM_BODY, true, LAYOUT_CENTER, in.w, in.h, 0 };
	struct fitted got = fit_text(ui, &f);
	struct color card = ui_color(ui, ROLE_CARD);

	row = rect_cut_bottom(&in, got.bottom - got.top + pad);
	draw_box(ui_draw(ui), row, &card, NULL, 0, 0);
	draw_text(ui, row, &got, ROLE_DANGER);
}
