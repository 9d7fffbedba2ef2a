/* SPDX-License-Identifier: Apache-2.0 */
/*
 * content — a JSON file that the city may change, checked whole when it is read: whoever looks
 * something up in it later cannot fail.
 *
 * Layer: sheet, lowest. After a failure err says "FILE: why", with the line when it is not JSON.
 */
#ifndef MARUMADO_CONTENT_H
#define MARUMADO_CONTENT_H
#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#define CONTENT_ERR_MAX 256

/* NULL, or what is wrong with the document (static words). */
typedef const char *content_check_fn(json_t *doc);

/* Reads a file of at most `max` bytes; a name that stands twice in an object is refused. check may
 * be NULL. NULL: err says why. Caller releases. */
json_t *content_read(const char *path, size_t max, content_check_fn *check,
	char err[static CONTENT_ERR_MAX]) __attribute__((warn_unused_result));
/* The same from text; `name` stands for the file in err. */
json_t *content_parse(const char *text, size_t len, const char *name, content_check_fn *check,
	char err[static CONTENT_ERR_MAX]) __attribute__((warn_unused_result));
/* For checks: an object in which every value is a string? */
bool content_strings(json_t *o);
#endif
