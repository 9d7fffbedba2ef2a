/* SPDX-License-Identifier: Apache-2.0 */
/*
 * labels — the words that the coordinator reads for fields and codes (assets/desk-labels.json).
 *
 * Layer: desk. {"columns":[{"field","label","codes"?}…], "tables":{"<name>":[columns]},
 * "codes":{"<list>":{"<code>":"<label>"}}}; a column looks its codes up in the list of its `codes`
 * member, or of its own name. "columns" are those of cases, "tables" (may be absent) of other
 * outputs.
 */
#ifndef MARUMADO_LABELS_H
#define MARUMADO_LABELS_H
#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include "content.h"

struct labels {
	json_t *doc;
	const json_t *columns; /* those in use; borrowed from doc */
};

/* Reads and checks the file. False: err says why, ret is empty. */
bool labels_read(struct labels *ret, const char *path, char err[static CONTENT_ERR_MAX])
	__attribute__((warn_unused_result));
/* The same from text; `name` stands for the file in err. */
bool labels_parse(struct labels *ret, const char *text, size_t len, const char *name,
	char err[static CONTENT_ERR_MAX]) __attribute__((warn_unused_result));
/* From now on the columns are those of tables.<name>. False: there are none of this name. */
bool labels_use(struct labels *l, const char *name) __attribute__((warn_unused_result));
/* The words for a code of a list, the code itself when there are none; borrowed. */
const char *labels_word(const struct labels *l, const char *list, const char *code);
/* The lists of codes, for formvalue.h; borrowed. */
const json_t *labels_codes(const struct labels *l);
/* How many columns, and the field name and heading of one; borrowed from l. */
size_t labels_count(const struct labels *l);
const char *labels_field(const struct labels *l, size_t column);
const char *labels_heading(const struct labels *l, size_t column);
/* The words for a code in a column, the code itself when there are none; borrowed from l or
 * code. */
const char *labels_code(const struct labels *l, size_t column, const char *code);
/* Frees; accepts a zeroed one. */
void labels_release(struct labels *l);
#endif
