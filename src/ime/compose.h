/* SPDX-License-Identifier: Apache-2.0 */
/*
 * compose — what one key does to the end of a text: letters that join, marks that must be in order.
 * Stateless: all that counts stands before the caret, so a text can be left, wiped or continued at
 * any time and nothing has to be told about it. Methods are named by keyboards ("compose" in
 * CONTENT/keyboards/<id>.json): hangul (two-set jamo, also as the Latin letters of a real
 * keyboard), telex (Vietnamese, also tone marks as keys), thai, deva, mymr, arab. Any other name,
 * "" too, means plain letters.
 * Layer: ime (sees text and shared). No state, no files.
 */
#ifndef MARUMADO_COMPOSE_H
#define MARUMADO_COMPOSE_H
#include <stdbool.h>
#include <stddef.h>

#define COMPOSE_TAIL 24      /* characters before the caret that a key may change */
#define COMPOSE_KEY_MAX 8    /* characters one key may give */
#define COMPOSE_TEXT_MAX 136 /* bytes with NUL */

/* Take `remove` bytes off the end of the text, then add `text` (may be ""). It may hold what a
 * person typed: the caller overwrites it. */
struct composed { size_t remove; char text[COMPOSE_TEXT_MAX]; };

/* What a key that gives `key` (UTF-8) does after before[0..len). When `before` is NFC, so is what
 * comes out. False, *ret untouched: the key has no sense there (a mark without its letter), nothing
 * should happen. */
bool compose_key(const char *method, const char *before, size_t len, const char *key,
	struct composed *ret) __attribute__((warn_unused_result));
/* What "delete" does: hangul takes back one jamo, thai, deva, mymr and arab one character as people
 * see it typed, all others the last cluster. False: there is nothing to delete. */
bool compose_delete(const char *method, const char *before, size_t len, struct composed *ret)
	__attribute__((warn_unused_result));
#endif
