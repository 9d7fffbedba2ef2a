/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Why: whether a question is asked is data, not C; so forms need a language, a tiny one.
 * Design: recursive descent into one fixed array of nodes (children are indices), shrunk and kept
 * as long as the form. Depth and size are bounded: a hostile form is refused instead of eating the
 * stack.
 * Not here: arithmetic, strings as values, assignment, anything that could loop; evaluation
 * (rules_eval.c).
 */
#include "rules_private.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum token_type { T_END, T_WORD, T_CODE, T_NUMBER, T_SIGN, T_BAD };
struct token {
	enum token_type type;
	char text[RULE_WORD_MAX];
	size_t at;
};

struct parser {
	const char *text;
	size_t at;
	struct token token;
	struct rule_node node[RULE_NODES_MAX];
	int len, depth;
	char *err; size_t cap;
	bool failed;
};

static int parse_or(struct parser *p);

static int fail(struct parser *p, const char *what)
{
	if (!p->failed && p->cap > 0)
		snprintf(p->err, p->cap, "column %zu: %s", p->token.at + 1, what);
	p->failed = true;
	return -1;
}

/* --- tokens --- */

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_word(char c)
{
	return is_letter(c) || is_digit(c);
}

static bool not_quote(char c)
{
	return c != '\'' && c != '\0';
}

/* Takes bytes while `more` holds; a word that is too long makes the token bad. */
static void take(struct parser *p, enum token_type type, bool (*more)(char))
{
	size_t n = 0;

	p->token.type = type;
	while (more(p->text[p->at])) {
		if (n + 1 < sizeof(p->token.text))
			p->token.text[n++] = p->text[p->at];
		else
			p->token.type = T_BAD;
		p->at++;
	}
	p->token.text[n] = '\0';
}

static void take_code(struct parser *p)
{
	p->at++;
	take(p, T_CODE, not_quote);
	if (p->text[p->at] != '\'' || p->token.text[0] == '\0')
		p->token.type = T_BAD;
	if (p->text[p->at] == '\'')
		p->at++;
}

static void take_sign(struct parser *p)
{
	static const char *const signs[] = { "==", "!=", "<=", ">=", "<", ">", "(", ")", "," };

	p->token.type = T_BAD;
	for (size_t i = 0; i < sizeof(signs) / sizeof(*signs); i++) {
		size_t n = strlen(signs[i]);
		if (strncmp(p->text + p->at, signs[i], n) == 0) {
			p->token.type = T_SIGN;
			memcpy(p->token.text, signs[i], n + 1);
			p->at += n;
			return;
		}
	}
}

static void next(struct parser *p)
{
	while (p->text[p->at] == ' ' || p->text[p->at] == '\t')
		p->at++;
	p->token.at = p->at;
	p->token.text[0] = '\0';

	char c = p->text[p->at];
	if (c == '\0')
		p->token.type = T_END;
	else if (is_letter(c))
		take(p, T_WORD, is_word);
	else if (is_digit(c))
		take(p, T_NUMBER, is_digit);
	else if (c == '\'')
		take_code(p);
	else
		take_sign(p);
}

static bool is(const struct parser *p, enum token_type type, const char *text)
{
	return p->token.type == type && strcmp(p->token.text, text) == 0;
}

static bool accept(struct parser *p, enum token_type type, const char *text)
{
	if (!is(p, type, text))
		return false;
	next(p);
	return true;
}

/* --- grammar --- */

static int add(struct parser *p, enum rule_op op, int left, int right)
{
	if (p->failed)
		return -1;
	if (p->len == RULE_NODES_MAX)
		return fail(p, "rule too long");
	p->node[p->len] = (struct rule_node){ .op = op, .left = left, .right = right };
	return p->len++;
}

static int parse_code(struct parser *p)
{
	if (p->token.type != T_CODE)
		return fail(p, "expected a code in single quotes");
	int node = add(p, OP_CODE, -1, -1);
	if (node >= 0)
		memcpy(p->node[node].word, p->token.text, RULE_WORD_MAX);
	next(p);
	return node;
}

/* The codes in parentheses after `in`, as a list; returns the first. */
static int parse_codes(struct parser *p)
{
	if (!accept(p, T_SIGN, "("))
		return fail(p, "expected ( after in");
	int first = parse_code(p), last = first;
	while (!p->failed && accept(p, T_SIGN, ",")) {
		int code = parse_code(p);
		if (code >= 0)
			p->node[last].right = code;
		last = code;
	}
	if (!p->failed && !accept(p, T_SIGN, ")"))
		return fail(p, "expected , or )");
	return first;
}

