/* SPDX-License-Identifier: Apache-2.0 */
/*
 * osk — draws one keyboard and says what a press means.
 * It never sees the text: dakuten and small kana are a replacement of the last cluster, which the
 * caller lends for the call. Keys are buttons of the ordinary kind, so they arm, fire and focus
 * like all others. Shift holds for one letter. Marks cycle か → が → か and は → ば → ぱ → は, from any
 * form.
 * Not here: files (osk_load.c), conversion to kanji (the caller may put an input method in
 * between).
 */
#include <stdio.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>
#include "catalog.h"
#include "osk.h"
#include "utf8.h"
#include "widgets_private.h"

#define KEY_TEXT_MM 10.0
#define LABEL_TEXT_MM 6.6
#define TAB_MM 15.0
#define SHORT_LABEL 3 /* clusters that a key shows in full size */

static const struct osk_keyboard *keyboard_of(const struct osk *o, const char *id)
{
	for (int i = 0; i < o->len; i++)
		if (!strcmp(o->keyboard[i].id, id))
			return &o->keyboard[i];
	return NULL;
}

static const struct osk_keyboard *current(const struct osk *o, const struct osk_view *v,
	const char *const *tabs, int tabs_len)
{
	const struct osk_keyboard *k = keyboard_of(o, v->keyboard);

	for (int i = 0; !k && i < tabs_len; i++)
		k = keyboard_of(o, tabs[i]);
	return k ? k : &o->keyboard[0];
}

/* "@ctx/key" is a text of the catalogue, all else is itself. */
static const char *label_text(const char *label)
{
	char context[24];
	const char *slash = strchr(label, '/');

	if (label[0] != '@' || !slash || (size_t)(slash - label) > sizeof context)
		return label;
	snprintf(context, sizeof context, "%.*s", (int)(slash - label - 1), label + 1);
	return catalog_text(context, slash + 1);
}

static void upper(const char *text, char out[static OSK_TEXT_MAX])
{
	int32_t at = 0, len = 0, end = (int32_t)strlen(text);
	UBool too_long = false;
	UChar32 c;

	snprintf(out, OSK_TEXT_MAX, "%s", text);
	while (at < end) {
		U8_NEXT(text, at, end, c);
		if (c < 0)
			return;
		U8_APPEND((uint8_t *)out, len, OSK_TEXT_MAX - 1, u_toupper(c), too_long);
		if (too_long)
			return;
	}
	out[len] = 0;
}

const char *osk_tab_label(const struct osk *o, const char *id)
{
	const struct osk_keyboard *k = keyboard_of(o, id);

	return k ? label_text(k->tab_label) : "";
}

const struct osk_keyboard *osk_shown(const struct osk *o, const struct osk_view *v)
{
	return current(o, v, NULL, 0);
}

/* --- marks --- */

static struct osk_result replace(const char *text)
{
	struct osk_result r = { OSK_NONE, "" };

	if (*text) {
		r.action = OSK_REPLACE_LAST;
		snprintf(r.text, sizeof r.text, "%s", text);
	}
	return r;
}

static struct osk_result press_dakuten(const struct osk *o, const char *last)
{
	for (int i = 0; i < o->kana_len && *last; i++) {
		const char *next = NULL;

		if (!strcmp(last, o->kana[i].base) || (*o->kana[i].small
			&& !strcmp(last, o->kana[i].small)))
			next = *o->kana[i].dakuten ? o->kana[i].dakuten : o->kana[i].handakuten;
		else if (!strcmp(last, o->kana[i].dakuten))
			next = *o->kana[i].handakuten ? o->kana[i].handakuten : o->kana[i].base;
		else if (!strcmp(last, o->kana[i].handakuten))
			next = o->kana[i].base;
		if (next)
			return replace(next);
	}
	return (struct osk_result){ OSK_NONE, "" };
}

