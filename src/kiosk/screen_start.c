/* SPDX-License-Identifier: Apache-2.0 */
/*
 * screen_start — the lit window and the languages. Left (or above) what this is, right (or below)
 * the one question that needs no words: cards with each language's own name. Lays out any number of
 * languages; a handful gets tall cards. It has no bars: nothing can be set before somebody has
 * begun, so it always looks the same, which is how a wipe is checked.
 */
#include <string.h>

#include "catalog.h"
#include "frame.h"
#include "parts.h"
#include "session.h"
#include "widgets.h"

#define LINES 3

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
	struct rect in = rect_inset(r, m, frame_is_low(ui) ? ui_mm(ui, 3) : m);
	double share = 1.0;

	draw_box(ui_draw(ui), r, &night, NULL, 0, 0);
	for (; share > (frame_is_low(ui) ? 0.44 : 0.6); share -= 0.08) {
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

/* The site's own people: a small door without words where there is no room for them. All staff
 * texts are Japanese, so the visit is from here on. */
static enum screen staff_door(struct session *s, struct ui *ui, struct rect r, bool narrow)
{
	const struct catalog *c = &s->app->catalog;
	const struct button b = { .id = "start.staff",
		.label = catalog_text("start", "staff"),
		.icon = "badge",
		.icon_only = narrow,
		.text_mm = MM_SMALL };

	if (!widget_button(ui, r, &b))
		return SCREEN_START;
	for (int i = 0; i < c->lang_len; i++)
		if (strcmp(c->lang[i].tag, "ja") == 0)
			session_use_lang(s, i);
	return SCREEN_STAFF_WHO;
}

/* Side roads: small, below, never competing with the languages. */
static enum screen side_roads(struct session *s, struct ui *ui, struct rect r)
{
	static const struct {
		const char *id, *key, *icon;
		enum screen to;
	} road[] = {
		{ "start.lookup", "lookup", "search", SCREEN_LOOKUP },
		{ "start.directory", "directory", "phone", SCREEN_DIRECTORY },
		{ "start.about", "about", "info", SCREEN_ABOUT },
	};
	const int n = sizeof(road) / sizeof(road[0]), gap = ui_mm(ui, MM_GAP);
	bool no_words = r.w < ui_mm(ui, 290);
	struct rect door = rect_cut_right(&r, no_words ? r.h : ui_mm(ui, 55));
	rect_cut_right(&r, gap);
	int w = (r.w - (n - 1) * gap) / n;
	bool narrow = w < ui_mm(ui, 60); /* words before pictograms */
	enum screen next = SCREEN_START;

	for (int i = 0; i < n; i++) {
		const struct button b = { .id = road[i].id,
			.label = catalog_text("start", road[i].key),
			.icon = narrow ? "" : road[i].icon,
			.text_mm = narrow ? MM_SMALL : MM_SMALL + 0.5 };
		if (widget_button(ui, (struct rect){ r.x + i * (w + gap), r.y, w, r.h }, &b))
			next = session_push(s, road[i].to);
	}
	enum screen in = staff_door(s, ui, door, no_words);
	return in != SCREEN_START ? in : next;
}

enum screen screen_start(struct session *s, struct ui *ui)
{
	const struct ui_state *st = ui_state(ui);
	const struct color paper = ui_color(ui, ROLE_PAPER);
	struct rect all = { 0, 0, st->w, st->h };
	bool low = frame_is_low(ui); /* there the languages get the room */
	int m = frame_margin(ui), road_h = ui_mm(ui, MM_TARGET + (low ? 1 : 6));

	draw_box(ui_draw(ui), all, &paper, NULL, 0, 0);
	int above = st->h * 37 / 100 > st->reach_top ? st->h * 37 / 100 : st->reach_top;
	window(ui, ui_portrait(ui) ? rect_cut_top(&all, above)
				   : rect_cut_left(&all, low ? st->w * 23 / 100 : st->w / 3));
	struct rect r = rect_inset(all, m, m * 3 / 4);
	language_words(ui, &r);
	struct rect roads = rect_cut_bottom(&r, road_h);
	rect_cut_bottom(&r, ui_mm(ui, low ? MM_GAP : MM_GAP + 2));
	int lang = part_languages(s, ui, r);
	enum screen next = side_roads(s, ui, roads);
	if (lang < 0)
		return next;
	session_use_lang(s, lang);
	return SCREEN_NOTICE;
}
