/* SPDX-License-Identifier: Apache-2.0 */
/*
 * options — one table of long options; each subcommand names those it takes.
 *
 * Not getopt_long: the ids that people paste are base64url and begin with a hyphen one time in
 * 64, so that only a word with two hyphens is an option, and not even that when it is as long as
 * an id. What a value means (does the file exist, is the address free) is the subcommand's
 * business.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "options.h"

#define KID_LEN 43 /* of a SHA-256 thumbprint in base64url */

static bool as_number(const char *text, long long max, long long *ret)
{
	char *end;
	errno = 0;
	long long n = strtoll(text, &end, 10);
	if (errno || end == text || *end || n < 0 || n > max)
		return false;
	*ret = n;
	return true;
}

static bool add(const char **list, int *len, int cap, const char *value)
{
	if (*len >= cap)
		return false;
	list[(*len)++] = value;
	return true;
}

enum which { OPT_DIR, OPT_DB, OPT_LISTEN, OPT_CERT, OPT_KEY, OPT_NAME, OPT_SITE, OPT_OUT,
	OPT_HOST, OPT_SEAL, OPT_CONTENT, OPT_ROOT, OPT_NO_TLS, OPT_AFTER, OPT_RATE };

static const struct { const char *name; bool has_value; } LONG[] = {
	[OPT_DIR] = { "dir", true }, [OPT_DB] = { "db", true }, [OPT_LISTEN] = { "listen", true },
	[OPT_CERT] = { "cert", true }, [OPT_KEY] = { "key", true }, [OPT_NAME] = { "name", true },
	[OPT_SITE] = { "site", true }, [OPT_OUT] = { "out", true },
	[OPT_HOST] = { "host", true }, [OPT_SEAL] = { "seal", true },
	[OPT_CONTENT] = { "content", true }, [OPT_ROOT] = { "root", true },
	[OPT_NO_TLS] = { "no-tls", false }, [OPT_AFTER] = { "after", true },
	[OPT_RATE] = { "rate", true },
};
#define LONG_COUNT (sizeof(LONG) / sizeof(LONG[0]))

static bool listed(const char *allowed, const char *name)
{
	size_t len = strlen(name);
	for (const char *p = allowed; (p = strstr(p, name)); p += len)
		if ((p == allowed || p[-1] == ' ') && (p[len] == ' ' || p[len] == '\0'))
			return true;
	return false;
}

/* Where a plain text value goes; NULL for the options that need more. */
static const char **text_slot(struct options *o, int which)
{
	const char **const slot[] = {
		[OPT_DIR] = &o->dir, [OPT_DB] = &o->db, [OPT_LISTEN] = &o->listen,
			[OPT_CERT] = &o->cert,
		[OPT_KEY] = &o->key, [OPT_NAME] = &o->name, [OPT_SITE] = &o->site,
		[OPT_OUT] = &o->out,
		[OPT_RATE] = NULL,
	};
	return slot[which];
}

static bool apply(struct options *o, int which, const char *value)
{
	long long n = 0;
	bool ok = true;
	const char **slot = text_slot(o, which);
	if (slot)
		*slot = value;
	else if (which == OPT_HOST)
		ok = add(o->host, &o->host_len, OPTIONS_HOSTS_MAX, value);
	else if (which == OPT_SEAL)
		ok = add(o->seal, &o->seal_len, KEYS_SEAL_MAX, value);
	else if (which == OPT_CONTENT)
		ok = add(o->content, &o->content_len, KEYS_CONTENT_MAX, value);
	else if (which == OPT_ROOT)
		ok = add(o->root, &o->root_len, KEYS_ROOT_MAX, value);
	else if (which == OPT_NO_TLS)
		o->no_tls = true;
	else
		ok = as_number(value, which == OPT_RATE ? 1000000 : INT64_MAX, &n);
	if (which == OPT_AFTER)
		o->after = n;
	if (which == OPT_RATE)
		o->rate = (unsigned)n;
	return ok;
}

/* Is this word an option? A kid is base64url and may begin with one or two hyphens. */
static bool is_option(const char *word)
{
	return strncmp(word, "--", 2) == 0 && (strlen(word) != KID_LEN || strchr(word, '='));
}

/* One option, with its value from "--name=value" or the next word. *at is left on the last word
 * used. */
static bool take_option(struct options *o, int argc, char **argv, int *at, const char *allowed,
	char err[static OPTIONS_ERR_MAX])
{
	const char *word = argv[*at] + 2, *value = strchr(word, '=');
	size_t len = value ? (size_t)(value - word) : strlen(word);
	for (size_t i = 0; i < LONG_COUNT; i++) {
		if (strlen(LONG[i].name) != len || strncmp(LONG[i].name, word, len) != 0
			|| !listed(allowed, LONG[i].name))
			continue;
		value = value ? value + 1 : LONG[i].has_value && *at + 1 < argc ? argv[++*at]
			: NULL;
		if (LONG[i].has_value == !value) {
			snprintf(err, OPTIONS_ERR_MAX, "--%s %s", LONG[i].name,
				value ? "takes no value" : "needs a value");
			return false;
		}
		if (apply(o, (int)i, value))
			return true;
		snprintf(err, OPTIONS_ERR_MAX, "--%s cannot be '%.60s'", LONG[i].name, value);
		return false;
	}
	snprintf(err, OPTIONS_ERR_MAX, "unknown option '%.60s'", argv[*at]);
	return false;
}

bool options_parse(struct options *ret, int argc, char **argv, const char *allowed,
	bool wants_argument, char err[static OPTIONS_ERR_MAX])
{
	struct options o = { .dir = ".", .rate = OPTIONS_RATE_DEFAULT };
	int arguments = 0;
	for (int i = 1; i < argc; i++) {
		if (is_option(argv[i])) {
			if (!take_option(&o, argc, argv, &i, allowed, err))
				return false;
		} else {
			o.argument = argv[i];
			arguments++;
		}
	}
	if (arguments != (wants_argument ? 1 : 0)) {
		snprintf(err, OPTIONS_ERR_MAX, wants_argument ? "one argument is needed"
			: "no argument is taken");
		return false;
	}
	*ret = o;
	return true;
}

bool options_path(const struct options *o, const char *name, char *ret, size_t cap)
{
	int n = snprintf(ret, cap, "%s/%s", o->dir, name);
	return n > 0 && (size_t)n < cap;
}
