/* SPDX-License-Identifier: Apache-2.0 */
/*
 * mozc_reply — what mozc_emacs_helper says, read without trust. A reply is one line of Lisp; wanted
 * of it are the words of the preedit's segments and the candidates of the first one.
 */
#ifndef MARUMADO_MOZC_REPLY_H
#define MARUMADO_MOZC_REPLY_H
#include <stdbool.h>
#include <stddef.h>

#define MOZC_WORD_MAX 512

/* Called for each string member ("key" or "value") of a segment of the preedit (list "segment") or
 * of a candidate word (list "candidates" in "all-candidate-words"); text is unescaped and only
 * valid in the call. `index` counts the segments or candidates from 0. */
typedef void (*mozc_word)(void *ctx, const char *list, int index, const char *name,
	const char *text);
/* Walks a reply. False when it is no Lisp of the expected kind, is too deep, or has a word beyond
 * MOZC_WORD_MAX. */
bool mozc_reply_read(const char *line, size_t len, mozc_word word, void *ctx);
/* The digits of emacs-session-id in a reply to CreateSession, into out. */
bool mozc_reply_session(const char *line, size_t len, char out[static 24]);
#endif
