/* SPDX-License-Identifier: Apache-2.0 */
/*
 * log — why: every program says what went wrong in the same one-line shape, so that an operator can
 * grep.
 *
 * A line is put together in a fixed buffer and written with one write(2), so lines of two processes
 * on the same terminal or journal never mix. Control bytes become '?': a file name cannot forge a
 * second line. Longer lines are cut at the end. There is no log file, no rotation and no colour:
 * the service manager does that. The name and the level are the only file-scope state of this
 * folder; they are set once, first thing in main, because every caller would otherwise carry them
 * along.
 */
#include "log.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define LOG_LINE_MAX 1024 /* bytes with newline; below PIPE_BUF, so one write stays whole */

static const char *log_program = "marumado";
static enum log_level log_least = LOG_LEVEL_INFO;

static const char *const level_names[] = {
	[LOG_LEVEL_INFO] = "info",
	[LOG_LEVEL_WARNING] = "warning",
	[LOG_LEVEL_ERROR] = "error",
};

void log_open(const char *program, enum log_level least)
{
	log_program = program;
	log_least = least;
}

static void log_line(enum log_level level, const char *fmt, va_list ap)
	__attribute__((format(printf, 2, 0)));

static void log_line(enum log_level level, const char *fmt, va_list ap)
{
	char line[LOG_LINE_MAX];
	size_t room = sizeof(line) - 1; /* the newline */
	size_t len;
	int n;

	if (level < log_least)
		return;
	n = snprintf(line, room, "%s: %s: ", log_program, level_names[level]);
	len = n < 0 ? 0 : (size_t)n < room ? (size_t)n : room - 1;
	n = vsnprintf(line + len, room - len, fmt, ap);
	if (n > 0)
		len += (size_t)n < room - len ? (size_t)n : room - len - 1;
	for (size_t i = 0; i < len; i++) {
		unsigned char c = (unsigned char)line[i];

		if (c < 0x20 || c == 0x7f)
			line[i] = '?';
	}
	line[len++] = '\n';
	/* Nobody is left to tell when standard error itself fails. */
	if (write(STDERR_FILENO, line, len) < 0)
		return;
}

void log_info(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	log_line(LOG_LEVEL_INFO, fmt, ap);
	va_end(ap);
}

void log_warning(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	log_line(LOG_LEVEL_WARNING, fmt, ap);
	va_end(ap);
}

void log_error(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	log_line(LOG_LEVEL_ERROR, fmt, ap);
	va_end(ap);
}

void die(int status, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	log_line(LOG_LEVEL_ERROR, fmt, ap);
	va_end(ap);
	exit(status);
}
