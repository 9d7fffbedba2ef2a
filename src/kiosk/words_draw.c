/* SPDX-License-Identifier: Apache-2.0 */
/*
 * words_draw — writing by finger. The strokes are in the answers only, in units of their own field;
 * pixels are made of them for each frame, on the stack and in the draw list, and overwritten. The
 * field takes the shape of the canvas when the first stroke begins; a canvas of another shape (a
 * larger text size, a text above it) shows the same drawing as large as it fits, and the field
 * grows. The canvas is never mirrored, its buttons are. Beside a wide canvas they stand in a
 * column, on the side of the hand; below a narrow one in a row.
 */
#include "words_draw.h"

#include <stdio.h>
#include <string.h>

#include "catalog.h"
#include "widgets.h"

#define PEN_MM   1.1
#define SMALL_MM 0.4
#define LOW_MM   65.0  /* so do they beside a low one */
#define WIDE_MM  150.0 /* from this width on the buttons stand beside it */

/* Strokes in their field → pixels on the panel. */
struct view {
	int x, y, px, units; /* where the field's corner is; px pixels for `units` units */
};

static int scaled(int v, int to, int from)
{
	return from > 0 ? (int)(((int64_t)v * to * 2 + from) / (2 * (int64_t)from)) : 0;
}

/* The field as large as it fits in r; its top left at that of r. */
static struct view view_of(const struct strokes *s, struct rect r)
{
	bool by_height = s->len > 0 && (int64_t)s->h * r.w > (int64_t)s->w * r.h;

	return by_height ? (struct view){ r.x, r.y, r.h, s->h }
			 : (struct view){ r.x, r.y, r.w, s->len > 0 ? s->w : STROKES_W };
}

static void draw_strokes(
	struct ui *ui, const struct strokes *s, const struct view *v, int px, struct color ink)
{
	struct draw_point point[STROKES_POINTS_MAX];

	for (int i = 0; i < s->len; i++) {
		int from = strokes_from(s, i), n = s->end[i] - from;

		for (int p = 0; p < n; p++)
			point[p] = (struct draw_point){ v->x + scaled(s->xy[from + p][0], v->px,
								       v->units),
				v->y + scaled(s->xy[from + p][1], v->px, v->units) };
		draw_line(ui_draw(ui), point, n, px, ink);
	}
	explicit_bzero(point, (size_t)(s->len ? s->end[s->len - 1] : 0) * sizeof(point[0]));
}

void words_picture(const struct session *s, struct ui *ui, struct rect r)
{
	const struct strokes *d = &s->answers.drawing;
	struct view v = view_of(d, r);
	struct rect field = { r.x, r.y, scaled(d->w, v.px, v.units), scaled(d->h, v.px, v.units) };

	field = rect_middle(r, field.w, field.h);
	int mirror = ui_unmirrored(ui, &field);
	v.x = field.x;
	v.y = field.y;
	draw_strokes(ui, d, &v, ui_mm(ui, SMALL_MM), ui_color(ui, ROLE_INK));
	ui_mirror_back(ui, mirror);
}

/* --- canvas --- */

static void follow(struct session *s, struct rect r, enum ui_drag drag, int x, int y)
{
	struct strokes *d = &s->answers.drawing;
	struct view v = view_of(d, r);

	x = scaled(x, v.units, v.px);
	y = scaled(y, v.units, v.px);
	if (drag == UI_DRAG_BEGIN)
		(void)strokes_begin(
			d, scaled(r.w, v.units, v.px), scaled(r.h, v.units, v.px), x, y);
	else
		(void)strokes_move(d, x, y);
	if (drag == UI_DRAG_END)
		strokes_end(d);
}

