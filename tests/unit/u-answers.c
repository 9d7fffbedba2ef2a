/* SPDX-License-Identifier: Apache-2.0 */
/*
 * u-answers — skip rules, limits and wiping, on the form that ships.
 * Links: src/shared src/text src/form
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "answers.h"
#include "utf8.h"

static struct formdef form;
static struct answers a;

static int q(const char *name)
{
	int i = formdef_find(&form, name);

	if (i < 0)
		fail_msg("no question %s", name);
	return i;
}

static int page(const char *id)
{
	for (int i = 0; i < form.page_len; i++)
		if (strcmp(form.page[i].id, id) == 0)
			return i;
	fail_msg("no page %s", id);
	return -1;
}

static bool choose(const char *name, const char *code)
{
	return answers_choose(&a, &form, q(name), code);
}

static bool live(const char *name)
{
	return answers_live(&a, &form, q(name));
}

static const char *desk(const char *code)
{
	return answers_desk(&a, &form, formdef_choice(&form.question[q("topics")], code));
}

static int fresh(void **state)
{
	(void)state;
	answers_wipe(&a);
	strcpy(a.ui_lang, "ja-simple");
	return 0;
}

/* The next page in this direction that is asked, -1 at the ends: how a visit moves. */
static int beside(int page, int by)
{
	for (page += by; page >= 0 && page < form.page_len; page += by)
		if (answers_page_live(&a, &form, page))
			return page;
	return -1;
}

static bool delete_last(int w)
{
	size_t n = utf8_last_cluster(a.a[w].text, a.a[w].text_len);
	return answers_splice(&a, &form, w, n, "") && n > 0;
}

/* All pages that are asked, as "who topics …". */
static void walk(char *out)
{
	out[0] = '\0';
	for (int p = beside(-1, 1); p >= 0; p = beside(p, 1))
		strcat(strcat(out, form.page[p].id), " ");
}

static void test_answers__shortest_way(void **state)
{
	char pages[512];
	enum answers_problem problem = ANSWERS_FINE;

	(void)state;
	assert_int_equal(answers_first_problem(&a, &form, &problem), q("about"));
	assert_int_equal(problem, ANSWERS_MISSING);
	assert_true(choose("about", "SELF") && choose("urgency", "U4"));
	assert_true(choose("topics", "T10") && choose("contact_way", "NONE"));
	walk(pages);
	assert_string_equal(pages, "who topics person words contact consent ");
	assert_int_equal(answers_first_problem(&a, &form, &problem), q("consent_share"));
	assert_true(choose("consent_share", "N"));
	assert_int_equal(answers_first_problem(&a, &form, &problem), -1);
	assert_false(answers_consented(&a, &form));
	assert_false(answers_urgent(&a, &form));
	assert_int_equal(beside(page("consent"), -1), page("contact"));
	assert_int_equal(beside(0, -1), -1);
}

static void test_answers__longest_way(void **state)
{
	char pages[512];

	(void)state;
	strcpy(a.ui_lang, "en");
	choose("about", "SELF"), choose("urgency", "U1"), choose("topics", "T01"),
		choose("topics", "T02");
	choose("contact_way", "TEL"), choose("consent_share", "S");
	walk(pages);
	assert_string_equal(pages,
		"who danger topics main person words contact safety when name phone interp "
		"consent scope ");
	assert_true(answers_urgent(&a, &form));
	assert_true(answers_consented(&a, &form));
	choose("about", "FAM"); /* a reporter's yes is not the person's */
	assert_false(answers_consented(&a, &form));
}

