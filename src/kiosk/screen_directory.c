/* SPDX-License-Identifier: Apache-2.0 */
/*
 * screen_directory — telephone numbers as cards: name, number, hours, and whether somebody has
 * checked the number. Where cards would fill many pages (a low panel, large text, a script with
 * high lines) an entry is one line, so that a page holds several. Works without network; this
 * machine cannot telephone.
 */
#include <stdio.h>
#include <string.h>

#include "catalog.h"
#include "frame.h"
#include "parts.h"
#include "session.h"
#include "widgets.h"

#define COLUMN_MM    115.0
#define DETAIL_MAX   320
#define LINE_GAP_MM  1.5
#define PAGES_MOST   4 /* of cards */
#define LINES_WISHED 4 /* of a low panel, before there is room for hours */

static void details(const struct directory_entry *e, char out[static DETAIL_MAX])
{
	const char *hours = directory_text(e, "schedule");
	const char *more = directory_text(e, "description");
	const char *args[] = { e->verified_on };
	char checked[128];

	if (e->all_day)
		hours = catalog_text("directory", "all_day");
	if (!hours)
		hours = "";
	if (e->fixed)
		checked[0] = '\0';
	else if (e->verified_on[0])
		catalog_fill(
			checked, sizeof(checked), catalog_text("directory", "source"), args, 1);
	else
		snprintf(checked, sizeof(checked), "%s", catalog_text("directory", "unverified"));
	snprintf(out, DETAIL_MAX, "%s%s%s%s%s%s%s", hours, hours[0] && e->free_call ? "  " : "",
		e->free_call ? catalog_text("directory", "free") : "",
		hours[0] || e->free_call ? "\n" : "", more ? more : "", more ? "\n" : "", checked);
}

/* Draws a card, or only measures it: the height its texts need. */
static int card(const struct session *s, struct ui *ui, struct rect r,
	const struct directory_entry *e, bool draw)
{
	int pad = ui_mm(ui, 4), radius = ui_mm(ui, 8.5), sum = 0;
	char id[3][UI_ID_MAX], detail[DETAIL_MAX];
	const char *name = directory_name(e);
	const struct part_text t[] = { { id[0], name, MM_SMALL, true, ROLE_INK, ROLE_CARD,
					       LAYOUT_START },
		{ id[1], e->number, MM_BODY + 1, true, ROLE_NIGHT, ROLE_CARD, LAYOUT_START },
		{ id[2], detail, MM_SMALL - 0.5, false, ROLE_QUIET, ROLE_CARD, LAYOUT_START } };

	details(e, detail);
	snprintf(id[0], UI_ID_MAX, "directory.%s.name", e->id);
	snprintf(id[1], UI_ID_MAX, "directory.%s.number", e->id);
	snprintf(id[2], UI_ID_MAX, "directory.%s.detail", e->id);
	struct rect in = rect_inset(r, pad, pad / 2);
	rect_cut_left(&in, 2 * radius + pad);
	for (int i = 0; i < 3; i++)
		sum += part_text_height(ui, in.w, &t[i]);
	if (!draw)
		return sum + pad;
	widget_card(ui, r, ROLE_CARD, ROLE_LINE);
	widget_icon(ui, r.x + pad + radius, r.y + r.h / 2, radius, e->icon[0] ? e->icon : "phone",
		ROLE_PALE, ROLE_NIGHT);
	if (sum < in.h)
		rect_cut_top(&in, (in.h - sum) / 2);
	for (int i = 0; i < 3; i++)
		part_text(ui, &in, &t[i], 0);
	return sum + pad;
}

static int tallest(const struct session *s, struct ui *ui, int width)
{
	int most = ui_mm(ui, MM_TARGET);

	for (int i = 0; i < s->app->directory.len; i++) {
		int h = card(
			s, ui, (struct rect){ 0, 0, width, 0 }, &s->app->directory.entry[i], false);
		most = h > most ? h : most;
	}
	return most;
}

