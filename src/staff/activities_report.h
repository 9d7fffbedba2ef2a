/* SPDX-License-Identifier: Apache-2.0 */
/*
 * activities_report — a month's activities as a page: lines of cells, for a screen or a printer.
 * Pure; all words come from the caller, so there is no sentence in here.
 *
 * Layer: staff. Counts, minutes and people; nothing is multiplied by money.
 */
#ifndef MARUMADO_ACTIVITIES_REPORT_H
#define MARUMADO_ACTIVITIES_REPORT_H
#include "activities.h"

#define ACTIVITIES_CELLS    8
#define ACTIVITIES_CELL_MAX 400

enum activities_line_kind {
	ACTIVITIES_TITLE, /* one cell */
	ACTIVITIES_PAIR,  /* name and value */
	ACTIVITIES_HEAD,  /* names of the columns of the rows that follow */
	ACTIVITIES_ROW,
	ACTIVITIES_SUM,  /* a row that adds up those before */
	ACTIVITIES_TEXT, /* a sentence */
	ACTIVITIES_SIGN  /* a line to sign on: what is to be written there */
};
struct activities_line {
	enum activities_line_kind kind;
	int cells;
	char *cell[ACTIVITIES_CELLS];
};
struct activities_report { /* owned */
	struct activities_line *line;
	int len, cap;
	bool failed;
};
struct activities_words { /* borrowed; each function borrows out what it returns for the call */
	const char *(*word)(void *ctx, const char *key);
	const char *(*date)(void *ctx, const char *date);
	const char *(*month)(void *ctx, const char *month);
	const char *(*type)(void *ctx, const char *type);
	const char *(*person)(void *ctx, const char *staff);
	void *ctx;
	const char *site; /* its name */
};
/* Title; site, month, sums, how it stands with the hash of each part; the entries by date, those
 * that nobody has handed in marked; sums by type; the declaration; a line to sign. Keys asked for:
 * see assets/lang-staff/ja.po, context staff_act_report. False when memory fails; ret is then
 * empty. */
bool activities_report(struct activities_report *ret, const struct activity_book *b,
	const char *month, const struct activities_words *w) __attribute__((warn_unused_result));
/* Overwrites and frees; accepts a zeroed one. */
void activities_report_release(struct activities_report *r);
#endif
