/* SPDX-License-Identifier: Apache-2.0 */
/*
 * frame — the two bars (the buttons of the upper one: frame_top.c). The language, the staff card
 * and the exit are screens to go to. On a low panel the bars are as low as a touch target allows;
 * in portrait the four buttons stand in two rows, the primary one lowest and widest.
 */
#include "frame.h"

#include <stdio.h>
#include <string.h>

#include "catalog.h"
#include "frame_private.h"

#define BAR_TEXT_MAX 512
#define LOW_PANEL_MM 190
#define LOW_PAD_MM   1.0 /* around the buttons of the bars of a low panel */

int frame_margin(const struct ui *ui)
{
	const struct ui_state *st = ui_state(ui);
	int wide = st->w > st->h ? st->h : st->w, most = ui_mm(ui, MM_MARGIN),
	    least = ui_mm(ui, MM_GAP);
	int m = wide / 22;

	return m > most ? most : m < least ? least : m;
}

bool frame_is_low(const struct ui *ui)
{
	const struct ui_state *st = ui_state(ui);

	/* three fifths of a tall panel are roomy for ordinary text only */
	return st->h - st->reach_top < ui_mm(ui, LOW_PANEL_MM) ||
	       (st->reach_top > 0 && st->text_percent > 100);
}

int frame_bar_height(const struct ui *ui)
{
	return ui_mm(ui, frame_is_low(ui) ? MM_TARGET + 2 * LOW_PAD_MM : MM_TARGET + 9);
}

static int button_height(const struct ui *ui)
{
	return ui_mm(ui, frame_is_low(ui) ? MM_TARGET : MM_TARGET + 7);
}

static int foot_height(const struct ui *ui)
{
	int pad = ui_mm(ui, frame_is_low(ui) ? LOW_PAD_MM : MM_GAP);

	if (!ui_portrait(ui))
		return button_height(ui) + 2 * pad;
	return 2 * button_height(ui) + 3 * ui_mm(ui, MM_GAP);
}

/* --- top bar --- */

static bool bar_text_fits(struct ui *ui, struct rect r, const struct text_block *t)
{
	const struct layout *l = ui_layout(ui, t->markup, true, t->mm, true, LAYOUT_START, r.w, 0);

	return l && !l->overflow && l->height <= r.h;
}

void frame_bar_text(struct ui *ui, struct rect r, const char *id, const char *markup, double mm)
{
	struct text_block t = { .id = id,
		.markup = markup,
		.mm = mm,
		.bold = true,
		.role = ROLE_ON_NIGHT,
		.ground = ROLE_NIGHT };
	double least = MM_SMALL * 90 / ui_state(ui)->text_percent; /* the bar does not grow */

	while (!bar_text_fits(ui, r, &t) && t.mm > least)
		t.mm -= 0.5;
	char first[BAR_TEXT_MAX];
	size_t len = strcspn(markup, "\n");
	if (len < sizeof(first) && markup[len] && !bar_text_fits(ui, r, &t)) {
		memcpy(first, markup, len); /* no room for both languages */
		first[len] = '\0';
		frame_bar_text(ui, r, id, first, mm);
		return;
	}
	int h = widget_text_height(ui, r.w, &t);
	h = h < r.h ? h : r.h;
	widget_text(ui, (struct rect){ r.x, r.y + (r.h - h) / 2, r.w, h }, &t);
}

static void progress(const struct session *s, struct ui *ui, struct rect r, int step)
{
	char at[12], of[12], words[64], text[192];
	const char *args[] = { at, of };

	snprintf(at, sizeof(at), "%d", step);
	snprintf(of, sizeof(of), "%d", s->app->form.step_len);
	catalog_fill(words, sizeof(words), catalog_text("bar", "progress"), args, 2);
	widget_progress(ui, r, step, s->app->form.step_len, words);
	catalog_fill(text, sizeof(text), catalog_text("voice", "step"), args, 2);
	ui_note_spoken(ui, text);
}