static void test_answers__contact_ways(void **state)
{
	static const struct { const char *way, *pages; } table[] = {
		{ "TEL", "contact safety when name phone consent " },
		{ "SMS", "contact safety when name phone consent " },
		{ "MAIL", "contact safety name letter consent " },
		{ "EML", "contact name email consent " },
		{ "HERE", "contact consent " }, { "CALL", "contact consent " },
		{ "NONE", "contact consent " },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++) {
		char pages[512];
		assert_true(choose("contact_way", table[i].way));
		walk(pages);
		assert_string_equal(strstr(pages, "contact"), table[i].pages);
	}
	choose("contact_way", "SMS");
	assert_true(live("phone_shared") && !live("voicemail_ok") && !live("say_city_ok"));
	choose("contact_way", "MAIL");
	assert_true(!live("phone_shared") && !live("voicemail_ok") && live("say_city_ok"));
	/* a note asks nothing */
	assert_int_equal(answers_check(&a, &form, q("letter")), ANSWERS_FINE);
}

/* What is hidden is kept, but counts for nothing. */
static void test_answers__hidden_answers_do_not_count(void **state)
{
	(void)state;
	strcpy(a.ui_lang, "vi");
	choose("contact_way", "TEL"), choose("interp_need", "Y");
	assert_true(live("interp_lang"));
	assert_true(answers_type(&a, &form, q("phone"), "12"));
	assert_int_equal(answers_check(&a, &form, q("phone")), ANSWERS_PHONE);
	choose("contact_way", "HERE");
	assert_false(live("interp_lang"));
	assert_false(answers_required(&a, &form, q("phone")));
	assert_int_equal(answers_check(&a, &form, q("phone")), ANSWERS_FINE);
	choose("contact_way", "TEL");
	assert_true(answers_chosen(&a, q("interp_need"), "Y"));
	assert_string_equal(a.a[q("phone")].text, "12");
}

static void test_answers__child_alone(void **state)
{
	(void)state;
	assert_true(live("area"));
	choose("age_band", "A0");
	assert_false(live("area"));
	assert_true(answers_page_live(&a, &form, page("person")));
	assert_string_equal(desk("T05"), "KOD");
	assert_string_equal(desk("T13"), "KOD");
	choose("age_band", "A4");
	assert_string_equal(desk("T05"), "KON");
	assert_string_equal(desk("T13"), "KAI");
	choose("age_band", "A1");
	assert_string_equal(desk("T13"), "OTH");
	choose("topics", "T02");
	assert_string_equal(desk("T13"), "SHO");
	struct form_choice none = { .desk_len = 0 };
	assert_string_equal(answers_desk(&a, &form, &none), "");
}

static void test_answers__limits_of_choices(void **state)
{
	(void)state;
	assert_true(choose("topics", "T01") && choose("topics", "T02") && choose("topics", "T03"));
	assert_false(choose("topics", "T04"));
	assert_int_equal(a.a[q("topics")].codes_len, 3);
	assert_true(choose("topics", "T01"));
	assert_true(choose("topics", "T04"));
	assert_string_equal(a.a[q("topics")].code[2], "T04");
	assert_false(choose("topics", "T15"));
	assert_false(choose("topics", ""));
	assert_false(choose("topics", "a code that is much too long"));
	assert_false(choose("own_words", "T01"));
}

static void test_answers__main_topic_follows(void **state)
{
	enum answers_problem problem;

	(void)state;
	choose("about", "SELF"), choose("urgency", "U3");
	choose("topics", "T01"), choose("topics", "T05"), choose("topics", "T09");
	assert_false(choose("topic_main", "T02"));
	assert_true(choose("topic_main", "T05"));
	assert_true(choose("topic_main", "T09"));
	assert_int_equal(a.a[q("topic_main")].codes_len, 1);
	choose("topics", "T09");
	assert_int_equal(a.a[q("topic_main")].codes_len, 0);
	assert_int_equal(answers_first_problem(&a, &form, &problem), q("topic_main"));
	choose("topic_main", "T05");
	answers_clear(&a, q("topics"));
	choose("topics", "T02"), choose("topics", "T03");
	assert_int_equal(a.a[q("topic_main")].codes_len, 0); /* follows with the next choice */
}

