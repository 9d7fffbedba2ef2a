/* SPDX-License-Identifier: Apache-2.0 */
/*
 * marumado-desk — why: the coordinator's program, for a machine without a network: it makes the
 * sealing key and opens what the city server exported. It has no sockets and no code that could
 * make one.
 *
 * main is the table of contents: options by a table per command, then one function per command.
 * Core dumps are off because plaintext and the opening secret pass through memory.
 * Not here: the work (keygen.c, open.c, report.c).
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
	"usage: marumado-desk keygen DIR [--name coordinator] [--sign]\n"                          \
	"       marumado-desk open --key FILE [ITEMS...] [--lane juso|shien]\n"                    \
	"                          [--format ndjson|csv|html|form-csv|pdf] [--labels FILE]\n"      \
	"                          [--form FILE] [--sheet FILE] [--kind cases|act|log] [--out "    \
	"FILE]\n"                                                                                  \
	"       marumado-desk report --month YYYY-MM --key FILE ITEMS... --out DIR\n"              \
	"                          [--labels FILE] [--plan FILE] [--rates FILE]\n"                 \
	"       marumado-desk status RECEIPT CODE --dir DIR [--desk DESK] [--entry ID]...\n"       \
	"       marumado-desk status RECEIPT --forget --dir DIR\n"                                 \
	"       marumado-desk takeover --key FILE ITEMS... --dir DIR\n"                            \
	"\n"                                                                                       \
	"keygen   make a sealing key: DIR/NAME.jwk (private) and DIR/NAME.pub.jwk (for the "       \
	"city)\n"                                                                                  \
	"open     open the items of `marumado-city export` (files, or standard input); give all "  \
	"exports\n"                                                                                \
	"         that may hold a case, its amendments and withdrawals: they are put together\n"   \
	"report   a month's activities by site, and counts of cases without small numbers\n"       \
	"status   tell the person with this receipt: READ, DESK, CALL, COME or CLOSED_HELP; "      \
	"makes\n"                                                                                  \
	"         DIR/status.jws for `marumado-city publish`; RECEIPT - reads standard input\n"    \
	"takeover people took records over under new numbers: their answers move there, and\n"     \
	"         the old numbers get none any more; give the items, each day\n"                   \
	"\n"                                                                                       \
	"  --name NAME      name of the key's files (default: coordinator)\n"                      \
	"  --sign           a key that signs statuses (use --name status)\n"                       \
	"  --key FILE       private key, readable by its owner only\n"                             \
	"  --lane LANE      juso: with the person's consent (default); shien: without\n"           \
	"  --kind KIND      cases (default); act: activity lists; log: audit logs\n"               \
	"  --format FORMAT  ndjson: one record a line (default); csv: a table for a "              \
	"spreadsheet;\n"                                                                           \
	"                   html: a page to read and print, with what was written by finger;\n"    \
	"                   form-csv: one row a case, columns of the national form;\n"             \
	"                   pdf: the national form on paper, a page a case, into --out FILE\n"     \
	"  --labels FILE    column headings and words for codes (desk-labels.json)\n"              \
	"  --form FILE      columns of form-csv (desk-form.json)\n"                                \
	"  --sheet FILE     where everything stands on the page (sheets/application.json)\n"       \
	"  --plan FILE      what the report counts (desk-report.json)\n"                           \
	"  --rates FILE     what the city pays for which activity: report writes amounts.csv, "    \
	"too\n"                                                                                    \
	"  --month YYYY-MM  of activities; for cases, when they reached the city\n"                \
	"  --out FILE       write there instead of standard output, readable by its owner only;\n" \
	"                   report: a folder\n"                                                    \
	"  --dir DIR        with status.jwk (keygen --sign), keys.jws (the city's) and the list\n" \
	"                   cases.json, which is made there\n"                                     \
	"  --desk DESK      KAI, SHO, KOD, KON or OTH\n"                                           \
	"  --entry ID       somewhere to turn, of the directory; up to 3\n"                        \
	"  --codes FILE     status-codes.json;  --directory FILE  directory.json\n"                \
	"  --forget         take the number out of the list\n"                                     \
	"  -h, --help       this text\n"                                                           \
	"      --version    the version\n"                                                         \
	"\n"                                                                                       \
	"exit: 0 all well, 64 usage, 65 some item was bad, 66 no input, 73 cannot create, 74 "     \
	"cannot write,\n"                                                                          \
	"75 another desk is at it, 77 the key can be read by others, 78 labels, codes, plan or "   \
	"keys\n"

static const struct command {
	const char *name;
	int (*run)(const struct desk_options *);
} commands[] = { { "keygen", desk_keygen }, { "open", desk_open }, { "report", desk_report },
	{ "status", desk_status }, { "takeover", desk_takeover } };

static const struct option known[] = {
	{ "name", required_argument, NULL, 'n' },
	{ "key", required_argument, NULL, 'k' },
	{ "format", required_argument, NULL, 'f' },
	{ "labels", required_argument, NULL, 'l' },
	{ "lane", required_argument, NULL, 'a' },
	{ "out", required_argument, NULL, 'o' },
	{ "form", required_argument, NULL, 'm' },
	{ "sheet", required_argument, NULL, 'S' },
	{ "kind", required_argument, NULL, 'i' },
	{ "month", required_argument, NULL, 't' },
	{ "plan", required_argument, NULL, 'p' },
	{ "rates", required_argument, NULL, 'R' },
	{ "dir", required_argument, NULL, 'd' },
	{ "desk", required_argument, NULL, 'D' },
	{ "entry", required_argument, NULL, 'e' },
	{ "codes", required_argument, NULL, 'c' },
	{ "directory", required_argument, NULL, 'r' },
	{ "sign", no_argument, NULL, 's' },
	{ "forget", no_argument, NULL, 'F' },
	{ "help", no_argument, NULL, 'h' },
	{ "version", no_argument, NULL, 'v' },
	{ NULL, 0, NULL, 0 },
};

static const struct {
	const char *word, *lane;
} lanes[] = { { "juso", "JUSO" }, { "shien", "SHIEN" } };

static const struct {
	const char *word;
	enum desk_format format;
} formats[] = { { "ndjson", DESK_NDJSON }, { "csv", DESK_CSV }, { "html", DESK_HTML },
	{ "form-csv", DESK_FORM }, { "pdf", DESK_PDF } };

static const struct {
	const char *word;
	enum desk_kind kind;
} kinds[] = { { "cases", DESK_CASES }, { "act", DESK_ACT }, { "log", DESK_LOG } };

static const char *lane_of(const char *word)
{
	for (size_t i = 0; i < sizeof lanes / sizeof *lanes; i++)
		if (strcmp(lanes[i].word, word) == 0)
			return lanes[i].lane;
	die(EX_USAGE, "unknown lane '%s'", word);
}

static enum desk_format format_of(const char *word)
{
	for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
		if (strcmp(formats[i].word, word) == 0)
			return formats[i].format;
	die(EX_USAGE, "unknown format '%s'", word);
}

static enum desk_kind kind_of(const char *word)
{
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (strcmp(kinds[i].word, word) == 0)
			return kinds[i].kind;
	die(EX_USAGE, "unknown kind '%s'", word);
}

/* "2026-11" */
static bool month_ok(const char *s)
{
	return s && strlen(s) == 7 && s[4] == '-' && strspn(s, "0123456789") == 4 &&
	       strspn(s + 5, "0123456789") == 2 && strcmp(s + 5, "01") >= 0 &&
	       strcmp(s + 5, "12") <= 0;
}

