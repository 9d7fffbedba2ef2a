/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ui_private — the inside of struct ui, for ui.c, ui_focus.c and ui_layout_cache.c only.
 * Layer: ui; pure.
 */
#ifndef MARUMADO_UI_PRIVATE_H
#define MARUMADO_UI_PRIVATE_H
#include "ui.h"

struct ui_layouts; /* ui_layout_cache.c */

struct ui {
	struct ui_setup setup;
	struct ui_state state;
	char lang[16];              /* state.lang points here */
	struct input_event ev;      /* of this frame; emptied by ui_end */
	struct draw_list list;
	struct ui_widget widget[UI_WIDGETS_MAX];
	int widgets;
	char texts[UI_TEXTS_MAX];   /* whole texts of the widgets; may hold a receipt's digits */
	size_t texts_len;
	char speaking[UI_ID_MAX];   /* state.speaking points here */
	struct ui_layouts *layouts;

	char armed[UI_ID_MAX];      /* "" = none */
	bool armed_seen;            /* the armed widget was called in this frame */
	enum ui_role fired_role;    /* of the last fire, for the debounce */
	char fired[UI_ID_MAX];
	uint64_t fired_ms;
	bool fired_ever;

	char focus[UI_ID_MAX];      /* "" = none */
	bool focus_visible;         /* a key was used since the last touch */
	int focus_first;            /* index of the widget where the focus begins */
	bool key_used;              /* the key event of this frame has been consumed */
	/* a text field takes typed text (this frame, frame before) */
	bool field_active, field_was_active;
	bool again;
	char icon[8];               /* what ui_icon returned last */
};

/* --- ui_focus.c --- */
/* Moves the focus for a key event, over the widgets of the frame before. */
void ui_focus_key(struct ui *ui);
/* Draws the ring; last in a frame. */
void ui_focus_draw(struct ui *ui);
/* Draws the corners around the widget that is being read aloud. */
void ui_speaking_draw(struct ui *ui);

/* --- ui_layout_cache.c --- */
struct ui_layouts *ui_layouts_open(void);
void ui_layouts_close(struct ui_layouts *c);
/* Ends a frame: wipes layouts of unmarked text, then the oldest beyond what is kept;
 * ui_layouts_keep says how many. */
void ui_layouts_end(struct ui_layouts *c);
void ui_layouts_keep(struct ui_layouts *c, int most);
/* Wipes all. */
void ui_layouts_forget(struct ui_layouts *c);
#endif
