/* SPDX-License-Identifier: Apache-2.0 */
/*
 * u-formdef — the form that ships loads, and a damaged one is refused with the name of the field.
 * Links: src/shared src/text src/form
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

#include "formdef.h"

#define RESIDENT "assets/forms/resident.json"

static char *slurp(const char *path)
{
	FILE *in = fopen(path, "rb");
	char *text = calloc(1, 65536);

	assert_non_null(in);
	assert_non_null(text);
	size_t n = fread(text, 1, 65535, in);
	assert_true(n > 0 && n < 65535);
	fclose(in);
	return text;
}

/* Loads `text` as a form in a file of its own. */
static bool load(struct formdef *f, const char *text, char *err)
{
	char path[] = "/tmp/u-formdef-XXXXXX";
	int fd = mkstemp(path);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, strlen(text)), (ssize_t)strlen(text));
	close(fd);
	bool ok = formdef_load(f, path, err);
	unlink(path);
	return ok;
}

/* text with the first `from` replaced by `to`; caller frees. */
static char *damaged(const char *text, const char *from, const char *to)
{
	const char *where = strstr(text, from);
	char *out = malloc(strlen(text) + strlen(to) + 1);

	if (where == NULL)
		fail_msg("the form has no %s", from);
	assert_non_null(out);
	memcpy(out, text, (size_t)(where - text));
	strcpy(out + (where - text), to);
	strcat(out, where + strlen(from));
	return out;
}

static void test_formdef__resident_loads(void **state)
{
	static struct formdef f;
	char err[FORM_ERR_MAX] = "";

	(void)state;
	if (!formdef_load(&f, RESIDENT, err))
		fail_msg("%s", err);
	assert_string_equal(f.id, "resident");
	assert_int_equal(f.step_len, 8);
	int topics = formdef_find(&f, "topics"), main_topic = formdef_find(&f, "topic_main");
	assert_true(topics >= 0 && main_topic > topics);
	assert_int_equal(f.question[topics].choose_max, 3);
	assert_ptr_equal(f.question[topics].list, f.question[main_topic].list);
	assert_true(f.question[main_topic].dynamic_choices);
	assert_non_null(formdef_choice(&f.question[topics], "T14"));
	assert_null(formdef_choice(&f.question[topics], "T15")); /* staff flows only */
	assert_int_equal(formdef_choice(&f.question[topics], "T13")->desk_len, 4);
	assert_int_equal(formdef_find(&f, "no_such_question"), -1);
	assert_int_equal(f.question[formdef_find(&f, "own_words")].constraint, FORM_NO_MYNUMBER);
	assert_string_equal(f.page[0].id, "who");
	assert_true(f.page[0].auto_next);
	formdef_release(&f);
	assert_int_equal(f.question_len, 0);
	formdef_release(&f);
	formdef_release(NULL);
}

