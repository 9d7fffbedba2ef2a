/* SPDX-License-Identifier: Apache-2.0 */
/*
 * session — one visit: all that a person told, chose or was given, in one struct with one wipe.
 * It lies in locked memory of its own (harden_alloc). No pointer into it outlives a frame.
 */
#ifndef MARUMADO_SESSION_H
#define MARUMADO_SESSION_H
#include <stdbool.h>
#include <stdint.h>
#include "answers.h"
#include "app.h"
#include "candidates.h"
#include "osk.h"
#include "outbox.h"
#include "receipt.h"
#include "screens.h"
#include "staff.h"
#include "submit.h"

#define SESSION_IDLE_MS    60000 /* nobody touches: ask */
#define SESSION_ASK_MS     30000 /* … then wipe */
#define SESSION_DONE_MS    60000 /* the receipt disappears */
#define SESSION_NEUTRAL_MS 20000
#define SESSION_UNDER_MAX  4
#define SESSION_NEVER      UINT64_MAX
#define SESSION_TEXT_SIZES                                                                         \
	{                                                                                          \
		100, 130, 160                                                                      \
	}

struct session {
	struct app *app; /* borrowed, not the person's; the only member a wipe keeps */
	struct answers answers;
	/* where the person is */
	enum screen screen;
	enum screen under[SESSION_UNDER_MAX];
	int under_len; /* screens to come back to */
	int page;      /* form page */
	int at;        /* question of the page (index in the page) that must be in view */
	int resume;    /* page to go on from when a gap is filled or an answer corrected; -1 none */
	int choices_page; /* of the choices or list on this screen */
	enum answers_problem problem;
	int problem_question; /* told when `problem` is not ANSWERS_FINE */
	/* how they like it */
	int lang, theme, text_percent;
	bool reach, left_hand; /* targets low on a tall panel; what is pressed most at the left */
	bool no_furigana;      /* ja only: ja-simple always has it */
	bool bilingual;        /* Japanese under every question, for reading together */
	bool reading;          /* screens are read aloud */
	int volume;            /* 0 … VOICE_LEVELS - 1 */
	/* typing */
	struct osk_view osk;
	struct candidates cand;
	int osk_question; /* the field the keyboard was set up for; -1 none */
	char lookup[RECEIPT_DIGITS + 1];
	enum lookup_answer lookup_answer;
	uint64_t lookup_due_ms; /* when LOOKUP_BUSY may be answered */
	struct status status;   /* LOOKUP_STATUS: codes only */
	/* about an earlier record: answers.kind */
	char number[RECEIPT_DIGITS + 1]; /* looked up; not drawn again */
	bool takeover;                   /* the person wants a number of their own for it */
	/* handing in */
	struct submit_ticket ticket;
	bool ticket_tried;
	bool handed_in, urgent, hidden;
	enum submit_result trouble;
	enum outbox_state sent;
	struct staff_session staff; /* who of the site is in, and their keys */
	/* time */
	uint64_t started_ms, touched_ms, entered_ms, now_ms;
	int screens_back;
};

/* What tells one screen of a visit from another. Without padding, or with zeroed one: compared as
 * bytes. */
struct session_place {
	enum screen screen;
	int page, at, choices_page, lang;
};

/* Locked memory, wiped state. NULL: no memory. *ret_locked as in harden_alloc. */
struct session *session_open(struct app *app, bool *ret_locked);
void session_close(struct session *s);
/* Overwrites everything of the visit and sets the defaults: start screen, first language. */
void session_wipe(struct session *s);

/* The form being filled in: the one staff have in hand, else the resident's. Borrowed. */
const struct formdef *session_form(const struct session *s);
/* Goes to a side screen that comes back, and back from it. */
enum screen session_push(struct session *s, enum screen to);
enum screen session_pop(struct session *s);
struct session_place session_place(const struct session *s);
/* Is the screen in Japanese (also the easy one)? */
bool session_japanese(const struct session *s);
/* Switches the language for the rest of the visit. */
void session_use_lang(struct session *s, int lang);
/* When the session next needs a frame without an event (ms, SESSION_NEVER), and where time leads:
 * the screen to show at s->now_ms (the present one when nothing is due). */
uint64_t session_deadline(const struct session *s);
enum screen session_due(struct session *s);
/* Ends what was to be changed of an earlier record: its number, the answers, the ticket. */
void session_change_end(struct session *s);
/* Is a look-up waiting for its answer on the present screen? */
bool session_looks_up(const struct session *s);
/* Whole seconds left of a count-down that began at `from`. */
int session_seconds_left(const struct session *s, uint64_t from, uint64_t length_ms);
#endif
