/* SPDX-License-Identifier: Apache-2.0 */
/*
 * screen_staff_pin — a PIN, to come in or a new one. Digits are counted, never shown. A wait after
 * misses counts down here; it goes on whoever looks at it and is not shortened by leaving.
 * A new PIN is typed by the person it belongs to, twice.
 */
#include <stdio.h>
#include <string.h>

#include "staff_frame.h"

#define PAD_MM 110.0

static const char *member_name(const struct session *s)
{
	const struct vault *v = &s->app->staff.vault;
	int i = vault_find(v, s->staff.who);

	return i >= 0 ? v->member[i].name : "";
}

static void wait_words(char *out, size_t cap, uint64_t ms)
{
	char n[24];
	bool minutes = ms > 120000;

	snprintf(n, sizeof(n), "%llu",
		(unsigned long long)(minutes ? (ms + 59999) / 60000 : (ms + 999) / 1000));
	staff_fill(out, cap, staff_text("staff_pin", minutes ? "wait_min" : "wait"), n);
}

/* Draws it when it fits, in smaller letters when it must. */
static void fitted(struct ui *ui, struct rect *r, struct part_text t)
{
	while (part_text_height(ui, r->w, &t) > r->h &&
		t.mm > MM_SMALL * 90 / ui_state(ui)->text_percent)
		t.mm -= 0.5;
	if (part_text_height(ui, r->w, &t) <= r->h)
		part_text(ui, r, &t, 2);
}

/* What went wrong, the count of digits and the hint, beside the pad or above it; in this order,
 * for the last may have no room left. */
static void words(struct session *s, struct ui *ui, struct rect r, const char *hint, uint64_t wait)
{
	char n[24], count[96], wait_text[192];
	struct part_text t = { "staff.wait", wait_text, MM_SMALL + 0.5, true, ROLE_DANGER,
		ROLE_PAPER, LAYOUT_START };

	wait_words(wait_text, sizeof(wait_text), wait);
	if (wait == 0) {
		t.id = "staff.told";
		t.markup = s->staff.told ? staff_text(s->staff.told_context, s->staff.told) : NULL;
	}
	if (t.markup)
		fitted(ui, &r, t);
	snprintf(n, sizeof(n), "%zu", strlen(s->staff.pin));
	staff_fill(count, sizeof(count), staff_text("staff_pin", "digits"), n);
	fitted(ui, &r,
		(struct part_text){ "staff.pin_count", count, MM_SMALL + 1, true, ROLE_INK,
			ROLE_PAPER, LAYOUT_START });
	if (!t.markup)
		fitted(ui, &r,
			(struct part_text){ "staff.pin_hint", hint, MM_SMALL + 0.5, false,
				ROLE_QUIET, ROLE_PAPER, LAYOUT_START });
}

static bool pad_and_words(
	struct session *s, struct ui *ui, struct rect r, const char *hint, uint64_t wait)
{
	struct rect side;
	int pad = ui_mm(ui, PAD_MM);

	if (ui_portrait(ui)) {
		int most = ui_mm(ui, 120), room = r.h * 55 / 100;
		int h = room < most ? room : most;
		struct rect keys = rect_cut_bottom(&r, h);
		keys = rect_middle(keys, keys.w < pad * 3 / 2 ? keys.w : pad * 3 / 2, keys.h);
		side = r;
		r = keys;
	} else {
		side = rect_cut_left(&r, r.w - pad - ui_mm(ui, MM_GAP));
		rect_cut_left(&r, ui_mm(ui, MM_GAP));
		if (r.h > ui_mm(ui, 130))
			r.h = ui_mm(ui, 130);
	}
	words(s, ui, side, hint, wait);
	return staff_pad(s, ui, r);
}

static enum screen try_pin(struct session *s)
{
	switch (staff_unlock(s)) {
	case VAULT_OK:
		s->staff.told = NULL;
		staff_activity_settle(s);
		return SCREEN_STAFF_HOME;
	case VAULT_WRONG:
		staff_tell(s, "staff_pin", "wrong", true);
		break;
	case VAULT_WAIT:
		break;
	default:
		staff_tell(s, "staff_pin", "trouble", true);
	}
	return SCREEN_STAFF_PIN;
}

