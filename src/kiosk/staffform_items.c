/* SPDX-License-Identifier: Apache-2.0 */
/*
 * staffform_items — built anew for each frame from the form and the answers, so that nothing can be
 * pressed that is not asked. A chip is chosen when it has a tick, never by colour alone; chips of a
 * question with one answer have round ends, others corners.
 */
#include "staffform_items.h"

#include <stdio.h>
#include <string.h>

#include "catalog.h"
#include "parts.h"
#include "receipt.h"
#include "routing.h"
#include "staff_text.h"
#include "staffform.h"
#include "words_draw.h"

#define LONG_TEXT 100 /* clusters: a field of several lines */
#define DAY_S     86400L

static int chip_height(const struct ui *ui)
{
	int text = ui_text_px(ui, MM_SMALL * 1.75) + ui_mm(ui, 2), least = ui_mm(ui, MM_KEY);

	return text > least ? text : least;
}

static struct button chip_of(const struct form_item *it, bool one)
{
	return (struct button){ .id = it->id,
		.label = it->label,
		.icon = it->kind == ROWS_CHOICE ? it->selected ? "check" : NULL : it->icon,
		.selected = it->selected,
		.key = true,
		.pill = one || it->kind != ROWS_CHOICE,
		.soft = it->kind != ROWS_CHOICE,
		.text_mm = MM_SMALL };
}

static struct form_item *add(
	struct form_items *all, enum rows_kind kind, const char *name, const char *what)
{
	struct form_item *it = &all->item[all->len++];

	*it = (struct form_item){ .kind = kind };
	snprintf(it->id, sizeof(it->id), "%s.%s", name, what);
	return it;
}

static void measure(struct ui *ui, struct form_item *it, int width, bool one)
{
	struct button b = chip_of(it, one);

	if (it->kind == ROWS_CHOICE)
		b.icon = "check"; /* room for the tick, so that nothing moves */
	int w = widget_button_width(ui, &b);
	it->w = w < width ? w : width;
	it->h = chip_height(ui);
}

static void add_choices(
	const struct session *s, struct ui *ui, int q, int width, struct form_items *all)
{
	const struct formdef *f = session_form(s);
	const struct form_question *fq = &f->question[q];

	for (int i = 0; fq->list && i < fq->list->choice_len; i++) {
		const struct form_choice *c = &fq->list->choice[i];
		if (!answers_offers(&s->answers, f, q, c))
			continue;
		struct form_item *it = add(all, ROWS_CHOICE, fq->name, c->code);
		it->choice = c;
		it->label = staffform_choice(s, fq->list, c->code);
		it->selected = answers_chosen(&s->answers, q, c->code);
		measure(ui, it, width, fq->type == FORM_SELECT_ONE);
	}
}

static void add_shifts(
	struct ui *ui, const struct form_question *fq, int width, struct form_items *all)
{
	static const struct {
		const char *key;
		long seconds;
	} day[] = { { "today", 0 }, { "day_before", -DAY_S }, { "day_after", DAY_S },
		{ "week_after", 7 * DAY_S } },
	  minute[] = { { "now", 0 }, { "ten_before", -600 }, { "hour_before", -3600 },
		  { "day_before", -DAY_S } };
	bool is_day = fq->constraint == FORM_DATE;

	for (int i = 0; i < 4; i++) {
		const char *key = is_day ? day[i].key : minute[i].key;
		struct form_item *it = add(all, ROWS_SHIFT, fq->name, key);
		it->label = staff_text("staff_form", key);
		it->seconds = is_day ? day[i].seconds : minute[i].seconds;
		measure(ui, it, width, false);
	}
}

/* What a field must show whole; NULL = what there is room for. */
static const char *widest_of(const struct form_question *fq)
{
	return fq->constraint == FORM_DATE       ? "0000-00-00"
	       : fq->constraint == FORM_DATETIME ? "0000-00-00 00:00"
						 : NULL;
}

/* How wide a field is: as what it is for, or all there is beside the chip that turns it. */
static int field_width(struct ui *ui, const struct form_question *fq, int width, int beside)
{
	bool shaped = fq->constraint == FORM_DATE || fq->constraint == FORM_DATETIME ||
		      fq->constraint == FORM_INTEGER || fq->constraint == FORM_PHONE ||
		      fq->constraint == FORM_REF;
	const struct field f = { .text_mm = MM_SMALL, .widest = widest_of(fq) };
	int w = shaped ? ui_text_px(ui, MM_SMALL) * 9 + ui_mm(ui, 14) : width - beside;
	int least = widget_field_width(ui, &f);

	w = w > least ? w : least;
	return w < width ? w : width;
}

static void add_field(struct ui *ui, const struct form_question *fq, int width, int beside,
	struct form_items *all)
{
	struct form_item *it = add(all, ROWS_FIELD, fq->name, "field");
	int line = ui_text_px(ui, MM_SMALL * 1.7), least = ui_mm(ui, MM_TARGET);

	it->w = field_width(ui, fq, width, beside);
	it->h = (fq->length_max > LONG_TEXT ? 3 : 1) * line + ui_mm(ui, 9);
	it->h = it->h > least ? it->h : least;
}