static void canvas(struct session *s, struct ui *ui, struct rect r, int q)
{
	const char *name = session_form(s)->question[q].name;
	struct strokes *d = &s->answers.drawing;
	char id[UI_ID_MAX];
	const struct canvas c = { id, catalog_text(name, "label"),
		d->len == 0 ? catalog_text("draw", "hint") : NULL };
	int x, y, mirror = ui_unmirrored(ui, &r);

	snprintf(id, sizeof(id), "%s.canvas", name);
	if (d->down && !ui_armed(ui, id))
		strokes_end(d); /* the finger was taken from us: another screen, another window */
	enum ui_drag drag = widget_canvas(ui, r, &c, &x, &y);
	if (drag != UI_DRAG_NONE)
		follow(s, r, drag, x, y);
	int edge = ui_mm(ui, MM_BORDER);
	struct rect old = draw_clip(ui_draw(ui), rect_inset(r, edge, edge));
	struct view v = view_of(d, r);
	draw_strokes(ui, d, &v, ui_mm(ui, PEN_MM), ui_color(ui, ROLE_INK));
	draw_clip(ui_draw(ui), old);
	if (d->full)
		widget_canvas_note(ui, r, catalog_text("draw", "full"));
	ui_mirror_back(ui, mirror);
}

static struct button button_of(const struct session *s, int i)
{
	const struct strokes *d = &s->answers.drawing;
	bool undo = i == 0;

	return (struct button){ .id = undo ? "draw.undo" : "draw.clear",
		.label = catalog_text("draw", undo ? "undo" : "clear"),
		.icon = undo ? "undo" : "delete",
		.text_mm = MM_SMALL,
		.disabled = d->len == 0 && (!undo || d->hidden == 0) };
}

static void press(struct session *s, int i)
{
	if (i == 0)
		(void)strokes_undo(&s->answers.drawing);
	else
		strokes_clear(&s->answers.drawing);
}

static bool beside(const struct ui *ui, struct rect r)
{
	return r.w >= ui_mm(ui, WIDE_MM) && (!ui_portrait(ui) || r.h < ui_mm(ui, LOW_MM));
}

/* The buttons' room, cut from *r. */
static struct rect buttons_room(struct session *s, struct ui *ui, struct rect *r)
{
	const struct button undo = button_of(s, 0), clear = button_of(s, 1);
	int w = widget_button_width(ui, &undo), other = widget_button_width(ui, &clear);
	struct rect room;

	if (!beside(ui, *r)) {
		room = rect_cut_bottom(r, ui_mm(ui, MM_TARGET));
		rect_cut_bottom(r, ui_mm(ui, MM_GAP));
		return room;
	}
	w = w > other ? w : other;
	w = w > r->w / 3 ? r->w / 3 : w;
	if (ui_state(ui)->left_hand) {
		room = rect_cut_left(r, w);
		rect_cut_left(r, ui_mm(ui, MM_GAP));
	} else {
		room = rect_cut_right(r, w);
		rect_cut_right(r, ui_mm(ui, MM_GAP));
	}
	return room;
}

void words_canvas(struct session *s, struct ui *ui, struct rect r, int q)
{
	bool column = beside(ui, r);
	struct rect room = buttons_room(s, ui, &r);
	int gap = ui_mm(ui, MM_GAP), target = ui_mm(ui, MM_TARGET);

	for (int i = 0; i < 2; i++) { /* before the canvas, so that it shows what they did */
		const struct button b = button_of(s, i);
		struct rect at = column ? rect_cut_top(&room, target)
					: rect_cut_left(&room, i ? room.w : (room.w - gap) / 2);

		rect_cut_top(&room, column ? gap : 0);
		rect_cut_left(&room, column ? 0 : gap);
		if (widget_button(ui, at, &b))
			press(s, i);
	}
	canvas(s, ui, r, q);
}

void words_tabs_and_canvas(
	struct session *s, struct ui *ui, struct rect r, int q, const char *const *tabs, int n)
{
	struct rect row = rect_cut_top(&r, ui_mm(ui, MM_KEY));

	(void)osk_run(ui, &s->app->osk, &s->osk, row, tabs, n, ""); /* tabs only: no key is there */
	rect_cut_top(&r, ui_mm(ui, MM_GAP));
	words_canvas(s, ui, r, q);
}
