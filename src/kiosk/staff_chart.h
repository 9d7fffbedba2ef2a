/* SPDX-License-Identifier: Apache-2.0 */
/*
 * staff_chart — bars from left to right, each with its name before it and its number behind it, all
 * in one colour: nothing is told by colour.
 */
#ifndef MARUMADO_STAFF_CHART_H
#define MARUMADO_STAFF_CHART_H
#include "ui.h"

#define STAFF_CHART_BARS 31
#define STAFF_CHART_TEXT 64

struct staff_bar {
	char label[STAFF_CHART_TEXT], value[STAFF_CHART_TEXT];
	int n; /* its length; ≥ 0 */
};
/* How many of the bars fit into r, below each other and in columns when they are many; at least
 * one.
 */
int staff_chart_fits(struct ui *ui, struct rect r, const struct staff_bar *bar, int n);
/* Draws as many from `first` on. Ids "bar.<index>.label" and "bar.<index>.value". */
void staff_chart(struct ui *ui, struct rect r, const struct staff_bar *bar, int n, int first);
#endif
