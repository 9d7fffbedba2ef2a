/* SPDX-License-Identifier: Apache-2.0 */
/*
 * screen_change — what a person may want of what they said before, after its number was looked up:
 * say it differently (AMD: the form's own pages, by its rules on `kind`), stop showing it (WDR), or
 * have another number for it (AMD with takeover), for a number that somebody else saw or typed.
 *
 * Nothing here depends on whether the number exists: no place is asked, and the city decides. One
 * number stays with the person: these records have numbers of their own that nobody is shown,
 * except a take-over's, which replaces the old one.
 */
#include "change.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "catalog.h"
#include "frame.h"
#include "parts.h"
#include "reports.h"
#include "visit.h"
#include "widgets.h"

#define QUESTION_SHARE "consent_share"
#define CODE_NO        "N"

/* A fresh record of this kind about s->number. */
static void start(struct session *s, const char *kind)
{
	char number[RECEIPT_DIGITS + 1];

	memcpy(number, s->number, sizeof(number));
	bool drawn = s->ticket.ready && !s->handed_in;
	struct submit_ticket ticket = s->ticket;
	session_change_end(s);
	memcpy(s->number, number, sizeof(s->number));
	if (drawn) {
		s->ticket = ticket;
		s->ticket_tried = true;
	}
	snprintf(s->answers.kind, sizeof(s->answers.kind), "%s", kind);
	s->started_ms = s->now_ms;
	s->resume = -1;
	explicit_bzero(number, sizeof(number));
	explicit_bzero(&ticket, sizeof(ticket));
}

enum screen screen_change(struct session *s, struct ui *ui)
{
	static const enum screen to[] = { SCREEN_CHECK, SCREEN_WITHDRAW, SCREEN_TAKEOVER };
	const char *name = catalog_text("change", "title");
	const struct choice c[] = {
		{ "change.amend", catalog_text("change", "amend"), "edit", false, false },
		{ "change.withdraw", catalog_text("change", "withdraw"), "lock", false, false },
		{ "change.takeover", catalog_text("change", "takeover"), "badge", false, false },
	};
	const struct choices all = { .prefix = "change",
		.choice = c,
		.len = sizeof(to) / sizeof(to[0]),
		.columns_max = ui_portrait(ui) ? 1 : 0,
		.more_label = catalog_text("nav", "more") };
	const struct heading title = { .id = "change.title", .label = name, .ground = ROLE_PAPER };
	struct frame f = { .title = name };

	frame_begin(s, ui, &f);
	struct rect r = f.content;
	part_title(ui, &r, &title);
	int fired = widget_choices(ui, r, &all, &s->choices_page);
	switch (frame_end(s, ui, &f)) {
	case FRAME_LEAVE:
		return f.leave;
	case FRAME_BACK:
		explicit_bzero(s->number, sizeof(s->number));
		return SCREEN_LOOKUP;
	case FRAME_NEXT:
	case FRAME_STAY:
		break;
	}
	if (fired < 0)
		return SCREEN_CHANGE;
	start(s, to[fired] == SCREEN_WITHDRAW ? "WDR" : "AMD");
	s->takeover = to[fired] == SCREEN_TAKEOVER;
	return to[fired];
}

/* --- one question, one button --- */

struct sure {
	enum screen self;
	const char *id, *act, *act_id, *text, *icon; /* act, text: keys */
};

/* Where it leads; *ret_yes when the button was pressed. */
static enum screen ask(struct session *s, struct ui *ui, const struct sure *q, bool *ret_yes)
{
	char title_id[UI_ID_MAX], text_id[UI_ID_MAX];
	const struct part_text title = { title_id, catalog_text("change", q->act), MM_HEADING, true,
		ROLE_INK, ROLE_PAPER, LAYOUT_CENTER };
	const struct part_text text = { text_id, catalog_text("change", q->text), MM_BODY + 1,
		false, ROLE_INK, ROLE_PAPER, LAYOUT_CENTER };
	struct frame f = {
		.next = catalog_text("check", "send"), .next_id = q->act_id, .next_icon = "send"
	};

	snprintf(title_id, sizeof(title_id), "%s.title", q->id);
	snprintf(text_id, sizeof(text_id), "%s.text", q->id);
	frame_begin(s, ui, &f);
	part_message(ui, f.content, q->icon, ROLE_PALE, ROLE_NIGHT, &title, &text);
	enum frame_go go = frame_end(s, ui, &f);
	*ret_yes = go == FRAME_NEXT;
	return go == FRAME_LEAVE ? f.leave : go == FRAME_BACK ? SCREEN_CHANGE : q->self;
}

