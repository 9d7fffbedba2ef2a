/* SPDX-License-Identifier: Apache-2.0 */
/*
 * options — one table of long options; each subcommand names those it takes.
 *
 * Parsed by hand of getopt_long with its messages off, so that every complaint has the form of
 * the other messages. What a value means (does the file exist, is the address free) is the
 * subcommand's business.
 */
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "options.h"

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

enum which { OPT_DIR, OPT_DB, OPT_LISTEN, OPT_CERT, OPT_KEY, OPT_NAME, OPT_SITE, OPT_HOST, OPT_SEAL,
	OPT_NO_TLS, OPT_AFTER, OPT_RATE };

static const struct option LONG[] = {
	[OPT_DIR] = { "dir", required_argument, NULL, OPT_DIR },
	[OPT_DB] = { "db", required_argument, NULL, OPT_DB },
	[OPT_LISTEN] = { "listen", required_argument, NULL, OPT_LISTEN },
	[OPT_CERT] = { "cert", required_argument, NULL, OPT_CERT },
	[OPT_KEY] = { "key", required_argument, NULL, OPT_KEY },
	[OPT_NAME] = { "name", required_argument, NULL, OPT_NAME },
	[OPT_SITE] = { "site", required_argument, NULL, OPT_SITE },
	[OPT_HOST] = { "host", required_argument, NULL, OPT_HOST },
	[OPT_SEAL] = { "seal", required_argument, NULL, OPT_SEAL },
	[OPT_NO_TLS] = { "no-tls", no_argument, NULL, OPT_NO_TLS },
	[OPT_AFTER] = { "after", required_argument, NULL, OPT_AFTER },
	[OPT_RATE] = { "rate", required_argument, NULL, OPT_RATE },
	{ NULL, 0, NULL, 0 },
};

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

bool options_parse(struct options *ret, int argc, char **argv, const char *allowed,
	bool wants_argument, char err[static OPTIONS_ERR_MAX])
{
	struct options o = { .dir = ".", .rate = OPTIONS_RATE_DEFAULT };
	int which;
	opterr = 0;
	optind = 0; /* glibc: start anew, also for a second command line in one process (tests) */
	while ((which = getopt_long(argc, argv, ":", LONG, NULL)) != -1) {
		if (which == '?' || which == ':' || !listed(allowed, LONG[which].name)) {
			const char *word = which == '?' || which == ':' ? argv[optind - 1]
				: LONG[which].name;
			snprintf(err, OPTIONS_ERR_MAX, "%s '%.60s'",
				which == ':' ? "a value is missing after" : "unknown option", word);
			return false;
		}
		if (!apply(&o, which, optarg)) {
			snprintf(err, OPTIONS_ERR_MAX, "--%s cannot be '%.60s'", LONG[which].name,
				optarg);
			return false;
		}
	}
	if (argc - optind != (wants_argument ? 1 : 0)) {
		snprintf(err, OPTIONS_ERR_MAX, wants_argument ? "one argument is needed"
			: "too many arguments");
		return false;
	}
	o.argument = wants_argument ? argv[optind] : NULL;
	*ret = o;
	return true;
}

bool options_path(const struct options *o, const char *name, char *ret, size_t cap)
{
	int n = snprintf(ret, cap, "%s/%s", o->dir, name);
	return n > 0 && (size_t)n < cap;
}