static void one_option(struct desk_options *o, int c)
{
	const struct {
		int c;
		const char **to;
	} texts[] = { { 'n', &o->name }, { 'k', &o->key }, { 'l', &o->labels }, { 'o', &o->out },
		{ 'm', &o->form }, { 'S', &o->sheet }, { 't', &o->month }, { 'p', &o->plan },
		{ 'R', &o->rates }, { 'd', &o->dir }, { 'D', &o->desk }, { 'c', &o->codes },
		{ 'r', &o->directory } };

	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		if (texts[i].c == c)
			*texts[i].to = optarg;
	if (c == 'f')
		o->format = format_of(optarg);
	else if (c == 'a')
		o->lane = lane_of(optarg);
	else if (c == 'i')
		o->kind = kind_of(optarg);
	else if (c == 's')
		o->sign = true;
	else if (c == 'F')
		o->forget = true;
	else if (c == 'e' && o->entry_len < DESK_ENTRIES_MAX)
		o->entry[o->entry_len++] = optarg;
	else if (c == 'e')
		die(EX_USAGE, "at most %d entries", DESK_ENTRIES_MAX);
	else if (c == '?' || c == ':')
		die(EX_USAGE, "see marumado-desk --help");
}

/* Reads argv; true when help or version was all that was wanted. */
static bool parse(struct desk_options *o, const char **command, int argc, char **argv)
{
	int c;

	while ((c = getopt_long(argc, argv, "h", known, NULL)) != -1) {
		if (c == 'h' || c == 'v') {
			fputs(c == 'h' ? USAGE : "marumado-desk " MARUMADO_VERSION "\n", stdout);
			return true;
		}
		one_option(o, c);
	}
	if (optind < argc)
		*command = argv[optind++];
	o->items = (const char *const *)argv + optind;
	o->item_files = argc - optind;
	return false;
}

