/* SPDX-License-Identifier: Apache-2.0 */
/*
 * widgets_grid — which grid suits these choices: columns, rows, text size, pages.
 * Order of wishes: all on one page in full size, then all on one page in a smaller size, then as
 * few pages as can be. Among grids that fit, cards near CARD_WIDE times as wide as high are the
 * calmest; empty places count against a grid. No card is lower or narrower than MM_TARGET, and
 * cards do not grow beyond CARD_MAX_MM: white space is a feature. Few cards may grow to FEW_MAX_MM,
 * and their words with them, so that tired eyes find them on a large panel. All cards of a grid
 * share one text size.
 */
#include <assert.h>
#include <limits.h>
#include <math.h>
#include <stdio.h>
#include "widgets_grid.h"
#include "widgets_private.h"

#define CARD_MAX_MM  40.0
#define FEW          8 /* choices */
#define FEW_MAX_MM   62.0
#define TALL_MAX_MM  90.0 /* where a label would be cut else */
#define FEW_LINES    2    /* of a label in grown words */
#define FEW_WIDE     4.2  /* as CARD_WIDE: large words want wide cards */
#define CARD_WIDE    3.4  /* the calmest width by height */
#define FEW_EMPTY    2.4  /* as EMPTY_COST: a hole among large cards is large */
#define EMPTY_COST   1.4  /* of a last row that is all empty; half empty costs a quarter */
#define STACKED_COST 0.6  /* yes and no stand beside each other where they can */
#define COLUMNS_MOST 6

struct grid {
	int columns, rows, w, h, gap;
	double mm;
}; /* w, h of one card */

static bool label_fits(struct ui *ui, const struct grid *g, const char *label, bool icon, int lines)
{
	struct card_shape s = card_shape(ui, g->w, g->h, icon);
	struct fit f = { label, g->mm, true, icon ? LAYOUT_START : LAYOUT_CENTER, s.label_w,
		s.label_h, lines };

	return !fit_at(ui, &f, g->mm).overflow;
}

static bool labels_fit(struct ui *ui, const struct grid *g, const struct choices *c, bool more)
{
	for (int i = 0; i < c->len; i++)
		if (!label_fits(ui, g, c->choice[i].label, c->choice[i].icon && *c->choice[i].icon,
			    card_lines(c->choice[i].label)))
			return false;
	return !more || label_fits(ui, g, c->more_label ? c->more_label : "", true, CARD_LINES_MAX);
}

/* Larger words in the cards of a grid that already stands, as large as all labels allow. */
static void grow_words(struct ui *ui, const struct choices *c, struct grid *g)
{
	static const double times[] = { 1.25, 1.125 };

	for (size_t t = 0; t < sizeof(times) / sizeof(times[0]); t++) {
		struct grid grown = *g;
		bool fits = true;

		grown.mm = MM_BODY * times[t];
		for (int i = 0; i < c->len && fits; i++)
			fits = label_fits(ui, &grown, c->choice[i].label,
				c->choice[i].icon && *c->choice[i].icon, FEW_LINES);
		if (fits) {
			*g = grown;
			return;
		}
	}
}

/* Card size for columns × rows in r; false when below the target size. */
static bool shape(
	struct ui *ui, struct rect r, int columns, int rows, double most_mm, struct grid *g)
{
	int most = ui_mm(ui, most_mm), least = ui_mm(ui, MM_TARGET);

	g->gap = ui_mm(ui, MM_GAP);
	g->columns = columns;
	g->rows = rows;
	g->w = (r.w - g->gap * (columns - 1)) / columns;
	g->h = (r.h - g->gap * (rows - 1)) / rows;
	if (g->h > most)
		g->h = most;
	return g->w >= least && g->h >= least;
}

static double card_most(const struct choices *c)
{
	return c->len <= FEW ? FEW_MAX_MM : CARD_MAX_MM;
}

/* As wished, so that the cards of questions below each other stand in line. */
static bool wished(struct ui *ui, struct rect r, const struct choices *c, struct grid *ret)
{
	struct grid g = { .mm = fit_mm(ui, MM_BODY, 0) };
	int columns = c->columns_wished;

	if (columns < 1 ||
		!shape(ui, r, columns, (c->len + columns - 1) / columns, card_most(c), &g) ||
		!labels_fit(ui, &g, c, false))
		return false;
	*ret = g;
	return true;
}

