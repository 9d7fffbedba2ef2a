/* SPDX-License-Identifier: Apache-2.0 */
/*
 * u-staffform — the two forms of the staff side as they ship: what shapes answers take, what a
 * typed answer means in a rule, whose consent counts, and that calculated answers are nobody's to
 * type.
 * Links: src/shared src/text src/form src/record src/ui src/kiosk
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "routing.h"

static struct formdef form;
static struct answers a;

static int index_of(const char *question)
{
	int q = formdef_find(&form, question);

	if (q < 0)
		fail_msg("%s has no '%s'", form.id, question);
	return q;
}

static void choose(const char *question, const char *code)
{
	if (!answers_choose(&a, &form, index_of(question), code))
		fail_msg("%s.%s", question, code);
}

static bool live(const char *question)
{
	return answers_live(&a, &form, index_of(question));
}

static enum answers_problem check(const char *question, const char *text)
{
	int q = index_of(question);

	assert_true(answers_set_text(&a, &form, q, text));
	return answers_check(&a, &form, q);
}

static int load(const char *path)
{
	char err[FORM_ERR_MAX];

	answers_wipe(&a);
	if (!formdef_load(&form, path, err))
		fail_msg("%s", err);
	return 0;
}

static int intake(void **state)
{
	(void)state;
	return load("assets/forms/intake.json");
}

static int outreach(void **state)
{
	(void)state;
	return load("assets/forms/outreach.json");
}

static int consent(void **state)
{
	(void)state;
	return load("assets/forms/consent.json");
}

static int end(void **state)
{
	(void)state;
	formdef_release(&form);
	return 0;
}

static void test_staffform__shapes(void **state)
{
	static const struct {
		const char *question, *text;
		enum answers_problem problem;
	} of[] = {
		{ "found_at", "2026-11-24", ANSWERS_FINE },
		{ "found_at", "2028-02-29", ANSWERS_FINE },
		{ "found_at", "2026-02-29", ANSWERS_DATE },
		{ "found_at", "2026-13-01", ANSWERS_DATE },
		{ "found_at", "2026-00-01", ANSWERS_DATE },
		{ "found_at", "2026-01-00", ANSWERS_DATE },
		{ "found_at", "20261124", ANSWERS_DATE },
		{ "found_at", "2026-11-2", ANSWERS_DATE },
		{ "found_at", "", ANSWERS_MISSING },
		{ "target_count", "1", ANSWERS_FINE },
		{ "target_count", "9", ANSWERS_FINE },
		{ "target_count", "0", ANSWERS_INTEGER },
		{ "target_count", "10", ANSWERS_INTEGER },
		{ "target_count", "-1", ANSWERS_INTEGER },
		{ "target_count", "", ANSWERS_FINE },
		{ "site_ref", "B-12", ANSWERS_FINE },
		{ "site_ref", "星田", ANSWERS_REF },
		{ "site_ref", "B 12", ANSWERS_REF },
		{ "reported_at", "2026-11-24T23:59", ANSWERS_FINE },
		{ "reported_at", "2026-11-24T24:00", ANSWERS_DATETIME },
		{ "reported_at", "2026-11-24T12:60", ANSWERS_DATETIME },
		{ "reported_at", "2026-11-24", ANSWERS_DATETIME },
		{ "reported_at", "1405", ANSWERS_DATETIME },
		{ "facts", "123456789018", ANSWERS_MYNUMBER },
	};

	(void)state;
	choose("consent_state", "NOA");
	choose("abuse_suspect", "CHI");
	for (size_t i = 0; i < sizeof(of) / sizeof(of[0]); i++)
		if (check(of[i].question, of[i].text) != of[i].problem)
			fail_msg("%s «%s»", of[i].question, of[i].text);
}

static void test_staffform__no_name_without_consent(void **state)
{
	static const char *const names[] = { "name", "name_kana", "phone", "address" };
	static const char *const states[] = { "REF", "NOA", "IMP" };

	(void)state;
	for (size_t n = 0; n < 4; n++)
		assert_false(live(names[n])); /* before anything is said */
	for (size_t i = 0; i < 3; i++) {
		choose("consent_state", states[i]);
		for (size_t n = 0; n < 4; n++)
			assert_false(live(names[n]));
		assert_true(live("site_ref"));
		assert_true(answers_required(&a, &form, index_of("no_consent_reason")));
	}
	choose("consent_state", "GIV");
	for (size_t n = 0; n < 4; n++)
		assert_true(live(names[n]));
	assert_false(live("site_ref"));
}

