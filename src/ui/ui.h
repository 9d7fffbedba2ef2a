/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ui — one immediate-mode context: events in → widgets called by a screen → a list of draw commands
 * out.
 *
 * Layer: ui; pure (no SDL, no clock, no file): tests drive it with made-up events and read the
 * command list as text.
 * A frame:  ui_begin(ui, &event) … widgets … ui_end(ui).  The kiosk runs a frame per event and
 * draws the list only when it changed.
 * Touch: a press inside a widget arms it, leaving disarms it, release inside fires it; nothing
 * hovers. Coming back does not arm again. After a fire, presses within UI_DEBOUNCE_MS are
 * swallowed; between keys of a keyboard (UI_KEY) only the same key within UI_DEBOUNCE_KEY_MS.
 * Keyboard: next/prev walk the focus in the order in which widgets were called, arrows go to the
 * nearest widget in that direction, FIRE fires it; the focus ring shows only after a key was used.
 * Sizes: widgets are placed in pixels; ui_mm gives pixels for millimetres on the panel.
 * Texts in widgets are catalogue markup unless said otherwise; layouts are kept in a bounded cache
 * that ui_forget overwrites.
 */
#ifndef MARUMADO_UI_H
#define MARUMADO_UI_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "draw.h"
#include "fontstack.h"
#include "input.h"
#include "layout.h"
#include "theme.h"

#define UI_ID_MAX 48            /* bytes with NUL: "topics.T06" */
#define UI_WIDGETS_MAX 256      /* of one frame */
#define UI_LABEL_MAX 192        /* plain text of a label for --inspect; cut there only */
#define UI_TEXTS_MAX 32768      /* bytes of all whole texts of a frame, for reading aloud */
#define UI_DEBOUNCE_MS 300
#define UI_DEBOUNCE_KEY_MS 100  /* between two presses of the same key of a keyboard (UI_KEY) */
#define UI_LAYOUTS_MAX 512      /* kept layouts */

enum ui_role { UI_BUTTON, UI_CHOICE, UI_KEY, UI_TEXT, UI_FIELD, UI_IMAGE };

struct ui_widget { /* what a frame had, for --inspect, focus, and scripts */
	char id[UI_ID_MAX];
	enum ui_role role;
	char label[UI_LABEL_MAX]; /* catalogue text only; typed text never comes here */
	struct rect rect;
	bool enabled, selected, targetable; /* targetable: can be fired */
	bool text_overflow;
	double contrast;          /* of its text on its ground; 21 when it has none */
	/* of its border or fill against the ground around it; 21 when it needs none */
	double border_contrast;
	int text_px;              /* smallest base text in it, 0 = none */
	/* for reading aloud, never for --inspect: the label as it came, uncut, and what else
	 * ui_note_spoken told; "" when there is none. Borrowed until the next ui_begin. */
	const char *markup, *more;
	bool typed;               /* shows what a person typed; that is not in any of these */
};

struct ui_icons { /* CONTENT/pictograms.json: ligature name → code point, made at build time */
	struct { char name[32]; uint32_t codepoint; } *icon; int len;
};
/* Reads the table; false: err. Sorted by name. */
bool ui_icons_load(struct ui_icons *t, const char *path, char *err, size_t err_cap)
	__attribute__((warn_unused_result));
void ui_icons_release(struct ui_icons *t);

struct ui; /* opened by ui_open */
struct ui_setup { /* all borrowed for the life of the ui */
	const struct fontstack *fonts;
	const struct text_metrics *metrics;
	const struct ui_icons *icons;
};
struct ui_state { /* may change between frames */
	int w, h;              /* pixels */
	double px_per_mm;
	int text_percent;      /* 100, 120, 140 */
	bool ruby;             /* furigana on */
	bool mirror;           /* right-to-left: places are mirrored, icons with a direction too */
	bool left_hand;        /* what is pressed most lies at the left edge */
	int reach_top;         /* pixels: nothing to press lies above; 0 = anywhere */
	bool in_order;         /* arrows walk from one widget to the next (reading aloud) */
	const char *speaking;  /* id of the widget that is being read aloud, NULL or "" = none */
	const char *lang;      /* BCP 47 */
	const struct theme *theme;
	uint64_t now_ms;
};

