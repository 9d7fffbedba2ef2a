/* SPDX-License-Identifier: Apache-2.0 */
/*
 * check_cards — the answers as cards, one a page of the form; a card is the button that leads back
 * to its page. What was typed is drawn here without becoming a widget's label, so --inspect never
 * holds it. Cards of a page share one text size; of labels that do not fit the number is told.
 */
#include "check_cards.h"

#include <stdio.h>
#include <string.h>

#include "catalog.h"
#include "frame.h"
#include "parts.h"
#include "widgets.h"
#include "words_draw.h"

#define ABOUT_LEAST 82 /* percent of MM_SMALL, still above 4.8 mm */
#define VALUE_MAX   1024
#define VALUES_MAX  99 /* labels: all of them */
#define CARD_MM     30.0
#define LOW_CARD_MM 22.0
#define WIDE_MM     140.0 /* least width of a card, where there is more than one column */
#define LOW_WIDE_MM 95.0
#define PEN_MM      6.0

int check_rows(const struct session *s, struct check_row *out)
{
	const struct formdef *f = &s->app->form;
	int n = 0;

	for (int p = 0; p < f->page_len; p++) {
		if (!answers_page_live(&s->answers, f, p))
			continue;
		for (int i = 0; i < f->page[p].question_len; i++)
			if (f->question[f->page[p].question[i]].type != FORM_NOTE &&
				answers_live(&s->answers, f, f->page[p].question[i])) {
				out[n++] = (struct check_row){ p, f->page[p].question[i] };
				break;
			}
	}
	return n;
}

static bool is_typed(const struct session *s, const struct check_row *row)
{
	return s->app->form.question[row->question].type == FORM_TEXT &&
	       s->answers.a[row->question].text_len > 0;
}

static void add(char *out, const char *separator, const char *text)
{
	size_t used = strlen(out);
	snprintf(out + used, VALUE_MAX - used, "%s%s", used ? separator : "", text);
}

/* The chosen labels of all questions of the page; "" when nothing was chosen. Of more than `most`
 * the number of the others is told. Returns how many there are. */
static int chosen_labels(const struct session *s, int page, const char *separator, int most,
	char out[static VALUE_MAX])
{
	const struct formdef *f = &s->app->form;
	char others[16];
	int n = 0;

	out[0] = '\0';
	for (int i = 0; i < f->page[page].question_len; i++) {
		int q = f->page[page].question[i];
		if (!f->question[q].list || !answers_live(&s->answers, f, q))
			continue;
		for (int c = 0; c < s->answers.a[q].codes_len; c++) {
			char key[FORM_CODE_MAX + 8];
			snprintf(key, sizeof(key), "choice.%s", s->answers.a[q].code[c]);
			if (n++ < most)
				add(out, separator, catalog_text(f->question[q].list->name, key));
		}
	}
	snprintf(others, sizeof(others), "+%d", n - most);
	if (n > most)
		add(out, " ", others);
	return n;
}

bool check_amends(const struct session *s)
{
	return s->answers.kind[0] != '\0';
}

static const char *empty_text(const struct session *s)
{
	return check_amends(s) ? catalog_text("change", "same") : catalog_text("check", "empty");
}

/* The words of a value, in rows no higher than h: true when all of them fit in this size. */
static bool value_fits(struct ui *ui, const char *markup, double mm, struct rect r)
{
	const struct layout *l = ui_layout(ui, markup, true, mm, true, LAYOUT_START, r.w, 0);

	return l && !l->overflow &&
	       l->height - l->height / (4 * (l->lines > 0 ? l->lines : 1)) <= r.h;
}

static void draw_text(
	struct ui *ui, struct rect r, const char *text, bool typed, bool empty, double mm)
{
	const struct layout *l = ui_layout(ui, text, !typed, mm, !empty, LAYOUT_START, r.w, 0);
	if (l && typed && l->height > r.h) { /* whole lines only */
		int line = l->lines > 0 ? l->height / l->lines : r.h;
		l = ui_layout(ui, text, false, mm, true, LAYOUT_START, r.w,
			r.h / line > 1 ? r.h / line : 1);
	}
	if (!l)
		return;
	/* what was typed may be anything; the leading of other words may stick out */
	int slack = typed ? ui_mm(ui, 2) : l->height;
	struct rect old = draw_clip(ui_draw(ui), rect_inset(r, 0, -slack));
	draw_layout(ui_draw(ui), l, r.x, r.y + (r.h - l->height) / 2,
		ui_color(ui, empty ? ROLE_QUIET : ROLE_INK));
	draw_clip(ui_draw(ui), old);
}

