/* SPDX-License-Identifier: Apache-2.0 */
/*
 * nationalform — why: desks keep their cases on the national 相談受付・申込票; what was said at a
 * terminal should be loaded there, not typed again. Which topic is which of its 16 items is a table
 * that the city may mend, so it is data.
 *
 * One tile of the terminal can mean several items (rent, tax or debt): all of them get ○, none ◎,
 * and a column of its own names the tile, because only a person can tell.
 * Not here: which cases (open.c), the words (labels.c), quoting (table.c).
 */
#include "nationalform.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include "receipt.h"
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

static const char *problem_of(const json_t *doc)
{
	const json_t *columns = json_object_get(doc, "columns");
	const char *problem = json_array_size(columns) ? NULL : "columns: not a list";

	for (size_t i = 0; !problem && i < json_array_size(columns); i++)
		problem = column_problem(json_array_get(columns, i));
	return problem;
}

json_t *form_parse(const char *text, size_t len, const char *name, char err[static LABELS_ERR_MAX])
{
	json_error_t where = { .line = 0 };
	json_t *doc = json_loadb(text, len, JSON_REJECT_DUPLICATES, &where);
	const char *problem = doc ? problem_of(doc) : where.text;

	if (!problem)
		return doc;
	snprintf(err, LABELS_ERR_MAX, "%.120s: %.100s", name, problem);
	json_decref(doc);
	return NULL;
}

json_t *form_read(const char *path, char err[static LABELS_ERR_MAX])
{
	struct buf text = BUF_INIT;
	json_t *doc = NULL;

	if (buf_read_file(&text, path, FORM_BYTES_MAX))
		doc = form_parse(buf_str(&text), text.len, path, err);
	else
		snprintf(err, LABELS_ERR_MAX, "%.120s: %s", path, strerror(errno));
	buf_release(&text);
	return doc;
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

/* A value in words: a code, several, typed words, a number. */
static void put_words(struct buf *ret, const struct labels *l, const char *list, const json_t *v)
{
	const json_t *text = json_object_get(v, "text");

	if (json_is_string(v))
		buf_puts(ret, labels_word(l, list, json_string_value(v)));
	else if (json_is_string(text))
		buf_append(ret, json_string_value(text), json_string_length(text));
	else if (json_is_integer(v))
		buf_printf(ret, "%" JSON_INTEGER_FORMAT, json_integer_value(v));
	for (size_t i = 0; i < json_array_size(v); i++) {
		buf_puts(ret, i ? "、" : "");
		buf_puts(ret, labels_word(l, list, json_string_value(json_array_get(v, i))));
	}
}

static void put_fields(struct buf *ret, const json_t *column, const struct labels *l,
	const json_t *record, const json_t *answers)
{
	const json_t *fields = json_object_get(column, "fields"), *v;
	const char *codes = json_string_value(json_object_get(column, "codes")), *name;
	char shown[RECEIPT_SHOWN + 1];

	for (size_t i = 0; ret->len == 0 && i < json_array_size(fields); i++) {
		name = json_string_value(json_array_get(fields, i));
		v = json_object_get(answers, name);
		v = v ? v : json_object_get(record, name);
		if (strncmp(name, "receipt", 7) == 0 && json_string_length(v) == RECEIPT_DIGITS) {
			receipt_format(json_string_value(v), shown);
			buf_puts(ret, shown);
		} else {
			put_words(ret, l, codes ? codes : name, v);
		}
	}
}

static bool holds(const json_t *list, const char *code)
{
	for (size_t i = 0; code && i < json_array_size(list); i++)
		if (strcmp(json_string_value(json_array_get(list, i)), code) == 0)
			return true;
	return false;
}

/* The main topic: the one that was named, else the only one. */
static const char *main_topic(const json_t *answers)
{
	const json_t *topics = json_object_get(answers, "topics");
	const char *topic = json_string_value(json_object_get(answers, "topic_main"));

	if (!topic && json_array_size(topics) == 1)
		topic = json_string_value(json_array_get(topics, 0));
	return topic;
}

static void put_mark(struct buf *ret, const json_t *column, const json_t *answers)
{
	const json_t *mark = json_object_get(column, "mark"),
		     *maybe = json_object_get(column, "maybe");
	const json_t *topics = json_object_get(answers, "topics");
	bool chosen = false;

	for (size_t i = 0; i < json_array_size(topics); i++) {
		const char *topic = json_string_value(json_array_get(topics, i));

		chosen = chosen || holds(mark, topic) || holds(maybe, topic);
	}
	if (holds(mark, main_topic(answers)))
		buf_puts(ret, "◎");
	else if (chosen)
		buf_puts(ret, "○");
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
				 holds(json_object_get(json_array_get(columns, j), "maybe"), topic);
		if (unsure) {
			buf_puts(ret, ret->len ? "、" : "");
			buf_puts(ret, labels_word(l, "topics", topic));
		}
	}
}

/* Cuts to a column's part; a telephone number keeps its 0 in a spreadsheet. */
static void put_cell(struct buf *ret, const json_t *column, const struct buf *text)
{
	size_t part = (size_t)json_integer_value(json_object_get(column, "part"));
	size_t len = part && part < text->len ? part : text->len;
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
			put_fields(&text, column, l, record, answers);
		else if (json_object_get(column, "mark"))
			put_mark(&text, column, answers);
		else
			put_unsure(&text, form, l, answers);
		ret->failed = ret->failed || !buf_ok(&text);
		put_cell(ret, column, &text);
		cell_end(ret, i + 1 == n);
	}
	buf_release(&text);
}
