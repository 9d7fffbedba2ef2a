/* SPDX-License-Identifier: Apache-2.0 */
/*
 * screen_staff_print — what of an intake is put on paper, only when the person wants it: the card
 * with the number, the national form for the site, the same with a copy for the person. Reached
 * from the done screen, and only while that still has the answers.
 */
#include <string.h>

#include "application.h"
#include "printroom.h"
#include "slip.h"
#include "staff_frame.h"
#include "staffform.h"

enum { PRINT_SLIP, PRINT_SHEET, PRINT_BOTH, PRINT_KINDS };

static const struct {
	const char *id, *key, *icon;
} kinds[PRINT_KINDS] = { { "print.slip", "slip", "qr_code" },
	{ "print.sheet", "sheet", "description" }, { "print.both", "both", "file_copy" } };

static struct printer *printer_of(struct session *s, int kind)
{
	return kind == PRINT_SLIP ? &s->app->slips : &s->app->pages;
}

/* What a printer says, at the top of r: bad news first. */
static void told(struct session *s, struct ui *ui, struct rect *r)
{
	const struct printer *slips = &s->app->slips, *pages = &s->app->pages;
	const struct printer *p = printroom_trouble(slips) || !printroom_told(pages) ? slips
										     : pages;
	const char *key = printroom_told(p);
	bool bad = printroom_trouble(p);
	struct part_text t[] = {
		{ key ? "print.told" : "print.lead", staff_text("staff_print", key ? key : "lead"),
			MM_SMALL + 0.5, true, bad ? ROLE_DANGER : ROLE_INK, ROLE_PAPER,
			LAYOUT_START },
		{ "print.warn", staff_text("staff_print", "warn"), MM_SMALL, false, ROLE_INK,
			ROLE_PAPER, LAYOUT_START },
	};
	int n = pages->offered && !(key && frame_is_low(ui)) ? 2 : 1;

	part_shrink(ui, r->w, r->h * 2 / 5, t, n, 1); /* the buttons need the room more */
	for (int i = 0; i < n; i++)
		part_text(ui, r, &t[i], 1);
	rect_cut_top(r, ui_mm(ui, 2));
}

static int choose(struct session *s, struct ui *ui, struct rect r)
{
	struct choice c[PRINT_KINDS];
	int kind[PRINT_KINDS], n = 0;

	for (int i = 0; i < PRINT_KINDS; i++) {
		const struct printer *p = printer_of(s, i);
		if (!p->offered)
			continue;
		kind[n] = i;
		c[n++] = (struct choice){ kinds[i].id, staff_text("staff_print", kinds[i].key),
			kinds[i].icon, false, p->state == PRINTER_BUSY };
	}
	const struct choices all = {
		.prefix = "print", .choice = c, .len = n, .more_label = staff_text("staff", "more")
	};
	int fired = widget_choices(ui, r, &all, &s->choices_page);
	return fired >= 0 ? kind[fired] : -1;
}

/* What it does is on the screen from the next frame on; the log says only that it was done. */
static void print(struct session *s, int kind)
{
	if (!staff_note(s, "print"))
		staff_tell(s, "staff_trouble", "log", true);
	else if (kind == PRINT_SLIP)
		(void)slip_print(s->app, s->answers.ui_lang, s->ticket.receipt);
	else
		(void)application_print(s, s->staff.sent, kind == PRINT_BOTH);
}

bool screen_staff_print_offered(const struct session *s)
{
	return s->staff.sent && strcmp(staffform_kind(s, s->staff.sent), "WLK") == 0 &&
	       (s->app->slips.offered || s->app->pages.offered);
}

enum screen screen_staff_print(struct session *s, struct ui *ui)
{
	struct frame f = { .title = staff_text("staff_print", "title") };
	enum frame_go go;

	if (!s->staff.in || !s->staff.sent)
		return s->staff.in ? SCREEN_STAFF_HOME : SCREEN_START;
	staff_frame_begin(s, ui, &f);
	struct rect r = f.content;
	told(s, ui, &r);
	int kind = choose(s, ui, r);
	if (kind >= 0)
		print(s, kind);
	return staff_frame_end(s, ui, &f, SCREEN_STAFF_PRINT, SCREEN_STAFF_DONE, &go);
}
