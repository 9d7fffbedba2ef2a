/* SPDX-License-Identifier: Apache-2.0 */
/*
 * options — the command line of marumado-city, one struct for all subcommands.
 * Layer: city. All strings are borrowed from argv.
 */
#ifndef MARUMADO_CITY_OPTIONS_H
#define MARUMADO_CITY_OPTIONS_H
#include <stdbool.h>
#include <stdint.h>
#include "keys.h"

#define OPTIONS_HOSTS_MAX 16
#define OPTIONS_RATE_DEFAULT 64 /* batches each second, per address and per device */
#define OPTIONS_ERR_MAX 160

struct options {
	const char *dir;      /* "." */
	const char *db;       /* NULL: DIR/city.db */
	const char *argument; /* DIR of init, ID of approve and revoke, FILE of import, publish */
	const char *listen, *cert, *key, *name, *site, *out;
	const char *host[OPTIONS_HOSTS_MAX]; int host_len;
	const char *seal[KEYS_SEAL_MAX]; int seal_len;
	const char *content[KEYS_CONTENT_MAX]; int content_len;
	const char *root[KEYS_ROOT_MAX]; int root_len;
	bool no_tls;
	int64_t after;
	unsigned rate;
};

/* Parses argv[1..argc) (argv[0] is the subcommand). `allowed`: the long options it takes, separated
 * by spaces; wants_argument: exactly one word besides options, else none. False: err says what is
 * wrong. */
bool options_parse(struct options *ret, int argc, char **argv, const char *allowed,
	bool wants_argument, char err[static OPTIONS_ERR_MAX]) __attribute__((warn_unused_result));
/* "DIR/NAME" into ret; false when too long. */
bool options_path(const struct options *o, const char *name, char *ret, size_t cap)
	__attribute__((warn_unused_result));
#endif
