/* SPDX-License-Identifier: Apache-2.0 */
/*
 * hidden — why: a mark that nobody sees can turn a telephone number round on the coordinator's
 * screen, or hide half a sentence. A table of ranges and a strict little decoder, because the desk
 * links no ICU. Typing refuses them (utf8_is_clean), the desk shows them.
 */
#include "hidden.h"

#include <stdio.h>

static const struct {
	uint32_t first, last;
} range[] = {
	{ 0x00, 0x08 }, { 0x0b, 0x1f }, { 0x7f, 0x9f }, /* controls but tab and newline */
	{ 0xad, 0xad },                                 /* soft hyphen */
	{ 0x61c, 0x61c },                               /* Arabic letter mark */
	{ 0x180b, 0x180f },                             /* Mongolian selectors and separator */
	{ 0x200b, 0x200b }, { 0x200e, 0x200f },         /* zero-width space; directional marks */
	{ 0x2028, 0x202e },                             /* line ends, bidi embeddings */
	{ 0x2060, 0x206f },                             /* word joiner, bidi isolates, shaping */
	{ 0xfeff, 0xfeff }, { 0xfff9, 0xfffb },         /* byte order mark, annotations */
	{ 0x1bca0, 0x1bca3 }, { 0x1d173, 0x1d17a },     /* of shorthand and music */
	{ 0xe0000, 0xe00ff }, { 0xe01f0, 0xe0fff },     /* tags; between: variation selectors */
};

bool hidden_char(uint32_t c)
{
	for (size_t i = 0; i < sizeof(range) / sizeof(range[0]); i++)
		if (c >= range[i].first && c <= range[i].last)
			return true;
	return false;
}

/* Decodes s[0..len), len > 0; *n becomes its bytes. A bad byte is one byte of U+FFFD. */
static uint32_t decode(const unsigned char *s, size_t len, size_t *n)
{
	static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	size_t want = s[0] < 0x80             ? 1
		      : (s[0] & 0xe0) == 0xc0 ? 2
		      : (s[0] & 0xf0) == 0xe0 ? 3
		      : (s[0] & 0xf8) == 0xf0 ? 4
					      : 0;
	uint32_t c = want <= 1 ? s[0] : s[0] & (0x7fu >> want);

	*n = 1;
	if (want == 0 || want > len)
		return 0xfffd;
	for (size_t i = 1; i < want; i++) {
		if ((s[i] & 0xc0) != 0x80)
			return 0xfffd;
		c = c << 6 | (s[i] & 0x3fu);
	}
	if (c < least[want])
		return 0xfffd;
	*n = want;
	return c;
}

bool hidden_in(const char *s, size_t len)
{
	for (size_t i = 0, n; i < len; i += n)
		if (hidden_char(decode((const unsigned char *)s + i, len - i, &n)))
			return true;
	return false;
}

void hidden_show(struct buf *ret, const char *s, size_t len)
{
	for (size_t i = 0, n; i < len; i += n) {
		uint32_t c = decode((const unsigned char *)s + i, len - i, &n);
		if (hidden_char(c))
			buf_printf(ret, "⟨U+%04X⟩", (unsigned)c);
		else
			buf_append(ret, s + i, n);
	}
}
