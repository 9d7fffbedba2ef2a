/* SPDX-License-Identifier: Apache-2.0 */
/*
 * osk — the on-screen keyboard. Keyboards are data: CONTENT/keyboards/<id>.json (rows of keys; a
 * key inserts text, or has an action: delete, space, enter, dakuten, small, shift, layer:<name>,
 * keyboard:<id>). The osk never holds the text: it tells the caller what to do with it.
 * OSK_INSERT and OSK_DELETE go through the keyboard's way of composing, which is the caller's.
 * Layer: ui.
 */
#ifndef MARUMADO_OSK_H
#define MARUMADO_OSK_H
#include <stdbool.h>
#include <stddef.h>
#include "ui.h"

#define OSK_KEYBOARDS_MAX 24
#define OSK_LAYERS_MAX 4
#define OSK_ROWS_MAX 8
#define OSK_COLS_MAX 14
#define OSK_TEXT_MAX 16

enum osk_action { OSK_NONE, OSK_INSERT, OSK_DELETE, OSK_REPLACE_LAST, OSK_SWITCH };
struct osk_result {
	enum osk_action action;
	char text[OSK_TEXT_MAX];   /* OSK_SWITCH: keyboard id */
};

struct osk_key {
	char text[OSK_TEXT_MAX];   /* inserted */
	char label[24];            /* shown when not equal to text; "@ctx/key" = catalogue text */
	char icon[32];
	char action[24];           /* "" = insert */
	int width;                 /* in units of 1/2 key; default 2 */
	bool gap;                  /* an empty place */
};
struct osk_layer {
	char name[12];
	struct osk_key key[OSK_ROWS_MAX][OSK_COLS_MAX];
	int cols[OSK_ROWS_MAX], rows;
};
struct osk_keyboard {
	char id[16];
	char tab_icon[32], tab_label[24];
	int text_mm; /* height of the letters; 0: as usual. Less for scripts with deep descenders */
	char compose[12]; /* how keys join (src/ime/compose.h); "" plainly */
	struct osk_layer layer[OSK_LAYERS_MAX];
	int layers;
};
struct osk { /* loaded once */
	struct osk_keyboard *keyboard;
	int len;
	struct { char base[8], dakuten[8], handakuten[8], small[8]; } *kana; /* kana-marks.json */
	int kana_len;
};
bool osk_load(struct osk *o, const char *dir, char *err, size_t err_cap)
	__attribute__((warn_unused_result));
void osk_release(struct osk *o);

/* kept by the caller for one field */
struct osk_view { char keyboard[16]; int layer; bool shifted; };
/* Draws the keyboard and the tabs of `tabs` (ids, n) and returns what the press means. `last` is
 * the last cluster of the text (for dakuten and small), "" when none; it is borrowed and not
 * kept. */
struct osk_result osk_run(struct ui *ui, const struct osk *o, struct osk_view *v, struct rect r,
	const char *const *tabs, int tabs_len, const char *last);
/* The keyboard shown, borrowed; never NULL. */
const struct osk_keyboard *osk_shown(const struct osk *o, const struct osk_view *v);
/* What is written on the tab of keyboard `id`: a catalogue text or the keyboard's own; "" for an
 * unknown one. Borrowed. */
const char *osk_tab_label(const struct osk *o, const char *id);
/* Least height the keyboard needs for MM_KEY keys at this width. */
int osk_height(struct ui *ui, const struct osk *o, const struct osk_view *v);
#endif
