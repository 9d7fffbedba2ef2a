/* SPDX-License-Identifier: Apache-2.0 */
/*
 * screen_staff_act_edit — one activity, new or not yet handed in. Its fields are cells that fill
 * the screen from the top, two beside each other where there is room; what does not fit comes on
 * the next page. The declaration against billing twice is ticked by hand each time, also when an
 * intake made the entry by itself or a manager corrects somebody else's.
 */
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "catalog.h"
#include "receipt.h"
#include "staff_frame.h"
#include "staff_stepper.h"

#define WORDS     STAFF_ACTIVITY_WORDS
#define LINE      96
#define PAGES_MAX 16
#define HALF_MM   98.0 /* least width of a cell that shares a row */

struct edit {
	struct session *s;
	struct ui *ui;
	struct activity *a;
	enum screen to; /* where a cell leads */
};

static const char *number_words(char out[static LINE], const char *key, int n)
{
	char text[12];
	const char *args[] = { text };

	snprintf(text, sizeof(text), "%d", n);
	catalog_fill(out, LINE, staff_text("staff_activity", key), args, 1);
	return out;
}

/* --- cells --- */

static void type_choices(const struct edit *e, struct choice *c, struct choices *all)
{
	static const char *const id[ACTIVITY_TYPES] = { "type.RECV", "type.VISIT", "type.WATCH",
		"type.ACCO", "type.LINK", "type.MEET", "type.TRAIN", "type.COMM" };
	static const char *const icon[ACTIVITY_TYPES] = { "record_voice_over", "home", "visibility",
		"accessibility_new", "arrow_forward", "groups", "school", "language" };

	for (int i = 0; i < ACTIVITY_TYPES; i++)
		c[i] = (struct choice){ id[i], staff_activity_type(activity_type[i]),
			frame_is_low(e->ui) ? "" : icon[i],
			strcmp(e->a->type, activity_type[i]) == 0, false };
	*all = (struct choices){ .prefix = "type",
		.choice = c,
		.len = ACTIVITY_TYPES,
		.columns_max = ui_state(e->ui)->text_percent > 100 && frame_is_low(e->ui) ? 3 : 4,
		.more_label = staff_text("staff", "more") };
}

static int type_height(const struct edit *e, int width)
{
	struct choice c[ACTIVITY_TYPES];
	struct choices all;
	int room = frame_room(e->ui).h;

	type_choices(e, c, &all);
	int h = widget_choices_height(e->ui, width, &all),
	    least = 2 * ui_mm(e->ui, MM_TARGET) + ui_mm(e->ui, MM_GAP);
	if (frame_is_low(e->ui) && ui_state(e->ui)->text_percent == 100)
		h = least; /* so that day and time stand below them */
	return h < room ? h : room;
}

static void type_run(struct edit *e, struct rect r)
{
	struct choice c[ACTIVITY_TYPES];
	struct choices all;

	type_choices(e, c, &all);
	int fired = widget_choices(e->ui, r, &all, &e->s->at);
	if (fired >= 0)
		memcpy(e->a->type, activity_type[fired], strlen(activity_type[fired]) + 1);
}

static int row_height(const struct edit *e, int width)
{
	return ui_mm(e->ui, MM_TARGET);
}

static void date_run(struct edit *e, struct rect r)
{
	char words[WORDS], today[ACTIVITY_DATE_MAX];

	activities_day((int64_t)time(NULL), today);
	const struct staff_stepper s = { .id = "date",
		.label = staff_text("staff_activity", "f_date"),
		.value = staff_activity_short_date(e->a->date, words),
		.less = staff_text("staff_activity", "day_less"),
		.more = staff_text("staff_activity", "day_more"),
		.can_less = true,
		.can_more = strcmp(e->a->date, today) < 0 };
	int step = staff_stepper(e->ui, r, &s);
	struct activity moved = *e->a;
	if (step == 0 || !activities_day_step(e->a->date, step, moved.date))
		return;
	memcpy(e->a->date, moved.date, sizeof(moved.date));
}

static void minutes_run(struct edit *e, struct rect r)
{
	char words[WORDS];
	const struct staff_stepper s = { .id = "minutes",
		.label = staff_text("staff_activity", "f_time"),
		.value = staff_activity_time(e->a->minutes, words),
		.less = staff_text("staff_activity", "time_less"),
		.more = staff_text("staff_activity", "time_more"),
		.can_less = e->a->minutes > ACTIVITY_STEP,
		.can_more = e->a->minutes < ACTIVITY_MINUTES_MAX };

	e->a->minutes += staff_stepper(e->ui, r, &s) * ACTIVITY_STEP;
}

static void people_run(struct edit *e, struct rect r)
{
	char words[LINE];
	const struct staff_stepper s = { .id = "people",
		.label = staff_text("staff_activity", "f_staff"),
		.value = number_words(words, "people", e->a->staff_count),
		.less = staff_text("staff_activity", "people_less"),
		.more = staff_text("staff_activity", "people_more"),
		.can_less = e->a->staff_count > 1,
		.can_more = e->a->staff_count < ACTIVITY_STAFF_MAX };

	e->a->staff_count += staff_stepper(e->ui, r, &s);
}