static int columns_limit(const struct choices *c)
{
	int most = COLUMNS_MOST;

	if (c->columns_max > 0 && c->columns_max < most)
		most = c->columns_max;
	return c->len < most ? c->len : most;
}

static double cost(const struct grid *g, int len)
{
	double empty = (double)(g->columns * g->rows - len) / g->columns;

	double wide = len <= FEW ? FEW_WIDE : CARD_WIDE;
	double hole = len <= FEW ? FEW_EMPTY : EMPTY_COST;

	double stacked = len == 2 && g->rows == 2 ? STACKED_COST : 0;

	return fabs(log((double)g->w / g->h / wide)) + hole * empty * empty + stacked;
}

/* The calmest grid that holds all on one page and costs more than `above`; false when none is
 * left. */
static bool next_grid(
	struct ui *ui, struct rect r, const struct choices *c, double above, struct grid *ret)
{
	double best = INFINITY;

	for (int columns = 1; columns <= columns_limit(c); columns++) {
		struct grid g = { .mm = ret->mm };

		if (!shape(ui, r, columns, (c->len + columns - 1) / columns, card_most(c), &g))
			continue;
		if (cost(&g, c->len) > above && cost(&g, c->len) < best) {
			best = cost(&g, c->len);
			*ret = g;
		}
	}
	return best < INFINITY;
}

/* The calmest grid that holds all on one page at this text size. Measuring labels is the dear
 * part, so grids are tried in order of cost. */
static bool one_page(
	struct ui *ui, struct rect r, const struct choices *c, double mm, struct grid *ret)
{
	struct grid g = { .mm = mm };

	for (double above = -1.0; next_grid(ui, r, c, above, &g); above = cost(&g, c->len))
		if (labels_fit(ui, &g, c, false)) {
			*ret = g;
			return true;
		}
	return false;
}

/* The grid with most places at this text size; labels must fit unless `anyway`. */
static bool paged(struct ui *ui, struct rect r, const struct choices *c, double mm, double most_mm,
	bool anyway, struct grid *ret)
{
	int most = 0;

	for (int columns = 1; columns <= columns_limit(c); columns++)
		for (int rows = 1 + r.h / ui_mm(ui, MM_TARGET); rows >= 1; rows--) {
			struct grid g = { .mm = mm };

			if (columns * rows <= most)
				break;
			if (!shape(ui, r, columns, rows, most_mm, &g))
				continue;
			if (!anyway && !labels_fit(ui, &g, c, true))
				continue;
			most = columns * rows;
			*ret = g;
		}
	return most > 0;
}

/* Leafing through many pages is harder than reading somewhat smaller words: the size with the
 * fewest pages, the larger one of equals. */
static bool fewest_pages(struct ui *ui, struct rect r, const struct choices *c, struct grid *ret)
{
	int least = INT_MAX;

	for (int step = 0; step < FIT_STEPS; step++) {
		struct grid g = { .mm = MM_SMALL };

		if (!paged(ui, r, c, fit_mm(ui, MM_BODY, step), card_most(c), false, &g) ||
			g.columns * g.rows < 2)
			continue;
		int cards = g.columns * g.rows - 1, pages = (c->len + cards - 1) / cards;
		if (pages < least) {
			least = pages;
			*ret = g;
		}
	}
	return least < INT_MAX;
}

/* Where words of this size leave no grid that holds them: as many cards as can be with smaller
 * ones, before a label is cut. */
static bool smaller_words(struct ui *ui, struct rect r, const struct choices *c, struct grid *ret)
{
	for (int step = FIT_STEPS; step < FIT_LAST; step++)
		if (paged(ui, r, c, fit_mm(ui, MM_BODY, step), TALL_MAX_MM, false, ret) &&
			ret->columns * ret->rows >= (c->len < 3 ? c->len : 3))
			return true;
	return false;
}

