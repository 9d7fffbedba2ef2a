/* SPDX-License-Identifier: Apache-2.0 */
/*
 * icons — pictograms by name. The table is made from the icon font's own list when the content is
 * built, so that screens and forms say "sick" and never a number. A name that is not there gives no
 * picture; the content tests find it.
 * File: {"icons": [{"name": "sick", "codepoint": 58990}, …]}
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <jansson.h>
#include <unicode/utf.h>
#include "ui_private.h"

static int by_name(const void *a, const void *b)
{
	return strcmp(a, b); /* name is the first member */
}

static bool fill(struct ui_icons *t, const json_t *list, const char *path, char *err, size_t cap)
{
	json_t *icon;
	size_t i;

	json_array_foreach(list, i, icon)
	{
		const char *name = json_string_value(json_object_get(icon, "name"));
		json_int_t c = json_integer_value(json_object_get(icon, "codepoint"));

		if (!name || !*name || strlen(name) >= sizeof t->icon->name || c <= 0 ||
			c > 0x10FFFF || U_IS_SURROGATE(c)) {
			snprintf(err, cap, "%s: icon '%s' has no valid code point or name", path,
				name ? name : "");
			return false;
		}
		snprintf(t->icon[t->len].name, sizeof t->icon->name, "%s", name);
		t->icon[t->len++].codepoint = (uint32_t)c;
	}
	qsort(t->icon, (size_t)t->len, sizeof *t->icon, by_name);
	return true;
}

bool ui_icons_load(struct ui_icons *t, const char *path, char *err, size_t err_cap)
{
	struct ui_icons read = { NULL, 0 };
	json_error_t je;
	json_t *root = json_load_file(path, JSON_REJECT_DUPLICATES, &je), *list;
	bool ok = false;

	if (!root) {
		snprintf(err, err_cap, "%s:%d: %s", path, je.line, je.text);
		return false;
	}
	list = json_object_get(root, "icons");
	read.icon = calloc(json_array_size(list) + 1, sizeof *read.icon);
	if (!read.icon)
		snprintf(err, err_cap, "%s: out of memory", path);
	else if (json_array_size(list) == 0)
		snprintf(err, err_cap, "%s: no icons in it", path);
	else
		ok = fill(&read, list, path, err, err_cap);
	json_decref(root);
	if (!ok) {
		free(read.icon);
		return false;
	}
	*t = read;
	return true;
}

void ui_icons_release(struct ui_icons *t)
{
	if (!t)
		return;
	free(t->icon);
	*t = (struct ui_icons){ NULL, 0 };
}

static void encode(char out[static 8], uint32_t c)
{
	int len = 0;

	U8_APPEND_UNSAFE(out, len, c);
	out[len] = 0;
}

/* Pictograms that point along the reading direction; the face has no paper plane to the left. */
static const char *along_reading(const struct ui *ui, const char *name)
{
	static const char *const pair[][2] = { { "arrow_back", "arrow_forward" },
		{ "arrow_forward", "arrow_back" }, { "send", "arrow_back" } };

	for (size_t i = 0; ui->list.mirror > 0 && i < sizeof pair / sizeof pair[0]; i++)
		if (!strcmp(name, pair[i][0]))
			return pair[i][1];
	return name;
}

const char *ui_icon(struct ui *ui, const char *name)
{
	const struct ui_icons *t = ui->setup.icons;
	char key[sizeof t->icon->name];
	const void *found = NULL;

	if (name && *name && strlen(name) < sizeof key && t && t->len > 0) {
		snprintf(key, sizeof key, "%s", along_reading(ui, name));
		found = bsearch(key, t->icon, (size_t)t->len, sizeof *t->icon, by_name);
	}
	if (!found)
		return "";
	encode(ui->icon,
		t->icon[((const char *)found - (const char *)t->icon) / (ptrdiff_t)sizeof *t->icon]
			.codepoint);
	return ui->icon;
}

int ui_icon_face(const struct ui *ui)
{
	return ui->setup.fonts->icons;
}
