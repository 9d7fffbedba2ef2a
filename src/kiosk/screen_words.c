/* SPDX-License-Identifier: Apache-2.0 */
/*
 * screen_words — one text question: field and keyboard (own words, name, telephone number, e-mail).
 * The text lives in the answers only; the field and the keyboard borrow it for the frame. A real
 * keyboard works too. On a low panel the question stands in the top bar, so that keys keep their
 * size.
 */
#include <stdio.h>
#include <string.h>

#include "catalog.h"
#include "frame.h"
#include "parts.h"
#include "session.h"
#include "utf8.h"
#include "visit.h"
#include "widgets.h"

#define TABS_MAX    3
#define CLUSTER_MAX 32
#define SHORT_TEXT  100 /* clusters; longer answers get a taller field */
#define NOTE_FROM   40  /* "characters left" is told for fields longer than this */

static bool is_japanese(const char *lang)
{
	return strcmp(lang, "ja") == 0 || strcmp(lang, "ja-simple") == 0;
}

/* Keyboards to choose from; the first one is shown first. */
static int tabs_of(
	const struct session *s, const struct form_question *q, const char *tabs[static TABS_MAX])
{
	if (strcmp(q->keyboard, "kana") != 0) {
		tabs[0] = q->keyboard;
		return 1;
	}
	bool ja = is_japanese(s->answers.ui_lang);
	tabs[0] = ja ? "kana" : "latin";
	tabs[1] = ja ? "latin" : "kana";
	tabs[2] = "phone";
	return q->length_max > SHORT_TEXT ? 3 : 2;
}

static void set_keyboard(struct session *s, int question, const char *first)
{
	if (s->osk_question == question)
		return;
	memset(&s->osk, 0, sizeof(s->osk));
	snprintf(s->osk.keyboard, sizeof(s->osk.keyboard), "%s", first);
	s->osk_question = question;
}

static void apply(struct session *s, int q, const struct osk_result *r)
{
	struct answers *a = &s->answers;
	const struct formdef *f = &s->app->form;
	bool changed = false;

	switch (r->action) {
	case OSK_INSERT:
		changed = answers_type(a, f, q, r->text);
		break;
	case OSK_DELETE:
		changed = answers_delete(a, q);
		break;
	case OSK_REPLACE_LAST:
		changed = answers_replace_last(a, f, q, r->text);
		break;
	case OSK_SWITCH:
	case OSK_NONE:
		break;
	}
	if (changed && s->problem_question == q)
		s->problem = ANSWERS_FINE;
}

static void type_hardware(struct session *s, struct ui *ui, int q)
{
	struct osk_result r = { .action = OSK_DELETE };

	if (ui_typed(ui)[0] && answers_type(&s->answers, &s->app->form, q, ui_typed(ui)) &&
		s->problem_question == q)
		s->problem = ANSWERS_FINE;
	if (ui_key(ui, INPUT_KEY_DELETE))
		apply(s, q, &r);
}

static void draw_field(struct session *s, struct ui *ui, struct rect r, int question)
{
	const struct form_question *q = &s->app->form.question[question];
	char id[UI_ID_MAX], left[12], note[64];
	const char *args[] = { left };
	struct field f = { .id = id,
		.label = catalog_text(q->name, "label"),
		.typed = s->answers.a[question].text,
		.placeholder = catalog_text("words", "placeholder"),
		.active = true,
		.text_mm = MM_BODY };

	snprintf(id, sizeof(id), "%s.field", q->name);
	if (q->length_max > NOTE_FROM && r.h > ui_mm(ui, MM_TARGET)) {
		snprintf(left, sizeof(left), "%d",
			answers_left(&s->answers, &s->app->form, question));
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

static int field_most(const struct session *s, const struct ui *ui, int q)
{
	return ui_mm(ui, s->app->form.question[q].length_max > SHORT_TEXT ? 48 : 26);
}

/* On a low panel the other keyboards are buttons beside the field. Leaves the room of the field in
 * *row. */
static void side_tabs(
	struct session *s, struct ui *ui, struct rect *row, const char *const *tabs, int n)
{
	for (int i = n - 1; i >= 0; i--) {
		char id[UI_ID_MAX];
		const struct button b = { .id = id,
			.label = catalog_text("keyboard", tabs[i]),
			.pill = true,
			.key = true,
			.text_mm = MM_SMALL };
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

/* Field above, keyboard below. A pad of few keys stays narrow and in the middle. */
static void field_and_keys(
	struct session *s, struct ui *ui, struct rect r, int q, const char *const *tabs, int n)
{
	bool low = frame_is_low(ui), pad = strcmp(s->osk.keyboard, "phone") == 0;
	int gap = ui_mm(ui, low ? 2 : MM_GAP), need = osk_height(ui, &s->app->osk, &s->osk);
	int least = ui_mm(ui, low ? 13 : MM_TARGET), most = field_most(s, ui, q),
	    field = r.h - gap - need;
	char last[CLUSTER_MAX];

	field = field > most ? most : field < least ? least : field;
	struct rect box = rect_cut_top(&r, field);
	if (pad && n == 1 && r.w > ui_mm(ui, 150)) {
		box = (struct rect){ r.x + r.w / 2 - ui_mm(ui, 75), box.y, ui_mm(ui, 150), box.h };
		r = (struct rect){ box.x, r.y, box.w, r.h };
	}
	if (low && n > 1)
		side_tabs(s, ui, &box, tabs, n);
	draw_field(s, ui, box, q);
	rect_cut_top(&r, gap);
	int keys = need * 6 / 5;
	if (r.h > keys)
		r.h = keys;
	last_cluster(&s->answers.a[q], last);
	struct osk_result res = osk_run(ui, &s->app->osk, &s->osk, r, tabs, low ? 1 : n, last);
	apply(s, q, &res);
	explicit_bzero(last, sizeof(last));
	explicit_bzero(&res, sizeof(res));
}

/* What heading, field and keyboard leave free. */
static int words_spare(const struct session *s, struct ui *ui, struct rect r, int q)
{
	int keys = osk_height(ui, &s->app->osk, &s->osk) * 6 / 5;
	int used = part_heading_height(ui, r.w, s, q) + field_most(s, ui, q) + ui_mm(ui, MM_GAP) +
		   keys;

	return used < r.h ? r.h - used : 0;
}

enum screen screen_words(struct session *s, struct ui *ui, int question)
{
	const struct form_question *q = &s->app->form.question[question];
	struct frame f = { .step = s->app->form.page[s->page].step + 1,
		.title = catalog_text(q->name, "label") };
	bool empty = s->answers.a[question].text_len == 0, first, last, problem;
	bool required = answers_required(&s->answers, &s->app->form, question);
	const char *tabs[TABS_MAX];
	int n = tabs_of(s, q, tabs);
	struct view v;

	visit_view(s, ui, frame_room(ui), &v, &first, &last);
	set_keyboard(s, question, tabs[0]);
	type_hardware(s, ui, question);
	f.next = catalog_text("nav", empty && !required ? "skip" : "next");
	frame_begin(s, ui, &f);
	struct rect r = f.content;
	problem = s->problem != ANSWERS_FINE && s->problem_question == question;
	if (ui_portrait(ui)) /* the keyboard lies just above the lower bar */
		rect_cut_top(&r, words_spare(s, ui, r, question));
	if (!frame_is_low(ui))
		part_question(s, ui, &r, question);
	else if (problem)
		part_problem(s, ui, &r, question);
	field_and_keys(s, ui, r, question, tabs, n);
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
