/* SPDX-License-Identifier: Apache-2.0 */
/*
 * application — the answers become the same record that was sealed (submit), and the sheet draws
 * that: paper and record cannot tell different things. Words are those of the desk
 * (desk-labels.json), places are data (sheets/application.json); both are read from the content
 * when somebody prints, which is seldom. All of it is in memory that is overwritten.
 */
#include "application.h"

#include <stdio.h>
#include <string.h>

#include "buf.h"
#include "log.h"
#include "paper.h"
#include "sheet.h"

#define PATH_CAP  (POST_PATH_MAX + 64)
#define PAGES_MAX 2
#define BYTES_MAX (1024 * 1024)

struct application {
	json_t *sheet, *form, *labels, *record;
	double w, h; /* mm */
};

/* --- reading --- */

static json_t *load(const struct app *a, const char *name)
{
	char path[PATH_CAP], err[CONTENT_ERR_MAX];
	json_t *j;

	snprintf(path, sizeof(path), "%s/%s", a->content_dir, name);
	j = strncmp(name, "sheets/", 7) == 0 ? sheet_read(path, err)
					     : content_read(path, BYTES_MAX, NULL, err);
	if (!j)
		log_error("nothing is printed: %s", err);
	return j;
}

/* The record that was handed in, with the names that only paper has. */
static json_t *record_of(const struct session *s, const struct formdef *form)
{
	const struct app *a = s->app;
	const struct submit_about about = { .site = a->cfg.site_id };
	struct buf plain = BUF_INIT;
	json_t *r = NULL;

	if (submit_record(&plain, &s->ticket, &a->post, form, &s->answers, &about))
		r = json_loadb(plain.data, plain.len, JSON_DISABLE_EOF_CHECK, NULL);
	buf_release(&plain);
	if (!r)
		return NULL;
	json_object_set_new(r, "staff_name", json_string(s->staff.in ? s->staff.name : ""));
	json_object_set_new(r, "site_name",
		json_string(a->cfg.site_name[0] ? a->cfg.site_name : a->cfg.site_id));
	json_object_set_new(r, "site_phone", json_string(a->cfg.site_phone));
	return r;
}

static bool prepare(struct application *ret, const struct session *s, const struct formdef *form)
{
	*ret = (struct application){ .sheet = load(s->app, "sheets/application.json"),
		.form = load(s->app, "desk-form.json"),
		.labels = load(s->app, "desk-labels.json"),
		.record = record_of(s, form) };
	if (ret->sheet)
		sheet_size(ret->sheet, &ret->w, &ret->h);
	return ret->sheet && ret->form && ret->labels && ret->record;
}

static void release(struct application *p)
{
	json_decref(p->sheet);
	json_decref(p->form);
	json_decref(p->labels);
	json_decref(p->record);
}

/* --- the pen --- */

static void pen_box(void *ctx, const struct sheet_place *at, double border)
{
	paper_box(ctx, at->x, at->y, at->w, at->h, border);
}

static void pen_text(void *ctx, const struct sheet_place *at, const struct sheet_text *t)
{
	static const enum layout_align align[] = { [SHEET_START] = LAYOUT_START,
		[SHEET_CENTER] = LAYOUT_CENTER,
		[SHEET_END] = LAYOUT_END };
	const struct paper_text text = { .text = t->text,
		.lang = "ja",
		.mm = t->mm,
		.bold = t->bold,
		.align = align[t->align] };

	paper_write_in(ctx, (struct paper_place){ at->x, at->y, at->w, at->h }, &text);
}

static void pen_qr(void *ctx, const struct sheet_place *at, const char *text)
{
	(void)paper_qr(ctx, at->x, at->y, at->w, text); /* its digits stand beside it */
}

static void pen_line(void *ctx, const double *xy, size_t n, double thick)
{
	paper_line(ctx, xy, n, thick);
}

/* --- pages --- */

static bool draw_page(struct app *a, const struct application *p, const char *copy,
	const struct printjob *job, unsigned char *bits)
{
	const struct sheet_record r = { p->record, json_object_get(p->record, "answers"), p->form,
		json_object_get(p->labels, "codes") };
	struct paper paper;
	const struct sheet_pen pen = { &paper, pen_box, pen_text, pen_qr, pen_line };

	if (!paper_begin(&paper, &a->fonts, a->font, job->dpi, p->w, p->h))
		return false;
	bool ok = sheet_draw(p->sheet, &r, copy, &pen) && paper_bits(&paper, job->w, job->h, bits);
	paper_end(&paper);
	return ok;
}

bool application_print(struct session *s, const struct formdef *form, bool copy)
{
	static const char *const copies[PAGES_MAX] = { "site", "person" };
	struct printer *printer = &s->app->pages;
	struct application p;
	unsigned char *bits = NULL;
	bool ok = prepare(&p, s, form);

	if (ok) {
		const struct paper edge = { .dpi = APPLICATION_DPI };
		const struct printjob job = { paper_px(&edge, p.w), paper_px(&edge, p.h),
			APPLICATION_DPI, copy ? PAGES_MAX : 1 };
		bits = printer_paper(printer, &job);
		ok = bits != NULL;
		for (int i = 0; ok && i < job.pages; i++)
			ok = draw_page(s->app, &p, copies[i], &job,
				bits + printjob_page(&job) * (size_t)i);
	}
	release(&p);
	if (ok)
		return printer_print(printer);
	printer_failed(printer);
	return false;
}
