/* SPDX-License-Identifier: Apache-2.0 */
/*
 * parts_flow — parts that fill a room with as many pieces as there are: paragraphs in columns of
 * readable width, and the cards of all languages.
 */
#include "parts.h"

#include <stdio.h>

#include "catalog.h"

#define LARGE_CARD_MM 30.0
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

/* A grid of n cards: places, and the text size in which every name fits its card. */
struct language_grid {
	int columns, w, h;
	double mm;
};

static struct button language_card(const struct session *s, int i, const char *id, double mm)
{
	return (struct button){ .id = id,
		.label = s->app->catalog.lang[i].endonym,
		.selected = s->screen == SCREEN_LANGUAGE && i == s->lang,
		.text_mm = mm };
}

/* The largest size, of one for all, in which no name is broken. */
static double names_fit(const struct session *s, struct ui *ui, int w, int h)
{
	double mm = h > ui_mm(ui, LARGE_CARD_MM) ? MM_HEADING : MM_BODY + 1;
	double least = MM_SMALL * 100 / ui_state(ui)->text_percent;

	for (int i = 0; i < s->app->catalog.lang_len && mm >= least;) {
		const struct button b = language_card(s, i, "lang", mm);
		if (widget_button_fits(ui, (struct rect){ 0, 0, w, h }, &b))
			i++;
		else
			mm -= 0.5;
	}
	return mm;
}

/* One column for a few; else as few columns as can be, from three on, in which the rows meet the
 * target and the names are largest. */
static struct language_grid language_grid(const struct session *s, struct ui *ui, struct rect r)
{
	int n = s->app->catalog.lang_len, gap = ui_mm(ui, MM_GAP);
	struct language_grid best = { .columns = 0 };

	for (int columns = n > FEW_LANGUAGES ? 3 : 1; columns <= (n > FEW_LANGUAGES ? 6 : 1);
		columns++) {
		int rows = (n + columns - 1) / columns;
		struct language_grid g = { columns, (r.w - (columns - 1) * gap) / columns,
			(r.h - (rows - 1) * gap) / rows, 0 };
		int most = ui_mm(ui, columns == 1 ? 46 : LARGE_CARD_MM);
		g.h = g.h < most ? g.h : most;
		g.mm = names_fit(s, ui, g.w, g.h);
		bool low = g.h < ui_mm(ui, MM_TARGET);
		if (!best.columns || (!low && (best.h < ui_mm(ui, MM_TARGET) || g.mm > best.mm)))
			best = g;
	}
	return best;
}

int part_languages(struct session *s, struct ui *ui, struct rect r)
{
	const struct language_grid g = language_grid(s, ui, r);
	int gap = ui_mm(ui, MM_GAP), fired = -1;

	for (int i = 0; i < s->app->catalog.lang_len; i++) {
		char id[UI_ID_MAX];
		const struct button b = language_card(s, i, id, g.mm);
		snprintf(id, sizeof(id), "lang.%s", s->app->catalog.lang[i].tag);
		if (widget_button(ui,
			    (struct rect){ r.x + i % g.columns * (g.w + gap),
				    r.y + i / g.columns * (g.h + gap), g.w, g.h },
			    &b))
			fired = i;
	}
	return fired;
}
