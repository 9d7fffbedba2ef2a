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
	[SCREEN_STAFF_CHANGE] = { "staff_change", screen_staff_change },
	[SCREEN_STAFF_USB] = { "staff_usb", screen_staff_usb },
	[SCREEN_STAFF_PEOPLE] = { "staff_people", screen_staff_people },
	[SCREEN_STAFF_PERSON] = { "staff_person", screen_staff_person },
	[SCREEN_STAFF_NAME] = { "staff_name", screen_staff_name },
	[SCREEN_STAFF_NEWPIN] = { "staff_newpin", screen_staff_newpin },
	[SCREEN_STAFF_AUDIT] = { "staff_audit", screen_staff_audit },
	[SCREEN_STAFF_FORM] = { "staff_form", screen_staff_form },
	[SCREEN_STAFF_TYPE] = { "staff_type", screen_staff_type },
	[SCREEN_STAFF_BEGIN] = { "staff_begin", screen_staff_begin },
	[SCREEN_STAFF_SEND] = { "staff_send", screen_staff_send },
	[SCREEN_STAFF_PRINT] = { "staff_print", screen_staff_print },
	[SCREEN_STAFF_DONE] = { "staff_done", screen_staff_done },
	[SCREEN_STAFF_DUTY] = { "staff_duty", screen_staff_duty },
	[SCREEN_STAFF_REFERS] = { "staff_refers", screen_staff_refers },
	[SCREEN_TURNED] = { "turned", screen_turned },
	[SCREEN_TURN_BACK] = { "turn_back", screen_turn_back },
	[SCREEN_STAFF_ACTIVITY] = { "staff_activity", screen_staff_activity },
	[SCREEN_STAFF_ACT_LIST] = { "staff_act_list", screen_staff_act_list },
	[SCREEN_STAFF_ACT_EDIT] = { "staff_act_edit", screen_staff_act_edit },
	[SCREEN_STAFF_ACT_NUMBER] = { "staff_act_number", screen_staff_act_number },
	[SCREEN_STAFF_ACT_ENTRY] = { "staff_act_entry", screen_staff_act_entry },
	[SCREEN_STAFF_ACT_DELETE] = { "staff_act_delete", screen_staff_act_delete },
	[SCREEN_STAFF_ACT_BACK] = { "staff_act_back", screen_staff_act_back },
	[SCREEN_STAFF_ACT_CLOSE] = { "staff_act_close", screen_staff_act_close },
	[SCREEN_STAFF_ACT_REPORT] = { "staff_act_report", screen_staff_act_report },
	[SCREEN_STAFF_WEEK] = { "staff_week", screen_staff_week },
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
