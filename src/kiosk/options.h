/* SPDX-License-Identifier: Apache-2.0 */
/*
 * options — the command line of marumado-kiosk (design.md §6). Pure.
 */
#ifndef MARUMADO_OPTIONS_H
#define MARUMADO_OPTIONS_H
#include <stddef.h>

enum options_command { COMMAND_RUN, COMMAND_ENROL, COMMAND_STATUS, COMMAND_STAFF, COMMAND_VERSION,
	COMMAND_HELP };

#define OPTIONS_WORDS_MAX 3

struct options { /* strings are borrowed from argv; NULL when not given */
	enum options_command command;
	const char *word[OPTIONS_WORDS_MAX]; /* what follows "staff" */
	int words;
	const char *config, *data, *content, *script, *inspect, *lang;
	int w, h;  /* 0 = not given */
	int scale; /* percent; 100 when not given */
};

#define OPTIONS_EDGE_MIN  320
#define OPTIONS_EDGE_MAX  8192
#define OPTIONS_SCALE_MIN 50
#define OPTIONS_SCALE_MAX 400

/* Fills ret. Returns 0 or EX_USAGE (64) with one line in err. */
int options_parse(struct options *ret, int argc, char **argv, char *err, size_t err_cap);
/* The text of --help; static storage. */
const char *options_help(void);
/* "1920x1080" → both edges; 0 or -1 when it is not a size within the limits above. */
int options_size(const char *text, int *ret_w, int *ret_h);
#endif
