/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sync_options — the courier's command line and its part of the configuration.
 *
 * Layer: sync. The command line wins over the file. Reads /etc/marumado/marumado.ini when no
 * --config is given and that file exists.
 */
#ifndef MARUMADO_SYNC_OPTIONS_H
#define MARUMADO_SYNC_OPTIONS_H
#include <stdbool.h>
#include "config.h"

#define SYNC_CONFIG_DEFAULT "/etc/marumado/marumado.ini"
#define SYNC_ERR_MAX        (CONFIG_VALUE_MAX + 320)

enum sync_action {
	SYNC_NONE,
	SYNC_ONCE,
	SYNC_WATCH,
	SYNC_STATUS,
	SYNC_EXPORT,
	SYNC_IMPORT,
	SYNC_HELP,
	SYNC_VERSION
};

struct sync_options {
	char data_dir[CONFIG_VALUE_MAX]; /* [site] data_dir, --data */
	char url[CONFIG_VALUE_MAX];      /* [sync] url, --url */
	char ca[CONFIG_VALUE_MAX];       /* [sync] ca, --ca */
	char pin[CONFIG_VALUE_MAX];      /* [sync] pin; "" for none */
	long lanes; /* [sync] lanes: requests in flight at once on a long backlog */
	char usb_dir[CONFIG_VALUE_MAX];    /* [sync] usb_dir: where sticks are mounted; "" none */
	char site_id[CONFIG_VALUE_MAX];    /* [site] id */
	char site_other[CONFIG_VALUE_MAX]; /* keys of [site] that other programs read; not used */
	enum sync_action action;
	const char *file; /* --export, --import; borrowed from argv */
};

/* Fills *ret. Returns 0, or the exit status (64 usage, 78 configuration) with one line in err. */
int sync_options_read(int argc, char **argv, struct sync_options *ret,
	char err[static SYNC_ERR_MAX]) __attribute__((warn_unused_result));
/* The text of --help. Static storage. */
const char *sync_options_help(void);
#endif