static enum screen withdraw(struct session *s)
{
	int share = formdef_find(&s->app->form, QUESTION_SHARE);

	assert(share >= 0);
	if (!answers_choose(&s->answers, &s->app->form, share, CODE_NO))
		return SCREEN_TROUBLE;
	return screen_check_send(s);
}

bool change_withdraw(struct session *s)
{
	start(s, "WDR");
	return withdraw(s) == SCREEN_CHANGED;
}

enum screen screen_withdraw(struct session *s, struct ui *ui)
{
	static const struct sure sure = { SCREEN_WITHDRAW, "withdraw", "withdraw", "withdraw.send",
		"withdraw_text", "lock" };
	bool yes;
	enum screen next = ask(s, ui, &sure, &yes);

	return yes ? withdraw(s) : next;
}

enum screen screen_takeover(struct session *s, struct ui *ui)
{
	static const struct sure sure = { SCREEN_TAKEOVER, "takeover", "takeover", "takeover.send",
		"takeover_text", "badge" };
	bool yes;
	enum screen next = ask(s, ui, &sure, &yes);

	return yes ? screen_check_send(s) : next;
}

enum screen screen_changed(struct session *s, struct ui *ui)
{
	struct frame f = { .no_back = true,
		.no_quit = true,
		.no_staff = true,
		.next = catalog_text("done", "end"),
		.next_id = "changed.end",
		.next_icon = "check" };
	char seconds[12], aside[96], text[512];
	const char *args[] = { seconds };
	bool sent = s->sent == OUTBOX_ACKED;
	uint64_t from = s->touched_ms > s->entered_ms ? s->touched_ms : s->entered_ms;
	const struct part_text title = { "changed.title", catalog_text("done", "title"),
		MM_HEADING + 1, true, ROLE_INK, ROLE_PAPER, LAYOUT_CENTER };
	const struct part_text more = { "changed.text", text, MM_BODY + 1, false, ROLE_INK,
		ROLE_PAPER, LAYOUT_CENTER };

	snprintf(seconds, sizeof(seconds), "%d", session_seconds_left(s, from, SESSION_DONE_MS));
	catalog_fill(aside, sizeof(aside), catalog_text("done", "countdown"), args, 1);
	snprintf(text, sizeof(text), "%s%s%s\n%s", catalog_text("done", sent ? "sent" : "later1"),
		sent ? "" : "\n", sent ? "" : catalog_text("done", "later2"),
		catalog_text("change", "number_same"));
	f.title = aside;
	f.aside = frame_is_low(ui) ? NULL : aside;
	frame_begin(s, ui, &f);
	part_message(ui, f.content, "check", ROLE_LEAF, ROLE_ON_LEAF, &title, &more);
	switch (frame_end(s, ui, &f)) {
	case FRAME_LEAVE:
		return f.leave;
	case FRAME_NEXT:
		return SCREEN_START;
	case FRAME_BACK:
	case FRAME_STAY:
		break;
	}
	return SCREEN_CHANGED;
}

/* --- when it is on the disk --- */

/* The site keeps the number that the person has, not the record's own. */
static void note_for_site(struct session *s)
{
	struct report r = { .id = "" };
	time_t now = time(NULL);
	struct tm tm;

	memcpy(r.receipt, s->number, sizeof(r.receipt));
	memcpy(r.id, s->ticket.id, sizeof(r.id));
	memcpy(r.kind, s->answers.kind, sizeof(r.kind));
	localtime_r(&now, &tm);
	strftime(r.day, sizeof(r.day), "%Y-%m-%d", &tm);
	if (!reports_add(s->app->staff.dir, s->staff.key.site, &r, (int64_t)now) ||
		!staff_note(s, "send"))
		staff_tell(s, "staff_trouble", "log", true);
	explicit_bzero(&r, sizeof(r));
}

void change_sent(struct session *s)
{
	char hash[65];

	if (s->staff.in)
		note_for_site(s);
	if (s->takeover && receipt_hash(s->number, s->app->post.device.salt, hash))
		(void)!outbox_forget_receipt(s->app->post.outbox, hash);
	explicit_bzero(hash, sizeof(hash));
}
