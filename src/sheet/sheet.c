/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sheet — a sheet is checked whole when it is read, so drawing cannot fail on it; of the record
 * nothing is believed: strokes that leave their field or are not numbers are left out. Text that a
 * person typed goes through a buf that is overwritten.
 */
#include "sheet.h"

#include <string.h>

#include "buf.h"
#include "formvalue.h"

#define BYTES_MAX  (256 * 1024)
#define EDGE_MAX   1000.0 /* mm */
#define BORDER     0.2
#define PAD        0.8
#define LABEL_MM   2.5
#define VALUE_MM   4.2
#define MARK_MM    3.2
#define LINE       1.15 /* what a line of letters needs of their size */
#define POINTS_MAX 4096 /* of one stroke */
#define PEN_PART   150.0
#define TYPED_PART 0.55 /* of a box that holds handwriting, too */

/* --- reading --- */

static bool numbers(const json_t *a, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const json_t *v = json_array_get(a, i);
		if (!json_is_number(v) || json_number_value(v) < 0 ||
			json_number_value(v) > EDGE_MAX)
			return false;
	}
	return json_array_size(a) == n;
}

static const char *item_problem(const json_t *item)
{
	static const char *const kinds[] = { "text", "fields", "qr", "marks", "strokes" };
	const json_t *text = json_object_get(item, "text");
	int found = 0;

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		found += json_object_get(item, kinds[i]) != NULL;
	if (!numbers(json_object_get(item, "at"), 4))
		return "at: not four numbers";
	bool both = json_object_get(item, "fields") && json_object_get(item, "strokes");
	if (found != (both ? 2 : 1))
		return "an item that is not one of text, fields, qr, marks, strokes";
	if (text && !json_is_string(text))
		return "text: not a string";
	const json_t *marks = json_object_get(item, "marks"), *mm = json_object_get(item, "mm");
	if (marks && (json_integer_value(marks) < 1 || json_integer_value(marks) > 4))
		return "marks: not 1 to 4 columns";
	if (mm && (!json_is_number(mm) || json_number_value(mm) < 1))
		return "mm: not a size";
	return NULL;
}

static const char *problem_of(json_t *sheet)
{
	const json_t *items = json_object_get(sheet, "items");
	const json_t *page = json_object_get(sheet, "page");
	const char *problem = NULL;

	if (!numbers(page, 2) || json_number_value(json_array_get(page, 0)) < 10 ||
		json_number_value(json_array_get(page, 1)) < 10)
		return "page: not two numbers";
	if (json_array_size(items) < 1 || json_array_size(items) > SHEET_ITEMS_MAX)
		return "items: none, or too many";
	for (size_t i = 0; !problem && i < json_array_size(items); i++)
		problem = item_problem(json_array_get(items, i));
	return problem;
}

json_t *sheet_parse(
	const char *text, size_t len, const char *name, char err[static CONTENT_ERR_MAX])
{
	return content_parse(text, len, name, problem_of, err);
}

json_t *sheet_read(const char *path, char err[static CONTENT_ERR_MAX])
{
	return content_read(path, BYTES_MAX, problem_of, err);
}

static double nth(const json_t *a, size_t i)
{
	return json_number_value(json_array_get(a, i));
}

void sheet_size(const json_t *sheet, double *ret_w, double *ret_h)
{
	const json_t *page = json_object_get(sheet, "page");

	*ret_w = nth(page, 0);
	*ret_h = nth(page, 1);
}

/* --- drawing --- */

struct drawing {
	const struct sheet_record *r;
	const struct sheet_pen *pen;
	bool ok;
};

static enum sheet_align align_of(const json_t *item)
{
	const char *a = json_string_value(json_object_get(item, "align"));

	return !a ? SHEET_START : strcmp(a, "end") == 0 ? SHEET_END : SHEET_CENTER;
}

