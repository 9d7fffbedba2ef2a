/* SPDX-License-Identifier: Apache-2.0 */
/*
 * draw — the window, and from a command list to its pixels.
 * No renderer: SDL's would bring up a GL driver for a picture that changes a few times a minute. We
 * paint into the window's own surface (raster.c), only where the list differs from the last frame
 * (draw_diff.c), and hand those rectangles to the display. The surface keeps the whole picture, so
 * an exposed window is shown again without painting. A surface of another pixel format (a small
 * framebuffer) gets a copy, converted per rectangle.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <SDL.h>
#include "draw_diff.h"
#include "draw_memory.h"
#include "font.h"
#include "raster.h"
#include "shot.h"

struct draw {
	SDL_Window *window;
	SDL_Surface *copy;   /* owned, only when the window has another pixel format */
	SDL_Surface *seen;   /* the window's surface at the last present; only compared */
	struct draw_diff diff;
	bool exposed;        /* the display lost what it showed */
	unsigned long frames;
	unsigned long long pixels;
};

/* Must be set before the video driver starts. Without an address of a session bus SDL would
 * start one (a helper process, 20 ms) to ask a screen saver that a kiosk does not have. */
static void set_hints(void)
{
	static const char *const hints[][2] = {
		{ SDL_HINT_FRAMEBUFFER_ACCELERATION, "0" },
		{ SDL_HINT_MOUSE_TOUCH_EVENTS, "1" },
		{ SDL_HINT_TOUCH_MOUSE_EVENTS, "0" },
		{ SDL_HINT_VIDEO_ALLOW_SCREENSAVER, "0" },
	};

	(void)SDL_SetMemoryFunctions(draw_memory_take, calloc, realloc, free);
	setenv("DBUS_SESSION_BUS_ADDRESS", "disabled:", 1);

	for (size_t i = 0; i < sizeof hints / sizeof hints[0]; i++)
		SDL_SetHint(hints[i][0], hints[i][1]);
}

static int SDLCALL watch(void *user, SDL_Event *ev)
{
	struct draw *d = user;

	if (ev->type == SDL_WINDOWEVENT && (ev->window.event == SDL_WINDOWEVENT_EXPOSED
		|| ev->window.event == SDL_WINDOWEVENT_SIZE_CHANGED))
		d->exposed = true;
	return 0;
}

/* Borderless, and on X11 not "fullscreen" but as large as the screen: SDL waits 100 ms for a window
 * manager to answer, and a kiosk has none. */
static SDL_Window *open_window(const struct draw_options *opt)
{
	const char *title = opt->title ? opt->title : "";
	SDL_Rect all = { SDL_WINDOWPOS_UNDEFINED, SDL_WINDOWPOS_UNDEFINED, opt->w, opt->h };
	Uint32 flags = SDL_WINDOW_BORDERLESS;

	if (opt->fullscreen && SDL_GetDisplayBounds(0, &all) == 0)
		flags |= !strcmp(SDL_GetCurrentVideoDriver(), "x11") ? SDL_WINDOW_ALWAYS_ON_TOP
			: SDL_WINDOW_FULLSCREEN_DESKTOP;
	return SDL_CreateWindow(title, all.x, all.y, all.w, all.h, flags);
}

struct draw *draw_open(const struct draw_options *opt, char *err, size_t err_cap)
{
	struct draw *d = calloc(1, sizeof *d);

	if (!d) {
		snprintf(err, err_cap, "out of memory");
		return NULL;
	}
	set_hints();
	if (opt->unseen)
		SDL_setenv("SDL_VIDEODRIVER", "dummy", 0);
	if (SDL_InitSubSystem(SDL_INIT_VIDEO) != 0) {
		snprintf(err, err_cap, "cannot start the display: %s", SDL_GetError());
		free(d);
		return NULL;
	}
	d->window = open_window(opt);
	if (!d->window || !SDL_GetWindowSurface(d->window)) {
		snprintf(err, err_cap, "cannot open a window: %s", SDL_GetError());
		draw_close(d);
		return NULL;
	}
	SDL_AddEventWatch(watch, d);
	SDL_DisableScreenSaver();
	SDL_PumpEvents(); /* the first exposure comes now, not after the first frame */
	return d;
}

void draw_close(struct draw *d)
{
	if (!d)
		return;
	SDL_DelEventWatch(watch, d);
	draw_diff_release(&d->diff);
	SDL_FreeSurface(d->copy);
	if (d->window)
		SDL_DestroyWindow(d->window);
	SDL_QuitSubSystem(SDL_INIT_VIDEO);
	free(d);
}

