/* SPDX-License-Identifier: Apache-2.0 */
/*
 * screen_words — one text question: field and keyboard (own words, name, telephone number, e-mail).
 * The text lives in the answers only; the field and the keyboard borrow it for the frame. A real
 * keyboard works too. On a low panel the question stands in the top bar.
 */
#include <stdio.h>
#include <string.h>

#include "candidates.h"
#include "catalog.h"
#include "frame.h"
#include "parts.h"
#include "session.h"
#include "utf8.h"
#include "visit.h"
#include "widgets.h"
#include "words_draw.h"
#include "words_type.h"
#include "words_view.h"

#define ROW_LEAST   82    /* percent of MM_SMALL, still above 4.8 mm */
#define LEADING_MM  2.5   /* of a line, may stick out of a row */
#define CLUSTER_MAX 32
#define SHORT_TEXT  100  /* clusters; longer answers get a taller field */
#define NOTE_MM     32.0 /* least height of a field with a note while candidates take room */
#define NOTE_FROM   40   /* "characters left" is told for fields longer than this */

/* Keyboards to choose from; the first one is shown first. A question that wants letters of the
 * person's own language says "kana" and gets what languages.json names. */
static int tabs_of(const struct session *s, const struct form_question *q,
	const char *tabs[static WORDS_TABS_MAX])
{
	const struct catalog_lang *l = &s->app->catalog.lang[s->lang];
	int n = 0;

	if (strcmp(q->keyboard, "kana") != 0) {
		tabs[0] = q->keyboard;
		return 1;
	}
	for (int i = 0; i < CATALOG_KEYBOARDS_MAX && *l->keyboard[i]; i++)
		tabs[n++] = l->keyboard[i];
	if (n == 0)
		tabs[n++] = "latin";
	if (q->length_max > SHORT_TEXT)
		tabs[n++] = "phone";
	if (q->drawing)
		tabs[n++] = WORDS_DRAW;
	return n;
}

static void set_keyboard(struct session *s, int question, const char *first)
{
	if (s->osk_question == question)
		return;
	memset(&s->osk, 0, sizeof(s->osk));
	snprintf(s->osk.keyboard, sizeof(s->osk.keyboard), "%s", first);
	s->osk_question = question;
	candidates_begin(s, question);
}

static bool is_drawing(const struct session *s, int q)
{
	return session_form(s)->question[q].drawing && strcmp(s->osk.keyboard, WORDS_DRAW) == 0;
}

static void draw_field(struct session *s, struct ui *ui, struct rect r, int question, double mm)
{
	const struct form_question *q = &session_form(s)->question[question];
	char id[UI_ID_MAX], left[12], note[64];
	const char *args[] = { left };
	struct field f = { .id = id,
		.label = part_question_label(s, question),
		.typed = s->answers.a[question].text,
		.placeholder = catalog_text("words", "placeholder"),
		.active = true,
		.text_mm = mm,
		.marked = candidates_marked(s, question) };

	snprintf(id, sizeof(id), "%s.field", q->name);
	if (q->length_max > NOTE_FROM && !is_drawing(s, question) &&
		r.h > ui_mm(ui, f.marked ? NOTE_MM : MM_TARGET)) {
		snprintf(left, sizeof(left), "%d",
			answers_left(&s->answers, session_form(s), question));
		catalog_fill(note, sizeof(note), catalog_text("words", "left"), args, 1);
		f.note = note;
	}
	widget_field(ui, r, &f);
}

static void last_cluster(const struct answer *a, char out[static CLUSTER_MAX])
{
	size_t n = utf8_last_cluster(a->text, a->text_len);

	out[0] = '\0';
	if (n > 0 && n < CLUSTER_MAX) {
		memcpy(out, a->text + a->text_len - n, n);
		out[n] = '\0';
	}
}

/* Height of a one-line field for text of this size. */
static int field_line(const struct ui *ui, double mm)
{
	return ui_text_px(ui, mm * 1.7) + ui_mm(ui, 9);
}

