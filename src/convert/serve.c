/* SPDX-License-Identifier: Apache-2.0 */
/*
 * serve — requests in, candidates out (conversion.h), for every engine. One buffer each way, both
 * overwritten after each reply; nothing is logged, kept or counted. A request that is too long or
 * holds control characters ends the program: the kiosk sends none.
 */
#include <errno.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "engine.h"

size_t engine_prefix(const char *s, int n)
{
	size_t at = 0;

	for (; n > 0 && s[at]; n--)
		do
			at++;
		while (((unsigned char)s[at] & 0xc0) == 0x80);
	return at;
}

static bool say(const char *text, size_t len)
{
	while (len > 0) {
		ssize_t n = write(STDOUT_FILENO, text, len);
		if (n < 0 && errno != EINTR)
			return false;
		if (n > 0) {
			text += n;
			len -= (size_t)n;
		}
	}
	return true;
}

/* 1: a request; 0: the end; -1: not one of ours. */
static int hear(char line[static CONVERSION_READING_MAX])
{
	for (size_t n = 0; n < CONVERSION_READING_MAX; n++) {
		ssize_t got = read(STDIN_FILENO, line + n, 1);
		if (got <= 0)
			return got < 0 || n > 0 ? -1 : 0;
		if (line[n] == '\n') {
			line[n] = '\0';
			return n > 0 ? 1 : -1;
		}
		if ((unsigned char)line[n] < 0x20)
			return -1;
	}
	return -1;
}

static bool answer(const struct engine *e, void *engine, const char *reading)
{
	struct conversion c;
	char reply[CONVERSION_WIRE_MAX];

	conversion_wipe(&c);
	bool ok = e->convert(engine, reading, &c);
	size_t len = conversion_write(&c, reply, sizeof(reply));
	ok = ok && say(reply, len);
	conversion_wipe(&c);
	explicit_bzero(reply, sizeof(reply));
	return ok;
}

int engine_serve(const struct engine *e)
{
	char line[CONVERSION_READING_MAX];
	void *engine = e->open();
	int heard = 1;

	if (!engine)
		return EX_UNAVAILABLE;
	if (!say(CONVERSION_HELLO, strlen(CONVERSION_HELLO)))
		return EX_IOERR;
	while (heard > 0 && (heard = hear(line)) > 0) {
		if (!answer(e, engine, line))
			heard = -1;
		explicit_bzero(line, sizeof(line));
	}
	return heard < 0 ? EX_PROTOCOL : 0;
}
