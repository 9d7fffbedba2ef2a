/* SPDX-License-Identifier: Apache-2.0 */
/*
 * jail — the system calls that are left to a program that prints.
 */
#ifndef MARUMADO_JAIL_H
#define MARUMADO_JAIL_H
#include <stdbool.h>

/* With an open printer and nothing more to open: reading, writing, waiting and memory only. */
bool jail_device(void) __attribute__((warn_unused_result));
/* For libcups: no other program, no process of others, no socket but a local one. */
bool jail_queue(void) __attribute__((warn_unused_result));
#endif
