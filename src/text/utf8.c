/* SPDX-License-Identifier: Apache-2.0 */
/*
 * utf8 — a thin face over ICU for the few questions the screens ask about typed text.
 *
 * Decoding uses ICU's U8_ macros, clusters its break iterator (over UTF-8, no copy), composition
 * its NFC. What a person may type is decided here and nowhere else (utf8_is_clean). Copies of typed
 * text that are needed on the way are overwritten before they are freed.
 */
#include "utf8.h"

#include <stdlib.h>
#include <string.h>
#include <unicode/ubrk.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>
#include <unicode/utext.h>
#include <unicode/utf8.h>

#include "hidden.h"

static bool may_be_typed(UChar32 c)
{
	if (c < 0 || c == '\t' || hidden_char((uint32_t)c))
		return false;
	if (U_IS_UNICODE_NONCHAR(c))
		return false;
	int8_t type = u_charType(c);
	return c == '\n' ||
	       (type != U_CONTROL_CHAR && type != U_PRIVATE_USE_CHAR && type != U_SURROGATE);
}

bool utf8_is_clean(const char *s, size_t len)
{
	for (size_t i = 0; i < len;) {
		UChar32 c;
		U8_NEXT(s, i, len, c);
		if (!may_be_typed(c))
			return false;
	}
	return true;
}

uint32_t utf8_next(const char **s)
{
	UChar32 c;
	int32_t i = 0;
	if (**s == '\0')
		return 0;
	U8_NEXT(*s, i, -1, c);
	*s += i;
	return c < 0 ? 0xfffd : (uint32_t)c;
}

/* A character-cluster iterator over s[0..len); NULL when ICU fails. *ut must be closed by the
 * caller. */
static UBreakIterator *cluster_iterator(const char *s, size_t len, UText *ut)
{
	UErrorCode e = U_ZERO_ERROR;
	utext_openUTF8(ut, s, (int64_t)len, &e);
	UBreakIterator *it = ubrk_open(UBRK_CHARACTER, "", NULL, 0, &e);
	ubrk_setUText(it, ut, &e);
	if (U_SUCCESS(e))
		return it;
	if (it)
		ubrk_close(it);
	return NULL;
}

size_t utf8_last_cluster(const char *s, size_t len)
{
	if (len == 0)
		return 0;
	UText ut = UTEXT_INITIALIZER;
	UBreakIterator *it = cluster_iterator(s, len, &ut);
	int32_t start = UBRK_DONE;
	if (it) {
		ubrk_last(it);
		start = ubrk_previous(it);
		ubrk_close(it);
	}
	utext_close(&ut);
	if (start != UBRK_DONE)
		return len - (size_t)start;
	size_t i = len; /* ICU could not help: one code point */
	U8_BACK_1((const uint8_t *)s, 0, i);
	return len - i;
}

size_t utf8_clusters(const char *s, size_t len)
{
	UText ut = UTEXT_INITIALIZER;
	size_t n = 0;
	UBreakIterator *it = cluster_iterator(s, len, &ut);
	if (it) {
		for (ubrk_first(it); ubrk_next(it) != UBRK_DONE;)
			n++;
		ubrk_close(it);
	}
	utext_close(&ut);
	return n;
}

bool utf8_nfc(const char *s, size_t len, char *out, size_t cap)
{
	if (cap == 0)
		return false;
	out[0] = '\0';
	if (len > (size_t)1 << 24)
		return false;
	UErrorCode e = U_ZERO_ERROR;
	const UNormalizer2 *nfc = unorm2_getNFCInstance(&e);
	/* NFC never more than triples UTF-16 (Unicode's bound for composition). */
	int32_t room = (int32_t)len + 1, room_nfc = 3 * room;
	UChar *in = malloc((size_t)(room + room_nfc) * sizeof *in);
	if (!in)
		return false;
	UChar *composed = in + room;
	int32_t n = 0, bytes = 0;
	u_strFromUTF8WithSub(in, room, &n, s, (int32_t)len, 0xfffd, NULL, &e);
	n = unorm2_normalize(nfc, in, n, composed, room_nfc, &e);
	u_strToUTF8(out, (int32_t)(cap > INT32_MAX ? INT32_MAX : cap), &bytes, composed, n, &e);
	bool ok = U_SUCCESS(e) && e != U_STRING_NOT_TERMINATED_WARNING;
	if (!ok)
		out[0] = '\0';
	explicit_bzero(in, (size_t)(room + room_nfc) * sizeof *in);
	free(in);
	return ok;
}
