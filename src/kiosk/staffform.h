/* SPDX-License-Identifier: Apache-2.0 */
/*
 * staffform — a form that staff fill in with a person or about one (domain.md §8.3, §8.4): what is
 * asked where, what is still missing, beginning, keeping, sending. The screens are
 * screen_staff_form.c (a section), _type (one text), _send, _done, _begin, _duty and screen_turn.c.
 *
 * A page of the form is a section. s->staff.form is the form in hand, s->page the section,
 * s->choices_page the view of it. s->answers.ui_lang is the language of the person beside the staff
 * member, whatever language the screen itself is in.
 */
#ifndef MARUMADO_STAFFFORM_H
#define MARUMADO_STAFFFORM_H
#include <stdbool.h>
#include "session.h"

#define STAFFFORM_INTAKE   "intake" /* ids of forms */
#define STAFFFORM_OUTREACH "outreach"
#define STAFFFORM_CONSENT  "consent" /* given after the first report; always an amendment */

/* The form with this id is wanted; SCREEN_STAFF_BEGIN goes on from there. `amends`: the number of
 * the report that it puts right (AMD; of the form only what changes is filled in), "" for none. */
void staffform_want(struct session *s, const char *id, const char *amends);
/* An empty form in hand, in place of any draft. */
void staffform_begin(struct session *s, const struct formdef *f);
/* Takes this member's draft in hand, of whichever form it is. */
bool staffform_take(struct session *s) __attribute__((warn_unused_result));
/* The staff's own screens are in Japanese; the person's language stays in the answers. */
void staffform_japanese(struct session *s);
/* The person's language on the screen, for a question turned to them. */
void staffform_their_language(struct session *s);

/* After answers changed: calculated answers are filled in, dates get their shape, and what was
 * typed where nothing is asked any more is forgotten, not only hidden. `typing` (-1 none) is left
 * alone: somebody is in the middle of it. */
void staffform_settle(struct session *s, int typing);
/* A press on a choice, here or on the turned screen; a second press on the answer of a question
 * that need not be answered takes it back. */
void staffform_choose(struct session *s, int q, const char *code);
/* Is the question shown to staff: asked, and not calculated? */
bool staffform_shown(const struct session *s, int q);
/* May it be turned: is there a text for residents, and is it for them? */
bool staffform_turnable(const struct session *s, int q);
/* Questions of a section with a gap or a fault; *ret_given when anything was answered there. */
int staffform_missing(const struct session *s, int page, bool *ret_given);
int staffform_missing_all(const struct session *s);
/* Texts of staff: of a question ("label", "hint"; hint may be NULL), of a choice, of a section, of
 * what is wrong. Borrowed. */
const char *staffform_label(const struct session *s, int q);
const char *staffform_hint(const struct session *s, int q);
const char *staffform_choice(
	const struct session *s, const struct form_list *list, const char *code);
const char *staffform_section(const struct session *s, int page);
const char *staffform_problem(const struct form_question *q, enum answers_problem p);

#define STAFFFORM_KEEP_KEYS 16 /* typed, and no more may be lost */

/* Keeps the draft; tells when that failed. `typing` (-1 none) is not settled yet. */
void staffform_keep(struct session *s);
void staffform_keep_typing(struct session *s, int typing);
/* Counts a change of the text that is being typed, and keeps the draft now and then. */
void staffform_typed(struct session *s, int typing);
/* To another section; the draft is kept. */
enum screen staffform_go(struct session *s, int page);
/* Puts the form down: home, with the draft kept. */
enum screen staffform_put_down(struct session *s);
/* Hands the form in by the road residents' visits take, adds it to the site's list and to the log,
 * and ends the draft. False: s->trouble tells, nothing was sent, all is still in hand. */
bool staffform_send(struct session *s) __attribute__((warn_unused_result));
/* What stays with the site of a form that was sent just now; tells what failed. */
void staffform_leaves(struct session *s, const struct formdef *f, int duration_s);
/* Wipes what the done screen still had. */
void staffform_forget(struct session *s);
/* "WLK", "OUT" or "AMD". */
const char *staffform_kind(const struct session *s, const struct formdef *f);
/* Is the form in hand, or just sent, an amendment? */
bool staffform_amends(const struct session *s);
/* Is anything answered? An empty amendment is none. */
bool staffform_given(const struct session *s);
/* The section after (+1) or before (-1) this one that asks something, -1 none. */
int staffform_beside(const struct session *s, int page, int step);

/* Sets a date or time by pressing: `unit` seconds from what stands there (0: now). */
void staffform_shift(struct session *s, int q, long seconds);
#endif
