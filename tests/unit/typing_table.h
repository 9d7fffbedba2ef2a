/* SPDX-License-Identifier: Apache-2.0 */
/*
 * typing_table — reads tests/typing/<name>.tsv: keys, a tab, the text they must give; without a tab
 * the keys are the text. "[…]" is one key of several characters, "<" deletes. Include once, after
 * cmocka.
 */
#ifndef MARUMADO_TYPING_TABLE_H
#define MARUMADO_TYPING_TABLE_H
#include <stdio.h>
#include <string.h>
#include <unicode/utf8.h>

#define TYPING_KEY_MAX     32
#define TYPING_WORDS_LEAST 20 /* of each language */

/* The next key of a line; moves *s. */
static void typing_key(const char **s, char key[static TYPING_KEY_MAX])
{
	size_t n = 0, skip = 0;
	int32_t i = 0;
	UChar32 c;

	if (**s == '[' && strchr(*s, ']')) {
		n = (size_t)(strchr(*s, ']') - *s - 1);
		skip = 1;
	} else {
		U8_NEXT(*s, i, -1, c);
		assert_true(c > 0);
		n = (size_t)i;
	}
	assert_true(n < TYPING_KEY_MAX);
	memcpy(key, *s + skip, n);
	key[n] = 0;
	*s += n + 2 * skip;
}

/* Calls fn for each line of a table; returns how many there are. */
static int typing_words(
	const char *name, void (*fn)(void *ctx, const char *keys, const char *text), void *ctx)
{
	char path[64], line[512];
	int words = 0;

	snprintf(path, sizeof path, "tests/typing/%s.tsv", name);
	FILE *f = fopen(path, "r");
	assert_non_null(f);
	while (fgets(line, sizeof line, f)) {
		line[strcspn(line, "\n")] = 0;
		if (line[0] == '#' || !line[0])
			continue;
		char *tab = strchr(line, '\t');
		if (tab)
			*tab++ = 0;
		fn(ctx, line, tab ? tab : line);
		words++;
	}
	fclose(f);
	return words;
}
#endif