static int field_most(const struct session *s, const struct ui *ui, int q)
{
	bool tall = session_form(s)->question[q].length_max > SHORT_TEXT;
	double bar = candidates_possible(s, q) ? MM_TARGET / 2 : 0; /* room that candidates take */

	return field_line(ui, MM_BODY) + (tall ? ui_mm(ui, 22) : 0) + ui_mm(ui, bar);
}

static void keys(
	struct session *s, struct ui *ui, struct rect r, int q, const char *const *tabs, int n)
{
	int most = osk_height(ui, &s->app->osk, &s->osk) * 6 / 5;
	char last[CLUSTER_MAX];

	if (r.h > most)
		r.h = most;
	last_cluster(&s->answers.a[q], last);
	struct osk_result res = osk_run(ui, &s->app->osk, &s->osk, r, tabs, n, last);
	words_type(s, q, &res);
	explicit_bzero(last, sizeof(last));
	explicit_bzero(&res, sizeof(res));
}

/* The other keyboards as buttons at the right end of *row; what is left of it stays there. */
static void side_tabs(
	struct session *s, struct ui *ui, struct rect *row, const char *const *tabs, int n)
{
	for (int i = n - 1; i >= 0; i--) {
		char id[UI_ID_MAX];
		const struct button b = { .id = id,
			.label = osk_tab_label(&s->app->osk, tabs[i]),
			.pill = true,
			.key = true,
			/* as the bars: the row cannot grow */
			.text_mm = MM_SMALL * 100 / s->text_percent };
		if (strcmp(tabs[i], s->osk.keyboard) == 0)
			continue;
		snprintf(id, sizeof(id), "tab.%s", tabs[i]);
		if (widget_button(ui, rect_cut_right(row, widget_button_width(ui, &b)), &b)) {
			int question = s->osk_question;
			s->osk_question = -1;
			set_keyboard(s, question, tabs[i]);
		}
		rect_cut_right(row, ui_mm(ui, MM_GAP));
	}
}

/* The question, or what is wrong with the answer, in a row of a low panel. */
static void row_text(struct session *s, struct ui *ui, struct rect row, int q)
{
	bool problem = s->problem != ANSWERS_FINE && s->problem_question == q;
	struct part_text t = { problem ? "heading.problem" : "heading.label",
		problem ? part_problem(s, q) : part_question_label(s, q), MM_BODY, true,
		problem ? ROLE_DANGER : ROLE_INK, ROLE_PAPER, LAYOUT_START };

	int most = row.h + ui_mm(ui, LEADING_MM), h = part_shrink(ui, row.w, most, &t, 1, 0);
	if (h > most && !problem) { /* the language read first */
		t.markup = part_question_first(s, q);
		t.mm = MM_BODY;
		h = part_shrink(ui, row.w, most, &t, 1, 0);
	}
	for (; h > most && t.mm > MM_SMALL * ROW_LEAST / s->text_percent;
		h = part_text_height(ui, row.w, &t))
		t.mm -= 0.25;
	const struct text_block b = { .id = t.id,
		.markup = t.markup,
		.mm = t.mm,
		.bold = true,
		.role = t.role,
		.ground = t.ground };
	h = h < row.h ? h : row.h;
	widget_text(ui, (struct rect){ row.x, row.y + (row.h - h) / 2, row.w, h }, &b);
}

/* Height of the question above a field: its heading, or the one line that is left. */
static int question_height(const struct session *s, struct ui *ui, struct rect r, int q)
{
	int keys_h = osk_height(ui, &s->app->osk, &s->osk);
	int spare = r.h - keys_h - ui_mm(ui, MM_GAP) - field_line(ui, MM_BODY);
	int heading = part_heading_height(ui, r.w, s, q);

	return heading <= spare ? heading : spare;
}

