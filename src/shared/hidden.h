/* SPDX-License-Identifier: Apache-2.0 */
/*
 * hidden — characters that show nothing themselves and change how the text beside them is shown or
 * read: bidi controls (also the marks U+200E, U+200F, U+061C), tags, zero-width spaces and joiners
 * of words, line and paragraph separators, controls other than tab and newline. ZWNJ and ZWJ
 * (U+200C, U+200D) and variation selectors are letters' own: Nepali, Burmese, Persian and the kanji
 * of names need them. Nobody types the others on our keyboards, so what holds one was made to look
 * like something else.
 * Layer: shared; pure.
 */
#ifndef MARUMADO_HIDDEN_H
#define MARUMADO_HIDDEN_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "buf.h"

/* Is it one of them? */
bool hidden_char(uint32_t codepoint);
/* Does s[0..len) hold one? Bytes that are no UTF-8 are passed over. */
bool hidden_in(const char *s, size_t len);
/* Appends s[0..len) with each of them as "⟨U+202E⟩", for eyes. Check buf_ok. */
void hidden_show(struct buf *ret, const char *s, size_t len);
#endif
