/* SPDX-License-Identifier: Apache-2.0 */
/*
 * f-drawing — strokes of a record at the desk, and the text around them on the coordinator's page.
 *
 * Input: JSON of strokes; the same bytes are a label, too. Holds: a picture is made of numbers
 * only, has as many lines as were counted and no point outside its field; no text gets out of its
 * place.
 */
#include <stdlib.h>
#include <string.h>
#include "drawing.h"
#include "fuzz.h"
#include "page.h"

static void check_text(const char *text)
{
	struct buf out = BUF_INIT;

	page_text(&out, text);
	HOLDS(buf_ok(&out) && !strpbrk(buf_str(&out), "<>\"'"));
	buf_release(&out);
}

/* "M x y l dx dy …" or "M x y h0" for each line, as drawing_svg writes it. */
static void check_path(const char *path, size_t lines, json_int_t w, json_int_t h)
{
	size_t points = 0, begun = 0;

	while (*path != '"') {
		long x = 0, y = 0;

		HOLDS(*path == 'M');
		path++;
		begun++;
		do {
			char *end;
			x += strtol(path, &end, 10);
			HOLDS(end > path && *end == ' ');
			path = end + 1;
			y += strtol(path, &end, 10);
			HOLDS(end > path && x >= 0 && x <= w && y >= 0 && y <= h);
			points++;
			path = strncmp(end, "h0", 2) == 0 ? end + 2 : end;
		} while ((*path == 'l' || *path == ' ') && path++);
	}
	HOLDS(begun == lines && points <= DRAWING_POINTS_MAX);
}

static void check_svg(const json_t *strokes, const char *label)
{
	json_t *answer = json_pack("{sO}", "strokes", strokes);
	struct buf out = BUF_INIT;
	size_t lines = drawing_lines(answer);

	drawing_svg(&out, strokes, label);
	HOLDS(answer && buf_ok(&out) && lines >= 1 && lines <= DRAWING_LINES_MAX);
	const char *path = strstr(buf_str(&out), "<path d=\"");
	HOLDS(path && strcmp(buf_str(&out) + out.len - 9, "\"/></svg>") == 0);
	check_path(path + 9, lines, json_integer_value(json_object_get(strokes, "w")),
		json_integer_value(json_object_get(strokes, "h")));
	buf_release(&out);
	json_decref(answer);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = fuzz_text(data, size);
	json_t *strokes = json_loadb((const char *)data, size, JSON_DECODE_ANY, NULL);

	check_text(text);
	if (strokes && drawing_ok(strokes))
		check_svg(strokes, text);
	json_decref(strokes);
	free(text);
	return 0;
}
