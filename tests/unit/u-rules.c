/* SPDX-License-Identifier: Apache-2.0 */
/*
 * u-rules — the expression language says what it promises, and refuses everything else with a
 * column.
 * Links: src/shared src/text src/form
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "rules.h"

/* a = {U1}, topics = {T01 T05}, lang = {ja-simple}, none = {} */
static int codes(void *ctx, const char *name, const char **out, int max)
{
	static const struct { const char *name, *code[3]; } table[] = {
		{ "a", { "U1" } }, { "topics", { "T01", "T05" } }, { "lang", { "ja-simple" } },
	};
	(void)ctx;
	for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++) {
		int n = 0;
		if (strcmp(table[i].name, name) != 0)
			continue;
		while (table[i].code[n] != NULL && n < max) {
			out[n] = table[i].code[n];
			n++;
		}
		return n;
	}
	return 0;
}

static const struct rule_env env = { .codes = codes };

static const struct { const char *text; bool value; } good[] = {
	{ "true", true }, { "false", false }, { "not false", true }, { "not not true", true },
	{ "a == 'U1'", true }, { "a == 'U2'", false }, { "a != 'U2'", true },
	{ "a != 'U1'", false },
	{ "a in ('U1','U2')", true }, { "a in ('U3')", false }, { "a in ( 'U2' , 'U1' )", true },
	{ "topics in ('T05')", true }, { "topics == 'T01'", false }, { "topics != 'T01'", true },
	{ "none == 'U1'", false }, { "none in ('U1')", false }, { "none != 'U1'", true },
	{ "lang in ('ja','ja-simple')", true }, { "lang == 'ja'", false },
	{ "count(topics) > 1", true }, { "count(topics) > 2", false },
	{ "count(topics) >= 2", true },
	{ "count(topics) == 2", true }, { "count(topics) != 2", false },
	{ "count(topics) <= 1", false },
	{ "count(none) == 0", true }, { "count(none) < 1", true }, { "count( a )<=1", true },
	{ "true or false and false", true }, { "(true or false) and false", false },
	{ "not true or true", true }, { "not (true or true)", false },
	{ "a == 'U1' and not (topics in ('T02')) or false", true },
	{ "((((((((a == 'U1'))))))))", true },
	{ "\ttrue\t", true },
};

static void test_rules__values(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(good) / sizeof(*good); i++) {
		struct rule r;
		char err[128] = "";
		if (!rule_compile(&r, good[i].text, err, sizeof(err)))
			fail_msg("%s: %s", good[i].text, err);
		if (rule_eval(&r, &env, !good[i].value) != good[i].value)
			fail_msg("%s is not %d", good[i].text, good[i].value);
		rule_release(&r);
		assert_null(r.node);
	}
}

static const struct { const char *text, *err; } bad[] = {
	{ "", "column 1: " }, { "   ", "column 4: " }, { "a", "column 2: expected ==" },
	{ "a = 'U1'", "column 3: " }, { "a == U1", "column 6: expected a code" },
	{ "a == 'U1", "column 6: " }, { "a == ''", "column 6: " }, { "a == \"U1\"", "column 6: " },
	{ "a == 'U1' 'U2'", "column 11: expected and" }, { "a in 'U1'", "column 6: expected (" },
	{ "a in ()", "column 7: " }, { "a in ('U1',)", "column 12: " },
	{ "a in ('U1' 'U2')", "column 12: " },
	{ "a in ('U1'", "column 11: expected , or )" }, { "(true", "column 6: expected )" },
	{ "true)", "column 5: " }, { "not", "column 4: " }, { "and true", "column 1: " },
	{ "true and", "column 9: " }, { "true or or true", "column 9: " },
	{ "count(a)", "column 9: " },
	{ "count a > 1", "column 7: " }, { "count(a) > 'x'", "column 12: " },
	{ "count(a) > 100", "column 12: " },
	{ "count(a) > -1", "column 12: " }, { "count() > 1", "column 7: " },
	{ "in == 'x'", "column 1: " },
	{ "system('rm')", "column 7: " }, { "a == 'U1'; true", "column 10: " },
	{ "a\n== 'U1'", "column 2: " },
	{ "困 == 'U1'", "column 1: " }, { "a == 'this code is much too long for it'", "column 6: " },
	{ "this_name_is_much_too_long_for_it == 'U1'", "column 1: " }, { "1 == 1", "column 1: " },
	{ "not not not not not not not not not not not not not not not not not true",
		"column 65: rule too deep" },
	{ "((((((((((((((((((true))))))))))))))))))", "column 17: rule too deep" },
};

