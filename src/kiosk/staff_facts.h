/* SPDX-License-Identifier: Apache-2.0 */
/*
 * staff_facts — how the terminal and its line are, in a care worker's words.
 */
#ifndef MARUMADO_STAFF_FACTS_H
#define MARUMADO_STAFF_FACTS_H
#include <stdbool.h>
#include <stddef.h>
#include "session.h"

#define STAFF_FACTS     11
#define STAFF_FACT_TEXT 240

struct staff_facts {
	uint64_t waiting; /* items the city has not acknowledged, of any kind */
	bool good;        /* nothing waits, or the line works */
	char line[STAFF_FACTS]
		 [STAFF_FACT_TEXT]; /* the first is the head line; "" = nothing to say */
	int len;
};

/* Reads outbox, courier, disk and clock now: a few milliseconds. */
void staff_facts_read(const struct session *s, struct staff_facts *ret);
#endif
