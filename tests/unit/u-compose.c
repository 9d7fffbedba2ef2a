/* SPDX-License-Identifier: Apache-2.0 */
/*
 * u-compose — words typed key by key on the keyboards that are shipped; deletes; hostile texts.
 * The words are in tests/typing, so that who knows a language can add to them.
 * Links: src/shared src/text src/ime src/ui
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>
#include "compose.h"
#include "osk.h"
#include "typing_table.h"
#include "utf8.h"

#define TEXT_MAX  4096
#define FUZZ_KEYS 100000

static const struct osk_keyboard *keyboard_of(const struct osk *o, const char *id)
{
	for (int i = 0; i < o->len; i++)
		if (!strcmp(o->keyboard[i].id, id))
			return &o->keyboard[i];
	fail_msg("no keyboard %s", id);
	return NULL;
}

static bool same_upper(const char *small, const char *key)
{
	UChar32 a, b;
	int32_t i = 0, j = 0;

	U8_NEXT(small, i, -1, a);
	U8_NEXT(key, j, -1, b);
	return a > 0 && u_toupper(a) == b && !small[i] && !key[j];
}

/* Is there a key that gives this text, on any layer or with shift? */
static bool has_key(const struct osk_keyboard *k, const char *text)
{
	for (int l = 0; l < k->layers; l++)
		for (int y = 0; y < k->layer[l].rows; y++)
			for (int x = 0; x < k->layer[l].cols[y]; x++) {
				const struct osk_key *key = &k->layer[l].key[y][x];

				if (!strcmp(key->text, text) || same_upper(key->text, text) ||
					(!strcmp(key->action, "space") && !strcmp(text, " ")))
					return true;
			}
	return false;
}

static bool press(const char *method, char *text, const char *key)
{
	struct composed c = { 0, "" };
	size_t len = strlen(text);

	if (!(*key ? compose_key(method, text, len, key, &c)
		   : compose_delete(method, text, len, &c)))
		return false;
	assert_true(c.remove <= len);
	assert_true(len - c.remove + strlen(c.text) < TEXT_MAX);
	strcpy(text + len - c.remove, c.text);
	return true;
}

static void assert_gives(const struct osk_keyboard *k, const char *keys, const char *expected)
{
	char text[TEXT_MAX] = "", key[TYPING_KEY_MAX];

	for (const char *s = keys; *s;) {
		typing_key(&s, key);
		if (!strcmp(key, "<")) {
			assert_true(press(k->compose, text, ""));
			continue;
		}
		if (!has_key(k, key))
			fail_msg("%s has no key «%s» for «%s»", k->id, key, expected);
		(void)press(k->compose, text, key);
	}
	if (strcmp(text, expected))
		fail_msg("%s: «%s» gave «%s», not «%s»", k->id, keys, text, expected);
}

static void type_word(void *keyboard, const char *keys, const char *text)
{
	assert_gives(keyboard, keys, text);
}

static int load(void **state)
{
	static struct osk o;
	char err[256];

	if (!osk_load(&o, "assets/keyboards", err, sizeof err)) {
		print_error("%s\n", err);
		return -1;
	}
	*state = &o;
	return 0;
}

static int release(void **state)
{
	osk_release(*state);
	return 0;
}

/* Tables are named by the keyboard, or keyboard-language where several share one. */
static void test_compose__types_the_words_of_every_language(void **state)
{
	static const char *const tables[] = { "latin-en", "latin-fil", "latin-id", "es", "pt", "vi",
		"hangul", "thai", "deva", "mymr", "arab", "pinyin" };
	char id[16];

	for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
		snprintf(id, sizeof id, "%.*s", (int)strcspn(tables[i], "-"), tables[i]);
		struct osk_keyboard k = *keyboard_of(*state, id);
		assert_in_range(typing_words(tables[i], type_word, &k), TYPING_WORDS_LEAST, 1000);
	}
}

static void test_compose__takes_jamo_from_a_real_keyboard(void **state)
{
	char text[TEXT_MAX] = "";

	for (const char *s = "dkssud RHC"; *s; s++)
		assert_true(press("hangul", text, (char[]){ *s, 0 }));
	assert_string_equal(text, "안녕 꽃");
}