/* NULL when memory fails. Close overwrites all; accepts NULL. */
struct ui *ui_open(const struct ui_setup *setup);
void ui_close(struct ui *ui);
/* A frame: ev may be NULL (nothing happened). Both are copied; state->theme stays borrowed. */
void ui_begin(struct ui *ui, const struct ui_state *state, const struct input_event *ev);
void ui_end(struct ui *ui);
/* The finished frame; borrowed until the next ui_begin. */
const struct draw_list *ui_frame(const struct ui *ui);
const struct ui_widget *ui_widgets(const struct ui *ui, int *len);
/* Overwrites layouts, last frame, arm and focus: nothing of the person before remains. */
void ui_forget(struct ui *ui);
/* True when the frame wants another one without an event: something fired, or a key or text was
 * used, so widgets called earlier may have drawn what is no longer so. */
bool ui_again(const struct ui *ui);

/* --- for screens --- */
int ui_mm(const struct ui *ui, double mm);            /* pixels, rounded up */
/* em in pixels for text of mm × text_percent */
int ui_text_px(const struct ui *ui, double mm);
struct color ui_color(const struct ui *ui, enum theme_role role);
const struct ui_state *ui_state(const struct ui *ui);
bool ui_portrait(const struct ui *ui);
/* What must not be mirrored (a keyboard, a drawing) is drawn between
 * `was = ui_unmirrored(ui, &r)`, which gives r its place on the panel, and ui_mirror_back. */
int ui_unmirrored(struct ui *ui, struct rect *r);
void ui_mirror_back(struct ui *ui, int was);
const char *ui_focus(const struct ui *ui);            /* id or "" */
/* While nothing has the focus, the first arrow goes to the next widget called. */
void ui_focus_begins_here(struct ui *ui);
/* Nothing has the focus any more; the ring disappears. */
void ui_unfocus(struct ui *ui);
/* Moves the focus to a widget, shown as if a key had done it; the widget may come to be in this
 * frame or the next. */
void ui_focus_on(struct ui *ui, const char *id);
/* The finger event of this frame, for a widget of one's own; most screens never need it. */
const struct input_event *ui_event(const struct ui *ui);
/* True once when the named key came and no widget used it (BACK, PANIC …). */
bool ui_key(struct ui *ui, enum input_key key);
/* Text typed on a real keyboard in this frame, "" when none. Borrowed, this frame only. */
const char *ui_typed(struct ui *ui);

/* --- for widgets (widgets.c, osk.c) --- */
/* Registers a widget and runs arm/fire/focus for it. Returns true when it fired in this frame. */
bool ui_target(struct ui *ui, const char *id, enum ui_role role, struct rect r,
	const char *markup_label,
	bool enabled, bool selected);
/* A widget that is drawn on: follows the finger from a press inside until it is lifted or leaves,
 * and fires nothing; a press right after another widget fired is swallowed like everywhere. */
enum ui_drag { UI_DRAG_NONE, UI_DRAG_BEGIN, UI_DRAG_MOVE, UI_DRAG_END };
enum ui_drag ui_drag(struct ui *ui, const char *id, enum ui_role role, struct rect r,
	const char *markup_label);
/* True while the finger holds this widget down (pressed look) / while the visible focus is on
 * it. */
bool ui_armed(const struct ui *ui, const char *id);
bool ui_focused(const struct ui *ui, const char *id);
/* Adds facts to the widget registered last. */
void ui_note_text(struct ui *ui, int text_px, bool overflow, double contrast);
void ui_note_border(struct ui *ui, double contrast);
/* What else is read aloud after its label (catalogue markup or digits), added to what was told
 * before; and that it shows typed text, which is never read. */
void ui_note_spoken(struct ui *ui, const char *markup);
void ui_note_typed(struct ui *ui);
/* Lays out through the cache; borrowed until ui_end. NULL only when memory fails. Text that is not
 * markup may be typed text: its layout is overwritten by ui_end and never kept. */
const struct layout *ui_layout(struct ui *ui, const char *text, bool markup, double mm, bool bold,
	enum layout_align align, int width_max, int lines_max);
/* How many layouts are kept from now on; UI_LAYOUTS_MAX until it is called. */
void ui_keep(struct ui *ui, int layouts);
struct draw_list *ui_draw(struct ui *ui);
/* Tells that a text field of this frame takes typed text; else a typed space fires the focus. */
void ui_field_takes_text(struct ui *ui);
/* UTF-8 of an icon by name, "" when unknown, borrowed until the next call; and the icon face. */
const char *ui_icon(struct ui *ui, const char *name);
int ui_icon_face(const struct ui *ui);
#endif
