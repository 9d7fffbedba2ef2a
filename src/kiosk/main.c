/* SPDX-License-Identifier: Apache-2.0 */
/*
 * main — marumado-kiosk: parse, drop rights, open, loop, close. Read from top to bottom it is the
 * table of contents of this folder. Errors end here, with a sysexits(3) code and one line.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "app.h"
#include "enrol.h"
#include "harden.h"
#include "input.h"
#include "keys.h"
#include "log.h"
#include "loop.h"
#include "options.h"
#include "staff_console.h"

static int run_command(struct app *app, const struct options *opt, char err[static WHY_MAX])
{
	int rc = app_settings(app, opt, err);

	if (rc != 0)
		return rc;
	if (opt->command == COMMAND_STAFF)
		return staff_console(app, opt, err);
	return opt->command == COMMAND_ENROL ? enrol_run(app, err) : enrol_status(app, err);
}

static int run_kiosk(struct app *app, const struct options *opt, char err[static WHY_MAX])
{
	char missing[WHY_MAX];
	bool locked = false;
	struct session *s = NULL;
	struct loop loop;
	int rc = app_load(app, opt, err, missing);

	if (rc == 0)
		rc = app_open_post(app, err);
	if (rc == 0)
		rc = staff_room_open(&app->staff, app->post.data_dir, 0, err);
	if (rc == 0)
		rc = app_open_display(app, err);
	if (rc == 0 && !(s = session_open(app, &locked)))
		rc = EX_OSERR;
	if (rc == 0) {
		if (missing[0])
			log_warning("not installed: %s", missing);
		if (app->post.damaged)
			log_error("the outbox was damaged and moved aside; %llu items were saved",
				(unsigned long long)app->post.salvaged);
		if (!locked)
			log_warning("memory cannot be locked (RLIMIT_MEMLOCK): answers might reach "
				    "a swap device");
		input_virtual_clock(opt->script != NULL);
		loop_open(&loop, app, s);
		if (opt->script)
			rc = loop_play(&loop, opt->script, err);
		else
			loop_run(&loop);
		loop_close(&loop);
	}
	session_close(s);
	app_close(app);
	return rc;
}

/* What was printed must have arrived: a full disk is found out here, when the last of it goes. */
static int told(char err[static WHY_MAX])
{
	errno = 0;
	if (fflush(stdout) == 0 && !ferror(stdout))
		return 0;
	why(err, "cannot write to the standard output: %s", strerror(errno ? errno : EIO));
	return EX_IOERR;
}

int main(int argc, char **argv)
{
	static struct app app; /* too large for a stack; the only one */
	struct options opt;
	char err[WHY_MAX] = "out of memory";

	log_open("marumado-kiosk", LOG_LEVEL_INFO);
	keys_init();
	if (options_parse(&opt, argc, argv, err, sizeof(err)) != 0)
		die(EX_USAGE, "%s (see --help)", err);
	if (opt.command == COMMAND_HELP || opt.command == COMMAND_VERSION) {
		fputs(opt.command == COMMAND_HELP ? options_help()
						  : "marumado-kiosk " MARUMADO_VERSION "\n",
			stdout);
		if (told(err) != 0)
			die(EX_IOERR, "%s", err);
		return 0;
	}
	if (!harden_process())
		die(EX_OSERR, "cannot give up rights");
	int rc = opt.command == COMMAND_RUN ? run_kiosk(&app, &opt, err)
					    : run_command(&app, &opt, err);
	if (rc == 0)
		rc = told(err);
	if (rc != 0)
		die(rc, "%s", err);
	return 0;
}
