/* SPDX-License-Identifier: Apache-2.0 */
/*
 * box — bytes closed with a 32 byte key for a file of this terminal: a flattened JSON JWE (RFC
 * 7516), A256KW and A256GCM through libjose. For what staff keep here for a while; what goes to the
 * city is seal.h's.
 *
 * Layer: staff. `purpose` stands in the protected header: a box made for one thing or person does
 * not open as another.
 */
#ifndef MARUMADO_BOX_H
#define MARUMADO_BOX_H
#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "buf.h"

#define BOX_KEY_BYTES   32
#define BOX_PURPOSE_MAX 64
#define BOX_BYTES_MAX   (1024 * 1024) /* of a box file */

/* A new box; `saved` (seconds since 1970) can be read without the key, but not be changed. NULL
 * when memory or the library fails. */
json_t *box_close(const unsigned char key[static BOX_KEY_BYTES], const char *purpose, int64_t saved,
	const void *plain, size_t len) __attribute__((warn_unused_result));
/* Opens into ret (emptied first; secret). False: another key or purpose, or altered; ret is
 * empty. */
bool box_open(struct buf *ret, const unsigned char key[static BOX_KEY_BYTES], const char *purpose,
	const json_t *box) __attribute__((warn_unused_result));
/* When it says it was saved; -1 when it is not a box. Believe it only once it was opened. */
int64_t box_saved(const json_t *box);
/* The same through a file, durably (buf_write_file). */
bool box_write(const char *path, const unsigned char key[static BOX_KEY_BYTES], const char *purpose,
	int64_t saved, const void *plain, size_t len) __attribute__((warn_unused_result));
bool box_read(struct buf *ret, const char *path, const unsigned char key[static BOX_KEY_BYTES],
	const char *purpose) __attribute__((warn_unused_result));
/* Overwrites a file with zeros, syncs, removes it and syncs its folder; true when it is gone (also
 * when it was not there). */
bool box_wipe(const char *path);
#endif
