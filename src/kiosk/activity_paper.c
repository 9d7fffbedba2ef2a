/* SPDX-License-Identifier: Apache-2.0 */
/*
 * activity_paper — lines become pages in two steps: where each line breaks and which page it is on
 * (measured once, for a month can have hundreds), then one page after the other. The columns of a
 * table are as wide as their widest cell, the last takes what is left; a table that goes over a
 * page begins with its head again.
 */
#include "activity_paper.h"

#include <stdio.h>
#include <stdlib.h>

#include "paper.h"

#define DPI      240
#define PAGE_W   210.0
#define PAGE_H   297.0
#define MARGIN   15.0
#define FOOT     12.0
#define WIDTH    (PAGE_W - 2 * MARGIN)
#define TITLE_MM 6.5
#define TEXT_MM  3.4
#define PAD      1.0
#define PAIR_W   45.0
#define SIGN_H   16.0
#define LEAST_W  12.0
#define GAP      3.0
#define BORDER   0.2

struct line_place {
	double h;
	int head; /* the line with the names of its columns, -1 when it is in no table */
};
struct pages {
	const struct activities_report *r;
	struct paper paper; /* for measuring, then the one that is drawn */
	struct line_place *line;
	double w[ACTIVITIES_CELLS]; /* of the columns of the table at hand */
	int of;                     /* its head */
	int first[PRINTJOB_PAGES_MAX + 1], len;
};

static bool in_table(const struct activities_line *l)
{
	return l->kind == ACTIVITIES_HEAD || l->kind == ACTIVITIES_ROW || l->kind == ACTIVITIES_SUM;
}

static struct paper_text text_of(const struct activities_line *l, int cell)
{
	bool title = l->kind == ACTIVITIES_TITLE;

	return (struct paper_text){ .text = l->cell[cell],
		.lang = "ja",
		.mm = title ? TITLE_MM : TEXT_MM,
		.bold = title || l->kind == ACTIVITIES_HEAD || l->kind == ACTIVITIES_SUM,
		.align = title ? LAYOUT_CENTER : LAYOUT_START };
}

/* --- measuring --- */

/* The columns of the table whose head is line `head`. */
static void measure_columns(struct pages *p, int head)
{
	int cells = p->r->line[head].cells;
	double sum = 0, w, h;

	if (p->of == head)
		return;
	p->of = head;
	for (int c = 0; c < cells; c++)
		p->w[c] = LEAST_W;
	for (int i = head; i < p->r->len && in_table(&p->r->line[i]) &&
			   (i == head || p->r->line[i].kind != ACTIVITIES_HEAD);
		i++)
		for (int c = 0; c < p->r->line[i].cells && c < cells; c++) {
			const struct paper_text t = text_of(&p->r->line[i], c);
			paper_measure(&p->paper, 0, &t, &w, &h);
			p->w[c] = w + 2 * PAD > p->w[c] ? w + 2 * PAD : p->w[c];
		}
	for (int c = 0; c < cells - 1; c++)
		sum += p->w[c];
	double room = WIDTH - LEAST_W * 2;
	for (int c = 0; sum > room && c < cells - 1; c++)
		p->w[c] *= room / sum;
	p->w[cells - 1] = WIDTH - (sum > room ? room : sum);
}

static double height_of(struct pages *p, int i)
{
	const struct activities_line *l = &p->r->line[i];
	double most = TEXT_MM * 1.6, w, h;

	if (l->kind == ACTIVITIES_SIGN)
		return SIGN_H + GAP;
	if (p->line[i].head >= 0)
		measure_columns(p, p->line[i].head);
	for (int c = 0; c < l->cells; c++) {
		const struct paper_text t = text_of(l, c);
		double column = p->line[i].head >= 0         ? p->w[c]
				: l->kind == ACTIVITIES_PAIR ? (c ? WIDTH - PAIR_W : PAIR_W)
							     : WIDTH;
		paper_measure(&p->paper, column - 2 * PAD, &t, &w, &h);
		most = h > most ? h : most;
	}
	return in_table(l) ? most + PAD / 2 : most + GAP / 2;
}

/* Above a table, and below one. */
static double gap_above(const struct activities_report *r, int i)
{
	bool head = r->line[i].kind == ACTIVITIES_HEAD;

	return head || (i > 0 && in_table(&r->line[i - 1]) && !in_table(&r->line[i])) ? GAP : 0;
}

