/* SPDX-License-Identifier: Apache-2.0 */
/*
 * digits — a number as it is typed: a string of digits, from a real keyboard or from the telephone
 * keys on the screen. Anything else that is typed is left out.
 */
#ifndef MARUMADO_DIGITS_H
#define MARUMADO_DIGITS_H
#include <stdbool.h>
#include <stddef.h>
#include "session.h"
#include "ui.h"

/* What digits_grouped needs for a number of up to `max` digits, with its NUL. */
#define DIGITS_GROUPED(max) ((max) + (max) / 4 + 1)

/* Appends the digits of text while there are fewer than max (digits has room for max and its NUL).
 * True when one was appended. */
bool digits_type(char *digits, size_t max, const char *text);
/* Takes the last one away. True when there was one. */
bool digits_erase(char *digits);
/* What a real keyboard typed and deleted in this frame. True when it did, even at an empty end. */
bool digits_typed(struct ui *ui, char *digits, size_t max);
/* The telephone keys in r, the same with them. */
bool digits_keys(struct session *s, struct ui *ui, struct rect r, char *digits, size_t max);
/* "1234-56": grouped as on the receipt, as far as typed. */
void digits_grouped(const char *digits, char *ret);
#endif