static void test_compose__refuses_what_has_no_sense(void **state)
{
	struct composed c = { 77, "as it was" };

	assert_false(compose_key("thai", "", 0, "่", &c));
	assert_false(compose_key("deva", "क ", 4, "ि", &c));
	assert_false(compose_key("mymr", "", 0, "်", &c));
	assert_false(compose_key("telex", "b", 1, "\u0301", &c));
	assert_false(compose_key("", "b", 1, "", &c));
	assert_false(compose_key("", "b", 1, "\xff", &c));
	assert_false(compose_key("", "b", 1, "abcdefghi", &c));
	assert_false(compose_delete("hangul", "", 0, &c));
	assert_int_equal(c.remove, 77);
	assert_string_equal(c.text, "as it was");
}

static void test_compose__unknown_method_adds_and_composes_only(void **state)
{
	char text[TEXT_MAX] = "e";

	assert_true(press("none such", text, "\u0301"));
	assert_string_equal(text, "é");
	assert_true(press("none such", text, ""));
	assert_string_equal(text, "");
}

static void test_compose__never_reads_across_broken_bytes(void **state)
{
	static const char *const methods[] = { "hangul", "telex", "thai", "deva", "mymr", "arab" };
	static const char broken[] = "\xe0\xb8\xff"
				     "\xc3";
	char text[TEXT_MAX];

	for (size_t i = 0; i < 6; i++) {
		memcpy(text, broken, sizeof broken);
		assert_true(press(methods[i], text, "a"));
		assert_memory_equal(text, broken, sizeof broken - 1);
		for (int n = 0; *text && n < 20; n++)
			assert_true(press(methods[i], text, ""));
		assert_string_equal(text, "");
	}
}

static void test_compose__keeps_all_of_a_long_text(void **state)
{
	char text[TEXT_MAX], before[TEXT_MAX];

	memset(text, 'n', 3000);
	strcpy(text + 3000, "an");
	memcpy(before, text, 3003);
	assert_true(press("telex", text, "s"));
	assert_memory_equal(text, before, 3002);
	assert_string_equal(text + 3002, "s");
}

/* A line of marks without end: more are refused, not sorted wrongly. */
static void test_compose__refuses_marks_beyond_measure(void **state)
{
	char text[TEXT_MAX] = "a";
	int taken = 0;

	for (int i = 0; i < 100; i++)
		taken += press("", text, "\u0301");
	assert_in_range(taken, 1, COMPOSE_TAIL + 1);
}

static const char *any_key(const struct osk_keyboard *k, uint32_t r)
{
	const struct osk_layer *l = &k->layer[r % (unsigned)k->layers];
	int y = (int)((r >> 8) % (unsigned)l->rows);

	return l->key[y][(r >> 16) % (unsigned)l->cols[y]].text;
}

static void assert_sane(const char *id, const char *text)
{
	char nfc[TEXT_MAX];

	assert_true(utf8_is_clean(text, strlen(text)));
	assert_true(utf8_nfc(text, strlen(text), nfc, sizeof nfc));
	if (strcmp(nfc, text))
		fail_msg("%s: «%s» is not NFC", id, text);
}

/* Random keys of one keyboard, some of another, some deletes. */
static void mash(const struct osk *o, const struct osk_keyboard *k, uint64_t seed)
{
	char text[TEXT_MAX] = "";

	for (int i = 0; i < FUZZ_KEYS; i++) {
		uint32_t r;

		seed = seed * 6364136223846793005u + 1442695040888963407u;
		r = (uint32_t)(seed >> 33);
		(void)press(k->compose, text,
			r % 11 == 0 ? ""
				    : any_key(r % 13 == 0 ? &o->keyboard[r % (unsigned)o->len] : k,
					      r >> 3));
		if (strlen(text) > 120)
			text[0] = 0;
		assert_sane(k->id, text);
	}
}

static void test_compose__stays_composed_whatever_is_pressed(void **state)
{
	static const char *const ids[] = { "hangul", "vi", "thai", "deva", "mymr", "arab" };

	for (size_t i = 0; i < sizeof ids / sizeof *ids; i++)
		mash(*state, keyboard_of(*state, ids[i]), i + 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_compose__types_the_words_of_every_language),
		cmocka_unit_test(test_compose__takes_jamo_from_a_real_keyboard),
		cmocka_unit_test(test_compose__refuses_what_has_no_sense),
		cmocka_unit_test(test_compose__unknown_method_adds_and_composes_only),
		cmocka_unit_test(test_compose__never_reads_across_broken_bytes),
		cmocka_unit_test(test_compose__keeps_all_of_a_long_text),
		cmocka_unit_test(test_compose__refuses_marks_beyond_measure),
		cmocka_unit_test(test_compose__stays_composed_whatever_is_pressed),
	};

	return cmocka_run_group_tests(tests, load, release);
}
