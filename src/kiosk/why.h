/* SPDX-License-Identifier: Apache-2.0 */
/*
 * why — one line that says why something did not work, for the code that decides to print it.
 */
#ifndef MARUMADO_WHY_H
#define MARUMADO_WHY_H
#include <stdbool.h>

#define WHY_MAX 512 /* bytes with NUL of every `err` in this folder; cut there */

/* Formats into err and returns false, so that a function can end with `return why(err, …)`. */
bool why(char err[static WHY_MAX], const char *fmt, ...) __attribute__((format(printf, 2, 3)));
#endif
