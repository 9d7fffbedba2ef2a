/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sealed_list — a JSON array in a file of its own, sealed with the site's key and read and written
 * as a whole: for lists of a few entries a day.
 * Layer: staff. A list that is there but does not open is left alone: reading it fails, so nothing
 * is written over it.
 */
#ifndef MARUMADO_SEALED_LIST_H
#define MARUMADO_SEALED_LIST_H
#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>
#include "box.h"

/* A new array, empty when DIR/name.jwe is not there; NULL when it does not open. */
json_t *sealed_list_read(const char *dir, const char *name,
	const unsigned char site[static BOX_KEY_BYTES]) __attribute__((warn_unused_result));
/* Durably, in the place of the one before. False: nothing changed. */
bool sealed_list_write(const char *dir, const char *name,
	const unsigned char site[static BOX_KEY_BYTES], const json_t *list, int64_t now_s)
	__attribute__((warn_unused_result));
/* Copies member `name` of o when it is a string that fits. */
bool sealed_list_text(char *out, size_t cap, const json_t *o, const char *name);
#endif
