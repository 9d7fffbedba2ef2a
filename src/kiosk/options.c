/* SPDX-License-Identifier: Apache-2.0 */
/*
 * options — getopt_long over one table. Values are only checked for form here; whether a folder or
 * file exists is found out by the code that opens it, so that there is one message for each fault.
 */
#include "options.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

static const char help[] =
	"usage: marumado-kiosk [options]            the terminal\n"
	"       marumado-kiosk [options] enrol      make the device key, show what the city must "
	"approve\n"
	"       marumado-kiosk [options] status     what waits to be sent, as JSON\n"
	"       marumado-kiosk [options] staff add [NAME [manager|staff]]\n"
	"       marumado-kiosk [options] staff list | staff remove ID\n"
	"                                           who may open the staff side; asks for "
	"PINs\n"
	"options:\n"
	"  --config F    settings (INI)\n"
	"  --data D      folder for keys and the outbox\n"
	"  --content D   forms, languages, keyboards\n"
	"  --size WxH    window of this size instead of the whole display\n"
	"  --scale N     everything N percent as large\n"
	"  --lang TAG    language before anyone has chosen\n"
	"  --script F    run the commands of F (- is standard input) without a display\n"
	"  --inspect F   write what is on the screen to F as JSON after every frame\n"
	"  --version, -h, --help\n";

const char *options_help(void)
{
	return help;
}

int options_size(const char *text, int *ret_w, int *ret_h)
{
	char *end;
	long w = strtol(text, &end, 10);
	if (end == text || *end != 'x')
		return -1;
	const char *second = end + 1;
	long h = strtol(second, &end, 10);
	if (end == second || *end)
		return -1;
	if (w < OPTIONS_EDGE_MIN || w > OPTIONS_EDGE_MAX || h < OPTIONS_EDGE_MIN ||
		h > OPTIONS_EDGE_MAX)
		return -1;
	*ret_w = (int)w;
	*ret_h = (int)h;
	return 0;
}

static int read_scale(struct options *o, const char *text)
{
	char *end;
	long n = strtol(text, &end, 10);
	if (end == text || *end || n < OPTIONS_SCALE_MIN || n > OPTIONS_SCALE_MAX)
		return -1;
	o->scale = (int)n;
	return 0;
}

static int read_command(struct options *o, int argc, char **argv, char *err, size_t cap)
{
	if (optind == argc)
		return 0;
	int staff = strcmp(argv[optind], "staff") == 0;
	int most = staff ? 1 + OPTIONS_WORDS_MAX : 1;
	if (argc - optind > most) {
		snprintf(err, cap, "too many arguments: '%s'", argv[optind + most]);
		return EX_USAGE;
	}
	if (strcmp(argv[optind], "enrol") == 0) {
		o->command = COMMAND_ENROL;
	} else if (strcmp(argv[optind], "status") == 0) {
		o->command = COMMAND_STATUS;
	} else if (staff) {
		o->command = COMMAND_STAFF;
		for (int i = optind + 1; i < argc; i++)
			o->word[o->words++] = argv[i];
	} else {
		snprintf(err, cap, "unknown command '%s'", argv[optind]);
		return EX_USAGE;
	}
	return 0;
}

enum {
	OPT_CONFIG = 256,
	OPT_DATA,
	OPT_CONTENT,
	OPT_SIZE,
	OPT_SCALE,
	OPT_SCRIPT,
	OPT_INSPECT,
	OPT_LANG,
	OPT_VERSION
};

static const struct option longs[] = { { "config", required_argument, NULL, OPT_CONFIG },
	{ "data", required_argument, NULL, OPT_DATA },
	{ "content", required_argument, NULL, OPT_CONTENT },
	{ "size", required_argument, NULL, OPT_SIZE },
	{ "scale", required_argument, NULL, OPT_SCALE },
	{ "script", required_argument, NULL, OPT_SCRIPT },
	{ "inspect", required_argument, NULL, OPT_INSPECT },
	{ "lang", required_argument, NULL, OPT_LANG },
	{ "version", no_argument, NULL, OPT_VERSION }, { "help", no_argument, NULL, 'h' },
	{ NULL, 0, NULL, 0 } };

/* Where the plain strings go; the others need reading. */
static const char **string_of(struct options *o, int c)
{
	const char **where[] = { &o->config, &o->data, &o->content, NULL, NULL, &o->script,
		&o->inspect, &o->lang };
	return c >= OPT_CONFIG && c <= OPT_LANG ? where[c - OPT_CONFIG] : NULL;
}

int options_parse(struct options *ret, int argc, char **argv, char *err, size_t err_cap)
{
	struct options o = { .scale = 100 };
	int c, which = 0;

	optind = 0;
	opterr = 0;
	while ((c = getopt_long(argc, argv, ":h", longs, NULL)) != -1) {
		const char **s = string_of(&o, c);
		if (s) {
			*s = optarg;
		} else if (c == OPT_VERSION || c == 'h') {
			o.command = c == OPT_VERSION ? COMMAND_VERSION : COMMAND_HELP;
			*ret = o;
			return 0;
		} else if (c == OPT_SIZE && options_size(optarg, &o.w, &o.h) == 0) {
			continue;
		} else if (c == OPT_SCALE && read_scale(&o, optarg) == 0) {
			continue;
		} else if (c == OPT_SIZE || c == OPT_SCALE) {
			snprintf(err, err_cap, "--%s: not a value within the limits: '%s'",
				longs[which].name, optarg);
			return EX_USAGE;
		} else {
			snprintf(err, err_cap,
				c == ':' ? "%s: needs a value" : "unknown option '%s'",
				argv[optind - 1]);
			return EX_USAGE;
		}
	}
	int rc = read_command(&o, argc, argv, err, err_cap);
	if (rc == 0)
		*ret = o;
	return rc;
}
