/* SPDX-License-Identifier: Apache-2.0 */
/*
 * frame_top — the buttons of the upper bar, always in this order: comfort, reading aloud, text
 * size, colours, language. Text size and colours are changed here and nowhere else. Reading
 * aloud is offered where the language has a voice and the terminal a loudspeaker. Labels give
 * way to their pictograms when the panel is too narrow for both.
 */
#include "frame_private.h"

#include "catalog.h"

static void cycle_text_size(struct session *s)
{
	static const int sizes[] = SESSION_TEXT_SIZES;
	const int n = sizeof(sizes) / sizeof(sizes[0]);

	for (int i = 0; i < n; i++)
		if (sizes[i] == s->text_percent) {
			s->text_percent = sizes[(i + 1) % n];
			return;
		}
	s->text_percent = sizes[0];
}

enum { BAR_COMFORT, BAR_READ, BAR_TEXT_SIZE, BAR_CONTRAST, BAR_LANGUAGE, BAR_BUTTONS };

/* Reading aloud is offered where it is possible. */
static bool offered(int button, bool speaks)
{
	return button != BAR_READ || speaks;
}

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
	int gap = ui_mm(ui, MM_GAP), h = ui_mm(ui, MM_TARGET), w[BAR_BUTTONS], sum = -gap;
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
		w[i] = b[i].icon_only ? h : widget_button_width(ui, &b[i]);
		sum += offered(i, speaks) ? w[i] + gap : 0;
	}
	struct rect row = ui_state(ui)->left_hand ? rect_cut_left(bar, sum)
						  : rect_cut_right(bar, sum);
	row = (struct rect){ row.x, row.y + (row.h - h) / 2, row.w, h };
	for (int i = 0; i < BAR_BUTTONS; i++) {
		fired[i] = offered(i, speaks) &&
			   widget_button(ui, rect_cut_left(&row, w[i]), &b[i]);
		if (offered(i, speaks))
			rect_cut_left(&row, gap);
	}
	if (fired[BAR_READ])
		s->reading = !s->reading;
	if (fired[BAR_TEXT_SIZE])
		cycle_text_size(s);
	if (fired[BAR_CONTRAST])
		s->theme = (s->theme + 1) % s->app->themes.len;
	if (fired[BAR_LANGUAGE] && s->screen != SCREEN_LANGUAGE)
		f->leave = session_push(s, SCREEN_LANGUAGE);
	if (fired[BAR_COMFORT] && s->screen != SCREEN_COMFORT)
		f->leave = session_push(s, SCREEN_COMFORT);
}
