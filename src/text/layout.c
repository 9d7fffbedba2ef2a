/* SPDX-License-Identifier: Apache-2.0 */
/*
 * layout — the order of work: read, itemise, find breaks, fill lines, even them out, place.
 *
 * Lines are filled greedily from atoms (pieces between breaks). Breaks come in stages, from the
 * kindest to the crudest, and a stage is asked for only inside atoms that are too wide; so a label
 * that fits costs no break iterator at all. Work is linear in the text, which is cut at
 * LAYOUT_TEXT_MAX. All memory of one call hangs on struct para and is overwritten before it is
 * freed.
 */
#include "layout_internal.h"

#include <stdlib.h>
#include <string.h>

#define BALANCE_LABEL_MAX 3
#define BALANCE_LINES_MAX 5  /* longer blocks are prose: evenness is not looked for */
#define BALANCE_STEPS     24 /* narrowing is tried in this many steps */
#define FIT_TRIES         8  /* atoms are measured alone; joined they may be a pixel or two wider */

struct lines {
	struct line *line;
	int len;
	int last_width;
	uint8_t worst; /* kind of the breaks that were made */
	bool cut_word;
};

static void set_atom(const struct para *p, struct atom *a, int32_t from, int32_t to)
{
	int32_t end = to;
	while (end > from && unit_is_space(p->u[end - 1]))
		end--;
	*a = (struct atom){ from, to, range_width(p, from, end), range_width(p, end, to),
		p->unit[from].brk };
}

/* Splits [from, to) at its marked breaks; returns how many atoms. */
static int32_t split(const struct para *p, int32_t from, int32_t to, struct atom *out)
{
	int32_t n = 0, start = from;
	for (int32_t i = from + 1; i <= to; i++)
		if (i == to || p->unit[i].brk != BREAK_NONE) {
			set_atom(p, &out[n++], start, i);
			start = i;
		}
	return n;
}

/* Splits every atom wider than the line by the language's next stage. Returns the new number;
 * *again tells whether another stage may help. */
static int32_t refine(
	struct para *p, int stage, const struct atom *in, int32_t n, struct atom *out, bool *again)
{
	int32_t made = 0;
	*again = false;
	for (int32_t i = 0; i < n; i++) {
		if (in[i].width > p->style->width_max &&
			linebreak_mark(p, stage, in[i].from, in[i].to)) {
			made += split(p, in[i].from, in[i].to, out + made);
			*again = true;
		} else {
			out[made++] = in[i];
		}
	}
	return made;
}

/* All atoms of the text into the caller's two arrays of len + 1; returns which array holds them. */
static struct atom *find_atoms(struct para *p, struct atom *a, struct atom *b, int32_t *ret_len)
{
	int32_t n = p->len > 0 ? split(p, 0, p->len, a) : 0;
	bool again = p->style->width_max > 0;
	for (int stage = 0; again; stage++) {
		n = refine(p, stage, a, n, b, &again);
		struct atom *swap = a;
		a = b;
		b = swap;
	}
	*ret_len = n;
	return a;
}

/* The atom that begins the line after the one that begins with `first`. */
static int32_t next_line(
	const struct atom *a, int32_t n, int32_t first, int width_max, int *ret_width)
{
	int32_t best = first + 1;
	int64_t x = (int64_t)a[first].width, space = a[first].space;
	*ret_width = a[first].width;
	for (int32_t i = first + 1; i < n; i++) {
		if (a[i].brk == BREAK_LINE)
			return i;
		/* a[i] may begin the next line: remember it when its break is no worse than the
		 * best */
		if (i == first + 1 || a[i].brk >= a[best].brk) {
			best = i;
			*ret_width = (int)x;
		}
		x += space + a[i].width;
		space = a[i].space;
		if (width_max > 0 && x > width_max)
			return best;
	}
	*ret_width = x > INT32_MAX ? INT32_MAX : (int)x;
	return n;
}

