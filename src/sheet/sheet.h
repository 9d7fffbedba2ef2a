/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sheet — a record on a page of paper; where everything stands is data (assets/sheets/NAME.json).
 *
 * Layer: sheet; knows no font and no printer: it calls a pen, so the kiosk's text engine and the
 * desk's draw the same page. Places are millimetres from the top left.
 * {"page": [w, h], "items": [{"at": [x, y, w, h], …}]}, an item being one of
 *
 *   "text": words as they are
 *   "fields": what the record says (formvalue.h), in a box
 *   "strokes": [name…] handwriting in a box; with "fields" below them
 *   "qr": [name…] as a QR code
 *   "marks": n, the 16 items in n columns, with ○ and ◎
 *
 * with "label": small words in the box's corner, "mm": size of the text, "bold", "align": "center"
 * or "end", "box": false for none, "copy": "site" or "person": on that copy only.
 */
#ifndef MARUMADO_SHEET_H
#define MARUMADO_SHEET_H
#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include "content.h"

#define SHEET_ITEMS_MAX 120

struct sheet_place {
	double x, y, w, h;
};
enum sheet_align { SHEET_START, SHEET_CENTER, SHEET_END };
struct sheet_text { /* made smaller until it fits into its place */
	const char *text;
	double mm;
	bool bold;
	enum sheet_align align;
};
struct sheet_pen { /* every function gets ctx; all borrowed for the call */
	void *ctx;
	void (*box)(void *ctx, const struct sheet_place *at, double border);
	void (*text)(void *ctx, const struct sheet_place *at, const struct sheet_text *t);
	void (*qr)(void *ctx, const struct sheet_place *at, const char *text);
	/* One stroke of a pen through n points (x, y, x, y …); n = 1 is a dot. */
	void (*line)(void *ctx, const double *xy, size_t n, double thick);
};
struct sheet_record { /* borrowed */
	const json_t *record, *answers;
	const json_t *form;  /* desk-form.json: its columns with "mark" are the 16 items */
	const json_t *codes; /* of desk-labels.json */
};

/* Reads and checks a sheet; NULL: err says why. Caller releases. */
json_t *sheet_read(const char *path, char err[static CONTENT_ERR_MAX])
	__attribute__((warn_unused_result));
/* The same from text; `name` stands for the file in err. */
json_t *sheet_parse(const char *text, size_t len, const char *name,
	char err[static CONTENT_ERR_MAX]) __attribute__((warn_unused_result));
/* Its width and height in mm. */
void sheet_size(const json_t *sheet, double *ret_w, double *ret_h);
/* Draws one copy, "site" or "person". False when memory fails. */
bool sheet_draw(const json_t *sheet, const struct sheet_record *r, const char *copy,
	const struct sheet_pen *pen) __attribute__((warn_unused_result));
#endif
