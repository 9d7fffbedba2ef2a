/* SPDX-License-Identifier: Apache-2.0 */
/*
 * staff_text — the texts of the staff side: a gettext domain of its own, "staff", Japanese only
 * (CONTENT/locale/ja/LC_MESSAGES/staff.mo from assets/lang-staff/ja.po). They are the same whatever
 * language the resident's side is in. Contexts begin with "staff".
 */
#ifndef MARUMADO_STAFF_TEXT_H
#define MARUMADO_STAFF_TEXT_H
#include <stdbool.h>

/* Binds the domain; after catalog_open. False: the compiled texts are not there. */
bool staff_text_open(const char *content_dir) __attribute__((warn_unused_result));
/* The text; borrowed, valid as long as the process lives (after a miss: as long as key). Never
 * NULL, never empty: at the very end the key itself, which is counted. */
const char *staff_text(const char *context, const char *key);
/* As staff_text, or NULL when there is none. */
const char *staff_text_find(const char *context, const char *key);
/* How many look-ups ended with the key itself since the program began. */
unsigned staff_text_misses(void);
#endif
