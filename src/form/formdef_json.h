/* SPDX-License-Identifier: Apache-2.0 */
/*
 * formdef_json — checked reading of one member of a JSON object; used by formdef_load.c only.
 *
 * Layer: form. A struct loader carries the path of the field in hand; the first failure is
 * written to err ("resident.json: questions[4].relevant: column 3: …") and sticks.
 */
#ifndef MARUMADO_FORMDEF_JSON_H
#define MARUMADO_FORMDEF_JSON_H
#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "formdef.h"

struct loader {
	struct formdef *f;
	const char *file;      /* borrowed; without folders */
	char *err;             /* borrowed; FORM_ERR_MAX bytes */
	char at[96];           /* "questions[4]."; "" at the top */
	bool failed;
	const char *field;     /* of the rule whose names are being checked */
	int before;            /* such a name must belong to a question with a lower index */
};

/* Sets the path in front of the fields that follow. */
void load_at(struct loader *l, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* Notes the first failure; always false. */
bool load_bad(struct loader *l, const char *field, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
/* Refuses members that are not in the NULL-terminated list; "comment" is always welcome. */
bool load_known(struct loader *l, json_t *o, const char *const *names);
/* A string of less than cap bytes; "" when it is missing and need not be there. */
bool load_str(struct loader *l, json_t *o, const char *key, char *out, size_t cap, bool must);
/* A name or code: letters, digits and underscores, so that rules can speak of it. */
bool load_word(struct loader *l, json_t *o, const char *key, char *out, size_t cap, bool must);
/* A number from 1 to max; unchanged when it is missing. */
bool load_int(struct loader *l, json_t *o, const char *key, int *out, int max);
/* false when it is missing. */
bool load_bool(struct loader *l, json_t *o, const char *key, bool *out);
/* Is it a name that rules know without a question: ui_lang, form, kind? */
bool formdef_reserved(const char *name);
/* An optional rule that mentions only questions with an index below `before`. */
bool load_rule(struct loader *l, json_t *o, const char *key, struct rule *out, int before);
/* A non-empty array of at most max entries (borrowed), or NULL. */
json_t *load_array(struct loader *l, json_t *o, const char *key, int max);
#endif
