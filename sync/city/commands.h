/* SPDX-License-Identifier: Apache-2.0 */
/*
 * commands — the subcommands of marumado-city. Each returns a sysexits(3) code and has logged
 * why when it is not 0. Standard output is their result, standard error is for people.
 * Layer: city, directly below main.
 */
#ifndef MARUMADO_CITY_COMMANDS_H
#define MARUMADO_CITY_COMMANDS_H
#include <stddef.h>
#include "options.h"
#include "store.h"

#define COMMANDS_ID_MIN 8 /* shortest prefix of a kid that names a device */

int command_init(const struct options *o);    /* init.c */
int command_serve(const struct options *o);   /* serve.c */
int command_devices(const struct options *o); /* devices.c */
int command_approve(const struct options *o);
int command_revoke(const struct options *o);
int command_list(const struct options *o);    /* export.c */
int command_export(const struct options *o);
int command_import(const struct options *o);  /* import.c */
int command_add_content(const struct options *o); /* addkey.c */
int command_publish(const struct options *o); /* publish.c */

/* The database's name: --db, or city.db in --dir. False when too long. devices.c */
bool command_store_name(const struct options *o, char ret[static 4096]);
/* Opens the store of --dir/--db. 0, or the exit code after logging; then *ret is untouched.
 * devices.c */
int command_open_store(const struct options *o, enum store_mode mode, int busy_ms,
	struct store **ret) __attribute__((warn_unused_result));
/* The exit code for a store result, after logging what was being done. devices.c */
int command_store_failed(enum store_result r, const char *doing);
/* "2026-11-23T01:05:00Z". devices.c */
void command_time(int64_t at_s, char ret[static 24]);
#endif
