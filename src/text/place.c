/* SPDX-License-Identifier: Apache-2.0 */
/*
 * place — from lines to runs with positions: bidi order, furigana, alignment, baseline, caret.
 *
 * Widths are of whole runs, so what is measured is what is drawn. A reading is centred over its
 * base at half the size; a wide one may hang over neighbouring kana (or the space between words),
 * as in Japanese print, otherwise its base gets room on both sides.
 * Line height comes from the language's percentage, never from the faces.
 */
#include "layout_internal.h"

#include <stdlib.h>
#include <string.h>
#include "buf.h"

/* Where the letter box of all faces is taken to be, in hundredths of the size above the
 * baseline. */
#define EM_TOP_PERCENT 88
/* How far a reading may hang over a kana, and over a space, in hundredths of the size. */
#define OVERHANG_KANA_PERCENT  40
#define OVERHANG_SPACE_PERCENT 24
/* Room between the readings of two groups side by side, in hundredths of the size: without it two
 * words read as one. */
#define READING_GAP_PERCENT 8

/* One line as it was set. */
struct placed {
	size_t first, end; /* runs */
	int width;
	bool rtl;
};
struct placer {
	const struct para *p;
	struct layout *out;
	struct buf bytes;
	size_t run_cap;
	int x, baseline;
	int32_t paragraph_end; /* of the paragraph the line is in, and its direction */
	bool rtl;
	int32_t last; /* unit behind the last one of the line: its run's far edge is the caret */
	size_t last_run;
	int caret_x; /* of the last line, before alignment */
	bool failed;
};

/* What a reading may hang over on the side of unit `at`, whose next but one is `beyond`. */
static int overhang(const struct para *p, int32_t at, int32_t beyond, int32_t from, int32_t to)
{
	if (at < from || at >= to || p->unit[at].group != LAYOUT_NO_GROUP)
		return 0;
	UChar c = p->u[at];
	if ((c >= 0x3041 && c <= 0x30ff) || c == 0x3001 || c == 0x3002)
		return p->style->px * OVERHANG_KANA_PERCENT / 100;
	if (c != ' ')
		return 0;
	bool shared = beyond >= from && beyond < to && p->unit[beyond].group != LAYOUT_NO_GROUP;
	return p->style->px * OVERHANG_SPACE_PERCENT / (shared ? 200 : 100);
}

static int positive(int n)
{
	return n > 0 ? n : 0;
}

/* What is wanting to the gap between the reading of g and that of the group at unit `at`, which is
 * its neighbour; each of the two readings may leave room on its side. */
static int reading_gap(
	const struct para *p, const struct ruby_group *g, int32_t at, int32_t from, int32_t to)
{
	if (at < from || at >= to || p->unit[at].group == LAYOUT_NO_GROUP)
		return 0;
	const struct ruby_group *other = &p->group[p->unit[at].group];
	if (g->reading_w <= g->base_w && other->reading_w <= other->base_w)
		return 0; /* as in print: readings may follow one another like their kanji */
	int room = positive(g->base_w - g->reading_w) / 2 +
		   positive(other->base_w - other->reading_w) / 2;
	return positive(p->style->px * READING_GAP_PERCENT / 100 - room);
}

/* Room a wide reading needs beside its base, on a line that holds [from, to). */
static void ruby_pads(const struct para *p, const struct ruby_group *g, int32_t from, int32_t to,
	int *left, int *right)
{
	int need = positive(g->reading_w - g->base_w);
	*left = positive(need / 2 - overhang(p, g->from - 1, g->from - 2, from, to));
	*right = positive(need - need / 2 - overhang(p, g->to, g->to + 1, from, to));
	*right += reading_gap(p, g, g->to, from, to);
}

int range_width(const struct para *p, int32_t from, int32_t to)
{
	int width = 0;
	for (int32_t i = from; i < to;) {
		if (p->unit[i].group != LAYOUT_NO_GROUP) {
			const struct ruby_group *g = &p->group[p->unit[i].group];
			int left, right;
			ruby_pads(p, g, from, to, &left, &right);
			width += left + g->base_w + right;
			i = g->to;
			continue;
		}
		int32_t end = item_end(p, i, to);
		width += item_width(p, i, end, p->style->px);
		i = end;
	}
	return width;
}

static struct layout_run *new_run(struct placer *pl)
{
	struct layout *out = pl->out;
	if (out->run_len == pl->run_cap) {
		size_t cap = pl->run_cap ? 2 * pl->run_cap : 8;
		struct layout_run *run = realloc(out->run, cap * sizeof *run);
		if (!run) {
			pl->failed = true;
			return NULL;
		}
		out->run = run;
		pl->run_cap = cap;
	}
	struct layout_run *r = &out->run[out->run_len];
	memset(r, 0, sizeof *r);
	return r;
}