static struct osk_result press_small(const struct osk *o, const char *last)
{
	for (int i = 0; i < o->kana_len && *last; i++) {
		if (!*o->kana[i].small)
			continue;
		if (!strcmp(last, o->kana[i].small))
			return replace(o->kana[i].base);
		if (!strcmp(last, o->kana[i].base) || !strcmp(last, o->kana[i].dakuten))
			return replace(o->kana[i].small);
	}
	return (struct osk_result){ OSK_NONE, "" };
}

/* --- presses --- */

static int layer_index(const struct osk_keyboard *k, const char *name)
{
	for (int i = 0; i < k->layers; i++)
		if (!strcmp(k->layer[i].name, name))
			return i;
	return -1;
}

static struct osk_result insert(struct osk_view *v, const struct osk_keyboard *k, const char *text)
{
	struct osk_result r = { OSK_INSERT, "" };

	snprintf(r.text, sizeof r.text, "%s", text);
	if (v->shifted && layer_index(k, "shift") < 0)
		upper(text, r.text);
	else if (v->shifted)
		v->layer = 0;
	v->shifted = false;
	return r;
}

static struct osk_result switch_to(struct osk_view *v, const char *id)
{
	struct osk_result r = { OSK_SWITCH, "" };

	snprintf(r.text, sizeof r.text, "%s", id);
	snprintf(v->keyboard, sizeof v->keyboard, "%s", id);
	v->layer = 0;
	v->shifted = false;
	return r;
}

static void press_shift(struct osk_view *v, const struct osk_keyboard *k)
{
	int layer = layer_index(k, "shift");

	v->shifted = !v->shifted;
	if (layer >= 0)
		v->layer = v->shifted ? layer : 0;
}

static struct osk_result press(const struct osk *o, struct osk_view *v,
	const struct osk_keyboard *k,
	const struct osk_key *key, const char *last)
{
	struct osk_result none = { OSK_NONE, "" };
	const char *a = key->action;

	if (!*a)
		return insert(v, k, key->text);
	if (!strcmp(a, "delete"))
		return (struct osk_result){ OSK_DELETE, "" };
	if (!strcmp(a, "space") || !strcmp(a, "enter"))
		return (struct osk_result){ OSK_INSERT, { a[0] == 's' ? ' ' : '\n', 0 } };
	if (!strcmp(a, "dakuten"))
		return press_dakuten(o, last);
	if (!strcmp(a, "small"))
		return press_small(o, last);
	if (!strncmp(a, "keyboard:", 9))
		return switch_to(v, a + 9);
	if (!strcmp(a, "shift"))
		press_shift(v, k);
	if (!strncmp(a, "layer:", 6) && layer_index(k, a + 6) >= 0)
		v->layer = layer_index(k, a + 6);
	return none;
}

/* --- drawing --- */

static bool draw_key(struct ui *ui, struct rect r, const struct osk_key *key, bool shifted,
	double text_mm)
{
	char id[UI_ID_MAX], text[OSK_TEXT_MAX];
	const char *label = *key->label ? label_text(key->label) : key->text;
	bool word = !*key->icon && utf8_clusters(label, strlen(label)) > SHORT_LABEL;
	struct button b = { .id = id, .icon = key->icon, .icon_only = *key->icon != 0, .key = true,
		.cap = true,
		.soft = *key->action != 0, .text_mm = word ? LABEL_TEXT_MM : text_mm };

	snprintf(id, sizeof id, "key.%s", *key->action ? key->action : key->text);
	snprintf(text, sizeof text, "%s", key->text);
	if (shifted && !*key->action && !*key->label) {
		upper(key->text, text);
		label = text;
	}
	if (!*label)
		label = catalog_text("keyboard", key->action);
	b.label = label;
	b.selected = shifted && !strcmp(key->action, "shift");
	return widget_button(ui, r, &b);
}

/* Half keys of the widest row. */
static int units_of(const struct osk_layer *l)
{
	int units = 1;

	for (int y = 0; y < l->rows; y++) {
		int sum = 0;

		for (int x = 0; x < l->cols[y]; x++)
			sum += l->key[y][x].width;
		units = sum > units ? sum : units;
	}
	return units;
}

