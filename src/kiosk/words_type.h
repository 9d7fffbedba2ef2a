/* SPDX-License-Identifier: Apache-2.0 */
/*
 * words_type — what is typed into a text question. Layer: kiosk; beside screen_words.c.
 */
#ifndef MARUMADO_WORDS_TYPE_H
#define MARUMADO_WORDS_TYPE_H
#include "osk.h"
#include "session.h"
#include "ui.h"

/* A press of the keyboard on the screen, for the text of question q; a change takes the problem of
 * the question away. */
void words_type(struct session *s, int q, const struct osk_result *r);
/* What a real keyboard typed in this frame. Plain Latin letters are keys of the keyboard shown
 * (Telex, two-set jamo); a text with others was composed where it comes from. */
void words_type_real(struct session *s, struct ui *ui, int q);
#endif
