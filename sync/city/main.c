/* SPDX-License-Identifier: Apache-2.0 */
/*
 * main — marumado-city: the city's receiver. A table of subcommands; each lives in its own file.
 *
 * Rights are given up before anything is read: no core dump (acknowledgement and root keys pass
 * through memory), no new privileges, new files for the owner only. This program never holds the
 * key that opens a seal.
 */
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sysexits.h>
#include "commands.h"
#include "log.h"

static const struct command {
	const char *name;
	int (*run)(const struct options *o);
	const char *options; /* long options it takes */
	bool wants_argument;
	const char *usage;
} COMMANDS[] = {
	{ "init", command_init, "name host seal content db", true,
		"DIR --seal PUB.jwk... [--content PUB.jwk]... [--name CITY] [--host NAME]..."
		" [--db FILE]" },
	{ "serve", command_serve, "dir db listen cert key no-tls rate", false,
		"[--dir DIR] [--db FILE] [--listen ADDR:PORT|unix:/PATH] [--cert F --key F]"
		" [--no-tls] [--rate N]" },
	{ "devices", command_devices, "dir db", false, "[--dir DIR] [--db FILE]" },
	{ "approve", command_approve, "dir db site", true,
		"ID --site NAME [--dir DIR] [--db FILE]" },
	{ "revoke", command_revoke, "dir db", true, "ID [--dir DIR] [--db FILE]" },
	{ "list", command_list, "dir db after", false, "[--after N] [--dir DIR] [--db FILE]" },
	{ "export", command_export, "dir db after", false, "[--after N] [--dir DIR] [--db FILE]" },
	{ "import", command_import, "dir db out", true,
		"FILE [--out FILE] [--dir DIR] [--db FILE]" },
	{ "add-content", command_add_content, "dir root", true,
		"PUB.jwk [--dir DIR] [--root FILE]..." },
	{ "publish", command_publish, "dir", true, "FILE [--dir DIR]" },
};
#define COMMAND_COUNT (sizeof(COMMANDS) / sizeof(COMMANDS[0]))

static void print_usage(FILE *out, const struct command *only)
{
	const char *before = "usage:";
	for (size_t i = 0; i < COMMAND_COUNT; i++) {
		if (only && only != &COMMANDS[i])
			continue;
		fprintf(out, "%s marumado-city %s %s\n", before, COMMANDS[i].name,
			COMMANDS[i].usage);
		before = "      ";
	}
	if (out == stdout)
		puts("exit codes are those of sysexits(3); `init` alone makes a database;"
			" the README tells more");
}

static bool asks_for_help(int argc, char **argv)
{
	for (int i = 1; i < argc; i++)
		if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0)
			return true;
	return false;
}

/* The exit code, after all that was printed has gone out. */
static int finish(int status)
{
	bool failed = fflush(stdout) != 0 || ferror(stdout);
	if (failed && status == EX_OK)
		die(EX_IOERR, "cannot write to standard output");
	return status;
}

static void give_up_rights(void)
{
	umask(077);
	if (setrlimit(RLIMIT_CORE, &(struct rlimit){ 0, 0 }) != 0
		|| prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0
		|| prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0)
		die(EX_OSERR, "cannot give up rights");
}

int main(int argc, char **argv)
{
	struct options o;
	char err[OPTIONS_ERR_MAX];
	const struct command *command = NULL;
	log_open("marumado-city", LOG_LEVEL_INFO);
	give_up_rights();
	keys_init();
	if (argc == 2 && strcmp(argv[1], "--version") == 0) {
		puts("marumado-city " MARUMADO_VERSION);
		return finish(EX_OK);
	}
	for (size_t i = 0; argc >= 2 && i < COMMAND_COUNT; i++)
		if (strcmp(argv[1], COMMANDS[i].name) == 0)
			command = &COMMANDS[i];
	if ((argc == 2 || command) && asks_for_help(argc, argv)) {
		print_usage(stdout, command);
		return finish(EX_OK);
	}
	if (!command) {
		print_usage(stderr, NULL);
		return EX_USAGE;
	}
	if (!options_parse(&o, argc - 1, argv + 1, command->options, command->wants_argument, err))
		die(EX_USAGE, "%s: %s (usage: %s)", command->name, err, command->usage);
	return finish(command->run(&o));
}
