/* SPDX-License-Identifier: Apache-2.0 */
/*
 * screen_staff_act_list — the entries of a month as cards, the newest day first, those nobody has
 * looked at before all others; and one entry in full when it cannot be changed: somebody else's, or
 * one that was handed in, which only a counter-entry corrects.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "catalog.h"
#include "receipt.h"
#include "staff_frame.h"
#include "staff_lines.h"

#define WORDS   STAFF_ACTIVITY_WORDS
#define LINE    240
#define CARD_MM 92.0 /* least width of a card */
#define ROW_MM  31.0 /* height of a card with ordinary text */
#define ROWS    10   /* of an entry in full */

static int by_day(const void *a, const void *b)
{
	const struct activity *x = *(const struct activity *const *)a,
			      *y = *(const struct activity *const *)b;

	if (x->by_itself != y->by_itself)
		return x->by_itself ? -1 : 1;
	int c = strcmp(y->date, x->date);
	return c != 0 ? c : y->no - x->no;
}

/* The entries of the month, sorted; memory is the caller's. */
static const struct activity **sorted(
	const struct activity_book *b, const char *month, int *ret_len)
{
	const struct activity **of = calloc((size_t)b->len + 1, sizeof(struct activity *));

	*ret_len = 0;
	for (int i = 0; of && i < b->len; i++)
		if (strncmp(b->entry[i].date, month, ACTIVITY_MONTH_MAX - 1) == 0)
			of[(*ret_len)++] = &b->entry[i];
	if (of)
		qsort(of, (size_t)*ret_len, sizeof(struct activity *), by_day);
	return of;
}

static const char *time_words(const struct activity *a, char out[static WORDS])
{
	char time[WORDS];
	const char *args[] = { staff_activity_time(abs(a->minutes), time) };

	if (a->minutes >= 0)
		return staff_activity_time(a->minutes, out);
	catalog_fill(out, WORDS, staff_text("staff_activity", "taken_back"), args, 1);
	return out;
}

static void card_label(const struct activity *a, char out[static LINE])
{
	char date[WORDS], time[WORDS];
	const char *args[] = { staff_activity_date(a->date, date), staff_activity_type(a->type),
		time_words(a, time) };

	catalog_fill(out, LINE, staff_text("staff_activity", a->by_itself ? "card_new" : "card"),
		args, 3);
}

static enum screen open_entry(struct session *s, const struct activity *a)
{
	s->staff.activity.entry = s->staff.activity.kept = *a;
	s->staff.told = NULL;
	s->choices_page = 0;
	return a->corrects == 0 && staff_activity_mine(s, a) ? SCREEN_STAFF_ACT_EDIT
							     : SCREEN_STAFF_ACT_ENTRY;
}

struct cards {
	int columns, rows, w, h;
};

static void cards_of(const struct session *s, struct ui *ui, struct rect r, struct cards *c)
{
	int gap = ui_mm(ui, MM_GAP), least = ui_mm(ui, CARD_MM * s->text_percent / 100);

	c->columns = (r.w + gap) / (least + gap);
	c->columns = c->columns > 3 ? 3 : c->columns < 1 ? 1 : c->columns;
	c->w = (r.w + gap) / c->columns - gap;
	c->h = ui_mm(ui, frame_is_low(ui) ? MM_TARGET : ROW_MM * (s->text_percent + 100) / 200);
	int lines = ui_text_px(ui, MM_SMALL) * 7 / 2; /* two of them and a little air */
	if (ui_portrait(ui) && c->h < lines)
		c->h = lines;
	c->rows = (r.h + gap) / (c->h + gap);
	c->rows = c->rows < 1 ? 1 : c->rows;
	int even = (r.h + gap) / c->rows - gap; /* a low panel has little air to give away */
	if (frame_is_low(ui) && even > c->h)
		c->h = even;
}

static enum screen cards(
	struct session *s, struct ui *ui, struct rect r, const struct activity *const *a, int n)
{
	struct cards c;
	char id[UI_ID_MAX], label[LINE];
	int gap = ui_mm(ui, MM_GAP);

	cards_of(s, ui, r, &c);
	int fits = c.rows * c.columns;
	bool paged = n > fits;
	fits -= paged && fits > 1;
	if (s->choices_page * fits >= n)
		s->choices_page = 0;
	int first = s->choices_page * fits;
	for (int i = 0; i < fits + paged && (i == fits || first + i < n); i++) {
		struct rect at = { r.x + i % c.columns * (c.w + gap),
			r.y + i / c.columns * (c.h + gap), c.w, c.h };
		bool more = paged && i == fits;
		const struct activity *e = more ? NULL : a[first + i];
		const struct choice card = { id, label,
			more           ? "more_horiz"
			: e->sent[0]   ? "lock"
			: e->corrects  ? "undo"
			: e->by_itself ? "help_outline"
			: !e->declared ? "error_outline"
				       : "edit",
			false, false };
		if (more) {
			snprintf(id, sizeof(id), "act.more");
			snprintf(label, sizeof(label), "%s", staff_text("staff", "more"));
		} else {
			snprintf(id, sizeof(id), "act.%d", e->no);
			card_label(e, label);
		}
		if (widget_choice(ui, at, &card)) {
			if (!more)
				return open_entry(s, e);
			s->choices_page = first + fits < n ? s->choices_page + 1 : 0;
		}
	}
	return SCREEN_STAFF_ACT_LIST;
}

