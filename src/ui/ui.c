/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ui — frames, targets and what a finger does to them.
 * A widget is known from frame to frame only by its id. A press arms the last-called widget under
 * the finger (it is the one on top); leaving its rectangle disarms it and coming back does not arm
 * it again; a release inside fires. No hover exists, so a finger that comes down out of nothing
 * works. A space typed on a real keyboard belongs to the active text field; without one it fires
 * the focus.
 * Not here: focus movement (ui_focus.c), layouts (ui_layout_cache.c), looks (widgets_*.c).
 */
#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "furigana.h"
#include "ui_private.h"

/* A kanji fills this part of the em square; sizes are told as kanji height. */
#define KANJI_OF_EM 0.92

struct ui *ui_open(const struct ui_setup *setup)
{
	struct ui *ui = calloc(1, sizeof *ui);

	if (!ui)
		return NULL;
	ui->setup = *setup;
	ui->layouts = ui_layouts_open();
	if (!ui->layouts) {
		free(ui);
		return NULL;
	}
	return ui;
}

void ui_close(struct ui *ui)
{
	if (!ui)
		return;
	ui_layouts_close(ui->layouts);
	draw_list_release(&ui->list);
	explicit_bzero(ui, sizeof *ui);
	free(ui);
}

void ui_forget(struct ui *ui)
{
	ui_layouts_forget(ui->layouts);
	draw_list_release(&ui->list);
	memset(&ui->ev, 0, sizeof ui->ev);
	explicit_bzero(ui->widget, sizeof ui->widget);
	explicit_bzero(ui->texts, sizeof ui->texts);
	ui->texts_len = 0;
	explicit_bzero(ui->armed, sizeof ui->armed);
	explicit_bzero(ui->focus, sizeof ui->focus);
	explicit_bzero(ui->fired, sizeof ui->fired);
	ui->widgets = 0;
	ui->focus_visible = ui->field_active = ui->field_was_active = ui->again = false;
}

static bool inside(struct rect r, int x, int y)
{
	return x >= r.x && y >= r.y && x < r.x + r.w && y < r.y + r.h;
}

/* An event that only one widget or the screen may use. */
static bool is_key(const struct ui *ui, enum input_key key)
{
	return ui->ev.kind == INPUT_KEY && ui->ev.key == key && !ui->key_used;
}

void ui_begin(struct ui *ui, const struct ui_state *state, const struct input_event *ev)
{
	ui->state = *state;
	snprintf(ui->lang, sizeof ui->lang, "%s", state->lang);
	ui->state.lang = ui->lang;
	snprintf(ui->speaking, sizeof ui->speaking, "%s", state->speaking ? state->speaking : "");
	ui->state.speaking = ui->speaking;
	ui->ev = ev ? *ev : (struct input_event){ .kind = INPUT_NONE };
	ui->again = ui->key_used = ui->armed_seen = false;
	ui->field_was_active = ui->field_active;
	ui->field_active = false;
	if (ui->ev.kind == INPUT_TEXT && !ui->field_was_active && !strcmp(ui->ev.text, " ")) {
		ui->ev.kind = INPUT_KEY;
		ui->ev.key = INPUT_KEY_FIRE;
	}
	if (ui->ev.kind == INPUT_DOWN) {
		ui->armed[0] = 0;
		ui->focus_visible = false;
	} else if (ui->ev.kind == INPUT_CANCEL) {
		ui->armed[0] = 0;
	} else if (ui->ev.kind == INPUT_KEY) {
		ui_focus_key(ui);
	}
	ui->widgets = ui->focus_first = 0;
	ui->texts_len = 0;
	draw_list_reset(&ui->list, state->w, state->h);
	draw_mirror(&ui->list, state->mirror ? state->w : 0);
}

void ui_end(struct ui *ui)
{
	draw_mirror(&ui->list, 0); /* widgets know their places on the panel */
	draw_clip(&ui->list, (struct rect){ 0, 0, ui->state.w, ui->state.h });
	if (ui->speaking[0])
		ui_speaking_draw(ui);
	if (ui->focus_visible)
		ui_focus_draw(ui);
	if (ui->ev.kind == INPUT_UP || !ui->armed_seen)
		ui->armed[0] = 0;
	ui_layouts_end(ui->layouts);
	memset(&ui->ev, 0, sizeof ui->ev);
}