static struct grid choose(struct ui *ui, struct rect r, const struct choices *c)
{
	struct grid g = { 1, 1, r.w, r.h, ui_mm(ui, MM_GAP), MM_SMALL };

	assert(c->len > 0);
	if (wished(ui, r, c, &g))
		return g;
	for (int step = 0; step < FIT_STEPS; step++)
		if (one_page(ui, r, c, fit_mm(ui, MM_BODY, step), &g)) {
			if (step == 0 && c->len <= FEW)
				grow_words(ui, c, &g);
			return g;
		}
	if (fewest_pages(ui, r, c, &g) || smaller_words(ui, r, c, &g))
		return g;
	(void)paged(ui, r, c, fit_mm(ui, MM_BODY, FIT_LAST - 1), TALL_MAX_MM, true, &g);
	/* no room at all: the way to the others must stay */
	if (g.columns * g.rows == 1 && c->len > 1) {
		g.rows = 2;
		g.h = (r.h - g.gap) / 2;
	}
	return g;
}

/* … and no row is without cards, where the labels fit higher cards: their pictograms are larger. */
static void tighten(
	struct ui *ui, struct rect r, const struct choices *c, int cards, struct grid *g)
{
	assert(g->columns > 0);
	int rows = (cards + g->columns - 1) / g->columns;
	struct grid fewer = *g;

	if (rows < g->rows && shape(ui, r, g->columns, rows, card_most(c), &fewer) &&
		fewer.h >= g->h && labels_fit(ui, &fewer, c, cards < c->len))
		*g = fewer;
}

static struct rect place(const struct grid *g, struct rect r, int at)
{
	assert(g->columns > 0);
	int column = at % g->columns, line = at / g->columns;

	return (struct rect){ r.x + column * (g->w + g->gap), r.y + line * (g->h + g->gap), g->w,
		g->h };
}

int widget_choices(struct ui *ui, struct rect r, const struct choices *c, int *page)
{
	char more_id[UI_ID_MAX];
	struct grid g;
	int per_page, pages, first, fired = -1;

	assert(*page >= 0 && c->len >= 0);
	if (c->len == 0)
		return -1;
	g = choose(ui, r, c);
	int places = g.columns * g.rows;
	per_page = places >= c->len ? c->len : places > 2 ? places - 1 : 1;
	pages = (c->len + per_page - 1) / per_page;
	per_page = (c->len + pages - 1) / pages; /* no page is nearly empty … */
	tighten(ui, r, c, pages > 1 ? per_page + 1 : c->len, &g);
	if (*page >= pages)
		*page = 0;
	first = *page * per_page;
	for (int i = first; i < c->len && i < first + per_page; i++)
		if (widget_choice_at(ui, place(&g, r, i - first), &c->choice[i], g.mm))
			fired = i;
	if (pages > 1) {
		const struct button more = { .id = more_id,
			.label = c->more_label ? c->more_label : "",
			.icon = "more_horiz",
			.text_mm = g.mm };

		snprintf(more_id, sizeof more_id, "%s.more", c->prefix);
		if (widget_button(ui, place(&g, r, per_page), &more))
			*page = (*page + 1) % pages;
	}
	return fired;
}

int widget_choices_height(struct ui *ui, int width, const struct choices *c)
{
	int gap = ui_mm(ui, MM_GAP), best = 0;
	double mm = fit_mm(ui, MM_BODY, 0);

	/* For each number of columns the least card height in which the labels fit, in steps of
	 * 2 mm. */
	for (int columns = 1; columns <= columns_limit(c); columns++) {
		int rows = (c->len + columns - 1) / columns;

		for (double high = MM_TARGET; high <= CARD_MAX_MM; high += 2.0) {
			int total = rows * ui_mm(ui, high) + (rows - 1) * gap;
			struct grid g = { .mm = mm };

			if (best && total >= best)
				break;
			if (!shape(ui, (struct rect){ 0, 0, width, total }, columns, rows,
				    CARD_MAX_MM, &g) ||
				!labels_fit(ui, &g, c, false))
				continue;
			best = total;
			break;
		}
	}
	return best ? best : c->len * ui_mm(ui, MM_TARGET * 1.5) + (c->len - 1) * gap;
}
