/* SPDX-License-Identifier: Apache-2.0 */
/*
 * font — faces and measuring on top of SDL2_ttf.
 *
 * One handle per (face, weight), resized when another size is asked for: measured, a resize costs 5
 * µs, a second handle of Noto Sans CJK 2.3 ms and 5 MB. Files are mapped, not read, when first
 * needed, and closed when a whole visit did without them: a visit in Chinese leaves 30 MB of tables
 * and mapped pages behind. SDL2_ttf reports the ink box, not the advance; so text is measured
 * between spaces, whose width is then taken off again: then nothing sticks out and the box is the
 * advance (see advance()). Widths are remembered in a fixed table, rendered runs in font_cache.c.
 * Both may hold typed text and are overwritten by font_forget. Kerning is HarfBuzz's own default;
 * no style is ever synthesised.
 */
#include "font.h"

#include <SDL.h>
#include <SDL_ttf.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include "font_cache.h"

#define PAD            "    " /* wider than any overhang of a first or last glyph */
#define PX_MAX         1024
#define WIDTHS         4096 /* a power of two */
#define WIDTH_TEXT_MAX 40   /* longer texts are recognised by their first bytes, length and hash */

struct face_file {
	const char *path;
	void *data;
	size_t len;
};
struct handle {
	TTF_Font *ttf;
	int px;
	bool tried, used; /* used: since the last font_forget */
	struct face_file file;
};
struct width_entry {
	uint64_t hash;
	uint16_t len;
	char text[WIDTH_TEXT_MAX];
	int width;
	bool used;
};

struct font {
	const struct fontstack *fs;
	struct text_metrics metrics;
	struct handle handle[FONTSTACK_FACES_MAX][2];
	struct width_entry width[WIDTHS];
	struct font_cache *cache;
};
_Static_assert(FONTSTACK_FACES_MAX * 2 <= FONT_OPEN_MAX, "every face fits open in both weights");

static bool map_file(struct face_file *f, const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	struct stat st;
	if (fd < 0)
		return false;
	if (fstat(fd, &st) == 0 && st.st_size > 0) {
		f->len = (size_t)st.st_size;
		f->data = mmap(NULL, f->len, PROT_READ, MAP_PRIVATE, fd, 0);
		if (f->data == MAP_FAILED)
			f->data = NULL;
	}
	close(fd);
	return f->data != NULL;
}

/* Opens the handle once; a face that cannot be opened stays closed. */
static void open_handle(const struct font_face *face, bool bold, struct handle *h)
{
	h->tried = true;
	if (!face->present || !map_file(&h->file, bold ? face->bold : face->regular))
		return;
	SDL_RWops *rw = SDL_RWFromConstMem(h->file.data, (int)h->file.len);
	h->px = 32;
	h->ttf = TTF_OpenFontIndexRW(rw, 1, h->px, bold ? face->bold_index : face->regular_index);
	if (h->ttf)
		TTF_SetFontHinting(h->ttf, TTF_HINTING_LIGHT);
}

static void close_handle(struct handle *h)
{
	if (h->ttf)
		TTF_CloseFont(h->ttf);
	if (h->file.data)
		munmap(h->file.data, h->file.len);
	*h = (struct handle){ .ttf = NULL };
}

static struct handle *get_handle(struct font *f, int face, bool bold)
{
	struct handle *h = &f->handle[face][bold];
	if (!h->tried)
		open_handle(&f->fs->face[face], bold, h);
	h->used = true;
	return h->ttf ? h : NULL;
}

/* The face at a size, set up for one run. NULL when it cannot be opened. */
static TTF_Font *prepare(struct font *f, const struct font_key *k)
{
	struct handle *h = get_handle(f, k->face, k->bold);
	if (!h || k->px < 1 || k->px > PX_MAX)
		return NULL;
	if (h->px != k->px && TTF_SetFontSize(h->ttf, k->px) != 0)
		return NULL;
	h->px = k->px;
	TTF_SetFontScriptName(h->ttf, k->script);
	TTF_SetFontDirection(h->ttf, k->rtl ? TTF_DIRECTION_RTL : TTF_DIRECTION_LTR);
	return h->ttf;
}

