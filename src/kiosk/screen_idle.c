/* SPDX-License-Identifier: Apache-2.0 */
/*
 * screen_idle — is somebody still there? It covers the whole panel, so that what was on it is out
 * of sight while nobody touches. One large button; a touch anywhere does the same.
 */
#include <stdio.h>

#include "catalog.h"
#include "frame.h"
#include "parts.h"
#include "session.h"
#include "widgets.h"

enum screen screen_idle(struct session *s, struct ui *ui)
{
	const struct ui_state *st = ui_state(ui);
	const struct color ground = ui_color(ui, ROLE_NIGHT);
	struct rect all = { 0, 0, st->w, st->h };
	char seconds[12], text[32];
	const char *args[] = { seconds };
	const struct button go = { .id = "idle.continue",
		.label = catalog_text("idle", "continue"),
		.icon = "check",
		.kind = BUTTON_PLAIN,
		.text_mm = MM_HEADING + 3 };

	snprintf(seconds, sizeof(seconds), "%d",
		session_seconds_left(s, s->entered_ms, SESSION_ASK_MS));
	catalog_fill(text, sizeof(text), catalog_text("idle", "countdown"), args, 1);
	bool low = frame_is_low(ui);
	struct part_text t[] = { { "idle.title", catalog_text("idle", "title"),
					       low ? MM_HEADING : MM_HEADING + 3, true,
					       ROLE_ON_NIGHT, ROLE_NIGHT, LAYOUT_CENTER },
		{ "idle.text", catalog_text("idle", "text"), MM_BODY, false, ROLE_ON_NIGHT,
			ROLE_NIGHT, LAYOUT_CENTER },
		{ "idle.countdown", text, low ? 18 : 26, true, ROLE_ON_NIGHT, ROLE_NIGHT,
			LAYOUT_CENTER } };

	draw_box(ui_draw(ui), all, &ground, NULL, 0, 0);
	struct rect r = rect_inset(all, st->w / 12, 0);
	int bh = ui_mm(ui, low ? 28 : 38), bw = ui_mm(ui, 150) < r.w ? ui_mm(ui, 150) : r.w,
	    gap = ui_mm(ui, MM_GAP);
	rect_cut_top(&r, st->reach_top * 2 / 3);
	int sum = part_shrink(ui, r.w, r.h - bh - 3 * gap, t, 3, MM_GAP) + bh + gap;
	rect_cut_top(&r, sum < r.h ? (r.h - sum) / 2 : 0);
	for (int i = 0; i < 3; i++)
		part_text(ui, &r, &t[i], MM_GAP);
	bool fired = widget_button(ui, (struct rect){ (st->w - bw) / 2, r.y, bw, bh }, &go);
	bool touched = ui_event(ui)->kind == INPUT_UP || ui_typed(ui)[0] ||
		       ui_key(ui, INPUT_KEY_BACK);
	return fired || touched ? session_pop(s) : SCREEN_IDLE;
}
