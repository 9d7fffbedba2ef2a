/* SPDX-License-Identifier: Apache-2.0 */
/*
 * formvalue — reads a record as JSON, whatever form made it, and never complains: what is not there
 * says nothing. One tile of the terminal can mean several items of the national form (rent, tax or
 * debt): all of them get ○, none ◎, because only a person can tell.
 */
#include "formvalue.h"

#include <string.h>

#include "receipt.h"

const char *formvalue_word(const json_t *codes, const char *list, const char *code)
{
	const char *word = json_string_value(json_object_get(json_object_get(codes, list), code));

	return word ? word : code;
}

bool formvalue_holds(const json_t *list, const char *code)
{
	for (size_t i = 0; code && i < json_array_size(list); i++) {
		const char *is = json_string_value(json_array_get(list, i));
		if (is && strcmp(is, code) == 0)
			return true;
	}
	return false;
}

static void put_code(struct buf *ret, const json_t *codes, const char *list, const json_t *code)
{
	if (json_is_string(code))
		buf_puts(ret, formvalue_word(codes, list, json_string_value(code)));
}

/* A value in words: a code, several, typed words, a number. */
static void put_words(struct buf *ret, const json_t *codes, const char *list, const json_t *v)
{
	const json_t *text = json_object_get(v, "text");

	put_code(ret, codes, list, v);
	if (json_is_string(text))
		buf_append(ret, json_string_value(text), json_string_length(text));
	else if (json_is_integer(v))
		buf_printf(ret, "%" JSON_INTEGER_FORMAT, json_integer_value(v));
	for (size_t i = 0; i < json_array_size(v); i++) {
		buf_puts(ret, i ? "、" : "");
		put_code(ret, codes, list, json_array_get(v, i));
	}
}

static void put_field(struct buf *ret, const json_t *place, const json_t *codes, const char *name,
	const json_t *v)
{
	const char *list = json_string_value(json_object_get(place, "codes"));
	size_t part = (size_t)json_integer_value(json_object_get(place, "part"));
	char shown[RECEIPT_SHOWN + 1];

	if (strncmp(name, "receipt", 7) == 0 && json_string_length(v) == RECEIPT_DIGITS) {
		receipt_format(json_string_value(v), shown);
		buf_puts(ret, shown);
	} else if (part > 0 && json_is_string(v) && json_string_length(v) > part) {
		buf_append(ret, json_string_value(v), part);
	} else {
		put_words(ret, codes, list ? list : name, v);
	}
}

void formvalue_words(struct buf *ret, const json_t *place, const json_t *codes,
	const json_t *record, const json_t *answers)
{
	const json_t *fields = json_object_get(place, "fields");
	size_t before = ret->len;

	for (size_t i = 0; ret->len == before && i < json_array_size(fields); i++) {
		const char *name = json_string_value(json_array_get(fields, i));
		const json_t *v = json_object_get(answers, name);

		if (name)
			put_field(ret, place, codes, name, v ? v : json_object_get(record, name));
	}
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

const char *formvalue_mark(const json_t *place, const json_t *answers)
{
	const json_t *mark = json_object_get(place, "mark"),
		     *maybe = json_object_get(place, "maybe");
	const json_t *topics = json_object_get(answers, "topics");

	if (formvalue_holds(mark, main_topic(answers)))
		return "◎";
	for (size_t i = 0; i < json_array_size(topics); i++) {
		const char *topic = json_string_value(json_array_get(topics, i));

		if (formvalue_holds(mark, topic) || formvalue_holds(maybe, topic))
			return "○";
	}
	return "";
}
