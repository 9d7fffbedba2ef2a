/* SPDX-License-Identifier: Apache-2.0 */
/*
 * answers — everything one person has told the machine, in one struct with one wipe.
 *
 * Layer: form. Fixed size, no pointers out of it, so that the caller can lock it in memory and that
 * answers_wipe is one explicit_bzero. Index = question index of the formdef.
 * Answers that the skip rules hide are kept while the person goes back and forth, but never
 * counted: use answers_live to ask.
 */
#ifndef MARUMADO_ANSWERS_H
#define MARUMADO_ANSWERS_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "formdef.h"
#include "strokes.h"

#define ANSWER_CODES_MAX 8
#define ANSWER_TEXT_MAX 2048 /* bytes with NUL; 400 clusters of any script we ship */

struct answer {
	uint8_t codes_len;
	char code[ANSWER_CODES_MAX][FORM_CODE_MAX]; /* in the order chosen */
	uint16_t text_len;
	char text[ANSWER_TEXT_MAX];
};
struct answers {
	char ui_lang[16];
	char kind[4]; /* "" a new record; "AMD", "WDR": about an earlier one */
	struct answer a[FORM_QUESTIONS_MAX];
	struct strokes drawing; /* of the one question whose `drawing` is set */
};

enum answers_problem { ANSWERS_FINE, ANSWERS_MISSING, ANSWERS_PHONE, ANSWERS_MYNUMBER,
	ANSWERS_TOO_LONG, ANSWERS_REF, ANSWERS_DATE, ANSWERS_DATETIME, ANSWERS_INTEGER };

/* Overwrites all of it. The only way a visit ends. */
void answers_wipe(struct answers *a);
/* select_one: sets the code. select_multiple: adds or removes it (exclusive codes clear the
 * others); false when choose_max would be passed or the code is not offered. */
bool answers_choose(struct answers *a, const struct formdef *f, int q, const char *code);
bool answers_chosen(const struct answers *a, int q, const char *code);
/* Appends typed text (NFC, clean UTF-8; else false). False also when length_max or
 * ANSWER_TEXT_MAX would be passed; then unchanged. */
bool answers_type(struct answers *a, const struct formdef *f, int q, const char *text);
/* Replaces the last cluster (dakuten, small kana, next Telex state …). */
bool answers_replace_last(struct answers *a, const struct formdef *f, int q, const char *text);
/* Takes `remove` bytes (at most all) off the end, then appends: what a key of a composing keyboard
 * does. False, unchanged, as in answers_type. */
bool answers_splice(struct answers *a, const struct formdef *f, int q, size_t remove,
	const char *text);
/* Empties one answer. */
void answers_clear(struct answers *a, int q);
/* Has question q an answer written by finger? */
bool answers_drawn(const struct answers *a, const struct formdef *f, int q);
/* Replaces a text as a whole; false, unchanged, as in answers_type. */
bool answers_set_text(struct answers *a, const struct formdef *f, int q, const char *text);
/* Has question q any answer? */
bool answers_given(const struct answers *a, const struct formdef *f, int q);
/* Clusters that may still be typed. */
int answers_left(const struct answers *a, const struct formdef *f, int q);
/* Is the question asked (its page and itself relevant)? */
bool answers_live(const struct answers *a, const struct formdef *f, int q);
bool answers_page_live(const struct answers *a, const struct formdef *f, int page);
/* Is the choice offered (its rule; topic_main's limits)? */
bool answers_offers(const struct answers *a, const struct formdef *f, int q,
	const struct form_choice *c);
bool answers_required(const struct answers *a, const struct formdef *f, int q);
/* What is wrong with one answer; unasked questions are fine. */
enum answers_problem answers_check(const struct answers *a, const struct formdef *f, int q);
/* The first question of the form with a problem, -1 when all is well. */
int answers_first_problem(const struct answers *a, const struct formdef *f,
	enum answers_problem *ret);
bool answers_urgent(const struct answers *a, const struct formdef *f);
/* The desk a chosen choice hints at ("" when none); borrowed from the formdef. */
const char *answers_desk(const struct answers *a, const struct formdef *f,
	const struct form_choice *c);
bool answers_consented(const struct answers *a, const struct formdef *f);
/* True when s holds a 12-digit run (digits of any width, spaces and hyphens ignored) whose last
 * digit is the check digit of an Individual Number (番号法施行令, 平成26年総務省令第85号第5条). */
bool mynumber_inside(const char *s);
#endif
