/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fontstack — reads fonts/stack.json into fixed tables.
 *
 * Why: which font sets which script is the city's data, not code. Every capacity is checked and
 * named in the message, because whoever adds a script reads it. Faces whose file is missing stay in
 * the table (indices must not shift) with present = false; nobody opens them.
 * It does not open fonts and knows nothing of glyphs.
 */
#include "fontstack.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* Copies a JSON string into a fixed field; false when absent, empty or too long. */
static bool copy_string(char *out, size_t cap, const json_t *value)
{
	const char *s = json_string_value(value);
	if (!s || !*s || strlen(s) >= cap)
		return false;
	memcpy(out, s, strlen(s) + 1);
	return true;
}

/* The optional "scripts"; false when it is no list of four-letter names. */
static bool read_scripts(struct font_face *f, const json_t *scripts)
{
	if (!scripts)
		return true;
	if (!json_is_array(scripts) || json_array_size(scripts) > FONTSTACK_SCRIPTS_MAX)
		return false;
	for (size_t i = 0; i < json_array_size(scripts); i++) {
		const json_t *name = json_array_get(scripts, i);
		if (json_string_length(name) != 4 ||
			!copy_string(f->script[i], sizeof f->script[i], name))
			return false;
	}
	f->script_len = (int)json_array_size(scripts);
	return true;
}

static bool read_face(struct fontstack *fs, const json_t *entry, char err[static FONTSTACK_ERR_MAX])
{
	if (fs->face_len == FONTSTACK_FACES_MAX) {
		snprintf(err, FONTSTACK_ERR_MAX, "more than %d faces", FONTSTACK_FACES_MAX);
		return false;
	}
	struct font_face *f = &fs->face[fs->face_len];
	memset(f, 0, sizeof *f);
	const json_t *bold = json_object_get(entry, "bold");
	if (!copy_string(f->id, sizeof f->id, json_object_get(entry, "id")) ||
		!copy_string(f->package, sizeof f->package, json_object_get(entry, "package")) ||
		!copy_string(f->regular, sizeof f->regular, json_object_get(entry, "regular")) ||
		!copy_string(
			f->bold, sizeof f->bold, bold ? bold : json_object_get(entry, "regular"))) {
		snprintf(err, FONTSTACK_ERR_MAX,
			"faces[%d]: id, package, regular or bold absent or too long", fs->face_len);
		return false;
	}
	if (!read_scripts(f, json_object_get(entry, "scripts"))) {
		snprintf(err, FONTSTACK_ERR_MAX,
			"faces[%d]: scripts must be at most %d names of four letters", fs->face_len,
			FONTSTACK_SCRIPTS_MAX);
		return false;
	}
	f->regular_index = (long)json_integer_value(json_object_get(entry, "index"));
	f->bold_index = f->regular_index;
	f->present = access(f->regular, R_OK) == 0;
	if (access(f->bold, R_OK) != 0) { /* half a package: regular serves both */
		memcpy(f->bold, f->regular, sizeof f->bold);
		f->bold_index = f->regular_index;
	}
	if (strcmp(f->id, "icons") == 0 && f->present)
		fs->icons = fs->face_len;
	fs->face_len++;
	return true;
}

static int face_by_id(const struct fontstack *fs, const char *id)
{
	for (int i = 0; id && i < fs->face_len; i++)
		if (strcmp(fs->face[i].id, id) == 0)
			return i;
	return -1;
}

static bool read_order(const struct fontstack *fs, struct font_lang *l, const json_t *order,
	char err[static FONTSTACK_ERR_MAX])
{
	if (json_array_size(order) == 0 || json_array_size(order) > FONTSTACK_ORDER_MAX) {
		snprintf(err, FONTSTACK_ERR_MAX, "language %s: order must name 1 to %d faces",
			l->tag, FONTSTACK_ORDER_MAX);
		return false;
	}
	for (size_t i = 0; i < json_array_size(order); i++) {
		int face = face_by_id(fs, json_string_value(json_array_get(order, i)));
		if (face < 0) {
			snprintf(err, FONTSTACK_ERR_MAX,
				"language %s: order names no face in place %zu", l->tag, i + 1);
			return false;
		}
		l->order[l->order_len++] = face;
	}
	return true;
}

