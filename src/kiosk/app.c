/* SPDX-License-Identifier: Apache-2.0 */
/*
 * app — opening in the order of what can be told to whom: settings, content (messages name the
 * file), post room, and the window last, so that a terminal that cannot take anything never shows a
 * screen.
 */
#include "app.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "staff_text.h"

#define PATH_CAP (POST_PATH_MAX + 64)
#define WINDOW_W 1920
#define WINDOW_H 1080

void app_find_programs(struct app *a)
{
	ssize_t n = readlink("/proc/self/exe", a->program_dir, sizeof(a->program_dir) - 1);

	a->program_dir[n < 0 ? 0 : n] = '\0';
	char *slash = strrchr(a->program_dir, '/');
	if (slash)
		*slash = '\0';
}

/* Content beside the program: installed (PREFIX/bin → PREFIX/share) or in the build tree. */
static void guess_content(struct app *a)
{
	static const char *const beside[] = { "../share/marumado", "../content" };
	char path[PATH_CAP];

	for (size_t i = 0; i < sizeof(beside) / sizeof(beside[0]); i++) {
		snprintf(path, sizeof(path), "%s/%s", a->program_dir, beside[i]);
		if (access(path, F_OK) == 0 && strlen(path) < sizeof(a->content_dir)) {
			memcpy(a->content_dir, path, strlen(path) + 1);
			return;
		}
	}
}

int app_settings(struct app *a, const struct options *opt, char err[static WHY_MAX])
{
	struct config_error e = { .line = 0 };

	memset(a, 0, sizeof(*a));
	a->opt = *opt;
	if (!kiosk_config_load(&a->cfg, opt->config, &e)) {
		why(err, "%s", e.text);
		return EX_CONFIG;
	}
	return 0;
}

const char *app_data_dir(const struct app *a)
{
	return a->opt.data ? a->opt.data : a->cfg.data_dir;
}

static int content_path(
	struct app *a, const char *name, char out[static PATH_CAP], char err[static WHY_MAX])
{
	snprintf(out, PATH_CAP, "%s/%s", a->content_dir, name);
	if (access(out, R_OK) == 0)
		return 0;
	why(err, "content is missing: cannot read '%s': %s", out, strerror(errno));
	return EX_NOINPUT;
}

static bool load_form(struct app *a, const char *path, char err[static WHY_MAX])
{
	char reason[FORM_ERR_MAX];
	return formdef_load(&a->form, path, reason) || why(err, "%s", reason);
}

static bool load_staff_form(struct app *a, const char *path, char err[static WHY_MAX])
{
	char reason[FORM_ERR_MAX];
	int i = 0;

	while (i < APP_STAFF_FORMS - 1 && a->staff_form[i].question_len > 0)
		i++;
	return formdef_load(&a->staff_form[i], path, reason) || why(err, "%s", reason);
}

static bool load_fonts(struct app *a, const char *path, char err[static WHY_MAX])
{
	char reason[FONTSTACK_ERR_MAX];
	return fontstack_load(&a->fonts, path, reason) || why(err, "%s", reason);
}

static bool load_directory(struct app *a, const char *path, char err[static WHY_MAX])
{
	return directory_load(&a->directory, path, err);
}

static bool load_status_codes(struct app *a, const char *path, char err[static WHY_MAX])
{
	char reason[KEYS_ERR_MAX];
	return status_codes_load(&a->status_codes, path, reason) || why(err, "%s", reason);
}

static bool load_themes(struct app *a, const char *path, char err[static WHY_MAX])
{
	return themes_load(&a->themes, path, err, WHY_MAX);
}

static bool load_icons(struct app *a, const char *path, char err[static WHY_MAX])
{
	return ui_icons_load(&a->icons, path, err, WHY_MAX);
}

static bool load_osk(struct app *a, const char *path, char err[static WHY_MAX])
{
	return osk_load(&a->osk, path, err, WHY_MAX);
}

static const struct {
	const char *name;
	bool (*load)(struct app *, const char *, char *);
} parts[] = {
	{ "forms/" APP_FORM ".json", load_form },
	{ "forms/intake.json", load_staff_form },
	{ "forms/outreach.json", load_staff_form },
	{ "forms/consent.json", load_staff_form },
	{ "directory.json", load_directory },
	{ "status-codes.json", load_status_codes },
	{ "themes.json", load_themes },
	{ "pictograms.json", load_icons },
	{ "fonts/stack.json", load_fonts },
	{ "keyboards", load_osk },
};

