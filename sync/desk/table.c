/* SPDX-License-Identifier: Apache-2.0 */
/*
 * table — why: coordinators work in a spreadsheet, and a spreadsheet is a program that runs what it
 * reads: a resident who types "=HYPERLINK(…)" must not reach the coordinator's machine. Cells that
 * a spreadsheet would calculate get a leading apostrophe, in ASCII and in the full-width forms that
 * Japanese ones accept.
 *
 * For people also digits with a leading zero get one, else a telephone number loses its 0.
 * Not here: the words (labels.c), choosing rows (open.c).
 */
#include "table.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include "drawing.h"
#include "receipt.h"

static bool starts(const char *text, size_t len, const char *with)
{
	return len >= strlen(with) && memcmp(text, with, strlen(with)) == 0;
}

/* Would a spreadsheet calculate this? */
static bool calculates(const char *text, size_t len)
{
	static const char *const first[] = { "=", "+", "-", "@", "\t", "\r", "\n", "\uff1d",
		"\uff0b", "\uff0d", "\uff20" };

	for (size_t i = 0; i < sizeof first / sizeof *first; i++)
		if (starts(text, len, first[i]))
			return true;
	return false;
}

void table_cell(struct buf *ret, const char *text, size_t len)
{
	bool guard = calculates(text, len), quote = false;

	for (size_t i = 0; i < len; i++)
		quote = quote ||
			strchr("\",;\r\n\t", text[i]); /* also finds NUL, the string's own end */
	quote = quote || (len && (text[0] == ' ' || text[len - 1] == ' '));
	if (quote)
		buf_puts(ret, "\"");
	if (guard)
		buf_puts(ret, "'");
	for (size_t i = 0; i < len; i++) {
		if (text[i] == '"')
			buf_puts(ret, "\"");
		if (text[i] !=
			'\0') /* typed words have none; a spreadsheet would stop reading here */
			buf_append(ret, &text[i], 1);
	}
	if (quote)
		buf_puts(ret, "\"");
}

static void cell_end(struct buf *ret, bool last)
{
	buf_puts(ret, last ? "\r\n" : ",");
}

void table_head(struct buf *ret, const struct labels *l)
{
	size_t n = labels_count(l);

	buf_puts(ret, "\xef\xbb\xbf");
	for (size_t i = 0; i < n; i++) {
		table_cell(ret, labels_heading(l, i), strlen(labels_heading(l, i)));
		cell_end(ret, false);
	}
	for (size_t i = 0; i < n; i++) {
		table_cell(ret, labels_field(l, i), strlen(labels_field(l, i)));
		cell_end(ret, false);
	}
	buf_puts(ret, TABLE_OTHER);
	cell_end(ret, true);
}

/* A field of the record itself, else an answer. */
static const json_t *value_of(const json_t *record, const char *field)
{
	const json_t *v = json_object_get(record, field);

	return v ? v : json_object_get(json_object_get(record, "answers"), field);
}

/* The answer whose drawing a column `<answer>_drawing` counts; NULL when it is none of these. */
static const json_t *drawn_of(const json_t *record, const char *field)
{
	size_t len = strlen(field), end = strlen(TABLE_DRAWING);
	char name[64];

	if (len <= end || len - end >= sizeof name || strcmp(field + len - end, TABLE_DRAWING) != 0)
		return NULL;
	snprintf(name, sizeof name, "%.*s", (int)(len - end), field);
	return json_object_get(json_object_get(record, "answers"), name);
}

/* One code: for people its words, for machines itself. */
static void put_code(
	struct buf *ret, const struct labels *l, size_t column, bool words, const char *code)
{
	buf_puts(ret, words ? labels_code(l, column, code) : code);
}

/* A value as text, appended to ret. */
static void put_value(
	struct buf *ret, const struct labels *l, size_t column, bool words, const json_t *v)
{
	const json_t *text = json_object_get(v, "text");

