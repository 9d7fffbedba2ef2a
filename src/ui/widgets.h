/* SPDX-License-Identifier: Apache-2.0 */
/*
 * widgets — the parts every screen is made of (look.md). Each draws itself, registers itself for
 * --inspect, and tells what happened. All texts are catalogue markup unless a comment says "typed".
 * A label that does not fit wraps by phrase and shrinks in up to three steps (not below MM_SMALL ×
 * text size), then, where the person has chosen large text, down to MM_SMALL without it; if it
 * still does not fit, text_overflow is noted (the layout audit fails on it).
 * Layer: ui.
 */
#ifndef MARUMADO_WIDGETS_H
#define MARUMADO_WIDGETS_H
#include "ui.h"

enum button_kind { BUTTON_PLAIN, BUTTON_PRIMARY, BUTTON_DANGER, BUTTON_DANGER_FILLED, BUTTON_BAR };

/* A button with optional icon (name, "" = none) left of the label; `trailing` puts it right. */
struct button {
	const char *id, *label, *icon;
	enum button_kind kind;
	bool trailing_icon, disabled;
	double text_mm;   /* 0 = MM_BODY */
	bool icon_only;   /* the label is told to --inspect and speech, not drawn */
	bool selected;    /* a tab that is chosen: looks like BUTTON_PRIMARY */
	bool pill;        /* fully round ends */
	bool key;         /* debounced like a key of a keyboard */
	bool cap;         /* looks like a key cap: ink text, thin border, smaller corners */
	bool soft;        /* a cap with pale ground (delete, space …) */
	const char *lead; /* small text before the label, NULL = none: the "あ" of "あ あ" */
};
bool widget_button(struct ui *ui, struct rect r, const struct button *b);
/* Does the whole label fit in r at b->text_mm, without shrinking? */
bool widget_button_fits(struct ui *ui, struct rect r, const struct button *b);
/* Least width for the label on one line (never below MM_TARGET). */
int widget_button_width(struct ui *ui, const struct button *b);

/* A block of text; returns its height. `id` for --inspect. */
struct text_block {
	const char *id, *markup;
	double mm;
	bool bold;
	enum theme_role role, ground;
	enum layout_align align;
	int lines_max;
};
int widget_text(struct ui *ui, struct rect r, const struct text_block *t);
int widget_text_height(struct ui *ui, int width, const struct text_block *t);

/* A choice card: pictogram in a pale circle, label; chosen = filled night with star badge. */
struct choice {
	const char *id, *label, *icon;
	bool selected, disabled;
};
bool widget_choice(struct ui *ui, struct rect r, const struct choice *c);

/* A grid of choice cards in r. Columns and rows are chosen so that every card meets the target
 * size and every label fits; what does not fit goes to further pages, with a "more" card (id
 * "<prefix>.more") as the last place. *page (≥ 0) is kept by the caller. Returns the index
 * fired, -1 for none. */
struct choices {
	const char *prefix;
	const struct choice *choice;
	int len;
	int columns_max;    /* 0 = as fits */
	int columns_wished; /* so many when all fit then, as other questions on the page have */
	const char *more_label;
};
int widget_choices(struct ui *ui, struct rect r, const struct choices *c, int *page);
/* Least height in which all fit on one page at this width, for packing questions on a page. */
int widget_choices_height(struct ui *ui, int width, const struct choices *c);

/* A field showing typed text (never markup, never in --inspect) with caret; `note` (catalogue
 * text, e.g. "あと 369字") in its lower right corner. Long text scrolls by whole lines so that the
 * caret stays visible. */
struct field {
	const char *id, *label, *typed, *note, *placeholder;
	bool active;
	double text_mm;
	const char *widest; /* text that must fit on one line, NULL = none: text_mm gives way */
	size_t marked;      /* bytes at the end of typed that are underlined: not converted yet */
};
bool widget_field(struct ui *ui, struct rect r, const struct field *f);
/* Least width in which the widest text stays on one line in the size asked for. */
int widget_field_width(struct ui *ui, const struct field *f);

/* A key that shows typed text, or what was made of it; --inspect hears only the label. */
struct typed_key {
	const char *id, *label, *typed;
	double text_mm;
	bool strong;
};
bool widget_typed_key(struct ui *ui, struct rect r, const struct typed_key *k);
/* Least width for the text on one line (never below MM_TARGET). */
int widget_typed_key_width(struct ui *ui, const struct typed_key *k);

/* A field that is written on by finger; hint (NULL = none) is its text while it is empty. What the
 * finger did: its place, from the top left of r and inside it, is in *x, *y unless UI_DRAG_NONE.
 * The caller draws what is written. */
struct canvas {
	const char *id, *label, *hint;
};
enum ui_drag widget_canvas(struct ui *ui, struct rect r, const struct canvas *c, int *x, int *y);
/* A note at its lower edge, over what is written. */
void widget_canvas_note(struct ui *ui, struct rect r, const char *markup);

/* Circles, and the same in words ("4 / 8"). */
void widget_progress(struct ui *ui, struct rect r, int step, int steps, const char *words);
/* The mark: ring with warm light, drawn, any size. */
void widget_mark(struct ui *ui, int cx, int cy, int radius_px, bool cross_bars);
/* A QR code of text (ASCII), dark on white whatever the theme, with quiet zone inside r
 * (square). */
bool widget_qr(struct ui *ui, struct rect r, const char *id, const char *text, const char *label);
/* An icon in a circle. */
void widget_icon(struct ui *ui, int cx, int cy, int radius_px, const char *icon,
	enum theme_role fill, enum theme_role ink);
/* A card ground. */
void widget_card(struct ui *ui, struct rect r, enum theme_role fill, enum theme_role border);

/* --- rect arithmetic --- */
struct rect rect_inset(struct rect r, int dx, int dy);
/* w×h in the middle of r. */
struct rect rect_middle(struct rect r, int w, int h);
struct rect rect_cut_top(struct rect *r, int h); /* returns the piece, shrinks r */
struct rect rect_cut_bottom(struct rect *r, int h);
struct rect rect_cut_left(struct rect *r, int w);
struct rect rect_cut_right(struct rect *r, int w);
#endif