static void draw_value(const struct session *s, struct ui *ui, struct rect r,
	const struct check_row *row, double mm)
{
	const struct answer *a = &s->answers.a[row->question];
	bool typed = is_typed(s, row);
	char value[VALUE_MAX];

	if (answers_drawn(&s->answers, &s->app->form, row->question)) {
		words_picture(s, ui, typed ? rect_cut_right(&r, r.w * 2 / 5) : r);
		if (!typed) {
			ui_note_spoken(ui, catalog_text("draw", "done"));
			return;
		}
	}
	int n = chosen_labels(s, row->page, "\n", VALUES_MAX, value);
	bool empty = !typed && !value[0];
	ui_note_spoken(ui, typed ? "" : empty ? empty_text(s) : value);
	chosen_labels(s, row->page, " / ", n, value);
	if (empty)
		snprintf(value, sizeof(value), "%s", empty_text(s));
	if (typed)
		ui_note_typed(ui);
	const double least = MM_SMALL * ABOUT_LEAST / ui_state(ui)->text_percent;
	while (!typed && mm > least && !value_fits(ui, value, mm, r))
		mm -= 0.25;
	while (!typed && n > 1 && !value_fits(ui, value, mm, r))
		chosen_labels(s, row->page, " / ", --n, value);
	if (!typed)
		ui_note_text(ui, ui_text_px(ui, mm), !value_fits(ui, value, mm, r), 21.0);
	draw_text(ui, r, typed ? a->text : value, typed, empty, mm);
	explicit_bzero(value, sizeof(value));
}

/* The leading of a line may stick out. */
static bool about_fits(const struct layout *l, int h)
{
	return !l->overflow && l->height - l->height / (4 * (l->lines > 0 ? l->lines : 1)) <= h;
}

/* What the answer is about: above it, or left of it in a card too low for both. Leaves the answer's
 * room in *in. */
static void draw_about(struct ui *ui, struct rect *in, const char *label, bool beside)
{
	double mm = beside ? MM_SMALL * 100 / ui_state(ui)->text_percent : MM_SMALL;
	struct rect room = beside ? rect_cut_left(in, in->w * 45 / 100) : *in;
	const double least = MM_SMALL * ABOUT_LEAST / ui_state(ui)->text_percent;
	const struct layout *l = ui_layout(ui, label, true, mm, false, LAYOUT_START, room.w, 2);

	rect_cut_left(in, beside ? ui_mm(ui, 3) : 0);
	room.h = beside ? room.h : room.h / 2;
	for (; l && !about_fits(l, room.h) && mm > least; mm -= 0.25)
		l = ui_layout(ui, label, true, mm - 0.25, false, LAYOUT_START, room.w, 3);
	if (!l)
		return;
	draw_layout(ui_draw(ui), l, room.x, beside ? room.y + (room.h - l->height) / 2 : room.y,
		ui_color(ui, ROLE_QUIET));
	if (!beside)
		rect_cut_top(in, l->height < in->h * 3 / 5 ? l->height : in->h * 3 / 5);
	ui_note_text(ui, ui_text_px(ui, mm), !about_fits(l, room.h),
		theme_contrast(ui_color(ui, ROLE_QUIET), ui_color(ui, ROLE_CARD)));
}

/* Cards in columns, further pages behind "more". */
struct card_grid {
	int columns, lines, w, h, per_page, pages;
	bool beside; /* label and value */
	double mm;   /* of all values that are not typed */
};

static struct rect inside(const struct ui *ui, struct rect r)
{
	int pad = ui_mm(ui, 4);
	struct rect in = rect_inset(r, pad, pad / 2);

	rect_cut_right(&in, ui_mm(ui, 2 * PEN_MM + 2));
	return in;
}

