/* SPDX-License-Identifier: Apache-2.0 */
/*
 * screen_staff_change — one of the site's own reports by its number: put right (an amendment in the
 * form it was written in), consent that the person gave since, or consent taken back (asked once).
 * Each is a sealed record of its own that points at the old one; nothing of what was sent can be
 * read here. The number stays the person's.
 */
#include <stdio.h>
#include <string.h>

#include "change.h"
#include "receipt.h"
#include "reports.h"
#include "staff_frame.h"
#include "staffform.h"

enum { WAY_AMEND, WAY_CONSENT, WAY_WITHDRAW, WAYS };

/* The form that the number was written in: that of the first report with it. */
static const char *form_of(const struct session *s)
{
	struct report r[REPORTS_MAX];
	size_t n = reports_newest(s->app->staff.dir, s->staff.key.site, 0, r, REPORTS_MAX);
	const char *form = STAFFFORM_INTAKE;

	for (size_t i = 0; i < n; i++)
		if (strcmp(r[i].receipt, s->number) == 0 && strcmp(r[i].kind, "OUT") == 0)
			form = STAFFFORM_OUTREACH;
	explicit_bzero(r, sizeof(r));
	return form;
}

static enum screen to_form(struct session *s, const char *form)
{
	staffform_want(s, form, s->number);
	session_change_end(s);
	return SCREEN_STAFF_BEGIN;
}

static enum screen withdraw(struct session *s)
{
	if (!s->staff.sure) {
		s->staff.sure = true;
		staff_tell(s, "staff_change", "withdraw_sure", true);
		return SCREEN_STAFF_CHANGE;
	}
	s->staff.sure = false;
	staff_tell(s, "staff_change", "withdrawn", false);
	if (!change_withdraw(s)) {
		staff_tell(s, "staff_change", "failed", true);
		return SCREEN_STAFF_CHANGE;
	}
	session_change_end(s);
	return SCREEN_STAFF_REPORTS;
}

static void words(struct session *s, struct ui *ui, struct rect *r)
{
	char shown[RECEIPT_SHOWN + 1], number[96];
	bool told = s->staff.told != NULL, bad = told && s->staff.told_bad;
	struct part_text t[] = {
		{ "change.number", number, MM_SMALL + 1, true, ROLE_INK, ROLE_PAPER, LAYOUT_START },
		{ told ? "staff.told" : "change.hint",
			told ? staff_text(s->staff.told_context, s->staff.told)
			     : staff_text("staff_change", "hint"),
			MM_SMALL, told, bad ? ROLE_DANGER : ROLE_INK, ROLE_PAPER, LAYOUT_START },
	};

	receipt_format(s->number, shown);
	staff_fill(number, sizeof(number), staff_text("staff_form", "refers_is"), shown);
	part_shrink(ui, r->w, r->h * 2 / 5, t, 2, 1); /* the buttons need the room more */
	part_text(ui, r, &t[0], 1);
	part_text(ui, r, &t[1], 2);
	explicit_bzero(shown, sizeof(shown));
	explicit_bzero(number, sizeof(number));
}

enum screen screen_staff_change(struct session *s, struct ui *ui)
{
	struct frame f = { .title = staff_text("staff_change", "title") };
	const struct choice c[WAYS] = {
		{ "change.amend", staff_text("staff_change", "amend"), "edit", false, false },
		{ "change.consent", staff_text("staff_change", "consent"), "groups", false, false },
		{ s->staff.sure ? "change.withdraw_yes" : "change.withdraw",
			staff_text("staff_change", s->staff.sure ? "withdraw_yes" : "withdraw"),
			"lock", s->staff.sure, false },
	};
	const struct choices all = { .prefix = "change",
		.choice = c,
		.len = WAYS,
		.columns_max = ui_portrait(ui) ? 1 : 0,
		.more_label = staff_text("staff", "more") };
	enum frame_go go;

	if (!s->staff.in || !s->number[0])
		return s->staff.in ? SCREEN_STAFF_REPORTS : SCREEN_START;
	staff_frame_begin(s, ui, &f);
	struct rect r = f.content;
	words(s, ui, &r);
	int fired = widget_choices(ui, r, &all, &s->choices_page);
	enum screen next = staff_frame_end(
		s, ui, &f, SCREEN_STAFF_CHANGE, SCREEN_STAFF_REPORTS, &go);
	if (fired == WAY_WITHDRAW)
		return withdraw(s);
	if (fired >= 0 || next != SCREEN_STAFF_CHANGE) {
		s->staff.sure = false;
		s->staff.told = NULL;
	}
	if (fired >= 0)
		return to_form(s, fired == WAY_CONSENT ? STAFFFORM_CONSENT : form_of(s));
	if (next == SCREEN_STAFF_REPORTS)
		session_change_end(s);
	return next;
}
