/* SPDX-License-Identifier: Apache-2.0 */
/*
 * formvalue — what a place of a form says about a record: one description of a place (JSON), one
 * way to read it, for the desk's columns and for the sheets on paper.
 * Layer: sheet. A place has one of:
 *   "fields": [name…]   the first of these that says something; "codes": the list of its words;
 *                       "part": only the first n bytes (the day of a time)
 *   "mark": [code…]     ○ when one of these topics is chosen, ◎ when it is the main one;
 *                       with "maybe": [code…] topics that mean this or another: ○
 * Words are those of desk-labels.json's "codes"; a code without a word is shown as it is.
 */
#ifndef MARUMADO_FORMVALUE_H
#define MARUMADO_FORMVALUE_H
#include <jansson.h>
#include <stdbool.h>
#include "buf.h"

/* Appends what "fields" of the place say: answers first, then the record's own members. */
void formvalue_words(struct buf *ret, const json_t *place, const json_t *codes,
	const json_t *record, const json_t *answers);
/* "◎", "○" or "". */
const char *formvalue_mark(const json_t *place, const json_t *answers);
/* The words for a code of a list, the code itself when there are none; borrowed. */
const char *formvalue_word(const json_t *codes, const char *list, const char *code);
/* Is the code in a list of codes? */
bool formvalue_holds(const json_t *list, const char *code);
#endif
