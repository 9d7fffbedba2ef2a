/* SPDX-License-Identifier: Apache-2.0 */
/*
 * voice — follows the screen. After every frame it compares where the person is, what has the focus
 * and which texts stand there with what it knew, and says what is new. Time is the loop's: a piece
 * lasts as long as its file, then the next frame goes on with the following one; nothing runs in
 * between. Reading counts as being there, so nobody is asked "are you still there?" while they
 * listen. A text without a file is passed over.
 * Not here: the words and their order (speech.c), their sound (ui/sound.c), which files a voice has
 * (voice_files.c).
 */
#include "voice.h"

#include <stdlib.h>
#include <string.h>

#include "app.h"
#include "session.h"
#include "sound.h"
#include "speech.h"
#include "voice_files.h"

#define GAP_MS    250 /* between two pieces */
#define TEXTS_MAX 64  /* texts of a screen that are remembered */

struct voice {
	const struct app *app;
	struct voice_files files;
	struct sound *sound;
	bool broken, told; /* no device; the loop has been told */
	char problem[WHY_MAX];
	/* what was known after the last frame */
	bool on;
	struct session_place place;
	char focus[UI_ID_MAX];
	bool focus_selected;
	uint32_t text[TEXTS_MAX];
	int texts, volume;
	int repeats; /* presses of the repeat key one after the other */
	bool repeat;
	/* what is being said */
	bool playing;
	uint64_t until_ms;
	char key[SPEECH_KEY_MAX];
	struct speech speech;
};

struct voice *voice_open(const struct app *app)
{
	struct voice *v = calloc(1, sizeof(*v));

	if (v)
		v->app = app;
	return v;
}

void voice_close(struct voice *v)
{
	if (!v)
		return;
	sound_close(v->sound);
	explicit_bzero(v, sizeof(*v));
	free(v);
}

bool voice_has(struct voice *v, const char *tag)
{
	return !v->broken && sound_likely() &&
	       voice_files_voice(&v->files, v->app->content_dir, tag) != NULL;
}

static bool device(struct voice *v)
{
	if (!v->sound && !v->broken) {
		v->sound = sound_open(v->problem, sizeof(v->problem));
		v->broken = v->sound == NULL;
	}
	return v->sound != NULL;
}

const char *voice_problem(struct voice *v)
{
	if (!v->broken || v->told)
		return NULL;
	v->told = true;
	return v->problem;
}

static void stop(struct voice *v)
{
	if (v->playing)
		sound_stop(v->sound);
	v->playing = false;
	v->key[0] = '\0';
	speech_clear(&v->speech);
}

void voice_forget(struct voice *v)
{
	stop(v);
	v->on = v->repeat = false;
	v->texts = v->repeats = 0;
	explicit_bzero(v->text, sizeof(v->text));
	explicit_bzero(v->focus, sizeof(v->focus));
	v->volume = VOICE_LEVEL_NORMAL;
}

uint64_t voice_deadline(const struct voice *v)
{
	return v->playing ? v->until_ms : SESSION_NEVER;
}

const char *voice_speaking(const struct voice *v)
{
	return v->playing ? v->speech.say[v->speech.at].id : "";
}

const char *voice_utterance(const struct voice *v)
{
	return v->key;
}

static int percent(const struct session *s)
{
	static const int of[VOICE_LEVELS] = { 12, 25, 45, 70, 100 };

	return of[s->volume];
}

/* Plays the utterance that is next, or the first after it that has a sound. */
static void go_on(struct voice *v, struct session *s)
{
	char path[VOICE_PATH_MAX];

	v->playing = false;
	v->key[0] = '\0';
	for (; v->speech.at < v->speech.len; v->speech.at++) {
		if (!voice_files_find(&v->files, &v->app->catalog, v->app->content_dir,
			    v->speech.say[v->speech.at].text, path, v->key))
			continue;
		int ms = device(v) ? sound_play(v->sound, path, percent(s)) : -1;
		if (ms < 0)
			continue;
		v->playing = true;
		v->until_ms = s->now_ms + (uint64_t)ms + GAP_MS;
		if (s->screen != SCREEN_IDLE)
			s->touched_ms = s->now_ms;
		return;
	}
	v->key[0] = '\0';
	speech_clear(&v->speech);
	if (v->broken)
		s->reading = false;
}

static bool wakes(const struct input_event *ev)
{
	return ev->kind == INPUT_KEY && ev->key != INPUT_KEY_BACK && ev->key != INPUT_KEY_DELETE &&
	       ev->key != INPUT_KEY_PANIC;
}

