/* SPDX-License-Identifier: Apache-2.0 */
/*
 * f-rules — rule_compile and rule_eval: the language of a form's conditions.
 *
 * Input: the text of a rule. Holds: what compiles has bounded names and depth and one value for one
 * set of answers; `not (…)` is its opposite, `(…) and (…)` and `(…) or (…)` are itself, as far as
 * these still fit; what does not compile leaves no rule and a reason.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "buf.h"
#include "fuzz.h"
#include "rules.h"

#define NAME_MAX_BYTES 23

/* Answers that depend on the name alone: none, one or three codes. */
static int codes_of(void *ctx, const char *name, const char **out, int max)
{
	static const char *const codes[] = { "A", "YES", "T06" };
	const int *seed = ctx;
	int n = name[0] == 't' ? 3 : ((int)strlen(name) + *seed) % 4 == 1;

	for (int i = 0; i < n && i < max; i++)
		out[i] = codes[i];
	return n;
}

static void check_name(void *ctx, const char *name)
{
	int *count = ctx;

	HOLDS(name[0] && strlen(name) <= NAME_MAX_BYTES);
	HOLDS(strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_") ==
		strlen(name));
	++*count;
}

/* `before` + text + `behind` as a rule has the value `wanted`, when it compiles. */
static void check_within(
	const char *before, const char *text, const char *behind, int seed, bool wanted)
{
	struct rule_env env = { codes_of, &seed };
	struct buf whole = BUF_INIT;
	struct rule r;
	char err[96];

	buf_printf(&whole, "%s%s%s", before, text, behind);
	if (rule_compile(&r, buf_str(&whole), err, sizeof err))
		HOLDS(rule_eval(&r, &env, !wanted) == wanted);
	rule_release(&r);
	buf_release(&whole);
}

static void check_value(const struct rule *r, const char *text, int seed)
{
	struct rule_env env = { codes_of, &seed };
	bool value = rule_eval(r, &env, false);
	struct buf twice = BUF_INIT;

	HOLDS(rule_eval(r, &env, true) == value);
	check_within("not (", text, ")", seed, !value);
	check_within("(", text, ") or false", seed, value);
	check_within("true and (", text, ")", seed, value);
	buf_printf(&twice, "(%s) and (%s) or (%s)", text, text, text);
	check_within("", buf_str(&twice), "", seed, value);
	buf_release(&twice);
}

/* How deep the parentheses of a rule go; those in a code count for nothing. */
static int depth_of(const char *text)
{
	int depth = 0, deepest = 0;
	bool code = false;

	for (; *text; text++) {
		code ^= *text == '\'';
		depth += code ? 0 : (*text == '(') - (*text == ')');
		deepest = depth > deepest ? depth : deepest;
	}
	return deepest;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = fuzz_text(data, size), err[96] = "", small[8] = "";
	int names = 0, nothing = 0;
	struct rule_env env = { codes_of, &nothing };
	struct rule r;

	if (rule_compile(&r, text, err, sizeof err)) {
		rule_names(&r, check_name, &names);
		HOLDS(names <= RULE_NODES_MAX);
		HOLDS(depth_of(text) <= RULE_DEPTH_MAX);
		check_value(&r, text, 0);
		check_value(&r, text, 2);
	} else {
		HOLDS(strncmp(err, "column ", 7) == 0 && !r.node);
		HOLDS(rule_eval(&r, &env, true) && !rule_eval(&r, &env, false));
		HOLDS(!rule_compile(&r, text, small, sizeof small) && strlen(small) < sizeof small);
		HOLDS(!rule_compile(&r, text, NULL, 0));
	}
	rule_release(&r);
	free(text);
	return 0;
}
