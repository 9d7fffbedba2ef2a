/* SPDX-License-Identifier: Apache-2.0 */
/*
 * inmemory — is a folder in memory, and stays what is in it there?
 */
#ifndef MARUMADO_INMEMORY_H
#define MARUMADO_INMEMORY_H
#include <stdbool.h>

/* True when the folder and, when there is one, its "tmp" lie in ramfs, or in tmpfs on a machine
 * that swaps to no disk (`swaps`: /proc/swaps; compressed memory is none). */
bool memory_only(const char *folder, const char *swaps) __attribute__((warn_unused_result));
#endif