static void test_answers__stale_code_is_a_problem(void **state)
{
	(void)state;
	choose("topics", "T01"), choose("topics", "T05"), choose("topic_main", "T05");
	strcpy(a.a[q("topics")].code[1], "T06");
	assert_int_equal(answers_check(&a, &form, q("topic_main")), ANSWERS_MISSING);
	strcpy(a.a[q("area")].code[0], "E99");
	a.a[q("area")].codes_len = 1;
	assert_int_equal(answers_check(&a, &form, q("area")), ANSWERS_MISSING);
}

static void test_answers__exclusive(void **state)
{
	(void)state;
	assert_true(choose("contact_time", "AM") && choose("contact_time", "EV"));
	assert_true(choose("contact_time", "ANY"));
	assert_int_equal(a.a[q("contact_time")].codes_len, 1);
	assert_true(choose("contact_time", "PM"));
	assert_false(answers_chosen(&a, q("contact_time"), "ANY"));
	assert_true(answers_chosen(&a, q("contact_time"), "PM"));
	assert_true(choose("contact_time", "PM"));
	assert_int_equal(a.a[q("contact_time")].codes_len, 0);
}

static void test_answers__typing(void **state)
{
	int w = q("own_words");

	(void)state;
	assert_int_equal(answers_left(&a, &form, w), 400);
	assert_true(answers_type(&a, &form, w, "か"));
	assert_true(answers_replace_last(&a, &form, w, "が"));
	assert_string_equal(a.a[w].text, "が");
	assert_true(answers_type(&a, &form, w, "つ") && answers_replace_last(&a, &form, w, "っ"));
	assert_string_equal(a.a[w].text, "がっ");
	assert_int_equal(answers_left(&a, &form, w), 398);
	assert_true(answers_type(&a, &form, w, "は\xe3\x82\x9a")); /* は + combining handakuten */
	assert_string_equal(a.a[w].text, "がっぱ");
	/* e, then acute */
	assert_true(answers_type(&a, &form, w, "e") && answers_type(&a, &form, w, "\xcc\x81"));
	assert_string_equal(a.a[w].text, "がっぱé");
	assert_true(delete_last(w) && delete_last(w));
	assert_string_equal(a.a[w].text, "がっ");
	assert_int_equal(a.a[w].text_len, strlen("がっ"));
	for (size_t i = a.a[w].text_len; i < sizeof(a.a[w].text); i++)
		assert_int_equal(a.a[w].text[i], 0);
	assert_true(delete_last(w) && delete_last(w));
	assert_false(delete_last(w));
	assert_true(answers_replace_last(&a, &form, w, "あ")); /* nothing to replace: types */
}

static void test_answers__typing_refused(void **state)
{
	static const char *const texts[] = { "\xff", "a\x01", "\xe3\x81", "\xe2\x80\xae",
		"\xed\xa0\x80", "\x1b[2J" };
	int w = q("own_words");

	(void)state;
	assert_true(answers_type(&a, &form, w, "あ"));
	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		assert_false(answers_type(&a, &form, w, texts[i]));
		assert_false(answers_replace_last(&a, &form, w, texts[i]));
	}
	assert_false(answers_type(&a, &form, q("topics"), "あ"));
	assert_string_equal(a.a[w].text, "あ");
	assert_int_equal(a.a[w].text_len, 3);
}

static void test_answers__length(void **state)
{
	static char huge[70000];
	int n = q("name_kana"), w = q("own_words");

	(void)state;
	for (int i = 0; i < 30; i++)
		assert_true(answers_type(&a, &form, n, "が"));
	assert_int_equal(answers_left(&a, &form, n), 0);
	assert_false(answers_type(&a, &form, n, "が"));
	assert_true(answers_replace_last(&a, &form, n, "か"));
	assert_false(answers_replace_last(&a, &form, n, "かか"));
	assert_int_equal(a.a[n].text_len, 30 * 3);
	memset(huge, 'a', sizeof(huge) - 1);
	assert_false(answers_type(&a, &form, w, huge));
	/* 400 clusters of five bytes more than fill the field: refused at its end, never cut */
	int typed = 0;
	while (answers_type(&a, &form, w, "x\xcc\xb2\xcc\xb3\xcc\xb4"))
		typed++;
	assert_true(typed > 250 && typed < 400);
	assert_int_equal(a.a[w].text_len, typed * 7);
	assert_int_equal(strlen(a.a[w].text), typed * 7);
}

