/* SPDX-License-Identifier: Apache-2.0 */
/*
 * real_fonts — the faces of fonts/stack.json for a unit test; without them it is skipped.
 */
#ifndef MARUMADO_REAL_FONTS_H
#define MARUMADO_REAL_FONTS_H
#include <stdio.h>
#include <stdlib.h>
#include "font.h"

/* NULL when they do not open. */
static inline struct font *real_fonts_open(struct fontstack *stack)
{
	char err[FONTSTACK_ERR_MAX], missing[256];

	if (!fontstack_load(stack, "fonts/stack.json", err))
		return NULL;
	fontstack_missing(stack, missing, sizeof missing);
	if (missing[0]) {
		fprintf(stderr, "# skipped, not installed: %s\n", missing);
		exit(77);
	}
	return font_open(stack, err, sizeof err);
}
#endif
