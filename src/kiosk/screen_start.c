/* SPDX-License-Identifier: Apache-2.0 */
/*
 * screen_start — the lit window and the languages. Left (or above) what this is, right (or below)
 * the one question that needs no words: cards with each language's own name. A low panel has the
 * window and its words in a band above, so that the names keep their width. Lays out any number of
 * languages; a handful gets tall cards. It has no bars: nothing can be set before somebody has
 * begun, so it always looks the same, which is how a wipe is checked.
 */
#include <stdio.h>
#include <string.h>

#include "catalog.h"
#include "frame.h"
#include "parts.h"
#include "session.h"
#include "widgets.h"

#define LINES          3
#define LEAD_MAX       512
#define BAND_LEAST_MM  24.0
#define BAND_MOST_MM   29.0
#define NARROW_ROAD_MM 60.0
#define LOW_PAD_MM     4.0  /* above and below what is on the paper */
#define WORDS_ROW_MM   17.0 /* of the line "ことば Language …", with its gap */

/* The words under the window at a share of their full size. */
static int words(struct ui *ui, struct rect r, double share, bool draw)
{
	static const struct {
		const char *id, *key;
		double mm, gap;
		bool bold;
	} line[LINES] = { { "start.title", "title", 17, 5, true },
		{ "start.lead1", "lead1", 9, 3, false }, { "start.lead2", "lead2", 7, 0, false } };
	int used = 0;

	for (int i = 0; i < LINES; i++) {
		double mm = line[i].mm * share;
		const struct part_text t = { line[i].id, catalog_text("start", line[i].key),
			mm < MM_SMALL ? MM_SMALL : mm, line[i].bold, ROLE_ON_NIGHT, ROLE_NIGHT,
			LAYOUT_CENTER };
		used += part_text_height(ui, r.w, &t) + ui_mm(ui, line[i].gap * share);
		if (draw)
			part_text(ui, &r, &t, line[i].gap * share);
	}
	return used;
}

/* Window and words as one group in the middle, as large as the room allows. */
static void window(struct ui *ui, struct rect r)
{
	const struct color night = ui_color(ui, ROLE_NIGHT);
	int m = frame_margin(ui), gap = ui_mm(ui, MM_GAP), radius = 0, text = 0;
	struct rect in = rect_inset(r, m, m);
	double share = 1.0;

	draw_box(ui_draw(ui), r, &night, NULL, 0, 0);
	for (; share > 0.6; share -= 0.08) {
		radius = (int)(ui_mm(ui, 41) * share);
		text = words(ui, in, share, false);
		if (2 * radius + gap + text <= in.h && 2 * radius <= in.w)
			break;
	}
	if (2 * radius + gap + text > in.h) /* the words come first */
		radius = (in.h - gap - text) / 2;
	if (radius < 0)
		radius = 0;
	int y = in.y + (in.h > 2 * radius + gap + text ? (in.h - 2 * radius - gap - text) / 2 : 0);
	widget_mark(ui, r.x + r.w / 2, y + radius, radius, true);
	y += 2 * radius + gap;
	words(ui, (struct rect){ in.x, y, in.w, in.y + in.h - y }, share, true);
}

/* The lines of a text side by side; two spaces part them for reading aloud, too (speech.h). */
static void one_line(char out[static LEAD_MAX], const char *text)
{
	size_t n = 0;

	for (; *text && n < LEAD_MAX - 2; text++) {
		out[n++] = *text == '\n' ? ' ' : *text;
		if (*text == '\n')
			out[n++] = ' ';
	}
	out[n] = '\0';
}

/* A low panel: the window, the name and the words beside each other. */
static void band(struct ui *ui, struct rect r)
{
	const struct color night = ui_color(ui, ROLE_NIGHT);
	int radius = ui_mm(ui, 8), pad = ui_mm(ui, 0.5);
	struct rect in = rect_inset(r, frame_margin(ui), pad), left;
	struct part_text title = { "start.title", catalog_text("start", "title"), MM_BODY + 1, true,
		ROLE_ON_NIGHT, ROLE_NIGHT, LAYOUT_START };
	char free_of[LEAD_MAX];

	one_line(free_of, catalog_text("start", "lead2"));
	struct part_text lead[] = { { "start.lead1", catalog_text("start", "lead1"), MM_BODY - 0.5,
					    true, ROLE_ON_NIGHT, ROLE_NIGHT, LAYOUT_START },
		{ "start.lead2", free_of, MM_SMALL + 0.5, false, ROLE_ON_NIGHT, ROLE_NIGHT,
			LAYOUT_START } };
	const struct button name = { .label = title.markup, .text_mm = title.mm };

	draw_box(ui_draw(ui), r, &night, NULL, 0, 0);
	widget_mark(ui, in.x + radius, r.y + r.h / 2, radius, true);
	rect_cut_left(&in, 2 * radius + ui_mm(ui, 4));
	left = rect_cut_left(&in, widget_button_width(ui, &name) - ui_mm(ui, 6));
	int h = part_shrink(ui, left.w, left.h, &title, 1, 0);
	rect_cut_top(&left, (left.h - h) / 2);
	part_text(ui, &left, &title, 0);
	int n = part_shrink(ui, in.w, in.h, lead, 2, 0) <= in.h ? 2 : 1;
	h = part_shrink(ui, in.w, in.h, lead, n, 0);
	rect_cut_top(&in, h < in.h ? (in.h - h) / 2 : 0);
	for (int i = 0; i < n; i++)
		part_text(ui, &in, &lead[i], 0);
}

