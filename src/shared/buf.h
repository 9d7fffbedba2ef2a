/* SPDX-License-Identifier: Apache-2.0 */
/*
 * buf — a growing byte string that never leaves a copy behind.
 *
 * Layer: lowest; includes nothing of this project.
 * Life: `struct buf b = BUF_INIT;` … buf_release(&b). Release accepts a zeroed buf and may be
 * repeated. Failure is sticky: when memory runs out or BUF_MAX is passed, `failed` is set, the
 * content stays as it was before the failing call, and all later appends do nothing. Check buf_ok()
 * once at the end. Every byte is overwritten before memory goes back to the allocator (growth,
 * reset, release).
 */
#ifndef MARUMADO_BUF_H
#define MARUMADO_BUF_H
#include <stdbool.h>
#include <stddef.h>

#define BUF_MAX ((size_t)64 << 20) /* bytes; more than any message of this project */

struct buf {
	char *data;  /* NUL-terminated once anything was appended, else NULL; owned */
	size_t len;  /* bytes, without the NUL */
	size_t cap;  /* bytes allocated */
	bool failed; /* sticky */
};
#define BUF_INIT { NULL, 0, 0, false }

/* Overwrites and frees the content; afterwards the buf equals BUF_INIT. */
void buf_release(struct buf *b);
/* Overwrites the content, keeps the memory; len becomes 0 and `failed` is cleared. */
void buf_reset(struct buf *b);
/* Room for len more bytes at once and, unlike an append, not for twice as many: for what has a
 * known length and comes in pieces. */
void buf_reserve(struct buf *b, size_t len);
/* Appends len bytes of data (borrowed). */
void buf_append(struct buf *b, const void *data, size_t len);
/* Appends a NUL-terminated string (borrowed). */
void buf_puts(struct buf *b, const char *s);
/* Appends printf output. */
void buf_printf(struct buf *b, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* True when nothing has failed since BUF_INIT or the last reset. */
bool buf_ok(const struct buf *b) __attribute__((warn_unused_result));
/* The content as a C string, "" when empty; borrowed until the next call on b. */
const char *buf_str(const struct buf *b);
/* Reads a whole file of at most `max` bytes. False (errno set, b unchanged) on any error or when
 * larger. */
bool buf_read_file(struct buf *b, const char *path, size_t max) __attribute__((warn_unused_result));
/* Writes data to path: temporary file in the same folder (mode), write, fsync, rename, fsync of the
 * folder. False (errno set) on failure; then path holds what it held before, or, when only the
 * folder's fsync failed, possibly the new content: one of the two, whole. Left-overs of a crash are
 * named path.XXXXXX. */
bool buf_write_file(const char *path, const void *data, size_t len, unsigned mode)
	__attribute__((warn_unused_result));
#endif