static const struct {
	const char *sign;
	enum rule_op op;
} comparisons[] = {
	{ "<", OP_LT },
	{ "<=", OP_LE },
	{ "==", OP_COUNT_EQ },
	{ "!=", OP_COUNT_NE },
	{ ">=", OP_GE },
	{ ">", OP_GT },
};

/* count(name) < number; the word "count" is behind us. */
static int parse_count(struct parser *p)
{
	if (!accept(p, T_SIGN, "("))
		return fail(p, "expected ( after count");
	if (p->token.type != T_WORD)
		return fail(p, "expected a name");
	int node = add(p, OP_FALSE, -1, -1);
	if (node < 0)
		return -1;
	memcpy(p->node[node].word, p->token.text, RULE_WORD_MAX);
	next(p);
	if (!accept(p, T_SIGN, ")"))
		return fail(p, "expected )");
	for (size_t i = 0; i < sizeof(comparisons) / sizeof(*comparisons); i++)
		if (is(p, T_SIGN, comparisons[i].sign))
			p->node[node].op = comparisons[i].op;
	if (p->node[node].op == OP_FALSE)
		return fail(p, "expected a comparison");
	next(p);
	if (p->token.type != T_NUMBER || strlen(p->token.text) > 2)
		return fail(p, "expected a number from 0 to 99");
	p->node[node].number = (int)strtol(p->token.text, NULL, 10);
	next(p);
	return node;
}

/* name == 'code', name != 'code', name in ('code', …) */
static int parse_name(struct parser *p)
{
	char name[RULE_WORD_MAX];
	int node = -1;

	memcpy(name, p->token.text, sizeof(name));
	next(p);
	if (accept(p, T_SIGN, "=="))
		node = add(p, OP_EQ, parse_code(p), -1);
	else if (accept(p, T_SIGN, "!="))
		node = add(p, OP_NE, parse_code(p), -1);
	else if (accept(p, T_WORD, "in"))
		node = add(p, OP_IN, parse_codes(p), -1);
	else
		return fail(p, "expected ==, != or in");
	if (node >= 0)
		memcpy(p->node[node].word, name, sizeof(name));
	return node;
}

static bool is_keyword(const char *word)
{
	static const char *const words[] = { "or", "and", "in", "not" };

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (strcmp(word, words[i]) == 0)
			return true;
	return false;
}

static int parse_primary(struct parser *p)
{
	if (accept(p, T_SIGN, "(")) {
		int node = parse_or(p);
		if (!p->failed && !accept(p, T_SIGN, ")"))
			return fail(p, "expected )");
		return node;
	}
	if (p->token.type != T_WORD || is_keyword(p->token.text))
		return fail(p, "expected a name, not or (");
	if (accept(p, T_WORD, "true"))
		return add(p, OP_TRUE, -1, -1);
	if (accept(p, T_WORD, "false"))
		return add(p, OP_FALSE, -1, -1);
	if (accept(p, T_WORD, "count"))
		return parse_count(p);
	return parse_name(p);
}

static int parse_not(struct parser *p)
{
	if (++p->depth > RULE_DEPTH_MAX)
		return fail(p, "rule too deep");
	int node = accept(p, T_WORD, "not") ? add(p, OP_NOT, parse_not(p), -1) : parse_primary(p);
	p->depth--;
	return node;
}

static int parse_and(struct parser *p)
{
	int node = parse_not(p);

	while (!p->failed && accept(p, T_WORD, "and"))
		node = add(p, OP_AND, node, parse_not(p));
	return node;
}

static int parse_or(struct parser *p)
{
	int node = parse_and(p);

	while (!p->failed && accept(p, T_WORD, "or"))
		node = add(p, OP_OR, node, parse_and(p));
	return node;
}

bool rule_compile(struct rule *r, const char *text, char *err, size_t cap)
{
	struct parser p = { .text = text, .err = err, .cap = cap };

	*r = (struct rule){ 0 };
	next(&p);
	int root = parse_or(&p);
	if (!p.failed && p.token.type != T_END)
		fail(&p, "expected and, or, or the end");
	struct rule_node *node = p.failed ? NULL : malloc(sizeof(*node) * (size_t)p.len);
	if (node == NULL) {
		fail(&p, "out of memory");
		return false;
	}
	memcpy(node, p.node, sizeof(*node) * (size_t)p.len);
	r->node = node;
	r->root = root;
	return true;
}

void rule_release(struct rule *r)
{
	if (r == NULL)
		return;
	free(r->node);
	*r = (struct rule){ 0 };
}
