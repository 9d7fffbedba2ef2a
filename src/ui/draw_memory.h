/* SPDX-License-Identifier: Apache-2.0 */
/*
 * draw_memory — memory for pictures. Layer: ui, under draw.c; knows no SDL.
 */
#ifndef MARUMADO_DRAW_MEMORY_H
#define MARUMADO_DRAW_MEMORY_H
#include <stddef.h>

/* As malloc, with huge pages inside blocks of 4 MiB and more. */
void *draw_memory_take(size_t size) __attribute__((malloc, warn_unused_result));
#endif
