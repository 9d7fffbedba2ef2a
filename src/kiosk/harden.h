/* SPDX-License-Identifier: Apache-2.0 */
/*
 * harden — what the kiosk gives up before it shows anything, and memory that never reaches a disk.
 */
#ifndef MARUMADO_HARDEN_H
#define MARUMADO_HARDEN_H
#include <stdbool.h>
#include <stddef.h>

/* No core files, no ptrace by others, no new privileges, umask 027; no network sockets, for
 * children neither, where the kernel can filter; locks all memory when the limit allows it. False
 * with errno set when one of the first three was refused. */
bool harden_process(void) __attribute__((warn_unused_result));
/* Zeroed memory of its own pages, kept out of swap, dumps and children. *ret_locked tells whether
 * mlock worked (it fails under a small RLIMIT_MEMLOCK). NULL when there is no memory. Ends with
 * harden_release, which overwrites it. */
void *harden_alloc(size_t size, bool *ret_locked);
void harden_release(void *p, size_t size);
/* Overwrites the part of the stack that calls made before may have used. */
void harden_scrub_stack(void);
/* Gives freed (and already overwritten, see scrub.c) heap back to the system. */
void harden_trim(void);
#endif
