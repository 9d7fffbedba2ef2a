/* SPDX-License-Identifier: Apache-2.0 */
/*
 * u-kind — what the resident form asks of somebody who speaks of an earlier record: nothing that
 * only a new one needs, nothing required, but all that a changed answer brings with it.
 *
 * Links: src/shared src/text src/form
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>
#include "answers.h"

static struct formdef form;
static struct answers a;

static int open_all(void **state)
{
	char err[FORM_ERR_MAX];

	(void)state;
	return formdef_load(&form, "assets/forms/resident.json", err) ? 0 : -1;
}

static int close_all(void **state)
{
	(void)state;
	formdef_release(&form);
	return 0;
}

static void begin(const char *kind)
{
	answers_wipe(&a);
	strcpy(a.ui_lang, "vi");
	strcpy(a.kind, kind);
}

static void choose(const char *question, const char *code)
{
	assert_true(answers_choose(&a, &form, formdef_find(&form, question), code));
}

/* The names of all questions that are asked, in order. */
static const char *asked(void)
{
	static char ret[1024];

	ret[0] = '\0';
	for (int q = 0; q < form.question_len; q++)
		if (answers_live(&a, &form, q)) {
			strcat(ret, form.question[q].name);
			strcat(ret, " ");
		}
	return ret;
}

static int problem(void)
{
	enum answers_problem p;

	return answers_first_problem(&a, &form, &p);
}

static void test_kind__an_amendment_may_be_empty(void **state)
{
	(void)state;
	begin("AMD");
	assert_string_equal(asked(), "own_words contact_way name_kana ");
	assert_int_equal(problem(), -1);
	begin("");
	assert_int_not_equal(problem(), -1);
}

static void test_kind__a_changed_way_asks_whether_it_is_safe(void **state)
{
	(void)state;
	begin("AMD");
	choose("contact_way", "TEL");
	assert_int_equal(problem(), formdef_find(&form, "phone_shared"));
	choose("phone_shared", "Y");
	choose("voicemail_ok", "N");
	choose("say_city_ok", "N");
	assert_int_equal(problem(), formdef_find(&form, "phone"));
}

static void test_kind__a_withdrawal_asks_for_nothing_but_the_no(void **state)
{
	(void)state;
	begin("WDR");
	assert_string_equal(asked(), "consent_share ");
	choose("consent_share", "N");
	assert_int_equal(problem(), -1);
	assert_false(answers_consented(&a, &form));
	assert_false(answers_urgent(&a, &form));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_kind__an_amendment_may_be_empty),
		cmocka_unit_test(test_kind__a_changed_way_asks_whether_it_is_safe),
		cmocka_unit_test(test_kind__a_withdrawal_asks_for_nothing_but_the_no),
	};

	return cmocka_run_group_tests(tests, open_all, close_all);
}