static bool draw_card(const struct session *s, struct ui *ui, struct rect r,
	const struct check_row *row, const struct card_grid *g)
{
	const struct form_question *q = &s->app->form.question[row->question];
	int icon = ui_mm(ui, PEN_MM);
	char id[UI_ID_MAX];

	snprintf(id, sizeof(id), "check.edit.%s", s->app->form.page[row->page].id);
	const char *label = catalog_text(q->name, "short");
	bool fired = ui_target(ui, id, UI_BUTTON, r, label, true, false);
	ui_note_border(ui, theme_contrast(ui_color(ui, ROLE_LINE), ui_color(ui, ROLE_PAPER)));
	widget_card(ui, r, ui_armed(ui, id) ? ROLE_PALE : ROLE_CARD, ROLE_LINE);
	widget_icon(ui, r.x + r.w - ui_mm(ui, 4) - icon, r.y + r.h / 2, icon, "edit", ROLE_PALE,
		ROLE_NIGHT);
	struct rect in = inside(ui, r);
	draw_about(ui, &in, label, g->beside);
	draw_value(s, ui, in, row, g->mm);
	return fired;
}

/* Full size when every value fits it, else the small one, for all cards alike. */
static double values_mm(const struct session *s, struct ui *ui, const struct card_grid *g,
	const struct check_row *row, int n)
{
	struct rect in = inside(ui, (struct rect){ 0, 0, g->w, g->h });
	char value[VALUE_MAX];
	bool fit = true;

	for (int i = 0; i < n && fit; i++) {
		struct rect room = in;
		if (is_typed(s, &row[i]))
			continue;
		const char *label = catalog_text(
			s->app->form.question[row[i].question].name, "short");
		const struct layout *l = ui_layout(
			ui, label, true, MM_SMALL, false, LAYOUT_START, room.w, 2);
		if (g->beside)
			rect_cut_left(&room, room.w * 45 / 100 + ui_mm(ui, 3));
		else
			rect_cut_top(&room, l ? l->height : 0);
		chosen_labels(s, row[i].page, " / ", VALUES_MAX, value);
		fit = value_fits(ui, value, MM_BODY - 1, room);
	}
	explicit_bzero(value, sizeof(value));
	return fit ? MM_BODY - 1 : MM_SMALL;
}

/* As few pages as can be, then as few lines as that leaves, so that the cards are high. */
static struct card_grid card_grid(
	const struct session *s, struct ui *ui, struct rect r, const struct check_row *row, int n)
{
	bool low = frame_is_low(ui);
	int gap = ui_mm(ui, MM_GAP), columns = r.w / ui_mm(ui, low ? LOW_WIDE_MM : WIDE_MM);
	int least = ui_mm(ui, (low ? LOW_CARD_MM : CARD_MM) * (s->text_percent + 100) / 200.0);
	struct card_grid g = { .columns = columns < 1 ? 1 : columns > 3 ? 3 : columns };
	int most = (r.h + gap) / (least + gap);

	g.w = (r.w - (g.columns - 1) * gap) / g.columns;
	g.lines = most < 1 ? 1 : most;
	for (int lines = g.lines; lines >= 1; lines--) {
		int places = g.columns * lines, per = places >= n ? n : places > 1 ? places - 1 : 1;
		int pages = (n + per - 1) / per;
		if (g.pages > 0 && pages > g.pages)
			break;
		g.lines = lines;
		g.pages = pages;
	}
	g.per_page = (n + g.pages - 1) / g.pages;
	g.h = (r.h - (g.lines - 1) * gap) / g.lines;
	g.h = g.h > least * 3 / 2 ? least * 3 / 2 : g.h;
	g.beside = low && g.h < ui_mm(ui, CARD_MM * 0.9);
	g.mm = values_mm(s, ui, &g, row, n);
	return g;
}

static struct rect place(const struct card_grid *g, struct rect r, int at, int gap)
{
	return (struct rect){ r.x + at % g->columns * (g->w + gap),
		r.y + at / g->columns * (g->h + gap), g->w, g->h };
}

/* What leads to the others stands behind the cards of a full page, on every page. */
int check_cards(struct session *s, struct ui *ui, struct rect r, const struct check_row *row, int n)
{
	const struct card_grid g = card_grid(s, ui, r, row, n);
	int gap = ui_mm(ui, MM_GAP), edit = -1;

	if (s->choices_page >= g.pages)
		s->choices_page = 0;
	int from = s->choices_page * g.per_page, to = from + g.per_page < n ? from + g.per_page : n;
	for (int i = from; i < to; i++) {
		if (draw_card(s, ui, place(&g, r, i - from, gap), &row[i], &g))
			edit = row[i].page;
	}
	if (g.pages > 1) {
		const struct button b = { .id = "check.more",
			.label = catalog_text("nav", "more"),
			.icon = "more_horiz" };
		if (widget_button(ui, place(&g, r, g.per_page, gap), &b))
			s->choices_page++;
	}
	return edit;
}
