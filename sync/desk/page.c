/* SPDX-License-Identifier: Apache-2.0 */
/*
 * page — why: handwriting has to be seen, and a browser is what every coordinator has; but a
 * browser runs what it reads. So every text is escaped at one place, page_text, a policy forbids
 * scripts, outside resources, forms and links of any kind, and each value is isolated, so that a
 * right-to-left mark in one answer cannot turn the words around it.
 *
 * The words are those of the table (labels, codes): the city reads Japanese whatever language was
 * used. Fields without a value are left out.
 * Not here: choosing records (open.c), the picture itself (drawing.c).
 */
#include "page.h"

#include <stdbool.h>
#include <string.h>
#include "drawing.h"
#include "table.h"

#define POLICY                                                                                     \
	"default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"

static const char style[] =
	"body{font:16px/1.6 'Noto Sans CJK JP',sans-serif;margin:2em auto;max-width:60em;"
	"color:#111;background:#fff}article{border:2px solid #17214d;border-radius:12px;"
	"margin:0 0 2em;padding:1em 1.5em;break-inside:avoid}article.urgent{"
	"border-color:#a00d00;border-width:5px}"
	"h2{margin:0 0 .5em;font-size:1.4em}dl{display:grid;grid-template-columns:14em 1fr;"
	"gap:.3em 1em;margin:0}dt{color:#444}dd{margin:0;font-weight:bold;white-space:pre-wrap;"
	"overflow-wrap:anywhere}svg{display:block;width:100%;max-height:40em;border:1px solid #777;"
	"border-radius:8px;background:#fff;margin:.3em 0}";

/* What stands for a character in HTML; NULL for itself, "" for nothing. */
static const char *entity(unsigned char c)
{
	static const struct {
		char c;
		const char *text;
	} known[] = { { '&', "&amp;" }, { '<', "&lt;" }, { '>', "&gt;" }, { '"', "&quot;" },
		{ '\'', "&#39;" }, { '\n', "\n" }, { '\t', "\t" } };

	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (known[i].c == (char)c)
			return known[i].text;
	return c < 0x20 || c == 0x7f ? "" : NULL;
}

void page_text(struct buf *ret, const char *text)
{
	for (; *text; text++) {
		const char *instead = entity((unsigned char)*text);

		if (instead)
			buf_puts(ret, instead);
		else
			buf_append(ret, text, 1);
	}
}

void page_head(struct buf *ret)
{
	buf_puts(ret,
		"<!DOCTYPE html>\n<html lang=\"ja\">\n<head>\n<meta charset=\"utf-8\">\n"
		"<meta http-equiv=\"Content-Security-Policy\" content=\"" POLICY "\">\n"
		"<meta name=\"referrer\" content=\"no-referrer\">\n"
		"<meta name=\"viewport\" content=\"width=device-width\">\n"
		"<title>marumado-desk</title>\n<style>");
	buf_puts(ret, style);
	buf_puts(ret, "</style>\n</head>\n<body>\n");
}

static void row(struct buf *ret, const char *heading, const char *text, const char *label,
	const json_t *strokes)
{
	buf_puts(ret, "<dt>");
	page_text(ret, heading);
	buf_puts(ret, "</dt><dd>");
	if (*text) {
		buf_puts(ret, "<bdi>");
		page_text(ret, text);
		buf_puts(ret, "</bdi>");
	}
	if (strokes)
		drawing_svg(ret, strokes, label);
	buf_puts(ret, "</dd>\n");
}

/* A column with a text or a drawing. */
static void column_row(
	struct buf *ret, const struct labels *l, size_t column, const json_t *record)
{
	const char *field = labels_field(l, column);
	const json_t *answer = json_object_get(json_object_get(record, "answers"), field);
	const json_t *strokes =
		drawing_lines(answer) > 0 ? json_object_get(answer, "strokes") : NULL;
	struct buf text = BUF_INIT;

	table_words(&text, l, column, record);
	if (!buf_ok(&text))
		ret->failed = true;
	else if (text.len > 0 || strokes)
		row(ret, labels_heading(l, column), buf_str(&text), labels_heading(l, column),
			strokes);
	buf_release(&text);
}

void page_record(struct buf *ret, const struct labels *l, const json_t *record)
{
	bool urgent = json_is_true(json_object_get(record, "urgent"));
	struct buf text = BUF_INIT;

	buf_puts(ret, urgent ? "<article class=\"urgent\">\n<h2>" : "<article>\n<h2>");
	table_receipt(&text, record);
	page_text(ret, buf_str(&text));
	buf_puts(ret, "</h2>\n<dl>\n");
	for (size_t i = 0; i < labels_count(l); i++)
		column_row(ret, l, i, record);
	buf_reset(&text);
	table_other(&text, l, record);
	if (text.len > 0)
		row(ret, TABLE_OTHER, buf_str(&text), "", NULL);
	ret->failed = ret->failed || !buf_ok(&text);
	buf_release(&text);
	buf_puts(ret, "</dl>\n</article>\n");
}

void page_foot(struct buf *ret)
{
	buf_puts(ret, "</body>\n</html>\n");
}