/* Which lines are on which page. False: there are too many. */
static bool paginate(struct pages *p)
{
	double y = MARGIN;
	int head = -1;

	p->len = 1;
	for (int i = 0; i < p->r->len; i++) {
		const struct activities_line *l = &p->r->line[i];
		head = l->kind == ACTIVITIES_HEAD ? i : in_table(l) ? head : -1;
		p->line[i].head = head;
		p->line[i].h = height_of(p, i);
		double before = gap_above(p->r, i);
		if (y + before + p->line[i].h > PAGE_H - MARGIN - FOOT) {
			if (p->len == PRINTJOB_PAGES_MAX)
				return false;
			p->first[p->len++] = i;
			y = MARGIN + (head >= 0 && head != i ? p->line[head].h : 0);
			before = 0;
		}
		y += before + p->line[i].h;
	}
	p->first[p->len] = p->r->len;
	return true;
}

/* --- drawing --- */

static void draw_row(struct pages *p, int i, double y)
{
	const struct activities_line *l = &p->r->line[i];
	double x = MARGIN, h = p->line[i].h;

	measure_columns(p, p->line[i].head);
	for (int c = 0; c < l->cells; c++) {
		const struct paper_text t = text_of(l, c);
		paper_box(&p->paper, x, y, p->w[c], h, BORDER);
		paper_write_in(&p->paper,
			(struct paper_place){ x + PAD, y + PAD / 2, p->w[c] - 2 * PAD, h - PAD },
			&t);
		x += p->w[c];
	}
}

static void draw_line_at(struct pages *p, int i, double y)
{
	const struct activities_line *l = &p->r->line[i];

	if (p->line[i].head >= 0) {
		draw_row(p, i, y);
		return;
	}
	for (int c = 0; c < l->cells; c++) {
		const struct paper_text t = text_of(l, c);
		double x = l->kind == ACTIVITIES_PAIR && c ? PAIR_W : 0;
		paper_write(&p->paper, MARGIN + x, y, WIDTH - x, &t);
	}
	if (l->kind == ACTIVITIES_SIGN)
		paper_box(&p->paper, MARGIN + PAIR_W, y, WIDTH - PAIR_W, SIGN_H, BORDER);
}

static void draw_foot(struct pages *p, int page)
{
	char shown[24];
	const struct paper_text t = {
		.text = shown, .lang = "ja", .mm = TEXT_MM, .align = LAYOUT_CENTER
	};

	snprintf(shown, sizeof(shown), "%d / %d", page + 1, p->len);
	paper_write(&p->paper, MARGIN, PAGE_H - MARGIN, WIDTH, &t);
}

static bool draw_page(
	struct pages *p, struct app *a, int page, const struct printjob *job, unsigned char *bits)
{
	int from = p->first[page], head = p->line[from].head;
	double y = MARGIN;

	if (!paper_begin(&p->paper, &a->fonts, a->font, DPI, PAGE_W, PAGE_H))
		return false;
	if (head >= 0 && head != from) {
		draw_line_at(p, head, y);
		y += p->line[head].h;
	}
	for (int i = from; i < p->first[page + 1]; i++) {
		y += i != from ? gap_above(p->r, i) : 0;
		draw_line_at(p, i, y);
		y += p->line[i].h;
	}
	draw_foot(p, page);
	bool ok = paper_bits(&p->paper, job->w, job->h, bits);
	paper_end(&p->paper);
	return ok;
}

bool activity_print(struct app *a, const struct activities_report *r)
{
	struct pages p = { .r = r,
		.paper = { .fonts = &a->fonts, .font = a->font, .dpi = DPI },
		.line = calloc((size_t)r->len + 1, sizeof(*p.line)),
		.of = -1 };
	bool ok = p.line && r->len > 0 && paginate(&p);
	const struct printjob job = { paper_px(&p.paper, PAGE_W), paper_px(&p.paper, PAGE_H), DPI,
		p.len };
	unsigned char *bits = ok ? printer_paper(&a->pages, &job) : NULL;

	ok = bits != NULL;
	for (int i = 0; ok && i < p.len; i++)
		ok = draw_page(&p, a, i, &job, bits + printjob_page(&job) * (size_t)i);
	free(p.line);
	if (ok)
		return printer_print(&a->pages);
	printer_failed(&a->pages);
	return false;
}
