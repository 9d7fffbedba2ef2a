/* SPDX-License-Identifier: Apache-2.0 */
/*
 * survey — fifteen languages, every screen, three sizes, four themes, three panels: drawn one after
 * the other they take hours. Here a state is reached once by a finger; then its screen function is
 * run for all the rest without pixels, from a copy of the session that is put back each time.
 * A screen that splits (questions of a page, pages of a grid, keyboards and their layers) is asked
 * for each of its parts the way a person would come to them: session.at, session.choices_page, and
 * taps on what leads to another keyboard. Colours differ by theme and places do not; so ways of
 * holding a hand are looked at in the first theme only.
 */
#include "survey.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "harden.h"
#include "inspect.h"
#include "loop.h"
#include "options.h"
#include "frame.h"
#include "visit.h"

#define PAGES_MAX 24
#define FACES_MAX 24 /* keyboards and layers of one field */
#define TAP_MS    1000
#define VIEW_MAX  96
#define KEPT      24000 /* layouts: bars and headings come again in every state */

/* Ways of holding a hand and of reading, beside the plain one. */
static const struct how {
	const char *name;
	bool reach, left, bilingual, bare, unmirrored;
} hows[] = {
	{ .name = "" },
	{ .name = "left", .left = true },
	{ .name = "reach", .reach = true },
	{ .name = "bilingual", .bilingual = true },
	{ .name = "reach bilingual left", .reach = true, .bilingual = true, .left = true },
	{ .name = "bare", .bare = true },
	{ .name = "unmirrored", .unmirrored = true },
};

struct survey {
	struct session *s, *kept; /* kept: as the person left it */
	struct ui *ui;
	const struct how *how;
	int w, h;
	uint64_t ahead; /* of the clock, so that no tap is a bounce of the one before */
	survey_fn fn;
	void *ctx;
	char view[VIEW_MAX];
	struct osk_view face[FACES_MAX];
	int faces;
};

static void frame(struct survey *v, const struct input_event *ev)
{
	struct ui_state st;

	loop_ui_state(v->s, v->w, v->h, &st);
	st.now_ms += v->ahead;
	st.mirror = st.mirror && !v->how->unmirrored;
	ui_begin(v->ui, &st, ev);
	(void)screens_run(v->s, v->ui); /* where it would lead does not matter here */
	ui_end(v->ui);
}

static bool tell(struct survey *v, const char *view)
{
	const struct survey_view told = { v->w, v->h, v->how->name, view, v->s, v->ui };

	return v->fn(v->ctx, &told);
}

/* Where a visit has not begun everything is as a wipe left it: nobody has set anything yet. */
static bool untouched(const struct survey *v)
{
	return v->kept->screen == SCREEN_START || v->kept->screen == SCREEN_NEUTRAL;
}

static bool all_themes(struct survey *v, const char *view)
{
	int themes = v->how == hows && !untouched(v) ? v->s->app->themes.len : 1;

	for (v->s->theme = 0; v->s->theme < themes; v->s->theme++) {
		frame(v, NULL);
		if (!tell(v, view))
			return false;
	}
	v->s->theme = 0;
	return true;
}

/* --- keyboards --- */

static bool face_is_new(struct survey *v)
{
	for (int i = 0; i < v->faces; i++)
		if (v->face[i].layer == v->s->osk.layer &&
			v->face[i].shifted == v->s->osk.shifted &&
			strcmp(v->face[i].keyboard, v->s->osk.keyboard) == 0)
			return false;
	if (v->faces < FACES_MAX)
		v->face[v->faces] = v->s->osk;
	return v->faces++ < FACES_MAX;
}

static bool leads_to_keys(const struct ui_widget *w)
{
	static const char *const ids[] = { "tab.", "key.shift", "key.layer:", "key.keyboard:" };
	bool is = false;

	for (size_t i = 0; i < sizeof(ids) / sizeof(ids[0]); i++)
		is = is || strncmp(w->id, ids[i], strlen(ids[i])) == 0;
	return is && w->targetable && w->enabled;
}

static void tap(struct survey *v, struct rect r)
{
	struct input_event ev = { .kind = INPUT_DOWN, .x = r.x + r.w / 2, .y = r.y + r.h / 2 };

	v->ahead += TAP_MS;
	frame(v, &ev);
	ev.kind = INPUT_UP;
	frame(v, &ev);
	frame(v, NULL);
}

/* Every keyboard and layer that can be reached from the one in the frame. */
static bool faces(struct survey *v)
{
	struct ui_widget key[16];
	int n, keys = 0;
	const struct ui_widget *w = ui_widgets(v->ui, &n);
	const struct osk_view osk = v->s->osk;
	char view[VIEW_MAX + UI_ID_MAX];

	for (int i = 0; i < n && keys < 16; i++)
		if (leads_to_keys(&w[i]))
			key[keys++] = w[i];
	for (int i = 0; i < keys; i++) {
		tap(v, key[i].rect);
		if (face_is_new(v)) {
			snprintf(view, sizeof(view), "%s %s %d%s", v->view, v->s->osk.keyboard,
				v->s->osk.layer, v->s->osk.shifted ? " shift" : "");
			if (!all_themes(v, view) || !faces(v))
				return false;
		}
		v->s->osk = osk;
	}
	return true;
}

/* --- views --- */

static bool more_pages(const struct ui *ui)
{
	int n;
	const struct ui_widget *w = ui_widgets(ui, &n);

	for (int i = 0; i < n; i++) {
		size_t len = strlen(w[i].id);
		if (len > 5 && strcmp(w[i].id + len - 5, ".more") == 0)
			return true;
	}
	return false;
}

