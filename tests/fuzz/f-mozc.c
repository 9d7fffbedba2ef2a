/* SPDX-License-Identifier: Apache-2.0 */
/*
 * f-mozc — mozc_reply_read: Lisp from a program that parsed what a person typed.
 *
 * Input: one reply. Holds: only wanted words are told, whole and within their bound, in order; a
 * session's name is digits.
 */
#include <stdlib.h>
#include <string.h>
#include "fuzz.h"
#include "mozc_reply.h"

struct seen {
	size_t len, words;
};

static void word(void *ctx, const char *list, int index, const char *name, const char *text)
{
	struct seen *s = ctx;

	HOLDS(strcmp(list, "segment") == 0 || strcmp(list, "candidates") == 0);
	HOLDS(strcmp(name, "key") == 0 || strcmp(name, "value") == 0);
	HOLDS(index >= 0 && (size_t)index < s->len);
	HOLDS(strlen(text) < MOZC_WORD_MAX && strlen(text) < s->len);
	s->words++;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct seen seen = { .len = size };
	char *line = malloc(size + 1), session[24] = "";

	HOLDS(line);
	memcpy(line, data, size);
	if (mozc_reply_read(line, size, word, &seen))
		HOLDS(size >= 2 && line[0] == '(' && seen.words <= size / 2);
	if (mozc_reply_session(line, size, session))
		HOLDS(*session && strspn(session, "0123456789") == strlen(session));
	free(line);
	return 0;
}