static bool read_lang(struct fontstack *fs, const json_t *entry, char err[static FONTSTACK_ERR_MAX])
{
	if (fs->lang_len == FONTSTACK_LANGS_MAX) {
		snprintf(err, FONTSTACK_ERR_MAX, "more than %d languages", FONTSTACK_LANGS_MAX);
		return false;
	}
	struct font_lang *l = &fs->lang[fs->lang_len];
	memset(l, 0, sizeof *l);
	if (!copy_string(l->tag, sizeof l->tag, json_object_get(entry, "tag"))) {
		snprintf(err, FONTSTACK_ERR_MAX, "languages[%d]: tag absent or too long",
			fs->lang_len);
		return false;
	}
	json_int_t line = json_integer_value(json_object_get(entry, "line_percent"));
	json_int_t ruby = json_integer_value(json_object_get(entry, "ruby_line_percent"));
	if (line < 100 || line > 400 || ruby < 150 || ruby > 400) {
		snprintf(err, FONTSTACK_ERR_MAX,
			"language %s: line_percent 100..400, ruby 150..400", l->tag);
		return false;
	}
	l->line_percent = (int)line;
	l->ruby_line_percent = (int)ruby;
	if (!read_order(fs, l, json_object_get(entry, "order"), err))
		return false;
	fs->lang_len++;
	return true;
}

static bool read_all(struct fontstack *fs, const json_t *root, char err[static FONTSTACK_ERR_MAX])
{
	const json_t *faces = json_object_get(root, "faces");
	const json_t *langs = json_object_get(root, "languages");
	for (size_t i = 0; i < json_array_size(faces); i++)
		if (!read_face(fs, json_array_get(faces, i), err))
			return false;
	for (size_t i = 0; i < json_array_size(langs); i++)
		if (!read_lang(fs, json_array_get(langs, i), err))
			return false;
	if (fs->lang_len == 0 || strcmp(fs->lang[fs->lang_len - 1].tag, "*") != 0) {
		snprintf(err, FONTSTACK_ERR_MAX, "the last language must be \"*\"");
		return false;
	}
	return true;
}

bool fontstack_load(struct fontstack *fs, const char *path, char err[static FONTSTACK_ERR_MAX])
{
	memset(fs, 0, sizeof *fs);
	fs->icons = -1;
	json_error_t json_err;
	json_t *root = json_load_file(path, JSON_REJECT_DUPLICATES, &json_err);
	if (!root) {
		snprintf(err, FONTSTACK_ERR_MAX, "%.120s:%d: %.100s", path, json_err.line,
			json_err.text);
		return false;
	}
	char why[FONTSTACK_ERR_MAX];
	bool ok = read_all(fs, root, why);
	if (!ok)
		snprintf(err, FONTSTACK_ERR_MAX, "%.120s: %.120s", path, why);
	json_decref(root);
	return ok;
}

const struct font_lang *fontstack_lang(const struct fontstack *fs, const char *tag)
{
	for (int i = 0; tag && i < fs->lang_len; i++)
		if (strcmp(fs->lang[i].tag, tag) == 0)
			return &fs->lang[i];
	return &fs->lang[fs->lang_len - 1];
}

void fontstack_missing(const struct fontstack *fs, char *out, size_t cap)
{
	if (cap == 0)
		return;
	out[0] = '\0';
	size_t len = 0;
	for (int i = 0; i < fs->face_len; i++) {
		const char *package = fs->face[i].package;
		bool told = fs->face[i].present;
		for (int k = 0; k < i && !told; k++)
			told = !fs->face[k].present && strcmp(fs->face[k].package, package) == 0;
		if (told || len + strlen(package) + 2 > cap)
			continue;
		len += (size_t)snprintf(out + len, cap - len, "%s%s", len ? " " : "", package);
	}
}
