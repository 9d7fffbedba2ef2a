/* SPDX-License-Identifier: Apache-2.0 */
/*
 * conversion — a list of candidates in one block without pointers, so that one explicit_bzero
 * forgets it. The reader believes nothing: a reply comes from a process that has parsed what a
 * third program wrote.
 */
#include "conversion.h"

#include <stdio.h>
#include <string.h>

#define COVERS_DIGITS 3 /* CONVERSION_READING_MAX has three */

void conversion_wipe(struct conversion *c)
{
	explicit_bzero(c, sizeof(*c));
}

const char *conversion_text(const struct conversion *c, int i)
{
	return c->pool + c->item[i].at;
}

static bool printable(const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if ((unsigned char)text[i] < 0x20 || text[i] == 0x7f)
			return false;
	return len > 0;
}

static bool known(const struct conversion *c, size_t covers, const char *text, size_t len)
{
	for (int i = 0; i < c->len; i++)
		if (c->item[i].covers == covers && strlen(conversion_text(c, i)) == len &&
			memcmp(conversion_text(c, i), text, len) == 0)
			return true;
	return false;
}

bool conversion_add(struct conversion *c, size_t covers, const char *text, size_t len)
{
	if (c->len == CONVERSION_ITEMS_MAX || covers == 0 || covers >= CONVERSION_READING_MAX ||
		len >= sizeof(c->pool) - c->used || !printable(text, len) ||
		known(c, covers, text, len))
		return false;
	c->item[c->len].covers = (uint16_t)covers;
	c->item[c->len].at = c->used;
	c->len++;
	memcpy(c->pool + c->used, text, len);
	c->pool[c->used + len] = '\0';
	c->used = (uint16_t)(c->used + len + 1);
	return true;
}

size_t conversion_write(const struct conversion *c, char *out, size_t cap)
{
	size_t n = 0;

	for (int i = 0; i < c->len; i++) {
		int more = snprintf(
			out + n, cap - n, "%d\t%s\n", c->item[i].covers, conversion_text(c, i));
		if (more < 0 || (size_t)more >= cap - n - 1)
			break; /* what is left over is simply not offered */
		n += (size_t)more;
	}
	out[n++] = '\n';
	out[n] = '\0';
	return n;
}

/* Bytes of the UTF-8 character at p (at most `left`); 0 when it is none. */
static size_t character(const unsigned char *p, size_t left)
{
	size_t n = p[0] < 0x80 ? 1 : p[0] < 0xc2 ? 0 : p[0] < 0xe0 ? 2 : p[0] < 0xf0 ? 3 : 4;

	if (n == 0 || n > left || p[0] > 0xf4)
		return 0;
	for (size_t i = 1; i < n; i++)
		if ((p[i] & 0xc0) != 0x80)
			return 0;
	if ((p[0] == 0xe0 && p[1] < 0xa0) || (p[0] == 0xed && p[1] > 0x9f) ||
		(p[0] == 0xf0 && p[1] < 0x90) || (p[0] == 0xf4 && p[1] > 0x8f))
		return 0; /* overlong, surrogate, beyond Unicode */
	return n;
}

static bool utf8(const char *text, size_t len)
{
	for (size_t n; len > 0; text += n, len -= n) {
		n = character((const unsigned char *)text, len);
		if (n == 0)
			return false;
	}
	return true;
}

static bool read_line(
	struct conversion *c, const char *reading, const char *line, size_t len)
{
	const char *tab = memchr(line, '\t', len);
	size_t covers = 0, digits = tab ? (size_t)(tab - line) : 0, text = len - digits - 1;

	if (digits == 0 || digits > COVERS_DIGITS)
		return false;
	for (size_t i = 0; i < digits; i++) {
		if (line[i] < '0' || line[i] > '9')
			return false;
		covers = covers * 10 + (size_t)(line[i] - '0');
	}
	if (covers == 0 || covers > strlen(reading) ||
		((unsigned char)reading[covers] & 0xc0) == 0x80)
		return false;
	if (!utf8(tab + 1, text) || !printable(tab + 1, text))
		return false;
	if (known(c, covers, tab + 1, text))
		return true;
	return conversion_add(c, covers, tab + 1, text);
}

bool conversion_read(struct conversion *c, const char *reading, const char *in, size_t len)
{
	conversion_wipe(c);
	while (len > 0) {
		const char *end = memchr(in, '\n', len);
		if (!end)
			break;
		size_t line = (size_t)(end - in);
		if (line == 0)
			return len == 1 || (conversion_wipe(c), false);
		if (!read_line(c, reading, in, line))
			break;
		in += line + 1;
		len -= line + 1;
	}
	conversion_wipe(c);
	return false;
}
