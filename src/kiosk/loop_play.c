/* SPDX-License-Identifier: Apache-2.0 */
/*
 * loop_play — the host of --script: a finger, a keyboard and a clock that stands still unless told.
 * Events go through SDL's queue like those of hardware, so a script runs the same code as a person.
 * After a tap the clock moves on past the debounce; "wait" moves it from deadline to deadline.
 */
#include "loop.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "draw.h"
#include "gallery.h"
#include "inspect.h"
#include "script.h"
#include "survey.h"
#include "ui.h"
#include "utf8.h"

#define PER_MILLE         1000
#define AFTER_TAP_MS      350
#define AFTER_TYPED_MS    20
#define CLUSTER_BYTES_MAX 31 /* of one SDL text event */

struct play {
	struct loop *l;
	int x, y;
}; /* x, y: where the finger is */

static const struct ui_widget *find(struct play *p, const char *id, char err[static WHY_MAX])
{
	int n;
	const struct ui_widget *w = ui_widgets(p->l->app->ui, &n);

	for (int i = 0; i < n; i++) {
		if (strcmp(w[i].id, id) != 0 || !w[i].targetable)
			continue;
		if (w[i].enabled)
			return &w[i];
		why(err, "'%s' is disabled on screen '%s'", id, screens_name(p->l->s));
		return NULL;
	}
	why(err, "no widget '%s' on screen '%s'", id, screens_name(p->l->s));
	return NULL;
}

static bool locate(struct play *p, const char *id, char err[static WHY_MAX])
{
	const struct ui_widget *w = find(p, id, err);

	if (!w)
		return false;
	p->x = w->rect.x + w->rect.w / 2;
	p->y = w->rect.y + w->rect.h / 2;
	return true;
}

static bool play_down(void *ctx, const char *widget, char err[static WHY_MAX])
{
	struct play *p = ctx;

	loop_watch(p->l);
	loop_pump(p->l);
	if (!locate(p, widget, err))
		return false;
	input_push_down(p->x, p->y);
	loop_pump(p->l);
	return true;
}

static bool play_up(void *ctx, const char *unused, char err[static WHY_MAX])
{
	struct play *p = ctx;

	(void)unused;
	(void)err;
	input_push_up(p->x, p->y);
	loop_pump(p->l);
	input_advance_ms(AFTER_TAP_MS);
	loop_pump(p->l);
	return true;
}

static bool play_tap(void *ctx, const char *widget, char err[static WHY_MAX])
{
	return play_down(ctx, widget, err) && play_up(ctx, "", err);
}

/* End of the first grapheme cluster of text, or of as much of it as one event holds. */
static const char *cluster_end(const char *text)
{
	const char *end = text;

	(void)utf8_next(&end);
	while (*end) {
		const char *more = end;
		(void)utf8_next(&more);
		if (more - text > CLUSTER_BYTES_MAX ||
			utf8_clusters(text, (size_t)(more - text)) > 1)
			break;
		end = more;
	}
	return end;
}

/* One cluster at a time, as an input method would commit them. */
static bool play_type(void *ctx, const char *text, char err[static WHY_MAX])
{
	struct play *p = ctx;
	char piece[CLUSTER_BYTES_MAX + 1];

	if (!utf8_is_clean(text, strlen(text)))
		return why(err, "type: not clean UTF-8");
	while (*text) {
		const char *end = cluster_end(text);
		memcpy(piece, text, (size_t)(end - text));
		piece[end - text] = '\0';
		input_push_text(piece);
		loop_pump(p->l);
		input_advance_ms(AFTER_TYPED_MS);
		text = end;
	}
	explicit_bzero(piece, sizeof(piece));
	return true;
}

static bool play_key(void *ctx, const char *name, char err[static WHY_MAX])
{
	struct play *p = ctx;

	if (!input_push_key(name))
		return why(err, "key: unknown key '%s'", name);
	loop_pump(p->l);
	input_advance_ms(AFTER_TYPED_MS);
	loop_pump(p->l);
	return true;
}

static bool play_wait(void *ctx, const char *ms, char err[static WHY_MAX])
{
	struct play *p = ctx;
	uint64_t end = input_now_ms() + strtoull(ms, NULL, 10);

	(void)err;
	loop_watch(p->l);
	loop_pump(p->l);
	while (!p->l->quit && input_now_ms() < end) {
		uint64_t now = input_now_ms(), next = loop_deadline(p->l);
		next = next > end ? end : next > now ? next : now + 1;
		input_advance_ms(next - now);
		loop_pump(p->l);
	}
	loop_collect(p->l); /* the courier lives in real time */
	loop_pump(p->l);
	return true;
}