static void test_staffform__lane_of_a_report(void **state)
{
	struct routing r;

	(void)state;
	routing_of(&r, &a, &form);
	assert_string_equal(r.lane, "SHIEN");
	choose("consent_state", "IMP");
	routing_of(&r, &a, &form);
	assert_string_equal(r.lane, "SHIEN");
	assert_string_equal(r.subject_consent, "NOA");
	choose("consent_state", "REF");
	routing_of(&r, &a, &form);
	assert_string_equal(r.subject_consent, "");
	choose("consent_state", "GIV");
	routing_of(&r, &a, &form);
	assert_string_equal(r.lane, "JUSO");
	assert_string_equal(r.subject_consent, "GIV");
}

static void test_staffform__only_the_person_consents(void **state)
{
	struct routing r;

	(void)state;
	choose("visitor_rel", "SELF");
	choose("consent_share", "Y");
	routing_of(&r, &a, &form);
	assert_string_equal(r.lane, "JUSO");
	choose("visitor_rel", "SP"); /* it turns out that it is the husband */
	routing_of(&r, &a, &form);
	assert_string_equal(r.lane, "SHIEN");
	assert_string_equal(r.subject_consent, "NOA");
	assert_int_equal(answers_check(&a, &form, index_of("consent_share")), ANSWERS_MISSING);
	assert_false(answers_choose(&a, &form, index_of("consent_share"), "S"));
	choose("consent_share", "N");
	assert_true(answers_required(&a, &form, index_of("consent_reason")));
}

/* Of an amendment nothing is wanted, nothing of it is consent, and a report of somebody noticed has
 * no place for a name in it, whatever was said before. */
static void test_staffform__an_amendment_asks_for_nothing(void **state)
{
	static const char *const names[] = { "name", "name_kana", "phone", "address", "refers" };
	bool report = strcmp(form.id, "outreach") == 0;
	enum answers_problem p;

	(void)state;
	choose(report ? "consent_state" : "visitor_rel", report ? "GIV" : "SELF");
	if (!report)
		choose("consent_share", "Y");
	strcpy(a.kind, "AMD");
	assert_true(live("amends"));
	assert_int_equal(answers_first_problem(&a, &form, &p), -1);
	assert_false(live(report ? "consent_state" : "consent_share"));
	assert_false(answers_consented(&a, &form));
	for (int i = 0; report && i < 5; i++)
		assert_false(live(names[i]));
	assert_int_equal(answers_live(&a, &form, index_of(report ? "facts" : "summary")), true);
	choose(report ? "risk" : "urgency", "U1"); /* what follows from an answer is wanted still */
	assert_int_equal(check("phone_escalation", ""), ANSWERS_MISSING);
}

/* Later consent is the person's own, with how it was given. */
static void test_staffform__consent_given_later(void **state)
{
	struct routing r;

	(void)state;
	strcpy(a.kind, "AMD");
	assert_false(answers_choose(&a, &form, index_of("visitor_rel"), "SP"));
	assert_false(answers_choose(&a, &form, index_of("consent_share"), "N"));
	assert_true(answers_required(&a, &form, index_of("explained")));
	choose("consent_share", "Y");
	routing_of(&r, &a, &form);
	assert_string_equal(r.lane, "SHIEN"); /* who says so? */
	choose("visitor_rel", "SELF");
	routing_of(&r, &a, &form);
	assert_string_equal(r.lane, "JUSO");
	assert_string_equal(r.subject_consent, "GIV");
	assert_true(answers_required(&a, &form, index_of("consent_how")));
}

static void test_staffform__a_typed_answer_counts_in_a_rule(void **state)
{
	(void)state;
	choose("contact_way", "HERE");
	assert_false(live("phone_shared"));
	assert_int_equal(check("phone", "09012345678"), ANSWERS_FINE);
	assert_true(live("phone_shared"));
	assert_true(answers_required(&a, &form, index_of("voicemail_ok")));
	answers_clear(&a, index_of("phone"));
	assert_false(live("phone_shared"));
}

static void test_staffform__duties_do_not_ask_for_consent(void **state)
{
	(void)state;
	choose("abuse_suspect", "DV");
	choose("urgency", "U2");
	assert_true(answers_required(&a, &form, index_of("reported_to")));
	assert_true(answers_required(&a, &form, index_of("reported_at")));
	assert_true(answers_required(&a, &form, index_of("phone_escalation")));
	assert_true(answers_urgent(&a, &form));
	choose("abuse_suspect", "NO");
	assert_false(live("reported_to"));
}

