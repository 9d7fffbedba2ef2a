/* SPDX-License-Identifier: Apache-2.0 */
/*
 * osk_load — keyboards from the folder CONTENT/keyboards, checked on the way in.
 * Every *.json there but kana-marks.json is a keyboard; they are kept in the order of their file
 * names. A file that is wrong is named and refuses the whole load: a keyboard with a missing key
 * would be found only by the person who needs that key.
 */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <jansson.h>
#include "osk.h"

#define MARKS_FILE "kana-marks.json"
#define PATH_LEN 512

struct where { const char *path; char *err; size_t cap; }; /* for messages */

static bool fail(const struct where *w, const char *what)
{
	snprintf(w->err, w->cap, "%s: %s", w->path, what);
	return false;
}

/* Copies a string member; an absent one gives "". False when it is too long or no string. */
static bool get(json_t *j, const char *name, char *out, size_t cap)
{
	json_t *v = json_object_get(j, name);

	out[0] = 0;
	if (!v)
		return true;
	if (!json_is_string(v) || json_string_length(v) >= cap)
		return false;
	memcpy(out, json_string_value(v), json_string_length(v) + 1);
	return true;
}

static json_t *load_file(const struct where *w)
{
	json_error_t je;
	json_t *root = json_load_file(w->path, JSON_REJECT_DUPLICATES, &je);

	if (!root)
		snprintf(w->err, w->cap, "%s:%d: %s", w->path, je.line, je.text);
	return root;
}

static bool load_key(json_t *j, struct osk_key *k, const struct where *w)
{
	json_t *gap = json_object_get(j, "gap"), *width = json_object_get(j, "w");

	k->width = 2;
	k->gap = json_is_true(gap) || (json_is_integer(gap) && json_integer_value(gap) > 0);
	if (json_is_integer(gap) && json_integer_value(gap) > 1 && json_integer_value(gap) <= 28)
		k->width = (int)json_integer_value(gap);
	if (width) {
		if (!json_is_integer(width) || json_integer_value(width) < 1
			|| json_integer_value(width) > 28)
			return fail(w, "\"w\" must be 1 to 28 half keys");
		k->width = (int)json_integer_value(width);
	}
	if (!get(j, "t", k->text, sizeof k->text) || !get(j, "l", k->label, sizeof k->label)
		|| !get(j, "icon", k->icon, sizeof k->icon)
		|| !get(j, "a", k->action, sizeof k->action))
		return fail(w, "a key's member is no string or too long");
	if (!k->gap && !*k->text && !*k->action)
		return fail(w, "a key needs \"t\", \"a\" or \"gap\"");
	return true;
}

static bool load_layer(json_t *j, struct osk_layer *l, const struct where *w)
{
	json_t *rows = json_object_get(j, "rows"), *row;
	size_t y, x;

	if (!get(j, "name", l->name, sizeof l->name))
		return fail(w, "a layer's name is too long");
	if (json_array_size(rows) == 0 || json_array_size(rows) > OSK_ROWS_MAX)
		return fail(w, "a layer needs 1 to 8 rows");
	json_array_foreach(rows, y, row) {
		json_t *key;

		if (json_array_size(row) == 0 || json_array_size(row) > OSK_COLS_MAX)
			return fail(w, "a row needs 1 to 14 keys");
		json_array_foreach(row, x, key)
			if (!load_key(key, &l->key[y][x], w))
				return false;
		l->cols[y] = (int)json_array_size(row);
	}
	l->rows = (int)json_array_size(rows);
	return true;
}

