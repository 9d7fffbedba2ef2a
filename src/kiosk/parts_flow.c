/* SPDX-License-Identifier: Apache-2.0 */
/*
 * parts_flow — parts that fill a room with as many pieces as there are: paragraphs in columns of
 * readable width, and the cards of all languages.
 */
#include "parts.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "catalog.h"
#include "frame.h"

#define CARD_MM        36.0 /* height of a language's card at most */
#define FEW_CARD_MM    46.0
#define FEW_LANGUAGES  4 /* so few stand in one column of wide cards */
#define COLUMNS_MOST   6
#define NAME_MAX_BYTES 64
#define TIGHTER_MM     4.0 /* sides of a card when its name is broken */

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
	bool low = frame_is_low(ui); /* there the height is for the text */
	const struct button more = { .id = "nav.more",
		.label = catalog_text("nav", "more"),
		.icon = "more_horiz",
		.icon_only = low };
	int from = 0, page = 0, target = ui_mm(ui, MM_TARGET);

	if (flow(ui, r, prefix, text, n, 0, false) == n) {
		flow(ui, r, prefix, text, n, 0, true);
		return;
	}
	struct rect side = low ? rect_cut_right(&r, target) : rect_cut_bottom(&r, target);
	struct rect at = rect_cut_bottom(&side, target);
	if (low)
		rect_cut_right(&r, ui_mm(ui, MM_GAP));
	else
		rect_cut_bottom(&r, ui_mm(ui, MM_GAP));
	while (page < s->choices_page && from < n) {
		from = flow(ui, r, prefix, text, n, from, false);
		page++;
	}
	if (from >= n)
		from = s->choices_page = 0;
	flow(ui, r, prefix, text, n, from, true);
	if (widget_button(ui, rect_cut_left(&at, widget_button_width(ui, &more)), &more))
		s->choices_page++;
}

/* --- languages --- */

/* A grid of n cards: places, and the text size in which every name fits its card. Columns are as
 * wide as their names ask for. */
struct language_grid {
	int columns, rows, h;
	int w[COLUMNS_MOST];
	double mm;
	bool whole; /* every name on one line */
};

static struct button language_card(const struct session *s, int i, const char *id, double mm)
{
	return (struct button){ .id = id,
		.label = s->app->catalog.lang[i].endonym,
		.selected = s->screen == SCREEN_LANGUAGE && i == s->lang,
		.text_mm = mm };
}

/* Least width of a card: for the name on one line, or for its longest word. */
static int name_width(const struct session *s, struct ui *ui, int i, const struct language_grid *g)
{
	struct button b = language_card(s, i, "lang", g->mm);
	char word[NAME_MAX_BYTES];
	int widest = 0;

	if (g->whole)
		return widget_button_width(ui, &b);
	for (const char *from = b.label; *from;) {
		size_t len = strcspn(from, " ");
		snprintf(word, sizeof(word), "%.*s", (int)len, from);
		b.label = word;
		int w = widget_button_width(ui, &b);
		widest = w > widest ? w : widest;
		from += len + (from[len] == ' ');
	}
	return widest - ui_mm(ui, TIGHTER_MM);
}

/* Do all names fit in this size? What is left of the width is shared. */
static bool names_fit(const struct session *s, struct ui *ui, struct language_grid *g, int width)
{
	int n = s->app->catalog.lang_len, spare = width - (g->columns - 1) * ui_mm(ui, MM_GAP);

	for (int c = 0; c < g->columns; c++) {
		g->w[c] = 0;
		for (int i = c; i < n; i += g->columns) {
			int w = name_width(s, ui, i, g);
			g->w[c] = w > g->w[c] ? w : g->w[c];
		}
		spare -= g->w[c];
	}
	bool fit = spare >= 0;
	for (int c = 0; c < g->columns; c++) {
		int more = spare / (g->columns - c);
		g->w[c] += more;
		spare -= more;
	}
	for (int i = 0; fit && i < n; i++) {
		const struct button b = language_card(s, i, "lang", g->mm);
		fit = widget_button_fits(ui, (struct rect){ 0, 0, g->w[i % g->columns], g->h }, &b);
	}
	return fit;
}

/* The largest size in which the names fit, whole before broken; false when they do not in any. */
static bool largest_names(
	const struct session *s, struct ui *ui, struct language_grid *g, int width)
{
	const double least = MM_SMALL * 100 / ui_state(ui)->text_percent;

	for (int broken = 0; broken < 2; broken++) {
		g->whole = !broken;
		for (g->mm = MM_HEADING; g->mm >= least; g->mm -= 0.5)
			if (names_fit(s, ui, g, width))
				return true;
	}
	g->mm = least;
	return false;
}

/* One column for a few; else as few columns as can be, from three on, in which the rows meet the
 * target, names stay whole and are largest. */
static struct language_grid language_grid(const struct session *s, struct ui *ui, struct rect r)
{
	int n = s->app->catalog.lang_len, gap = ui_mm(ui, MM_GAP), score = -1;
	struct language_grid best = { .columns = 0 };
	bool few = n <= FEW_LANGUAGES;

	for (int columns = few ? 1 : 3; columns <= (few ? 1 : COLUMNS_MOST); columns++) {
		struct language_grid g = { .columns = columns,
			.rows = (n + columns - 1) / columns };
		int most = ui_mm(ui, few ? FEW_CARD_MM : CARD_MM);
		g.h = (r.h - (g.rows - 1) * gap) / g.rows;
		g.h = g.h < most ? g.h : most;
		bool high = g.h >= ui_mm(ui, MM_TARGET), fit = largest_names(s, ui, &g, r.w);
		int is = high * 4000 + fit * 2000 + g.whole * 1000 + (int)(g.mm * 10);
		if (is > score) {
			score = is;
			best = g;
		}
	}
	return best;
}

int part_languages(struct session *s, struct ui *ui, struct rect r)
{
	const struct language_grid g = language_grid(s, ui, r);
	int gap = ui_mm(ui, MM_GAP), fired = -1, x = r.x;

	assert(g.columns > 0);
	for (int i = 0; i < s->app->catalog.lang_len; i++) {
		char id[UI_ID_MAX];
		const struct button b = language_card(s, i, id, g.mm);
		snprintf(id, sizeof(id), "lang.%s", s->app->catalog.lang[i].tag);
		x = i % g.columns == 0 ? r.x : x;
		if (widget_button(ui,
			    (struct rect){
				    x, r.y + i / g.columns * (g.h + gap), g.w[i % g.columns], g.h },
			    &b))
			fired = i;
		x += g.w[i % g.columns] + gap;
	}
	return fired;
}