/* Every page of the choices or the list of this view. */
static bool pages(struct survey *v, int at)
{
	bool go_on = true;

	for (int page = 0; go_on && page < PAGES_MAX; page++) {
		v->s->at = at;
		v->s->choices_page = page;
		frame(v, NULL);
		if (v->s->choices_page != page)
			break; /* there is none such, it went back to the first */
		snprintf(v->view, sizeof(v->view), "at %d page %d", at, page);
		if (!all_themes(v, v->view))
			return false;
		go_on = more_pages(v->ui) && v->s->screen != SCREEN_NOTICE;
		v->faces = 0;
		(void)face_is_new(v);
		if (!faces(v))
			return false;
	}
	return true;
}

/* Every view the questions of a form page are split into. */
static bool views(struct survey *v)
{
	const struct form_page *page = &v->s->app->form.page[v->s->page];
	int last = v->s->screen == SCREEN_FORM ? page->question_len : 1;

	if (v->s->screen == SCREEN_FORM && strcmp(page->appearance, "danger") == 0)
		last = 2; /* the card, and the question by itself */
	for (int at = 0, next; at < last; at = next) {
		next = at + 1;
		if (v->s->screen == SCREEN_FORM && last > 1 && !page->appearance[0]) {
			struct view is;
			bool first, end;
			v->s->at = at;
			frame(v, NULL); /* the ui must know the panel */
			visit_view(v->s, v->ui, frame_room(v->ui), &is, &first, &end);
			next = end ? last : at + is.len;
		}
		if (!pages(v, at))
			return false;
	}
	return true;
}

static bool matters(const struct survey *v, const struct how *how)
{
	const struct session *s = v->kept;
	const struct catalog *c = &s->app->catalog;
	bool japanese = session_japanese(s);

	return (!how->reach || v->h > v->w) && (!how->bilingual || (!japanese && !untouched(v))) &&
	       (!how->bare || strcmp(catalog_tag(c), "ja") == 0) &&
	       (!how->unmirrored || c->lang[s->lang].rtl) &&
	       (!how->left || how->reach || !c->lang[s->lang].rtl);
}

static bool every_way(struct survey *v)
{
	static const int sizes[] = SESSION_TEXT_SIZES;

	size_t n = untouched(v) ? 1 : sizeof(sizes) / sizeof(sizes[0]);

	for (size_t i = 0; i < n; i++)
		for (size_t h = 0; h < sizeof(hows) / sizeof(hows[0]); h++) {
			if (!matters(v, &hows[h]))
				continue;
			*v->s = *v->kept;
			v->how = &hows[h];
			v->s->text_percent = sizes[i];
			v->s->reach = v->how->reach;
			v->s->left_hand = v->how->left;
			v->s->bilingual = v->how->bilingual;
			v->s->no_furigana = v->how->bare;
			if (!views(v))
				return false;
		}
	return true;
}

/* A terminal with a printer, and each thing that is said of it. */
static bool with_printer(struct survey *v)
{
	static const struct printer states[] = { { .state = PRINTER_READY },
		{ .state = PRINTER_BUSY }, { .state = PRINTER_DONE },
		{ .state = PRINTER_TROUBLE, .word = PRINT_PAPER },
		{ .state = PRINTER_TROUBLE, .word = PRINT_OFFLINE } };
	struct printer *p = &v->s->app->slips, is = *p;
	bool ok = true;

	for (size_t i = 0; ok && i < sizeof(states) / sizeof(states[0]); i++) {
		*p = states[i];
		p->offered = true;
		ok = every_way(v);
	}
	*p = is;
	return ok;
}

bool survey_run(struct session *s, int w, int h, survey_fn fn, void *ctx)
{
	bool locked;
	struct session *kept = harden_alloc(sizeof(*kept), &locked);
	struct survey v = {
		.s = s, .kept = kept, .ui = s->app->ui, .w = w, .h = h, .fn = fn, .ctx = ctx
	};

	if (!kept)
		return false;
	*kept = *s;
	ui_keep(v.ui, KEPT);
	bool ok = every_way(&v);
	if (ok && (s->screen == SCREEN_DONE || s->screen == SCREEN_CHANGED)) {
		/* what else may come true while it stands there */
		kept->sent = kept->sent == OUTBOX_ACKED ? OUTBOX_WAITING : OUTBOX_ACKED;
		ok = every_way(&v);
		kept->sent = kept->sent == OUTBOX_ACKED ? OUTBOX_WAITING : OUTBOX_ACKED;
	}
	if (s->screen == SCREEN_DONE)
		ok = ok && with_printer(&v);
	*s = *kept;
	harden_release(kept, sizeof(*kept));
	return ok;
}

/* --- to a file --- */

static bool append(void *ctx, const struct survey_view *v)
{
	return inspect_append(ctx, v);
}

bool survey_append(struct session *s, const char *args, char err[static WHY_MAX])
{
	char path[512], size[16];
	int used = 0, w, h;

	if (sscanf(args, "%511s%n", path, &used) != 1)
		return why(err, "survey: needs a file");
	FILE *out = fopen(path, "ae");
	if (!out)
		return why(err, "cannot write '%s': %s", path, strerror(errno));
	bool ok = true;
	for (args += used; ok && sscanf(args, "%15s%n", size, &used) == 1; args += used) {
		if (options_size(size, &w, &h) != 0) {
			fclose(out);
			return why(err, "survey: '%s' is not a size", size);
		}
		ok = survey_run(s, w, h, append, out);
	}
	ok = fclose(out) == 0 && ok;
	return ok || why(err, "cannot write '%s': %s", path, strerror(errno));
}
