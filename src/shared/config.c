/* SPDX-License-Identifier: Apache-2.0 */
/*
 * config — why: four programs share one file that a city's technician edits by hand; a mistake in
 * it must be told with its line, at start, and never be guessed around.
 *
 * libinih parses. It is fed through a reader of our own that counts lines, refuses lines that would
 * be cut and bytes that no text holds. The first mistake wins; the rest of the file is read but not
 * used. Each program's table says which keys exist, so an unknown key in a section it reads is a
 * typing error. Not here: includes, environment variables, writing, reloading.
 */
#include "config.h"

#include <assert.h>
#include <errno.h>
#include <ini.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define LINE_MAX_BYTES (CONFIG_VALUE_MAX + 256) /* name, value and blanks of one line */

struct load {
	const char *path;
	const struct config_key *keys;
	size_t n;
	char *out;
	bool seen[CONFIG_KEYS_MAX];
	struct config_error *err;
	bool bad;
	FILE *file;
	int line; /* of the last line handed to libinih */
};

static void complain(struct load *l, int line, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

static void complain(struct load *l, int line, const char *fmt, ...)
{
	size_t room = sizeof(l->err->text);
	size_t len;
	va_list ap;
	int n;

	if (l->bad)
		return;
	l->bad = true;
	l->err->line = line;
	if (line)
		n = snprintf(l->err->text, room, "%.256s:%d: ", l->path, line);
	else
		n = snprintf(l->err->text, room, "%.256s: ", l->path);
	len = n < 0 ? 0 : (size_t)n;
	assert(len < room);
	va_start(ap, fmt);
	vsnprintf(l->err->text + len, room - len, fmt, ap);
	va_end(ap);
}

static bool parse_bool(const char *value, bool *ret)
{
	static const struct {
		const char *word;
		bool is;
	} words[] = {
		{ "yes", true },
		{ "true", true },
		{ "on", true },
		{ "1", true },
		{ "no", false },
		{ "false", false },
		{ "off", false },
		{ "0", false },
	};

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (strcasecmp(value, words[i].word) == 0) {
			*ret = words[i].is;
			return true;
		}
	}
	return false;
}

static bool parse_long(const struct config_key *key, const char *value, long *ret)
{
	char *end;
	long v;

	if ((*value < '0' || *value > '9') && *value != '-')
		return false;
	errno = 0;
	v = strtol(value, &end, 10);
	if (errno || end == value || *end || v < key->min || v > key->max)
		return false;
	*ret = v;
	return true;
}

/* Stores value in out. False: out is as it was. */
static bool store(const struct config_key *key, const char *value, char *out)
{
	size_t len = strlen(value);
	bool flag;
	long number;

	switch (key->type) {
	case CONFIG_STR:
		if (len >= CONFIG_VALUE_MAX)
			return false;
		memset(out + key->offset, 0, CONFIG_VALUE_MAX);
		memcpy(out + key->offset, value, len + 1);
		return true;
	case CONFIG_LONG:
		if (!parse_long(key, value, &number))
			return false;
		memcpy(out + key->offset, &number, sizeof(number));
		return true;
	case CONFIG_BOOL:
		if (!parse_bool(value, &flag))
			return false;
		memcpy(out + key->offset, &flag, sizeof(flag));
		return true;
	}
	assert(!"a config_type that exists");
	return false;
}

void config_defaults(const struct config_key *keys, size_t n, void *out)
{
	for (size_t i = 0; i < n; i++) {
		bool ok = !keys[i].fallback || store(&keys[i], keys[i].fallback, out);

		assert(ok);
		(void)ok;
	}
}

static void zero_member(const struct config_key *key, char *out)
{
	static const size_t sizes[] = {
		[CONFIG_STR] = CONFIG_VALUE_MAX,
		[CONFIG_LONG] = sizeof(long),
		[CONFIG_BOOL] = sizeof(bool),
	};

	memset(out + key->offset, 0, sizes[key->type]);
}

static void complain_value(struct load *l, const struct config_key *key)
{
	switch (key->type) {
	case CONFIG_STR:
		complain(l, l->line, "%s: longer than %d bytes", key->name, CONFIG_VALUE_MAX - 1);
		return;
	case CONFIG_LONG:
		complain(l, l->line, "%s: not a number from %ld to %ld", key->name, key->min,
			key->max);
		return;
	case CONFIG_BOOL:
		complain(l, l->line, "%s: neither yes nor no", key->name);
		return;
	}
}

static int on_value(void *user, const char *section, const char *name, const char *value)
{
	struct load *l = user;
	bool mine = false;

	if (l->bad)
		return 1;
	for (size_t i = 0; i < l->n; i++) {
		const struct config_key *key = &l->keys[i];

		if (strcmp(section, key->section) != 0)
			continue;
		mine = true;
		if (strcmp(name, key->name) != 0)
			continue;
		if (l->seen[i])
			complain(l, l->line, "%s: given twice", key->name);
		else if (!store(key, value, l->out))
			complain_value(l, key);
		l->seen[i] = true;
		return 1;
	}
	if (mine)
		complain(l, l->line, "%.64s: unknown key in [%.64s]", name, section);
	return 1;
}

/* True for a line that says nothing, however long it is. */
static bool is_comment(const char *line)
{
	line += strspn(line, " \t");
	return *line == '#' || *line == ';';
}

/* libinih's fgets: one line, or an empty one in its place when it is a comment or already a
 * mistake. */
static char *next_line(char *str, int num, void *stream)
{
	struct load *l = stream;
	char *line = NULL;
	size_t cap = 0;
	ssize_t len = getline(&line, &cap, l->file);

	if (len < 0) {
		free(line);
		return NULL;
	}
	l->line++;
	if (memchr(line, '\0', (size_t)len))
		complain(l, l->line, "a zero byte");
	else if (!is_comment(line) && len >= num)
		complain(l, l->line, "a line longer than %d bytes", num - 2);
	if (len >= num || l->bad || is_comment(line))
		snprintf(str, (size_t)num, "\n");
	else
		memcpy(str, line, (size_t)len + 1);
	free(line);
	return str;
}

static void parse(struct load *l)
{
	int first;

	/* Debian's libinih lets the program choose these two; each key stands on one line of its
	 * own. */
	ini_max_line = LINE_MAX_BYTES;
	ini_allow_multiline = false;
	first = ini_parse_stream(next_line, l, on_value, l);
	if (ferror(l->file))
		complain(l, 0, "cannot read: %s", strerror(errno));
	else if (first < 0)
		complain(l, 0, "out of memory");
	else if (first > 0 && (!l->bad || first < l->err->line)) {
		l->bad = false;
		complain(l, first, "neither a [section] nor name = value");
	}
}

bool config_load(const char *path, const struct config_key *keys, size_t n, void *out,
	struct config_error *err)
{
	struct load l = { .path = path, .keys = keys, .n = n, .out = out, .err = err };

	assert(n <= CONFIG_KEYS_MAX);
	config_defaults(keys, n, out);
	l.file = fopen(path, "re");
	if (!l.file) {
		complain(&l, 0, "cannot open: %s", strerror(errno));
		return false;
	}
	parse(&l);
	fclose(l.file);
	if (l.bad) {
		for (size_t i = 0; i < n; i++)
			zero_member(&keys[i], out);
		config_defaults(keys, n, out);
	}
	return !l.bad;
}