static void top_bar(struct session *s, struct ui *ui, struct frame *f, struct rect bar)
{
	int mark = ui_mm(ui, 6);
	bool narrow = bar.w < ui_mm(ui, NARROW_PANEL_MM);
	const struct color night = ui_color(ui, ROLE_NIGHT);
	struct rect in = rect_inset(bar, frame_margin(ui), 0);

	draw_box(ui_draw(ui), bar, &night, NULL, 0, 0);
	frame_top_buttons(s, ui, f, &in);
	f->bar_room = rect_inset(in, 0, (in.h - ui_mm(ui, MM_TARGET)) / 2);
	if (f->own_bar && frame_is_low(ui))
		return;
	if (f->title && frame_is_low(ui)) {
		frame_bar_text(ui, in, "bar.title", f->title, MM_BODY);
		return;
	}
	widget_mark(ui, in.x + mark, bar.y + bar.h / 2, mark, false);
	rect_cut_left(&in, 2 * mark + ui_mm(ui, 3));
	if (!narrow)
		frame_bar_text(ui, rect_cut_left(&in, ui_mm(ui, 44)), "bar.name",
			catalog_text("start", "title"), MM_SMALL + 0.5);
	if (f->step > 0)
		progress(s, ui, in, f->step);
}

/* Reach mode: the part nobody has to reach holds the lit window and nothing else. */
static void above_reach(struct ui *ui, struct rect r)
{
	const struct color night = ui_color(ui, ROLE_NIGHT);

	draw_box(ui_draw(ui), r, &night, NULL, 0, 0);
	widget_mark(ui, r.x + r.w / 2, r.y + r.h / 2, (r.h < r.w ? r.h : r.w) / 4, true);
}

struct rect frame_room(const struct ui *ui)
{
	const struct ui_state *st = ui_state(ui);
	struct rect all = { 0, st->reach_top, st->w, st->h - st->reach_top };
	int m = frame_margin(ui);

	rect_cut_top(&all, frame_bar_height(ui));
	rect_cut_bottom(&all, foot_height(ui));
	return rect_inset(all, m, frame_is_low(ui) ? ui_mm(ui, MM_GAP - LOW_PAD_MM) : m * 2 / 3);
}

void frame_begin(struct session *s, struct ui *ui, struct frame *f)
{
	const struct ui_state *st = ui_state(ui);
	struct rect all = { 0, 0, st->w, st->h };

	f->leave = s->screen;
	f->ground = f->danger ? ROLE_DANGER_GROUND : ROLE_PAPER;
	const struct color ground = ui_color(ui, f->ground);
	draw_box(ui_draw(ui), all, &ground, NULL, 0, 0);
	if (st->reach_top > 0)
		above_reach(ui, rect_cut_top(&all, st->reach_top));
	top_bar(s, ui, f, rect_cut_top(&all, frame_bar_height(ui)));
	f->content = frame_room(ui);
	ui_focus_begins_here(ui);
}

/* --- bottom bar --- */

enum { FOOT_BACK, FOOT_QUIT, FOOT_STAFF, FOOT_NEXT, FOOT_BUTTONS };

static void foot_row(struct ui *ui, struct rect row, const int *natural, struct rect *at)
{
	int gap = ui_mm(ui, MM_GAP), sum = 0, n = 0, w[FOOT_BUTTONS];

	for (int i = 0; i < FOOT_BUTTONS; i++) {
		w[i] = natural[i];
		sum += w[i];
		n += w[i] > 0;
	}
	int room = row.w - (n - 1) * gap;
	if (sum > room)
		for (int i = 0; i < FOOT_BUTTONS; i++)
			w[i] = (int)((long)w[i] * room / sum);
	int x = row.x;
	for (int i = FOOT_BACK; i <= FOOT_QUIT; i++) {
		at[i] = (struct rect){ x, row.y, w[i], row.h };
		x += w[i] > 0 ? w[i] + gap : 0;
	}
	x = row.x + row.w;
	for (int i = FOOT_NEXT; i >= FOOT_STAFF; i--) {
		x -= w[i];
		at[i] = (struct rect){ x, row.y, w[i], row.h };
		x -= w[i] > 0 ? gap : 0;
	}
}