/* Ink width of before + text + after. */
static int ink_width(TTF_Font *ttf, const char *before, const struct font_key *k, const char *after)
{
	char s[LAYOUT_RUN_MAX + 4 * sizeof PAD];
	int w = 0;
	snprintf(s, sizeof s, "%s%.*s%s", before, (int)k->len, k->text, after);
	TTF_SizeUTF8(ttf, s, &w, NULL);
	explicit_bzero(s, sizeof s);
	return w;
}

static int advance(TTF_Font *ttf, const struct font_key *k)
{
	int spaces = 0;
	TTF_SizeUTF8(ttf, PAD PAD, &spaces, NULL);
	int w = ink_width(ttf, PAD, k, PAD) - spaces;
	return w > 0 ? w : 0;
}

static int measure(struct font *f, const struct font_key *k)
{
	uint64_t hash = font_key_hash(k);
	struct width_entry *e = &f->width[hash & (WIDTHS - 1)];
	size_t kept = k->len < WIDTH_TEXT_MAX ? k->len : WIDTH_TEXT_MAX;
	if (e->used && e->hash == hash && e->len == k->len && memcmp(e->text, k->text, kept) == 0)
		return e->width;
	TTF_Font *ttf = prepare(f, k);
	if (!ttf)
		return 0;
	explicit_bzero(e->text, sizeof e->text);
	memcpy(e->text, k->text, kept);
	e->hash = hash;
	e->len = (uint16_t)k->len;
	e->width = advance(ttf, k);
	e->used = true;
	return e->width;
}

static struct font_key make_key(int face, bool bold, int px, const char script[static 5], bool rtl,
	const char *text, size_t len)
{
	struct font_key k = { .face = face,
		.px = px,
		.bold = bold,
		.rtl = rtl,
		.text = text,
		.len = len < LAYOUT_RUN_MAX ? len : LAYOUT_RUN_MAX - 1 };
	snprintf(k.script, sizeof k.script, "%.4s", script);
	return k;
}

static int metrics_width(void *ctx, int face, bool bold, int px, const char script[static 5],
	bool rtl, const char *text, size_t len)
{
	struct font_key k = make_key(face, bold, px, script, rtl, text, len);
	return measure(ctx, &k);
}

static bool metrics_has_glyph(void *ctx, int face, bool bold, uint32_t codepoint)
{
	struct handle *h = get_handle(ctx, face, bold);
	return h && TTF_GlyphIsProvided32(h->ttf, codepoint) != 0;
}

struct font *font_open(const struct fontstack *fs, char *err, size_t err_cap)
{
	int hb = 0, usable = 0;
	TTF_GetHarfBuzzVersion(&hb, NULL, NULL);
	for (int i = 0; i < fs->face_len; i++)
		usable += i != fs->icons && fs->face[i].present;
	if (hb == 0 || usable == 0) {
		snprintf(err, err_cap, "%s",
			hb == 0 ? "SDL2_ttf was built without HarfBuzz"
				: "none of the faces in the font stack is installed");
		return NULL;
	}
	struct font *f = calloc(1, sizeof *f);
	struct font_cache *cache = font_cache_open(FONT_CACHE_BYTES_MAX);
	if (!f || !cache || TTF_Init() != 0) {
		snprintf(err, err_cap, "%s", f && cache ? TTF_GetError() : "out of memory");
		font_cache_close(cache);
		free(f);
		return NULL;
	}
	f->fs = fs;
	f->cache = cache;
	f->metrics = (struct text_metrics){ metrics_width, metrics_has_glyph, f };
	return f;
}

void font_close(struct font *f)
{
	if (!f)
		return;
	font_forget(f);
	font_cache_close(f->cache);
	for (int i = 0; i < FONTSTACK_FACES_MAX * 2; i++)
		close_handle(&f->handle[i / 2][i % 2]);
	TTF_Quit();
	free(f);
}

const struct text_metrics *font_metrics(struct font *f)
{
	return &f->metrics;
}

static bool row_has_ink(const SDL_Surface *s, int y)
{
	const uint8_t *row = (const uint8_t *)s->pixels + (ptrdiff_t)y * s->pitch;
	for (int x = 0; x < s->w; x++)
		if (row[x])
			return true;
	return false;
}

static bool column_has_ink(const SDL_Surface *s, int x, int top, int bottom)
{
	const uint8_t *p = (const uint8_t *)s->pixels + x;
	for (int y = top; y < bottom; y++)
		if (p[(ptrdiff_t)y * s->pitch])
			return true;
	return false;
}