static void write(
	const struct drawing *d, const json_t *item, const struct sheet_place *at, const char *text)
{
	const json_t *mm = json_object_get(item, "mm");
	const struct sheet_text t = { text, mm ? json_number_value(mm) : VALUE_MM,
		json_is_true(json_object_get(item, "bold")), align_of(item) };

	if (*text)
		d->pen->text(d->pen->ctx, at, &t);
}

/* The box of an item and the label in its corner; what is left for the value. */
static struct sheet_place frame(
	const struct drawing *d, const json_t *item, const struct sheet_place *at)
{
	const char *label = json_string_value(json_object_get(item, "label"));
	struct sheet_place in = { at->x + PAD, at->y + PAD / 2, at->w - 2 * PAD, at->h - PAD };
	const double line = LABEL_MM * 1.5;

	if (!json_is_false(json_object_get(item, "box")))
		d->pen->box(d->pen->ctx, at, BORDER);
	if (!label)
		return in;
	const struct sheet_text t = { label, LABEL_MM, false, SHEET_START };
	const struct sheet_place top = { in.x, in.y, in.w, line };
	d->pen->text(d->pen->ctx, &top, &t);
	in.y += line;
	in.h -= line;
	return in;
}

static const json_t *handwriting(const struct drawing *d, const json_t *names)
{
	for (size_t i = 0; i < json_array_size(names); i++) {
		const json_t *a = json_object_get(
			d->r->answers, json_string_value(json_array_get(names, i)));
		const json_t *s = json_object_get(a, "strokes");
		if (json_array_size(json_object_get(s, "lines")) > 0)
			return s;
	}
	return NULL;
}

/* One stroke: pairs of steps from the top left; false when it leaves its field. */
static bool draw_stroke(const struct drawing *d, const json_t *steps, double w, double h,
	const struct sheet_place *at, double scale)
{
	double xy[2 * 64], x = 0, y = 0;
	size_t n = json_array_size(steps), held = 0;

	if (n < 2 || n % 2 != 0 || n > 2 * POINTS_MAX)
		return false;
	for (size_t i = 0; i < n; i += 2) {
		x += nth(steps, i);
		y += nth(steps, i + 1);
		if (!(x >= 0 && x <= w && y >= 0 && y <= h))
			return false;
		xy[2 * held] = at->x + x * scale;
		xy[2 * held + 1] = at->y + y * scale;
		held++;
		bool full = held == sizeof(xy) / sizeof(xy[0]) / 2;
		if (!full && i + 2 < n)
			continue;
		d->pen->line(d->pen->ctx, xy, held, at->w / PEN_PART);
		xy[0] = xy[2 * held - 2]; /* the next piece begins where this one ended */
		xy[1] = xy[2 * held - 1];
		held = 1;
	}
	explicit_bzero(xy, sizeof(xy));
	return true;
}

static void draw_handwriting(const struct drawing *d, const json_t *s, const struct sheet_place *in)
{
	const json_t *lines = json_object_get(s, "lines");
	double w = json_number_value(json_object_get(s, "w"));
	double h = json_number_value(json_object_get(s, "h"));

	if (w < 1 || h < 1)
		return;
	double scale = in->w / w < in->h / h ? in->w / w : in->h / h;
	for (size_t i = 0; i < json_array_size(lines); i++)
		if (!draw_stroke(d, json_array_get(lines, i), w, h, in, scale))
			return;
}

static void draw_fields(struct drawing *d, const json_t *item, const struct sheet_place *at)
{
	struct sheet_place in = frame(d, item, at);
	const json_t *written = handwriting(d, json_object_get(item, "strokes"));
	struct buf text = BUF_INIT;

	if (written) {
		const struct sheet_place below = { in.x, in.y + in.h * TYPED_PART, in.w,
			in.h * (1 - TYPED_PART) };
		draw_handwriting(d, written, &below);
		in.h *= TYPED_PART;
	}
	formvalue_words(&text, item, d->r->codes, d->r->record, d->r->answers);
	write(d, item, &in, buf_str(&text));
	d->ok = d->ok && buf_ok(&text);
	buf_release(&text);
}

