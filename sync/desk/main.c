/* SPDX-License-Identifier: Apache-2.0 */
/*
 * marumado-desk — why: the coordinator's program, for a machine without a network: it makes the
 * sealing key and opens what the city server exported. It has no sockets and no code that could
 * make one.
 *
 * main is the table of contents: options by a table per command, then one function per command.
 * Core dumps are off because plaintext and the opening secret pass through memory.
 * Not here: the work (keygen.c, open.c).
 */
#include <getopt.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sysexits.h>
#include <unistd.h>
#include "desk.h"
#include "keys.h"
#include "log.h"

#define USAGE                                                                                      \
	"usage: marumado-desk keygen DIR [--name coordinator]\n"                                   \
	"       marumado-desk open --key FILE [ITEMS] [--format ndjson|csv|html]\n"                \
	"                          [--labels FILE] [--lane juso|shien] [--out FILE]\n"             \
	"\n"                                                                                       \
	"keygen   make a sealing key: DIR/NAME.jwk (private) and DIR/NAME.pub.jwk (for the "       \
	"city)\n"                                                                                  \
	"open     open the items of `marumado-city export` (a file, or standard input)\n"          \
	"\n"                                                                                       \
	"  --name NAME      name of the key's files (default: coordinator)\n"                      \
	"  --key FILE       private key, readable by its owner only\n"                             \
	"  --format FORMAT  ndjson: one record a line (default); csv: for a spreadsheet;\n"      \
	"                   html: a page to read and print, with what was written by finger\n"     \
	"  --labels FILE    column headings and words for codes (csv, html)\n"                     \
	"  --lane LANE      only juso (with the person's consent) or only shien (without)\n"       \
	"  --out FILE       write there instead of standard output, readable by its owner only\n"  \
	"  -h, --help       this text\n"                                                           \
	"      --version    the version\n"                                                         \
	"\n"                                                                                       \
	"exit: 0 all well, 64 usage, 65 some item was bad, 66 no input, 73 cannot create, 74 "     \
	"cannot write,\n"                                                                          \
	"77 the key can be read by others, 78 labels\n"

static const struct command {
	const char *name;
	int (*run)(const struct desk_options *);
} commands[] = { { "keygen", desk_keygen }, { "open", desk_open } };

static const struct option known[] = {
	{ "name", required_argument, NULL, 'n' },
	{ "key", required_argument, NULL, 'k' },
	{ "format", required_argument, NULL, 'f' },
	{ "labels", required_argument, NULL, 'l' },
	{ "lane", required_argument, NULL, 'a' },
	{ "out", required_argument, NULL, 'o' },
	{ "help", no_argument, NULL, 'h' },
	{ "version", no_argument, NULL, 'v' },
	{ NULL, 0, NULL, 0 },
};

static const struct {
	const char *word, *lane;
} lanes[] = { { "juso", "JUSO" }, { "shien", "SHIEN" } };

static const char *lane_of(const char *word)
{
	for (size_t i = 0; i < sizeof lanes / sizeof *lanes; i++)
		if (strcmp(lanes[i].word, word) == 0)
			return lanes[i].lane;
	die(EX_USAGE, "unknown lane '%s'", word);
}

static enum desk_format format_of(const char *word)
{
	if (strcmp(word, "csv") == 0)
		return DESK_CSV;
	if (strcmp(word, "html") == 0)
		return DESK_HTML;
	if (strcmp(word, "ndjson") == 0)
		return DESK_NDJSON;
	die(EX_USAGE, "unknown format '%s'", word);
}

static void one_option(struct desk_options *o, int c)
{
	const struct {
		int c;
		const char **to;
	} texts[] = { { 'n', &o->name }, { 'k', &o->key }, { 'l', &o->labels }, { 'o', &o->out } };

	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		if (texts[i].c == c)
			*texts[i].to = optarg;
	if (c == 'f')
		o->format = format_of(optarg);
	else if (c == 'a')
		o->lane = lane_of(optarg);
	else if (c == '?' || c == ':')
		die(EX_USAGE, "see marumado-desk --help");
}

/* Reads argv; true when help or version was all that was wanted. */
static bool parse(struct desk_options *o, const char **command, int argc, char **argv)
{
	const char *word[2] = { NULL, NULL };
	size_t n = 0;
	int c;

	while ((c = getopt_long(argc, argv, "h", known, NULL)) != -1) {
		if (c == 'h' || c == 'v') {
			fputs(c == 'h' ? USAGE : "marumado-desk " MARUMADO_VERSION "\n", stdout);
			return true;
		}
		one_option(o, c);
	}
	for (int i = optind; i < argc; i++) {
		if (n < 2)
			word[n++] = argv[i];
		else
			die(EX_USAGE, "too many words: '%s'", argv[i]);
	}
	*command = word[0];
	o->dir = o->items = word[1];
	return false;
}

static void check(const struct desk_options *o, const struct command *c)
{
	if (c->run == desk_keygen && (!o->dir || o->key || o->labels || o->out || o->lane))
		die(EX_USAGE, "usage: marumado-desk keygen DIR [--name NAME]");
	if (c->run == desk_open && !o->key)
		die(EX_USAGE, "open needs --key FILE");
}

int main(int argc, char **argv)
{
	struct desk_options o = { .name = "coordinator", .format = DESK_NDJSON };
	const struct rlimit none = { 0, 0 };
	const char *word = NULL;

	log_open("marumado-desk", LOG_LEVEL_INFO);
	setrlimit(RLIMIT_CORE, &none);
#ifndef __SANITIZE_ADDRESS__ /* whose leak check traces this process */
	prctl(PR_SET_DUMPABLE, 0);
#endif
	keys_init();
	if (parse(&o, &word, argc, argv))
		return fflush(stdout) == 0 ? EX_OK : EX_IOERR;
	for (size_t i = 0; word && i < sizeof commands / sizeof *commands; i++)
		if (strcmp(commands[i].name, word) == 0) {
			check(&o, &commands[i]);
			return commands[i].run(&o);
		}
	die(EX_USAGE, word ? "unknown command '%s'" : "no command; see marumado-desk --help", word);
}
