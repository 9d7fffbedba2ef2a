/* SPDX-License-Identifier: Apache-2.0 */
/*
 * shot — a picture of the screen as PNG, for --script and the documentation; never taken by itself.
 * Layer: ui, under draw.c; no SDL.
 */
#ifndef MARUMADO_SHOT_H
#define MARUMADO_SHOT_H
#include <stdbool.h>
#include <stdint.h>

/* Writes w×h pixels (0xXXRRGGBB, stride in pixels, borrowed). False with errno; the file may be
 * partial. */
bool shot_write(const char *path, const uint32_t *pixels, int w, int h, int stride)
	__attribute__((warn_unused_result));
#endif