void draw_size(const struct draw *d, int *w, int *h)
{
	SDL_Surface *s = SDL_GetWindowSurface(d->window);

	if (s) {
		*w = s->w;
		*h = s->h;
	} else {
		SDL_GetWindowSize(d->window, w, h);
	}
}

static bool is_plain(const SDL_Surface *s)
{
	const SDL_PixelFormat *f = s->format;

	return f->BytesPerPixel == 4 && f->Rmask == 0xff0000 && f->Gmask == 0xff00
		&& f->Bmask == 0xff
		&& !SDL_MUSTLOCK(s);
}

/* Where to paint: the window's surface or the copy. NULL when SDL has none. */
static SDL_Surface *canvas(struct draw *d)
{
	SDL_Surface *s = SDL_GetWindowSurface(d->window);

	if (!s)
		return NULL;
	if (s != d->seen) {
		d->seen = s;
		draw_diff_forget(&d->diff);
	}
	if (is_plain(s))
		return s;
	if (d->copy && (d->copy->w != s->w || d->copy->h != s->h)) {
		SDL_FreeSurface(d->copy);
		d->copy = NULL;
	}
	if (!d->copy)
		d->copy = SDL_CreateRGBSurfaceWithFormat(0, s->w, s->h, 32, SDL_PIXELFORMAT_RGB888);
	return d->copy;
}

/* --- painting --- */

static void paint_text(const struct raster *p, const struct draw_list *l, const struct draw_cmd *c,
	struct font *font)
{
	const char *text = l->bytes + c->text;
	struct font_bitmap b;

	if (!font || !font_render(font, c->face, c->bold, c->px, c->script, c->rtl, text, c->len,
		&b))
		return;
	raster_coverage(p, c->origin - b.left, c->baseline - b.ascent, b.alpha, b.w, b.h, b.pitch,
		c->color);
}

static void paint_line(const struct raster *p, const struct draw_list *l, const struct draw_cmd *c)
{
	struct draw_point end[2];

	for (int i = 0; i < draw_line_pieces(c); i++)
		if (rect_intersect(draw_line_piece(l, c, i, end), p->clip).w > 0)
			raster_line(p, end[0], end[1], c->border_px, c->color);
	explicit_bzero(end, sizeof end);
}

static void paint_cmd(const struct raster *p, const struct draw_list *l, const struct draw_cmd *c,
	struct font *font)
{
	switch (c->kind) {
	case DRAW_BOX:
		raster_box(p, c->rect, c->filled ? &c->color : NULL, &c->border, c->border_px,
			c->radius_px);
		break;
	case DRAW_RING:
		raster_box(p, c->rect, NULL, &c->color, c->border_px, c->radius_px);
		break;
	case DRAW_TEXT:
		paint_text(p, l, c, font);
		break;
	case DRAW_LINE:
		paint_line(p, l, c);
		break;
	case DRAW_BITMAP:
		raster_modules(p, c->rect, (const unsigned char *)l->bytes + c->text, c->modules,
			c->color);
		break;
	}
}

static bool contains(struct rect a, struct rect b)
{
	return a.x <= b.x && a.y <= b.y && a.x + a.w >= b.x + b.w && a.y + a.h >= b.y + b.h;
}

/* The last command that covers the whole area: what lies under it need not be painted. -1: none. */
static int first_seen(const struct draw_list *l, struct rect area)
{
	for (int i = l->len - 1; i >= 0; i--) {
		const struct draw_cmd *c = &l->cmd[i];
		int in = c->radius_px > c->border_px ? c->radius_px : c->border_px;
		struct rect solid = { c->rect.x + in, c->rect.y + in, c->rect.w - 2 * in,
			c->rect.h - 2 * in };

		if (c->kind == DRAW_BOX && c->filled && contains(c->clip, area)
			&& contains(solid, area))
			return i;
	}
	return -1;
}

static void paint(SDL_Surface *s, const struct draw_list *l, struct rect area, struct font *font)
{
	static const struct color black = { 0, 0, 0 };
	struct raster p = { s->pixels, s->w, s->h, s->pitch / 4, area };
	int first = first_seen(l, area);

	if (first < 0) {
		raster_box(&p, area, &black, NULL, 0, 0);
		first = 0;
	}
	for (int i = first; i < l->len; i++) {
		const struct draw_cmd *c = &l->cmd[i];

		p.clip = rect_intersect(rect_intersect(area, c->clip), c->rect);
		if (p.clip.w > 0)
			paint_cmd(&p, l, c, font);
	}
}

