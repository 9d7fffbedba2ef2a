/* SPDX-License-Identifier: Apache-2.0 */
/*
 * screen_staff_send — the last step of a staff form, and its table of contents: every section with
 * what it still lacks, where the form will go, and the ways out: send, go on later, throw away
 * (asked once). Sending is offered when nothing is missing.
 */
#include <stdio.h>
#include <string.h>

#include "catalog.h"
#include "routing.h"
#include "staff_frame.h"
#include "staffform.h"

#define LABEL_MAX 96

static int section_choices(struct session *s, struct ui *ui, struct rect r)
{
	struct choice c[FORM_PAGES_MAX];
	char id[FORM_PAGES_MAX][UI_ID_MAX], label[FORM_PAGES_MAX][LABEL_MAX], n[12];
	int page[FORM_PAGES_MAX] = { 0 };
	struct choices all = {
		.prefix = "section", .choice = c, .more_label = staff_text("staff", "more")
	};
	bool low = frame_is_low(ui); /* the names need the room of the icons, lest they break */

	all.columns_max = low ? 4 : 0;

	for (int p = staffform_beside(s, -1, 1); p >= 0; p = staffform_beside(s, p, 1)) {
		const char *args[] = { staffform_section(s, p), n };
		bool given;
		int i = all.len++, missing = staffform_missing(s, p, &given);
		page[i] = p;
		snprintf(n, sizeof(n), "%d", missing);
		catalog_fill(label[i], LABEL_MAX,
			staff_text("staff_form", missing ? "section"
						 : given ? "section_done"
							 : "section_none"),
			args, 2);
		snprintf(id[i], UI_ID_MAX, "section.%s", session_form(s)->page[p].id);
		c[i] = (struct choice){ id[i], label[i],
			low       ? ""
			: missing ? "edit"
			: given   ? "check_circle"
				  : "",
			false, false };
	}
	int fired = widget_choices(ui, r, &all, &s->choices_page);
	return fired >= 0 ? page[fired] : -1;
}

/* Where it goes: an amendment without a consent of its own leaves that as it was. */
static const char *lane_words(const struct session *s)
{
	struct routing route;
	char key[16];

	routing_of(&route, &s->answers, session_form(s));
	bool same = staffform_amends(s) && strcmp(route.lane, "SHIEN") == 0;
	snprintf(key, sizeof(key), "lane.%s", same ? "same" : route.lane);
	return staff_text("staff_form", key);
}

/* What is to be known before sending, at the top of r. */
static void facts(struct session *s, struct ui *ui, struct rect *r, int missing)
{
	bool same = staffform_amends(s) && !staffform_given(s);
	const char *ready = staffform_amends(s) ? "ready_change" : "ready",
		   *state = missing ? "gaps"
			    : same  ? "no_change"
				    : ready;
	struct part_text t[3] = {
		{ "send.state", staff_text("staff_send", state), MM_SMALL + 0.5, true,
			missing ? ROLE_DANGER : ROLE_INK, ROLE_PAPER, LAYOUT_START },
		{ "send.lane", lane_words(s), MM_SMALL, false, ROLE_INK, ROLE_PAPER, LAYOUT_START },
		{ "send.urgent", staff_text("staff_send", "urgent"), MM_SMALL, true, ROLE_DANGER,
			ROLE_PAPER, LAYOUT_START },
	};
	int n = missing || same ? 1 : answers_urgent(&s->answers, session_form(s)) ? 3 : 2;
	int first = n == 3 && frame_is_low(ui); /* the button itself says that nothing is missing */

	part_shrink(ui, r->w, r->h / 3, t + first, n - first, 1); /* the sections need more */
	for (int i = first; i < n; i++)
		part_text(ui, r, &t[i], 1);
	rect_cut_top(r, ui_mm(ui, 2));
}

enum { ACT_LATER, ACT_DISCARD, ACTS };

/* The other ways out, in a row at the foot of *r. Returns the one that fired, -1 none. */
static int ways_out(struct session *s, struct ui *ui, struct rect *r)
{
	struct button b[ACTS] = {
		[ACT_LATER] = { .id = "send.later",
			.label = staff_text("staff_send", "later"),
			.icon = "schedule" },
		[ACT_DISCARD] = { .id = s->staff.sure ? "send.discard_yes" : "send.discard",
			.label = staff_text("staff_send", s->staff.sure ? "sure_yes" : "discard"),
			.icon = "delete",
			.kind = s->staff.sure ? BUTTON_DANGER_FILLED : BUTTON_DANGER },
	};
	struct rect row = rect_cut_bottom(r, ui_mm(ui, MM_TARGET));
	int fired = -1, gap = ui_mm(ui, MM_GAP), w[ACTS], sum = gap;

	for (int i = 0; i < ACTS; i++) {
		b[i].text_mm = MM_SMALL;
		w[i] = widget_button_width(ui, &b[i]);
		sum += w[i];
	}
	rect_cut_bottom(r, gap);
	for (int i = 0; i < ACTS; i++) {
		int wide = sum > row.w && i == 0 ? (row.w - gap) / 2 : w[i];
		if (widget_button(ui, rect_cut_left(&row, wide < row.w ? wide : row.w), &b[i]))
			fired = i;
		rect_cut_left(&row, gap);
	}
	return fired;
}

static enum screen act(struct session *s, int way)
{
	if (way == ACT_LATER)
		return staffform_put_down(s);
	if (!s->staff.sure) {
		s->staff.sure = true;
		staff_tell(s, "staff_send", "sure", true);
		return SCREEN_STAFF_SEND;
	}
	s->staff.sure = false;
	s->staff.told = NULL;
	staff_draft_drop(s, "discard");
	staffform_forget(s);
	return SCREEN_STAFF_HOME;
}

static enum screen send(struct session *s)
{
	if (!staffform_send(s)) {
		staff_tell(s, "staff_send", s->trouble == SUBMIT_FULL ? "full" : "failed", true);
		return SCREEN_STAFF_SEND;
	}
	return SCREEN_STAFF_DONE;
}

enum screen screen_staff_send(struct session *s, struct ui *ui)
{
	struct frame f = { .title = staff_text("staff_send", "title"),
		.next_id = "staff.send",
		.next_icon = "send" };
	enum frame_go go;

	if (!s->staff.in || !s->staff.form)
		return s->staff.in ? SCREEN_STAFF_HOME : SCREEN_START;
	int missing = staffform_missing_all(s);
	bool nothing = staffform_amends(s) && !staffform_given(s);
	f.next = missing == 0 && !nothing ? staff_text("staff_send", "send") : NULL;
	staff_frame_begin(s, ui, &f);
	struct rect r = f.content;
	if (s->staff.told)
		staff_told(s, ui, &r);
	else
		facts(s, ui, &r, missing);
	int way = ways_out(s, ui, &r);
	int section = section_choices(s, ui, r);
	enum screen next = staff_frame_end(s, ui, &f, SCREEN_STAFF_SEND, SCREEN_STAFF_FORM, &go);
	if (way >= 0)
		return act(s, way);
	if (next != SCREEN_STAFF_SEND || section >= 0)
		s->staff.sure = false;
	if (section >= 0) {
		s->staff.told = NULL;
		s->staff.tried |= UINT32_C(1) << section;
		return staffform_go(s, section);
	}
	return go == FRAME_NEXT ? send(s) : next;
}
