/* SPDX-License-Identifier: Apache-2.0 */
/*
 * screens — the table of screens. A screen is one function of (session, ui): it calls widgets and
 * returns the screen to show next (its own name to stay). Only the loop changes session.screen.
 */
#ifndef MARUMADO_SCREENS_H
#define MARUMADO_SCREENS_H
#include <stdbool.h>

enum screen {
	SCREEN_START,
	SCREEN_NOTICE,
	SCREEN_NOTICE_MORE,
	SCREEN_FORM, /* the form page session.page: its name is the page's id */
	SCREEN_CHECK,
	SCREEN_DONE,
	SCREEN_LOOKUP,
	SCREEN_ANSWER, /* of a look-up; the loop brings it */
	SCREEN_CHANGE, /* of an earlier record */
	SCREEN_WITHDRAW,
	SCREEN_TAKEOVER,
	SCREEN_CHANGED,
	SCREEN_DIRECTORY,
	SCREEN_ABOUT,
	SCREEN_LANGUAGE,
	SCREEN_COMFORT,
	SCREEN_IDLE,
	SCREEN_NEUTRAL,
	SCREEN_STAFF_CALL,
	SCREEN_TROUBLE,
	SCREEN_STAFF_WHO,
	SCREEN_STAFF_PIN,
	SCREEN_STAFF_HOME,
	SCREEN_STAFF_STATUS,
	SCREEN_STAFF_REPORTS,
	SCREEN_STAFF_CHANGE,
	SCREEN_STAFF_USB,
	SCREEN_STAFF_PEOPLE,
	SCREEN_STAFF_PERSON,
	SCREEN_STAFF_NAME,
	SCREEN_STAFF_NEWPIN,
	SCREEN_STAFF_AUDIT,
	SCREEN_STAFF_FORM,
	SCREEN_STAFF_TYPE,
	SCREEN_STAFF_BEGIN,
	SCREEN_STAFF_SEND,
	SCREEN_STAFF_DONE,
	SCREEN_STAFF_PRINT,
	SCREEN_STAFF_DUTY,
	SCREEN_STAFF_REFERS,
	SCREEN_TURNED,
	SCREEN_TURN_BACK,
	SCREEN_STAFF_ACTIVITY,
	SCREEN_STAFF_ACT_LIST,
	SCREEN_STAFF_ACT_EDIT,
	SCREEN_STAFF_ACT_NUMBER,
	SCREEN_STAFF_ACT_ENTRY,
	SCREEN_STAFF_ACT_DELETE,
	SCREEN_STAFF_ACT_BACK,
	SCREEN_STAFF_ACT_CLOSE,
	SCREEN_STAFF_ACT_REPORT,
	SCREEN_STAFF_WEEK,
	SCREENS
};

struct session;
struct ui;

/* Runs the present screen for one frame. */
enum screen screens_run(struct session *s, struct ui *ui);
/* What --inspect and `expect` call it; borrowed. */
const char *screens_name(const struct session *s);

/* The functions in the table; each in screen_<name>.c. */
enum screen screen_start(struct session *s, struct ui *ui);
enum screen screen_notice(struct session *s, struct ui *ui);
enum screen screen_notice_more(struct session *s, struct ui *ui);
enum screen screen_form(struct session *s, struct ui *ui);
enum screen screen_check(struct session *s, struct ui *ui);
enum screen screen_done(struct session *s, struct ui *ui);
enum screen screen_lookup(struct session *s, struct ui *ui);
enum screen screen_answer(struct session *s, struct ui *ui);
enum screen screen_change(struct session *s, struct ui *ui);
enum screen screen_withdraw(struct session *s, struct ui *ui);
enum screen screen_takeover(struct session *s, struct ui *ui);
enum screen screen_changed(struct session *s, struct ui *ui);
enum screen screen_directory(struct session *s, struct ui *ui);
enum screen screen_about(struct session *s, struct ui *ui);
enum screen screen_language(struct session *s, struct ui *ui);
enum screen screen_comfort(struct session *s, struct ui *ui);
enum screen screen_idle(struct session *s, struct ui *ui);
enum screen screen_neutral(struct session *s, struct ui *ui);
enum screen screen_staff_call(struct session *s, struct ui *ui);
enum screen screen_trouble(struct session *s, struct ui *ui);
enum screen screen_staff_who(struct session *s, struct ui *ui);
enum screen screen_staff_pin(struct session *s, struct ui *ui);
enum screen screen_staff_home(struct session *s, struct ui *ui);
enum screen screen_staff_status(struct session *s, struct ui *ui);
enum screen screen_staff_reports(struct session *s, struct ui *ui);
enum screen screen_staff_change(struct session *s, struct ui *ui);
enum screen screen_staff_usb(struct session *s, struct ui *ui);
enum screen screen_staff_people(struct session *s, struct ui *ui);
enum screen screen_staff_person(struct session *s, struct ui *ui);
enum screen screen_staff_name(struct session *s, struct ui *ui);
enum screen screen_staff_newpin(struct session *s, struct ui *ui);
enum screen screen_staff_audit(struct session *s, struct ui *ui);
enum screen screen_staff_form(struct session *s, struct ui *ui);
enum screen screen_staff_type(struct session *s, struct ui *ui);
enum screen screen_staff_begin(struct session *s, struct ui *ui);
enum screen screen_staff_send(struct session *s, struct ui *ui);
enum screen screen_staff_done(struct session *s, struct ui *ui);
enum screen screen_staff_print(struct session *s, struct ui *ui);
enum screen screen_staff_duty(struct session *s, struct ui *ui);
enum screen screen_staff_week(struct session *s, struct ui *ui);
enum screen screen_staff_refers(struct session *s, struct ui *ui);
enum screen screen_turned(struct session *s, struct ui *ui);
enum screen screen_turn_back(struct session *s, struct ui *ui);
enum screen screen_staff_activity(struct session *s, struct ui *ui);
enum screen screen_staff_act_list(struct session *s, struct ui *ui);
enum screen screen_staff_act_edit(struct session *s, struct ui *ui);
enum screen screen_staff_act_number(struct session *s, struct ui *ui);
enum screen screen_staff_act_entry(struct session *s, struct ui *ui);
enum screen screen_staff_act_delete(struct session *s, struct ui *ui);
enum screen screen_staff_act_back(struct session *s, struct ui *ui);
enum screen screen_staff_act_close(struct session *s, struct ui *ui);
enum screen screen_staff_act_report(struct session *s, struct ui *ui);

/* Hands the answers in: the done or changed screen, the trouble screen, or the question that is
 * still wrong. */
enum screen screen_check_send(struct session *s);
/* Is there something to print of what staff have just sent, and a printer? */
bool screen_staff_print_offered(const struct session *s);
/* Kinds of form pages, called by screen_form. */
enum screen screen_danger(struct session *s, struct ui *ui);
enum screen screen_words(struct session *s, struct ui *ui, int question);
#endif
