/* SPDX-License-Identifier: Apache-2.0 */
/*
 * script — commands that play a person (--script): one a line, read as they are needed, so that a
 * test can talk to a running kiosk through a pipe. tap WIDGET · down WIDGET · up · type TEXT · key
 * NAME · wait MS · expect SCREEN · shot FILE.png · inspect FILE (what --inspect writes, now) ·
 * survey FILE WxH … (what it would write for other panels, text sizes and themes) ·
 * gallery PREFIX WxH … (small pictures of them) · draw WIDGET X,Y X,Y … (one stroke; thousandths of
 * the widget's width and height; at +X,Y another finger taps) · second WIDGET (another finger taps
 * it) · # …
 * Pure: what the commands do is the host's business.
 */
#ifndef MARUMADO_SCRIPT_H
#define MARUMADO_SCRIPT_H
#include <stdbool.h>
#include "why.h"

#define SCRIPT_LINE_MAX 8192 /* bytes with NUL */
#define SCRIPT_WAIT_MAX 86400000L

struct script_host { /* each returns false with err when it cannot; arguments are borrowed for the
			call */
	void *ctx;
	bool (*tap)(void *ctx, const char *widget, char err[static WHY_MAX]);
	bool (*down)(void *ctx, const char *widget, char err[static WHY_MAX]);
	bool (*up)(void *ctx, const char *unused, char err[static WHY_MAX]);
	bool (*type)(void *ctx, const char *text, char err[static WHY_MAX]);
	bool (*key)(void *ctx, const char *name, char err[static WHY_MAX]);
	bool (*wait)(void *ctx, const char *ms,
		char err[static WHY_MAX]); /* checked: a number in range */
	bool (*expect)(void *ctx, const char *screen, char err[static WHY_MAX]);
	bool (*shot)(void *ctx, const char *path, char err[static WHY_MAX]);
	bool (*inspect)(void *ctx, const char *path, char err[static WHY_MAX]);
	bool (*survey)(void *ctx, const char *args, char err[static WHY_MAX]);
	bool (*draw)(void *ctx, const char *widget_and_points, char err[static WHY_MAX]);
	bool (*gallery)(void *ctx, const char *args, char err[static WHY_MAX]);
	bool (*second)(void *ctx, const char *widget, char err[static WHY_MAX]);
	bool (*stop)(void *ctx); /* asked after each line: end early (the window was closed) */
};

/* Runs one line (without its newline). An empty line or a comment does nothing. */
bool script_line(const struct script_host *host, const char *line, char err[static WHY_MAX])
	__attribute__((warn_unused_result));
/* Runs all lines of a descriptor. Returns 0, EX_DATAERR with "line N: …" in err for a bad line or a
 * failed command, EX_NOINPUT when reading fails. Every line buffer is overwritten after use. */
int script_run(const struct script_host *host, int fd, char err[static WHY_MAX]);
#endif
