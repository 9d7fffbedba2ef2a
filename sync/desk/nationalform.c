/* SPDX-License-Identifier: Apache-2.0 */
/*
 * nationalform — why: desks keep their cases on the national 相談受付・申込票; what was said at a
 * terminal should be loaded there, not typed again. Which topic is which of its 16 items is a table
 * that the city may mend, so it is data.
 *
 * Where one tile of the terminal can mean several items (rent, tax or debt), a column of its own
 * names the tile, because only a person can tell.
 * Not here: which cases (open.c), what a column says (formvalue.c), quoting (table.c).
 */
#include "nationalform.h"

#include <stdio.h>
#include <string.h>
#include "formvalue.h"
#include "table.h"

#define FORM_BYTES_MAX (1024 * 1024)

static bool all_text(const json_t *list)
{
	for (size_t i = 0; i < json_array_size(list); i++)
		if (!json_is_string(json_array_get(list, i)))
			return false;
	return json_array_size(list) > 0;
}

static const char *column_problem(const json_t *c)
{
	const json_t *fields = json_object_get(c, "fields"), *mark = json_object_get(c, "mark");
	const json_t *maybe = json_object_get(c, "maybe"), *part = json_object_get(c, "part");

	if (!json_is_string(json_object_get(c, "label")))
		return "a column without label";
	if (!fields + !mark + !json_object_get(c, "unsure") != 2)
		return "a column without one of fields, mark, unsure";
	if ((fields && !all_text(fields)) || (mark && !all_text(mark)) ||
		(maybe && !all_text(maybe)))
		return "names that are not strings";
	if (part && (!json_is_integer(part) || json_integer_value(part) < 1))
		return "part";
	return NULL;
}

static const char *problem_of(json_t *doc)
{
	const json_t *columns = json_object_get(doc, "columns");
	const char *problem = json_array_size(columns) ? NULL : "columns: not a list";

	for (size_t i = 0; !problem && i < json_array_size(columns); i++)
		problem = column_problem(json_array_get(columns, i));
	return problem;
}

json_t *form_read(const char *path, char err[static CONTENT_ERR_MAX])
{
	return content_read(path, FORM_BYTES_MAX, problem_of, err);
}

static void cell_end(struct buf *ret, bool last)
{
	buf_puts(ret, last ? "\r\n" : ",");
}

void form_head(struct buf *ret, const json_t *form)
{
	const json_t *columns = json_object_get(form, "columns");
	size_t n = json_array_size(columns);

	buf_puts(ret, "\xef\xbb\xbf");
	for (size_t i = 0; i < n; i++) {
		const json_t *label = json_object_get(json_array_get(columns, i), "label");

		table_cell(ret, json_string_value(label), json_string_length(label));
		cell_end(ret, i + 1 == n);
	}
}

/* The chosen topics that some column has as "maybe". */
static void put_unsure(
	struct buf *ret, const json_t *form, const struct labels *l, const json_t *answers)
{
	const json_t *topics = json_object_get(answers, "topics");
	const json_t *columns = json_object_get(form, "columns");

	for (size_t i = 0; i < json_array_size(topics); i++) {
		const char *topic = json_string_value(json_array_get(topics, i));
		bool unsure = false;

		for (size_t j = 0; j < json_array_size(columns); j++)
			unsure = unsure ||
				 formvalue_holds(
					 json_object_get(json_array_get(columns, j), "maybe"),
					 topic);
		if (unsure) {
			buf_puts(ret, ret->len ? "、" : "");
			buf_puts(ret, labels_word(l, "topics", topic));
		}
	}
}

/* A telephone number keeps its 0 in a spreadsheet. */
static void put_cell(struct buf *ret, const struct buf *text)
{
	size_t len = text->len;
	const char *s = buf_str(text);

	if (len > 1 && s[0] == '0' && strspn(s, "0123456789") == text->len)
		buf_puts(ret, "'");
	table_cell(ret, s, len);
}

void form_row(struct buf *ret, const json_t *form, const struct labels *l, const json_t *record,
	const json_t *answers)
{
	const json_t *columns = json_object_get(form, "columns");
	size_t n = json_array_size(columns);
	struct buf text = BUF_INIT;

	for (size_t i = 0; i < n; i++) {
		const json_t *column = json_array_get(columns, i);

		buf_reset(&text);
		if (json_object_get(column, "fields"))
			formvalue_words(&text, column, labels_codes(l), record, answers);
		else if (json_object_get(column, "mark"))
			buf_puts(&text, formvalue_mark(column, answers));
		else
			put_unsure(&text, form, l, answers);
		ret->failed = ret->failed || !buf_ok(&text);
		put_cell(ret, &text);
		cell_end(ret, i + 1 == n);
	}
	buf_release(&text);
}
