/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Command line and configuration of the courier, both as tables. What an action needs is checked
 * here, so that a missing address is told at start and not after the first item waits. Does not
 * check that the address is one, or that files exist: who uses them does.
 */
#include "sync_options.h"

#include <getopt.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#define SITE_OTHER(key)                                                                            \
	{                                                                                          \
		"site", key, CONFIG_STR, offsetof(struct sync_options, site_other), 0, 0, NULL     \
	}

static const struct config_key KEYS[] = {
	{ "site", "data_dir", CONFIG_STR, offsetof(struct sync_options, data_dir), 0, 0, NULL },
	{ "site", "id", CONFIG_STR, offsetof(struct sync_options, site_id), 0, 0, NULL },
	SITE_OTHER("name"),
	SITE_OTHER("phone"),
	{ "sync", "url", CONFIG_STR, offsetof(struct sync_options, url), 0, 0, NULL },
	{ "sync", "ca", CONFIG_STR, offsetof(struct sync_options, ca), 0, 0, NULL },
	{ "sync", "pin", CONFIG_STR, offsetof(struct sync_options, pin), 0, 0, NULL },
	{ "sync", "usb_dir", CONFIG_STR, offsetof(struct sync_options, usb_dir), 0, 0, NULL },
	{ "sync", "lanes", CONFIG_LONG, offsetof(struct sync_options, lanes), 1, 4, "4" },
};

const char *sync_options_help(void)
{
	return "usage: marumado-sync [--config F] [--data D] [--url U] [--ca F] ACTION\n"
	       "\n"
	       "  --once       send what waits, then end: 0 drained, 75 try later, 77 refused or "
	       "revoked,\n"
	       "               65 protocol error, 78 configuration\n"
	       "  --watch      keep sending; SIGHUP tries at once, SIGTERM ends\n"
	       "  --status     print what waits and the last contact as JSON; no network\n"
	       "  --export F   write the waiting items to F (USB road)\n"
	       "  --import F   keep the acknowledgements in F, or the list of answers that F is\n"
	       "  -h, --help   this text\n"
	       "  --version    the version\n"
	       "\n"
	       "Configuration: [site] data_dir, [sync] url, ca, pin, usb_dir, lanes "
	       "(default " SYNC_CONFIG_DEFAULT ").\n";
}

static const struct option LONG_OPTIONS[] = {
	{ "config", required_argument, NULL, 'c' },
	{ "data", required_argument, NULL, 'd' },
	{ "url", required_argument, NULL, 'u' },
	{ "ca", required_argument, NULL, 'a' },
	{ "once", no_argument, NULL, 256 + SYNC_ONCE },
	{ "watch", no_argument, NULL, 256 + SYNC_WATCH },
	{ "status", no_argument, NULL, 256 + SYNC_STATUS },
	{ "export", required_argument, NULL, 256 + SYNC_EXPORT },
	{ "import", required_argument, NULL, 256 + SYNC_IMPORT },
	{ "help", no_argument, NULL, 'h' },
	{ "version", no_argument, NULL, 256 + SYNC_VERSION },
	{ NULL, 0, NULL, 0 },
};

struct given {
	const char *config, *data, *url, *ca; /* NULL when not given; borrowed from argv */
};

static bool read_arguments(
	int argc, char **argv, struct sync_options *ret, struct given *given, char *err)
{
	int c;

	optind = 0; /* start over, also when a test calls again */
	opterr = 0;
	while ((c = getopt_long(argc, argv, "h", LONG_OPTIONS, NULL)) != -1) {
		const char **slot = c == 'c'   ? &given->config
				    : c == 'd' ? &given->data
				    : c == 'u' ? &given->url
				    : c == 'a' ? &given->ca
					       : NULL;

		if (slot != NULL) {
			*slot = optarg;
		} else if (c == 'h') {
			ret->action = SYNC_HELP;
			return true;
		} else if (c >= 256 && ret->action == SYNC_NONE) {
			ret->action = (enum sync_action)(c - 256);
			ret->file = optarg;
		} else {
			snprintf(err, SYNC_ERR_MAX, "%s; see --help",
				c >= 256 ? "only one action at a time"
					 : "unknown option or missing value");
			return false;
		}
	}
	if (optind < argc || ret->action == SYNC_NONE) {
		snprintf(err, SYNC_ERR_MAX, "%s; see --help",
			optind < argc ? "unexpected argument"
				      : "say --once, --watch, --status, --export or --import");
		return false;
	}
	return true;
}

static bool override(char into[static CONFIG_VALUE_MAX], const char *value)
{
	return value == NULL ||
	       (size_t)snprintf(into, CONFIG_VALUE_MAX, "%s", value) < CONFIG_VALUE_MAX;
}

static const char *what_is_missing(const struct sync_options *o)
{
	if (o->data_dir[0] == '\0')
		return "no data folder: set [site] data_dir or give --data";
	if (access(o->data_dir, X_OK) != 0)
		return "the data folder cannot be entered";
	if (o->action != SYNC_ONCE && o->action != SYNC_WATCH)
		return NULL;
	if (o->url[0] == '\0')
		return "no address: set [sync] url or give --url";
	return o->ca[0] == '\0' ? "no authority: set [sync] ca or give --ca" : NULL;
}

int sync_options_read(
	int argc, char **argv, struct sync_options *ret, char err[static SYNC_ERR_MAX])
{
	size_t n = sizeof KEYS / sizeof KEYS[0];
	struct given given = { NULL, NULL, NULL, NULL };
	struct config_error bad;
	const char *missing;

	memset(ret, 0, sizeof *ret);
	if (!read_arguments(argc, argv, ret, &given, err))
		return EX_USAGE;
	if (ret->action == SYNC_HELP || ret->action == SYNC_VERSION)
		return 0; /* also where the configuration is broken */
	if (given.config == NULL && access(SYNC_CONFIG_DEFAULT, R_OK) == 0)
		given.config = SYNC_CONFIG_DEFAULT;
	if (given.config == NULL)
		config_defaults(KEYS, n, ret);
	else if (!config_load(given.config, KEYS, n, ret, &bad)) {
		snprintf(err, SYNC_ERR_MAX, "%s", bad.text);
		return EX_CONFIG;
	}
	if (!override(ret->data_dir, given.data) || !override(ret->url, given.url) ||
		!override(ret->ca, given.ca)) {
		snprintf(
			err, SYNC_ERR_MAX, "a value is longer than %d bytes", CONFIG_VALUE_MAX - 1);
		return EX_USAGE;
	}
	missing = what_is_missing(ret);
	if (missing != NULL)
		snprintf(err, SYNC_ERR_MAX, "%s", missing);
	return missing != NULL ? EX_CONFIG : 0;
}