static void add_turn(
	struct ui *ui, const struct form_question *fq, int width, struct form_items *all)
{
	struct form_item *it = add(all, ROWS_TURN, fq->name, "turn");

	it->label = staff_text("staff_form", "turn");
	it->icon = "screen_rotation";
	measure(ui, it, width, false);
}

/* A note's text, or the button it is. */
static void add_note(const struct session *s, struct ui *ui, const struct form_question *fq,
	int width, struct form_items *all)
{
	char shown[RECEIPT_SHOWN + 1], key[16];
	const char *args[] = { shown };
	struct routing route;

	if (s->staff.refers[0])
		receipt_format(s->staff.refers, shown);
	if (strcmp(fq->appearance, "resident_lang") == 0) {
		struct form_item *it = add(all, ROWS_LANG, fq->name, "choose");
		it->label = s->answers.ui_lang;
		for (int i = 0; i < s->app->catalog.lang_len; i++)
			if (strcmp(s->app->catalog.lang[i].tag, s->answers.ui_lang) == 0)
				it->label = s->app->catalog.lang[i].endonym;
		it->icon = "language";
		measure(ui, it, width, false);
	} else if (strcmp(fq->appearance, "refers") == 0) {
		struct form_item *it = add(all, ROWS_REFERS, fq->name, "choose");
		if (s->staff.refers[0])
			catalog_fill(all->text, sizeof(all->text),
				staff_text("staff_form", "refers_is"), args, 1);
		it->label = s->staff.refers[0] ? all->text
					       : staff_text("staff_form", "refers_none");
		it->icon = "search";
		measure(ui, it, width, false);
	} else {
		struct form_item *it = add(all, ROWS_NOTHING, fq->name, "text");
		routing_of(&route, &s->answers, session_form(s));
		snprintf(key, sizeof(key), "lane.%s", route.lane);
		it->label = staff_text("staff_form", key);
		if (strcmp(fq->appearance, "amends") == 0) {
			catalog_fill(all->text, sizeof(all->text),
				staff_text("staff_form", "refers_is"), args, 1);
			it->label = all->text;
		}
		const struct part_text t = { it->id, it->label, MM_SMALL, true, ROLE_INK,
			ROLE_PAPER, LAYOUT_START };
		it->w = width;
		it->h = part_text_height(ui, width, &t);
	}
}

void items_of(const struct session *s, struct ui *ui, int q, int width, struct form_items *all)
{
	const struct form_question *fq = &session_form(s)->question[q];
	bool turn = staffform_turnable(s, q);

	all->len = 0;
	if (fq->type == FORM_NOTE) {
		add_note(s, ui, fq, width, all);
		return;
	}
	add_choices(s, ui, q, width, all);
	if (fq->type == FORM_TEXT) {
		struct form_items probe = { .len = 0 };
		if (turn)
			add_turn(ui, fq, width, &probe);
		int beside = turn ? probe.item[0].w + ui_mm(ui, ITEM_GAP_MM) : 0;
		add_field(ui, fq, width, beside < width / 2 ? beside : 0, all);
		if (fq->constraint == FORM_DATE || fq->constraint == FORM_DATETIME)
			add_shifts(ui, fq, width, all);
	}
	if (turn)
		add_turn(ui, fq, width, all);
}

/* A moment as people write it: "2026-11-24 02:59". */
static const char *moment_of(const struct answer *a, char out[static ITEM_TEXT_MAX])
{
	snprintf(out, ITEM_TEXT_MAX, "%s", a->text);
	for (char *c = out; (c = strchr(c, 'T')) != NULL;)
		*c = ' ';
	return out;
}

static bool draw_field(struct session *s, struct ui *ui, struct rect r, int q, const char *id)
{
	const struct form_question *fq = &session_form(s)->question[q];
	char moment[ITEM_TEXT_MAX] = "";
	const struct field f = { .id = id,
		.label = staffform_label(s, q),
		.typed = fq->constraint == FORM_DATETIME ? moment_of(&s->answers.a[q], moment)
							 : s->answers.a[q].text,
		.active = rows_focused(s, ui) == q,
		.text_mm = MM_SMALL,
		.widest = widest_of(fq) };

	if (!fq->drawing) {
		bool pressed = widget_field(ui, r, &f);
		explicit_bzero(moment, sizeof(moment));
		return pressed;
	}
	bool fired = ui_target(ui, id, UI_FIELD, r, f.label, true, false);
	widget_card(ui, r, ROLE_CARD, ROLE_LINE);
	if (answers_drawn(&s->answers, session_form(s), q))
		words_picture(s, ui, rect_inset(r, ui_mm(ui, 3), ui_mm(ui, 2)));
	return fired;
}

bool items_draw(struct session *s, struct ui *ui, struct rect r, int q, struct form_item *it)
{
	bool one = session_form(s)->question[q].type == FORM_SELECT_ONE;
	const struct button b = chip_of(it, one);

	if (it->kind == ROWS_FIELD)
		return draw_field(s, ui, r, q, it->id);
	if (it->kind != ROWS_NOTHING)
		return widget_button(ui, r, &b);
	const struct part_text t = { it->id, it->label, MM_SMALL, true, ROLE_INK, ROLE_PAPER,
		LAYOUT_START };
	part_text(ui, &r, &t, 0);
	return false;
}
