/* SPDX-License-Identifier: Apache-2.0 */
/*
 * rules_eval — why: a form is asked what holds at every step of a visit, so asking a rule walks its
 * tree, allocates nothing and cannot fail; whatever could fail did when it was compiled.
 */
#include <assert.h>
#include <string.h>

#include "rules_private.h"

#define CODES_MAX 16 /* codes of one answer a rule looks at */

static bool any_listed(const struct rule_node *node, int first, const char *const *codes, int len)
{
	for (int code = first; code >= 0; code = node[code].right)
		for (int i = 0; i < len; i++)
			if (strcmp(node[code].word, codes[i]) == 0)
				return true;
	return false;
}

static bool compare(enum rule_op op, int a, int b)
{
	bool less = op == OP_LT || op == OP_LE || op == OP_COUNT_NE;
	bool equal = op == OP_LE || op == OP_COUNT_EQ || op == OP_GE;
	bool more = op == OP_GT || op == OP_GE || op == OP_COUNT_NE;

	return a < b ? less : a == b ? equal : more;
}

static bool eval_leaf(const struct rule_node *node, int i, const struct rule_env *env)
{
	const char *codes[CODES_MAX];
	const struct rule_node *n = &node[i];
	int count = env->codes(env->ctx, n->word, codes, CODES_MAX);
	int len = count < CODES_MAX ? count : CODES_MAX;

	if (n->op == OP_IN)
		return any_listed(node, n->left, codes, len);
	if (n->op == OP_EQ || n->op == OP_NE)
		return (count == 1 && any_listed(node, n->left, codes, len)) == (n->op == OP_EQ);
	return compare(n->op, count, n->number);
}

static bool eval(const struct rule_node *node, int i, const struct rule_env *env)
{
	const struct rule_node *n = &node[i];

	if (n->op == OP_FALSE || n->op == OP_TRUE)
		return n->op == OP_TRUE;
	if (n->op == OP_OR)
		return eval(node, n->left, env) || eval(node, n->right, env);
	if (n->op == OP_AND)
		return eval(node, n->left, env) && eval(node, n->right, env);
	if (n->op == OP_NOT)
		return !eval(node, n->left, env);
	return eval_leaf(node, i, env);
}

bool rule_eval(const struct rule *r, const struct rule_env *env, bool otherwise)
{
	assert(env != NULL && env->codes != NULL);
	return r->node == NULL ? otherwise : eval(r->node, r->root, env);
}

static void names(const struct rule_node *node, int i, void (*fn)(void *, const char *), void *ctx)
{
	const struct rule_node *n = &node[i];

	if (n->word[0] != '\0') {
		fn(ctx, n->word);
		return;
	}
	if (n->left >= 0)
		names(node, n->left, fn, ctx);
	if (n->right >= 0)
		names(node, n->right, fn, ctx);
}

void rule_names(const struct rule *r, void (*fn)(void *ctx, const char *name), void *ctx)
{
	if (r->node != NULL)
		names(r->node, r->root, fn, ctx);
}

struct mention {
	const char *name;
	bool found;
};

static void look_for(void *ctx, const char *name)
{
	struct mention *m = ctx;

	m->found = m->found || strcmp(m->name, name) == 0;
}

bool rule_mentions(const struct rule *r, const char *name)
{
	struct mention m = { name, false };

	rule_names(r, look_for, &m);
	return m.found;
}
