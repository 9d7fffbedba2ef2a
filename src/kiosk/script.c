/* SPDX-License-Identifier: Apache-2.0 */
/*
 * script — reads byte by byte: a line is acted on as soon as its newline is there, and no library
 * keeps a buffer with what a "type" line held.
 */
#include "script.h"

#include <errno.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

typedef bool (*script_fn)(void *ctx, const char *arg, char err[static WHY_MAX]);
enum script_arg { ARG_NONE, ARG_WORD, ARG_TEXT, ARG_MS };

static const struct {
	const char *name;
	enum script_arg arg;
	size_t fn;
} commands[] = {
	{ "tap", ARG_WORD, offsetof(struct script_host, tap) },
	{ "down", ARG_WORD, offsetof(struct script_host, down) },
	{ "up", ARG_NONE, offsetof(struct script_host, up) },
	{ "type", ARG_TEXT, offsetof(struct script_host, type) },
	{ "key", ARG_TEXT, offsetof(struct script_host, key) }, /* names like "Left Shift" */
	{ "wait", ARG_MS, offsetof(struct script_host, wait) },
	{ "expect", ARG_WORD, offsetof(struct script_host, expect) },
	{ "shot", ARG_TEXT, offsetof(struct script_host, shot) },
	{ "inspect", ARG_TEXT, offsetof(struct script_host, inspect) },
	{ "survey", ARG_TEXT, offsetof(struct script_host, survey) },
	{ "draw", ARG_TEXT, offsetof(struct script_host, draw) },
	{ "gallery", ARG_TEXT, offsetof(struct script_host, gallery) },
	{ "second", ARG_WORD, offsetof(struct script_host, second) },
};

static bool good_ms(const char *arg)
{
	char *end;
	long n = strtol(arg, &end, 10);
	return arg[0] >= '0' && arg[0] <= '9' && *end == '\0' && n <= SCRIPT_WAIT_MAX;
}

static bool check_arg(
	enum script_arg kind, const char *name, const char *arg, char err[static WHY_MAX])
{
	if (kind == ARG_NONE && arg[0])
		return why(err, "%s: takes nothing", name);
	if (kind != ARG_NONE && !arg[0])
		return why(err, "%s: needs a value", name);
	if (kind == ARG_WORD && strpbrk(arg, " \t"))
		return why(err, "%s: takes one word", name);
	if (kind == ARG_MS && !good_ms(arg))
		return why(err, "%s: needs milliseconds from 0 to %ld", name, SCRIPT_WAIT_MAX);
	return true;
}

bool script_line(const struct script_host *host, const char *line, char err[static WHY_MAX])
{
	line += strspn(line, " \t");
	size_t len = strcspn(line, " \t");

	if (len == 0 || line[0] == '#')
		return true;
	for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++) {
		if (strlen(commands[i].name) != len || strncmp(line, commands[i].name, len) != 0)
			continue;
		const char *arg = line + len + strspn(line + len, " \t");
		script_fn fn;
		memcpy(&fn, (const char *)host + commands[i].fn, sizeof(fn));
		return check_arg(commands[i].arg, commands[i].name, arg, err) &&
		       fn(host->ctx, arg, err);
	}
	return why(err, "unknown command '%.*s'", len > 32 ? 32 : (int)len, line);
}

enum line_end { LINE_READ, LINE_LAST, LINE_TOO_LONG, LINE_ERROR };

static enum line_end read_line(int fd, char line[static SCRIPT_LINE_MAX])
{
	size_t n = 0;

	for (;;) {
		ssize_t got = read(fd, line + n, 1);
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0 || line[n] == '\n') {
			enum line_end end = got < 0 ? LINE_ERROR : got == 0 ? LINE_LAST : LINE_READ;
			line[n] = '\0';
			if (n > 0 && line[n - 1] == '\r')
				line[n - 1] = '\0';
			return end;
		}
		if (++n == SCRIPT_LINE_MAX - 1)
			return LINE_TOO_LONG;
	}
}

int script_run(const struct script_host *host, int fd, char err[static WHY_MAX])
{
	char line[SCRIPT_LINE_MAX], reason[WHY_MAX];
	enum line_end end = LINE_READ;
	int rc = 0;

	for (unsigned long number = 1; rc == 0 && end == LINE_READ && !host->stop(host->ctx);
		number++) {
		end = read_line(fd, line);
		if (end == LINE_ERROR) {
			why(err, "line %lu: %s", number, strerror(errno));
			rc = EX_NOINPUT;
		} else if (end == LINE_TOO_LONG) {
			why(err, "line %lu: longer than %d bytes", number, SCRIPT_LINE_MAX - 2);
			rc = EX_DATAERR;
		} else if (!script_line(host, line, reason)) {
			why(err, "line %lu: %s", number, reason);
			rc = EX_DATAERR;
		}
		explicit_bzero(line, sizeof(line));
	}
	return rc;
}
