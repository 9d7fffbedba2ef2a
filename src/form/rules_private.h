/* SPDX-License-Identifier: Apache-2.0 */
/*
 * rules_private — a compiled rule, between who makes it (rules.c) and who asks it (rules_eval.c).
 */
#ifndef MARUMADO_RULES_PRIVATE_H
#define MARUMADO_RULES_PRIVATE_H
#include "rules.h"

#define RULE_WORD_MAX 24 /* bytes with NUL of a name or code inside a rule */

enum rule_op {
	OP_FALSE,
	OP_TRUE,
	OP_OR,
	OP_AND,
	OP_NOT,
	OP_EQ,
	OP_NE,
	OP_IN,
	OP_CODE,
	OP_LT,
	OP_LE,
	OP_COUNT_EQ,
	OP_COUNT_NE,
	OP_GE,
	OP_GT
};

struct rule_node {
	enum rule_op op;
	int left, right;          /* children, or -1; codes: left = first, right = next */
	int number;               /* compared with count() */
	char word[RULE_WORD_MAX]; /* the name, or the code of OP_CODE */
};
#endif
