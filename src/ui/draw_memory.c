/* SPDX-License-Identifier: Apache-2.0 */
/*
 * draw_memory — malloc, but for a picture (8 MB at 1080p) in huge pages, where the system grants
 * them on request. The first write to each page of 4 KiB costs more than filling it; that was a
 * tenth of the time to the first screen. Only whole huge pages inside the block are asked for, so
 * it takes no more memory than before. Blocks are ordinary ones: free() takes them back.
 */
#include "draw_memory.h"

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>

#define HUGE_PAGE ((size_t)2 << 20)

void *draw_memory_take(size_t size)
{
	char *p = malloc(size);
	int kept = errno;

	if (p && size >= 2 * HUGE_PAGE) {
		size_t before = (HUGE_PAGE - (uintptr_t)p % HUGE_PAGE) % HUGE_PAGE;
		size_t whole = (size - before) / HUGE_PAGE * HUGE_PAGE;
		(void)madvise(p + before, whole, MADV_HUGEPAGE); /* refused: pages as before */
		errno = kept;
	}
	return p;
}
