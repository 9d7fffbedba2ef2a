/* SPDX-License-Identifier: Apache-2.0 */
/*
 * staff_lines — measured with what draws, so a page ends where the next line would not fit. Pages
 * are as long as what is on them and are walked from the first.
 */
#include "staff_lines.h"

#include <stdio.h>
#include <string.h>

#include "parts.h"
#include "staff_text.h"
#include "widgets.h"

#define LINE_GAP_MM 1.0
#define CELL_GAP_MM 4.0
#define LINE_BYTES  1024

struct table { /* the lines from..to, with the widths of their columns; w[0] 0: no table */
	int from, to, w[STAFF_LINE_CELLS], height;
};

static void joined(const struct staff_line *l, char out[static LINE_BYTES])
{
	size_t used = 0;

	out[0] = '\0';
	for (int i = 0; i < l->cells && used < LINE_BYTES - 1; i++)
		if (l->cell[i][0])
			used += (size_t)snprintf(out + used, LINE_BYTES - used, "%s%s",
				used > 0 ? "　" : "", l->cell[i]);
}

static struct part_text text_of(const char *id, const char *words, bool strong)
{
	return (struct part_text){ id, words, MM_SMALL, strong, ROLE_INK, ROLE_PAPER,
		LAYOUT_START };
}

/* The table that line `at` is in. */
static void table_of(
	struct ui *ui, int width, const struct staff_line *line, int n, int at, struct table *t)
{
	int sum = -ui_mm(ui, CELL_GAP_MM);

	*t = (struct table){ .from = at, .to = at };
	while (t->from > 0 && line[t->from - 1].cells == line[at].cells)
		t->from--;
	while (t->to < n && line[t->to].cells == line[at].cells)
		t->to++;
	for (int c = 0; c < line[at].cells; c++) {
		for (int i = t->from; i < t->to; i++) {
			const struct layout *l = ui_layout(ui, line[i].cell[c], true, MM_SMALL,
				line[i].strong, LAYOUT_START, 0, 1);
			t->w[c] = l && l->width + 1 > t->w[c] ? l->width + 1 : t->w[c];
			t->height = l && l->height > t->height ? l->height : t->height;
		}
		sum += t->w[c] + ui_mm(ui, CELL_GAP_MM);
	}
	if (line[at].cells < 2 || sum > width)
		t->w[0] = 0;
}

/* Draws a line at the top of r, or only measures it. */
static int one_line(struct ui *ui, struct rect r, const char *id, const struct staff_line *l,
	const struct table *t, bool draw)
{
	char text[LINE_BYTES], full[UI_ID_MAX];

	if (t->w[0] > 0) {
		for (int c = 0; draw && c < l->cells; c++) {
			struct rect at = { r.x, r.y, t->w[c], t->height };
			const struct part_text cell = text_of(full, l->cell[c], l->strong);
			snprintf(full, sizeof(full), "%s.%d", id, c);
			if (l->cell[c][0])
				part_text(ui, &at, &cell, 0);
			rect_cut_left(&r, t->w[c] + ui_mm(ui, CELL_GAP_MM));
		}
		return t->height + ui_mm(ui, LINE_GAP_MM);
	}
	joined(l, text);
	const struct part_text whole = text_of(id, text, l->strong);
	int h = part_text_height(ui, r.w, &whole);
	if (draw)
		part_text(ui, &r, &whole, 0);
	explicit_bzero(text, sizeof(text));
	return h + ui_mm(ui, LINE_GAP_MM);
}

/* Lines from `from` on that fit, drawn or only counted; at least one. */
static int run(struct ui *ui, struct rect r, const char *prefix, const struct staff_line *line,
	int n, int from, bool draw)
{
	struct table t = { 0 };
	char id[UI_ID_MAX];
	int i = from;

	for (; i < n; i++) {
		if (line[i].cells == 0)
			continue;
		if (i >= t.to)
			table_of(ui, r.w, line, n, i, &t);
		int h = one_line(ui, r, "", &line[i], &t, false);
		if (h > r.h + ui_mm(ui, LINE_GAP_MM) && i > from)
			break;
		snprintf(id, sizeof(id), "%s.%d", prefix, i);
		if (draw)
			(void)one_line(ui, r, id, &line[i], &t, true);
		rect_cut_top(&r, h < r.h ? h : r.h);
	}
	return i - from;
}

void staff_lines_run(struct session *s, struct ui *ui, struct rect r, const char *prefix,
	const struct staff_line *line, int n)
{
	char id[UI_ID_MAX];
	int from = 0;

	if (run(ui, r, prefix, line, n, 0, false) >= n) {
		s->choices_page = 0;
		(void)run(ui, r, prefix, line, n, 0, true);
		return;
	}
	struct rect foot = rect_cut_bottom(&r, ui_mm(ui, MM_TARGET));
	rect_cut_bottom(&r, ui_mm(ui, MM_GAP));
	for (int i = 0; i < s->choices_page && from < n; i++)
		from += run(ui, r, prefix, line, n, from, false);
	if (from >= n)
		from = s->choices_page = 0;
	bool rest = from + run(ui, r, prefix, line, n, from, true) < n;
	snprintf(id, sizeof(id), "%s.more", prefix);
	const struct button more = { .id = id,
		.label = staff_text("staff", "more"),
		.icon = "more_horiz",
		.text_mm = MM_SMALL + 0.5 };
	int w = widget_button_width(ui, &more);
	foot.w = w < foot.w ? w : foot.w;
	if (widget_button(ui, foot, &more))
		s->choices_page = rest ? s->choices_page + 1 : 0;
}