static bool load_keyboard(json_t *root, struct osk_keyboard *k, const struct where *w)
{
	json_t *tab = json_object_get(root, "tab"), *layers = json_object_get(root, "layers"),
		*layer;
	size_t i;

	if (!get(root, "id", k->id, sizeof k->id) || !*k->id)
		return fail(w, "\"id\" is missing or too long");
	if (!get(tab, "label", k->tab_label, sizeof k->tab_label) || !get(tab, "icon", k->tab_icon,
		sizeof k->tab_icon))
		return fail(w, "\"tab\" has a member that is too long");
	k->text_mm = (int)json_integer_value(json_object_get(root, "text_mm"));
	if (k->text_mm < 0 || k->text_mm > 20)
		return fail(w, "\"text_mm\" must be 0 to 20");
	if (!get(root, "compose", k->compose, sizeof k->compose))
		return fail(w, "\"compose\" is too long");
	if (json_array_size(layers) == 0 || json_array_size(layers) > OSK_LAYERS_MAX)
		return fail(w, "\"layers\" must hold 1 to 4 layers");
	json_array_foreach(layers, i, layer)
		if (!load_layer(layer, &k->layer[i], w))
			return false;
	k->layers = (int)json_array_size(layers);
	return true;
}

static bool load_marks(json_t *root, struct osk *o, const struct where *w)
{
	json_t *marks = json_object_get(root, "marks"), *m;
	size_t i, n = json_array_size(marks);

	free(o->kana);
	o->kana = calloc(n + 1, sizeof *o->kana);
	if (!o->kana)
		return fail(w, strerror(ENOMEM));
	json_array_foreach(marks, i, m) {
		if (!get(m, "base", o->kana[i].base, sizeof o->kana[i].base) || !*o->kana[i].base
			|| !get(m, "dakuten", o->kana[i].dakuten, sizeof o->kana[i].dakuten)
			|| !get(m, "handakuten", o->kana[i].handakuten,
			sizeof o->kana[i].handakuten)
			|| !get(m, "small", o->kana[i].small, sizeof o->kana[i].small))
			return fail(w, "a mark needs a base, and forms of at most 7 bytes");
	}
	o->kana_len = (int)n;
	return true;
}

static bool load_one(struct osk *o, const char *dir, const char *name, char *err, size_t cap)
{
	char path[PATH_LEN];
	struct where w = { path, err, cap };
	json_t *root;
	bool ok;

	if (snprintf(path, sizeof path, "%s/%s", dir, name) >= (int)sizeof path)
		return fail(&(struct where){ dir, err, cap }, "path too long");
	root = load_file(&w);
	if (!root)
		return false;
	if (!strcmp(name, MARKS_FILE))
		ok = load_marks(root, o, &w);
	else if (o->len == OSK_KEYBOARDS_MAX)
		ok = fail(&w, "too many keyboards");
	else
		ok = load_keyboard(root, &o->keyboard[o->len++], &w);
	json_decref(root);
	return ok;
}

static int is_json(const struct dirent *e)
{
	size_t n = strlen(e->d_name);

	return n > 5 && e->d_name[0] != '.' && !strcmp(e->d_name + n - 5, ".json");
}

bool osk_load(struct osk *o, const char *dir, char *err, size_t err_cap)
{
	struct osk read = { NULL, 0, NULL, 0 };
	struct where w = { dir, err, err_cap };
	struct dirent **names = NULL;
	int n = scandir(dir, &names, is_json, alphasort);
	bool ok = n > 0;

	if (n <= 0)
		(void)fail(&w, n < 0 ? strerror(errno) : "no keyboards in it");
	/* Not more than there are: what is taken is also overwritten at the end. */
	read.keyboard = calloc(n > 0 && n < OSK_KEYBOARDS_MAX ? (size_t)n : OSK_KEYBOARDS_MAX,
		sizeof *read.keyboard);
	if (ok && !read.keyboard)
		ok = fail(&w, strerror(ENOMEM));
	for (int i = 0; i < n; i++) {
		ok = ok && load_one(&read, dir, names[i]->d_name, err, err_cap);
		free(names[i]);
	}
	free(names);
	if (ok && read.len == 0)
		ok = fail(&w, "no keyboards in it");
	if (!ok) {
		osk_release(&read);
		return false;
	}
	*o = read;
	return true;
}

void osk_release(struct osk *o)
{
	if (!o)
		return;
	free(o->keyboard);
	free(o->kana);
	*o = (struct osk){ NULL, 0, NULL, 0 };
}
