/* SPDX-License-Identifier: Apache-2.0 */
/*
 * draw — a frame as a list of commands, and the only place that turns it into pixels.
 *
 * Layer: ui. struct draw_list is pure (draw_list.c, testable without a display). draw.c names SDL:
 * it keeps the list of the last frame, redraws only the cells whose commands changed, and presents
 * those rectangles; nothing changed means nothing is drawn and nothing is presented.
 * Coordinates are pixels from the top left. Later commands cover earlier ones.
 */
#ifndef MARUMADO_DRAW_H
#define MARUMADO_DRAW_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "theme.h"

struct rect { int x, y, w, h; };
struct draw_point { int x, y; };

enum draw_kind { DRAW_BOX, DRAW_RING, DRAW_TEXT, DRAW_BITMAP, DRAW_LINE };

struct draw_cmd {
	enum draw_kind kind;
	struct rect rect;       /* bounds; TEXT: with room for marks above and below */
	struct rect clip;       /* pixels outside stay as they are */
	struct color color;     /* BOX fill, RING, TEXT and LINE colour, BITMAP dark modules */
	struct color border;    /* BOX with border_px > 0 */
	int radius_px;          /* BOX corners; half the edge or more makes a circle */
	int border_px;          /* BOX border, RING stroke, LINE thickness */
	bool filled;            /* BOX: fill with color */
	/* TEXT: one layout run */
	int face, px;
	bool bold, rtl;
	char script[5];
	int origin, baseline;   /* where the pen starts */
	bool reading;           /* furigana, above the letters from base_x on (ruby.h) */
	int base_x, base_w;
	size_t text, len;       /* in draw_list.bytes, NUL-terminated; BITMAP: modules, 1 = dark;
	                         * LINE: struct draw_point each */
	int modules;            /* BITMAP: edge in modules, drawn square and crisp inside rect */
};

#define DRAW_CMDS_MAX 4096
struct draw_list {
	struct draw_cmd cmd[DRAW_CMDS_MAX]; int len;
	char *bytes; size_t bytes_len, bytes_cap;
	struct rect clip;       /* current */
	int mirror;             /* > 0: width of a frame that is mirrored; see draw_mirror */
	bool overflow;          /* a capacity was passed; the frame is incomplete */
};

/* --- pure part: draw_list.c --- */
/* The common part; w and h are 0 when there is none. */
struct rect rect_intersect(struct rect a, struct rect b);
/* empties (overwrites bytes), clip = whole frame */
void draw_list_reset(struct draw_list *l, int w, int h);
void draw_list_release(struct draw_list *l);
void draw_box(struct draw_list *l, struct rect r, const struct color *fill,
	const struct color *border,
	int border_px, int radius_px); /* fill or border may be NULL */
void draw_circle(struct draw_list *l, int cx, int cy, int radius_px, struct color fill);
void draw_ring(struct draw_list *l, int cx, int cy, int radius_px, int stroke_px, struct color c);
struct layout; /* text/layout.h */
/* All runs of a laid-out block with its top left at x, y. */
void draw_layout(struct draw_list *l, const struct layout *block, int x, int y, struct color c);
/* One glyph run (icons): text in `face` of em px, its box centred in r. */
void draw_glyph(struct draw_list *l, int face, int px, struct rect r, const char *utf8,
	struct color c);
void draw_bitmap(struct draw_list *l, struct rect r, const unsigned char *modules, int edge,
	struct color dark);
/* A line through n points, round at its ends and corners; n = 1 is a dot. One more point changes
 * only the cells its last piece touches. Never mirrored: see ui_unmirrored. */
void draw_line(struct draw_list *l, const struct draw_point *point, int n, int thickness_px,
	struct color c);
struct rect draw_clip(struct draw_list *l, struct rect r); /* sets the clip, returns the old one */
/* From here on places are mirrored left to right in a frame of this width (0 = not): boxes, rings,
 * glyphs, bitmaps and blocks of text change their place, never their insides. Returns what was. */
int draw_mirror(struct draw_list *l, int w);
/* Where a rectangle lies on the panel; its own inverse. */
struct rect draw_place(const struct draw_list *l, struct rect r);
/* The pieces of a LINE command, and one of them: its two ends (the same twice for a dot), and the
 * rectangle it may touch. For draw_diff and draw. */
int draw_line_pieces(const struct draw_cmd *c);
struct rect draw_line_piece(const struct draw_list *l, const struct draw_cmd *c, int i,
	struct draw_point end[static 2]);
/* The list as text, one command a line, for tests. Never written by the programs. */
struct buf;
void draw_list_print(const struct draw_list *l, struct buf *out);

/* --- SDL part: draw.c --- */
struct draw;  /* window + last frame */
struct font;  /* font.h */
struct draw_options {
	int w, h;
	bool fullscreen;
	const char *title;
	bool unseen; /* a driver that shows nothing, unless the environment names one */
};
/* Opens the window (SDL_INIT_VIDEO here). NULL: err filled. */
struct draw *draw_open(const struct draw_options *opt, char *err, size_t err_cap);
void draw_close(struct draw *d);
/* Pixel size now. */
void draw_size(const struct draw *d, int *w, int *h);
/* Draws the difference to the last frame and presents it. Returns false when nothing had changed
 * (then nothing was touched). */
bool draw_present(struct draw *d, const struct draw_list *l, struct font *font);
/* Forgets the last frame: the next present redraws all. */
void draw_invalidate(struct draw *d);
/* Overwrites all pixels and the kept command list (end of a visit). */
void draw_forget(struct draw *d);
/* Writes the frame as PNG (screenshots). False with errno on failure. */
bool draw_shot(const struct draw *d, const char *path) __attribute__((warn_unused_result));
/* Paints a frame of w × h pixels apart from any window, a `shrink`th as wide and high, as PNG.
 * False with errno on failure. */
bool draw_picture(const struct draw_list *l, struct font *font, int w, int h, int shrink,
	const char *path) __attribute__((warn_unused_result));
/* Paints a page of w × h pixels apart from any window: 1 bit a pixel, rows filled up to whole
 * bytes, the highest bit leftmost, 1 = dark (shared/printjob.h). False when memory fails. */
bool draw_bits(const struct draw_list *l, struct font *font, int w, int h, unsigned char *bits)
	__attribute__((warn_unused_result));
/* Frames presented since the start, and pixels copied: for tests and the bench. */
void draw_stats(const struct draw *d, unsigned long *frames, unsigned long long *pixels);
#endif
