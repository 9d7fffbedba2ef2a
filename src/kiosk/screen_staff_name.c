/* SPDX-License-Identifier: Apache-2.0 */
/*
 * screen_staff_name — the name and the role of somebody being added. The text lives in the session;
 * field and keyboard borrow it for a frame. Kana and Latin letters as keys, anything from a real
 * keyboard with its own conversion; the name is what colleagues see on the door, nothing more.
 */
#include <stdio.h>
#include <string.h>

#include "staff_frame.h"
#include "utf8.h"

#define CLUSTER_MAX 32

static void put(char *name, const char *text)
{
	size_t len = strlen(name), more = strlen(text);

	for (const char *c = text; *c; c++)
		if ((unsigned char)*c < 0x20 || *c == 0x7f || strchr("{|}\\", *c))
			return;
	if (!utf8_is_clean(text, more) || len + more >= VAULT_NAME_MAX)
		return;
	memcpy(name + len, text, more + 1);
	if (utf8_clusters(name, len + more) > STAFF_NAME_LONG)
		name[len] = '\0';
}

static void cut(char *name)
{
	size_t len = strlen(name);

	name[len - utf8_last_cluster(name, len)] = '\0';
}

static void keys(struct session *s, struct ui *ui, struct rect r)
{
	static const char *const tabs[] = { "kana", "latin" };
	char *name = s->staff.new_name, last[CLUSTER_MAX] = "";
	size_t len = strlen(name), n = utf8_last_cluster(name, len);

	if (s->osk_question != FORM_QUESTIONS_MAX) {
		memset(&s->osk, 0, sizeof(s->osk));
		snprintf(s->osk.keyboard, sizeof(s->osk.keyboard), "kana");
		s->osk_question = FORM_QUESTIONS_MAX; /* no question's: this field's */
	}
	if (n > 0 && n < sizeof(last))
		memcpy(last, name + len - n, n);
	int most = osk_height(ui, &s->app->osk, &s->osk) * 6 / 5;
	if (r.h > most)
		r = (struct rect){ r.x, r.y + r.h - most, r.w, most };
	struct osk_result res = osk_run(ui, &s->app->osk, &s->osk, r, tabs, 2, last);
	if (res.action == OSK_INSERT)
		put(name, res.text);
	else if (res.action == OSK_DELETE)
		cut(name);
	else if (res.action == OSK_REPLACE_LAST) {
		cut(name);
		put(name, res.text);
	}
}

/* Two roles as one button that says which it is now and changes it. */
static void role(struct session *s, struct ui *ui, struct rect r)
{
	bool manager = s->staff.new_role == VAULT_MANAGER;
	const struct button b = { .id = "name.role",
		.label = staff_text("staff_people", manager ? "role.manager" : "role.staff"),
		.icon = manager ? "lock" : "badge",
		.selected = manager,
		.text_mm = MM_SMALL + 0.5 };

	if (widget_button(ui, r, &b))
		s->staff.new_role = manager ? VAULT_STAFF : VAULT_MANAGER;
}

static int role_width(struct ui *ui)
{
	int most = 0;
	static const char *const key[] = { "role.manager", "role.staff" };

	for (int i = 0; i < 2; i++) {
		const struct button b = { .id = "name.role",
			.label = staff_text("staff_people", key[i]),
			.icon = "lock",
			.text_mm = MM_SMALL + 0.5 };
		int w = widget_button_width(ui, &b);
		most = w > most ? w : most;
	}
	return most;
}

enum screen screen_staff_name(struct session *s, struct ui *ui)
{
	char *name = s->staff.new_name;
	bool fits = vault_name_fits(&s->app->staff.vault, name);
	struct frame f = { .title = staff_text(
				   "staff_people", name[0] && !fits ? "same_name" : "name"),
		.next = fits ? staff_text("staff", "ok") : NULL,
		.next_id = "staff.ok" };
	const struct field field = { .id = "name.field",
		.label = staff_text("staff_people", "name"),
		.typed = name,
		.placeholder = staff_text("staff_people", "name_hint"),
		.active = true,
		.text_mm = MM_BODY * 100 / s->text_percent };
	enum frame_go go;

	if (!staff_is_manager(s))
		return SCREEN_START;
	put(name, ui_typed(ui));
	if (ui_key(ui, INPUT_KEY_DELETE))
		cut(name);
	staff_frame_begin(s, ui, &f);
	struct rect r = f.content, row = rect_cut_top(&r, ui_mm(ui, MM_TARGET));
	int gap = ui_mm(ui, frame_is_low(ui) ? 1.5 : MM_GAP);
	role(s, ui, rect_cut_right(&row, role_width(ui)));
	rect_cut_right(&row, ui_mm(ui, MM_GAP));
	widget_field(ui, row, &field);
	rect_cut_top(&r, gap);
	keys(s, ui, r);
	enum screen next = staff_frame_end(s, ui, &f, SCREEN_STAFF_NAME, SCREEN_STAFF_PEOPLE, &go);
	if (go != FRAME_NEXT || next == SCREEN_START)
		return next;
	explicit_bzero(s->staff.pin, sizeof(s->staff.pin));
	explicit_bzero(s->staff.first, sizeof(s->staff.first));
	s->staff.told = NULL;
	return SCREEN_STAFF_NEWPIN;
}
