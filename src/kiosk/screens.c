/* SPDX-License-Identifier: Apache-2.0 */
/*
 * screens — one table, in the order of enum screen.
 */
#include "screens.h"

#include <assert.h>

#include "session.h"

static const struct {
	const char *name;
	enum screen (*run)(struct session *, struct ui *);
} table[SCREENS] = {
	[SCREEN_START] = { "start", screen_start },
	[SCREEN_NOTICE] = { "notice", screen_notice },
	[SCREEN_NOTICE_MORE] = { "notice_more", screen_notice_more },
	[SCREEN_FORM] = { "", screen_form },
	[SCREEN_CHECK] = { "check", screen_check },
	[SCREEN_DONE] = { "done", screen_done },
	[SCREEN_LOOKUP] = { "lookup", screen_lookup },
	[SCREEN_ANSWER] = { "answer", screen_answer },
	[SCREEN_CHANGE] = { "change", screen_change },
	[SCREEN_WITHDRAW] = { "withdraw", screen_withdraw },
	[SCREEN_TAKEOVER] = { "takeover", screen_takeover },
	[SCREEN_CHANGED] = { "changed", screen_changed },
	[SCREEN_DIRECTORY] = { "directory", screen_directory },
	[SCREEN_ABOUT] = { "about", screen_about },
	[SCREEN_LANGUAGE] = { "language", screen_language },
	[SCREEN_COMFORT] = { "comfort", screen_comfort },
	[SCREEN_IDLE] = { "idle", screen_idle },
	[SCREEN_NEUTRAL] = { "neutral", screen_neutral },
	[SCREEN_STAFF_CALL] = { "staff_call", screen_staff_call },
	[SCREEN_TROUBLE] = { "trouble", screen_trouble },
	[SCREEN_STAFF_WHO] = { "staff_who", screen_staff_who },
	[SCREEN_STAFF_PIN] = { "staff_pin", screen_staff_pin },
	[SCREEN_STAFF_HOME] = { "staff_home", screen_staff_home },
	[SCREEN_STAFF_STATUS] = { "staff_status", screen_staff_status },
	[SCREEN_STAFF_REPORTS] = { "staff_reports", screen_staff_reports },
	[SCREEN_STAFF_USB] = { "staff_usb", screen_staff_usb },
	[SCREEN_STAFF_PEOPLE] = { "staff_people", screen_staff_people },
	[SCREEN_STAFF_PERSON] = { "staff_person", screen_staff_person },
	[SCREEN_STAFF_NAME] = { "staff_name", screen_staff_name },
	[SCREEN_STAFF_NEWPIN] = { "staff_newpin", screen_staff_newpin },
	[SCREEN_STAFF_AUDIT] = { "staff_audit", screen_staff_audit },
};

enum screen screens_run(struct session *s, struct ui *ui)
{
	assert(s->screen < SCREENS);
	return table[s->screen].run(s, ui);
}

const char *screens_name(const struct session *s)
{
	return s->screen == SCREEN_FORM ? s->app->form.page[s->page].id : table[s->screen].name;
}
