/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ruby — does the furigana of a finished frame stand where it belongs? For the layout audit.
 * Layer: ui; pure.
 */
#ifndef MARUMADO_RUBY_H
#define MARUMADO_RUBY_H
#include "draw.h"

enum ruby_fault {
	RUBY_FINE,
	RUBY_NO_BASE,  /* the letters below it are not there, or in another line */
	RUBY_ASIDE,    /* not in the middle above them */
	RUBY_CUT,      /* itself or its letters cut by a clip or the panel's edge */
	RUBY_OVERLAPS, /* runs into other letters */
	RUBY_COVERED   /* something was drawn over it */
};

/* A reading and what is wrong with it; borrowed for the call. */
typedef void (*ruby_fn)(void *ctx, const char *reading, enum ruby_fault fault);

/* Judges every reading of a frame of w × h pixels; fn is told of each that is not fine. Returns
 * how many readings there are. */
int ruby_check(const struct draw_list *l, int w, int h, ruby_fn fn, void *ctx);
/* "aside", … for reports. */
const char *ruby_fault_name(enum ruby_fault f);
#endif
