/* SPDX-License-Identifier: Apache-2.0 */
/*
 * staff_stepper — a value with a minus on its left and a plus on its right, and its name before;
 * and a box to tick.
 */
#ifndef MARUMADO_STAFF_STEPPER_H
#define MARUMADO_STAFF_STEPPER_H
#include <stdbool.h>
#include "ui.h"

struct staff_stepper {
	const char *id; /* the buttons are "<id>.less" and "<id>.plus" */
	const char *label, *value;
	const char *less, *more; /* what the buttons are called when read aloud */
	bool can_less, can_more;
};
/* One row of at least a target's height; the value's id is "<id>.value". Returns -1, 0 or 1. */
int staff_stepper(struct ui *ui, struct rect r, const struct staff_stepper *s);
/* The name of a field at the left of a row: takes its place from r. Id "<id>.label". */
void staff_row_label(struct ui *ui, struct rect *r, const char *id, const char *label);
/* A sentence with a box to tick: the whole card is the target. Its height with air around the
 * words; and the card: true when it was touched. */
int staff_tick_height(struct ui *ui, int width, const char *words);
bool staff_tick(struct ui *ui, struct rect r, const char *id, const char *words, bool ticked);
#endif
