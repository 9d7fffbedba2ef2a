/* SPDX-License-Identifier: Apache-2.0 */
/*
 * staff_chart — the city's report has the same chart as SVG (desk: chart.c); this one is boxes of
 * the draw list. The longest bar takes what names and numbers leave; lengths are to one scale on
 * all pages, so a page with small numbers does not look like much.
 */
#include "staff_chart.h"

#include <stdio.h>

#include "widgets.h"

#define COLUMNS_MAX   3
#define BAR_MM        12.0 /* the longest bar is at least this long */
#define COLUMN_MM     220.0
#define COLUMN_GAP_MM 12.0
#define ROW_GAP_MM    1.5

struct plan {
	int label_w, value_w, row_h, rows, columns, most;
};

static int width_of(struct ui *ui, const char *text, bool bold)
{
	const struct layout *l = ui_layout(ui, text, true, MM_SMALL, bold, LAYOUT_START, 0, 1);

	return l ? l->width + 1 : 0;
}

static void plan_of(
	struct ui *ui, struct rect r, const struct staff_bar *bar, int n, struct plan *ret)
{
	int gap = ui_mm(ui, COLUMN_GAP_MM), pad = ui_mm(ui, 2);

	*ret = (struct plan){ .most = 1, .columns = 1 };
	for (int i = 0; i < n; i++) {
		int label = width_of(ui, bar[i].label, false),
		    value = width_of(ui, bar[i].value, true);
		const struct layout *l = ui_layout(
			ui, bar[i].label, true, MM_SMALL, false, LAYOUT_START, 0, 1);
		ret->label_w = label > ret->label_w ? label : ret->label_w;
		ret->value_w = value > ret->value_w ? value : ret->value_w;
		ret->row_h = l && l->height > ret->row_h ? l->height : ret->row_h;
		ret->most = bar[i].n > ret->most ? bar[i].n : ret->most;
	}
	ret->row_h += ui_mm(ui, ROW_GAP_MM);
	ret->rows = r.h / ret->row_h > 0 ? r.h / ret->row_h : 1;
	int least = ret->label_w + ret->value_w + 2 * pad + ui_mm(ui, BAR_MM);
	while (ret->columns < COLUMNS_MAX && ret->columns * ret->rows < n &&
		(r.w + gap) / (ret->columns + 1) - gap >= least)
		ret->columns++;
}

static void draw_bar(
	struct ui *ui, struct rect r, const struct plan *p, const struct staff_bar *b, int index)
{
	const struct color night = ui_color(ui, ROLE_NIGHT);
	int pad = ui_mm(ui, 2), h = p->row_h - ui_mm(ui, ROW_GAP_MM);
	char id[UI_ID_MAX];
	struct text_block t = { .id = id,
		.markup = b->label,
		.mm = MM_SMALL,
		.role = ROLE_INK,
		.ground = ROLE_PAPER,
		.lines_max = 1 };

	snprintf(id, sizeof(id), "bar.%d.label", index);
	widget_text(ui, (struct rect){ r.x, r.y, p->label_w, h }, &t);
	rect_cut_left(&r, p->label_w + pad);
	int room = r.w - p->value_w - pad, w = (int)((long)room * b->n / p->most);
	w = w > 1 ? w : 1;
	draw_box(ui_draw(ui), (struct rect){ r.x, r.y + h / 6, w, h * 2 / 3 }, &night, NULL, 0,
		ui_mm(ui, 1));
	snprintf(id, sizeof(id), "bar.%d.value", index);
	t.markup = b->value;
	t.bold = true;
	widget_text(ui, (struct rect){ r.x + w + pad, r.y, p->value_w, h }, &t);
}

int staff_chart_fits(struct ui *ui, struct rect r, const struct staff_bar *bar, int n)
{
	struct plan p;

	plan_of(ui, r, bar, n, &p);
	return p.rows * p.columns;
}

void staff_chart(struct ui *ui, struct rect r, const struct staff_bar *bar, int n, int first)
{
	struct plan p;
	int gap = ui_mm(ui, COLUMN_GAP_MM);

	plan_of(ui, r, bar, n, &p);
	int w = (r.w + gap) / p.columns - gap, most = ui_mm(ui, COLUMN_MM);
	w = w < most ? w : most;
	for (int i = 0; i < p.rows * p.columns && first + i < n; i++) {
		struct rect at = { r.x + i / p.rows * (w + gap), r.y + i % p.rows * p.row_h, w,
			p.row_h };
		draw_bar(ui, at, &p, &bar[first + i], first + i);
	}
}
