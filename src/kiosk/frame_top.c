/* SPDX-License-Identifier: Apache-2.0 */
/*
 * frame_top — the buttons of the upper bar, always in this order: comfort, reading aloud, text
 * size, colours, language. Text size and colours are changed here and nowhere else. Reading
 * aloud is offered where the language has a voice and the terminal a loudspeaker. Labels give
 * way to their pictograms when the panel is too narrow for both.
 */
#include "frame_private.h"

#include <assert.h>

#include "catalog.h"

void frame_next_text_size(struct session *s)
{
	static const int sizes[] = SESSION_TEXT_SIZES;
	const int n = sizeof(sizes) / sizeof(sizes[0]);
	int i = 0;

	while (i < n && sizes[i] != s->text_percent)
		i++;
	s->text_percent = sizes[i < n ? (i + 1) % n : 0];
}

void frame_next_theme(struct session *s)
{
	s->theme = (s->theme + 1) % s->app->themes.len;
}

void frame_bar_row(struct ui *ui, struct rect *bar, const struct button *b, int n, bool *fired)
{
	int gap = ui_mm(ui, MM_GAP), h = ui_mm(ui, MM_TARGET), w[FRAME_BAR_MOST], sum = -gap;

	assert(n <= FRAME_BAR_MOST);
	for (int i = 0; i < n; i++) {
		w[i] = b[i].icon_only ? h : widget_button_width(ui, &b[i]);
		sum += b[i].id ? w[i] + gap : 0;
	}
	bool left = ui_state(ui)->left_hand;
	struct rect row = left ? rect_cut_left(bar, sum) : rect_cut_right(bar, sum);
	row = (struct rect){ row.x, row.y + (row.h - h) / 2, row.w, h };
	for (int i = 0; i < n; i++) {
		fired[i] = b[i].id && widget_button(ui, rect_cut_left(&row, w[i]), &b[i]);
		if (b[i].id)
			rect_cut_left(&row, gap);
	}
	if (left)
		rect_cut_left(bar, gap);
	else
		rect_cut_right(bar, gap);
}

enum { BAR_COMFORT, BAR_READ, BAR_TEXT_SIZE, BAR_CONTRAST, BAR_LANGUAGE, BAR_BUTTONS };

void frame_top_buttons(struct session *s, struct ui *ui, struct frame *f, struct rect *bar)
{
	static const struct {
		const char *id, *key, *icon;
	} is[BAR_BUTTONS] = {
		[BAR_COMFORT] = { "bar.comfort", "comfort", "accessibility_new" },
		[BAR_READ] = { "bar.read_aloud", "read_aloud", "volume_up" },
		[BAR_TEXT_SIZE] = { "bar.text_size", "text_size", "text_increase" },
		[BAR_CONTRAST] = { "bar.contrast", "contrast", "contrast" },
		[BAR_LANGUAGE] = { "bar.language", "language", "language" },
	};
	bool narrow = bar->w < ui_mm(ui, NARROW_PANEL_MM), fired[BAR_BUTTONS];
	bool speaks = voice_has(s->app->voice, catalog_tag(&s->app->catalog));
	struct button b[BAR_BUTTONS];

	for (int i = 0; i < BAR_BUTTONS; i++) {
		b[i] = (struct button){ .id = is[i].id,
			.label = catalog_text("bar", is[i].key),
			.icon = is[i].icon,
			.kind = BUTTON_BAR,
			.icon_only = true };
		if (i == BAR_LANGUAGE && !narrow) {
			b[i].label = s->app->catalog.lang[s->lang].endonym;
			b[i].icon_only = false;
			b[i].text_mm = MM_SMALL;
		}
		if (i == BAR_READ && s->reading) {
			b[i].label = catalog_text("voice", "stop");
			b[i].icon = "volume_off";
		}
	}
	if (!speaks)
		b[BAR_READ].id = NULL;
	frame_bar_row(ui, bar, b, BAR_BUTTONS, fired);
	if (fired[BAR_READ])
		s->reading = !s->reading;
	if (fired[BAR_TEXT_SIZE])
		frame_next_text_size(s);
	if (fired[BAR_CONTRAST])
		frame_next_theme(s);
	if (fired[BAR_LANGUAGE] && s->screen != SCREEN_LANGUAGE)
		f->leave = session_push(s, SCREEN_LANGUAGE);
	if (fired[BAR_COMFORT] && s->screen != SCREEN_COMFORT)
		f->leave = session_push(s, SCREEN_COMFORT);
}