static void draw_qr(struct drawing *d, const json_t *item, const struct sheet_place *at)
{
	const json_t *names = json_object_get(item, "qr");

	for (size_t i = 0; i < json_array_size(names); i++) {
		const json_t *v = json_object_get(
			d->r->record, json_string_value(json_array_get(names, i)));
		if (json_string_length(v) > 0) {
			d->pen->qr(d->pen->ctx, at, json_string_value(v));
			return;
		}
	}
}

/* The 16 items in columns, read downwards. */
static void draw_marks(struct drawing *d, const json_t *item, const struct sheet_place *at)
{
	const json_t *all = json_object_get(d->r->form, "columns");
	int columns = (int)json_integer_value(json_object_get(item, "marks")), n = 0, i = 0;

	for (size_t c = 0; c < json_array_size(all); c++)
		n += json_object_get(json_array_get(all, c), "mark") != NULL;
	int rows = (n + columns - 1) / columns;
	for (size_t c = 0; c < json_array_size(all); c++) {
		const json_t *topic = json_array_get(all, c);
		if (!json_object_get(topic, "mark"))
			continue;
		const double w = at->w / columns, h = at->h / rows, sign = 7;
		const int column = i / rows, row = i % rows;
		const struct sheet_place cell = { at->x + w * column, at->y + h * row, w, h };
		const struct sheet_place mark = { cell.x, cell.y + PAD / 2, sign, h - PAD };
		const struct sheet_place name = { cell.x + sign, cell.y + (h - LINE * MARK_MM) / 2,
			w - sign - PAD, LINE * MARK_MM };
		const char *label = json_string_value(json_object_get(topic, "label"));
		const struct sheet_text is = { formvalue_mark(topic, d->r->answers), VALUE_MM, true,
			SHEET_CENTER };
		const struct sheet_text t = { label, MARK_MM, *is.text != '\0', SHEET_START };

		d->pen->box(d->pen->ctx, &cell, BORDER);
		if (*is.text)
			d->pen->text(d->pen->ctx, &mark, &is);
		d->pen->text(d->pen->ctx, &name, &t);
		i++;
	}
}

static void draw_strokes(struct drawing *d, const json_t *item, const struct sheet_place *at)
{
	const struct sheet_place in = frame(d, item, at);
	const json_t *s = handwriting(d, json_object_get(item, "strokes"));

	if (s)
		draw_handwriting(d, s, &in);
}

static void draw_text(struct drawing *d, const json_t *item, const struct sheet_place *at)
{
	write(d, item, at, json_string_value(json_object_get(item, "text")));
}

bool sheet_draw(const json_t *sheet, const struct sheet_record *r, const char *copy,
	const struct sheet_pen *pen)
{
	static const struct {
		const char *kind;
		void (*draw)(struct drawing *, const json_t *, const struct sheet_place *);
	} kinds[] = { { "text", draw_text }, { "fields", draw_fields }, { "qr", draw_qr },
		{ "marks", draw_marks }, { "strokes", draw_strokes } };
	const json_t *items = json_object_get(sheet, "items");
	struct drawing d = { r, pen, true };

	for (size_t i = 0; i < json_array_size(items); i++) {
		const json_t *item = json_array_get(items, i), *at = json_object_get(item, "at");
		const char *only = json_string_value(json_object_get(item, "copy"));
		const struct sheet_place place = { nth(at, 0), nth(at, 1), nth(at, 2), nth(at, 3) };

		if (only && strcmp(only, copy) != 0)
			continue;
		for (size_t k = 0; k < sizeof(kinds) / sizeof(kinds[0]); k++)
			if (json_object_get(item, kinds[k].kind)) {
				kinds[k].draw(&d, item, &place);
				break;
			}
	}
	return d.ok;
}
