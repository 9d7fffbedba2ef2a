/* SPDX-License-Identifier: Apache-2.0 */
/*
 * furigana — the markup of catalogue texts: "{困|こま}って いる ことを {教|おし}えて ください。"
 * Layer: text. Typed text is never parsed as markup.
 */
#ifndef MARUMADO_FURIGANA_H
#define MARUMADO_FURIGANA_H
#include <stdbool.h>
#include <stddef.h>

struct ruby_span { /* byte ranges: base in the plain text, reading in the markup */
	size_t base, base_len;
	size_t reading, reading_len;
};

/* Splits markup into plain text (out, cap bytes with NUL) and at most max spans in order. An
 * unbalanced brace is taken as itself. Returns the number of spans; false in *ret_ok when out or
 * spans overflow (out then holds what fitted). spans NULL: readings are dropped (furigana
 * switched off), 0 is returned. ret_ok may be NULL. */
size_t furigana_parse(const char *markup, char *out, size_t cap, struct ruby_span *spans,
	size_t max, bool *ret_ok);
/* The plain text alone, for labels in --inspect and for speech; language tags are left out too. */
void furigana_plain(const char *markup, char *out, size_t cap);
#endif
