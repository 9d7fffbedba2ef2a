/* SPDX-License-Identifier: Apache-2.0 */
/*
 * draft_json — a draft names questions and codes, never their indexes, so that it is read after a
 * restart by names alone; a form of another version refuses it, for what was asked then may mean
 * something else now. Spaces fill it up to steps of 8 KiB.
 */
#include "draft_json.h"

#include <jansson.h>
#include <string.h>

#define VERSION 1
#define STEP    (8 * 1024)

static json_t *answer_json(const struct answer *a)
{
	if (a->codes_len == 0)
		return json_pack("{so}", "text", json_stringn(a->text, a->text_len));
	json_t *codes = json_array();
	for (int i = 0; codes && i < a->codes_len; i++)
		if (json_array_append_new(codes, json_string(a->code[i])) != 0) {
			json_decref(codes);
			return NULL;
		}
	return json_pack("{so}", "codes", codes);
}

static json_t *answers_json(const struct formdef *f, const struct answers *a)
{
	json_t *o = json_object();

	for (int q = 0; o && q < f->question_len; q++)
		if ((a->a[q].codes_len > 0 || a->a[q].text_len > 0) &&
			json_object_set_new(o, f->question[q].name, answer_json(&a->a[q])) != 0) {
			json_decref(o);
			return NULL;
		}
	return o;
}

/* Lines as they are: x, y, x, y … */
static json_t *drawing_json(const struct strokes *s)
{
	json_t *lines = json_array();
	bool ok = lines != NULL;

	for (int i = 0; ok && i < s->len; i++) {
		json_t *line = json_array();
		for (int p = strokes_from(s, i); ok && p < s->end[i]; p++)
			ok = json_array_append_new(line, json_integer(s->xy[p][0])) == 0 &&
			     json_array_append_new(line, json_integer(s->xy[p][1])) == 0;
		ok = ok && json_array_append(lines, line) == 0;
		json_decref(line);
	}
	json_t *o = ok ? json_pack("{si si sO}", "w", s->w, "h", s->h, "lines", lines) : NULL;
	json_decref(lines);
	return o;
}

static int into_buf(const char *text, size_t len, void *ret)
{
	struct buf *b = ret;

	buf_append(b, text, len);
	return buf_ok(b) && b->len <= DRAFT_BYTES_MAX ? 0 : -1;
}

bool draft_to_json(struct buf *ret, const struct formdef *f, const struct answers *a,
	const struct draft_place *at)
{
	static const char spaces[] = "                                ";
	json_t *o = json_pack("{si ss ss si si ss ss ss so so}", "v", VERSION, "form", f->id,
		"form_version", f->version, "page", at->page, "at", at->at, "refers", at->refers,
		"kind", a->kind, "lang", a->ui_lang, "drawing", drawing_json(&a->drawing),
		"answers", answers_json(f, a));
	bool ok = o && json_dump_callback(o, into_buf, ret, JSON_COMPACT) == 0;

	json_decref(o);
	while (ok && ret->len % STEP != 0) {
		size_t left = STEP - ret->len % STEP;
		buf_append(ret, spaces, left < sizeof(spaces) - 1 ? left : sizeof(spaces) - 1);
		ok = buf_ok(ret);
	}
	return ok;
}

static bool read_answer(struct answer *a, const struct form_question *q, const json_t *o)
{
	const json_t *codes = json_object_get(o, "codes"), *text = json_object_get(o, "text");
	size_t len = json_string_length(text);

	if (text && (q->type != FORM_TEXT || len >= ANSWER_TEXT_MAX))
		return false;
	if (text) {
		memcpy(a->text, json_string_value(text), len);
		a->text[len] = '\0';
		a->text_len = (uint16_t)len;
		return true;
	}
	for (size_t i = 0; i < json_array_size(codes) && a->codes_len < ANSWER_CODES_MAX; i++) {
		const char *code = json_string_value(json_array_get(codes, i));
		if (!code || strlen(code) >= FORM_CODE_MAX || !formdef_choice(q, code))
			continue;
		memcpy(a->code[a->codes_len++], code, strlen(code) + 1);
	}
	return true;
}

static int side(const json_t *n)
{
	json_int_t v = json_integer_value(n);

	return v >= 0 && v <= STROKES_SIDE_MAX ? (int)v : 0;
}

/* Drawn again stroke by stroke, so that its limits hold whatever the draft says. */
static void read_drawing(struct strokes *s, const json_t *o)
{
	int w = side(json_object_get(o, "w")), h = side(json_object_get(o, "h"));
	size_t i;
	json_t *line;

	json_array_foreach(json_object_get(o, "lines"), i, line)
	{
		bool ok = w > 0 && h > 0 && json_array_size(line) >= 2 &&
			  strokes_begin(s, w, h, side(json_array_get(line, 0)),
				  side(json_array_get(line, 1)));
		for (size_t p = 2; ok && p + 1 < json_array_size(line); p += 2)
			ok = strokes_move(s, side(json_array_get(line, p)),
				side(json_array_get(line, p + 1)));
		strokes_end(s);
	}
}

static void read_answers(struct answers *a, const struct formdef *f, const json_t *o)
{
	const char *lang = json_string_value(json_object_get(o, "lang")),
		   *kind = json_string_value(json_object_get(o, "kind"));

	if (lang && strlen(lang) < sizeof(a->ui_lang))
		memcpy(a->ui_lang, lang, strlen(lang) + 1);
	if (kind && strlen(kind) < sizeof(a->kind))
		memcpy(a->kind, kind, strlen(kind) + 1);
	read_drawing(&a->drawing, json_object_get(o, "drawing"));
	for (int q = 0; q < f->question_len; q++) {
		const json_t *one = json_object_get(
			json_object_get(o, "answers"), f->question[q].name);
		if (one)
			(void)read_answer(&a->a[q], &f->question[q], one);
	}
}

bool draft_from_json(const char *text, size_t len, const struct formdef *f, struct answers *a,
	struct draft_place *ret)
{
	json_t *o = json_loadb(text, len, JSON_REJECT_DUPLICATES, NULL);
	const char *form = json_string_value(json_object_get(o, "form")),
		   *version = json_string_value(json_object_get(o, "form_version")),
		   *refers = json_string_value(json_object_get(o, "refers"));
	json_int_t page = json_integer_value(json_object_get(o, "page")),
		   at = json_integer_value(json_object_get(o, "at"));
	bool ok = json_integer_value(json_object_get(o, "v")) == VERSION && form &&
		  strlen(form) < sizeof(ret->form) && version && page >= 0 && at >= 0 &&
		  page < FORM_PAGES_MAX && at < FORM_QUESTIONS_MAX;

	if (ok && f)
		ok = strcmp(form, f->id) == 0 && strcmp(version, f->version) == 0 &&
		     page < f->page_len;
	if (ok) {
		memset(ret, 0, sizeof(*ret));
		memcpy(ret->form, form, strlen(form) + 1);
		ret->page = (int)page;
		ret->at = (int)at;
		if (refers && strlen(refers) < sizeof(ret->refers))
			memcpy(ret->refers, refers, strlen(refers) + 1);
		if (f)
			read_answers(a, f, o);
	}
	json_decref(o);
	return ok;
}
