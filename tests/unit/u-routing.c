/* SPDX-License-Identifier: Apache-2.0 */
/*
 * u-routing — hints for desks and the rule of consent, on the form that ships.
 * Links: src/shared src/text src/form src/record src/ui src/kiosk
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "routing.h"

static struct formdef form;
static struct answers a;
static struct routing r;

static void choose(const char *question, const char *code)
{
	int q = formdef_find(&form, question);

	assert_true(q >= 0);
	assert_true(answers_choose(&a, &form, q, code));
}

static void route(void)
{
	routing_of(&r, &a, &form);
	assert_in_range(r.desk_len, 0, ROUTING_DESKS_MAX);
	for (int i = 0; i < r.desk_len; i++)
		for (int j = 0; j < i; j++)
			assert_string_not_equal(r.desk[i], r.desk[j]);
}

static void test_routing__nothing_chosen(void **state)
{
	(void)state;
	route();
	assert_int_equal(r.desk_len, 0);
	assert_false(r.complex);
	assert_string_equal(r.lane, "SHIEN");
	assert_string_equal(r.subject_consent, "");
}

static void test_routing__one_desk(void **state)
{
	(void)state;
	choose("topics", "T06");
	choose("topics", "T09");
	choose("topic_main", "T09");
	route();
	assert_int_equal(r.desk_len, 1);
	assert_string_equal(r.desk[0], "KON");
	assert_false(r.complex);
}

static void test_routing__main_topic_first(void **state)
{
	(void)state;
	choose("topics", "T02");
	choose("topics", "T03");
	choose("topics", "T07");
	choose("topic_main", "T07");
	route();
	assert_int_equal(r.desk_len, 3);
	assert_string_equal(r.desk[0], "KON");
	assert_true(r.complex);
}

static void test_routing__age_decides(void **state)
{
	(void)state;
	choose("topics", "T05");
	route();
	assert_string_equal(r.desk[0], "KON");
	choose("age_band", "A0");
	route();
	assert_string_equal(r.desk[0], "KOD");
	assert_int_equal(r.desk_len, 1);
}

static void test_routing__consent_by_oneself(void **state)
{
	(void)state;
	choose("about", "SELF");
	choose("consent_share", "Y");
	route();
	assert_string_equal(r.lane, "JUSO");
	assert_string_equal(r.subject_consent, "GIV");
}

static void test_routing__no_consent_from_others(void **state)
{
	static const char *const others[] = { "FAM", "KNOW", "ZZ" };

	(void)state;
	choose("consent_share", "Y");
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
		choose("about", others[i]);
		route();
		assert_string_equal(r.lane, "SHIEN");
		assert_string_equal(r.subject_consent, "NOA");
	}
}

static void test_routing__refused_consent(void **state)
{
	static const char *const no[] = { "N", "L" };

	(void)state;
	choose("about", "SELF");
	for (size_t i = 0; i < sizeof(no) / sizeof(no[0]); i++) {
		choose("consent_share", no[i]);
		route();
		assert_string_equal(r.lane, "SHIEN");
		assert_string_equal(r.subject_consent, "");
	}
}

/* A form that forgets whose consent it is must not turn a reporter's yes into the subject's. */
static void test_routing__loose_form_cannot_loosen(void **state)
{
	char err[128];
	struct rule strict = form.consented, loose = { 0 };

	(void)state;
	assert_true(rule_compile(&loose, "consent_share == 'Y'", err, sizeof(err)));
	form.consented = loose;
	choose("about", "FAM");
	choose("consent_share", "Y");
	route();
	form.consented = strict;
	rule_release(&loose);
	assert_string_equal(r.lane, "SHIEN");
	assert_string_equal(r.subject_consent, "NOA");
}

static int fresh(void **state)
{
	(void)state;
	answers_wipe(&a);
	strcpy(a.ui_lang, "ja-simple");
	return 0;
}

static int load(void **state)
{
	char err[FORM_ERR_MAX];

	(void)state;
	if (!formdef_load(&form, "assets/forms/resident.json", err))
		fail_msg("%s", err);
	return 0;
}

static int unload(void **state)
{
	(void)state;
	formdef_release(&form);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(test_routing__nothing_chosen, fresh),
		cmocka_unit_test_setup(test_routing__one_desk, fresh),
		cmocka_unit_test_setup(test_routing__main_topic_first, fresh),
		cmocka_unit_test_setup(test_routing__age_decides, fresh),
		cmocka_unit_test_setup(test_routing__consent_by_oneself, fresh),
		cmocka_unit_test_setup(test_routing__no_consent_from_others, fresh),
		cmocka_unit_test_setup(test_routing__refused_consent, fresh),
		cmocka_unit_test_setup(test_routing__loose_form_cannot_loosen, fresh),
	};
	return cmocka_run_group_tests(tests, load, unload);
}