const struct draw_list *ui_frame(const struct ui *ui)
{
	return &ui->list;
}

const struct ui_widget *ui_widgets(const struct ui *ui, int *len)
{
	*len = ui->widgets;
	return ui->widget;
}

bool ui_again(const struct ui *ui)
{
	return ui->again;
}

int ui_mm(const struct ui *ui, double mm)
{
	return (int)ceil(mm * ui->state.px_per_mm - 1e-9);
}

int ui_text_px(const struct ui *ui, double mm)
{
	double em = mm * ui->state.text_percent / 100.0 / KANJI_OF_EM;

	return (int)ceil(em * ui->state.px_per_mm - 1e-9);
}

struct color ui_color(const struct ui *ui, enum theme_role role)
{
	return ui->state.theme->role[role];
}

const struct ui_state *ui_state(const struct ui *ui)
{
	return &ui->state;
}

bool ui_portrait(const struct ui *ui)
{
	return ui->state.h > ui->state.w;
}

int ui_unmirrored(struct ui *ui, struct rect *r)
{
	*r = draw_place(&ui->list, *r);
	return draw_mirror(&ui->list, 0);
}

void ui_mirror_back(struct ui *ui, int was)
{
	draw_mirror(&ui->list, was);
}

const char *ui_focus(const struct ui *ui)
{
	return ui->focus;
}

void ui_focus_begins_here(struct ui *ui)
{
	ui->focus_first = ui->widgets;
}

void ui_unfocus(struct ui *ui)
{
	ui->focus[0] = 0;
	ui->focus_visible = false;
}

const struct input_event *ui_event(const struct ui *ui)
{
	return &ui->ev;
}

bool ui_key(struct ui *ui, enum input_key key)
{
	if (!is_key(ui, key))
		return false;
	ui->key_used = ui->again = true;
	return true;
}

const char *ui_typed(struct ui *ui)
{
	if (ui->ev.kind != INPUT_TEXT)
		return "";
	ui->again = true;
	return ui->ev.text;
}

void ui_field_takes_text(struct ui *ui)
{
	ui->field_active = true;
}

void ui_keep(struct ui *ui, int layouts)
{
	ui_layouts_keep(ui->layouts, layouts);
}

struct draw_list *ui_draw(struct ui *ui)
{
	return &ui->list;
}

bool ui_armed(const struct ui *ui, const char *id)
{
	return ui->armed[0] && !strcmp(ui->armed, id);
}

bool ui_focused(const struct ui *ui, const char *id)
{
	return ui->focus_visible && !strcmp(ui->focus, id);
}

/* A press right after a fire is a trembling finger or meant for the screen before. Keys of a
 * keyboard are pressed fast on purpose: there only the same key bouncing is swallowed. */
static bool debounced(const struct ui *ui, const char *id, enum ui_role role)
{
	uint64_t since = ui->state.now_ms - ui->fired_ms;

	if (!ui->fired_ever)
		return false;
	if (role == UI_KEY && ui->fired_role == UI_KEY)
		return since < UI_DEBOUNCE_KEY_MS && !strcmp(ui->fired, id);
	return since < UI_DEBOUNCE_MS;
}

static bool fire(struct ui *ui, const char *id, enum ui_role role)
{
	snprintf(ui->fired, sizeof ui->fired, "%s", id);
	ui->fired_role = role;
	ui->fired_ms = ui->state.now_ms;
	ui->fired_ever = ui->again = true;
	ui->armed[0] = 0;
	return true;
}

/* What the finger of this frame means for one widget. */
static bool touch(struct ui *ui, const char *id, enum ui_role role, struct rect r)
{
	const struct input_event *ev = &ui->ev;
	bool in = inside(r, ev->x, ev->y);

	if (ev->kind == INPUT_DOWN && in && !debounced(ui, id, role)) {
		ui->again |= ui->armed[0] != 0; /* one below was drawn as pressed */
		snprintf(ui->armed, sizeof ui->armed, "%s", id);
		ui->armed_seen = true;
		return false;
	}
	if (!ui_armed(ui, id))
		return false;
	ui->armed_seen = true;
	if ((ev->kind == INPUT_MOVE || ev->kind == INPUT_UP) && !in)
		ui->armed[0] = 0;
	else if (ev->kind == INPUT_UP)
		return fire(ui, id, role);
	return false;
}