/* Breaks into lines; ret->line may be NULL to count only. */
static void fill(
	const struct para *p, const struct atom *a, int32_t n, int width_max, struct lines *ret)
{
	ret->len = 0;
	ret->last_width = 0;
	ret->worst = BREAK_LINE;
	ret->cut_word = false;
	for (int32_t i = 0; i < n;) {
		if (i > 0 && a[i].brk < ret->worst)
			ret->worst = a[i].brk;
		int32_t next = next_line(a, n, i, width_max, &ret->last_width);
		if (ret->line)
			ret->line[ret->len] = (struct line){ a[i].from, a[next - 1].to };
		ret->cut_word |= a[i].brk == BREAK_CLUSTER ||
				 (p->style->width_max > 0 && ret->last_width > p->style->width_max);
		ret->len++;
		i = next;
	}
	if (n == 0 || p->u[p->len - 1] == '\n') { /* the empty line where typing goes on */
		if (ret->line)
			ret->line[ret->len] = (struct line){ p->len, p->len };
		ret->len++;
		ret->last_width = 0;
	}
}

/* A narrower width that gives as many lines, but more even ones; width_max when there is none
 * better. */
static int balanced_width(const struct para *p, const struct atom *a, int32_t n, int width_max)
{
	struct lines greedy = { 0 }, tried = { 0 };
	fill(p, a, n, width_max, &greedy);
	int short_line = 7 * p->style->px / 2;
	/* headings and labels are bold */
	bool label = p->style->bold && greedy.len <= BALANCE_LABEL_MAX;
	bool even = p->style->align == LAYOUT_CENTER || label;
	if (!p->style->markup || greedy.len < 2 || greedy.len > BALANCE_LINES_MAX ||
		(!even && greedy.last_width >= short_line))
		return width_max;
	int least = 0, best = width_max;
	for (int32_t i = 0; i < n; i++)
		if (a[i].width > least)
			least = a[i].width;
	for (int k = 1; k <= BALANCE_STEPS; k++) {
		int width = width_max - k * width_max / (2 * BALANCE_STEPS);
		fill(p, a, n, width, &tried);
		if (width < least || tried.len != greedy.len || tried.worst < greedy.worst)
			break;
		best = width;
		if (!even && tried.last_width >= short_line)
			return best;
	}
	return even ? best : width_max;
}

static bool fill_and_place(
	const struct para *p, struct layout *out, const struct atom *a, int32_t n)
{
	const struct layout_style *s = p->style;
	int width = s->width_max > 0 ? balanced_width(p, a, n, s->width_max) : 0;
	struct lines lines = { .line = calloc((size_t)n + 2, sizeof(struct line)) };
	bool ok = lines.line != NULL, fits = false;
	for (int k = 0; ok && !fits && k < FIT_TRIES; k++) {
		fill(p, a, n, width, &lines);
		layout_release(out);
		int shown = s->lines_max > 0 && lines.len > s->lines_max ? s->lines_max : lines.len;
		ok = place_lines(p, out, lines.line, shown);
		out->overflow = p->cut || lines.cut_word || shown < lines.len;
		fits = s->width_max <= 0 || out->width <= s->width_max || lines.cut_word;
		if (!fits) { /* steps grow: a pixel less often gives the same lines again */
			width -= (out->width - s->width_max) * (1 << k);
			width = width > 0 ? width : 1;
		}
	}
	out->overflow |= !fits;
	free(lines.line);
	return ok;
}

bool layout_text(struct layout *out, const struct fontstack *fs, const struct text_metrics *m,
	const struct layout_style *style, const char *text)
{
	memset(out, 0, sizeof *out);
	struct para p = {
		.fs = fs, .font_lang = fontstack_lang(fs, style->lang), .m = m, .style = style
	};
	struct atom *room = NULL;
	bool ok = para_read(&p, text);
	if (ok) {
		room = calloc(2 * ((size_t)p.len + 1), sizeof *room);
		ok = room != NULL;
	}
	if (ok) {
		int32_t n;
		struct atom *atoms = find_atoms(&p, room, room + p.len + 1, &n);
		ok = fill_and_place(&p, out, atoms, n);
		out->missing_glyph = p.missing_glyph;
	}
	free(room);
	para_release(&p);
	if (!ok)
		layout_release(out);
	return ok;
}

void layout_release(struct layout *l)
{
	if (l->bytes)
		explicit_bzero(l->bytes, l->bytes_len);
	if (l->run)
		explicit_bzero(l->run, l->run_len * sizeof *l->run);
	free(l->bytes);
	free(l->run);
	memset(l, 0, sizeof *l);
}
