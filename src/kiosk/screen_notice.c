/* SPDX-License-Identifier: Apache-2.0 */
/*
 * screen_notice — what a person must know before the first question (個人情報保護法 62条): three
 * short sentences, and everything else one tap away.
 */
#include <stdio.h>

#include "catalog.h"
#include "frame.h"
#include "parts.h"
#include "session.h"
#include "visit.h"
#include "widgets.h"

#define NOTICE_STEP 2
#define DETAILS_MAX 12

#define SENTENCES 3

static const struct {
	const char *icon, *id, *key;
} sentences[SENTENCES] = { { "groups", "notice.p1", "p1" }, { "lock", "notice.p2", "p2" },
	{ "health_and_safety", "notice.p3", "p3" } };

static struct text_block sentence(int i, double mm)
{
	return (struct text_block){ .id = sentences[i].id,
		.markup = catalog_text("notice", sentences[i].key),
		.mm = mm,
		.role = ROLE_INK,
		.ground = ROLE_PAPER };
}

/* The sentences in equal rows, in the largest size at which all fit. */
static void draw_sentences(struct ui *ui, struct rect r)
{
	int radius = ui_mm(ui, frame_is_low(ui) ? 9 : 14), indent = 2 * radius + ui_mm(ui, 8),
	    tallest = 0;
	int h = r.h / SENTENCES, most = ui_mm(ui, 46);
	double mm = MM_BODY + 1.5;

	for (; mm > MM_SMALL * 100 / ui_state(ui)->text_percent; mm -= 0.5) {
		tallest = 0;
		for (int i = 0; i < SENTENCES; i++) {
			const struct text_block t = sentence(i, mm);
			int th = widget_text_height(ui, r.w - indent, &t);
			tallest = th > tallest ? th : tallest;
		}
		if (tallest <= h)
			break;
	}
	tallest += ui_mm(ui, MM_GAP); /* rows stay together, however long the words */
	most = tallest > most ? tallest : most;
	h = h < most ? h : most;
	for (int i = 0; i < SENTENCES; i++) {
		const struct text_block t = sentence(i, mm);
		struct rect row = rect_cut_top(&r, h);
		widget_icon(ui, row.x + radius, row.y + h / 2, radius, sentences[i].icon, ROLE_PALE,
			ROLE_NIGHT);
		rect_cut_left(&row, indent);
		int th = widget_text_height(ui, row.w, &t);
		th = th < h ? th : h;
		widget_text(ui, (struct rect){ row.x, row.y + (h - th) / 2, row.w, th }, &t);
	}
}

enum screen screen_notice(struct session *s, struct ui *ui)
{
	struct frame f = { .step = NOTICE_STEP,
		.title = catalog_text("notice", "title"),
		.next = catalog_text("notice", "begin"),
		.next_id = "notice.begin" };
	const struct heading title = {
		.id = "notice.title", .label = catalog_text("notice", "title"), .ground = ROLE_PAPER
	};
	struct button more = {
		.id = "notice.more", .label = catalog_text("notice", "more"), .icon = "info"
	};
	enum screen next = SCREEN_NOTICE;

	frame_begin(s, ui, &f);
	struct rect r = f.content, at;
	int w = widget_button_width(ui, &more), h = ui_mm(ui, MM_TARGET);
	if (frame_is_low(ui)) {                                  /* the title is in the bar */
		more.text_mm = MM_SMALL * 110 / s->text_percent; /* the sentences come first */
		w = widget_button_width(ui, &more);
		w = w < r.w / 4 ? w : r.w / 4;
		at = rect_cut_right(&r, w);
		at = rect_cut_bottom(&at, h);
		rect_cut_right(&r, ui_mm(ui, MM_GAP));
	} else {
		at = rect_cut_bottom(&r, h);
		at.w = w;
		part_heading(ui, &r, &title);
	}
	draw_sentences(ui, r);
	if (widget_button(ui, at, &more))
		next = session_push(s, SCREEN_NOTICE_MORE);
	switch (frame_end(s, ui, &f)) {
	case FRAME_BACK:
		return SCREEN_START;
	case FRAME_NEXT:
		return visit_begin(s);
	case FRAME_LEAVE:
		return f.leave;
	case FRAME_STAY:
		break;
	}
	return next;
}

enum screen screen_notice_more(struct session *s, struct ui *ui)
{
	struct frame f = { .no_back = true,
		.next = catalog_text("nav", "close"),
		.next_id = "nav.close",
		.next_icon = "close",
		.title = catalog_text("notice", "detail_title") };
	const struct heading title = { .id = "notice.detail_title",
		.label = catalog_text("notice", "detail_title"),
		.ground = ROLE_PAPER };
	const char *text[DETAILS_MAX];
	int n = 0;

	for (char key[] = "detail.1"; n < DETAILS_MAX - 1 && key[7] <= '9'; key[7]++) {
		const char *t = catalog_find("notice", key);
		if (t)
			text[n++] = t;
	}
	text[n++] = catalog_text("notice", "contact");
	frame_begin(s, ui, &f);
	struct rect r = f.content;
	part_title(ui, &r, &title);
	part_paragraphs(s, ui, r, "notice.detail", text, n);
	return frame_end_pop(s, ui, &f, SCREEN_NOTICE_MORE);
}
