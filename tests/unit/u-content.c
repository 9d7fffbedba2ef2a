/* SPDX-License-Identifier: Apache-2.0 */
/*
 * u-content — the data that ships is whole: every text of the form exists in every language, every
 * pictogram has a glyph, every colour pair can be read, every key fits the panel, every number
 * has a source.
 * Reads build/content, so it needs the target `content`.
 * Links: src/shared src/text src/form src/ui
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include <jansson.h>

#include "catalog.h"
#include "formdef.h"
#include "theme.h"

#define CONTENT "build/content"
#define PANEL_MM 254.0      /* the smallest panel the keyboards are made for */

static struct formdef form;
static const char *const tags[] = { "ja-simple", "ja", "en", "zh-Hans", "zh-Hant", "ko", "vi",
	"ne", "fil", "id", "th", "pt-BR", "es", "my", "ar" };

static json_t *read_json(const char *path)
{
	json_error_t why;
	json_t *root = json_load_file(path, JSON_REJECT_DUPLICATES, &why);

	if (root == NULL)
		fail_msg("%s:%d: %s", path, why.line, why.text);
	return root;
}

static bool braces_balance(const char *text)
{
	int open = 0;

	for (; *text != '\0'; text++) {
		open += *text == '{' ? 1 : *text == '}' ? -1 : 0;
		if (open < 0 || open > 1)
			return false;
	}
	return open == 0;
}

/* The catalogues as PO: one text a line, so a language's own text is told from a fallback. */
struct po { char *text; };

static struct po po_read(const char *tag)
{
	char path[64];
	struct po po = { calloc(1, 262144) };

	snprintf(path, sizeof(path), "assets/lang/%s.po", tag);
	FILE *in = fopen(path, "rb");
	assert_non_null(in);
	assert_non_null(po.text);
	size_t n = fread(po.text, 1, 262143, in);
	fclose(in);
	assert_true(n > 0 && n < 262143);
	return po;
}

static bool po_has(const struct po *po, const char *context, const char *key)
{
	char entry[160];

	snprintf(entry, sizeof(entry), "msgctxt \"%s\"\nmsgid \"%s\"\nmsgstr \"", context, key);
	const char *at = strstr(po->text, entry);
	return at != NULL && at[strlen(entry)] != '"';
}

static void need(const struct po *po, const char *tag, const char *context, const char *key)
{
	if (!po_has(po, context, key))
		fail_msg("%s.po has no text for %s/%s", tag, context, key);
}

static void test_content__form_has_all_texts(void **state)
{
	(void)state;
	for (size_t t = 0; t < sizeof(tags) / sizeof(*tags); t++) {
		struct po po = po_read(tags[t]);
		for (int i = 0; i < form.question_len; i++) {
			need(&po, tags[t], form.question[i].name, "label");
			need(&po, tags[t], form.question[i].name, "short");
		}
		for (int i = 0; i < form.list_len; i++)
			for (int j = 0; j < form.list[i].choice_len; j++) {
				char key[32];
				snprintf(key, sizeof(key), "choice.%s",
					form.list[i].choice[j].code);
				need(&po, tags[t], form.list[i].name, key);
			}
		assert_non_null(strstr(po.text, "\"X-Marumado-Review: "));
		free(po.text);
	}
}

/* All catalogues have the same keys, and furigana that is closed. */
static void test_content__catalogues_agree(void **state)
{
	struct po po[sizeof(tags) / sizeof(*tags)];
	char context[64] = "", key[64] = "", text[1024];
	int texts = 0;

	(void)state;
	for (size_t t = 0; t < sizeof(tags) / sizeof(*tags); t++)
		po[t] = po_read(tags[t]);
	for (size_t t = 0; t < sizeof(tags) / sizeof(*tags); t++) {
		char *save = NULL, *copy = strdup(po[t].text);
		assert_non_null(copy);
		for (char *line = strtok_r(copy, "\n", &save); line; line = strtok_r(NULL, "\n",
			&save)) {
			if (sscanf(line, "msgctxt \"%63[^\"]", context) == 1)
				continue;
			if (sscanf(line, "msgid \"%63[^\"]", key) == 1)
				for (size_t o = 0; o < sizeof(tags) / sizeof(*tags); o++)
					need(&po[o], tags[o], context, key);
			if (sscanf(line, "msgstr \"%1023[^\n]", text) == 1 && ++texts
				&& !braces_balance(text))
				fail_msg("%s.po: %s/%s: %s", tags[t], context, key, text);
		}
		free(copy);
	}
	assert_true(texts > 300 * (int)(sizeof(tags) / sizeof(*tags)));
	for (size_t t = 0; t < sizeof(tags) / sizeof(*tags); t++)
		free(po[t].text);
}

static void test_content__catalogues_open(void **state)
{
	struct catalog c;
	char err[256] = "", missing[256] = "";

	(void)state;
	if (!catalog_open(&c, CONTENT, "ar", err, sizeof(err), missing, sizeof(missing)))
		fail_msg("%s", err);
	assert_string_equal(missing, "");
	assert_int_equal(c.lang_len, sizeof(tags) / sizeof(*tags));
	assert_true(catalog_use(&c, "ja-simple"));
	assert_string_equal(catalog_text("nav", "back"), "もどる");
	assert_true(catalog_use(&c, "en"));
	assert_string_equal(catalog_text("nav", "back"), "Back");
	assert_int_equal(catalog_misses(), 0);
	assert_null(catalog_find("nav", "no such key"));
}