/* One text size for all buttons of a row: the largest at which they fit beside each other. */
static void foot_widths(struct ui *ui, struct button *b, const bool *shown, int room, int *natural)
{
	double least = MM_SMALL * 100 / ui_state(ui)->text_percent; /* the bar does not grow */

	for (double mm = MM_BODY; mm >= least; mm -= 0.5) {
		int sum = -ui_mm(ui, MM_GAP);
		for (int i = 0; i < FOOT_BUTTONS; i++) {
			b[i].text_mm = mm;
			natural[i] = shown[i] ? widget_button_width(ui, &b[i]) : 0;
			sum += natural[i] ? natural[i] + ui_mm(ui, MM_GAP) : 0;
		}
		if (sum <= room)
			break;
	}
}

/* The primary button takes what the others leave, up to a comfortable width. */
static void widen_next(const struct ui *ui, int *natural, int room)
{
	int spare = room + ui_mm(ui, MM_GAP), most = ui_mm(ui, 80);

	for (int i = 0; i < FOOT_BUTTONS; i++)
		spare -= natural[i] > 0 ? natural[i] + ui_mm(ui, MM_GAP) : 0;
	if (natural[FOOT_NEXT] == 0 || natural[FOOT_NEXT] >= most || spare <= 0)
		return;
	natural[FOOT_NEXT] += spare < most - natural[FOOT_NEXT] ? spare : most - natural[FOOT_NEXT];
}

/* Portrait: staff and quit above, back and the primary one below. An aside takes the place of
 * quit. */
static void foot_rows(
	struct ui *ui, struct rect foot, const int *natural, bool aside, struct rect *at)
{
	int gap = ui_mm(ui, MM_GAP), h = button_height(ui), half = (foot.w - gap) / 2;
	struct rect upper = { foot.x, foot.y, foot.w, h },
		    lower = { foot.x, foot.y + h + gap, foot.w, h };

	bool shared = natural[FOOT_QUIT] || aside;
	at[FOOT_STAFF] = (struct rect){ upper.x, upper.y, shared ? half : foot.w, h };
	at[FOOT_QUIT] = (struct rect){ foot.x + foot.w - half, upper.y, half, h };
	if (!natural[FOOT_STAFF])
		at[FOOT_QUIT] = upper;
	int back = !natural[FOOT_BACK] ? -gap : natural[FOOT_NEXT] ? foot.w * 35 / 100 : foot.w;
	at[FOOT_BACK] = (struct rect){ lower.x, lower.y, back, h };
	at[FOOT_NEXT] = (struct rect){ lower.x + back + gap, lower.y, foot.w - back - gap, h };
}

/* The room for it: between the buttons of the row, in portrait what the upper row has free. */
static struct rect aside_room(
	struct ui *ui, const struct frame *f, const struct rect *at, struct rect foot)
{
	int gap = ui_mm(ui, MM_GAP) * 2;
	const struct rect *outer = &at[at[FOOT_STAFF].w > 0 ? FOOT_STAFF : FOOT_NEXT];
	const struct rect *a = &at[FOOT_QUIT], *b = outer;

	if (ui_portrait(ui)) {
		struct rect room = { foot.x, foot.y, f->no_quit ? foot.w : 0, button_height(ui) };
		if (!f->no_staff && ui_state(ui)->left_hand)
			room.w -= at[FOOT_STAFF].w + gap;
		else if (!f->no_staff)
			rect_cut_left(&room, at[FOOT_STAFF].w + gap);
		return room;
	}
	if (ui_state(ui)->left_hand) {
		a = outer;
		b = &at[FOOT_QUIT];
	}
	int left = a->x + a->w + gap, right = b->x - gap;
	return (struct rect){ left, foot.y, right - left, foot.h };
}

static void foot_aside(
	struct ui *ui, const struct frame *f, const struct rect *at, struct rect foot)
{
	struct rect room = aside_room(ui, f, at, foot);
	const struct text_block t = { .id = "bar.aside",
		.markup = f->aside,
		.mm = MM_SMALL,
		.role = ROLE_QUIET,
		.ground = ROLE_CARD,
		.align = ui_portrait(ui) ? LAYOUT_CENTER : LAYOUT_END,
		.lines_max = 2 };

