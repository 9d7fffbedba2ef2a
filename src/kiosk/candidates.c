/* SPDX-License-Identifier: Apache-2.0 */
/*
 * candidates — the reading is the run of kana (in Chinese: of Latin letters) at the end of the
 * answer, after what was chosen last. A choice may cover its beginning only; what is left is
 * offered again. Questions whose name ends in "_kana" ask for kana and get no conversion.
 * The ids cand.0 … and cand.more say nothing; their label is the same sentence for all.
 */
#include "candidates.h"

#include <stdio.h>
#include <string.h>

#include "catalog.h"
#include "session.h"
#include "utf8.h"
#include "widgets.h"

#define FIELD_SUFFIX "_kana"
#define AGAIN_MS     150

static enum convert_kind kind_of(const struct session *s, int question)
{
	const struct form_question *q = &session_form(s)->question[question];
	size_t len = strlen(q->name), suffix = strlen(FIELD_SUFFIX);
	const char *lang = catalog_tag(&s->app->catalog);

	if (strcmp(q->keyboard, "kana") != 0 ||
		(len >= suffix && strcmp(q->name + len - suffix, FIELD_SUFFIX) == 0))
		return CONVERT_NONE;
	if (strncmp(lang, "ja", 2) == 0)
		return CONVERT_KANA;
	if (strcmp(s->osk.keyboard, "pinyin") != 0)
		return CONVERT_NONE;
	return strcmp(lang, "zh-Hans") == 0   ? CONVERT_HANS
	       : strcmp(lang, "zh-Hant") == 0 ? CONVERT_HANT
					      : CONVERT_NONE;
}

bool candidates_possible(const struct session *s, int question)
{
	return kind_of(s, question) != CONVERT_NONE;
}

void candidates_begin(struct session *s, int question)
{
	struct convert *c = &s->app->convert;
	enum convert_kind kind = kind_of(s, question);

	explicit_bzero(&s->cand, sizeof(s->cand));
	s->cand.settled = s->answers.a[question].text_len;
	s->cand.step = -1;
	if (kind == CONVERT_NONE)
		return; /* an engine that runs may be wanted again in this visit */
	convert_open(c, kind, s->app->program_dir, s->app->cfg.conversion);
}

/* --- the reading --- */

static bool is_kana(uint32_t c)
{
	return (c >= 0x3041 && c <= 0x3096) || c == 0x30FC; /* hiragana, ー */
}

/* Belongs to a reading, but makes none by itself. */
static bool is_mark(uint32_t c)
{
	return c == 0x3001 || c == 0x3002 || c == 0xFF01 || c == 0xFF1F; /* 、。！？ */
}

static bool is_letter(uint32_t c)
{
	return (c >= 'a' && c <= 'z') || c == '\'';
}

/* The first character of text[from …] from which on all belong to a reading; the end when the run
 * holds marks only. */
static size_t run_start(const char *text, size_t from, enum convert_kind kind)
{
	const char *p = text + from, *start = NULL;

	for (const char *at = p; *p; at = p) {
		uint32_t c = utf8_next(&p);
		bool letter = kind == CONVERT_KANA ? is_kana(c) : is_letter(c);
		if (letter && !start)
			start = at;
		else if (!letter && !(kind == CONVERT_KANA && is_mark(c)))
			start = NULL;
	}
	return start ? (size_t)(start - text) : strlen(text);
}

/* At most as much of the run as an engine takes. */
static void cut_reading(const char *run, char out[static CONVERSION_READING_MAX])
{
	const char *p = run, *end = run;

	while (*p) {
		(void)utf8_next(&p);
		if (p - run >= CONVERSION_READING_MAX)
			break;
		end = p;
	}
	memcpy(out, run, (size_t)(end - run));
	out[end - run] = '\0';
}

static void forget_list(struct candidates *c)
{
	conversion_wipe(&c->list);
	explicit_bzero(c->reading, sizeof(c->reading));
	c->first = c->shown = 0;
	c->step = -1;
}