struct ink {
	int left, top, right, bottom;
};

static bool find_ink(const SDL_Surface *s, struct ink *i)
{
	*i = (struct ink){ 0, 0, s->w, s->h };
	while (i->top < s->h && !row_has_ink(s, i->top))
		i->top++;
	if (i->top == s->h)
		return false;
	while (!row_has_ink(s, i->bottom - 1))
		i->bottom--;
	while (!column_has_ink(s, i->left, i->top, i->bottom))
		i->left++;
	while (!column_has_ink(s, i->right - 1, i->top, i->bottom))
		i->right--;
	return true;
}

/* Rows by which SDL2_ttf moved the line down because ink rises above the face's ascent. It tells
 * only the sum of what sticks out above and below; what has ink in its outermost row sticks out. */
static int rows_above(TTF_Font *ttf, const SDL_Surface *s, const struct ink *ink)
{
	int outside = s->h - TTF_FontHeight(ttf);
	return outside > 0 && ink->top == 0 ? outside : 0;
}

/* Renders k and puts its ink into the cache. */
static const struct font_bitmap *render(struct font *f, const struct font_key *k)
{
	TTF_Font *ttf = prepare(f, k);
	if (!ttf || k->len == 0)
		return NULL;
	char s[LAYOUT_RUN_MAX];
	snprintf(s, sizeof s, "%.*s", (int)k->len, k->text);
	/* Shaded gives one byte a pixel: an index into a ramp of 256, that is the coverage
	 * itself. */
	SDL_Surface *surface = TTF_RenderUTF8_Shaded(
		ttf, s, (SDL_Color){ 255, 255, 255, 255 }, (SDL_Color){ 0, 0, 0, 255 });
	explicit_bzero(s, sizeof s);
	if (!surface)
		return NULL;
	struct ink ink;
	struct font_bitmap b = { .alpha = surface->pixels }; /* no ink is remembered too */
	if (find_ink(surface, &ink)) {
		/* Ink left of the origin moves the line right; behind a pad there is none. */
		int moved = ink_width(ttf, "", k, PAD PAD) - ink_width(ttf, PAD, k, PAD);
		b = (struct font_bitmap){
			.alpha = (const uint8_t *)surface->pixels +
				 (ptrdiff_t)ink.top * surface->pitch + ink.left,
			.w = ink.right - ink.left,
			.h = ink.bottom - ink.top,
			.pitch = surface->pitch,
			.ascent = TTF_FontAscent(ttf) + rows_above(ttf, surface, &ink) - ink.top,
			.left = (moved > 0 ? moved : 0) - ink.left,
		};
	}
	const struct font_bitmap *made = font_cache_put(f->cache, k, &b);
	explicit_bzero(surface->pixels, (size_t)surface->pitch * (size_t)surface->h);
	SDL_FreeSurface(surface);
	return made;
}

bool font_render(struct font *f, int face, bool bold, int px, const char script[static 5], bool rtl,
	const char *text, size_t len, struct font_bitmap *ret)
{
	struct font_key k = make_key(face, bold, px, script, rtl, text, len);
	const struct font_bitmap *b = font_cache_get(f->cache, &k);
	if (!b)
		b = render(f, &k);
	if (!b || b->w == 0)
		return false;
	*ret = *b;
	return true;
}

/* The pages stay in the system's cache and come back when they are touched. */
static void unload(const struct face_file *f)
{
	if (madvise(f->data, f->len, MADV_DONTNEED_LOCKED) != 0)
		(void)madvise(f->data, f->len, MADV_DONTNEED); /* Linux before 5.18 */
}

void font_forget(struct font *f)
{
	explicit_bzero(f->width, sizeof f->width);
	font_cache_forget(f->cache);
	for (int i = 0; i < FONTSTACK_FACES_MAX * 2; i++) {
		struct handle *h = &f->handle[i / 2][i % 2];
		if (!h->ttf)
			continue;
		if (!h->used) {
			close_handle(h);
			continue;
		}
		TTF_SetFontSize(h->ttf, h->px); /* drops SDL2_ttf's own glyph images */
		unload(&h->file);
		h->used = false;
	}
}