static int load_catalog(struct app *a, char err[static WHY_MAX], char missing[static WHY_MAX])
{
	char path[PATH_CAP];
	int rc = content_path(a, "languages.json", path, err);

	if (rc != 0)
		return rc;
	if (!catalog_open(
		    &a->catalog, a->content_dir, a->cfg.languages, err, WHY_MAX, missing, WHY_MAX))
		return EX_DATAERR;
	if (a->catalog.lang_len == 0) {
		why(err, "content is missing: no language of '%s' has a catalogue", path);
		return EX_NOINPUT;
	}
	if (!staff_text_open(a->content_dir)) {
		why(err, "content is missing: the staff texts in '%s/locale/ja'", a->content_dir);
		return EX_NOINPUT;
	}
	if (!a->opt.lang)
		return 0;
	for (a->first_lang = 0; a->first_lang < a->catalog.lang_len; a->first_lang++)
		if (strcmp(a->catalog.lang[a->first_lang].tag, a->opt.lang) == 0)
			return 0;
	why(err, "--lang: no such language: '%s'", a->opt.lang);
	return EX_USAGE;
}

int app_load(struct app *a, const struct options *opt, char err[static WHY_MAX],
	char missing[static WHY_MAX])
{
	char path[PATH_CAP];
	int rc = app_settings(a, opt, err);

	missing[0] = '\0';
	if (rc != 0)
		return rc;
	const char *given = opt->content ? opt->content : a->cfg.content_dir;
	if (strlen(given) < sizeof(a->content_dir))
		memcpy(a->content_dir, given, strlen(given) + 1);
	app_find_programs(a);
	app_open_printers(a);
	if (!a->content_dir[0])
		guess_content(a);
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		rc = content_path(a, parts[i].name, path, err);
		if (rc != 0)
			return rc;
		if (!parts[i].load(a, path, err))
			return EX_DATAERR;
	}
	rc = load_catalog(a, err, missing);
	size_t used = strlen(missing);
	if (rc == 0 && used < WHY_MAX - 2) {
		fontstack_missing(&a->fonts, missing + used + (used ? 1 : 0), WHY_MAX - used - 1);
		if (used && missing[used + 1])
			missing[used] = ' ';
	}
	return rc;
}

void app_open_printers(struct app *a)
{
	const struct printer_setup slips = { a->program_dir, a->cfg.printer, a->cfg.cups_socket,
		a->cfg.cups_spool };
	struct printer_setup pages = slips;

	printer_open(&a->slips, &slips);
	pages.where = a->cfg.page_printer;
	printer_open(&a->pages, &pages);
	if (strncmp(pages.where, PRINTER_CUPS, strlen(PRINTER_CUPS)) != 0)
		a->pages.state = PRINTER_NONE; /* no receipt printer has a page's width */
}

int app_open_post(struct app *a, char err[static WHY_MAX])
{
	const struct post_setup setup = { app_data_dir(a), a->cfg.spool_dir, a->cfg.city_keys };

	return post_open(&a->post, &setup, err);
}

int app_open_display(struct app *a, char err[static WHY_MAX])
{
	struct draw_options o = { a->opt.w ? a->opt.w : WINDOW_W, a->opt.h ? a->opt.h : WINDOW_H,
		a->cfg.fullscreen && !a->opt.w && !a->opt.script, catalog_text("start", "title"),
		a->opt.script != NULL };

	a->draw = draw_open(&o, err, WHY_MAX);
	if (!a->draw)
		return EX_SOFTWARE;
	a->font = font_open(&a->fonts, err, WHY_MAX);
	if (!a->font)
		return EX_SOFTWARE;
	const struct ui_setup setup = { &a->fonts, font_metrics(a->font), &a->icons };
	a->ui = ui_open(&setup);
	a->voice = voice_open(a);
	if (a->ui && a->voice)
		return 0;
	why(err, "out of memory");
	return EX_SOFTWARE;
}

void app_close(struct app *a)
{
	voice_close(a->voice);
	if (a->ui)
		ui_close(a->ui);
	if (a->font)
		font_close(a->font);
	if (a->draw)
		draw_close(a->draw);
	staff_room_close(&a->staff);
	convert_close(&a->convert);
	post_close(&a->post);
	osk_release(&a->osk);
	ui_icons_release(&a->icons);
	directory_release(&a->directory);
	status_codes_release(&a->status_codes);
	formdef_release(&a->form);
	for (int i = 0; i < APP_STAFF_FORMS; i++)
		formdef_release(&a->staff_form[i]);
	catalog_close(&a->catalog);
}

double app_px_per_mm(const struct app *a, int w, int h)
{
	int side = w < h ? w : h;
	double px = APP_PX_PER_MM * (side > APP_SHORT_SIDE ? side / APP_SHORT_SIDE : 1.0);

	if (a->cfg.panel_width_mm > 0)
		px = (double)w / (double)a->cfg.panel_width_mm;
	return px * a->opt.scale / 100.0;
}
