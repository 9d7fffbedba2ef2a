/* SPDX-License-Identifier: Apache-2.0 */
/*
 * reading — exports → all records that open, grouped.
 *
 * Layer: desk; logs what is wrong, like desk.h. reading_init, reading_release.
 */
#ifndef MARUMADO_READING_H
#define MARUMADO_READING_H
#include <jansson.h>
#include <stddef.h>
#include "desk.h"

struct reading {
	json_t *records; /* owned, secret; as groups_mark leaves them */
	size_t bad;      /* lines that were refused, each named on standard error */
};

/* Opens what o->items hold with o->key. EX_OK even when lines were bad, else an exit code after
 * logging why; ret then holds nothing. */
int reading_init(struct reading *ret, const struct desk_options *o)
	__attribute__((warn_unused_result));
/* Wipes and frees; accepts a zeroed one. */
void reading_release(struct reading *r);
#endif