static void language_words(struct ui *ui, struct rect *r)
{
	bool low = frame_is_low(ui);
	const struct text_block t = { .id = "start.words",
		.markup = catalog_text("start", "language_words"),
		.mm = low ? MM_SMALL : MM_BODY,
		.bold = true,
		.role = ROLE_INK,
		.ground = ROLE_PAPER,
		.lines_max = 1 };
	int th = widget_text_height(ui, r->w, &t), h = ui_mm(ui, MM_HEADING * (low ? 1.0 : 1.6)),
	    radius = h / 2;
	struct rect row = rect_cut_top(r, h);

	widget_icon(ui, row.x + radius, row.y + radius, radius, "language", ROLE_PAPER, ROLE_NIGHT);
	rect_cut_left(&row, h + ui_mm(ui, 2));
	th = th < h ? th : h;
	widget_text(ui, (struct rect){ row.x, row.y + (h - th) / 2, row.w, th }, &t);
	rect_cut_top(r, ui_mm(ui, 3));
}

/* The site's own people. All staff texts are Japanese, so the visit is from here on. */
static enum screen staff_door(struct session *s)
{
	const struct catalog *c = &s->app->catalog;

	for (int i = 0; i < c->lang_len; i++)
		if (strcmp(c->lang[i].tag, "ja") == 0)
			session_use_lang(s, i);
	return SCREEN_STAFF_WHO;
}

/* Side roads: small, below, never competing with the languages; in one row, or in two. On a narrow
 * panel the staff's has no words and the others no pictograms. */
static enum screen side_roads(struct session *s, struct ui *ui, struct rect r, int rows)
{
	static const struct {
		const char *id, *key, *icon;
		enum screen to;
	} road[] = {
		{ "start.lookup", "lookup", "search", SCREEN_LOOKUP },
		{ "start.directory", "directory", "phone", SCREEN_DIRECTORY },
		{ "start.about", "about", "info", SCREEN_ABOUT },
		{ "start.staff", "staff", "badge", SCREEN_STAFF_WHO },
	};
	const int n = sizeof(road) / sizeof(road[0]), gap = ui_mm(ui, MM_GAP), columns = n / rows;
	int h = (r.h - (rows - 1) * gap) / rows, w = (r.w - (columns - 1) * gap) / columns;
	bool narrow = w < ui_mm(ui, NARROW_ROAD_MM);
	enum screen next = SCREEN_START;

	if (narrow) /* the last one is as wide as it is high */
		w = (r.w - (columns - 1) * gap - h) / (columns - 1);
	for (int i = 0; i < n; i++) {
		bool small = narrow && i == n - 1;
		struct rect at = { r.x + i % columns * (w + gap), r.y + i / columns * (h + gap),
			small ? h : w, h };
		const struct button b = { .id = road[i].id,
			.label = catalog_text("start", road[i].key),
			.icon = narrow && !small ? "" : road[i].icon,
			.icon_only = small,
			.text_mm = narrow ? MM_SMALL : MM_SMALL + 0.5 };
		if (widget_button(ui, at, &b))
			next = road[i].to == SCREEN_STAFF_WHO ? staff_door(s)
							      : session_push(s, road[i].to);
	}
	return next;
}

/* What a low panel keeps for the band when the languages have three rows of targets. */
static int band_height(const struct ui *ui, int roads)
{
	int spare = ui_state(ui)->h - 4 * ui_mm(ui, MM_GAP) - roads -
		    3 * ui_mm(ui, MM_TARGET + 0.8) - 2 * ui_mm(ui, LOW_PAD_MM),
	    least = ui_mm(ui, BAND_LEAST_MM), most = ui_mm(ui, BAND_MOST_MM);

	return spare > most ? most : spare < least ? least : spare;
}

enum screen screen_start(struct session *s, struct ui *ui)
{
	const struct ui_state *st = ui_state(ui);
	const struct color paper = ui_color(ui, ROLE_PAPER);
	struct rect all = { 0, 0, st->w, st->h };
	bool low = frame_is_low(ui) && !ui_portrait(ui); /* there the languages get the room */
	int m = frame_margin(ui), gap = ui_mm(ui, low ? MM_GAP : MM_GAP + 2),
	    rows = ui_portrait(ui) ? 2 : 1, road_h = ui_mm(ui, low ? MM_TARGET : MM_TARGET + 6);

	draw_box(ui_draw(ui), all, &paper, NULL, 0, 0);
	int above = st->h * 37 / 100 > st->reach_top ? st->h * 37 / 100 : st->reach_top;
	if (low)
		band(ui, rect_cut_top(&all, band_height(ui, road_h)));
	else
		window(ui, ui_portrait(ui) ? rect_cut_top(&all, above)
					   : rect_cut_left(&all, st->w / 3));
	struct rect r = rect_inset(all, m, low ? ui_mm(ui, LOW_PAD_MM) : m * 3 / 4);
	struct rect roads = rect_cut_bottom(&r, rows * road_h + (rows - 1) * ui_mm(ui, MM_GAP));
	rect_cut_bottom(&r, gap);
	if (!low || r.h - ui_mm(ui, WORDS_ROW_MM) >= 3 * ui_mm(ui, MM_TARGET) + 2 * gap)
		language_words(ui, &r);
	int lang = part_languages(s, ui, r);
	enum screen next = side_roads(s, ui, roads, rows);
	if (lang < 0)
		return next;
	session_use_lang(s, lang);
	return SCREEN_NOTICE;
}
