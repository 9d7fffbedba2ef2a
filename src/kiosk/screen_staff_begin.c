/* SPDX-License-Identifier: Apache-2.0 */
/*
 * screen_staff_begin — between the home and a form: a draft is taken up again, or, asked once,
 * thrown away for a new form. Without a draft nothing is asked and this screen is not seen.
 */
#include <stdio.h>
#include <string.h>

#include "catalog.h"
#include "staff_frame.h"
#include "staffform.h"

static enum screen take(struct session *s)
{
	s->staff.want = NULL;
	explicit_bzero(s->staff.want_amends, sizeof(s->staff.want_amends));
	if (staffform_take(s))
		return SCREEN_STAFF_FORM;
	staff_tell(s, "staff_begin", "unreadable", true); /* the form has changed since */
	return SCREEN_STAFF_HOME;
}

static enum screen begin(struct session *s, bool draft)
{
	const struct formdef *f = s->staff.want;

	if (draft)
		staff_draft_drop(s, "discard");
	staffform_begin(s, f);
	return SCREEN_STAFF_FORM;
}

enum screen screen_staff_begin(struct session *s, struct ui *ui)
{
	struct frame f = { .title = staff_text("staff_begin", "title"),
		.next = staff_text("staff_begin", "go_on"),
		.next_id = "begin.go_on" };
	const struct button anew = { .id = "begin.new",
		.label = staff_text("staff_begin", "new"),
		.icon = "delete",
		.kind = BUTTON_DANGER,
		.text_mm = MM_SMALL + 0.5 };
	struct draft_place at;
	int64_t saved;
	char of[96];
	enum frame_go go;

	if (!s->staff.in)
		return SCREEN_START;
	bool draft = draft_peek(s->app->staff.dir, s->staff.id, s->staff.key.own, &at, &saved);
	if (!s->staff.want)
		return draft ? take(s) : SCREEN_STAFF_HOME;
	if (!draft)
		return begin(s, false);
	const char *args[] = { staff_text("staff_form", at.form) };
	catalog_fill(of, sizeof(of), staff_text("staff_begin", "of"), args, 1);
	staff_frame_begin(s, ui, &f);
	struct rect r = f.content;
	const struct part_text t = { "begin.of", of, MM_BODY, false, ROLE_INK, ROLE_PAPER,
		LAYOUT_START };
	part_text(ui, &r, &t, MM_GAP);
	int w = widget_button_width(ui, &anew);
	struct rect b = rect_cut_top(&r, ui_mm(ui, MM_TARGET));
	b.w = w < b.w ? w : b.w;
	bool fired = widget_button(ui, b, &anew);
	enum screen next = staff_frame_end(s, ui, &f, SCREEN_STAFF_BEGIN, SCREEN_STAFF_HOME, &go);
	if (fired)
		return begin(s, true);
	return go == FRAME_NEXT ? take(s) : next;
}