static void question_in(struct session *s, struct ui *ui, struct rect r, int q)
{
	if (part_heading_height(ui, r.w, s, q) <= r.h) {
		part_question(s, ui, &r, q);
		return;
	}
	r.h -= ui_mm(ui, MM_GAP);
	row_text(s, ui, r, q);
}

/* What is above the keys, which never move: question, field, and candidates when there are any.
 * Those take from the field, and the question's place where the field is too low for that. */
static void above_keys(struct session *s, struct ui *ui, struct rect r, int question_h, int q)
{
	int least = ui_mm(ui, MM_TARGET), gap = ui_mm(ui, MM_GAP), bar = ui_mm(ui, MM_TARGET);
	struct rect row = r;

	if (s->cand.list.len > 0) {
		if (r.h - question_h < least + gap + bar)
			question_h = 0;
		if (r.h < least + gap + bar)
			bar = ui_mm(ui, MM_KEY);
		row = rect_cut_bottom(&r, bar);
		rect_cut_bottom(&r, gap);
	}
	if (question_h > 0)
		question_in(s, ui, rect_cut_top(&r, question_h), q);
	draw_field(s, ui, r, q, MM_BODY);
	if (s->cand.list.len > 0)
		candidates_bar(s, ui, row, q);
}

/* Little height: question (or candidates) and the other keyboards in one row, keys below it. */
static void row_and_keys(
	struct session *s, struct ui *ui, struct rect r, int q, const char *const *tabs, int n)
{
	struct rect row = rect_cut_top(&r, ui_mm(ui, MM_KEY));

	if (s->problem == ANSWERS_FINE || s->problem_question != q)
		side_tabs(s, ui, &row, tabs, n); /* they come back with the next key */
	if (s->cand.list.len > 0)
		candidates_bar(s, ui, row, q);
	else
		row_text(s, ui, row, q);
	rect_cut_top(&r, ui_mm(ui, 1.5));
	r.h += ui_mm(ui, 3); /* keys may come nearer to the lower bar than other targets */
	keys(s, ui, r, q, tabs, 1);
}

/* Low panel: the field stands in the top bar, so that keys have their full size. */
static void low_words(struct session *s, struct ui *ui, const struct frame *f, int q,
	const char *const *tabs, int n)
{
	bool typed = s->answers.a[q].text_len > 0;
	struct rect r = f->content, row;

	if (typed || !is_drawing(s, q))
		draw_field(s, ui, f->bar_room, q, 7.0 * 100 / s->text_percent);
	if (!is_drawing(s, q)) {
		row_and_keys(s, ui, r, q, tabs, n);
		return;
	}
	row = rect_cut_top(&r, ui_mm(ui, MM_KEY));
	side_tabs(s, ui, &row, tabs, n);
	if (typed)
		row_text(s, ui, row, q);
	rect_cut_top(&r, ui_mm(ui, MM_GAP));
	words_canvas(s, ui, r, q);
}

/* The canvas in the place of the keyboard; a field only when something was typed. */
static void drawn_words(
	struct session *s, struct ui *ui, struct rect r, int q, const char *const *tabs, int n)
{
	if (r.h - part_heading_height(ui, r.w, s, q) > ui_mm(ui, WORDS_DRAW_MM))
		part_question(s, ui, &r, q);
	if (s->answers.a[q].text_len > 0) {
		draw_field(s, ui, rect_cut_top(&r, field_line(ui, MM_BODY)), q, MM_BODY);
		rect_cut_top(&r, ui_mm(ui, MM_GAP));
	}
	words_tabs_and_canvas(s, ui, r, q, tabs, n);
}

/* Question, field, keyboard. A pad of few keys stands beside the field. */
static void tall_words(
	struct session *s, struct ui *ui, struct rect r, int q, const char *const *tabs, int n)
{
	int gap = ui_mm(ui, MM_GAP), need = osk_height(ui, &s->app->osk, &s->osk);
	int question_h = question_height(s, ui, r, q);
	int least = ui_mm(ui, MM_TARGET), most = field_most(s, ui, q);
	int field = r.h - question_h - gap - need;

