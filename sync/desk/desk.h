/* SPDX-License-Identifier: Apache-2.0 */
/*
 * desk — the commands of marumado-desk and what the command line says to them.
 *
 * Layer: desk, top. main.c parses, one file per command does the work and returns a sysexits(3)
 * status.
 */
#ifndef MARUMADO_DESK_H
#define MARUMADO_DESK_H

enum desk_format { DESK_NDJSON, DESK_CSV, DESK_HTML };

struct desk_options {     /* all pointers borrowed from argv */
	const char *dir;  /* keygen: where to; open: NULL */
	const char *name; /* keygen: file name without ending */
	const char *key, *items, *labels,
		*out;     /* open; NULL when not given: items = standard input */
	const char *lane; /* open: "JUSO", "SHIEN" or NULL for both */
	enum desk_format format;
};

/* Makes a sealing key: DIR/NAME.jwk (private) and DIR/NAME.pub.jwk. Never overwrites:
 * EX_CANTCREAT. */
int desk_keygen(const struct desk_options *o);
/* Opens what `marumado-city export` wrote. Prints what opens, names what does not: EX_OK,
 * EX_DATAERR when some item was bad, EX_NOINPUT, EX_NOPERM (key readable by others), EX_CONFIG
 * (labels), EX_CANTCREAT. */
int desk_open(const struct desk_options *o);
#endif
