/* SPDX-License-Identifier: Apache-2.0 */
/*
 * main — marumado-pinyin hans|hant: pinyin to Han for one visit, like marumado-convert. This file's
 * licence is Apache-2.0; the program links libpinyin and is, as a whole, under GPL-3+. That is why
 * it is a program of its own, and why the kiosk does without it where it is not installed.
 * libpinyin gets no user folder, so it has nowhere to learn to. Traditional characters are made
 * from the simplified ones by ICU's transliterator (Simplified-Traditional): by character, not by
 * word, so 发 and its like may come out wrong; the letters typed are always offered, too.
 */
#include <stdbool.h>

#include <glib.h>
#include <pinyin.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unicode/ustring.h>
#include <unicode/utrans.h>

#include "engine.h"
#include "sandbox.h"

#define WORDS_MAX 36
#define TEXT_MAX  512

struct pinyin {
	pinyin_instance_t *instance;
	UTransliterator *traditional; /* NULL: simplified */
};

static bool to_traditional(const struct pinyin *p, const char *from, char to[static TEXT_MAX])
{
	UChar text[TEXT_MAX];
	UErrorCode e = U_ZERO_ERROR;
	int32_t len = 0, limit;

	u_strFromUTF8(text, TEXT_MAX, &len, from, -1, &e);
	limit = len;
	if (p->traditional)
		utrans_transUChars(p->traditional, text, &len, TEXT_MAX, 0, &limit, &e);
	u_strToUTF8(to, TEXT_MAX, NULL, text, len, &e);
	explicit_bzero(text, sizeof(text));
	return U_SUCCESS(e) && e != U_STRING_NOT_TERMINATED_WARNING;
}

static void add(const struct pinyin *p, size_t covers, const char *han, struct conversion *out)
{
	char text[TEXT_MAX];

	if (han && to_traditional(p, han, text))
		conversion_add(out, covers, text, strlen(text));
	explicit_bzero(text, sizeof(text));
}

/* The sentence at its best, the letters, the next best ones, then words for its beginning. */
static bool convert_pinyin(void *engine, const char *reading, struct conversion *out)
{
	struct pinyin *p = engine;
	size_t parsed = pinyin_parse_more_full_pinyins(p->instance, reading);
	char *sentence = NULL;
	guint n = 0;

	if (parsed > 0 && parsed <= strlen(reading) && pinyin_guess_sentence(p->instance) &&
		pinyin_get_sentence(p->instance, 0, &sentence)) {
		add(p, parsed, sentence, out);
		explicit_bzero(sentence, strlen(sentence));
		g_free(sentence);
	}
	conversion_add(out, strlen(reading), reading, strlen(reading));
	if (parsed > 0 && pinyin_guess_candidates(p->instance, 0,
				  SORT_BY_PHRASE_LENGTH_AND_PINYIN_LENGTH_AND_FREQUENCY))
		pinyin_get_n_candidate(p->instance, &n);
	for (guint i = 0; i < n && i < WORDS_MAX; i++) {
		lookup_candidate_t *word;
		lookup_candidate_type_t type;
		const gchar *text;
		if (!pinyin_get_candidate(p->instance, i, &word) ||
			!pinyin_get_candidate_type(p->instance, word, &type) ||
			!pinyin_get_candidate_string(p->instance, word, &text))
			continue;
		if (type == NBEST_MATCH_CANDIDATE) { /* the next best sentence stands here only */
			add(p, parsed, text, out);
			continue;
		}
		int end = pinyin_choose_candidate(p->instance, 0, word);
		if (end > 0 && (size_t)end <= strlen(reading))
			add(p, (size_t)end, text, out);
		pinyin_clear_constraint(p->instance, 0);
	}
	pinyin_reset(p->instance);
	return true;
}

static void *open_with(const char *transliterator)
{
	struct pinyin *p = calloc(1, sizeof(*p));
	UChar id[32];
	UErrorCode e = U_ZERO_ERROR;

	if (!p || !sandbox_process() || !sandbox_no_files(NULL))
		goto fail;
	if (transliterator) {
		u_strFromUTF8(id, 32, NULL, transliterator, -1, &e);
		p->traditional = utrans_openU(id, -1, UTRANS_FORWARD, NULL, 0, NULL, &e);
		if (U_FAILURE(e))
			goto fail;
	}
	pinyin_context_t *c = pinyin_init(MARUMADO_PINYIN_DATA, NULL);
	if (!c)
		goto fail;
	pinyin_set_options(c, PINYIN_INCOMPLETE | USE_DIVIDED_TABLE | USE_RESPLIT_TABLE);
	p->instance = pinyin_alloc_instance(c);
	if (p->instance)
		return p;
fail:
	free(p);
	return NULL;
}

static void *open_hans(void)
{
	return open_with(NULL);
}

static void *open_hant(void)
{
	return open_with("Simplified-Traditional");
}

int main(int argc, char **argv)
{
	static const struct engine engines[] = {
		{ "hans", open_hans, convert_pinyin },
		{ "hant", open_hant, convert_pinyin },
	};

	for (size_t i = 0; argc == 2 && i < sizeof(engines) / sizeof(engines[0]); i++)
		if (strcmp(engines[i].name, argv[1]) == 0)
			return engine_serve(&engines[i]);
	fprintf(stderr, "usage: marumado-pinyin hans|hant\n");
	return EX_USAGE;
}
