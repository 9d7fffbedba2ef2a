/* SPDX-License-Identifier: Apache-2.0 */
/*
 * screen_staff_act_report — the month's report to look at: the same lines a printer gets, which is
 * offered where there is one for pages.
 */
#include <stdlib.h>

#include "activity_paper.h"
#include "printroom.h"
#include "session.h"
#include "staff_frame.h"
#include "staff_lines.h"

struct words {
	const struct session *s;
	char out[STAFF_ACTIVITY_WORDS];
};

static const char *word(void *ctx, const char *key)
{
	return staff_text("staff_act_report", key);
}

static const char *date(void *ctx, const char *day)
{
	return staff_activity_date(day, ((struct words *)ctx)->out);
}

static const char *month_of(void *ctx, const char *month)
{
	return staff_activity_month(month, ((struct words *)ctx)->out);
}

static const char *type(void *ctx, const char *code)
{
	return staff_activity_type(code);
}

static const char *person(void *ctx, const char *id)
{
	return staff_activity_who(((struct words *)ctx)->s, id);
}

/* The report of a month of who is in, in the staff side's words. False: the list does not open or
 * memory fails. */
static bool month_report(struct session *s, const char *month, struct activities_report *ret)
{
	struct activity_book b;
	struct words ctx = { .s = s };
	const struct activities_words w = { .word = word,
		.date = date,
		.month = month_of,
		.type = type,
		.person = person,
		.ctx = &ctx,
		.site = s->app->cfg.site_name };
	bool ok = activities_load(&b, s->app->staff.dir, s->staff.key.site) == ACTIVITIES_OK &&
		  activities_report(ret, &b, month, &w);

	if (!ok)
		*ret = (struct activities_report){ .len = 0 };
	activities_release(&b);
	return ok;
}

/* The title stands above, and there is nothing to sign on a screen. */
static void to_line(const struct activities_line *l, struct staff_line *ret)
{
	bool left_out = l->kind == ACTIVITIES_TITLE || l->kind == ACTIVITIES_SIGN;

	ret->cells = left_out ? 0 : l->cells;
	ret->strong = l->kind == ACTIVITIES_HEAD || l->kind == ACTIVITIES_SUM;
	for (int i = 0; i < l->cells; i++)
		ret->cell[i] = l->cell[i];
}

/* What the printer says, at the top of r. */
static void told(const struct session *s, struct ui *ui, struct rect *r)
{
	const char *key = printroom_told(&s->app->pages);
	bool bad = printroom_trouble(&s->app->pages);
	const struct part_text t = { "print.told", key ? staff_text("staff_print", key) : "",
		MM_SMALL, true, bad ? ROLE_DANGER : ROLE_INK, ROLE_PAPER, LAYOUT_START };

	if (key)
		part_text(ui, r, &t, 2);
}

static void print(struct session *s, const struct activities_report *r)
{
	if (s->app->pages.state == PRINTER_BUSY)
		return;
	if (staff_note(s, "print"))
		(void)activity_print(s->app, r);
	else
		staff_tell(s, "staff_trouble", "log", true);
}

enum screen screen_staff_act_report(struct session *s, struct ui *ui)
{
	struct activities_report rep;
	struct staff_line *line;
	struct frame f = { .title = staff_text("staff_act_report", "title") };
	enum frame_go go;

	if (!s->staff.in)
		return SCREEN_START;
	if (!month_report(s, s->staff.activity.month, &rep))
		return SCREEN_STAFF_ACTIVITY;
	if (s->app->pages.offered) {
		f.next = staff_text("staff_done", "print");
		f.next_id = "report.print";
		f.next_icon = "print";
	}
	staff_frame_begin(s, ui, &f);
	struct rect r = f.content;
	told(s, ui, &r);
	line = calloc((size_t)rep.len + 1, sizeof(*line));
	for (int i = 0; line && i < rep.len; i++)
		to_line(&rep.line[i], &line[i]);
	if (line)
		staff_lines_run(s, ui, r, "report", line, rep.len);
	free(line);
	enum screen next = staff_frame_end(
		s, ui, &f, SCREEN_STAFF_ACT_REPORT, SCREEN_STAFF_ACTIVITY, &go);
	if (go == FRAME_NEXT)
		print(s, &rep);
	activities_report_release(&rep);
	return next;
}
