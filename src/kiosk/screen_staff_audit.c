/* SPDX-License-Identifier: Apache-2.0 */
/*
 * screen_staff_audit — the audit log for the manager, the newest first, and whether its chain is
 * whole: looked at anew for every page, so that a log changed while the terminal runs is told.
 * Names are those of people still registered; of others the id is shown.
 */
#include <stdio.h>
#include <string.h>

#include "staff_frame.h"
#include "staff_list.h"

static int rows(const struct session *s, int first, struct staff_row *ret, int most)
{
	const struct staff_room *room = &s->app->staff;
	struct audit_line line[STAFF_LIST_ROWS];
	char key[AUDIT_WHAT_MAX + 8];
	int n = (int)audit_newest(&room->audit, (uint64_t)first, line,
		(size_t)(most < STAFF_LIST_ROWS ? most : STAFF_LIST_ROWS));

	for (int i = 0; i < n; i++) {
		int who = vault_find(&room->vault, line[i].who);
		const char *name = who >= 0 ? room->vault.member[who].name
				   : strcmp(line[i].who, AUDIT_NOBODY) == 0
					   ? staff_text("staff_audit", "nobody")
					   : line[i].who;
		snprintf(key, sizeof(key), "what.%s", line[i].what);
		const char *what = staff_text_find("staff_audit", key);
		memset(&ret[i], 0, sizeof(ret[i]));
		snprintf(ret[i].cell[0], STAFF_CELL_MAX, "%.10s %.5s", line[i].at,
			strlen(line[i].at) > 11 ? line[i].at + 11 : "");
		snprintf(ret[i].cell[1], STAFF_CELL_MAX, "%s", name);
		snprintf(ret[i].cell[2], STAFF_CELL_MAX, "%s", what ? what : line[i].what);
	}
	return n;
}

static void chain(const struct audit *a, char *out, size_t cap)
{
	char n[24];
	bool broken = a->state == AUDIT_BROKEN;

	snprintf(n, sizeof(n), "%llu", (unsigned long long)(broken ? a->broken_at : a->n));
	staff_fill(out, cap,
		staff_text("staff_audit", broken                  ? "broken"
					  : a->state == AUDIT_CUT ? "cut"
								  : "whole"),
		n);
}

enum screen screen_staff_audit(struct session *s, struct ui *ui)
{
	struct audit *a = &s->app->staff.audit;
	char text[240];
	struct frame f = { .title = staff_text("staff_audit", "title") };
	const struct staff_list list = {
		.prefix = "audit", .none = staff_text("staff_audit", "none"), .rows = rows
	};
	enum frame_go go;

	if (!staff_is_manager(s))
		return SCREEN_START;
	if (!audit_check(a))
		a->state = AUDIT_CUT;
	chain(a, text, sizeof(text));
	staff_frame_begin(s, ui, &f);
	struct rect r = f.content;
	const struct part_text t = { a->state == AUDIT_WHOLE ? "audit.whole" : "audit.broken", text,
		MM_SMALL, true, a->state == AUDIT_WHOLE ? ROLE_INK : ROLE_DANGER, ROLE_PAPER,
		LAYOUT_START };
	part_text(ui, &r, &t, MM_GAP);
	staff_list_run(s, ui, r, &list);
	return staff_frame_end(s, ui, &f, SCREEN_STAFF_AUDIT, SCREEN_STAFF_HOME, &go);
}
