/* SPDX-License-Identifier: Apache-2.0 */
/*
 * hidden — why: a mark that nobody sees can turn a telephone number round on the coordinator's
 * screen, or hide half a sentence. What such a mark is, ICU knows: controls, line and paragraph
 * separators, format characters and what fonts are to leave out, less those that letters need.
 * Typing refuses them (utf8_is_clean), the desk shows them.
 */
#include "hidden.h"

#include <stdio.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

#define ZWNJ 0x200c
#define ZWJ  0x200d

bool hidden_char(uint32_t codepoint)
{
	UChar32 c = (UChar32)codepoint;

	if (c == '\t' || c == '\n' || c == ZWNJ || c == ZWJ ||
		u_hasBinaryProperty(c, UCHAR_VARIATION_SELECTOR))
		return false;
	return (U_GET_GC_MASK(c) & (U_GC_CC_MASK | U_GC_CF_MASK | U_GC_ZL_MASK | U_GC_ZP_MASK)) ||
	       u_hasBinaryProperty(c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT);
}

bool hidden_in(const char *s, size_t len)
{
	UChar32 c;

	for (size_t i = 0; i < len;) {
		U8_NEXT(s, i, len, c);
		if (c >= 0 && hidden_char((uint32_t)c))
			return true;
	}
	return false;
}

void hidden_show(struct buf *ret, const char *s, size_t len)
{
	UChar32 c;

	for (size_t i = 0, from = 0; i < len; from = i) {
		U8_NEXT(s, i, len, c);
		if (c >= 0 && hidden_char((uint32_t)c))
			buf_printf(ret, "⟨U+%04X⟩", (unsigned)c);
		else
			buf_append(ret, s + from, i - from);
	}
}