static bool play_expect(void *ctx, const char *screen, char err[static WHY_MAX])
{
	struct play *p = ctx;

	loop_pump(p->l);
	return strcmp(screens_name(p->l->s), screen) == 0 ||
	       why(err, "expected screen '%s', found '%s'", screen, screens_name(p->l->s));
}

static bool play_shot(void *ctx, const char *path, char err[static WHY_MAX])
{
	struct play *p = ctx;

	loop_pump(p->l);
	return draw_shot(p->l->app->draw, path) ||
	       why(err, "cannot write '%s': %s", path, strerror(errno));
}

static bool play_inspect(void *ctx, const char *path, char err[static WHY_MAX])
{
	struct play *p = ctx;

	loop_pump(p->l);
	return inspect_write(path, p->l->s, p->l->app->ui) ||
	       why(err, "cannot write '%s': %s", path, strerror(errno));
}

static bool play_survey(void *ctx, const char *args, char err[static WHY_MAX])
{
	struct play *p = ctx;

	loop_pump(p->l);
	bool ok = survey_append(p->l->s, args, err);
	loop_pump(p->l); /* the visit's own frame again */
	return ok;
}

/* Another finger taps a widget and moves on it, whatever the first one is doing. */
static bool play_second(void *ctx, const char *widget, char err[static WHY_MAX])
{
	struct play *p = ctx;

	loop_watch(p->l);
	loop_pump(p->l);
	const struct ui_widget *w = find(p, widget, err);
	if (!w)
		return false;
	input_push_second_finger(w->rect.x + w->rect.w / 2, w->rect.y + w->rect.h / 2);
	loop_pump(p->l);
	return true;
}

/* "X,Y": thousandths of r, as pixels in *p. What follows it, or NULL when it is none. */
static const char *place(struct play *p, struct rect r, const char *text)
{
	char *end;
	long x = strtol(text, &end, 10), y;

	if (end == text || *end != ',' || x < -PER_MILLE || x > 2 * PER_MILLE)
		return NULL;
	text = end + 1;
	y = strtol(text, &end, 10);
	if (end == text || (*end && *end != ' ') || y < -PER_MILLE || y > 2 * PER_MILLE)
		return NULL;
	p->x = r.x + (int)(x * (r.w - 1) / PER_MILLE);
	p->y = r.y + (int)(y * (r.h - 1) / PER_MILLE);
	return end + strspn(end, " ");
}

/* A finger goes down on the first point, over the others, and up on the last; at "+X,Y" another
 * one taps there while it is down. */
static bool play_draw(void *ctx, const char *arg, char err[static WHY_MAX])
{
	struct play *p = ctx;
	size_t len = strcspn(arg, " ");
	const char *at = arg + len + strspn(arg + len, " ");
	char id[UI_ID_MAX];

	if (len >= sizeof(id) || !*at)
		return why(err, "draw: needs a widget and points X,Y");
	memcpy(id, arg, len);
	id[len] = '\0';
	loop_watch(p->l);
	loop_pump(p->l);
	const struct ui_widget *w = find(p, id, err);
	if (!w)
		return false;
	struct rect r = w->rect;
	for (bool first = true; *at;) {
		const struct play finger = *p;
		bool other = *at == '+' && !first;
		at = place(p, r, at + other);
		if (!at)
			return why(err, "draw: points are X,Y in thousandths of the widget");
		if (other) {
			input_push_second_finger(p->x, p->y);
			*p = finger;
		} else {
			(first ? input_push_down : input_push_move)(p->x, p->y);
			first = false;
		}
		loop_pump(p->l);
	}
	return play_up(p, "", err);
}

static bool play_gallery(void *ctx, const char *args, char err[static WHY_MAX])
{
	struct play *p = ctx;

	loop_pump(p->l);
	bool ok = gallery_write(p->l->s, args, err);
	loop_pump(p->l);
	return ok;
}

static bool play_stop(void *ctx)
{
	const struct play *p = ctx;

	return p->l->quit;
}

int loop_play(struct loop *l, const char *path, char err[static WHY_MAX])
{
	struct play p = { .l = l };
	const struct script_host host = { &p, play_tap, play_down, play_up, play_type, play_key,
		play_wait, play_expect, play_shot, play_inspect, play_survey, play_draw,
		play_gallery, play_second, play_stop };
	bool std = strcmp(path, "-") == 0;
	int fd = std ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0) {
		why(err, "cannot open '%s': %s", path, strerror(errno));
		return EX_NOINPUT;
	}
	int rc = script_run(&host, fd, err);
	if (!std)
		close(fd);
	return rc;
}
