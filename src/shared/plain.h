/* SPDX-License-Identifier: Apache-2.0 */
/*
 * plain — reading a text that has the one spelling its usual writer gives it.
 *
 * Layer: shared; for what passes by the megabyte (items on their way) and would cost more to parse
 * than to check. A text that is spelled otherwise is no error: the caller asks a parser then, and
 * a fuzz target holds that both say the same. Texts end with a NUL and are not changed.
 */
#ifndef MARUMADO_PLAIN_H
#define MARUMADO_PLAIN_H
#include <stdbool.h>
#include <stddef.h>

/* How many of the len characters at s, from the first on, are base64url digits. */
size_t plain_run(const char *s, size_t len);
/* Goes past `word` when it is at *at; false: it is not, and *at stays. */
bool plain_past(const char **at, const char *word) __attribute__((warn_unused_result));
/* Goes past a run of base64url digits and the quotation mark behind it, end at most; false: there
 * is no such string here. */
bool plain_string(const char **at, const char *end) __attribute__((warn_unused_result));
/* The same for one of 1 to cap-1 digits, copied to ret with a NUL. False: ret is undefined. */
bool plain_copy(const char **at, const char *end, char *ret, size_t cap)
	__attribute__((warn_unused_result));
#endif
