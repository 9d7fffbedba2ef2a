/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ui_focus — the screens by keyboard alone.
 * The key moves over the widgets of the frame before, which is what the person looks at; the frame
 * that is about to be drawn then shows the ring. The ring is two rings, one dark and one light, so
 * that it stands out 3:1 from any ground; it lies outside the widget, in the gap. What is being
 * read aloud has four corners outside of that ring: another shape in another pair of colours.
 * Not here: firing (ui.c).
 */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "ui_private.h"

static bool focusable(const struct ui_widget *w)
{
	return w->targetable && w->enabled;
}

static int focus_index(const struct ui *ui)
{
	for (int i = 0; i < ui->widgets; i++)
		if (focusable(&ui->widget[i]) && !strcmp(ui->widget[i].id, ui->focus))
			return i;
	return -1;
}

/* The next focusable widget from `at` in steps of one, around the end; -1 when there is none. */
static int walk(const struct ui *ui, int at, int step)
{
	int n = ui->widgets;

	if (at < 0)
		at = step > 0 ? ui->focus_first - 1 : n;
	for (int k = 0; k < n; k++) {
		at = (at + step + n) % n;
		if (focusable(&ui->widget[at]))
			return at;
	}
	return -1;
}

/* How far b is from a in direction (dx, dy); sideways distance counts double. INT_MAX: not that
 * way. */
static int distance(struct rect a, struct rect b, int dx, int dy)
{
	int cx = (2 * b.x + b.w) - (2 * a.x + a.w), cy = (2 * b.y + b.h) - (2 * a.y + a.h);
	int along = dx ? cx * dx : cy * dy, across = abs(dx ? cy : cx);
	int reach = dx ? a.w : a.h;

	if (along < reach) /* its middle must lie beyond the own edge */
		return INT_MAX;
	return along + 2 * across;
}

static int nearest(const struct ui *ui, int at, int dx, int dy)
{
	int best = INT_MAX, found = at;

	for (int i = 0; i < ui->widgets; i++) {
		int d;

		if (i == at || !focusable(&ui->widget[i]))
			continue;
		d = distance(ui->widget[at].rect, ui->widget[i].rect, dx, dy);
		if (d < best) {
			best = d;
			found = i;
		}
	}
	return found;
}

/* While the screen is read aloud the arrows go from one to the next, as it is read; a keyboard on
 * the screen stays what it looks like. */
static bool walks(const struct ui *ui, int at, int dx, int dy)
{
	return (dx == 0 && dy == 0) || (ui->state.in_order && ui->widget[at].role != UI_KEY);
}

void ui_focus_key(struct ui *ui)
{
	static const struct { enum input_key key; int dx, dy, step; } moves[] = {
		{ INPUT_KEY_NEXT, 0, 0, 1 }, { INPUT_KEY_PREV, 0, 0, -1 },
		{ INPUT_KEY_UP, 0, -1, -1 }, { INPUT_KEY_DOWN, 0, 1, 1 },
		{ INPUT_KEY_LEFT, -1, 0, -1 }, { INPUT_KEY_RIGHT, 1, 0, 1 },
	};
	int at = focus_index(ui);

	for (size_t i = 0; i < sizeof moves / sizeof moves[0]; i++) {
		if (moves[i].key != ui->ev.key)
			continue;
		if (at < 0 || (ui->focus_visible && walks(ui, at, moves[i].dx, moves[i].dy)))
			at = walk(ui, at, moves[i].step);
		else if (ui->focus_visible) /* else the first key only shows where the focus is */
			at = nearest(ui, at, moves[i].dx, moves[i].dy);
		if (at < 0)
			return;
		snprintf(ui->focus, sizeof ui->focus, "%s", ui->widget[at].id);
		ui->focus_visible = ui->key_used = true;
		return;
	}
}

void ui_focus_on(struct ui *ui, const char *id)
{
	snprintf(ui->focus, sizeof ui->focus, "%s", id);
	ui->focus_visible = ui->again = true;
}

static struct rect grown(struct rect r, int by, int w, int h)
{
	int x0 = r.x - by, y0 = r.y - by, x1 = r.x + r.w + by, y1 = r.y + r.h + by;

	x0 = x0 < 0 ? 0 : x0;
	y0 = y0 < 0 ? 0 : y0;
	x1 = x1 > w ? w : x1;
	y1 = y1 > h ? h : y1;
	return (struct rect){ x0, y0, x1 - x0, y1 - y0 };
}

void ui_focus_draw(struct ui *ui)
{
	int at = focus_index(ui), px = ui_mm(ui, 1.0), radius = ui_mm(ui, MM_RADIUS);
	const struct color white = { 255, 255, 255 }, black = { 0, 0, 0 };
	struct color ring = ui_color(ui, ROLE_FOCUS), other = white;
	int w = ui->state.w, h = ui->state.h;
	struct rect r;

	if (at < 0)
		return;
	if (theme_contrast(ring, black) > theme_contrast(ring, white))
		other = black;
	r = ui->widget[at].rect;
	draw_box(&ui->list, grown(r, 2 * px, w, h), NULL, &ring, px, radius + 2 * px);
	draw_box(&ui->list, grown(r, px, w, h), NULL, &other, px, radius + px);
}

/* One corner: two bars that meet in x, y and run sx and sy. */
static void corner(struct ui *ui, int x, int y, int sx, int sy, int arm, int px, struct color c)
{
	struct rect along = { sx > 0 ? x : x - arm, sy > 0 ? y : y - px, arm, px };
	struct rect up = { sx > 0 ? x : x - px, sy > 0 ? y : y - arm, px, arm };

	draw_box(&ui->list, along, &c, NULL, 0, 0);
	draw_box(&ui->list, up, &c, NULL, 0, 0);
}

static void corners(struct ui *ui, struct rect r, int arm, int px, struct color c)
{
	corner(ui, r.x, r.y, 1, 1, arm, px, c);
	corner(ui, r.x + r.w, r.y, -1, 1, arm, px, c);
	corner(ui, r.x, r.y + r.h, 1, -1, arm, px, c);
	corner(ui, r.x + r.w, r.y + r.h, -1, -1, arm, px, c);
}

void ui_speaking_draw(struct ui *ui)
{
	int at = 0, rim = ui_mm(ui, 0.6), px = ui_mm(ui, 1.2), arm = ui_mm(ui, 9);
	int w = ui->state.w, h = ui->state.h, least;

	while (at < ui->widgets && strcmp(ui->widget[at].id, ui->speaking) != 0)
		at++;
	if (at == ui->widgets)
		return;
	struct rect r = grown(ui->widget[at].rect, 2 * ui_mm(ui, 1.0) + rim + px, w, h);
	least = (r.w < r.h ? r.w : r.h) * 2 / 5;
	arm = arm < least ? arm : least;
	corners(ui, grown(r, rim, w, h), arm + 2 * rim, px + 2 * rim, ui_color(ui, ROLE_ON_STAR));
	corners(ui, r, arm, px, ui_color(ui, ROLE_STAR));
}
