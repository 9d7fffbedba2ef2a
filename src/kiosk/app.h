/* SPDX-License-Identifier: Apache-2.0 */
/*
 * app — everything that is opened once and serves every visit: content, fonts, window, post room.
 * Nothing in here belongs to a person; that is struct session.
 */
#ifndef MARUMADO_APP_H
#define MARUMADO_APP_H
#include <stdbool.h>
#include "catalog.h"
#include "convert.h"
#include "directory.h"
#include "draw.h"
#include "font.h"
#include "fontstack.h"
#include "formdef.h"
#include "kioskconfig.h"
#include "lookup.h"
#include "options.h"
#include "osk.h"
#include "post.h"
#include "printer.h"
#include "staff_room.h"
#include "statuscodes.h"
#include "theme.h"
#include "ui.h"
#include "voice.h"
#include "why.h"

#define APP_FORM        "resident"
#define APP_STAFF_FORMS 3
#define APP_PX_PER_MM   4.03 /* a 21.5 inch Full HD panel */
#define APP_SHORT_SIDE  1080.0

struct app {
	struct options opt;
	struct kiosk_config cfg;
	char content_dir[POST_PATH_MAX];
	struct catalog catalog;
	int first_lang; /* index shown before anyone has chosen */
	struct formdef form;
	struct formdef staff_form[APP_STAFF_FORMS]; /* intake, outreach, consent */
	struct directory directory;
	struct status_codes status_codes;
	struct themes themes;
	struct ui_icons icons;
	struct fontstack fonts;
	struct osk osk;
	struct font *font;
	struct draw *draw;
	struct ui *ui;
	struct post post;
	struct staff_room staff;
	struct voice *voice;
	char program_dir[POST_PATH_MAX]; /* this one's folder: engines lie there, too */
	struct convert convert;          /* closed between visits */
	struct printer slips, pages;     /* closed when there is none */
	struct lookup_brake brake;       /* of whoever tries numbers, through all visits */
};

/* Settings and content, no display. 0 or a sysexits(3) code: 78 settings, 66 content missing, 65
 * content damaged. `missing` (WHY_MAX) receives what works without: faces or languages that are not
 * there. */
int app_load(struct app *a, const struct options *opt, char err[static WHY_MAX],
	char missing[static WHY_MAX]);
/* Only the settings and DATA's folder name, for the commands without a screen. */
int app_settings(struct app *a, const struct options *opt, char err[static WHY_MAX]);
const char *app_data_dir(const struct app *a);
/* The printers' settings; starts nothing. Needs program_dir (app_find_programs or app_load). */
void app_open_printers(struct app *a);
/* Finds out program_dir. */
void app_find_programs(struct app *a);
int app_open_post(struct app *a, char err[static WHY_MAX]);
/* Window, fonts, ui. 0 or 70. */
int app_open_display(struct app *a, char err[static WHY_MAX]);
void app_close(struct app *a);
/* Pixels per millimetre for a window of this size. */
double app_px_per_mm(const struct app *a, int w, int h);
#endif