static void test_answers__phone(void **state)
{
	static const struct { const char *text; enum answers_problem problem; } table[] = {
		{ "09012345678", ANSWERS_FINE }, { "072-892-1234", ANSWERS_FINE },
		{ "090 1234 5678", ANSWERS_FINE }, { "9012345678", ANSWERS_PHONE },
		{ "072892123", ANSWERS_PHONE }, { "090123456789", ANSWERS_PHONE },
		{ "0901234567a", ANSWERS_PHONE }, { "０９０１２３４５６７８", ANSWERS_PHONE },
		{ "-", ANSWERS_PHONE }, { " ", ANSWERS_MISSING }, { "", ANSWERS_MISSING },
	};
	int p = q("phone");

	(void)state;
	choose("contact_way", "TEL");
	for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++) {
		answers_clear(&a, p);
		assert_true(answers_type(&a, &form, p, table[i].text));
		if (answers_check(&a, &form, p) != table[i].problem)
			fail_msg("'%s' gives %d", table[i].text, (int)answers_check(&a, &form, p));
	}
}

static void test_answers__words(void **state)
{
	int w = q("own_words");

	(void)state;
	assert_int_equal(answers_check(&a, &form, w), ANSWERS_FINE); /* optional */
	answers_type(&a, &form, w, "わたしの ばんごうは 1234-5678-9018");
	assert_int_equal(answers_check(&a, &form, w), ANSWERS_MYNUMBER);
	delete_last(w);
	assert_int_equal(answers_check(&a, &form, w), ANSWERS_FINE);
	memset(a.a[w].text, 'a', 401); /* only by a mistake of ours */
	a.a[w].text_len = 401;
	assert_int_equal(answers_check(&a, &form, w), ANSWERS_TOO_LONG);
}

static void test_answers__wipe(void **state)
{
	const unsigned char *bytes = (const unsigned char *)&a;

	(void)state;
	choose("about", "SELF"), choose("topics", "T13");
	answers_type(&a, &form, q("own_words"), "たすけて");
	answers_wipe(&a);
	for (size_t i = 0; i < sizeof(a); i++)
		assert_int_equal(bytes[i], 0);
}

static int load(void **state)
{
	char err[FORM_ERR_MAX] = "";

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
		cmocka_unit_test_setup(test_answers__shortest_way, fresh),
		cmocka_unit_test_setup(test_answers__longest_way, fresh),
		cmocka_unit_test_setup(test_answers__contact_ways, fresh),
		cmocka_unit_test_setup(test_answers__hidden_answers_do_not_count, fresh),
		cmocka_unit_test_setup(test_answers__child_alone, fresh),
		cmocka_unit_test_setup(test_answers__limits_of_choices, fresh),
		cmocka_unit_test_setup(test_answers__main_topic_follows, fresh),
		cmocka_unit_test_setup(test_answers__stale_code_is_a_problem, fresh),
		cmocka_unit_test_setup(test_answers__exclusive, fresh),
		cmocka_unit_test_setup(test_answers__typing, fresh),
		cmocka_unit_test_setup(test_answers__typing_refused, fresh),
		cmocka_unit_test_setup(test_answers__length, fresh),
		cmocka_unit_test_setup(test_answers__phone, fresh),
		cmocka_unit_test_setup(test_answers__words, fresh),
		cmocka_unit_test_setup(test_answers__wipe, fresh),
	};
	return cmocka_run_group_tests(tests, load, unload);
}
