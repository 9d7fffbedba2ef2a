/* SPDX-License-Identifier: Apache-2.0 */
/*
 * screen_staff_people — a manager adds and removes staff and makes PINs anew. A name is typed with
 * the Japanese keyboards or a real one; removing asks once more on the same screen. Everything here
 * goes to the audit log, by id, without the name.
 */
#include <stdio.h>
#include <string.h>

#include "activities_hand.h"
#include "staff_frame.h"
#include "utf8.h"

#define ADD_ID "people.add"

enum screen screen_staff_people(struct session *s, struct ui *ui)
{
	const struct vault *v = &s->app->staff.vault;
	struct choice c[VAULT_MEMBERS_MAX];
	char id[VAULT_MEMBERS_MAX][UI_ID_MAX];
	bool full = v->len == VAULT_MEMBERS_MAX;
	struct frame f = { .title = staff_text("staff_people", "title"),
		.next = full ? NULL : staff_text("staff_people", "add"),
		.next_id = ADD_ID,
		.next_icon = "badge" };
	enum frame_go go;

	if (!staff_is_manager(s))
		return SCREEN_START;
	staff_frame_begin(s, ui, &f);
	struct rect r = f.content;
	staff_told(s, ui, &r);
	for (int i = 0; i < v->len; i++) {
		snprintf(id[i], sizeof(id[i]), "person.%s", v->member[i].id);
		c[i] = (struct choice){ id[i], v->member[i].name,
			v->member[i].role == VAULT_MANAGER ? "lock" : "badge", false, false };
	}
	const struct choices all = { .prefix = "person",
		.choice = c,
		.len = v->len,
		.more_label = staff_text("staff", "more") };
	int fired = widget_choices(ui, r, &all, &s->choices_page);
	enum screen next = staff_frame_end(s, ui, &f, SCREEN_STAFF_PEOPLE, SCREEN_STAFF_HOME, &go);
	s->staff.sure = false;
	if (fired >= 0) {
		memcpy(s->staff.who, v->member[fired].id, sizeof(s->staff.who));
		s->staff.told = NULL;
		return SCREEN_STAFF_PERSON;
	}
	if (go != FRAME_NEXT)
		return next;
	explicit_bzero(s->staff.new_name, sizeof(s->staff.new_name));
	s->staff.new_role = VAULT_STAFF;
	s->staff.told = NULL;
	s->osk_question = -1;
	return SCREEN_STAFF_NAME;
}

static enum screen remove_person(struct session *s, int i)
{
	struct staff_room *r = &s->app->staff;
	bool self = strcmp(s->staff.who, s->staff.id) == 0;

	switch (vault_remove(&r->vault, i)) {
	case VAULT_OK:
		(void)draft_wipe(r->dir, s->staff.who);
		(void)activity_hand_wipe(r->dir, s->staff.who);
		if (!staff_note(s, "remove"))
			staff_tell(s, "staff_people", "failed", true);
		else
			staff_tell(s, "staff_people", "removed", false);
		return self ? SCREEN_START : SCREEN_STAFF_PEOPLE;
	case VAULT_REFUSED:
		staff_tell(s, "staff_people", "last_manager", true);
		break;
	default:
		staff_tell(s, "staff_people", "failed", true);
	}
	return SCREEN_STAFF_PERSON;
}

enum screen screen_staff_person(struct session *s, struct ui *ui)
{
	const struct vault *v = &s->app->staff.vault;
	int i = vault_find(v, s->staff.who);
	char title[160], words[320];
	struct frame f = { .title = title,
		.next = staff_text("staff_people", s->staff.sure ? "remove_yes" : "remove"),
		.next_id = s->staff.sure ? "person.remove_yes" : "person.remove",
		.next_icon = "delete" };
	enum frame_go go;

	if (!staff_is_manager(s) || i < 0)
		return SCREEN_START;
	staff_fill(title, sizeof(title), staff_text("staff_home", "who"), v->member[i].name);
	staff_frame_begin(s, ui, &f);
	struct rect r = f.content;
	staff_told(s, ui, &r);
	staff_fill(words, sizeof(words),
		staff_text("staff_people", s->staff.sure ? "remove_sure" : "reset_sure"),
		v->member[i].name);
	const struct part_text t = { "person.words", words, MM_SMALL + 1, s->staff.sure,
		s->staff.sure ? ROLE_DANGER : ROLE_INK, ROLE_PAPER, LAYOUT_START };
	part_text(ui, &r, &t, MM_GAP);
	struct button reset = { .id = "person.reset",
		.label = staff_text("staff_people", "reset"),
		.icon = "pin",
		.text_mm = MM_SMALL + 1 };
	int w = widget_button_width(ui, &reset);
	bool fired = !s->staff.sure &&
		     widget_button(ui,
			     (struct rect){ r.x, r.y, w < r.w ? w : r.w, ui_mm(ui, MM_TARGET) },
			     &reset);
	enum screen next = staff_frame_end(
		s, ui, &f, SCREEN_STAFF_PERSON, SCREEN_STAFF_PEOPLE, &go);
	if (fired) {
		explicit_bzero(s->staff.new_name, sizeof(s->staff.new_name));
		s->staff.told = NULL;
		return SCREEN_STAFF_NEWPIN;
	}
	if (go != FRAME_NEXT)
		return next;
	if (s->staff.sure)
		return remove_person(s, i);
	s->staff.sure = true;
	s->staff.told = NULL;
	return SCREEN_STAFF_PERSON;
}
