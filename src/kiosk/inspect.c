/* SPDX-License-Identifier: Apache-2.0 */
/*
 * inspect — the widgets of a frame as the ui kept them. Widgets never carry typed text, so neither
 * does this. Not synced to the disk: readers are tests on the same machine.
 */
#include "inspect.h"

#include <errno.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "catalog.h"
#include "ruby.h"
#include "speech.h"
#include "staff_text.h"

static const char *const role_name[] = { [UI_BUTTON] = "button",
	[UI_CHOICE] = "choice",
	[UI_KEY] = "key",
	[UI_TEXT] = "text",
	[UI_FIELD] = "field",
	[UI_IMAGE] = "image" };

static json_t *widget_json(const struct ui_widget *w)
{
	return json_pack("{s:s, s:s, s:s, s:[i,i,i,i], s:b, s:b, s:b, s:b, s:f, s:f, s:i}", "id",
		w->id, "role", role_name[w->role], "label", w->label, "rect", w->rect.x, w->rect.y,
		w->rect.w, w->rect.h, "enabled", w->enabled, "selected", w->selected, "targetable",
		w->targetable, "text_overflow", w->text_overflow, "contrast", w->contrast,
		"border_contrast", w->border_contrast, "text_px", w->text_px);
}

/* Readings come from the catalogue: typed text has none. */
static void tell_ruby(void *ctx, const char *reading, enum ruby_fault fault)
{
	json_array_append_new(
		ctx, json_sprintf("the reading %s: %s", reading, ruby_fault_name(fault)));
}

static json_t *frame_json(const struct session *s, const struct ui *ui)
{
	const struct ui_state *st = ui_state(ui);
	json_t *widgets = json_array();
	json_t *broken = json_array();
	int readings = ruby_check(ui_frame(ui), st->w, st->h, tell_ruby, broken), n;
	const struct ui_widget *w = ui_widgets(ui, &n);

	for (int i = 0; i < n; i++)
		if (json_array_append_new(widgets, widget_json(&w[i])) != 0) {
			json_decref(widgets);
			json_decref(broken);
			return NULL;
		}
	return json_pack(
		"{s:s, s:s, s:s, s:[i,i], s:i, s:f, s:s, s:i, s:b, s:s, s:s, s:i, s:o, s:o}",
		"screen", screens_name(s), "lang", catalog_tag(&s->app->catalog), "theme",
		st->theme->id, "size", st->w, st->h, "text_percent", st->text_percent, "px_per_mm",
		st->px_per_mm, "focus", ui_focus(ui), "misses",
		(int)(catalog_misses() + staff_text_misses()), "reading", s->reading, "speaking",
		voice_speaking(s->app->voice), "utterance", voice_utterance(s->app->voice),
		"readings", readings, "broken_ruby", broken, "widgets", widgets);
}

bool inspect_write(const char *path, const struct session *s, const struct ui *ui)
{
	char tmp[4096];
	json_t *j = frame_json(s, ui);

	if (!j) {
		errno = ENOMEM;
		return false;
	}
	int n = snprintf(tmp, sizeof(tmp), "%s.tmp", path);
	bool ok = n > 0 && (size_t)n < sizeof(tmp) && json_dump_file(j, tmp, JSON_INDENT(1)) == 0 &&
		  rename(tmp, path) == 0;
	json_decref(j);
	return ok;
}

/* What would be read aloud. The same in every theme and size, so it is told once. */
static bool add_says(json_t *frame, const struct survey_view *v)
{
	const struct speech_words words = { catalog_text("voice", "selected"),
		catalog_text("voice", "private"), false };
	json_t *says = json_array();
	int n;
	const struct ui_widget *w = ui_widgets(v->ui, &n);
	struct speech *speech = calloc(1, sizeof(*speech));

	if (speech)
		speech_screen(speech, w, n, &words);
	for (int i = 0; speech && i < speech->len; i++)
		json_array_append_new(says, json_string(speech->say[i].text));
	bool ok = speech && (int)json_array_size(says) == speech->len &&
		  json_object_set(frame, "says", says) == 0;
	json_decref(says);
	if (speech)
		speech_clear(speech);
	free(speech);
	return ok;
}

bool inspect_append(FILE *out, const struct survey_view *v)
{
	json_t *j = frame_json(v->s, v->ui);
	bool plain = !v->how[0] && v->s->theme == 0 && v->s->text_percent == 100;

	if (!j) {
		errno = ENOMEM;
		return false;
	}
	bool ok = (!plain || add_says(j, v)) &&
		  json_object_set_new(j, "how", json_string(v->how)) == 0 &&
		  json_object_set_new(j, "view", json_string(v->view)) == 0 &&
		  json_dumpf(j, out, JSON_COMPACT | JSON_REAL_PRECISION(4)) == 0 &&
		  fputc('\n', out) != EOF;
	json_decref(j);
	return ok;
}