/* Columns at … to of `units` in row y of `rows`, without the gap that follows; whole pixels. */
static struct rect part(struct rect r, int gap, int units, int at, int to, int rows, int y)
{
	int left = at * (r.w + gap) / units, right = to * (r.w + gap) / units - gap;
	int top = y * (r.h + gap) / rows, bottom = (y + 1) * (r.h + gap) / rows - gap;

	return (struct rect){ r.x + left, r.y + top, right - left, bottom - top };
}

static struct osk_result draw_rows(struct ui *ui, const struct osk *o, struct osk_view *v,
	const struct osk_keyboard *k, struct rect r, const char *last)
{
	const struct osk_layer *l = &k->layer[v->layer];
	int gap = ui_mm(ui, MM_KEY_GAP), units = units_of(l);
	const struct osk_key *pressed = NULL;
	double text_mm = k->text_mm ? k->text_mm : KEY_TEXT_MM;

	for (int y = 0; y < l->rows; y++)
		for (int x = 0, at = 0; x < l->cols[y]; at += l->key[y][x++].width) {
			const struct osk_key *key = &l->key[y][x];
			struct rect place = part(r, gap, units, at, at + key->width, l->rows, y);

			if (!key->gap && draw_key(ui, place, key, v->shifted, text_mm))
				pressed = key;
		}
	if (!pressed)
		return (struct osk_result){ OSK_NONE, "" };
	return press(o, v, k, pressed, last);
}

static struct osk_result draw_tabs(struct ui *ui, const struct osk *o, struct osk_view *v,
	const struct osk_keyboard *now, struct rect r, const char *const *tabs, int tabs_len)
{
	struct osk_result result = { OSK_NONE, "" };

	for (int i = 0; i < tabs_len; i++) {
		const struct osk_keyboard *k = keyboard_of(o, tabs[i]);
		char id[UI_ID_MAX];
		struct button b = { .id = id, .pill = true, .key = true, .text_mm = LABEL_TEXT_MM };

		if (!k)
			continue;
		snprintf(id, sizeof id, "tab.%s", k->id);
		b.label = label_text(k->tab_label);
		b.icon = k->tab_icon;
		b.selected = k == now;
		if (widget_button(ui, rect_cut_left(&r, widget_button_width(ui, &b)), &b))
			result = switch_to(v, k->id);
		rect_cut_left(&r, ui_mm(ui, MM_GAP));
	}
	return result;
}

struct osk_result osk_run(struct ui *ui, const struct osk *o, struct osk_view *v, struct rect r,
	const char *const *tabs, int tabs_len, const char *last)
{
	const struct osk_keyboard *k = current(o, v, tabs, tabs_len);
	struct osk_result by_tab = { OSK_NONE, "" }, by_key;
	int mirror = ui_unmirrored(ui, &r); /* keys lie as on a real keyboard */

	if (v->layer < 0 || v->layer >= k->layers)
		v->layer = 0;
	if (tabs_len > 1) {
		by_tab = draw_tabs(ui, o, v, k, rect_cut_top(&r, ui_mm(ui, TAB_MM)), tabs,
			tabs_len);
		rect_cut_top(&r, ui_mm(ui, MM_KEY_GAP * 2));
	}
	if (by_tab.action != OSK_NONE)
		k = current(o, v, tabs, tabs_len);
	by_key = draw_rows(ui, o, v, k, r, last ? last : "");
	ui_mirror_back(ui, mirror);
	return by_tab.action != OSK_NONE ? by_tab : by_key;
}

int osk_height(struct ui *ui, const struct osk *o, const struct osk_view *v)
{
	const struct osk_keyboard *k = current(o, v, NULL, 0);
	const struct osk_layer *l = &k->layer[v->layer >= 0 && v->layer < k->layers ? v->layer : 0];

	return ui_mm(ui, TAB_MM) + ui_mm(ui, MM_KEY_GAP * 2) + l->rows * ui_mm(ui, MM_KEY)
		+ (l->rows - 1) * ui_mm(ui, MM_KEY_GAP);
}