/* Turns to the next page of `shown` entries when asked; the page stays one that exists. */
static int first_of_page(struct session *s, int shown)
{
	if (s->choices_page * shown >= s->app->directory.len)
		s->choices_page = 0;
	return s->choices_page * shown;
}

static struct button more_button(void)
{
	return (struct button){
		.id = "directory.more", .label = catalog_text("nav", "more"), .icon = "more_horiz"
	};
}

/* As many cards as fit; when there are more, the last place leads to them. False, and nothing
 * drawn, where that would be a long way. */
static bool cards(struct session *s, struct ui *ui, struct rect r)
{
	const struct directory *d = &s->app->directory;
	int gap = ui_mm(ui, MM_GAP),
	    columns = r.w / ui_mm(ui, COLUMN_MM * (s->text_percent + 100) / 200.0);
	const struct button more = more_button();

	columns = columns < 1 ? 1 : columns > 3 ? 3 : columns;
	int w = (r.w - (columns - 1) * gap) / columns, least = tallest(s, ui, w),
	    lines = (r.h + gap) / (least + gap);
	lines = lines < 1 ? 1 : lines;
	int places = columns * lines, shown = d->len <= places ? d->len
					      : places > 1     ? places - 1
							       : 1;
	if (shown == 0) /* an empty list */
		return true;
	int pages = (d->len + shown - 1) / shown;
	if (pages > PAGES_MOST)
		return false;
	if (pages > 1) { /* no page is nearly empty, no line without cards */
		shown = (d->len + pages - 1) / pages;
		lines = (shown + columns) / columns;
	}
	int high = (r.h - (lines - 1) * gap) / lines;
	high = high < least * 5 / 4 ? high : least * 5 / 4;
	int first = first_of_page(s, shown);
	for (int i = 0; i < shown && first + i < d->len; i++)
		card(s, ui,
			(struct rect){ r.x + i % columns * (w + gap),
				r.y + i / columns * (high + gap), w, high },
			&d->entry[first + i], true);
	struct rect at = { r.x + shown % columns * (w + gap), r.y + shown / columns * (high + gap),
		w, high };
	if (shown < d->len && widget_button(ui, at, &more))
		s->choices_page++;
	return true;
}

/* --- a low panel, or a script with high lines: one line an entry --- */

/* Name and, when there is room, hours; the number at the right edge on one line. Draws, or only
 * measures: the height it needs. */
static int line(const struct session *s, struct ui *ui, struct rect r,
	const struct directory_entry *e, bool detailed, bool draw)
{
	int pad = ui_mm(ui, 1.2), radius = ui_mm(ui, 4.5);
	char id[3][UI_ID_MAX], detail[DETAIL_MAX] = "";
	const char *name = directory_name(e);
	struct part_text t[] = { { id[0], name, MM_SMALL, true, ROLE_INK, ROLE_CARD, LAYOUT_START },
		{ id[1], e->number, MM_SMALL + 1, true, ROLE_NIGHT, ROLE_CARD, LAYOUT_END },
		{ id[2], detail, MM_SMALL - 0.5, false, ROLE_QUIET, ROLE_CARD, LAYOUT_START } };

	if (detailed)
		details(e, detail);
	for (char *c = detail; (c = strchr(c, '\n')) != NULL;)
		*c = ' ';
	snprintf(id[0], UI_ID_MAX, "directory.%s.name", e->id);
	snprintf(id[1], UI_ID_MAX, "directory.%s.number", e->id);
	snprintf(id[2], UI_ID_MAX, "directory.%s.detail", e->id);
	struct rect in = rect_inset(r, 2 * pad, pad);
	rect_cut_left(&in, 2 * radius + 2 * pad);
	int one = part_text_height(ui, in.w, &t[1]), wide = in.w * 3 / 10;
	while (wide < in.w * 6 / 10 && part_text_height(ui, wide, &t[1]) != one)
		wide += in.w / 20;
	struct rect right = rect_cut_right(&in, wide);
	rect_cut_right(&in, pad);
	int left_h = part_text_height(ui, in.w, &t[0]) +
		     (detail[0] ? part_text_height(ui, in.w, &t[2]) : 0);
	int right_h = part_text_height(ui, right.w, &t[1]);
	int need = left_h > right_h ? left_h : right_h;
	if (!draw)
		return need + 2 * pad;
	widget_card(ui, r, ROLE_CARD, ROLE_LINE);
	widget_icon(ui, r.x + 2 * pad + radius, r.y + r.h / 2, radius,
		e->icon[0] ? e->icon : "phone", ROLE_PALE, ROLE_NIGHT);
	rect_cut_top(&in, left_h < in.h ? (in.h - left_h) / 2 : 0);
	rect_cut_top(&right, right_h < right.h ? (right.h - right_h) / 2 : 0);
	part_text(ui, &in, &t[0], 0);
	if (detail[0])
		part_text(ui, &in, &t[2], 0);
	part_text(ui, &right, &t[1], 0);
	return need + 2 * pad;
}

