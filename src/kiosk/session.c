/* SPDX-License-Identifier: Apache-2.0 */
/*
 * session — state and time of a visit. The rules of time are one table: how long a screen may stand
 * untouched, what follows, and whether its seconds are shown. A touch (the loop sets touched_ms)
 * starts the time again, so nobody is wiped while they touch.
 */
#include "session.h"

#include <assert.h>
#include <string.h>

#include "harden.h"

struct patience {
	uint64_t ms;
	enum screen then;
	bool counts; /* a frame each second */
};

/* While somebody of the site is in, every screen is locked after STAFF_IDLE_MS, without a question:
 * nothing may be read over it, and the form in hand is kept sealed.
 * Screens not named here: SESSION_IDLE_MS, then the question whether someone is still there. */
static struct patience patience_of(const struct session *s)
{
	if (s->staff.in && s->screen != SCREEN_START)
		return (struct patience){ STAFF_IDLE_MS, SCREEN_START, false };
	switch (s->screen) {
	case SCREEN_START:
		return (struct patience){ 0, SCREEN_START, false };
	case SCREEN_NEUTRAL:
		return (struct patience){ SESSION_NEUTRAL_MS, SCREEN_START, false };
	case SCREEN_STAFF_WHO:
	case SCREEN_STAFF_PIN:
		return (struct patience){ SESSION_IDLE_MS, SCREEN_START, false };
	case SCREEN_IDLE:
		return (struct patience){ SESSION_ASK_MS, SCREEN_START, true };
	case SCREEN_DONE:
	case SCREEN_ANSWER:
	case SCREEN_CHANGED:
		return (struct patience){ SESSION_DONE_MS, SCREEN_START, true };
	default:
		return (struct patience){ SESSION_IDLE_MS, SCREEN_IDLE, false };
	}
}

struct session *session_open(struct app *app, bool *ret_locked)
{
	struct session *s = harden_alloc(sizeof(*s), ret_locked);

	if (!s)
		return NULL;
	s->app = app;
	session_wipe(s);
	return s;
}

void session_close(struct session *s)
{
	harden_release(s, sizeof(*s));
}

void session_wipe(struct session *s)
{
	struct app *app = s->app;
	uint64_t now = s->now_ms;

	answers_wipe(&s->answers);
	explicit_bzero(s, sizeof(*s));
	s->app = app;
	s->now_ms = s->touched_ms = s->entered_ms = now;
	s->text_percent = 100;
	s->volume = VOICE_LEVEL_NORMAL;
	s->reach = app->cfg.reach;
	s->left_hand = app->cfg.left_hand;
	s->resume = s->osk_question = s->problem_question = -1;
	session_use_lang(s, app->first_lang);
}

struct session_place session_place(const struct session *s)
{
	struct session_place p;

	memset(&p, 0, sizeof(p));
	p.screen = s->screen;
	p.page = s->page;
	p.at = s->at;
	p.choices_page = s->choices_page;
	p.lang = s->lang;
	return p;
}

bool session_japanese(const struct session *s)
{
	return strncmp(catalog_tag(&s->app->catalog), "ja", 2) == 0;
}

void session_use_lang(struct session *s, int lang)
{
	struct catalog *c = &s->app->catalog;

	assert(lang >= 0 && lang < c->lang_len);
	if (!catalog_use(c, c->lang[lang].tag))
		return;
	s->lang = lang;
	if (session_japanese(s))
		s->bilingual = false;
	memset(s->answers.ui_lang, 0, sizeof(s->answers.ui_lang));
	strncpy(s->answers.ui_lang, c->lang[lang].tag, sizeof(s->answers.ui_lang) - 1);
}

const struct formdef *session_form(const struct session *s)
{
	return s->staff.form ? s->staff.form : &s->app->form;
}

enum screen session_push(struct session *s, enum screen to)
{
	if (s->under_len < SESSION_UNDER_MAX && s->screen != to)
		s->under[s->under_len++] = s->screen;
	return to;
}

enum screen session_pop(struct session *s)
{
	return s->under_len > 0 ? s->under[--s->under_len] : SCREEN_START;
}

void session_change_end(struct session *s)
{
	char lang[sizeof(s->answers.ui_lang)];

	memcpy(lang, s->answers.ui_lang, sizeof(lang));
	answers_wipe(&s->answers);
	memcpy(s->answers.ui_lang, lang, sizeof(lang));
	explicit_bzero(s->number, sizeof(s->number));
	explicit_bzero(&s->ticket, sizeof(s->ticket));
	s->ticket_tried = s->handed_in = s->takeover = false;
}

bool session_looks_up(const struct session *s)
{
	return s->screen == SCREEN_LOOKUP && s->lookup_answer == LOOKUP_BUSY;
}

/* The next moment at which the seconds that a look-up still waits change. */
static uint64_t lookup_tick(const struct session *s)
{
	if (s->now_ms >= s->lookup_due_ms)
		return s->now_ms;
	return s->lookup_due_ms - (s->lookup_due_ms - s->now_ms - 1) / 1000 * 1000;
}

static uint64_t since(const struct session *s)
{
	if (session_looks_up(s)) /* nobody is wiped while they are told to wait */
		return s->touched_ms > s->lookup_due_ms ? s->touched_ms : s->lookup_due_ms;
	bool from_entry = s->screen == SCREEN_IDLE || s->screen == SCREEN_NEUTRAL ||
			  s->touched_ms < s->entered_ms;

	return from_entry ? s->entered_ms : s->touched_ms;
}

uint64_t session_deadline(const struct session *s)
{
	struct patience p = patience_of(s);

	if (p.ms == 0)
		return SESSION_NEVER;
	if (session_looks_up(s))
		return lookup_tick(s);
	uint64_t from = since(s), end = from + p.ms, tick = staff_tick_ms(s);

	end = tick < end ? tick : end;
	if (!p.counts || s->now_ms >= end)
		return end;
	return from + ((s->now_ms - from) / 1000 + 1) * 1000;
}

enum screen session_due(struct session *s)
{
	struct patience p = patience_of(s);

	if (p.ms == 0 || s->now_ms < since(s) + p.ms)
		return s->screen;
	return p.then == SCREEN_IDLE ? session_push(s, SCREEN_IDLE) : p.then;
}

int session_seconds_left(const struct session *s, uint64_t from, uint64_t length_ms)
{
	uint64_t gone = s->now_ms > from ? s->now_ms - from : 0;

	return gone >= length_ms ? 0 : (int)((length_ms - gone + 999) / 1000);
}
