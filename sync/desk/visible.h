/* SPDX-License-Identifier: Apache-2.0 */
/*
 * visible — makes an opened record show what it holds.
 *
 * Layer: desk; below decode.c.
 */
#ifndef MARUMADO_VISIBLE_H
#define MARUMADO_VISIBLE_H
#include <jansson.h>
#include <stdbool.h>

/* Does a name of a member, anywhere in v, hold a hidden character (hidden.h)? */
bool visible_names(const json_t *v);
/* The same of the names and texts: false when one does. */
bool visible_all(const json_t *v);
/* Replaces hidden characters in all texts of v by their numbers, "⟨U+202E⟩". False when memory
 * fails; v is then half done. */
bool visible_make(json_t *v) __attribute__((warn_unused_result));
#endif
