/* SPDX-License-Identifier: Apache-2.0 */
/*
 * f-conversion — conversion_read: what the kiosk believes of an engine's reply.
 *
 * Input: the reading up to the first newline, then the reply. Holds: every candidate covers whole
 * characters of the reading and is clean text; the list survives being written and read again; a
 * refused reply leaves nothing.
 */
#include <stdlib.h>
#include <string.h>
#include "conversion.h"
#include "fuzz.h"
#include "utf8.h"

static void check_item(const struct conversion *c, int i, const char *reading)
{
	const char *text = conversion_text(c, i);
	size_t covers = c->item[i].covers;

	HOLDS(c->item[i].at < c->used && c->used <= sizeof(c->pool));
	HOLDS(memchr(text, '\0', c->used - c->item[i].at) && *text);
	HOLDS(covers >= 1 && covers <= strlen(reading));
	HOLDS(((unsigned char)reading[covers] & 0xc0) != 0x80);
	for (const char *p = text; *p;) { /* a bad byte would be replaced */
		const char *from = p;
		uint32_t ch = utf8_next(&p);
		HOLDS(ch >= 0x20 && ch != 0x7f);
		HOLDS(ch != 0xfffd || memcmp(from, "\xef\xbf\xbd", 3) == 0);
	}
}

static void check_again(const struct conversion *c, const char *reading)
{
	char wire[CONVERSION_WIRE_MAX];
	struct conversion again;
	size_t len = conversion_write(c, wire, sizeof(wire));

	HOLDS(len < sizeof(wire) && strlen(wire) == len);
	HOLDS(conversion_read(&again, reading, wire, len));
	HOLDS(memcmp(&again, c, sizeof(again)) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const uint8_t *end = memchr(data, '\n', size);
	struct conversion c, none;

	if (!end || end - data >= CONVERSION_READING_MAX)
		return 0;
	size_t len = size - (size_t)(end + 1 - data);
	char *reading = fuzz_text(data, (size_t)(end - data)), *reply = malloc(len + 1);

	HOLDS(reading && reply);
	memcpy(reply, end + 1, len);
	memset(&none, 0, sizeof(none));
	memset(&c, 0x55, sizeof(c));
	if (conversion_read(&c, reading, reply, len)) {
		HOLDS(c.len >= 0 && c.len <= CONVERSION_ITEMS_MAX);
		for (int i = 0; i < c.len; i++)
			check_item(&c, i, reading);
		check_again(&c, reading);
	} else {
		HOLDS(memcmp(&c, &none, sizeof(c)) == 0);
	}
	free(reply);
	free(reading);
	return 0;
}