static const struct { const char *from, *to, *err; } bad[] = {
	{ "\"id\": \"resident\",", "", ": id: missing" },
	{ "\"version\": \"2026-11-23\"", "\"version\": 1", ": version: not a string" },
	{ "\"version\": \"2026-11-23\"", "\"version\": \"a very long version name\"",
		": version: longer than 15" },
	{ "\"steps\": [", "\"steps\": [], \"comment\": [", ": steps: not a list" },
	{ "{\"id\": \"notice\"}", "{\"id\": \"no tice\"}", ": steps[1].id: only letters" },
	{ "\"urgent\": \"urgency in", "\"urgent\": \"urgenzy in",
		": urgent: no question is called 'urgenzy'" },
	{ "\"urgent\": \"urgency in (", "\"urgent\": \"urgency in ", ": urgent: column 12: " },
	{ "\"urgent\":", "\"urgnet\":", ": urgnet: unknown key" },
	{ "\"name\": \"SELF\"", "\"name\": \"FAM\"",
		": lists.about[1].name: 'FAM' is there twice" },
	{ "\"name\": \"SELF\"", "\"name\": \"YOURSELF\"", ": lists.about[0].name: longer than 7" },
	{ "\"name\": \"SELF\"", "\"nam\": \"SELF\"", ": lists.about[0].nam: unknown key" },
	{ "\"desk\": [{\"code\": \"OTH\"}]", "\"desk\": \"OTH\"",
		": lists.topics[0].desk: not a list" },
	{ "\"when\": \"age_band == 'A0'\"", "\"when\": \"age_band = 'A0'\"",
		": lists.topics[4].desk[0].when: column 10: " },
	{ "\"name\": \"urgency\"", "\"name\": \"about\"",
		": questions[1].name: 'about' is there twice" },
	{ "\"name\": \"urgency\"", "\"name\": \"ui_lang\"",
		": questions[1].name: 'ui_lang' is reserved" },
	{ "\"name\": \"urgency\"", "\"name\": \"kind\"",
		": questions[1].name: 'kind' is reserved" },
	{ "\"select_one about\"", "\"select_one abuot\"",
		": questions[0].type: no list is called 'abuot'" },
	{ "\"select_one about\"", "\"select_won about\"",
		": questions[0].type: 'select_won about' is no type" },
	{ "\"choose_max\": 6", "\"choose_max\": 9",
		": questions[2].choose_max: not a number from 1 to 8" },
	{ "\"choose_max\": 6", "\"choose_max\": 0", ": questions[2].choose_max: not a number" },
	{ "\"choices_from\": \"topics\"", "\"choices_from\": \"about\"",
		": questions[4].choices_from: not an earlier" },
	{ "\"length_max\": 400", "\"length_max\": 4000",
		": questions[7].length_max: not a number from 1 to 2047" },
	{ "\"drawing\": true", "\"drawing\": 1",
		": questions[7].drawing: " },
	{ "\"length_max\": 30", "\"length_max\": 30, \"drawing\": true",
		".drawing: 'own_words' has it already" },
	{ "\"choose_max\": 6", "\"choose_max\": 6, \"drawing\": true",
		": questions[2].drawing: only text is written by finger" },
	{ "\"length_max\": 400,", "", ": questions[7].length_max: missing" },
	{ "\"constraint\": \"no_mynumber\"", "\"constraint\": \"none\"",
		": questions[7].constraint: 'none' is no" },
	{ "\"exclusive\": \"ANY\"", "\"exclusive\": \"XX\"",
		": questions[12].exclusive: 'XX' is not in the list" },
	{ "\"relevant\": \"age_band != 'A0'\"", "\"relevant\": \"phone_shared == 'Y'\"",
		": questions[6].relevant: 'phone_shared' is asked later" },
	{ "\"relevant\": \"age_band != 'A0'\"", "\"relevant\": \"area == 'E01'\"",
		": questions[6].relevant: 'area' is asked later" },
	{ "\"questions\": [\"about\", \"urgency\"]", "\"questions\": [\"urgency\", \"about\"]",
		": pages[0].questions: 'about' is not in the order" },
	{ "\"questions\": [\"about\", \"urgency\"]", "\"questions\": [\"about\"]",
		"'urgency' is on no page" },
	{ "\"questions\": [\"topics\"]", "\"questions\": [\"about\"]",
		": pages[2].questions: 'about' is on two pages" },
	{ "\"questions\": [\"topics\"]", "\"questions\": [7]",
		": pages[2].questions: no question" },
	{ "\"step\": \"words\"", "\"step\": \"wrods\"",
		": pages[5].step: no step is called 'wrods'" },
	{ "\"auto_next\": true", "\"auto_next\": \"yes\"",
		": pages[0].auto_next: not true or false" },
	{ "count(topics) > 1", "count(topics) > x", ": pages[3].relevant: column 17: " },
	{ "\"questions\": [\"topics\"],\n\t\t\"relevant\": \"",
		"\"questions\": [\"topics\"],\n\t\t\"relevant\": \"topics in ('T01') and ",
		": pages[2].relevant: 'topics' is asked later" },
	{ "\"lists\": {", "\"lists\": [", "line " },
	{ "{", "[1]", "line " },
};

static void test_formdef__damage_is_named(void **state)
{
	static struct formdef f;
	char *text = slurp(RESIDENT);

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		char err[FORM_ERR_MAX] = "", *form = damaged(text, bad[i].from, bad[i].to);
		if (load(&f, form, err))
			fail_msg("accepted: %s", bad[i].to);
		if (strstr(err, bad[i].err) == NULL || strncmp(err, "u-formdef-", 10) != 0)
			fail_msg("'%s' does not say '%s'", err, bad[i].err);
		assert_int_equal(f.question_len, 0);
		assert_null(f.urgent.node);
		free(form);
	}
	free(text);
}

static void test_formdef__not_a_form(void **state)
{
	static const char *const texts[] = { "", "[]", "3", "{}", "{\"questions\": [3]}",
		"{\"questions\": {}}", "\xff" };
	static struct formdef f;
	char err[FORM_ERR_MAX];

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		err[0] = '\0';
		assert_false(load(&f, texts[i], err));
		assert_true(strlen(err) > 10);
	}
	assert_false(formdef_load(&f, "/no/such/form.json", err));
	assert_non_null(strstr(err, "form.json: "));
}

/* Cut off anywhere, the file is refused and nothing leaks. */
static void test_formdef__cut_off(void **state)
{
	static struct formdef f;
	char *text = slurp(RESIDENT), err[FORM_ERR_MAX];

	(void)state;
	for (size_t n = strlen(text) - 3; n > 97; n -= 97) {
		text[n] = '\0';
		assert_false(load(&f, text, err));
	}
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_formdef__resident_loads),
		cmocka_unit_test(test_formdef__damage_is_named),
		cmocka_unit_test(test_formdef__not_a_form),
		cmocka_unit_test(test_formdef__cut_off),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
