/* SPDX-License-Identifier: Apache-2.0 */
/*
 * scrub — free() and realloc() of this process overwrite memory before they give it back.
 *
 * Why: SDL, SDL2_ttf, HarfBuzz, ICU, SQLite and jansson copy what a person typed into buffers of
 * their own and free them as they are. Replacing the two functions that end a block's life covers
 * all of them, so that a memory image taken after a visit holds none of it. The allocator itself
 * stays glibc's (__libc_*). malloc_usable_size is never smaller than what was asked. Not in
 * sanitizer builds, which bring their own allocator.
 */
#ifdef __has_feature
#define HAS_ASAN __has_feature(address_sanitizer)
#else
#define HAS_ASAN 0
#endif

#if !defined(__SANITIZE_ADDRESS__) && !HAS_ASAN
#include <errno.h>
#include <malloc.h>
#include <stdlib.h>
#include <string.h>

extern void __libc_free(void *p);

void free(void *p)
{
	if (!p)
		return;
	int kept = errno; /* callers may free on their way out of a failure */
	explicit_bzero(p, malloc_usable_size(p));
	__libc_free(p);
	errno = kept;
}

void *realloc(void *p, size_t size)
{
	if (!p)
		return malloc(size);
	if (size == 0) {
		free(p);
		return NULL;
	}
	size_t had = malloc_usable_size(p);
	if (size <= had && size >= had / 2)
		return p;
	void *moved = malloc(size);
	if (!moved)
		return NULL;
	memcpy(moved, p, had < size ? had : size);
	free(p);
	return moved;
}
#else
typedef int scrub_is_off_under_sanitizers;
#endif
