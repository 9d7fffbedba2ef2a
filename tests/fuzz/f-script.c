/* SPDX-License-Identifier: Apache-2.0 */
/*
 * f-script — the lines of --script, which a test's pipe writes.
 *
 * Input: a script. Holds: a line calls one command at most, with the argument as it stands in the
 * line; written as "command argument" it does the same again; a wait is a number within its limit;
 * a whole script calls what its lines call, in that order, and a refusal names its line.
 */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>
#include "buf.h"
#include "fuzz.h"
#include "script.h"

struct heard {
	struct buf said; /* "command argument\n" of every call */
	int calls;
};

static bool hear(struct heard *h, const char *command, const char *arg)
{
	buf_printf(&h->said, arg[0] ? "%s %s\n" : "%s%s\n", command, arg);
	h->calls++;
	return true;
}

#define HEARER(command)                                                                            \
	static bool on_##command(void *ctx, const char *arg, char err[static WHY_MAX])             \
	{                                                                                          \
		return hear(ctx, #command, arg);                                                   \
	}
HEARER(tap)
HEARER(down)
HEARER(up)
HEARER(type)
HEARER(key)
HEARER(expect)
HEARER(shot)
HEARER(inspect)
HEARER(survey)
HEARER(draw)
HEARER(gallery)
HEARER(second)

static bool on_wait(void *ctx, const char *arg, char err[static WHY_MAX])
{
	HOLDS(strspn(arg, "0123456789") == strlen(arg) && arg[0]);
	HOLDS(strtol(arg, NULL, 10) <= SCRIPT_WAIT_MAX);
	return hear(ctx, "wait", arg);
}

static bool never(void *ctx)
{
	return false;
}

static struct script_host host_of(struct heard *h)
{
	return (struct script_host){ h, on_tap, on_down, on_up, on_type, on_key, on_wait, on_expect,
		on_shot, on_inspect, on_survey, on_draw, on_gallery, on_second, never };
}

/* One line; what it calls is added to all. False when it is refused. */
static bool check_line(const char *line, struct heard *all)
{
	struct heard once = { BUF_INIT, 0 }, again = { BUF_INIT, 0 };
	struct script_host host = host_of(&once), other = host_of(&again);
	char err[WHY_MAX] = "", *command;
	bool ok = script_line(&host, line, err);

	HOLDS(ok ? once.calls <= 1 : once.calls == 0 && err[0] && strlen(err) < WHY_MAX);
	if (once.calls == 1) {
		HOLDS(line[strspn(line, " \t")] != '#');
		command = fuzz_text((const uint8_t *)buf_str(&once.said), once.said.len - 1);
		HOLDS(script_line(&other, command, err) && again.calls == 1);
		HOLDS(strcmp(buf_str(&again.said), buf_str(&once.said)) == 0);
		buf_puts(&all->said, buf_str(&once.said));
		free(command);
	}
	all->calls += once.calls;
	buf_release(&once.said);
	buf_release(&again.said);
	return ok;
}

/* The script line by line, until one is refused; lines as script_run cuts them. */
static bool check_lines(const char *text, size_t size, struct heard *all)
{
	for (size_t at = 0; at <= size;) {
		const char *end = memchr(text + at, '\n', size - at);
		size_t len = end ? (size_t)(end - text) - at : size - at;
		char *line = fuzz_text((const uint8_t *)text + at, len);
		bool ok = len < SCRIPT_LINE_MAX - 1;

		if (len > 0 && line[len - 1] == '\r')
			line[len - 1] = '\0';
		ok = ok && check_line(line, all);
		free(line);
		if (!ok)
			return false;
		at += len + 1;
	}
	return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct heard lines = { BUF_INIT, 0 }, whole = { BUF_INIT, 0 };
	struct script_host host = host_of(&whole);
	char *text = fuzz_text(data, size), err[WHY_MAX] = "";
	int fd = open(fuzz_path(data, size), O_RDONLY | O_CLOEXEC);
	bool ok = check_lines(text, size, &lines);

	HOLDS(fd >= 0);
	int rc = script_run(&host, fd, err);
	HOLDS(rc == (ok ? 0 : EX_DATAERR));
	HOLDS(ok || strncmp(err, "line ", 5) == 0);
	HOLDS(whole.calls == lines.calls);
	HOLDS(strcmp(buf_str(&whole.said), buf_str(&lines.said)) == 0);
	close(fd);
	buf_release(&lines.said);
	buf_release(&whole.said);
	free(text);
	return 0;
}
