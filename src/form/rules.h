/* SPDX-License-Identifier: Apache-2.0 */
/*
 * rules — the tiny expression language of `relevant`, `required`, `urgent`:
 *   urgency in ('U1','U2') and not (about == 'ZZ')     count(topics) > 1
 * or, and, not, ==, !=, in, count(name) < <= > >= number, true, false, parentheses.
 * A name stands for the answer's codes: == asks whether the only code equals, `in` whether any
 * does; an unanswered name equals nothing. The names ui_lang, form and kind are provided
 *   by the caller.
 * Layer: form; pure. Compiled once when the form is loaded, evaluated without allocation.
 */
#ifndef MARUMADO_RULES_H
#define MARUMADO_RULES_H
#include <stdbool.h>
#include <stddef.h>

#define RULE_NODES_MAX 64
#define RULE_DEPTH_MAX 16

struct rule_node;                                  /* rules_private.h */
struct rule { struct rule_node *node; int root; }; /* zeroed = no rule */

struct rule_env { /* where names get their values */
	/* Puts up to max codes of `name` (borrowed pointers) into out; returns how many there
	 * are; 0 if none. */
	int (*codes)(void *ctx, const char *name, const char **out, int max);
	void *ctx;
};

/* Compiles. False: err (cap bytes) says what and at which column; r stays zeroed. */
bool rule_compile(struct rule *r, const char *text, char *err, size_t cap)
	__attribute__((warn_unused_result));
/* The value; `otherwise` when r is zeroed. */
bool rule_eval(const struct rule *r, const struct rule_env *env, bool otherwise);
/* Calls fn with every name the rule mentions. */
void rule_names(const struct rule *r, void (*fn)(void *ctx, const char *name), void *ctx);
/* Does it mention this name? */
bool rule_mentions(const struct rule *r, const char *name);
void rule_release(struct rule *r);
#endif
