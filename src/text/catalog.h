/* SPDX-License-Identifier: Apache-2.0 */
/*
 * catalog — the texts people read, from gettext catalogues, by screen and key.
 *
 * Layer: text. Messages are keyed, not sentences in C: msgctxt is the screen, question or widget,
 * msgid the key inside it ("label", "hint", "choice.T06"). Files:
 * CONTENT/locale/<tag>/LC_MESSAGES/marumado.mo, made from assets/lang/<tag>.po by msgfmt. A missing
 * message falls back along the language's chain (ja-simple → ja → en; others → en → ja); never a
 * blank: at the very end the key itself is returned and counted, so that a test can see it.
 * languages.json: {"languages":[{"tag":"ja-simple","endonym":"やさしい
 * にほんご","font":"ja-simple", "rtl":false,"keyboards":["kana","latin"]},…]}; "optional":true is
 * one that a site asks for; font is the tag fonts/stack.json and the layout are asked for
 * (script_lang). glibc's gettext holds process-wide state; so there is one current language, set by
 * catalog_use.
 */
#ifndef MARUMADO_CATALOG_H
#define MARUMADO_CATALOG_H
#include <stdbool.h>
#include <stddef.h>

#define CATALOG_LANGS_MAX 24
#define CATALOG_BOTH_MAX  256

#define CATALOG_KEYBOARDS_MAX 4

struct catalog_lang {
	char tag[16];
	char endonym[48];
	char script_lang[16];
	char keyboard[CATALOG_KEYBOARDS_MAX][16]; /* ids, the first is shown first; "" ends them */
	bool rtl;
	bool optional;
};
struct catalog {
	struct catalog_lang lang[CATALOG_LANGS_MAX]; /* in screen order */
	int lang_len;
	int current;                  /* index into lang */
	char *both[CATALOG_BOTH_MAX]; /* owned; what catalog_both made last */
	unsigned both_next;
};

/* Reads CONTENT/languages.json and binds the text domain. False: err says which file and why.
 * Languages without a catalogue are left out and named in `missing` (may be NULL); optional ones
 * are left out unless `wanted` (tags with spaces between, may be NULL) names them. */
bool catalog_open(struct catalog *c, const char *content_dir, const char *wanted, char *err,
	size_t err_cap, char *missing, size_t missing_cap) __attribute__((warn_unused_result));
/* Frees what catalog_both made; accepts a zeroed one. */
void catalog_close(struct catalog *c);
/* Switches the language; false (unchanged) when the tag is unknown. */
bool catalog_use(struct catalog *c, const char *tag);
/* The tag now in use. */
const char *catalog_tag(const struct catalog *c);
/* The text; borrowed, valid as long as the process lives (after a miss: as long as key). Never
 * NULL, never empty. */
const char *catalog_text(const char *context, const char *key);
/* "text\nother": the text and below it the same in another language (ja under every question),
 * with a language tag before it that tells the layout. NULL when no language of the chain has it.
 * Borrowed until CATALOG_BOTH_MAX more were asked for. */
const char *catalog_both(
	struct catalog *c, const char *other, const char *context, const char *key);
/* As catalog_text, or NULL when no language of the chain has it (optional hints). */
const char *catalog_find(const char *context, const char *key);
/* Copies text with %1 … %9 replaced by args[0..n) into out (cap with NUL; cut at a character).
 * A number without an argument stays as it is. */
void catalog_fill(char *out, size_t cap, const char *text, const char *const *args, size_t n);
/* How many look-ups ended with the key itself since the program began. */
unsigned catalog_misses(void);
#endif