	if (json_is_string(v))
		put_code(ret, l, column, words, json_string_value(v));
	else if (json_is_boolean(v))
		put_code(ret, l, column, words, json_is_true(v) ? "true" : "false");
	else if (json_is_integer(v))
		buf_printf(ret, "%" JSON_INTEGER_FORMAT, json_integer_value(v));
	else if (json_is_string(text))
		buf_append(ret, json_string_value(text), json_string_length(text));
	for (size_t i = 0; i < json_array_size(v); i++) {
		const char *code = json_string_value(json_array_get(v, i));

		if (i)
			buf_puts(ret, words ? "、" : ";");
		put_code(ret, l, column, words, code ? code : "");
	}
}

/* Digits that a spreadsheet would take for a number and shorten. */
static bool loses_zero(const struct buf *cell)
{
	const char *s = buf_str(cell);

	return cell->len > 1 && s[0] == '0' && strspn(s, "0123456789") == cell->len;
}

void table_receipt(struct buf *ret, const json_t *record)
{
	const char *receipt = json_string_value(json_object_get(record, "receipt"));
	char shown[RECEIPT_SHOWN + 1];

	if (receipt && strlen(receipt) == RECEIPT_DIGITS) {
		receipt_format(receipt, shown);
		buf_puts(ret, shown);
	} else if (receipt) {
		buf_puts(ret, receipt);
	}
}

/* The value of a column, for people or for machines. */
static void put_column(
	struct buf *ret, const struct labels *l, size_t column, bool words, const json_t *record)
{
	const char *field = labels_field(l, column);
	size_t strokes = drawing_lines(drawn_of(record, field));

	if (words && strcmp(field, "receipt") == 0)
		table_receipt(ret, record);
	else if (strokes > 0)
		buf_printf(ret, "%zu", strokes);
	else
		put_value(ret, l, column, words, value_of(record, field));
}

void table_words(struct buf *ret, const struct labels *l, size_t column, const json_t *record)
{
	put_column(ret, l, column, true, record);
}

static void put_cell(
	struct buf *ret, const struct labels *l, size_t column, bool words, const json_t *record)
{
	struct buf cell = BUF_INIT;

	put_column(&cell, l, column, words, record);
	if (words && loses_zero(&cell))
		buf_puts(ret, "'");
	if (buf_ok(&cell))
		table_cell(ret, buf_str(&cell), cell.len);
	else
		ret->failed = true;
	buf_release(&cell);
	cell_end(ret, false);
}

static bool has_column(const struct labels *l, const char *field)
{
	for (size_t i = 0; i < labels_count(l); i++)
		if (strcmp(labels_field(l, i), field) == 0)
			return true;
	return false;
}

static int into_buf(const char *text, size_t len, void *ret)
{
	buf_append(ret, text, len);
	return buf_ok(ret) ? 0 : -1;
}

void table_other(struct buf *ret, const struct labels *l, const json_t *record)
{
	json_t *other = json_copy(json_object_get(record, "answers"));
	const char *field;
	json_t *value;
	void *next;

	json_object_foreach_safe(other, next, field, value) if (has_column(l, field))
		json_object_del(other, field);
	if (!other || (json_object_size(other) > 0 &&
			      json_dump_callback(other, into_buf, ret, JSON_COMPACT) != 0))
		ret->failed = true;
	json_decref(other);
}

static void put_other(struct buf *ret, const struct labels *l, const json_t *record)
{
	struct buf text = BUF_INIT;

	table_other(&text, l, record);
	if (text.len > 0)
		table_cell(ret, buf_str(&text), text.len);
	ret->failed = ret->failed || !buf_ok(&text);
	buf_release(&text);
	cell_end(ret, true);
}

void table_row(struct buf *ret, const struct labels *l, const json_t *record)
{
	for (int words = 1; words >= 0; words--)
		for (size_t i = 0; i < labels_count(l); i++)
			put_cell(ret, l, i, words, record);
	put_other(ret, l, record);
}
