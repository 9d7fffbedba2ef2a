/* SPDX-License-Identifier: Apache-2.0 */
/*
 * config — one INI file (libinih) for all programs of a site, read into a plain struct by a table.
 *
 * Each program declares a table of the keys it reads. A key of a section that the table names but
 * that the table does not know is an error; sections of other programs are skipped. See README
 * "設定". Nothing here logs; the reason, with file and line, is in struct config_error.
 */
#ifndef MARUMADO_CONFIG_H
#define MARUMADO_CONFIG_H
#include <stdbool.h>
#include <stddef.h>

#define CONFIG_VALUE_MAX 512 /* bytes with NUL; every CONFIG_STR member is char[CONFIG_VALUE_MAX]  \
			      */
#define CONFIG_KEYS_MAX 128  /* keys in one program's table */

enum config_type { CONFIG_STR, CONFIG_LONG, CONFIG_BOOL }; /* char[CONFIG_VALUE_MAX], long, bool */

struct config_key {
	const char *section, *name;
	enum config_type type;
	size_t offset;        /* offsetof in the program's struct */
	long min, max;        /* CONFIG_LONG: inclusive bounds */
	const char *fallback; /* default value, parsed as if written in the file; NULL leaves it
				 zeroed */
};

struct config_error {
	char text[CONFIG_VALUE_MAX
		+ 256]; /* "kiosk.ini:12: panel_width_mm: not a number from 0 to 5000" */
	int line;       /* 0 when no line is to blame (file missing) */
};

/* Fills `out` (zeroed by the caller) with the fallbacks of keys[0..n). Asserts that they parse. */
void config_defaults(const struct config_key *keys, size_t n, void *out);
/* Defaults, then the file. False: err is filled, out holds defaults only. Relative paths in values
 * are kept as written. Errors: no such file, a line that is neither [section] nor name = value, an
 * unknown key in a section of the table, a key given twice, a value of the wrong kind, out of
 * bounds or too long. "name: value" and comments (# or ; at the start of a line, " ;" after a
 * value) are libinih's. */
bool config_load(const char *path, const struct config_key *keys, size_t n, void *out,
	struct config_error *err) __attribute__((warn_unused_result));
#endif
