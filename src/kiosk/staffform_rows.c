/* SPDX-License-Identifier: Apache-2.0 */
/*
 * staffform_rows — every question is a list of items (staffform_items.h), items flow into lines,
 * lines into views; measuring and drawing use the same lists.
 */
#include "staffform_rows.h"

#include <stdio.h>
#include <string.h>

#include "catalog.h"
#include "frame.h"
#include "parts.h"
#include "staff_text.h"
#include "staffform.h"
#include "staffform_items.h"

#define ROW_GAP_MM    5.0
#define COLUMNS_MM    225.0 /* from this width on labels stand beside */
#define LABEL_PERCENT 29

static bool columns(const struct ui *ui, int width)
{
	return width >= ui_mm(ui, COLUMNS_MM) && ui_state(ui)->text_percent <= 130;
}

static int label_width(const struct ui *ui, int width)
{
	return columns(ui, width) ? width * LABEL_PERCENT / 100 : width;
}

static int control_width(const struct ui *ui, int width)
{
	return columns(ui, width) ? width - label_width(ui, width) - ui_mm(ui, MM_GAP) : width;
}

/* --- labels --- */

struct label {
	struct part_text name, more; /* more: hint or problem; markup NULL = none */
	char text[ITEM_TEXT_MAX];
};

static enum answers_problem told_problem(const struct session *s, const struct ui *ui, int q)
{
	enum answers_problem p = answers_check(&s->answers, session_form(s), q);
	bool tried = s->staff.tried & (UINT32_C(1) << s->page);

	if (p == ANSWERS_MISSING && !tried)
		return ANSWERS_FINE;
	return rows_focused(s, ui) == q ? ANSWERS_FINE : p;
}

static void label_of(const struct session *s, const struct ui *ui, int q, struct label *l)
{
	const struct formdef *f = session_form(s);
	enum answers_problem p = told_problem(s, ui, q);
	bool missing = answers_check(&s->answers, f, q) == ANSWERS_MISSING, low = frame_is_low(ui);
	int percent = ui_state(ui)->text_percent;
	const char *name = staffform_label(s, q), *args[] = { name };
	const char *hint = low && percent > 100 ? NULL : staffform_hint(s, q);
	/* on a low panel the answers need the room more than their names */
	double mm = low && percent > 100 ? MM_SMALL * 115 / percent : MM_SMALL + 0.5;

	catalog_fill(l->text, sizeof(l->text),
		missing ? staff_text("staff_form", "required") : "%1", args, 1);
	l->name = (struct part_text){ NULL, l->text, mm, true,
		p != ANSWERS_FINE ? ROLE_DANGER : ROLE_INK, ROLE_PAPER, LAYOUT_START };
	l->more = (struct part_text){ NULL,
		p != ANSWERS_FINE ? staffform_problem(&f->question[q], p) : hint,
		mm < MM_SMALL ? mm : MM_SMALL, p != ANSWERS_FINE,
		p != ANSWERS_FINE ? ROLE_DANGER : ROLE_QUIET, ROLE_PAPER, LAYOUT_START };
}

static int label_height(const struct session *s, struct ui *ui, int width, int q)
{
	struct label l;

	label_of(s, ui, q, &l);
	return part_text_height(ui, width, &l.name) +
	       (l.more.markup ? part_text_height(ui, width, &l.more) : 0) + ui_mm(ui, 1);
}

static void draw_label(const struct session *s, struct ui *ui, struct rect r, int q)
{
	char id[UI_ID_MAX], more[UI_ID_MAX];
	struct label l;

	label_of(s, ui, q, &l);
	snprintf(id, sizeof(id), "%s.label", session_form(s)->question[q].name);
	snprintf(more, sizeof(more), "%s.%s", session_form(s)->question[q].name,
		l.more.bold ? "problem" : "hint");
	l.name.id = id;
	l.more.id = more;
	part_text(ui, &r, &l.name, 0);
	if (l.more.markup)
		part_text(ui, &r, &l.more, 0);
}

/* --- lines and views --- */

static int items_height(const struct form_items *all, int from, int len)
{
	int h = 0;

	for (int i = from; i < from + len; i++)
		h = all->item[i].h > h ? all->item[i].h : h;
	return h;
}

static void lines_of(const struct session *s, struct ui *ui, int width, int q, struct rows *rows)
{
	struct form_items all;
	int gap = ui_mm(ui, ITEM_GAP_MM), room = control_width(ui, width);

	items_of(s, ui, q, room, &all);
	for (int i = 0; i < all.len && rows->len < ROWS_LINES_MAX;) {
		int from = i, used = all.item[i].w;
		for (i++; i < all.len && used + gap + all.item[i].w <= room; i++)
			used += gap + all.item[i].w;
		rows->line[rows->len++] = (struct rows_line){ .q = q,
			.from = from,
			.len = i - from,
			.h = items_height(&all, from, i - from) };
	}
}

/* Walks over lines: beside, a label stands along all lines of its question in the view; above, it
 * comes before the first. */
struct walk {
	int label; /* height that the lines so far have not used up */
};

static int line_height(const struct session *s, struct ui *ui, int width, const struct rows *rows,
	int i, bool labelled, struct walk *w)
{
	const struct rows_line *l = &rows->line[i];
	bool ends = i + 1 == rows->len || rows->line[i + 1].from == 0;
	int label = labelled ? label_height(s, ui, label_width(ui, width), l->q) : 0;

	if (!columns(ui, width))
		return l->h + label;
	w->label = labelled ? label : w->label - ui_mm(ui, ITEM_GAP_MM);
	int h = (ends || (labelled && l->split)) && w->label > l->h ? w->label : l->h;
	w->label -= l->h;
	return h;
}