/* --- pictograms --- */

static bool has_icon(json_t *icons, const char *name)
{
	size_t i;
	json_t *icon;

	json_array_foreach(icons, i, icon)
		if (strcmp(json_string_value(json_object_get(icon, "name")), name) == 0)
			return json_integer_value(json_object_get(icon, "codepoint")) > 0xe000;
	return false;
}

static void test_content__pictograms(void **state)
{
	json_t *root = read_json(CONTENT "/pictograms.json"), *icons = json_object_get(root,
		"icons");

	(void)state;
	for (int i = 0; i < form.list_len; i++)
		for (int j = 0; j < form.list[i].choice_len; j++) {
			const char *icon = form.list[i].choice[j].icon;
			if (icon[0] != '\0' && !has_icon(icons, icon))
				fail_msg("no pictogram %s", icon);
		}
	assert_true(has_icon(icons, "volume_up"));
	assert_false(has_icon(icons, "no_such_icon"));
	json_decref(root);
}

/* --- colours --- */

static const struct { enum theme_role a, b; double least; } pairs[] = {
	{ ROLE_ON_NIGHT, ROLE_NIGHT, 7 }, { ROLE_INK, ROLE_PAPER, 7 }, { ROLE_INK, ROLE_CARD, 7 },
	{ ROLE_NIGHT, ROLE_CARD, 7 }, { ROLE_NIGHT, ROLE_PAPER, 7 }, { ROLE_NIGHT, ROLE_PALE, 7 },
	{ ROLE_ON_STAR, ROLE_STAR, 7 }, { ROLE_ON_LEAF, ROLE_LEAF, 7 },
	{ ROLE_LEAF, ROLE_PAPER, 3 },
	{ ROLE_DANGER, ROLE_DANGER_GROUND, 7 }, { ROLE_DANGER, ROLE_CARD, 7 },
	{ ROLE_DANGER, ROLE_PAPER, 7 },
	{ ROLE_ON_DANGER, ROLE_DANGER, 7 }, { ROLE_INK, ROLE_DANGER_GROUND, 7 },
	{ ROLE_QUIET, ROLE_PAPER, 7 },
	{ ROLE_QUIET, ROLE_CARD, 7 }, { ROLE_QUIET, ROLE_DANGER_GROUND, 7 },
	{ ROLE_LINE, ROLE_CARD, 3 },
	{ ROLE_LINE, ROLE_PAPER, 3 }, { ROLE_FOCUS, ROLE_PAPER, 3 }, { ROLE_FOCUS, ROLE_CARD, 3 },
	{ ROLE_FOCUS, ROLE_DANGER_GROUND, 3 }, { ROLE_STAR, ROLE_NIGHT, 3 },
};

static void test_content__contrast(void **state)
{
	struct themes themes;
	char err[256] = "";

	(void)state;
	if (!themes_load(&themes, CONTENT "/themes.json", err, sizeof(err)))
		fail_msg("%s", err);
	assert_true(themes.len >= 2);
	for (int t = 0; t < themes.len; t++)
		for (size_t i = 0; i < sizeof(pairs) / sizeof(*pairs); i++) {
			const struct color *role = themes.theme[t].role;
			double got = theme_contrast(role[pairs[i].a], role[pairs[i].b]);
			if (got < pairs[i].least)
				fail_msg("%s: roles %d and %d: %.2f", themes.theme[t].id,
					pairs[i].a, pairs[i].b, got);
		}
}

/* --- keyboards --- */

/* Width of a row in half keys; no key narrower than a whole one. */
static int row_width(json_t *row)
{
	int width = 0;
	size_t i;
	json_t *key;

	json_array_foreach(row, i, key) {
		json_t *w = json_object_get(key, "w");
		int own = w != NULL ? (int)json_integer_value(w) : 2;
		assert_true(own >= 2 || json_object_get(key, "gap") != NULL);
		width += own;
	}
	return width;
}

/* Corners around what is being read aloud: one of their colours stands out on every ground. */
static void test_content__corners_stand_out(void **state)
{
	static const enum theme_role ground[] = { ROLE_PAPER, ROLE_CARD, ROLE_NIGHT, ROLE_PALE };
	struct themes themes;
	char err[256];

	(void)state;
	if (!themes_load(&themes, CONTENT "/themes.json", err, sizeof(err)))
		fail_msg("%s", err);
	for (int t = 0; t < themes.len; t++)
		for (size_t i = 0; i < sizeof(ground) / sizeof(*ground); i++) {
			const struct color *role = themes.theme[t].role;
			double a = theme_contrast(role[ROLE_STAR], role[ground[i]]),
			       b = theme_contrast(role[ROLE_ON_STAR], role[ground[i]]);
			if (a < 3.0 && b < 3.0)
				fail_msg("%s: corners on role %d", themes.theme[t].id, ground[i]);
		}
}

