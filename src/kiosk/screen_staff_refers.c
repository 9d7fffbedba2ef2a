/* SPDX-License-Identifier: Apache-2.0 */
/*
 * screen_staff_refers — which earlier report a report follows: this terminal's own outreach reports
 * by receipt and day, which is all that is known of them here.
 */
#include <stdio.h>
#include <string.h>

#include "receipt.h"
#include "reports.h"
#include "staff_frame.h"
#include "staffform.h"

#define SHOWN_MAX 60
#define LABEL_MAX 48

/* The newest outreach reports; each follow-up has its own receipt and may be followed again. */
static int own_reports(const struct session *s, struct report out[static SHOWN_MAX])
{
	struct report r[REPORTS_MAX];
	size_t all = reports_newest(s->app->staff.dir, s->staff.key.site, 0, r, REPORTS_MAX);
	int n = 0;

	for (size_t i = 0; i < all && n < SHOWN_MAX; i++)
		if (strcmp(r[i].kind, "OUT") == 0)
			out[n++] = r[i];
	explicit_bzero(r, sizeof(r));
	return n;
}

static int pick(struct session *s, struct ui *ui, struct rect r, const struct report *report, int n)
{
	struct choice c[SHOWN_MAX];
	char id[SHOWN_MAX][UI_ID_MAX], label[SHOWN_MAX][LABEL_MAX], shown[RECEIPT_SHOWN + 1];
	const struct choices all = { .prefix = "refers",
		.choice = c,
		.len = n,
		.columns_max = ui_portrait(ui) ? 1 : 2,
		.more_label = staff_text("staff", "more") };

	for (int i = 0; i < n; i++) {
		receipt_format(report[i].receipt, shown);
		snprintf(id[i], UI_ID_MAX, "refers.%d", i);
		snprintf(label[i], LABEL_MAX, "%s　%s", report[i].day, shown);
		c[i] = (struct choice){ id[i], label[i], "",
			strcmp(s->staff.refers, report[i].receipt) == 0, false };
	}
	int fired = widget_choices(ui, r, &all, &s->choices_page);
	explicit_bzero(label, sizeof(label));
	return fired;
}

enum screen screen_staff_refers(struct session *s, struct ui *ui)
{
	struct frame f = { .title = staff_text("staff_refers", "title"),
		.next = staff_text("staff_refers", "clear"),
		.next_id = "refers.clear",
		.next_icon = "close" };
	struct report report[SHOWN_MAX];
	enum frame_go go;
	int n, fired = -1;

	if (!s->staff.in || !s->staff.form)
		return s->staff.in ? SCREEN_STAFF_HOME : SCREEN_START;
	n = own_reports(s, report);
	staff_frame_begin(s, ui, &f);
	struct rect r = f.content;
	const struct part_text none = { "refers.none", staff_text("staff_refers", "none"), MM_BODY,
		false, ROLE_INK, ROLE_PAPER, LAYOUT_START };
	if (n == 0)
		part_text(ui, &r, &none, 0);
	else
		fired = pick(s, ui, r, report, n);
	enum screen next = staff_frame_end(s, ui, &f, SCREEN_STAFF_REFERS, SCREEN_STAFF_FORM, &go);
	if (fired >= 0)
		memcpy(s->staff.refers, report[fired].receipt, sizeof(s->staff.refers));
	else if (go == FRAME_NEXT)
		explicit_bzero(s->staff.refers, sizeof(s->staff.refers));
	explicit_bzero(report, sizeof(report));
	if (fired < 0 && go != FRAME_NEXT)
		return next;
	staffform_keep(s);
	return SCREEN_STAFF_FORM;
}
