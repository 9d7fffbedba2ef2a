/* SPDX-License-Identifier: Apache-2.0 */
/*
 * anthy — libanthy with no personality: it reads its dictionary and never opens a file to write
 * (tests/e2e/convert.py looks with strace). It keeps readings in its heap as long as it lives,
 * which is why it lives in a process that is killed at the end of a visit.
 * The list: the whole reading at its best, the reading as it is, other words for its first phrase,
 * then the first phrase cut shorter, for where anthy was wrong about its end.
 */
#include <anthy/anthy.h>
#include <string.h>

#include "engine.h"
#include "sandbox.h"

#define TEXT_MAX   512
#define SHORTER    4 /* first phrases cut shorter by one character each */
#define OF_SHORTER 2

static void *open_anthy(void)
{
	/* order matters: the personality names the file that would be written */
	if (!sandbox_process() || !sandbox_no_files(NULL) || anthy_init() != 0 ||
		anthy_set_personality("") != 0)
		return NULL;
	anthy_context_t ac = anthy_create_context();
	if (ac && anthy_context_set_encoding(ac, ANTHY_UTF8_ENCODING) != ANTHY_UTF8_ENCODING)
		return NULL;
	return ac;
}

/* Candidates of the first phrase, at most `most`. */
static void add_first(anthy_context_t ac, const char *reading, int most, struct conversion *out)
{
	struct anthy_segment_stat s;
	char text[TEXT_MAX];

	if (anthy_get_segment_stat(ac, 0, &s) != 0)
		return;
	for (int i = 0; i < s.nr_candidate && i < most; i++) {
		int n = anthy_get_segment(ac, 0, i, text, sizeof(text));
		if (n > 0 && n < (int)sizeof(text))
			conversion_add(out, engine_prefix(reading, s.seg_len), text, (size_t)n);
	}
	explicit_bzero(text, sizeof(text));
}

/* The best of each phrase, one after the other. */
static void add_whole(
	anthy_context_t ac, const char *reading, int segments, struct conversion *out)
{
	char text[TEXT_MAX];
	size_t used = 0;

	for (int i = 0; i < segments; i++) {
		int n = anthy_get_segment(ac, i, 0, text + used, (int)(sizeof(text) - used));
		if (n <= 0 || (size_t)n >= sizeof(text) - used) {
			used = 0;
			break;
		}
		used += (size_t)n;
	}
	conversion_add(out, strlen(reading), text, used);
	explicit_bzero(text, sizeof(text));
}

static bool convert_anthy(void *engine, const char *reading, struct conversion *out)
{
	anthy_context_t ac = engine;
	struct anthy_conv_stat c;
	struct anthy_segment_stat s;

	if (anthy_set_string(ac, reading) != 0 || anthy_get_stat(ac, &c) != 0)
		return false;
	add_whole(ac, reading, c.nr_segment, out);
	conversion_add(out, strlen(reading), reading, strlen(reading));
	add_first(ac, reading, CONVERSION_ITEMS_MAX - 2 - SHORTER * OF_SHORTER, out);
	for (int i = 0; i < SHORTER; i++) {
		if (anthy_get_segment_stat(ac, 0, &s) != 0 || s.seg_len < 2)
			break;
		anthy_resize_segment(ac, 0, -1);
		add_first(ac, reading, OF_SHORTER, out);
	}
	anthy_reset_context(ac);
	return true;
}

const struct engine engine_anthy = { "anthy", open_anthy, convert_anthy };