static void test_content__keys_are_wide_enough(void **state)
{
	static const char *const ids[] = { "kana", "latin", "phone" };

	(void)state;
	for (size_t i = 0; i < sizeof(ids) / sizeof(*ids); i++) {
		char path[64];
		size_t l, r;
		json_t *layer, *row;
		snprintf(path, sizeof(path), CONTENT "/keyboards/%s.json", ids[i]);
		json_t *root = read_json(path);
		assert_string_equal(json_string_value(json_object_get(root, "id")), ids[i]);
		json_array_foreach(json_object_get(root, "layers"), l, layer) {
			json_t *rows = json_object_get(layer, "rows");
			int first = row_width(json_array_get(rows, 0));
			json_array_foreach(rows, r, row)
				assert_int_equal(row_width(row), first);
			double unit = (PANEL_MM - 2 * MM_GAP + MM_KEY_GAP) / (first / 2.0);
			assert_true(unit - MM_KEY_GAP >= MM_KEY);
		}
		json_decref(root);
	}
}

/* --- telephone numbers --- */

static void check_entry(json_t *entry)
{
	const char *id = json_string_value(json_object_get(entry, "id"));
	json_t *phone = json_object_get(entry, "phone");
	char context[64];

	assert_non_null(id);
	snprintf(context, sizeof(context), "directory.%s", id);
	struct po po = po_read("en"); /* that all have the same is catalogues_agree */
	need(&po, "en", context, "service");
	free(po.text);
	if (json_object_get(phone, "verified_on") == NULL || json_object_get(phone,
		"source") == NULL)
		fail_msg("directory: %s does not say source and verified_on", id);
	if (!json_is_true(json_object_get(entry, "show")))
		return;
	const char *number = json_string_value(json_object_get(phone, "number"));
	if (!json_is_string(json_object_get(phone, "source")))
		fail_msg("directory: %s is shown without a source", id);
	if (number == NULL || number[0] == '\0' || number[strspn(number, "0123456789-#")] != '\0')
		fail_msg("directory: %s has no number", id);
}

static bool has_entry(json_t *entries, const char *id)
{
	size_t i;
	json_t *entry;

	json_array_foreach(entries, i, entry)
		if (strcmp(json_string_value(json_object_get(entry, "id")), id) == 0)
			return true;
	return false;
}

static void check_helpers(json_t *entries, json_t *map)
{
	const char *code;
	json_t *ids, *id;
	size_t i;

	json_object_foreach(map, code, ids)
		json_array_foreach(ids, i, id)
			if (!has_entry(entries, json_string_value(id)))
				fail_msg("directory: %s names %s, which is not there", code,
					json_string_value(id));
}

static void test_content__directory(void **state)
{
	json_t *root = read_json(CONTENT "/directory.json"), *entries = json_object_get(root,
		"entries"), *entry;
	const struct form_question *topics = &form.question[formdef_find(&form, "topics")];
	size_t i;

	(void)state;
	json_array_foreach(entries, i, entry)
		check_entry(entry);
	assert_true(has_entry(entries, "fire") && has_entry(entries, "police"));
	check_helpers(entries, json_object_get(root, "topics"));
	check_helpers(entries, json_object_get(root, "ages"));
	check_helpers(entries, json_object_get(root, "urgent_kinds"));
	for (int j = 0; j < topics->list->choice_len; j++)
		assert_non_null(json_object_get(json_object_get(root, "topics"),
			topics->list->choice[j].code));
	json_decref(root);
}

/* --- areas --- */

static void test_content__areas_are_choices(void **state)
{
	json_t *root = read_json(CONTENT "/areas.json"), *area;
	const struct form_question *q = &form.question[formdef_find(&form, "area")];
	size_t i, n = json_array_size(json_object_get(root, "areas"));

	(void)state;
	json_array_foreach(json_object_get(root, "areas"), i, area) {
		assert_non_null(formdef_choice(q, json_string_value(json_object_get(area,
			"code"))));
		assert_true(json_is_string(json_object_get(area, "source")));
	}
	assert_int_equal(q->list->choice_len, n + json_array_size(json_object_get(root, "other")));
	json_decref(root);
}

static int load(void **state)
{
	char err[FORM_ERR_MAX] = "";

	(void)state;
	if (!formdef_load(&form, CONTENT "/forms/resident.json", err))
		fail_msg("%s", err);
	return 0;
}

static int unload(void **state)
{
	(void)state;
	formdef_release(&form);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_content__form_has_all_texts),
		cmocka_unit_test(test_content__catalogues_agree),
		cmocka_unit_test(test_content__catalogues_open),
		cmocka_unit_test(test_content__pictograms),
		cmocka_unit_test(test_content__contrast),
		cmocka_unit_test(test_content__corners_stand_out),
		cmocka_unit_test(test_content__keys_are_wide_enough),
		cmocka_unit_test(test_content__directory),
		cmocka_unit_test(test_content__areas_are_choices),
	};
	return cmocka_run_group_tests(tests, load, unload);
}
