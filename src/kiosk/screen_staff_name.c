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

static const char *const tabs[] = { "kana", "latin" };
#define TABS 2

static void use_keyboard(struct session *s, const char *id)
{
	memset(&s->osk, 0, sizeof(s->osk));
	snprintf(s->osk.keyboard, sizeof(s->osk.keyboard), "%s", id);
	s->osk_question = FORM_QUESTIONS_MAX; /* no question's: this field's */
}

static void keys(struct session *s, struct ui *ui, struct rect r, int tabs_len)
{
	char *name = s->staff.new_name, last[CLUSTER_MAX] = "";
	size_t len = strlen(name), n = utf8_last_cluster(name, len);

	if (n > 0 && n < sizeof(last))
		memcpy(last, name + len - n, n);
	int most = osk_height(ui, &s->app->osk, &s->osk) * 3 / 2; /* room for readings on keys */
	if (r.h > most)
		r = (struct rect){ r.x, r.y + r.h - most, r.w, most };
	struct osk_result res = osk_run(ui, &s->app->osk, &s->osk, r, tabs, tabs_len, last);
	if (res.action == OSK_INSERT)
		put(name, res.text);
	else if (res.action == OSK_DELETE)
		cut(name);
	else if (res.action == OSK_REPLACE_LAST) {
		cut(name);
		put(name, res.text);
	}
}

/* Two roles as one button that says which it is now and changes it; drawn at the end of *row. On a
 * low panel it is as low as a key. */
static void role(struct session *s, struct ui *ui, struct rect *row)
{
	bool manager = s->staff.new_role == VAULT_MANAGER;
	struct button b = { .id = "name.role",
		.icon = manager ? "lock" : "badge",
		.selected = manager,
		.key = frame_is_low(ui),
		.text_mm = MM_SMALL };
	static const char *const key[] = { "role.manager", "role.staff" };
	int most = 0;

	for (int i = 0; i < 2; i++) {
		b.label = staff_text("staff_people", key[i]);
		int w = widget_button_width(ui, &b);
		most = w > most ? w : most;
	}
	b.label = staff_text("staff_people", key[!manager]);
	if (widget_button(ui, rect_cut_right(row, most), &b))
		s->staff.new_role = manager ? VAULT_STAFF : VAULT_MANAGER;
	rect_cut_right(row, ui_mm(ui, MM_GAP));
}

/* Low panel: the other keyboard as a button in the row of the role, so that keys keep their size.
 */
static void other_keyboard(struct session *s, struct ui *ui, struct rect row)
{
	for (int i = 0; i < TABS; i++) {
		char id[UI_ID_MAX];
		const struct button b = { .id = id,
			.label = osk_tab_label(&s->app->osk, tabs[i]),
			.pill = true,
			.key = true,
			.text_mm = MM_SMALL };
		if (strcmp(tabs[i], s->osk.keyboard) == 0)
			continue;
		snprintf(id, sizeof(id), "tab.%s", tabs[i]);
		if (widget_button(ui, rect_cut_left(&row, widget_button_width(ui, &b)), &b)) {
			use_keyboard(s, tabs[i]);
			return;
		}
	}
}

static void draw_field(struct session *s, struct ui *ui, struct rect r)
{
	const struct field field = { .id = "name.field",
		.label = staff_text("staff_people", "name"),
		.typed = s->staff.new_name,
		.placeholder = staff_text("staff_people", "name_hint"),
		.active = true,
		.text_mm = 7.0 * 100 / s->text_percent };

	widget_field(ui, r, &field);
}

static void low_panel(struct session *s, struct ui *ui, const struct frame *f)
{
	struct rect r = f->content, row = rect_cut_top(&r, ui_mm(ui, MM_KEY));

	draw_field(s, ui, f->bar_room);
	role(s, ui, &row);
	other_keyboard(s, ui, row);
	rect_cut_top(&r, ui_mm(ui, 1.5));
	r.h += ui_mm(ui, 3); /* keys may come nearer to the lower bar than other targets */
	keys(s, ui, r, 1);
}

static void roomy_panel(struct session *s, struct ui *ui, const struct frame *f)
{
	struct rect r = f->content, row = rect_cut_top(&r, ui_mm(ui, MM_TARGET));

	role(s, ui, &row);
	draw_field(s, ui, row);
	rect_cut_top(&r, ui_mm(ui, MM_GAP));
	keys(s, ui, r, TABS);
}

enum screen screen_staff_name(struct session *s, struct ui *ui)
{
	char *name = s->staff.new_name;
	bool fits = vault_name_fits(&s->app->staff.vault, name);
	struct frame f = { .title = staff_text(
				   "staff_people", name[0] && !fits ? "same_name" : "name"),
		.own_bar = true,
		.next = fits ? staff_text("staff", "ok") : NULL,
		.next_id = "staff.ok" };
	enum frame_go go;

	if (!staff_is_manager(s))
		return SCREEN_START;
	put(name, ui_typed(ui));
	if (ui_key(ui, INPUT_KEY_DELETE))
		cut(name);
	if (s->osk_question != FORM_QUESTIONS_MAX)
		use_keyboard(s, tabs[0]);
	staff_frame_begin(s, ui, &f);
	if (frame_is_low(ui))
		low_panel(s, ui, &f);
	else
		roomy_panel(s, ui, &f);
	enum screen next = staff_frame_end(s, ui, &f, SCREEN_STAFF_NAME, SCREEN_STAFF_PEOPLE, &go);
	if (go != FRAME_NEXT || next == SCREEN_START)
		return next;
	explicit_bzero(s->staff.pin, sizeof(s->staff.pin));
	explicit_bzero(s->staff.first, sizeof(s->staff.first));
	s->staff.told = NULL;
	return SCREEN_STAFF_NEWPIN;
}