static bool fired_by_key(struct ui *ui, const char *id, enum ui_role role)
{
	if (!is_key(ui, INPUT_KEY_FIRE) || !ui_focused(ui, id) || debounced(ui, id, role))
		return false;
	ui->key_used = true;
	return fire(ui, id, role);
}

/* Keeps a text for this frame. When there is no room it is not read aloud, nothing else. */
static const char *keep_text(struct ui *ui, const char *text)
{
	size_t len = strlen(text) + 1, room = sizeof ui->texts - ui->texts_len;
	char *at = ui->texts + ui->texts_len;

	if (len > room)
		return "";
	memcpy(at, text, len);
	ui->texts_len += len;
	return at;
}

/* The next widget of the frame, whose place on the panel is r; NULL when there is no room. */
static struct ui_widget *add_widget(
	struct ui *ui, const char *id, enum ui_role role, struct rect r, const char *markup_label)
{
	struct ui_widget *w;

	assert(id && *id && strlen(id) < UI_ID_MAX);
	if (ui->widgets == UI_WIDGETS_MAX) {
		ui->list.overflow = true;
		return NULL;
	}
	w = &ui->widget[ui->widgets++];
	memset(w, 0, sizeof *w);
	snprintf(w->id, sizeof w->id, "%s", id);
	w->role = role;
	furigana_plain(markup_label ? markup_label : "", w->label, sizeof w->label);
	w->markup = keep_text(ui, markup_label ? markup_label : "");
	w->more = "";
	w->typed = role == UI_FIELD;
	w->rect = r;
	w->enabled = true;
	w->targetable = role != UI_TEXT && role != UI_IMAGE;
	w->contrast = w->border_contrast = 21.0;
	return w;
}

enum ui_drag ui_drag(struct ui *ui, const char *id, enum ui_role role, struct rect r,
	const char *markup_label)
{
	const struct input_event *ev = &ui->ev;

	r = draw_place(&ui->list, r);
	if (!add_widget(ui, id, role, r, markup_label))
		return UI_DRAG_NONE;
	if (ev->kind == INPUT_DOWN && inside(r, ev->x, ev->y) && !debounced(ui, id, role)) {
		snprintf(ui->armed, sizeof ui->armed, "%s", id);
		ui->armed_seen = ui->again = true;
		return UI_DRAG_BEGIN;
	}
	if (!ui_armed(ui, id))
		return UI_DRAG_NONE;
	ui->armed_seen = true;
	if (ev->kind == INPUT_MOVE && inside(r, ev->x, ev->y))
		return UI_DRAG_MOVE;
	if (ev->kind != INPUT_MOVE && ev->kind != INPUT_UP)
		return UI_DRAG_NONE;
	ui->armed[0] = 0;
	ui->again = true;
	return UI_DRAG_END;
}

bool ui_target(struct ui *ui, const char *id, enum ui_role role, struct rect r,
	const char *markup_label,
	bool enabled, bool selected)
{
	struct ui_widget *w;

	r = draw_place(&ui->list, r);
	w = add_widget(ui, id, role, r, markup_label);
	if (!w)
		return false;
	w->enabled = enabled;
	w->selected = selected;
	if (!w->targetable || !enabled)
		return false;
	return touch(ui, id, role, r) || fired_by_key(ui, id, role);
}

/* The text noted last lies at the end of the kept ones, so another one simply follows it. */
void ui_note_spoken(struct ui *ui, const char *markup)
{
	struct ui_widget *w = ui->widgets > 0 ? &ui->widget[ui->widgets - 1] : NULL;

	if (!w || !*markup)
		return;
	if (!*w->more) {
		w->more = keep_text(ui, markup);
		return;
	}
	size_t end = ui->texts_len;
	if (*keep_text(ui, markup))
		ui->texts[end - 1] = '\n';
}
