/* SPDX-License-Identifier: Apache-2.0 */
/*
 * staff_frame — the same places as on the resident's side, less what a care worker does not need
 * (language, comfort, calling staff) and with the lock always at the end of the bar. The quick exit
 * by keyboard works here as everywhere; it locks.
 */
#include "staff_frame.h"

#include <stdio.h>
#include <string.h>

#include "catalog.h"
#include "digits.h"
#include "frame_private.h"

#define PAD_KEYS 12
#define ERASE    "<"

void staff_fill(char *out, size_t cap, const char *text, const char *arg)
{
	const char *args[] = { arg };

	catalog_fill(out, cap, text, args, 1);
}

static void bar_buttons(struct session *s, struct ui *ui, struct frame *f, struct rect *bar)
{
	struct button b[] = {
		{ .id = "bar.text_size",
			.label = catalog_text("bar", "text_size"),
			.icon = "text_increase",
			.kind = BUTTON_BAR,
			.icon_only = true },
		{ .id = "bar.contrast",
			.label = catalog_text("bar", "contrast"),
			.icon = "contrast",
			.kind = BUTTON_BAR,
			.icon_only = true },
		{ .id = "staff.lock",
			.label = staff_text("staff", "lock"),
			.icon = "lock",
			.kind = BUTTON_BAR,
			.text_mm = MM_SMALL },
	};
	bool fired[3] = { false };

	b[2].icon_only = ui_state(ui)->text_percent > 100 || frame_is_low(ui) || ui_portrait(ui);
	frame_bar_row(ui, bar, b, s->staff.in ? 3 : 2, fired);
	if (fired[0])
		frame_next_text_size(s);
	if (fired[1])
		frame_next_theme(s);
	if (fired[2])
		f->leave = SCREEN_START;
}

static void top_bar(struct session *s, struct ui *ui, struct frame *f, struct rect bar)
{
	const struct color night = ui_color(ui, ROLE_NIGHT);
	struct rect in = rect_inset(bar, frame_margin(ui), 0);
	int mark = ui_mm(ui, 6);
	bool low = frame_is_low(ui);
	char who[160];

	draw_box(ui_draw(ui), bar, &night, NULL, 0, 0);
	bar_buttons(s, ui, f, &in);
	f->bar_room = rect_inset(in, 0, (in.h - ui_mm(ui, MM_TARGET)) / 2);
	if (low && f->own_bar)
		return;
	if (low && f->title) {
		frame_bar_text(ui, in, "bar.title", f->title, MM_BODY);
		return;
	}
	widget_mark(ui, in.x + mark, bar.y + bar.h / 2, mark, false);
	rect_cut_left(&in, 2 * mark + ui_mm(ui, 3));
	if (s->staff.in)
		staff_fill(who, sizeof(who), staff_text("staff_home", "who"), s->staff.name);
	frame_bar_text(ui, in, "bar.name", s->staff.in ? who : staff_text("staff", "name"),
		MM_SMALL + 0.5);
}

void staff_frame_begin(struct session *s, struct ui *ui, struct frame *f)
{
	const struct ui_state *st = ui_state(ui);
	struct rect all = { 0, 0, st->w, st->h };
	const struct color paper = ui_color(ui, ROLE_PAPER);

	f->leave = s->screen;
	f->ground = ROLE_PAPER;
	f->no_quit = f->no_staff = true;
	draw_box(ui_draw(ui), all, &paper, NULL, 0, 0);
	if (st->reach_top > 0) {
		struct rect above = rect_cut_top(&all, st->reach_top);
		const struct color night = ui_color(ui, ROLE_NIGHT);
		draw_box(ui_draw(ui), above, &night, NULL, 0, 0);
	}
	top_bar(s, ui, f, rect_cut_top(&all, frame_bar_height(ui)));
	f->content = frame_room(ui);
	if (f->title) {
		const struct heading h = {
			.id = "staff.title", .label = f->title, .ground = ROLE_PAPER
		};
		part_title(ui, &f->content, &h);
	}
}

enum screen staff_frame_end(struct session *s, struct ui *ui, struct frame *f, enum screen self,
	enum screen back, enum frame_go *ret_go)
{
	bool outside = self == SCREEN_STAFF_WHO || self == SCREEN_STAFF_PIN;

	*ret_go = frame_end(s, ui, f);
	if (!s->staff.in && !outside)
		return SCREEN_START;
	if (*ret_go == FRAME_LEAVE)
		return f->leave;
	if (*ret_go == FRAME_BACK)
		s->staff.told = NULL;
	return *ret_go == FRAME_BACK || (f->no_back && ui_key(ui, INPUT_KEY_BACK)) ? back : self;
}

void staff_told(struct session *s, struct ui *ui, struct rect *r)
{
	if (!s->staff.told)
		return;
	const struct part_text t = { "staff.told", staff_text(s->staff.told_context, s->staff.told),
		MM_SMALL + 0.5, true, s->staff.told_bad ? ROLE_DANGER : ROLE_INK, ROLE_PAPER,
		LAYOUT_START };
	part_text(ui, r, &t, 2);
}

/* --- digits --- */

/* A cap that never changes its looks. */
static bool quiet_key(struct ui *ui, struct rect r, const char *id, const char *label)
{
	const struct color ink = ui_color(ui, ROLE_INK), card = ui_color(ui, ROLE_CARD),
			   line = ui_color(ui, ROLE_LINE);
	int pad = ui_mm(ui, 1);
	double mm = MM_HEADING;
	const struct layout *l = ui_layout(
		ui, label, true, mm, true, LAYOUT_CENTER, r.w - 2 * pad, 1);

	for (; l && (l->height > r.h || l->overflow) && mm > MM_SMALL * 75 / 100; mm -= 0.5)
		l = ui_layout(ui, label, true, mm - 0.5, true, LAYOUT_CENTER, r.w - 2 * pad, 1);
	bool fired = ui_target(ui, id, UI_KEY, r, label, true, false);
	draw_box(ui_draw(ui), r, &card, &line, ui_mm(ui, MM_BORDER), ui_mm(ui, 3));
	if (l) {
		draw_layout(ui_draw(ui), l, r.x + pad, r.y + (r.h - l->height) / 2, ink);
		ui_note_text(ui, ui_text_px(ui, mm), l->overflow || l->height > r.h,
			theme_contrast(ink, card));
	}
	return fired;
}

bool staff_pad(struct session *s, struct ui *ui, struct rect r)
{
	static const char *const key[PAD_KEYS] = { "1", "2", "3", "4", "5", "6", "7", "8", "9", "",
		"0", ERASE };
	int gap = ui_mm(ui, MM_KEY_GAP) * 2, w = (r.w - 2 * gap) / 3, h = (r.h - 3 * gap) / 4;
	char *pin = s->staff.pin;
	bool typed = digits_type(pin, PIN_MAX, ui_typed(ui));

	if (ui_key(ui, INPUT_KEY_DELETE))
		typed |= digits_erase(pin);
	for (int i = 0; i < PAD_KEYS; i++) {
		struct rect at = { r.x + i % 3 * (w + gap), r.y + i / 3 * (h + gap), w, h };
		bool erase = strcmp(key[i], ERASE) == 0;
		char id[16];
		if (!*key[i])
			continue;
		snprintf(id, sizeof(id), "pin.%s", erase ? "erase" : key[i]);
		if (quiet_key(ui, at, id, erase ? staff_text("staff_pin", "erase") : key[i]))
			typed |= erase ? digits_erase(pin) : digits_type(pin, PIN_MAX, key[i]);
	}
	return typed;
}