enum screen screen_staff_act_list(struct session *s, struct ui *ui)
{
	struct activity_book b;
	struct frame f = { .title = staff_text("staff_activity", "list_title") };
	enum frame_go go;
	int n;

	if (!s->staff.in)
		return SCREEN_START;
	if (!staff_activity_load(s, &b))
		return SCREEN_STAFF_ACTIVITY;
	const struct activity **of = sorted(&b, s->staff.activity.month, &n);
	staff_frame_begin(s, ui, &f);
	struct rect r = f.content;
	staff_told(s, ui, &r);
	enum screen to = of ? cards(s, ui, r, of, n) : SCREEN_STAFF_ACTIVITY;
	free(of);
	activities_release(&b);
	enum screen next = staff_frame_end(
		s, ui, &f, SCREEN_STAFF_ACT_LIST, SCREEN_STAFF_ACTIVITY, &go);
	return to != SCREEN_STAFF_ACT_LIST ? to : next;
}

/* --- one entry --- */

struct rows {
	char value[ROWS][LINE];
	struct staff_line line[ROWS];
	int len;
};

static void pair(struct rows *rows, const char *key, const char *value)
{
	if (!value[0] || rows->len == ROWS)
		return;
	snprintf(rows->value[rows->len], LINE, "%s", value);
	rows->line[rows->len] = (struct staff_line){ .cells = 2,
		.cell = { staff_text("staff_activity", key), rows->value[rows->len] } };
	rows->len++;
}

static void numbered(struct rows *rows, const char *key, const char *words, int n)
{
	char text[12], line[LINE];
	const char *args[] = { text };

	if (n < 0)
		return;
	snprintf(text, sizeof(text), "%d", n);
	catalog_fill(line, sizeof(line), staff_text("staff_activity", words), args, 1);
	pair(rows, key, line);
}

static void all_rows(const struct session *s, struct rows *rows, const struct activity *a, int left)
{
	char words[WORDS], receipt[RECEIPT_SHOWN + 1] = "";

	rows->len = 0;
	if (a->receipt[0])
		receipt_format(a->receipt, receipt);
	pair(rows, "f_date", staff_activity_date(a->date, words));
	pair(rows, "f_type", staff_activity_type(a->type));
	pair(rows, "f_time", time_words(a, words));
	if (a->corrects == 0 && left != a->minutes)
		pair(rows, "f_left", staff_activity_time(left, words));
	numbered(rows, "f_corrects", "number", a->corrects > 0 ? a->corrects : -1);
	numbered(rows, "f_staff", "people", a->staff_count);
	pair(rows, "f_receipt", receipt);
	pair(rows, "f_who", staff_activity_who(s, a->staff));
	numbered(rows, "f_no", "number", a->no);
	explicit_bzero(receipt, sizeof(receipt));
}

/* May a counter-entry be made by who is in? */
static bool may_take_back(const struct session *s, const struct activity *a, int left)
{
	return a->sent[0] && a->corrects == 0 && left > 0 &&
	       (staff_is_manager(s) || strcmp(a->staff, s->staff.id) == 0);
}

enum screen screen_staff_act_entry(struct session *s, struct ui *ui)
{
	struct activity_book b;
	struct activity *a = &s->staff.activity.entry;
	struct rows rows;
	struct frame f = { .title = staff_text("staff_activity", "entry_title"),
		.next_id = "act.back",
		.next_icon = "undo" };
	enum frame_go go;

	if (!s->staff.in)
		return SCREEN_START;
	if (!staff_activity_load(s, &b))
		return SCREEN_STAFF_ACTIVITY;
	int left = a->corrects == 0 ? activities_left(&b, a) : 0;
	activities_release(&b);
	bool back = may_take_back(s, a, left), gone = a->corrects != 0 && staff_activity_mine(s, a);
	if (back)
		f.next = staff_text("staff_activity", "take_back");
	if (gone) { /* a counter-entry that was not handed in yet */
		f.next = staff_text("staff_activity", "delete");
		f.next_id = "act.delete";
		f.next_icon = "delete";
	}
	staff_frame_begin(s, ui, &f);
	struct rect r = f.content;
	const struct part_text why = { "act.why",
		staff_text("staff_activity", a->sent[0] ? "sent" : "not_yours"), MM_SMALL, true,
		ROLE_INK, ROLE_PAPER, LAYOUT_START };
	if (!gone)
		part_text(ui, &r, &why, 2);
	all_rows(s, &rows, a, left);
	staff_lines_run(s, ui, r, "entry", rows.line, rows.len);
	explicit_bzero(&rows, sizeof(rows));
	enum screen next = staff_frame_end(
		s, ui, &f, SCREEN_STAFF_ACT_ENTRY, SCREEN_STAFF_ACT_LIST, &go);
	if (go != FRAME_NEXT)
		return next;
	s->staff.activity.back = left;
	return gone ? SCREEN_STAFF_ACT_DELETE : SCREEN_STAFF_ACT_BACK;
}