static void test_rules__refused_with_column(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		struct rule r;
		char err[128] = "";
		if (rule_compile(&r, bad[i].text, err, sizeof(err)))
			fail_msg("accepted: %s", bad[i].text);
		if (strncmp(err, bad[i].err, strlen(bad[i].err)) != 0)
			fail_msg("%s: '%s', not '%s'", bad[i].text, err, bad[i].err);
		assert_null(r.node);
	}
}

static void test_rules__too_long(void **state)
{
	struct rule r;
	char text[4096] = "true", err[128] = "";

	(void)state;
	for (int i = 0; i < RULE_NODES_MAX; i++)
		strcat(text, " or true");
	assert_false(rule_compile(&r, text, err, sizeof(err)));
	assert_non_null(strstr(err, "rule too long"));
	assert_false(rule_compile(&r, "a in (", NULL, 0)); /* no room for a reason is fine too */
}

static void test_rules__no_rule(void **state)
{
	struct rule r = { 0 };

	(void)state;
	assert_true(rule_eval(&r, &env, true));
	assert_false(rule_eval(&r, &env, false));
	rule_release(&r);
	rule_release(NULL);
}

static void collect(void *ctx, const char *name)
{
	strcat(ctx, name);
	strcat(ctx, " ");
}

static void test_rules__names(void **state)
{
	struct rule r;
	char got[128] = "", err[128];

	(void)state;
	assert_true(rule_compile(&r,
		"a == 'U1' and not (b in ('x','y')) or count(c) > 1 or true", err, sizeof(err)));
	rule_names(&r, collect, got);
	assert_string_equal(got, "a b c ");
	rule_release(&r);
}

/* Names, whole ones, and not the codes. */
static void test_rules__mentions(void **state)
{
	static const struct {
		const char *name;
		bool found;
	} tries[] = { { "about", true }, { "who", true }, { "topics", true }, { "abou", false },
		{ "about_me", false }, { "ZZ", false }, { "count", false }, { "", false } };
	struct rule r = { 0 };
	char err[128];

	(void)state;
	assert_false(rule_mentions(&r, "about")); /* no rule */
	assert_true(rule_compile(&r,
		"about == 'ZZ' and not (who in ('A','B')) or count(topics) > 1", err, sizeof(err)));
	for (size_t i = 0; i < sizeof(tries) / sizeof(*tries); i++)
		assert_true(rule_mentions(&r, tries[i].name) == tries[i].found);
	rule_release(&r);
}

/* Any bytes: compile says yes or no, reads nothing beyond the text, leaks nothing. */
static void test_rules__any_bytes(void **state)
{
	static const char alphabet[] = "a'(),=!<>in or and not count true 12\xe5\x9b\xb0";
	uint32_t seed = 1;

	(void)state;
	for (int i = 0; i < 20000; i++) {
		char text[48], err[64];
		size_t n = 0, len = i % (int)sizeof(text);
		for (; n < len; n++) {
			seed = seed * 1664525u + 1013904223u;
			text[n] = alphabet[(seed >> 16) % (sizeof(alphabet) - 1)];
		}
		text[n < sizeof(text) ? n : n - 1] = '\0';
		struct rule r;
		if (rule_compile(&r, text, err, sizeof(err)))
			(void)rule_eval(&r, &env, false);
		rule_release(&r);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rules__values),
		cmocka_unit_test(test_rules__refused_with_column),
		cmocka_unit_test(test_rules__too_long),
		cmocka_unit_test(test_rules__no_rule),
		cmocka_unit_test(test_rules__names),
		cmocka_unit_test(test_rules__mentions),
		cmocka_unit_test(test_rules__any_bytes),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