static void show(struct draw *d, SDL_Surface *s, const struct rect *r, int n)
{
	SDL_Surface *to = SDL_GetWindowSurface(d->window);
	SDL_Rect *rects = calloc((size_t)n, sizeof *rects);

	for (int i = 0; i < n; i++) {
		SDL_Rect one = { r[i].x, r[i].y, r[i].w, r[i].h };

		if (s != to)
			SDL_BlitSurface(s, &one, to, &one);
		if (rects)
			rects[i] = one;
		d->pixels += (unsigned long long)one.w * (unsigned long long)one.h;
	}
	if (rects)
		SDL_UpdateWindowSurfaceRects(d->window, rects, n);
	else
		SDL_UpdateWindowSurface(d->window);
	free(rects);
}

bool draw_present(struct draw *d, const struct draw_list *l, struct font *font)
{
	SDL_Surface *s = canvas(d);
	const struct rect *changed = NULL;
	struct rect whole;
	bool exposed = d->exposed;
	int n;

	if (!s)
		return false;
	whole = (struct rect){ 0, 0, s->w, s->h };
	n = draw_diff_look(&d->diff, l, s->w, s->h, &changed);
	if (n < 0) { /* no memory for the difference: paint all */
		changed = &whole;
		n = 1;
	}
	d->exposed = false;
	for (int i = 0; i < n; i++)
		paint(s, l, changed[i], font);
	if (exposed)
		show(d, s, &whole, 1);
	else if (n > 0)
		show(d, s, changed, n);
	d->frames += exposed || n > 0;
	return exposed || n > 0;
}

void draw_invalidate(struct draw *d)
{
	draw_diff_forget(&d->diff);
}

void draw_forget(struct draw *d)
{
	SDL_Surface *s = SDL_GetWindowSurface(d->window);

	if (s)
		SDL_FillRect(s, NULL, 0);
	if (d->copy)
		SDL_FillRect(d->copy, NULL, 0);
	draw_diff_forget(&d->diff);
}

bool draw_shot(const struct draw *d, const char *path)
{
	const SDL_Surface *s = d->copy ? d->copy : SDL_GetWindowSurface(d->window);

	if (!s) {
		errno = ENODATA;
		return false;
	}
	return shot_write(path, s->pixels, s->w, s->h, s->pitch / 4);
}

/* Each pixel of the smaller picture is the middle of those it stands for; in place. */
static void shrink_pixels(uint32_t *px, int w, int h, int by)
{
	uint32_t *to = px;

	for (int y = 0; y + by <= h; y += by)
		for (int x = 0; x + by <= w; x += by) {
			uint32_t r = 0, g = 0, b = 0, n = (uint32_t)(by * by);

			for (int i = 0; i < by * by; i++) {
				size_t at = (size_t)(y + i / by) * (size_t)w;
				uint32_t v = px[at + (size_t)(x + i % by)];

				r += v >> 16 & 255;
				g += v >> 8 & 255;
				b += v & 255;
			}
			*to++ = (r / n) << 16 | (g / n) << 8 | b / n;
		}
}

bool draw_picture(const struct draw_list *l, struct font *font, int w, int h, int shrink,
	const char *path)
{
	SDL_Surface *s = SDL_CreateRGBSurfaceWithFormat(0, w, h, 32, SDL_PIXELFORMAT_RGB888);

	if (!s) {
		errno = ENOMEM;
		return false;
	}
	paint(s, l, (struct rect){ 0, 0, w, h }, font);
	shrink_pixels(s->pixels, w, h, shrink);
	bool ok = shot_write(path, s->pixels, w / shrink, h / shrink, w / shrink);
	SDL_FillRect(s, NULL, 0);
	SDL_FreeSurface(s);
	return ok;
}

static bool is_dark(uint32_t v)
{
	return (v >> 16 & 255) * 30 + (v >> 8 & 255) * 59 + (v & 255) * 11 < 50 * 255;
}

bool draw_bits(const struct draw_list *l, struct font *font, int w, int h, unsigned char *bits)
{
	SDL_Surface *s = SDL_CreateRGBSurfaceWithFormat(0, w, h, 32, SDL_PIXELFORMAT_RGB888);
	size_t row = ((size_t)w + 7) / 8;

	if (!s)
		return false;
	paint(s, l, (struct rect){ 0, 0, w, h }, font);
	memset(bits, 0, row * (size_t)h);
	for (int y = 0; y < h; y++) {
		const uint32_t *px = (const uint32_t *)s->pixels + (ptrdiff_t)y * (s->pitch / 4);

		for (int x = 0; x < w; x++)
			if (is_dark(px[x]))
				bits[row * (size_t)y + (size_t)x / 8] |=
					(unsigned char)(0x80 >> x % 8);
	}
	SDL_FillRect(s, NULL, 0);
	SDL_FreeSurface(s);
	return true;
}

void draw_stats(const struct draw *d, unsigned long *frames, unsigned long long *pixels)
{
	*frames = d->frames;
	*pixels = d->pixels;
}
