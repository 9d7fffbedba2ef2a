/* SPDX-License-Identifier: Apache-2.0 */
/*
 * drawing — why: handwriting comes as numbers from a stranger's machine, and is shown as a picture
 * on the coordinator's: so it is checked whole before it is believed, and drawn from its numbers
 * alone, never from its text.
 *
 * A line of one point is a dot: a path of no length with round ends.
 * Not here: reading words out of it.
 */
#include "drawing.h"

#include "page.h"

#define PEN_PART 200 /* the pen is this part of the field's width */

static bool number(const json_t *v, json_int_t least, json_int_t most)
{
	json_int_t n = json_integer_value(v);

	return json_is_integer(v) && n >= least && n <= most;
}

static bool line_ok(const json_t *line, json_int_t w, json_int_t h)
{
	size_t n = json_array_size(line);
	json_int_t x = 0, y = 0;

	if (n < 2 || n % 2 != 0 || n > 2 * DRAWING_POINTS_MAX)
		return false;
	for (size_t i = 0; i < n; i += 2) {
		const json_t *dx = json_array_get(line, i), *dy = json_array_get(line, i + 1);

		if (!number(dx, -w, w) || !number(dy, -h, h))
			return false;
		x += json_integer_value(dx);
		y += json_integer_value(dy);
		if (x < 0 || x > w || y < 0 || y > h)
			return false;
	}
	return true;
}

bool drawing_ok(const json_t *strokes)
{
	const json_t *w = json_object_get(strokes, "w"), *h = json_object_get(strokes, "h");
	const json_t *lines = json_object_get(strokes, "lines");
	size_t n = json_array_size(lines), points = 0;

	if (!number(w, 1, DRAWING_SIDE_MAX) || !number(h, 1, DRAWING_SIDE_MAX) || n < 1 ||
		n > DRAWING_LINES_MAX)
		return false;
	for (size_t i = 0; i < n; i++) {
		const json_t *line = json_array_get(lines, i);

		points += json_array_size(line) / 2;
		if (!line_ok(line, json_integer_value(w), json_integer_value(h)))
			return false;
	}
	return points <= DRAWING_POINTS_MAX;
}

size_t drawing_lines(const json_t *answer)
{
	return json_array_size(json_object_get(json_object_get(answer, "strokes"), "lines"));
}

static json_int_t at(const json_t *line, size_t i)
{
	return json_integer_value(json_array_get(line, i));
}

static void put_line(struct buf *ret, const json_t *line)
{
	size_t n = json_array_size(line);

	buf_printf(ret, "M%" JSON_INTEGER_FORMAT " %" JSON_INTEGER_FORMAT, at(line, 0),
		at(line, 1));
	buf_puts(ret, n > 2 ? "l" : "h0");
	for (size_t i = 2; i + 1 < n; i += 2)
		buf_printf(ret, "%s%" JSON_INTEGER_FORMAT " %" JSON_INTEGER_FORMAT,
			i > 2 ? " " : "", at(line, i), at(line, i + 1));
}

void drawing_svg(struct buf *ret, const json_t *strokes, const char *label)
{
	json_int_t w = json_integer_value(json_object_get(strokes, "w"));
	json_int_t h = json_integer_value(json_object_get(strokes, "h"));
	const json_t *lines = json_object_get(strokes, "lines");

	buf_printf(ret,
		"<svg viewBox=\"0 0 %" JSON_INTEGER_FORMAT " %" JSON_INTEGER_FORMAT
		"\" role=\"img\" aria-label=\"",
		w, h);
	page_text(ret, label);
	buf_printf(ret,
		"\" fill=\"none\" stroke=\"#111\" stroke-width=\"%" JSON_INTEGER_FORMAT
		"\" stroke-linecap=\"round\" stroke-linejoin=\"round\"><path d=\"",
		w / PEN_PART + 1);
	for (size_t i = 0; i < json_array_size(lines); i++)
		put_line(ret, json_array_get(lines, i));
	buf_puts(ret, "\"/></svg>");
}