/* Where the page that begins at `first` ends: at least one line, then as many as there is room
 * for. *used: their heights and gaps. */
static int page_end(
	const struct directory *d, const int *h, int first, int room, int gap, int *used)
{
	int end = first + 1;

	*used = h[first];
	while (end < d->len && *used + gap + h[end] <= room)
		*used += gap + h[end++];
	return end;
}

/* Measures all lines. Returns how many lines the emptiest page has that others follow. */
static int paginate(struct session *s, struct ui *ui, struct rect r, bool detailed, int *h)
{
	const struct directory *d = &s->app->directory;
	int gap = ui_mm(ui, LINE_GAP_MM), fewest = d->len, used;

	for (int i = 0; i < d->len; i++)
		h[i] = line(s, ui, r, &d->entry[i], detailed, false);
	for (int first = 0, end; first < d->len; first = end) {
		end = page_end(d, h, first, r.h, gap, &used);
		if (end < d->len && end - first < fewest)
			fewest = end - first;
	}
	return fewest;
}

/* As many lines as fit, the way to the others beside them. What is left of the height is shared. */
static void lines(struct session *s, struct ui *ui, struct rect r)
{
	const struct directory *d = &s->app->directory;
	struct button more = more_button();
	int h[DIRECTORY_ENTRIES_MAX] = { 0 }, gap = ui_mm(ui, LINE_GAP_MM), first = 0, used;

	if (d->len == 0)
		return;
	more.icon_only = true;
	struct rect side = rect_cut_right(&r, ui_mm(ui, MM_TARGET));
	rect_cut_right(&r, ui_mm(ui, MM_GAP));
	bool detailed = paginate(s, ui, r, true, h) >= LINES_WISHED;
	if (!detailed)
		paginate(s, ui, r, false, h);
	int end = page_end(d, h, 0, r.h, gap, &used);
	for (int page = 0; page < s->choices_page; page++) {
		if (end == d->len)
			s->choices_page = end = 0;
		first = end;
		end = page_end(d, h, first, r.h, gap, &used);
	}
	int n = end - first, each = r.h > used ? (r.h - used) / n : 0, most = h[first] / 3;
	for (int i = first; i < end; i++) {
		int high = h[i] + (each < most ? each : most);
		line(s, ui, (struct rect){ r.x, r.y, r.w, high }, &d->entry[i], detailed, true);
		rect_cut_top(&r, high + gap);
	}
	if (n < d->len && widget_button(ui, rect_cut_bottom(&side, ui_mm(ui, MM_TARGET)), &more))
		s->choices_page++;
}

enum screen screen_directory(struct session *s, struct ui *ui)
{
	struct frame f = { .no_back = true,
		.next = catalog_text("nav", "close"),
		.next_id = "nav.close",
		.next_icon = "close",
		.title = catalog_text("directory", "title") };
	const struct heading title = { .id = "directory.title",
		.label = catalog_text("directory", "title"),
		.ground = ROLE_PAPER };

	frame_begin(s, ui, &f);
	struct rect r = f.content;
	part_title(ui, &r, &title);
	if (frame_is_low(ui) || !cards(s, ui, r))
		lines(s, ui, r);
	return frame_end_pop(s, ui, &f, SCREEN_DIRECTORY);
}