enum screen screen_staff_pin(struct session *s, struct ui *ui)
{
	const struct vault *v = &s->app->staff.vault;
	int i = vault_find(v, s->staff.who);
	uint64_t wait = i >= 0 ? vault_wait_ms(v, i, s->now_ms) : 0;
	char title[160];
	struct frame f = { .title = title,
		.next = wait > 0 || strlen(s->staff.pin) < PIN_MIN
				? NULL
				: staff_text("staff_pin", "enter"),
		.next_id = "staff.enter",
		.next_icon = "check" };
	enum frame_go go;

	staff_fill(title, sizeof(title), staff_text("staff_pin", "title"), member_name(s));
	staff_frame_begin(s, ui, &f);
	if (pad_and_words(s, ui, f.content, staff_text("staff_pin", "hint"), wait))
		s->staff.told = NULL;
	enum screen next = staff_frame_end(s, ui, &f, SCREEN_STAFF_PIN, SCREEN_STAFF_WHO, &go);
	if (next == SCREEN_STAFF_WHO)
		explicit_bzero(s->staff.pin, sizeof(s->staff.pin));
	return go == FRAME_NEXT ? try_pin(s) : next;
}

/* --- a new one --- */

static void forget_pins(struct session *s)
{
	explicit_bzero(s->staff.pin, sizeof(s->staff.pin));
	explicit_bzero(s->staff.first, sizeof(s->staff.first));
}

static enum screen again(struct session *s, const char *key)
{
	forget_pins(s);
	staff_tell(s, "staff_people", key, true);
	return SCREEN_STAFF_NEWPIN;
}

/* Both are the same: adds the person or gives the new PIN. */
static enum screen save(struct session *s)
{
	struct staff_room *r = &s->app->staff;
	struct staff_session *me = &s->staff;
	bool add = me->new_name[0] != '\0';
	int i = vault_find(&r->vault, me->who);
	enum vault_result got = VAULT_FAILED;

	if (add)
		got = vault_add(&r->vault, &me->key, me->new_name, me->new_role, me->pin, NULL);
	else if (i >= 0)
		got = vault_reset_pin(&r->vault, &me->key, i, me->pin);
	forget_pins(s);
	if (got != VAULT_OK)
		return again(s, "failed");
	if (!add)
		(void)draft_wipe(r->dir, me->who);
	bool logged = staff_note(s, add ? "add" : "reset");
	staff_tell(s, "staff_people", logged ? "saved" : "failed", !logged);
	explicit_bzero(me->new_name, sizeof(me->new_name));
	return SCREEN_STAFF_PEOPLE;
}

static enum screen new_pin(struct session *s)
{
	struct staff_session *me = &s->staff;
	enum pin_fault fault = pin_check(me->pin);

	if (fault != PIN_FINE)
		return again(s, fault == PIN_LENGTH ? "pin_length" : "pin_trivial");
	if (!me->first[0]) {
		memcpy(me->first, me->pin, sizeof(me->first));
		explicit_bzero(me->pin, sizeof(me->pin));
		s->staff.told = NULL;
		return SCREEN_STAFF_NEWPIN;
	}
	if (strcmp(me->first, me->pin) != 0)
		return again(s, "pin_differs");
	return save(s);
}

enum screen screen_staff_newpin(struct session *s, struct ui *ui)
{
	bool second = s->staff.first[0] != '\0';
	struct frame f = { .title = staff_text("staff_people", second ? "pin_again" : "pin"),
		.next = strlen(s->staff.pin) < PIN_MIN ? NULL : staff_text("staff", "ok"),
		.next_id = "staff.ok",
		.next_icon = "check" };
	enum frame_go go;

	staff_frame_begin(s, ui, &f);
	if (pad_and_words(s, ui, f.content, staff_text("staff_people", "pin_hint"), 0))
		s->staff.told = NULL;
	enum screen next = staff_frame_end(
		s, ui, &f, SCREEN_STAFF_NEWPIN, SCREEN_STAFF_PEOPLE, &go);
	if (next == SCREEN_STAFF_PEOPLE)
		forget_pins(s);
	return go == FRAME_NEXT && next != SCREEN_START ? new_pin(s) : next;
}
