/* SPDX-License-Identifier: Apache-2.0 */
/*
 * staff_list — each row is one text of its cells with wide spaces between, so it wraps by itself at
 * any text size and nothing has to be cut. A row that can be picked is a button with this text.
 */
#include "staff_list.h"

#include <stdio.h>
#include <string.h>

#include "staff_frame.h"

#define LINE_MAX_BYTES (STAFF_COLUMNS * STAFF_CELL_MAX + 16)
#define ROW_GAP_MM     2.0

static void row_line(const struct staff_row *row, char out[static LINE_MAX_BYTES])
{
	size_t used = 0;

	out[0] = '\0';
	for (int i = 0; i < STAFF_COLUMNS; i++)
		if (row->cell[i][0])
			used += (size_t)snprintf(out + used, LINE_MAX_BYTES - used, "%s%s",
				used > 0 ? "　" : "", row->cell[i]);
}

static struct part_text row_text(const char *id, const char *line)
{
	return (struct part_text){ id, line, MM_SMALL, false, ROLE_INK, ROLE_PAPER, LAYOUT_START };
}

static struct button row_button(const char *id, const char *line)
{
	return (struct button){ .id = id, .label = line, .icon = "edit", .text_mm = MM_SMALL };
}

/* How high a row is, with the gap below it. */
static int row_height(struct ui *ui, int width, const struct staff_row *row)
{
	char line[LINE_MAX_BYTES];

	row_line(row, line);
	const struct part_text t = row_text("row", line);
	int h = part_text_height(ui, width, &t), least = ui_mm(ui, MM_TARGET);

	if (!row->pick)
		return h + ui_mm(ui, ROW_GAP_MM);
	h = part_text_height(ui, width - 2 * least, &t) + ui_mm(ui, MM_GAP);
	return (h > least ? h : least) + ui_mm(ui, MM_GAP);
}

/* True when it was picked. */
static bool draw_row(struct ui *ui, struct rect *r, const char *id, const struct staff_row *row)
{
	char line[LINE_MAX_BYTES];
	int h = row_height(ui, r->w, row);

	row_line(row, line);
	if (!row->pick) {
		const struct part_text t = row_text(id, line);
		part_text(ui, r, &t, ROW_GAP_MM);
		return false;
	}
	const struct button b = row_button(id, line);
	struct rect at = rect_cut_top(r, h);
	at.h -= ui_mm(ui, MM_GAP);
	return widget_button(ui, at, &b);
}

static bool more_button(struct ui *ui, struct rect r, const char *prefix)
{
	char id[UI_ID_MAX];
	const struct button b = { .id = id,
		.label = staff_text("staff", "more"),
		.icon = "more_horiz",
		.text_mm = MM_SMALL + 0.5 };
	int w = widget_button_width(ui, &b);

	snprintf(id, sizeof(id), "%s.more", prefix);
	return widget_button(ui, (struct rect){ r.x, r.y, w < r.w ? w : r.w, r.h }, &b);
}

/* How many of n rows fit into r. */
static int fitting(struct ui *ui, struct rect r, const struct staff_row *row, int n)
{
	int used = 0, i = 0;

	for (; i < n; i++) {
		used += row_height(ui, r.w, &row[i]);
		if (used > r.h + ui_mm(ui, row[i].pick ? MM_GAP : ROW_GAP_MM))
			break;
	}
	return i > 0 ? i : n > 0;
}

/* Where the page begins: pages are as long as what is on them, so they are walked from the first.
 */
static int page_start(
	const struct session *s, struct ui *ui, struct rect r, const struct staff_list *l)
{
	struct staff_row row[STAFF_LIST_ROWS];
	int first = 0;

	for (int page = 0; page < s->choices_page; page++) {
		int n = l->rows(s, first, row, STAFF_LIST_ROWS), shown = fitting(ui, r, row, n);
		if (n == 0 || shown == 0)
			return 0;
		first += shown;
	}
	return first;
}

int staff_list_run(struct session *s, struct ui *ui, struct rect r, const struct staff_list *l)
{
	struct staff_row row[STAFF_LIST_ROWS];
	char id[UI_ID_MAX];
	int picked = -1;
	struct rect foot = rect_cut_bottom(&r, ui_mm(ui, MM_TARGET));

	rect_cut_bottom(&r, ui_mm(ui, MM_GAP));
	int first = page_start(s, ui, r, l), n = l->rows(s, first, row, STAFF_LIST_ROWS);
	if (n == 0 && s->choices_page > 0) { /* the list has become shorter */
		s->choices_page = 0;
		n = l->rows(s, first = 0, row, STAFF_LIST_ROWS);
	}
	if (n == 0) {
		const struct part_text t = row_text("list.none", l->none);
		part_text(ui, &r, &t, 0);
		return picked;
	}
	int shown = fitting(ui, r, row, n);
	for (int i = 0; i < shown; i++) {
		snprintf(id, sizeof(id), "%s.%d", l->prefix, first + i);
		if (draw_row(ui, &r, id, &row[i]))
			picked = first + i;
	}
	bool rest = l->rows(s, first + shown, row, 1) > 0;
	if ((rest || s->choices_page > 0) && more_button(ui, foot, l->prefix))
		s->choices_page = rest ? s->choices_page + 1 : 0;
	return picked;
}
