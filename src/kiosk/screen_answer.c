/* SPDX-License-Identifier: Apache-2.0 */
/*
 * screen_answer — what is known of a number, in the person's language: codes become texts of the
 * catalogue, never anything that the city typed. An answer that names a desk or somewhere to turn
 * shows the telephone numbers with it; an end always does. Whatever is known, the person may change
 * what they said, and nothing of that tells whether the number exists. Disappears like the number's
 * own screen.
 */
#include <stdio.h>
#include <string.h>

#include "catalog.h"
#include "frame.h"
#include "parts.h"
#include "session.h"
#include "widgets.h"

#define LINES_MAX 10
#define HELPS_MAX 5
#define LINE_CAP  320

struct lines {
	const char *text[LINES_MAX];
	int n;
	char desk[LINE_CAP];
	char help[HELPS_MAX][LINE_CAP];
};

static const char *main_text(const struct session *s)
{
	static const char *const own[] = { [LOOKUP_PENDING] = "pending",
		[LOOKUP_WAITING] = "waiting",
		[LOOKUP_RECEIVED] = "received" };
	const char *text;

	if (s->lookup_answer != LOOKUP_STATUS)
		return catalog_text("lookup", own[s->lookup_answer]);
	text = catalog_find("status", s->status.code); /* a code newer than this content? */
	return text ? text : catalog_text("status", "other");
}

static const char *icon_of(const struct session *s)
{
	const struct status_code *c = status_codes_find(&s->app->status_codes, s->status.code);

	if (s->lookup_answer != LOOKUP_STATUS)
		return s->lookup_answer == LOOKUP_RECEIVED ? "check" : "schedule";
	return c ? c->icon : "info";
}

/* Where to turn: what the answer names, who serves its desk, and with an end the line that is there
 * for everybody. */
static int helpers(const struct session *s, const struct directory_entry *out[static HELPS_MAX])
{
	const struct directory *d = &s->app->directory;
	const struct status_code *c = status_codes_find(&s->app->status_codes, s->status.code);
	const struct directory_entry *all = directory_find(d, "yorisoi");
	int n = 0;

	for (int i = 0; i < s->status.help_len; i++) {
		const struct directory_entry *e = directory_find(d, s->status.help[i]);
		if (e)
			n = directory_add(out, n, HELPS_MAX, e);
	}
	for (int i = 0; s->status.desk[0] && i < d->len; i++)
		for (int k = 0; k < d->entry[i].desk_len; k++)
			if (strcmp(d->entry[i].desk[k], s->status.desk) == 0)
				n = directory_add(out, n, HELPS_MAX, &d->entry[i]);
	if (all && (!c || c->end))
		n = directory_add(out, n, HELPS_MAX, all);
	return n;
}

static void fill(const struct session *s, struct lines *l)
{
	const struct directory_entry *help[HELPS_MAX];
	char key[sizeof("choice.") + STATUS_DESK_MAX];

	l->n = 0;
	l->text[l->n++] = main_text(s);
	if (s->lookup_answer != LOOKUP_STATUS)
		return;
	snprintf(key, sizeof(key), "choice.%s", s->status.desk);
	const char *name = s->status.desk[0] ? catalog_find("desk", key) : NULL;
	if (name) {
		snprintf(l->desk, sizeof(l->desk), "%s\n%s", catalog_text("status", "desk"), name);
		l->text[l->n++] = l->desk;
	}
	int helps = helpers(s, help);
	if (helps > 0)
		l->text[l->n++] = catalog_text("status", "helps");
	for (int i = 0; i < helps; i++) {
		snprintf(l->help[i], LINE_CAP, "%s\n%s", directory_name(help[i]), help[i]->number);
		l->text[l->n++] = l->help[i];
	}
}

/* The same for every number, whatever is known of it. */
static bool change_button(struct ui *ui, struct rect *r)
{
	const struct button b = {
		.id = "answer.change", .label = catalog_text("change", "open"), .icon = "edit"
	};
	int w = widget_button_width(ui, &b);
	struct rect row = rect_cut_bottom(r, ui_mm(ui, MM_TARGET));

	rect_cut_bottom(r, ui_mm(ui, MM_GAP));
	return widget_button(ui, (struct rect){ row.x, row.y, w < row.w ? w : row.w, row.h }, &b);
}

static void one_line(const struct session *s, struct ui *ui, struct rect r, const char *text)
{
	const struct part_text t = { "answer.text.1", text, MM_BODY + 1, true, ROLE_INK, ROLE_PAPER,
		LAYOUT_CENTER };

	part_message(ui, r, icon_of(s), ROLE_PALE, ROLE_NIGHT, &t, NULL);
}

enum screen screen_answer(struct session *s, struct ui *ui)
{
	struct frame f = {
		.next = catalog_text("done", "end"), .next_id = "answer.end", .next_icon = "check"
	};
	const struct heading title = {
		.id = "answer.title", .label = catalog_text("status", "title"), .ground = ROLE_PAPER
	};
	char seconds[12], aside[96];
	const char *args[] = { seconds };
	uint64_t from = s->touched_ms > s->entered_ms ? s->touched_ms : s->entered_ms;
	struct lines l;

	snprintf(seconds, sizeof(seconds), "%d", session_seconds_left(s, from, SESSION_DONE_MS));
	catalog_fill(aside, sizeof(aside), catalog_text("done", "countdown"), args, 1);
	f.title = aside; /* the lower bar is full of buttons */
	frame_begin(s, ui, &f);
	struct rect r = f.content;
	part_title(ui, &r, &title);
	fill(s, &l);
	if (!frame_is_low(ui)) {
		int radius = ui_mm(ui, 9.5);
		if (l.n > 1) {
			widget_icon(ui, r.x + radius, r.y + radius, radius, icon_of(s), ROLE_PALE,
				ROLE_NIGHT);
			rect_cut_left(&r, 2 * radius + ui_mm(ui, MM_GAP));
		}
		const struct part_text left = { "answer.countdown", aside, MM_SMALL, false,
			ROLE_QUIET, ROLE_PAPER, LAYOUT_START };
		struct rect foot = rect_cut_bottom(&r, part_text_height(ui, r.w, &left));
		part_text(ui, &foot, &left, 0);
		rect_cut_bottom(&r, ui_mm(ui, MM_GAP));
	}
	bool change = change_button(ui, &r);
	if (l.n == 1) /* nothing but that: large, in the middle */
		one_line(s, ui, r, l.text[0]);
	else
		part_paragraphs(s, ui, r, "answer.text", l.text, l.n);
	explicit_bzero(&l, sizeof(l));
	switch (frame_end(s, ui, &f)) {
	case FRAME_LEAVE:
		return f.leave;
	case FRAME_BACK:
		explicit_bzero(s->number, sizeof(s->number));
		return SCREEN_LOOKUP;
	case FRAME_NEXT:
		return SCREEN_START;
	case FRAME_STAY:
		break;
	}
	return change ? SCREEN_CHANGE : SCREEN_ANSWER;
}