/* A value typed as digits on a screen of its own; `clear` when there is one. */
static void digits_run(struct edit *e, struct rect r, const char *id, const char *label,
	const char *value, enum staff_number number)
{
	struct ui *ui = e->ui;
	char full[UI_ID_MAX], less[UI_ID_MAX];

	staff_row_label(ui, &r, id, label);
	snprintf(less, sizeof(less), "%s.clear", id);
	if (value[0]) {
		const struct button clear = { .id = less,
			.label = staff_text("staff_activity", "clear"),
			.icon = "close",
			.icon_only = true };
		if (widget_button(ui, rect_cut_right(&r, ui_mm(ui, MM_TARGET)), &clear)) {
			if (number == STAFF_NUMBER_RECEIPT)
				memset(e->a->receipt, 0, sizeof(e->a->receipt));
			else if (number == STAFF_NUMBER_KM)
				e->a->km = -1;
			else
				e->a->expense = -1;
		}
		rect_cut_right(&r, ui_mm(ui, MM_GAP));
	}
	snprintf(full, sizeof(full), "%s.set", id);
	const struct button set = { .id = full,
		.label = value[0] ? value : staff_text("staff_activity", "set"),
		.icon = value[0] ? "" : "add",
		.text_mm = MM_SMALL + 0.5 };
	if (widget_button(ui, r, &set)) {
		e->s->staff.activity.number = number;
		explicit_bzero(e->s->staff.activity.digits, sizeof(e->s->staff.activity.digits));
		e->s->staff.activity.wrong = false;
		e->s->staff.activity.page = e->s->choices_page + 1;
		e->to = SCREEN_STAFF_ACT_NUMBER;
	}
}

static void receipt_run(struct edit *e, struct rect r)
{
	char shown[RECEIPT_SHOWN + 1] = "";

	if (e->a->receipt[0])
		receipt_format(e->a->receipt, shown);
	digits_run(e, r, "receipt", staff_text("staff_activity", "f_receipt"), shown,
		STAFF_NUMBER_RECEIPT);
	explicit_bzero(shown, sizeof(shown));
}

static void km_run(struct edit *e, struct rect r)
{
	char words[LINE] = "";

	if (e->a->km >= 0)
		number_words(words, "km", e->a->km);
	digits_run(e, r, "km", staff_text("staff_activity", "f_km"), words, STAFF_NUMBER_KM);
}

static void expense_run(struct edit *e, struct rect r)
{
	char words[LINE] = "";

	if (e->a->expense >= 0)
		number_words(words, "yen", e->a->expense);
	digits_run(e, r, "expense", staff_text("staff_activity", "f_expense"), words,
		STAFF_NUMBER_EXPENSE);
}

static int declare_height(const struct edit *e, int width)
{
	int room = frame_room(e->ui).h,
	    h = staff_tick_height(e->ui, width, staff_text("staff_activity", "declare"));

	return h < room ? h : room;
}

static void declare_run(struct edit *e, struct rect r)
{
	if (staff_tick(e->ui, r, "edit.declare", staff_text("staff_activity", "declare"),
		    e->a->declared))
		e->a->declared = !e->a->declared;
}

static void delete_run(struct edit *e, struct rect r)
{
	const struct button b = { .id = "edit.delete",
		.label = staff_text("staff_activity", "delete"),
		.icon = "delete",
		.text_mm = MM_SMALL + 0.5 };
	int w = widget_button_width(e->ui, &b);

	if (widget_button(e->ui, (struct rect){ r.x, r.y, w < r.w ? w : r.w, r.h }, &b))
		e->to = SCREEN_STAFF_ACT_DELETE;
}

static const struct cell {
	int (*height)(const struct edit *, int width);
	void (*run)(struct edit *, struct rect);
	double half_mm; /* least width of it beside another one; 0 = takes the whole row */
	bool only_old;
} cells[] = {
	{ type_height, type_run, 0, false },
	{ row_height, date_run, HALF_MM, false },
	{ row_height, minutes_run, HALF_MM, false },
	{ row_height, people_run, HALF_MM, false },
	{ row_height, receipt_run, 1.4 * HALF_MM, false },
	{ row_height, km_run, HALF_MM, false },
	{ row_height, expense_run, HALF_MM, false },
	{ declare_height, declare_run, 0, false },
	{ row_height, delete_run, HALF_MM, true },
};
#define CELLS (sizeof(cells) / sizeof(cells[0]))

/* --- pages --- */