/* One run for the item [from, end); returns its width. */
static int emit_item(struct placer *pl, int32_t from, int32_t end, int px, int x, int baseline)
{
	const struct para *p = pl->p;
	char bytes[LAYOUT_RUN_MAX];
	size_t len = item_bytes(p, from, end, bytes);
	struct layout_run *r = len > 0 ? new_run(pl) : NULL;
	if (!r)
		return 0;
	*r = (struct layout_run){ .face = p->unit[from].face,
		.px = px,
		.bold = p->style->bold,
		.rtl = item_rtl(p, from),
		.reading = from >= p->len,
		.x = x,
		.baseline = baseline,
		.text = pl->bytes.len,
		.len = len };
	item_script(p, from, r->script);
	r->width = p->m->width(p->m->ctx, r->face, r->bold, px, r->script, r->rtl, bytes, len);
	buf_append(&pl->bytes, bytes, len + 1);
	explicit_bzero(bytes, len);
	if (end == pl->last)
		pl->last_run = pl->out->run_len;
	pl->out->run_len++;
	return r->width;
}

/* Items of [from, to) in logical order. */
static int emit_items(struct placer *pl, int32_t from, int32_t to, int px, int x, int baseline)
{
	int width = 0;
	for (int32_t i = from; i < to;) {
		int32_t end = item_end(pl->p, i, to);
		width += emit_item(pl, i, end, px, x + width, baseline);
		i = end;
	}
	return width;
}

static int reading_px(const struct para *p)
{
	return p->style->px / 2 > 0 ? p->style->px / 2 : 1;
}

static void emit_group(
	struct placer *pl, const struct ruby_group *g, const struct line *l, int32_t end)
{
	const struct para *p = pl->p;
	int left, right, px = p->style->px;
	ruby_pads(p, g, l->from, end, &left, &right);
	pl->x += left;
	emit_items(pl, g->from, g->to, px, pl->x, pl->baseline);
	/* The reading's letter box stands on the base's; its own bottom part is below its
	 * baseline. */
	int above = px * EM_TOP_PERCENT / 100 + reading_px(p) * (100 - EM_TOP_PERCENT) / 100 +
		    px / 24;
	size_t reading = pl->out->run_len;
	emit_items(pl, g->reading, g->reading_end, reading_px(p),
		pl->x + (g->base_w - g->reading_w) / 2, pl->baseline - above);
	for (; reading < pl->out->run_len; reading++) {
		pl->out->run[reading].base_x = pl->x;
		pl->out->run[reading].base_w = g->base_w;
	}
	pl->x += g->base_w + right;
}

/* Emits [from, to), all of one direction. Right to left: set as if left to right, then mirrored. */
static void emit_visual_run(struct placer *pl, const struct line *l, int32_t line_end, int32_t from,
	int32_t to, bool rtl)
{
	const struct para *p = pl->p;
	int start = pl->x;
	size_t first = pl->out->run_len;
	while (from < to) {
		int32_t g = p->unit[from].group;
		if (g != LAYOUT_NO_GROUP) {
			emit_group(pl, &p->group[g], l, line_end);
			from = p->group[g].to;
		} else {
			int32_t end = item_end(p, from, to);
			pl->x += emit_item(pl, from, end, p->style->px, pl->x, pl->baseline);
			from = end;
		}
	}
	for (size_t r = first; rtl && r < pl->out->run_len; r++) {
		struct layout_run *run = &pl->out->run[r];
		run->x = start + pl->x - run->x - run->width;
		run->base_x = start + pl->x - run->base_x - run->base_w;
	}
}

static void emit_bidi(struct placer *pl, const struct line *l, int32_t end)
{
	UErrorCode e = U_ZERO_ERROR;
	UBiDi *line = ubidi_open();
	if (line)
		ubidi_setLine(pl->p->bidi, l->from, end, line, &e);
	int32_t runs = line ? ubidi_countRuns(line, &e) : 0;
	pl->failed |= !line || U_FAILURE(e);
	for (int32_t k = 0; k < runs && !pl->failed; k++) {
		int32_t start, len;
		bool rtl = ubidi_getVisualRun(line, k, &start, &len) == UBIDI_RTL;
		emit_visual_run(pl, l, end, l->from + start, l->from + start + len, rtl);
	}
	if (line)
		ubidi_close(line);
}

/* Direction of the paragraph that begins at `from`. ICU searches paragraphs from the first on,
 * which is slow in a text of newlines; but a newline has the level of its paragraph. */
