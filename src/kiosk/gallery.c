/* SPDX-License-Identifier: Apache-2.0 */
/*
 * gallery — the frames of a survey, painted and made a third as wide, in one process: no walk for
 * each theme and panel. Other keyboards than the first are shown in the first theme only. What was
 * typed is in these pictures, as in those of "shot": a script's own words.
 */
#include "gallery.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "draw.h"
#include "options.h"
#include "survey.h"

#define SHRINK     3
#define PATH_CAP   1024
#define OTHERS_MAX 64

struct gallery {
	const char *prefix;
	struct app *app;
};

/* A name that no picture has yet: what else may come true in a view (sent, printed) follows it. */
static bool free_name(const struct gallery *g, const struct survey_view *v, const char *view,
	char path[static PATH_CAP])
{
	for (int other = 0; other < OTHERS_MAX; other++) {
		char more[16] = "";

		if (other > 0)
			snprintf(more, sizeof(more), ".or.%d", other);
		int n = snprintf(path, PATH_CAP, "%s-%s-%s%s-%s-%dx%d.png", g->prefix,
			screens_name(v->s), view, more, ui_state(v->ui)->theme->id, v->w, v->h);
		if (n < 0 || (size_t)n >= PATH_CAP)
			return false;
		if (access(path, F_OK) != 0)
			return true;
	}
	return false;
}

static bool picture(void *ctx, const struct survey_view *v)
{
	const struct gallery *g = ctx;
	const struct ui_state *st = ui_state(v->ui);
	char path[PATH_CAP], view[64];
	char *rest;

	/* "at 2 page 0 …", as the survey writes it */
	if (st->text_percent != 100 || v->how[0] || strncmp(v->view, "at ", 3) != 0)
		return true;
	long at = strtol(v->view + 3, &rest, 10);
	if (strncmp(rest, " page ", 6) != 0)
		return true;
	long page = strtol(rest + 6, &rest, 10);
	bool other_keys = *rest != '\0';
	if (other_keys && v->s->theme > 0)
		return true;
	snprintf(view, sizeof(view), "%ld.%ld%s", at, page, rest);
	for (char *c = view; (c = strchr(c, ' ')) != NULL;)
		*c = '.';
	return free_name(g, v, view, path) &&
	       draw_picture(ui_frame(v->ui), g->app->font, v->w, v->h, SHRINK, path);
}

bool gallery_write(struct session *s, const char *args, char err[static WHY_MAX])
{
	char prefix[512], size[16];
	struct gallery g = { prefix, s->app };
	int used = 0, w, h;

	if (sscanf(args, "%511s%n", prefix, &used) != 1)
		return why(err, "gallery: needs the beginning of a file name");
	for (args += used; sscanf(args, "%15s%n", size, &used) == 1; args += used) {
		if (options_size(size, &w, &h) != 0)
			return why(err, "gallery: '%s' is not a size", size);
		if (!survey_run(s, w, h, picture, &g))
			return why(err, "cannot write '%s…': %s", prefix, strerror(errno));
	}
	return true;
}
