/* SPDX-License-Identifier: Apache-2.0 */
/*
 * staff_entries — the one place where a screen is hung into the staff home, in the order shown:
 * daily work first, then what is looked at now and then, then the manager's.
 */
#include "staff_entries.h"

#include <string.h>

#include "staffform.h"

static const struct staff_entry table[] = {
	{ .id = "home.intake",
		.key = "intake",
		.icon = "forum",
		.to = SCREEN_STAFF_BEGIN,
		.form = STAFFFORM_INTAKE },
	{ .id = "home.outreach",
		.key = "outreach",
		.icon = "travel_explore",
		.to = SCREEN_STAFF_BEGIN,
		.form = STAFFFORM_OUTREACH },
	{ .id = "home.week",
		.key = "week",
		.icon = "date_range",
		.to = SCREEN_STAFF_WEEK,
		.log = "view" },
	{ .id = "home.activity",
		.key = "activity",
		.icon = "event_note",
		.to = SCREEN_STAFF_ACTIVITY,
		.log = "view" },
	{ .id = "home.reports",
		.key = "reports",
		.icon = "check_circle",
		.to = SCREEN_STAFF_REPORTS,
		.log = "view" },
	{ .id = "home.status", .key = "status", .icon = "info", .to = SCREEN_STAFF_STATUS },
	{ .id = "home.usb", .key = "usb", .icon = "cloud_off", .to = SCREEN_STAFF_USB },
	{ .id = "home.people",
		.key = "people",
		.icon = "badge",
		.to = SCREEN_STAFF_PEOPLE,
		.manager = true },
	{ .id = "home.audit",
		.key = "audit",
		.icon = "lock",
		.to = SCREEN_STAFF_AUDIT,
		.manager = true,
		.log = "view" },
};

const struct staff_entry *staff_entries(int *ret_len)
{
	*ret_len = (int)(sizeof(table) / sizeof(table[0]));
	return table;
}
