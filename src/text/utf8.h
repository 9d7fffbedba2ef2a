/* SPDX-License-Identifier: Apache-2.0 */
/*
 * utf8 — stepping through UTF-8 and the few properties the screens need; ICU does the work.
 * Layer: text (pure, no SDL). No state; ICU allocates a little inside the cluster and NFC calls.
 */
#ifndef MARUMADO_UTF8_H
#define MARUMADO_UTF8_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* True when s[0..len) is well-formed UTF-8 without NUL, controls (other than \n), surrogates,
 * noncharacters, private use or hidden characters (hidden.h: bidi controls, tags, …): what a
 * person may type. */
bool utf8_is_clean(const char *s, size_t len);
/* Decodes the code point at s (borrowed, NUL-terminated); moves *s past it. U+FFFD for a bad
 * byte, 0 at end. */
uint32_t utf8_next(const char **s);
/* Bytes of the last grapheme cluster of s[0..len): what one press of "delete" removes. 0 when
 * empty. */
size_t utf8_last_cluster(const char *s, size_t len);
/* Grapheme clusters in s[0..len): what "あと 369字" counts. */
size_t utf8_clusters(const char *s, size_t len);
/* NFC of s[0..len) into out (cap bytes with NUL). False when it does not fit; out is then "". */
bool utf8_nfc(const char *s, size_t len, char *out, size_t cap) __attribute__((warn_unused_result));
#endif