	if (n > 1 && question_h < gap + ui_text_px(ui, MM_SMALL)) {
		draw_field(s, ui, rect_cut_top(&r, least), q, MM_BODY);
		rect_cut_top(&r, ui_mm(ui, MM_KEY_GAP * 2));
		row_and_keys(s, ui, r, q, tabs, n);
		return;
	}
	field = field > most ? most : field < least ? least : field;
	if (strcmp(s->osk.keyboard, "phone") == 0 && n == 1 && !ui_portrait(ui)) {
		question_in(s, ui, rect_cut_top(&r, question_h), q);
		struct rect left = rect_cut_left(&r, r.w * 55 / 100);
		draw_field(s, ui, rect_cut_top(&left, field), q, MM_BODY);
		rect_cut_left(&r, ui_mm(ui, MM_MARGIN));
		keys(s, ui, r, q, tabs, n);
		return;
	}
	struct rect above = rect_cut_top(&r, question_h + field);
	rect_cut_top(&r, gap);
	above_keys(s, ui, above, question_h, q);
	keys(s, ui, r, q, tabs, n);
}

/* What heading, field and keyboard leave free. */
static int words_spare(const struct session *s, struct ui *ui, struct rect r, int q)
{
	int keys = osk_height(ui, &s->app->osk, &s->osk) * 6 / 5;
	int used = part_heading_height(ui, r.w, s, q) + field_most(s, ui, q) + ui_mm(ui, MM_GAP) +
		   keys;

	return used < r.h ? r.h - used : 0;
}

void words_prepare(struct session *s, struct ui *ui, int question, struct words *w, struct frame *f)
{
	const struct form_question *q = &session_form(s)->question[question];

	w->n = tabs_of(s, q, w->tabs);
	set_keyboard(s, question, w->tabs[0]);
	(void)candidates_look(s, question);
	words_type_real(s, ui, question);
	(void)candidates_look(s, question);
	w->drawing = is_drawing(s, question);
	f->own_bar = true;
	if (w->drawing &&
		s->answers.a[question].text_len == 0) { /* no field: the question, there */
		f->own_bar = false;
		f->title = part_question_label(s, question);
	}
}

void words_fill(struct session *s, struct ui *ui, const struct frame *f, int question,
	const struct words *w)
{
	struct rect r = f->content;

	if (frame_is_low(ui)) {
		low_words(s, ui, f, question, w->tabs, w->n);
		return;
	}
	if (ui_portrait(ui) && !w->drawing) /* the keyboard lies just above the lower bar */
		rect_cut_top(&r, words_spare(s, ui, r, question));
	(w->drawing ? drawn_words : tall_words)(s, ui, r, question, w->tabs, w->n);
}

enum screen screen_words(struct session *s, struct ui *ui, int question)
{
	struct frame f = { .step = session_form(s)->page[s->page].step + 1 };
	bool empty = s->answers.a[question].text_len == 0 &&
		     !answers_drawn(&s->answers, session_form(s), question);
	bool required = answers_required(&s->answers, session_form(s), question), first, last;
	struct words w;
	struct view v;

	visit_view(s, ui, frame_room(ui), &v, &first, &last);
	words_prepare(s, ui, question, &w, &f);
	f.next = catalog_text("nav", empty && !required ? "skip" : "next");
	frame_begin(s, ui, &f);
	words_fill(s, ui, &f, question, &w);
	switch (frame_end(s, ui, &f)) {
	case FRAME_LEAVE:
		return f.leave;
	case FRAME_BACK:
		return visit_back(s, &v, first);
	case FRAME_NEXT:
		return visit_next(s, &v, last);
	case FRAME_STAY:
		break;
	}
	return SCREEN_FORM;
}
