/* SPDX-License-Identifier: Apache-2.0 */
/*
 * parts_flow — parts that fill a room with as many pieces as there are: paragraphs in columns of
 * readable width, and the cards of all languages.
 */
#include "parts.h"

#include <stdio.h>

#include "catalog.h"

#define FEW_LANGUAGES 4 /* so few stand in one column of wide cards */

/* --- paragraphs --- */

#define COLUMN_MM        195.0 /* about 22 characters of body text */
#define PARAGRAPH_GAP_MM 5.0

static struct text_block paragraph(const char *id, const char *markup)
{
	return (struct text_block){ .id = id,
		.markup = markup,
		.mm = MM_BODY - 1,
		.role = ROLE_INK,
		.ground = ROLE_PAPER };
}

/* Puts text[from …] into the columns of r, drawing only when `draw`; returns the first that is left
 * over. */
static int flow(struct ui *ui, struct rect r, const char *prefix, const char *const *text, int n,
	int from, bool draw)
{
	int columns = r.w / ui_mm(ui, COLUMN_MM), gap = ui_mm(ui, MM_MARGIN), i = from;

	columns = columns < 1 ? 1 : columns > 2 ? 2 : columns;
	int w = (r.w - (columns - 1) * gap) / columns;
	for (int c = 0; c < columns; c++) {
		struct rect column = { r.x + c * (w + gap), r.y, w, r.h };
		for (int start = i; i < n; i++) {
			char id[UI_ID_MAX];
			snprintf(id, sizeof(id), "%s.%d", prefix, i + 1);
			const struct text_block t = paragraph(id, text[i]);
			int h = widget_text_height(ui, w, &t);
			if (h > column.h && i > start)
				break;
			if (draw)
				widget_text(ui, column, &t);
			rect_cut_top(&column, h + ui_mm(ui, PARAGRAPH_GAP_MM));
		}
	}
	return i;
}

void part_paragraphs(struct session *s, struct ui *ui, struct rect r, const char *prefix,
	const char *const *text, int n)
{
	const struct button more = {
		.id = "nav.more", .label = catalog_text("nav", "more"), .icon = "more_horiz"
	};
	int from = 0, page = 0;

	if (flow(ui, r, prefix, text, n, 0, false) == n) {
		flow(ui, r, prefix, text, n, 0, true);
		return;
	}
	struct rect foot = rect_cut_bottom(&r, ui_mm(ui, MM_TARGET));
	rect_cut_bottom(&r, ui_mm(ui, 2));
	while (page < s->choices_page && from < n) {
		from = flow(ui, r, prefix, text, n, from, false);
		page++;
	}
	if (from >= n)
		from = s->choices_page = 0;
	flow(ui, r, prefix, text, n, from, true);
	if (widget_button(ui, rect_cut_left(&foot, widget_button_width(ui, &more)), &more))
		s->choices_page++;
}

/* --- languages --- */

/* Columns for n cards in r: one for a few, else the fewest from three on whose rows meet the
 * target. */
static int language_columns(struct ui *ui, struct rect r, int n)
{
	int gap = ui_mm(ui, MM_GAP), least = ui_mm(ui, MM_TARGET),
	    columns = n > FEW_LANGUAGES ? 3 : 1;

	while (columns < n && ((n + columns - 1) / columns) * (least + gap) - gap > r.h)
		columns++;
	return columns;
}

int part_languages(struct session *s, struct ui *ui, struct rect r)
{
	const struct catalog *c = &s->app->catalog;
	int gap = ui_mm(ui, MM_GAP), n = c->lang_len, columns = language_columns(ui, r, n),
	    fired = -1;
	int rows = (n + columns - 1) / columns, w = (r.w - (columns - 1) * gap) / columns;
	int h = (r.h - (rows - 1) * gap) / rows, most = ui_mm(ui, columns == 1 ? 46 : 30);

	h = h < most ? h : most;
	for (int i = 0; i < n; i++) {
		char id[UI_ID_MAX];
		const struct button b = { .id = id,
			.label = c->lang[i].endonym,
			.selected = s->screen == SCREEN_LANGUAGE && i == s->lang,
			.text_mm = columns == 1 && h > ui_mm(ui, 30) ? MM_HEADING : MM_BODY + 1 };
		snprintf(id, sizeof(id), "lang.%s", c->lang[i].tag);
		if (widget_button(ui,
			    (struct rect){ r.x + i % columns * (w + gap),
				    r.y + i / columns * (h + gap), w, h },
			    &b))
			fired = i;
	}
	return fired;
}
