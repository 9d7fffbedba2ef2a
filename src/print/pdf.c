/* SPDX-License-Identifier: Apache-2.0 */
/*
 * pdf — cairo writes it, into memory; here only the bits are put in cairo's order. Each page is one
 * stencil in black, so printers get the dots that were drawn and no greys.
 */
#include "pdf.h"

#include <cairo-pdf.h>
#include <string.h>

#define POINTS 72.0 /* of an inch */

static cairo_status_t into_buf(void *ret, const unsigned char *data, unsigned len)
{
	buf_append(ret, data, len);
	return buf_ok(ret) ? CAIRO_STATUS_SUCCESS : CAIRO_STATUS_NO_MEMORY;
}

/* cairo's first pixel is the lowest bit of a little-endian machine's word. */
static unsigned char in_order(unsigned char b)
{
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
	b = (unsigned char)((b & 0xf0) >> 4 | (b & 0x0f) << 4);
	b = (unsigned char)((b & 0xcc) >> 2 | (b & 0x33) << 2);
	b = (unsigned char)((b & 0xaa) >> 1 | (b & 0x55) << 1);
#endif
	return b;
}

static void wipe(cairo_surface_t *s)
{
	unsigned char *to = cairo_image_surface_get_data(s);
	size_t len = (size_t)cairo_image_surface_get_stride(s) *
		     (size_t)cairo_image_surface_get_height(s);

	if (to)
		explicit_bzero(to, len);
	cairo_surface_destroy(s);
}

static bool draw_page(cairo_t *c, const struct printjob *j, const unsigned char *bits)
{
	cairo_surface_t *s = cairo_image_surface_create(CAIRO_FORMAT_A1, j->w, j->h);
	size_t row = printjob_row(j), pitch = (size_t)cairo_image_surface_get_stride(s);
	unsigned char *to = cairo_image_surface_get_data(s);

	if (!to) {
		cairo_surface_destroy(s);
		return false;
	}
	cairo_surface_flush(s);
	for (int y = 0; y < j->h; y++)
		for (size_t i = 0; i < row; i++)
			to[(size_t)y * pitch + i] = in_order(bits[(size_t)y * row + i]);
	cairo_surface_mark_dirty(s);
	cairo_save(c);
	cairo_scale(c, POINTS / j->dpi, POINTS / j->dpi);
	cairo_mask_surface(c, s, 0, 0);
	cairo_restore(c);
	cairo_show_page(c);
	wipe(s);
	return cairo_status(c) == CAIRO_STATUS_SUCCESS;
}

bool pdf_job(struct buf *ret, const struct printjob *j, const unsigned char *bits)
{
	cairo_surface_t *s = cairo_pdf_surface_create_for_stream(
		into_buf, ret, j->w * POINTS / j->dpi, j->h * POINTS / j->dpi);
	cairo_t *c = cairo_create(s);
	bool ok = cairo_status(c) == CAIRO_STATUS_SUCCESS;

	for (int page = 0; ok && page < j->pages; page++, bits += printjob_page(j))
		ok = draw_page(c, j, bits);
	cairo_destroy(c);
	cairo_surface_finish(s);
	ok = ok && cairo_surface_status(s) == CAIRO_STATUS_SUCCESS && buf_ok(ret);
	cairo_surface_destroy(s);
	return ok;
}
