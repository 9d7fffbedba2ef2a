/* SPDX-License-Identifier: Apache-2.0 */
/*
 * picture — grey pictures for u-reference: read from PNG, written, compared, and two of them laid
 * over each other so that a person sees what changed.
 */
#ifndef MARUMADO_PICTURE_H
#define MARUMADO_PICTURE_H
#include <png.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

struct picture {
	uint8_t *grey; /* owned, w bytes a row */
	int w, h;
};

static inline void picture_release(struct picture *p)
{
	free(p->grey);
	*p = (struct picture){ NULL, 0, 0 };
}

/* Reads the red channel; all pictures here are grey. False: no such file, or no PNG. */
static inline bool picture_read(struct picture *p, const char *path)
{
	png_image image = { .version = PNG_IMAGE_VERSION };
	*p = (struct picture){ NULL, 0, 0 };
	if (!png_image_begin_read_from_file(&image, path))
		return false;
	image.format = PNG_FORMAT_RGB;
	size_t n = (size_t)image.width * image.height;
	uint8_t *rgb = malloc(3 * n + 1);
	p->grey = malloc(n + 1);
	bool ok = rgb && p->grey && png_image_finish_read(&image, NULL, rgb, 0, NULL);
	for (size_t i = 0; ok && i < n; i++)
		p->grey[i] = rgb[3 * i];
	p->w = (int)image.width;
	p->h = (int)image.height;
	free(rgb);
	png_image_free(&image);
	if (!ok)
		picture_release(p);
	return ok;
}

static inline bool picture_write_as(const char *path, const uint8_t *bytes, int w, int h,
	png_uint_32 format)
{
	png_image image = { .version = PNG_IMAGE_VERSION,
		.width = (png_uint_32)w,
		.height = (png_uint_32)h,
		.format = format };
	return png_image_write_to_file(&image, path, 0, bytes, 0, NULL) != 0;
}

static inline bool picture_write(const struct picture *p, const char *path)
{
	return picture_write_as(path, p->grey, p->w, p->h, PNG_FORMAT_GRAY);
}

static inline bool picture_equal(const struct picture *a, const struct picture *b)
{
	return a->w == b->w && a->h == b->h &&
	       memcmp(a->grey, b->grey, (size_t)a->w * (size_t)a->h) == 0;
}

static inline uint8_t picture_at(const struct picture *p, int x, int y)
{
	return x < p->w && y < p->h ? p->grey[(size_t)y * (size_t)p->w + (size_t)x] : 255;
}

/* What only the old picture has is red, what only the new one has is blue, the rest is grey. */
static inline bool picture_write_diff(const struct picture *old, const struct picture *new,
	const char *path)
{
	int w = old->w > new->w ? old->w : new->w, h = old->h > new->h ? old->h : new->h;
	uint8_t *rgb = malloc(3 * (size_t)w * (size_t)h + 1), *to = rgb;
	if (!rgb)
		return false;
	for (int y = 0; y < h; y++)
		for (int x = 0; x < w; x++) {
			uint8_t was = picture_at(old, x, y), is = picture_at(new, x, y);
			*to++ = is;
			*to++ = was > is ? is : was;
			*to++ = was;
		}
	bool ok = picture_write_as(path, rgb, w, h, PNG_FORMAT_RGB);
	free(rgb);
	return ok;
}
#endif