void voice_event(struct voice *v, struct session *s, const struct input_event *ev)
{
	v->repeat = ev->kind == INPUT_KEY && ev->key == INPUT_KEY_REPEAT;
	if (ev->kind == INPUT_KEY)
		v->repeats = v->repeat ? v->repeats + 1 : 0;
	if (ev->kind == INPUT_DOWN || ev->kind == INPUT_TEXT ||
		(ev->kind == INPUT_KEY && !v->repeat))
		stop(v);
	if (s->screen == SCREEN_START && ev->kind == INPUT_DOWN)
		s->reading = false; /* who touches has not asked for it */
	if (s->screen == SCREEN_START && wakes(ev) && voice_has(v, catalog_tag(&v->app->catalog)))
		s->reading = true;
	if (ev->kind == INPUT_DOWN && v->app->cfg.click && sound_likely() && device(v))
		sound_click(v->sound, percent(s));
}

/* --- what is new --- */

static uint32_t hash_of(const char *text)
{
	uint32_t h = 2166136261u;

	while (*text)
		h = (h ^ (unsigned char)*text++) * 16777619u;
	return h;
}

static bool knew(const struct voice *v, uint32_t hash)
{
	for (int i = 0; i < v->texts; i++)
		if (v->text[i] == hash)
			return true;
	return false;
}

static const struct ui_widget *focused(const struct ui *ui)
{
	int n;
	const struct ui_widget *w = ui_widgets(ui, &n);

	for (int i = 0; i < n; i++)
		if (w[i].targetable && ui_focused(ui, w[i].id))
			return &w[i];
	return NULL;
}

static void say_screen(struct voice *v, const struct session *s, const struct speech_words *words)
{
	int n;
	const struct ui_widget *w = ui_widgets(v->app->ui, &n), *focus = focused(v->app->ui);

	stop(v);
	if (s->screen != SCREEN_START) {
		speech_screen(&v->speech, w, n, words);
		return;
	}
	speech_add(&v->speech, "start.title", catalog_text("voice", "keys"));
	if (focus)
		speech_widget(&v->speech, focus, words);
}

static void say_focus(
	struct voice *v, const struct ui_widget *focus, const struct speech_words *words)
{
	stop(v);
	speech_widget(&v->speech, focus, words);
}

/* Texts that were not there: what went wrong, what has arrived. */
static void say_news(struct voice *v)
{
	int n;
	const struct ui_widget *w = ui_widgets(v->app->ui, &n);

	for (int i = 0; i < n; i++)
		if (w[i].role == UI_TEXT && !knew(v, hash_of(w[i].markup)))
			speech_add(&v->speech, w[i].id, w[i].markup);
}

static void remember(struct voice *v, const struct session *s)
{
	int n;
	const struct ui_widget *w = ui_widgets(v->app->ui, &n), *focus = focused(v->app->ui);

	v->texts = 0;
	for (int i = 0; i < n && v->texts < TEXTS_MAX; i++)
		if (w[i].role == UI_TEXT)
			v->text[v->texts++] = hash_of(w[i].markup);
	v->on = s->reading;
	v->place = session_place(s);
	v->focus[0] = '\0';
	v->focus_selected = focus && focus->selected;
	if (focus)
		memcpy(v->focus, focus->id, sizeof(v->focus));
}

/* Chooses what is said now. True when the focus was taken away and must disappear. */
static bool look(struct voice *v, struct session *s)
{
	const struct speech_words words = { catalog_text("voice", "selected"),
		catalog_text("voice", "private"), v->app->cfg.headphones };
	const struct session_place here = session_place(s);
	const struct ui_widget *focus = focused(v->app->ui);
	bool moved = v->on && memcmp(&here, &v->place, sizeof(here)) != 0, unfocused = false;

	if (!v->on || moved) {
		say_screen(v, s, &words);
		unfocused = moved && focus != NULL;
		if (moved) /* the next arrow begins at the top of the new screen */
			ui_unfocus(v->app->ui);
	} else if (v->repeat && (v->repeats > 1 || !focus)) {
		say_screen(v, s, &words);
	} else if (focus && (v->repeat || strcmp(focus->id, v->focus) != 0 ||
				    focus->selected != v->focus_selected)) {
		say_focus(v, focus, &words);
	} else {
		say_news(v);
	}
	v->repeat = false;
	return unfocused;
}

bool voice_frame(struct voice *v, struct session *s)
{
	char before[UI_ID_MAX];
	bool again = false;

	memcpy(before, voice_speaking(v), strlen(voice_speaking(v)) + 1);
	if (v->on && !s->reading)
		stop(v);
	if (v->playing && s->now_ms >= v->until_ms) {
		v->playing = false;
		v->speech.at++;
	}
	if (s->reading)
		again = look(v, s);
	else if (s->volume != v->volume && s->screen == SCREEN_COMFORT)
		speech_add(&v->speech, "comfort.louder",
			catalog_text("comfort", s->volume > v->volume ? "louder" : "quieter"));
	v->volume = s->volume;
	if (!v->playing && v->speech.len > 0)
		go_on(v, s);
	remember(v, s);
	return again || strcmp(before, voice_speaking(v)) != 0;
}