	if (!f->aside || room.w < ui_mm(ui, MM_TARGET))
		return;
	int h = widget_text_height(ui, room.w, &t);
	if (h <= room.h)
		widget_text(ui, (struct rect){ room.x, room.y + (room.h - h) / 2, room.w, h }, &t);
}

enum frame_go frame_end(struct session *s, struct ui *ui, struct frame *f)
{
	const struct ui_state *st = ui_state(ui);
	int fh = foot_height(ui), line = ui_mm(ui, 0.4), natural[FOOT_BUTTONS] = { 0 };
	struct rect foot = { 0, st->h - fh, st->w, fh }, at[FOOT_BUTTONS];
	const struct color card = ui_color(ui, ROLE_CARD), edge = ui_color(ui, ROLE_PALE);
	struct button b[FOOT_BUTTONS] = {
		{ .id = "nav.back",
			.label = catalog_text("nav", "back"),
			.icon = "arrow_back",
			.kind = BUTTON_PLAIN },
		{ .id = "nav.quit",
			.label = catalog_text("nav", "quit"),
			.icon = "close",
			.kind = BUTTON_DANGER },
		{ .id = "nav.staff",
			.label = catalog_text("nav", "staff"),
			.icon = "record_voice_over",
			.kind = BUTTON_PLAIN },
		{ .id = f->next_id ? f->next_id : "nav.next",
			.label = f->next ? f->next : "",
			.kind = BUTTON_PRIMARY,
			.icon = f->next_icon ? f->next_icon : "arrow_forward",
			.trailing_icon = true },
	};
	const bool shown[FOOT_BUTTONS] = { !f->no_back, !f->no_quit, !f->no_staff,
		f->next != NULL };
	bool fired[FOOT_BUTTONS] = { false };

	draw_box(ui_draw(ui), foot, &card, NULL, 0, 0);
	draw_box(ui_draw(ui), (struct rect){ 0, foot.y, st->w, line }, &edge, NULL, 0, 0);
	int room = ui_portrait(ui) ? 2 * st->w : st->w - 2 * frame_margin(ui);
	foot_widths(ui, b, shown, room, natural);
	widen_next(ui, natural, room);
	int pad = (fh - (ui_portrait(ui) ? 2 * button_height(ui) + ui_mm(ui, MM_GAP)
					 : button_height(ui))) /
		  2;
	struct rect in = rect_inset(foot, frame_margin(ui), pad);
	if (ui_portrait(ui))
		foot_rows(ui, in, natural, f->aside != NULL, at);
	else
		foot_row(ui, in, natural, at);
	for (int i = 0; st->left_hand && i < FOOT_BUTTONS; i++)
		at[i].x = 2 * in.x + in.w - at[i].x - at[i].w;
	foot_aside(ui, f, at, in);
	for (int i = 0; i < FOOT_BUTTONS; i++)
		fired[i] = shown[i] && widget_button(ui, at[i], &b[i]);

	if (fired[FOOT_QUIT])
		f->leave = SCREEN_NEUTRAL;
	else if (fired[FOOT_STAFF])
		f->leave = session_push(s, SCREEN_STAFF_CALL);
	if (f->leave != s->screen)
		return FRAME_LEAVE;
	if (fired[FOOT_BACK] || (shown[FOOT_BACK] && ui_key(ui, INPUT_KEY_BACK)))
		return FRAME_BACK;
	return fired[FOOT_NEXT] ? FRAME_NEXT : FRAME_STAY;
}

enum screen frame_end_pop(struct session *s, struct ui *ui, struct frame *f, enum screen self)
{
	switch (frame_end(s, ui, f)) {
	case FRAME_LEAVE:
		return f->leave;
	case FRAME_BACK:
	case FRAME_NEXT:
		return session_pop(s);
	case FRAME_STAY:
		break;
	}
	return ui_key(ui, INPUT_KEY_BACK) ? session_pop(s) : self;
}