/* All lines of the question that begins with line i. */
static int block_height(
	const struct session *s, struct ui *ui, int width, const struct rows *rows, int i)
{
	struct walk w = { 0 };
	int sum = line_height(s, ui, width, rows, i, true, &w);

	for (i++; i < rows->len && rows->line[i].from > 0; i++)
		sum += line_height(s, ui, width, rows, i, false, &w) + ui_mm(ui, ITEM_GAP_MM);
	return sum;
}

static void split_block(struct rows *rows, int i)
{
	int q = rows->line[i].q;

	for (; i < rows->len && rows->line[i].q == q; i++)
		rows->line[i].split = true;
}

void rows_lay(const struct session *s, struct ui *ui, struct rect room, struct rows *ret)
{
	const struct form_page *p = &session_form(s)->page[s->page];
	int used = 0, gap = ui_mm(ui, ROW_GAP_MM), chip = ui_mm(ui, ITEM_GAP_MM);
	struct walk walk = { 0 };

	ret->len = ret->views = 0;
	for (int i = 0; i < p->question_len; i++)
		if (staffform_shown(s, p->question[i]))
			lines_of(s, ui, room.w, p->question[i], ret);
	for (int i = 0; i < ret->len; i++) {
		bool begins = ret->line[i].from == 0;
		struct walk kept = walk;
		int h = line_height(s, ui, room.w, ret, i, begins, &walk) + (begins ? gap : chip);
		int whole = begins ? block_height(s, ui, room.w, ret, i) : h;
		if (whole > room.h && !ret->line[i].split) { /* split only what fits nowhere */
			split_block(ret, i);
			walk = kept;
			h = line_height(s, ui, room.w, ret, i, begins, &walk) +
			    (begins ? gap : chip);
		}
		whole = ret->line[i].split ? h : whole + gap;
		if (ret->views > 0 && used + whole <= room.h) {
			used += h;
			continue;
		}
		if (ret->views == ROWS_VIEWS_MAX)
			break;
		walk = kept;
		ret->view[ret->views++] = i;
		used = line_height(s, ui, room.w, ret, i, true, &walk);
	}
	if (ret->views == 0)
		ret->view[ret->views++] = 0;
}

int rows_view_of(const struct rows *rows, int q)
{
	int view = 0;

	for (int v = 0; v < rows->views; v++)
		for (int i = rows->view[v]; i < rows->len; i++)
			if (rows->line[i].q == q && rows->line[i].from == 0 && i >= rows->view[v])
				view = v;
	return view;
}

/* --- drawing --- */

static void draw_one(struct session *s, struct ui *ui, struct rect r, const struct rows_line *l,
	struct rows_hit *ret)
{
	struct form_items all;

	items_of(s, ui, l->q, r.w, &all);
	for (int i = l->from; i < l->from + l->len && i < all.len; i++) {
		struct form_item *it = &all.item[i];
		struct rect at = rect_cut_left(&r, it->w);
		at = (struct rect){ at.x, at.y + (l->h - it->h) / 2, at.w, it->h };
		if (items_draw(s, ui, at, l->q, it))
			*ret = (struct rows_hit){ it->kind, l->q, it->choice, it->seconds };
		rect_cut_left(&r, ui_mm(ui, ITEM_GAP_MM));
	}
}

void rows_draw(struct session *s, struct ui *ui, struct rect room, const struct rows *rows,
	int view, struct rows_hit *ret)
{
	int first = rows->view[view];
	int end = view + 1 < rows->views ? rows->view[view + 1] : rows->len;

	struct walk walk = { 0 };

	*ret = (struct rows_hit){ .kind = ROWS_NOTHING, .q = -1 };
	for (int i = first; i < end; i++) {
		const struct rows_line *l = &rows->line[i];
		bool begins = l->from == 0, labelled = begins || i == first;
		if (i > first)
			rect_cut_top(&room, ui_mm(ui, begins ? ROW_GAP_MM : ITEM_GAP_MM));
		struct rect r = rect_cut_top(
			&room, line_height(s, ui, room.w, rows, i, labelled, &walk));
		if (columns(ui, room.w)) {
			struct rect left = rect_cut_left(&r, label_width(ui, room.w));
			left.h = left.h + room.h;
			if (labelled)
				draw_label(s, ui, left, l->q);
			rect_cut_left(&r, ui_mm(ui, MM_GAP));
			r.h = l->h;
		} else if (labelled) {
			draw_label(s, ui, r, l->q);
			rect_cut_top(&r, r.h - l->h);
		}
		draw_one(s, ui, r, l, ret);
	}
}

int rows_focused(const struct session *s, const struct ui *ui)
{
	const char *id = ui_focus(ui), *dot = strrchr(id, '.');
	char name[FORM_NAME_MAX];

	if (!dot || strcmp(dot, ".field") != 0 || (size_t)(dot - id) >= sizeof(name))
		return -1;
	memcpy(name, id, (size_t)(dot - id));
	name[dot - id] = '\0';
	int q = formdef_find(session_form(s), name);
	return q >= 0 && session_form(s)->question[q].type == FORM_TEXT &&
			       !session_form(s)->question[q].drawing
		       ? q
		       : -1;
}