bool candidates_look(struct session *s, int question)
{
	struct candidates *c = &s->cand;
	const struct answer *a = &s->answers.a[question];
	enum convert_kind kind = kind_of(s, question);
	char reading[CONVERSION_READING_MAX];

	if (kind == CONVERT_NONE) {
		forget_list(c);
		return false;
	}
	convert_open(&s->app->convert, kind, s->app->program_dir, s->app->cfg.conversion);
	if (c->settled > a->text_len)
		c->settled = a->text_len;
	c->from = run_start(a->text, c->settled, kind);
	cut_reading(a->text + c->from, reading);
	if (strcmp(reading, c->reading) != 0 || c->from == a->text_len) {
		forget_list(c);
		enum convert_answer now = CONVERT_NEVER;
		if (c->again_ms == 0) /* who types waits for a slow engine once a key */
			now = convert_run(&s->app->convert, reading, &c->list);
		if (now == CONVERT_DONE)
			memcpy(c->reading, reading, sizeof(reading));
		if (now == CONVERT_LATER)
			c->again_ms = s->now_ms + AGAIN_MS;
	}
	explicit_bzero(reading, sizeof(reading));
	return c->list.len > 0;
}

size_t candidates_marked(const struct session *s, int question)
{
	return s->cand.list.len > 0 ? s->answers.a[question].text_len - s->cand.from : 0;
}

/* --- choosing --- */

static void choose(struct session *s, struct ui *ui, int question, int i)
{
	struct candidates *c = &s->cand;
	const struct answer *a = &s->answers.a[question];
	size_t rest = a->text_len - c->from - c->list.item[i].covers;
	char text[ANSWER_TEXT_MAX];

	snprintf(text, sizeof(text), "%s%s", conversion_text(&c->list, i),
		a->text + c->from + c->list.item[i].covers);
	if (answers_splice(&s->answers, session_form(s), question, a->text_len - c->from, text))
		c->settled = a->text_len - rest;
	else /* no room for it: it stays as it was typed */
		c->settled = c->from + c->list.item[i].covers;
	explicit_bzero(text, sizeof(text));
	candidates_leave(s, ui, question);
	forget_list(c);
}

bool candidates_next(struct session *s, struct ui *ui)
{
	struct candidates *c = &s->cand;
	char id[UI_ID_MAX];

	if (c->list.len == 0)
		return false;
	if (++c->step >= c->first + c->shown && c->shown > 0)
		c->first = c->step < c->list.len ? c->step : 0;
	if (c->step >= c->list.len)
		c->step = 0;
	snprintf(id, sizeof(id), "cand.%d", c->step);
	ui_focus_on(ui, id);
	return true;
}

bool candidates_leave(struct session *s, struct ui *ui, int question)
{
	char id[UI_ID_MAX];

	s->cand.step = -1;
	if (strncmp(ui_focus(ui), "cand.", 5) != 0)
		return false;
	snprintf(id, sizeof(id), "%s.field", session_form(s)->question[question].name);
	ui_focus_on(ui, id);
	return true;
}

/* --- the bar --- */

static struct button more_button(void)
{
	return (struct button){ .id = "cand.more",
		.label = catalog_text("nav", "more"),
		.key = true,
		.cap = true,
		.soft = true,
		.text_mm = MM_SMALL };
}

void candidates_bar(struct session *s, struct ui *ui, struct rect r, int question)
{
	struct candidates *c = &s->cand;
	const struct button more = more_button();
	int gap = ui_mm(ui, MM_KEY_GAP * 2), chosen = -1, i = c->first;
	int more_w = widget_button_width(ui, &more);
	struct rect rest = r;

	for (; i < c->list.len; i++) {
		char id[UI_ID_MAX];
		const struct typed_key k = { id, catalog_text("keyboard", "choose"),
			conversion_text(&c->list, i), MM_BODY, i == 0 };
		int w = widget_typed_key_width(ui, &k);
		bool all = c->first == 0 && i == c->list.len - 1;
		int room = rest.w - (all ? 0 : more_w + gap);
		if (w > room && i > c->first)
			break;
		snprintf(id, sizeof(id), "cand.%d", i);
		if (widget_typed_key(ui, rect_cut_left(&rest, w < room ? w : room), &k))
			chosen = i;
		rect_cut_left(&rest, gap);
	}
	c->shown = i - c->first;
	if (i < c->list.len || c->first > 0) {
		rest = rect_cut_right(&r, more_w);
		if (widget_button(ui, rest, &more))
			c->first = i < c->list.len ? i : 0;
	}
	if (chosen >= 0)
		choose(s, ui, question, chosen);
}