static void test_staffform__a_signature_is_an_answer(void **state)
{
	int q = index_of("consent_sign");

	(void)state;
	choose("visitor_rel", "SELF");
	choose("consent_share", "Y");
	choose("consent_how", "SIGN");
	assert_int_equal(answers_check(&a, &form, q), ANSWERS_MISSING);
	assert_true(strokes_begin(&a.drawing, STROKES_W, 800, 10, 10));
	assert_true(strokes_move(&a.drawing, 900, 400));
	strokes_end(&a.drawing);
	assert_int_equal(answers_check(&a, &form, q), ANSWERS_FINE);
	assert_true(answers_given(&a, &form, q));
}

static void test_staffform__calculated_answers_have_a_source(void **state)
{
	int n = 0;

	(void)state;
	for (int q = 0; q < form.question_len; q++)
		n += form.question[q].calculation != FORM_TYPED;
	assert_int_equal(n, 4);
	assert_true(form.text_version[0] != '\0');
}

static void refused(const char *question, const char *because)
{
	char path[] = "/tmp/u-staffform-XXXXXX", err[FORM_ERR_MAX];
	static struct formdef f;
	int fd = mkstemp(path);
	FILE *out = fdopen(fd, "w");

	fprintf(out,
		"{\"id\": \"x\", \"version\": \"1\", \"steps\": [{\"id\": \"a\"}], \"lists\": "
		"{\"l\": "
		"[{\"name\": \"Y\"}]}, \"questions\": [{\"name\": \"q\", %s}], \"pages\": "
		"[{\"id\": "
		"\"a\", \"step\": \"a\", \"questions\": [\"q\"]}]}",
		question);
	fclose(out);
	bool ok = formdef_load(&f, path, err);
	remove(path);
	if (!because) {
		if (!ok)
			fail_msg("%s: %s", question, err);
		formdef_release(&f);
		return;
	}
	assert_false(ok);
	if (!strstr(err, because))
		fail_msg("%s: '%s' does not say '%s'", question, err, because);
}

static void test_staffform__types_are_checked(void **state)
{
	(void)state;
	refused("\"type\": \"date\"", NULL);
	refused("\"type\": \"integer\", \"min\": 1, \"max\": 9", NULL);
	refused("\"type\": \"integer\"", "needs min and max");
	refused("\"type\": \"integer\", \"min\": 9, \"max\": 1", "needs min and max");
	refused("\"type\": \"date\", \"max\": 9", "only an integer");
	refused("\"type\": \"date\", \"constraint\": \"phone\"", "the type has its own");
	refused("\"type\": \"calculate\"", "calculation: missing");
	refused("\"type\": \"calculate\", \"calculation\": \"password\"", "'password' is none");
	refused("\"type\": \"calculate\", \"calculation\": \"screen_lang\"", NULL);
	refused("\"type\": \"date\", \"calculation\": \"screen_lang\"", "only calculate has one");
	refused("\"type\": \"select_one l\", \"calculation\": \"screen_lang\"", "only calculate");
	refused("\"type\": \"time\"", "is no type");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_staffform__shapes, outreach, end),
		cmocka_unit_test_setup_teardown(
			test_staffform__no_name_without_consent, outreach, end),
		cmocka_unit_test_setup_teardown(test_staffform__lane_of_a_report, outreach, end),
		cmocka_unit_test_setup_teardown(
			test_staffform__only_the_person_consents, intake, end),
		cmocka_unit_test_setup_teardown(
			test_staffform__an_amendment_asks_for_nothing, intake, end),
		cmocka_unit_test_setup_teardown(
			test_staffform__an_amendment_asks_for_nothing, outreach, end),
		cmocka_unit_test_setup_teardown(test_staffform__consent_given_later, consent, end),
		cmocka_unit_test_setup_teardown(
			test_staffform__a_typed_answer_counts_in_a_rule, intake, end),
		cmocka_unit_test_setup_teardown(
			test_staffform__duties_do_not_ask_for_consent, intake, end),
		cmocka_unit_test_setup_teardown(
			test_staffform__a_signature_is_an_answer, intake, end),
		cmocka_unit_test_setup_teardown(
			test_staffform__calculated_answers_have_a_source, intake, end),
		cmocka_unit_test(test_staffform__types_are_checked),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
