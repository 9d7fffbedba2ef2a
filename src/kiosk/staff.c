/* SPDX-License-Identifier: Apache-2.0 */
/*
 * staff — opening and locking the staff side. An unlock counts only when the audit log has it; a
 * lock happens whether or not anything could be written. The site's language is Japanese, so an
 * unlock begins the visit in it; a resident's language may be chosen for what is turned to them.
 */
#include "staff.h"

#include <string.h>
#include <time.h>

#include "session.h"

#define HOME_TICK_MS 30000 /* ages on the home screen */

static struct staff_room *room_of(const struct session *s)
{
	return &s->app->staff;
}

enum vault_result staff_unlock(struct session *s)
{
	struct staff_session *me = &s->staff;
	struct staff_room *r = room_of(s);
	int i = vault_find(&r->vault, me->who);

	if (i < 0)
		return VAULT_REFUSED;
	enum vault_result got = vault_unlock(&r->vault, i, me->pin, s->now_ms, &me->key);
	explicit_bzero(me->pin, sizeof(me->pin));
	if (got == VAULT_WRONG && !audit_add(&r->audit, me->who, "miss"))
		return VAULT_FAILED;
	if (got == VAULT_OK && !audit_add(&r->audit, me->who, "unlock")) {
		explicit_bzero(&me->key, sizeof(me->key));
		return VAULT_FAILED;
	}
	if (got != VAULT_OK)
		return got;
	memcpy(me->id, r->vault.member[i].id, sizeof(me->id));
	memcpy(me->name, r->vault.member[i].name, sizeof(me->name));
	me->role = r->vault.member[i].role;
	me->in = true;
	return VAULT_OK;
}

void staff_leave(struct session *s)
{
	if (!s->staff.in)
		return;
	bool idle = s->now_ms >= s->touched_ms + STAFF_IDLE_MS;
	if (s->staff.form && staff_draft_keep(s))
		(void)staff_note(s, "draft");
	(void)staff_note(s, idle ? "idle" : "lock");
	s->staff.in = false;
}

bool staff_note(struct session *s, const char *what)
{
	return audit_add(&room_of(s)->audit, s->staff.id, what);
}

bool staff_is_manager(const struct session *s)
{
	return s->staff.in && s->staff.role == VAULT_MANAGER;
}

uint64_t staff_tick_ms(const struct session *s)
{
	const struct vault *v = &s->app->staff.vault;
	int i = s->screen == SCREEN_STAFF_PIN ? vault_find(v, s->staff.who) : -1;

	if (i >= 0 && vault_wait_ms(v, i, s->now_ms) > 0)
		return (s->now_ms / 1000 + 1) * 1000;
	if (s->screen == SCREEN_STAFF_HOME || s->screen == SCREEN_STAFF_USB ||
		s->screen == SCREEN_STAFF_STATUS)
		return (s->now_ms / HOME_TICK_MS + 1) * HOME_TICK_MS;
	return UINT64_MAX;
}

void staff_tell(struct session *s, const char *context, const char *key, bool bad)
{
	s->staff.told_context = context;
	s->staff.told = key;
	s->staff.told_bad = bad;
}

bool staff_draft_keep(struct session *s)
{
	struct draft_place at = { .page = s->page, .at = s->at };

	memcpy(at.refers, s->staff.refers, sizeof(at.refers));
	return s->staff.in && s->staff.form &&
	       draft_save(room_of(s)->dir, s->staff.id, s->staff.key.own, s->staff.form,
		       &s->answers, &at, (int64_t)time(NULL));
}

bool staff_draft_take(struct session *s, const struct formdef *f)
{
	struct draft_place at;

	if (!s->staff.in ||
		!draft_load(room_of(s)->dir, s->staff.id, s->staff.key.own, f, &s->answers, &at))
		return false;
	s->staff.form = f;
	s->page = at.page;
	memcpy(s->staff.refers, at.refers, sizeof(at.refers));
	s->at = at.at;
	return true;
}

void staff_draft_drop(struct session *s, const char *what)
{
	(void)draft_wipe(room_of(s)->dir, s->staff.id);
	answers_wipe(&s->answers);
	s->staff.form = NULL;
	(void)staff_note(s, what);
}
