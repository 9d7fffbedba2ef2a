/* SPDX-License-Identifier: Apache-2.0 */
/*
 * routing — hints for the people who decide: which desks, one or several, which meeting lane
 * (design.md §7, domain.md §8.2, §8.5). Pure.
 */
#ifndef MARUMADO_ROUTING_H
#define MARUMADO_ROUTING_H
#include <stdbool.h>
#include "answers.h"
#include "formdef.h"

#define ROUTING_DESKS_MAX 5

struct routing { /* strings are static or borrowed from the formdef */
	const char *desk[ROUTING_DESKS_MAX];
	int desk_len;     /* the main topic's desk first, each once */
	bool complex;     /* several desks: the coordinator */
	const char *lane; /* "JUSO" with consent by the person concerned, otherwise "SHIEN" */
	const char *subject_consent; /* "GIV", "NOA" (told by somebody else), "" */
};

/* Reads the answers; ret borrows from f. */
void routing_of(struct routing *ret, const struct answers *a, const struct formdef *f);
#endif
