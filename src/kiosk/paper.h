/* SPDX-License-Identifier: Apache-2.0 */
/*
 * paper — a page in millimetres, drawn with the screen's own text engine: every language that can
 * be shown can be printed, with the same fonts. Use: paper_begin, what is on it, paper_bits,
 * paper_end. A page may hold what a person typed: paper_end overwrites it.
 */
#ifndef MARUMADO_PAPER_H
#define MARUMADO_PAPER_H
#include <stdbool.h>
#include "draw.h"
#include "fontstack.h"
#include "layout.h"

#define PAPER_POINTS_MAX 64 /* of one piece of a line */

struct font;

struct paper {
	struct draw_list *list; /* owned */
	const struct fontstack *fonts;
	struct font *font;
	int dpi;
	bool failed; /* memory, or more than a page holds */
};
struct paper_place {
	double x, y, w, h;
};
struct paper_text {
	const char *text;
	const char *lang;
	double mm; /* em */
	bool bold, markup, ruby;
	enum layout_align align;
	bool fit;      /* on one line: made smaller until it fits, down to half */
	int lines_max; /* 0 = any */
};

/* An empty white page of w × h millimetres. False: no memory; nothing to end. */
bool paper_begin(struct paper *p, const struct fontstack *fonts, struct font *font, int dpi,
	double w, double h) __attribute__((warn_unused_result));
void paper_end(struct paper *p);
int paper_px(const struct paper *p, double mm);
/* Text with its top left at x, y in a column of w; returns its height in mm. */
double paper_write(struct paper *p, double x, double y, double w, const struct paper_text *t);
/* What it takes in a column of w (0 = on one line): its width and height in mm. */
void paper_measure(
	struct paper *p, double w, const struct paper_text *t, double *ret_w, double *ret_h);
/* Text in a box of w × h, made smaller until it fits, down to less than half; what is then still
 * too much is cut at the box. */
void paper_write_in(struct paper *p, struct paper_place at, const struct paper_text *t);
/* A line through at most PAPER_POINTS_MAX points (x, y, x, y …). */
void paper_line(struct paper *p, const double *xy, size_t n, double thick);
/* A rectangle with a black border (0 = none), empty inside. */
void paper_box(struct paper *p, double x, double y, double w, double h, double border);
/* A QR code with its quiet zone inside a square of `edge`; false when it cannot be made. */
bool paper_qr(struct paper *p, double x, double y, double edge, const char *text);
/* The page's pixels, w × h of them from the top left: see draw_bits. */
bool paper_bits(struct paper *p, int w, int h, unsigned char *bits)
	__attribute__((warn_unused_result));
#endif