/* A row of one cell or two; *at is its first and becomes the one after it. */
static void next_row(const struct edit *e, struct rect r, size_t *at, int *ret_n, int *ret_h)
{
	int gap = ui_mm(e->ui, MM_GAP), half = (r.w - gap) / 2;
	size_t next = *at + 1;
	double least = next < CELLS && cells[*at].half_mm > 0 ? cells[next].half_mm : 0;

	if (least > 0 && least < cells[*at].half_mm)
		least = cells[*at].half_mm;
	*ret_n = least > 0 && half >= ui_mm(e->ui, least * e->s->text_percent / 100) ? 2 : 1;
	*ret_h = cells[*at].height(e, *ret_n == 2 ? half : r.w);
	*at += (size_t)*ret_n;
}

static bool there(const struct edit *e, size_t cell)
{
	return !cells[cell].only_old || e->a->no > 0;
}

/* The first cell of a page; CELLS when there are not so many pages. */
static size_t page_start(const struct edit *e, struct rect r, int page)
{
	size_t at = 0;
	int gap = ui_mm(e->ui, MM_GAP), n, h;

	while (page > 0 && at < CELLS) {
		for (int left = r.h, first = 1; at < CELLS; first = 0) {
			size_t row = at;
			next_row(e, r, &row, &n, &h);
			if (!first && h > left)
				break;
			left -= h + gap;
			at = row;
		}
		page--;
	}
	return at < CELLS && there(e, at) ? at : CELLS;
}

static void run_page(struct edit *e, struct rect r, size_t at, size_t end)
{
	int gap = ui_mm(e->ui, MM_GAP), n, h;

	while (at < end && there(e, at)) {
		size_t first = at;
		next_row(e, r, &at, &n, &h);
		struct rect row = rect_cut_top(&r, h < r.h ? h : r.h);
		rect_cut_top(&r, gap);
		if (n == 2) {
			cells[first].run(e, rect_cut_left(&row, (row.w - gap) / 2));
			rect_cut_left(&row, gap);
		}
		cells[first + (size_t)n - 1].run(e, row);
	}
}

static enum screen save(struct session *s)
{
	struct activity *a = &s->staff.activity.entry;
	struct staff_room *room = &s->app->staff;
	bool new = a->no == 0;
	int64_t now = (int64_t)time(NULL);

	if (!a->type[0] || !a->declared) {
		staff_tell(s, "staff_activity", a->type[0] ? "need_declare" : "need_type", true);
		s->choices_page = a->type[0] ? PAGES_MAX : 0; /* where it is to be done */
		return SCREEN_STAFF_ACT_EDIT;
	}
	enum activities_result r = new ? activities_add(room->dir, s->staff.key.site, a, now, NULL)
				       : activities_change(room->dir, s->staff.key.site, a, now);
	if (!staff_activity_done(s, r, new ? "act_add" : "act_edit", "saved"))
		return SCREEN_STAFF_ACT_EDIT;
	memcpy(s->staff.activity.month, a->date, ACTIVITY_MONTH_MAX - 1);
	staff_activity_drop(s);
	return new ? SCREEN_STAFF_ACTIVITY : SCREEN_STAFF_ACT_LIST;
}

enum screen screen_staff_act_edit(struct session *s, struct ui *ui)
{
	struct edit e = { s, ui, &s->staff.activity.entry, SCREEN_STAFF_ACT_EDIT };
	struct frame f = { .title = staff_text(
				   "staff_activity", e.a->no > 0 ? "edit_title" : "new_title") };
	enum frame_go go;

	if (!s->staff.in)
		return SCREEN_START;
	if (s->staff.activity.page > 0) {
		s->choices_page = s->staff.activity.page - 1;
		s->staff.activity.page = 0;
	}
	staff_frame_begin(s, ui, &f);
	struct rect r = f.content;
	staff_told(s, ui, &r);
	size_t at = page_start(&e, r, s->choices_page), end;
	while (at == CELLS) /* there are not so many pages: the last */
		at = page_start(&e, r, --s->choices_page);
	end = page_start(&e, r, s->choices_page + 1);
	bool last = end == CELLS;
	f.next = staff_text(last ? "staff_activity" : "staff", last ? "save" : "more");
	f.next_id = last ? "edit.save" : "edit.more";
	f.next_icon = last ? "check" : "arrow_forward";
	run_page(&e, r, at, end);
	enum screen back = e.a->no > 0 ? SCREEN_STAFF_ACT_LIST : SCREEN_STAFF_ACTIVITY;
	bool first = s->choices_page == 0;
	enum screen next = staff_frame_end(
		s, ui, &f, SCREEN_STAFF_ACT_EDIT, first ? back : SCREEN_STAFF_ACT_EDIT, &go);
	staff_activity_keep(s);
	if (go == FRAME_BACK && !first)
		s->choices_page--;
	else if (go == FRAME_BACK)
		staff_activity_drop(s);
	if (go == FRAME_NEXT) {
		s->staff.told = NULL;
		if (last)
			return save(s);
		s->choices_page++;
	}
	return e.to != SCREEN_STAFF_ACT_EDIT ? e.to : next;
}
