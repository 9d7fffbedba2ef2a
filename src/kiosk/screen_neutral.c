/* SPDX-License-Identifier: Apache-2.0 */
/*
 * screen_neutral — what stands there right after "stop and erase": nothing that tells what this
 * terminal is for. Everything of the visit was wiped before its first frame. A touch, or some
 * seconds, lead on.
 */
#include "catalog.h"
#include "parts.h"
#include "session.h"
#include "widgets.h"

/* A night sky by arithmetic, always the same; the middle stays free for the words. */
static void stars(struct ui *ui, int w, int h)
{
	const struct color star = ui_color(ui, ROLE_STAR), white = { 255, 255, 255 };
	unsigned seed = 20260707u;

	for (int i = 0; i < 90; i++) {
		seed = seed * 1664525u + 1013904223u;
		int x = (int)((seed >> 8) % (unsigned)w);
		seed = seed * 1664525u + 1013904223u;
		int y = (int)((seed >> 8) % (unsigned)h), radius = ui_mm(ui, 0.3 + (i % 5) * 0.16);
		if (y < h * 33 / 100 || (y > h * 62 / 100 && y < h * 80 / 100))
			draw_circle(ui_draw(ui), x, y, radius, i % 7 == 0 ? star : white);
	}
}

enum screen screen_neutral(struct session *s, struct ui *ui)
{
	const struct ui_state *st = ui_state(ui);
	const struct color night = ui_color(ui, ROLE_NIGHT);
	struct rect all = { 0, 0, st->w, st->h }, r = rect_inset(all, st->w / 10, 0);
	struct part_text t[] = { { "neutral.title", catalog_text("neutral", "title"), 18, true,
					 ROLE_ON_NIGHT, ROLE_NIGHT, LAYOUT_CENTER },
		{ "neutral.text", catalog_text("neutral", "text"), MM_BODY + 1, false,
			ROLE_ON_NIGHT, ROLE_NIGHT, LAYOUT_CENTER } };
	const struct button back = { .id = "neutral.back",
		.label = catalog_text("neutral", "back"),
		.icon = "home",
		.kind = BUTTON_BAR,
		.text_mm = MM_SMALL };
	int bw = widget_button_width(ui, &back), bh = ui_mm(ui, MM_TARGET),
	    m = ui_mm(ui, MM_MARGIN);

	(void)s;
	draw_box(ui_draw(ui), all, &night, NULL, 0, 0);
	stars(ui, st->w, st->h);
	int sum = part_shrink(ui, r.w, r.h - 2 * (m + bh) - ui_mm(ui, MM_GAP), t, 2, MM_GAP);
	rect_cut_top(&r, (r.h - sum) / 2 - bh / 2);
	part_text(ui, &r, &t[0], MM_GAP);
	part_text(ui, &r, &t[1], 0);
	bool fired = widget_button(
		ui, (struct rect){ (st->w - bw) / 2, st->h - m - bh, bw, bh }, &back);
	bool touched = ui_event(ui)->kind == INPUT_UP || ui_key(ui, INPUT_KEY_BACK);
	return fired || touched ? SCREEN_START : SCREEN_NEUTRAL;
}
