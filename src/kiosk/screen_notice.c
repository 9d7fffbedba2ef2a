/* SPDX-License-Identifier: Apache-2.0 */
/*
 * screen_notice — what a person must know before the first question (個人情報保護法 62条): three short
 * sentences, and everything else one tap away.
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

static void sentence(struct ui *ui, struct rect *r, const char *icon, const char *key, int h)
{
	char id[UI_ID_MAX];
	struct rect row = rect_cut_top(r, h);
	int radius = ui_mm(ui, frame_is_low(ui) ? 9 : 14);

	snprintf(id, sizeof(id), "notice.%s", key);
	const struct text_block t = { .id = id, .markup = catalog_text("notice", key), .mm = frame_is_low(ui) ? MM_BODY : MM_BODY + 1.5,
		.role = ROLE_INK, .ground = ROLE_PAPER };
	widget_icon(ui, row.x + radius, row.y + h / 2, radius, icon, ROLE_PALE, ROLE_NIGHT);
	rect_cut_left(&row, 2 * radius + ui_mm(ui, 8));
	int th = widget_text_height(ui, row.w, &t);
	widget_text(ui, (struct rect){ row.x, row.y + (h - th) / 2, row.w, th }, &t);
}

enum screen screen_notice(struct session *s, struct ui *ui)
{
	struct frame f = { .step = NOTICE_STEP, .next = catalog_text("notice", "begin"), .next_id = "notice.begin" };
	const struct heading title = { .id = "notice.title", .label = catalog_text("notice", "title"), .ground = ROLE_PAPER };
	const struct button more = { .id = "notice.more", .label = catalog_text("notice", "more"), .icon = "info" };
	enum screen next = SCREEN_NOTICE;

	frame_begin(s, ui, &f);
	struct rect r = f.content;
	struct rect foot = rect_cut_bottom(&r, ui_mm(ui, MM_TARGET));
	part_heading(ui, &r, &title);
	int h = r.h / 3, most = ui_mm(ui, 44);
	h = h > most ? most : h;
	sentence(ui, &r, "groups", "p1", h);
	sentence(ui, &r, "lock", "p2", h);
	sentence(ui, &r, "health_and_safety", "p3", h);
	if (widget_button(ui, (struct rect){ foot.x, foot.y, widget_button_width(ui, &more), foot.h }, &more))
		next = session_push(s, SCREEN_NOTICE_MORE);
	switch (frame_end(s, ui, &f)) {
	case FRAME_BACK: return SCREEN_START;
	case FRAME_NEXT: return visit_begin(s);
	case FRAME_LEAVE: return f.leave;
	case FRAME_STAY: break;
	}
	return next;
}

enum screen screen_notice_more(struct session *s, struct ui *ui)
{
	struct frame f = { .no_back = true, .next = catalog_text("nav", "close"), .next_id = "nav.close",
		.next_icon = "close" };
	const struct heading title = { .id = "notice.detail_title", .label = catalog_text("notice", "detail_title"),
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
	part_heading(ui, &r, &title);
	part_paragraphs(s, ui, r, "notice.detail", text, n);
	switch (frame_end(s, ui, &f)) {
	case FRAME_LEAVE: return f.leave;
	case FRAME_BACK: case FRAME_NEXT: return session_pop(s);
	case FRAME_STAY: break;
	}
	return ui_key(ui, INPUT_KEY_BACK) ? session_pop(s) : SCREEN_NOTICE_MORE;
}
