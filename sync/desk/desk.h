/* SPDX-License-Identifier: Apache-2.0 */
/*
 * desk — the commands of marumado-desk and what the command line says to them.
 *
 * Layer: desk, top. main.c parses, one file per command does the work and returns a sysexits(3)
 * status.
 */
#ifndef MARUMADO_DESK_H
#define MARUMADO_DESK_H

#include <stdbool.h>

#define DESK_ENTRIES_MAX 3

enum desk_format { DESK_NDJSON, DESK_CSV, DESK_HTML, DESK_FORM, DESK_PDF };
enum desk_kind { DESK_CASES, DESK_ACT, DESK_LOG };

struct desk_options {                   /* all pointers borrowed from argv */
	const char *dir;                /* keygen: where to; status, takeover: keys and list */
	const char *name;               /* keygen: file name without ending */
	const char *key, *labels, *out; /* open, report; NULL when not given */
	const char *const *items;       /* open, report: the exports; none: standard input */
	int item_files;
	const char *lane; /* open: "JUSO", "SHIEN", NULL when not given: JUSO */
	const char *form; /* open: columns of the national form */
	const char *sheet; /* open: the national form on paper */
	enum desk_format format;
	enum desk_kind kind;
	const char *month, *plan; /* report: "2026-11"; what is counted, NULL when not given */
	const char *rates;        /* report: what the city pays, NULL when not given */
	bool sign; /* keygen: a key that signs statuses instead of one that opens seals */
	/* status; NULL when not given */
	const char *receipt, *code, *desk, *codes, *directory;
	const char *entry[DESK_ENTRIES_MAX]; /* ids of the directory */
	int entry_len;
	bool forget;
};

/* Makes a sealing or signing key: DIR/NAME.jwk (private) and DIR/NAME.pub.jwk. Never overwrites:
 * EX_CANTCREAT. */
int desk_keygen(const struct desk_options *o);
/* Opens what `marumado-city export` wrote. Prints what opens and is of the kind and lane, names
 * what does not: EX_OK, EX_DATAERR when some item was bad, EX_NOINPUT, EX_NOPERM (key readable by
 * others), EX_CONFIG (labels), EX_CANTCREAT. */
int desk_open(const struct desk_options *o);
/* Gives a number an answer (or takes it out) and writes DIR/status.jws for `marumado-city publish`,
 * signed by DIR/status.jwk. EX_OK, EX_USAGE (number, code, desk, entry), EX_NOINPUT, EX_NOPERM,
 * EX_CONFIG (key document, codes), EX_DATAERR, EX_TEMPFAIL, EX_CANTCREAT. */
int desk_status(const struct desk_options *o);
/* Moves the answers of numbers that were taken over to the new numbers, as the AMD in the items
 * say, and publishes. Exit codes as desk_open and desk_status. */
int desk_takeover(const struct desk_options *o);
/* Writes the month's activities and the counts of cases into the folder o->out: CSV and SVG. Exit
 * codes as desk_open; EX_DATAERR also when an activity list does not fit its hash. */
int desk_report(const struct desk_options *o);
#endif
