/* SPDX-License-Identifier: Apache-2.0 */
/*
 * qr — libqrencode, level M: a code that is scratched or dim is still read. What the library keeps
 * of the text is overwritten.
 */
#include "qr.h"

#include <qrencode.h>
#include <string.h>

int qr_modules(const char *text, unsigned char modules[static QR_EDGE_MAX * QR_EDGE_MAX])
{
	QRcode *code = QRcode_encodeString(text, 0, QR_ECLEVEL_M, QR_MODE_8, 1);

	if (!code)
		return 0;
	int edge = code->width;
	size_t len = (size_t)edge * (size_t)edge;
	for (size_t i = 0; i < len; i++)
		modules[i] = code->data[i] & 1;
	explicit_bzero(code->data, len);
	QRcode_free(code);
	return edge;
}
