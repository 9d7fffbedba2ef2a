/* SPDX-License-Identifier: Apache-2.0 */
/*
 * record — why: the city must be able to read a record years later without this program, so it is
 * plain JSON with a published schema; and nobody on the way may guess its content from its size, so
 * it is filled up with spaces, which every JSON reader skips, to one of four sizes.
 *
 * A chosen code is a string, several are an array, typed words are an object {"text": …}: a reader
 * tells them apart without knowing the form. Words written by finger are lines of whole numbers
 * beside the text, each point as the way from the one before: a third of the size. Bytes go from
 * jansson straight into the caller's wiped buf. Not here: forms, what an answer means, sealing.
 */
#include "record.h"

#include <assert.h>
#include <jansson.h>
#include <string.h>

#define RECORD_LEAST (4 * 1024)

size_t record_padded(size_t len)
{
	for (size_t size = RECORD_LEAST; size <= RECORD_BYTES_MAX; size *= 2)
		if (len <= size)
			return size;
	return 0;
}

/* An array of the strings; NULL when memory fails or one is not UTF-8. */
static json_t *strings(const char *const *s, int n)
{
	json_t *list = json_array();

	for (int i = 0; i < n; i++)
		if (json_array_append_new(list, json_string(s[i]))) {
			json_decref(list);
			return NULL;
		}
	return list;
}

/* A line: its first point, then each further one as the way from the one before. */
static json_t *line(const int16_t (*xy)[2], int n)
{
	json_t *list = json_array();
	int x = 0, y = 0;
	bool ok = list != NULL;

	for (int i = 0; ok && i < n; i++) {
		ok = json_array_append_new(list, json_integer(xy[i][0] - x)) == 0 &&
			json_array_append_new(list, json_integer(xy[i][1] - y)) == 0;
		x = xy[i][0];
		y = xy[i][1];
	}
	if (ok)
		return list;
	json_decref(list);
	return NULL;
}

static json_t *drawing(const struct record_drawing *d)
{
	json_t *lines = json_array();

	for (int i = 0, from = 0; i < d->len; from = d->end[i++])
		if (json_array_append_new(lines, line(d->xy + from, d->end[i] - from))) {
			json_decref(lines);
			return NULL;
		}
	return json_pack("{si si so}", "w", d->w, "h", d->h, "lines", lines);
}

static json_t *answer(const struct record_field *f)
{
	assert(f->type == RECORD_TEXT || (f->code_len >= 0 && f->code_len <= RECORD_CODES_MAX));
	switch (f->type) {
	case RECORD_CODE:
		assert(f->code_len == 1);
		return json_string(f->code[0]);
	case RECORD_CODES:
		return strings(f->code, f->code_len);
	case RECORD_TEXT:
		if (f->drawing.len > 0)
			return json_pack("{so so}", "text", json_stringn(f->text, f->text_len),
				"strokes", drawing(&f->drawing));
		return json_pack("{so}", "text", json_stringn(f->text, f->text_len));
	}
	return NULL;
}

static json_t *answers(const struct record_field *fields, size_t n)
{
	json_t *o = json_object();

	for (size_t i = 0; i < n; i++)
		if (json_object_get(o, fields[i].name) ||
			json_object_set_new(o, fields[i].name, answer(&fields[i]))) {
			json_decref(o);
			return NULL;
		}
	return o;
}

static json_t *document(const struct record_head *h, const struct record_field *fields, size_t n)
{
	assert(h->mode_aids_len >= 0 && h->mode_aids_len <= 4 && h->desk_len >= 0 &&
		h->desk_len <= 5);
	return json_pack("{si ss ss ss ss ss ss ss ss ss ss so si si sb ss ss so sb ss ss so}", "v",
		RECORD_VERSION, "id", h->id, "device", h->device, "receipt", h->receipt, "kind",
		h->kind, "form", h->form, "form_version", h->form_version, "app_version",
		h->app_version, "site", h->site, "created_at", h->created_at, "ui_lang", h->ui_lang,
		"mode_aids", strings(h->mode_aids, h->mode_aids_len), "duration_s", h->duration_s,
		"screens_back", h->screens_back, "urgent", h->urgent, "lane", h->lane,
		"subject_consent", h->subject_consent, "desk", strings(h->desk, h->desk_len),
		"complex", h->complex, "staff", h->staff ? h->staff : "", "refers",
		h->refers ? h->refers : "", "answers", answers(fields, n));
}

static int into_buf(const char *text, size_t len, void *ret)
{
	struct buf *b = ret;

	if (b->len + len > RECORD_BYTES_MAX)
		return -1;
	buf_append(b, text, len);
	return buf_ok(b) ? 0 : -1;
}

static void pad(struct buf *b)
{
	static const char spaces[] =
		"                                                                ";
	size_t want = record_padded(b->len), n;

	for (; b->len < want && buf_ok(b); buf_append(b, spaces, n))
		n = want - b->len < sizeof spaces - 1 ? want - b->len : sizeof spaces - 1;
}

bool record_encode(struct buf *ret, const struct record_head *head,
	const struct record_field *fields, size_t n, const char *member, const json_t *value)
{
	json_t *o = document(head, fields, n);
	json_t *more = o && member ? json_deep_copy(value) : NULL;
	bool ok = !member || (more && json_object_set_new(o, member, more) == 0);

	buf_reset(ret);
	ok = ok && o && json_dump_callback(o, into_buf, ret, JSON_COMPACT) == 0;
	json_decref(o);
	if (ok)
		pad(ret);
	ok = ok && buf_ok(ret);
	if (!ok)
		buf_reset(ret);
	return ok;
}
