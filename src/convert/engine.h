/* SPDX-License-Identifier: Apache-2.0 */
/*
 * engine — what an engine's program is made of: open, convert; it ends by being killed.
 */
#ifndef MARUMADO_ENGINE_H
#define MARUMADO_ENGINE_H
#include <stdbool.h>
#include "conversion.h"

struct engine {
	const char *name;
	/* Gives up rights (sandbox.h) and gets ready. NULL: cannot work here. */
	void *(*open)(void);
	/* Adds candidates for a reading, best first. False: the engine is broken. */
	bool (*convert)(void *engine, const char *reading, struct conversion *out);
};

extern const struct engine engine_anthy; /* in this process */
extern const struct engine engine_mozc;  /* mozc_emacs_helper as a child */

/* Bytes of the first n UTF-8 characters of s, at most all of it. */
size_t engine_prefix(const char *s, int n);
/* Opens, says hello, answers requests from standard input until it ends. A sysexits(3) code. */
int engine_serve(const struct engine *e);
#endif
