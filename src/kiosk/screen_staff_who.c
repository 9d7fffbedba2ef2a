/* SPDX-License-Identifier: Apache-2.0 */
/*
 * screen_staff_who — the door of the staff side: names to choose from, then the PIN. Nothing about
 * the site's work is shown before somebody is in. Entering switches the visit to Japanese, the
 * language of all staff texts; the way back to the start screen wipes that with everything else.
 */
#include <stdio.h>
#include <string.h>

#include "staff_frame.h"

static void nobody(struct session *s, struct ui *ui, struct rect r)
{
	bool damaged = s->app->staff.vault_state != VAULT_OK;
	const struct part_text title = { "staff.nobody",
		staff_text("staff_who", damaged ? "damaged" : "nobody"), MM_BODY, true, ROLE_INK,
		ROLE_PAPER, LAYOUT_CENTER };
	const struct part_text how = { "staff.nobody_how",
		staff_text("staff_who", damaged ? "damaged_how" : "nobody_how"), MM_SMALL + 1,
		false, ROLE_INK, ROLE_PAPER, LAYOUT_CENTER };

	part_message(ui, r, damaged ? "error_outline" : "badge", ROLE_PALE,
		damaged ? ROLE_DANGER : ROLE_NIGHT, &title, &how);
}

static void names(struct session *s, struct ui *ui, struct rect r, const char **ret_id)
{
	const struct vault *v = &s->app->staff.vault;
	struct choice c[VAULT_MEMBERS_MAX];
	char id[VAULT_MEMBERS_MAX][UI_ID_MAX];

	for (int i = 0; i < v->len; i++) {
		snprintf(id[i], sizeof(id[i]), "who.%s", v->member[i].id);
		c[i] = (struct choice){ id[i], v->member[i].name, "badge", false, false };
	}
	const struct choices all = { .prefix = "who",
		.choice = c,
		.len = v->len,
		.more_label = staff_text("staff", "more") };
	int fired = widget_choices(ui, r, &all, &s->choices_page);
	*ret_id = fired >= 0 ? v->member[fired].id : NULL;
}

enum screen screen_staff_who(struct session *s, struct ui *ui)
{
	struct frame f = { .title = staff_text("staff_who", "title") };
	const char *chosen = NULL;
	enum frame_go go;

	staff_frame_begin(s, ui, &f);
	if (s->app->staff.vault.len == 0)
		nobody(s, ui, f.content);
	else
		names(s, ui, f.content, &chosen);
	enum screen next = staff_frame_end(s, ui, &f, SCREEN_STAFF_WHO, SCREEN_START, &go);
	if (!chosen)
		return next;
	memcpy(s->staff.who, chosen, sizeof(s->staff.who));
	s->staff.told = NULL;
	return SCREEN_STAFF_PIN;
}
