/* SPDX-License-Identifier: Apache-2.0 */
/*
 * shot — libpng's simplified interface does the writing; here only the pixels are put in its order.
 * The copy is overwritten before it is freed: it is a picture of what a person entered.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <png.h>
#include "shot.h"

bool shot_write(const char *path, const uint32_t *pixels, int w, int h, int stride)
{
	png_image image = { .version = PNG_IMAGE_VERSION, .width = (png_uint_32)w,
		.height = (png_uint_32)h,
		.format = PNG_FORMAT_RGB };
	size_t len = (size_t)w * (size_t)h * 3;
	unsigned char *rgb = malloc(len ? len : 1), *to = rgb;
	bool ok;

	if (!rgb)
		return false;
	for (int y = 0; y < h; y++)
		for (int x = 0; x < w; x++) {
			uint32_t v = pixels[(size_t)y * (size_t)stride + (size_t)x];

			*to++ = (unsigned char)(v >> 16);
			*to++ = (unsigned char)(v >> 8);
			*to++ = (unsigned char)v;
		}
	errno = 0;
	ok = png_image_write_to_file(&image, path, 0, rgb, 0, NULL) != 0;
	if (!ok && errno == 0)
		errno = EIO;
	explicit_bzero(rgb, len);
	free(rgb);
	return ok;
}