static bool paragraph_is_rtl(const struct para *p, int32_t from, int32_t end)
{
	UErrorCode e = U_ZERO_ERROR;
	UBiDiLevel level = ubidi_getParaLevel(p->bidi);
	if (!p->level) /* all left to right, or empty */
		return p->len == 0 && (level & 1);
	if (end > from && p->u[end - 1] == '\n')
		level = p->level[end - 1];
	else
		ubidi_getParagraph(p->bidi, p->len - 1, NULL, NULL, &level, &e);
	return level & 1;
}

static bool line_is_rtl(struct placer *pl, const struct line *l)
{
	const struct para *p = pl->p;
	if (l->from >= pl->paragraph_end || l->from == 0) {
		int32_t end = l->from;
		while (end < p->len && (end == l->from || p->u[end - 1] != '\n'))
			end++;
		pl->paragraph_end = end;
		pl->rtl = paragraph_is_rtl(p, l->from, end);
	}
	return pl->rtl;
}

static void place_line(struct placer *pl, const struct line *l, struct placed *ret)
{
	const struct para *p = pl->p;
	int32_t end = l->to;
	while (end > l->from && unit_is_space(p->u[end - 1]))
		end--;
	pl->x = 0;
	pl->last = end;
	pl->last_run = SIZE_MAX;
	ret->first = pl->out->run_len;
	if (p->level && end > l->from)
		emit_bidi(pl, l, end);
	else
		emit_visual_run(pl, l, end, l->from, end, false);
	ret->end = pl->out->run_len;
	ret->width = pl->x;
	ret->rtl = line_is_rtl(pl, l);
	const struct layout_run *last = pl->last_run < ret->end ? &pl->out->run[pl->last_run]
								: NULL;
	pl->caret_x = !last ? 0 : last->rtl ? last->x : last->x + last->width;
	/* While typing, the caret follows the spaces a line's end otherwise swallows. */
	int32_t spaces = l->to;
	while (spaces > end && p->u[spaces - 1] == '\n')
		spaces--;
	if (!p->style->markup && spaces > end)
		pl->caret_x += (ret->rtl ? -1 : 1) * range_width(p, end, spaces);
}

static int line_shift(const struct layout_style *s, const struct placed *l, int room)
{
	int spare = room - l->width;
	if (s->align == LAYOUT_CENTER)
		return positive(spare / 2);
	bool right = (s->align == LAYOUT_END) != l->rtl;
	return right ? (l->rtl ? spare : positive(spare)) : 0;
}

static void align_lines(struct placer *pl, const struct placed *placed, int lines)
{
	struct layout *out = pl->out;
	const struct layout_style *s = pl->p->style;
	for (int i = 0; i < lines; i++)
		if (placed[i].width > out->width)
			out->width = placed[i].width;
	int room = s->width_max > 0 ? s->width_max : out->width;

	out->box = room;
	for (int i = 0; i < lines; i++) {
		int shift = line_shift(s, &placed[i], room);
		for (size_t r = placed[i].first; r < placed[i].end; r++) {
			out->run[r].x += shift;
			out->run[r].base_x += shift;
		}
		if (i == lines - 1)
			out->caret_x = pl->caret_x + shift;
	}
	if (out->caret_x < 0)
		out->caret_x = 0;
	if (s->width_max > 0 && out->caret_x > s->width_max)
		out->caret_x = s->width_max;
}

bool place_lines(const struct para *p, struct layout *out, const struct line *line, int lines)
{
	int px = p->style->px;
	bool ruby = p->group_len > 0;
	int percent = ruby ? p->font_lang->ruby_line_percent : p->font_lang->line_percent;
	int step = px * percent / 100;
	int content = px + (ruby ? reading_px(p) + px / 24 : 0);
	int top = (step - content) / 2 + (content - px); /* of the letter box inside its line */
	struct placer pl = { .p = p, .out = out, .bytes = BUF_INIT };
	struct placed *placed = calloc((size_t)lines, sizeof *placed);
	pl.failed = !placed;
	for (int i = 0; i < lines && !pl.failed; i++) {
		pl.baseline = i * step + top + px * EM_TOP_PERCENT / 100;
		place_line(&pl, &line[i], &placed[i]);
	}
	if (!pl.failed)
		align_lines(&pl, placed, lines);
	free(placed);
	out->caret_baseline = pl.baseline;
	out->lines = lines;
	out->height = lines * step;
	bool ok = !pl.failed && buf_ok(&pl.bytes);
	out->bytes = pl.bytes.data;
	out->bytes_len = pl.bytes.len;
	return ok;
}
