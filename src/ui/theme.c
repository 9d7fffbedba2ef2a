/* SPDX-License-Identifier: Apache-2.0 */
/*
 * theme — reads the colour themes and knows how well one colour stands out from another.
 * A theme is complete or refused: a role that a file forgot would otherwise show as black
 * somewhere. Whether a theme is readable (7:1) is not judged here but by the layout audit, on the
 * colours used.
 */
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <jansson.h>
#include "theme.h"

static const char *const role_name[THEME_ROLES] = {
	[ROLE_NIGHT] = "night", [ROLE_ON_NIGHT] = "on_night", [ROLE_PAPER] = "paper",
		[ROLE_INK] = "ink",
	[ROLE_CARD] = "card", [ROLE_PALE] = "pale", [ROLE_STAR] = "star",
	[ROLE_ON_STAR] = "on_star",
	[ROLE_LEAF] = "leaf", [ROLE_ON_LEAF] = "on_leaf", [ROLE_DANGER] = "danger",
	[ROLE_ON_DANGER] = "on_danger", [ROLE_DANGER_GROUND] = "danger_ground",
	[ROLE_LINE] = "line",
	[ROLE_FOCUS] = "focus", [ROLE_QUIET] = "quiet",
};

static int hex_digit(char c)
{
	const char *digits = "0123456789abcdef", *at;

	if (c >= 'A' && c <= 'F')
		c = (char)(c - 'A' + 'a');
	at = c ? strchr(digits, c) : NULL;
	return at ? (int)(at - digits) : -1;
}

static bool parse_color(const char *s, struct color *ret)
{
	int v[6];

	if (!s || s[0] != '#' || strlen(s) != 7)
		return false;
	for (int i = 0; i < 6; i++)
		if ((v[i] = hex_digit(s[1 + i])) < 0)
			return false;
	*ret = (struct color){ (uint8_t)(v[0] * 16 + v[1]), (uint8_t)(v[2] * 16 + v[3]),
		(uint8_t)(v[4] * 16 + v[5]) };
	return true;
}

static bool parse_theme(json_t *j, struct theme *t, const char *path, char *err, unsigned cap)
{
	const char *id = json_string_value(json_object_get(j, "id"));

	if (!id || !*id || strlen(id) >= sizeof t->id) {
		snprintf(err, cap, "%s: a theme needs an id of 1 to %zu bytes", path,
			sizeof t->id - 1);
		return false;
	}
	memcpy(t->id, id, strlen(id) + 1);
	for (int i = 0; i < THEME_ROLES; i++)
		if (!parse_color(json_string_value(json_object_get(j, role_name[i])),
			&t->role[i])) {
			snprintf(err, cap, "%s: theme %s: %s is missing or not #rrggbb", path, id,
				role_name[i]);
			return false;
		}
	return true;
}

static bool parse_all(json_t *list, struct themes *t, const char *path, char *err, unsigned cap)
{
	size_t n = json_array_size(list);

	if (n == 0 || n > THEMES_MAX) {
		snprintf(err, cap, "%s: \"themes\" must hold 1 to %d themes", path, THEMES_MAX);
		return false;
	}
	for (size_t i = 0; i < n; i++)
		if (!parse_theme(json_array_get(list, i), &t->theme[i], path, err, cap))
			return false;
	t->len = (int)n;
	return true;
}

bool themes_load(struct themes *t, const char *path, char *err, unsigned err_cap)
{
	struct themes read = { .len = 0 };
	json_error_t je;
	json_t *root = json_load_file(path, JSON_REJECT_DUPLICATES, &je);
	bool ok;

	if (!root) {
		snprintf(err, err_cap, "%s:%d: %s", path, je.line, je.text);
		return false;
	}
	ok = parse_all(json_object_get(root, "themes"), &read, path, err, err_cap);
	json_decref(root);
	if (ok)
		*t = read;
	return ok;
}

static double linear(uint8_t channel)
{
	double v = channel / 255.0;

	return v <= 0.04045 ? v / 12.92 : pow((v + 0.055) / 1.055, 2.4);
}

static double luminance(struct color c)
{
	return 0.2126 * linear(c.r) + 0.7152 * linear(c.g) + 0.0722 * linear(c.b);
}

double theme_contrast(struct color a, struct color b)
{
	double la = luminance(a), lb = luminance(b);

	return la > lb ? (la + 0.05) / (lb + 0.05) : (lb + 0.05) / (la + 0.05);
}