/* status RECEIPT CODE, status RECEIPT --forget */
static void check_status(struct desk_options *o)
{
	o->receipt = o->item_files > 0 ? o->items[0] : NULL;
	o->code = o->item_files > 1 ? o->items[1] : NULL;
	if (o->item_files > 2 || !o->dir || !o->receipt || !o->code == !o->forget)
		die(EX_USAGE, "usage: marumado-desk status RECEIPT CODE --dir DIR [--desk DESK] "
			      "[--entry ID]...");
}

static void check(struct desk_options *o, const struct command *c)
{
	if (c->run == desk_keygen) {
		if (o->item_files != 1 || o->key || o->labels || o->out || o->lane)
			die(EX_USAGE, "usage: marumado-desk keygen DIR [--name NAME] [--sign]");
		o->dir = o->items[0];
	}
	if (c->run == desk_status)
		check_status(o);
	if (c->run == desk_takeover && (!o->key || !o->dir || o->item_files < 1))
		die(EX_USAGE, "usage: marumado-desk takeover --key FILE ITEMS... --dir DIR");
	if (c->run == desk_open && !o->key)
		die(EX_USAGE, "open needs --key FILE");
	if (c->run == desk_open && (o->month || o->plan || o->rates))
		die(EX_USAGE, "--month, --plan and --rates belong to report");
	if (o->format == DESK_PDF && !o->out)
		die(EX_USAGE, "pdf needs --out FILE");
	if (o->kind != DESK_CASES && o->lane)
		die(EX_USAGE, "--lane is of cases only");
	if (o->kind != DESK_CASES && o->format != DESK_NDJSON && o->format != DESK_CSV)
		die(EX_USAGE, "act and log are ndjson or csv");
	if (c->run != desk_report)
		return;
	if (!o->key || !o->out || o->item_files < 1 || !month_ok(o->month))
		die(EX_USAGE, "usage: marumado-desk report --month YYYY-MM --key FILE ITEMS... "
			      "--out DIR");
	if (o->lane || o->form || o->sheet || o->kind != DESK_CASES || o->format != DESK_NDJSON)
		die(EX_USAGE, "--lane, --form, --sheet, --kind and --format belong to open");
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
