/* SPDX-License-Identifier: Apache-2.0 */
/*
 * printroom — both printers of the terminal as the loop and the screens see them.
 */
#ifndef MARUMADO_PRINTROOM_H
#define MARUMADO_PRINTROOM_H
#include <stdbool.h>
#include <stdint.h>
#include "app.h"

/* Asks those that are there: anew, or only when they have not been ready in this visit. */
void printroom_ask(struct app *a, bool anew);
/* Looks after what runs; writes to the log why something was not printed. */
void printroom_poll(struct app *a);
/* When it wants to be polled next, UINT64_MAX never. */
uint64_t printroom_deadline(const struct app *a, uint64_t now_ms);
/* The end of a visit: nothing of it is left. */
void printroom_stop(struct app *a);
/* The key of what is told about a printer now, NULL nothing; and what a person reads then. */
const char *printroom_told(const struct printer *p);
const char *printroom_words(const struct printer *p);
/* Is that bad news? */
bool printroom_trouble(const struct printer *p);
#endif
