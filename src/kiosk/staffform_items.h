/* SPDX-License-Identifier: Apache-2.0 */
/*
 * staffform_items — what can be pressed of one question of a staff form: its chips, its field, the
 * chip that turns it to the person. Private to staffform_rows.c, which lays them out.
 */
#ifndef MARUMADO_STAFFFORM_ITEMS_H
#define MARUMADO_STAFFFORM_ITEMS_H
#include "staffform_rows.h"

#define ITEMS_MAX     (FORM_CHOICES_MAX + 8)
#define ITEM_TEXT_MAX 256
#define ITEM_GAP_MM   3.0

struct form_item {
	enum rows_kind kind;
	const struct form_choice *choice;
	const char *label, *icon;
	char id[UI_ID_MAX];
	long seconds;
	bool selected;
	int w, h; /* pixels */
};
struct form_items {
	struct form_item item[ITEMS_MAX];
	int len;
	char text[ITEM_TEXT_MAX]; /* a label that is made here; typed text never */
};

/* The items of question q, none wider than `width`. */
void items_of(const struct session *s, struct ui *ui, int q, int width, struct form_items *ret);
/* Draws one; true when it was pressed. */
bool items_draw(struct session *s, struct ui *ui, struct rect r, int q, struct form_item *it);
#endif
