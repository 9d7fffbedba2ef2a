/* SPDX-License-Identifier: Apache-2.0 */
/*
 * u-mofile — a compiled catalogue is read only when it is whole.
 *
 * Links: src/text
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include "mofile.h"

enum { MAGIC, REVISION, STRINGS, ORIGINALS, TEXTS, HASH_LEN, HASH, TABLES, BYTES = TABLES + 7 };

/* One text "b" for "a", a hash table of three slots: numbers, then "a\0b\0". */
static const uint32_t good[BYTES + 1] = { 0x950412de, 0, 1, 4 * TABLES, 4 * (TABLES + 2), 3,
	4 * (TABLES + 4), 1, 4 * BYTES, 1, 4 * BYTES + 2, 0, 1, 0, 0x00620061 };

static bool whole(const uint32_t *file, size_t len)
{
	void *exact = malloc(len ? len : 1); /* a step beyond is a finding */

	assert_non_null(exact);
	memcpy(exact, file, len);
	bool ok = mofile_is_whole(exact, len);
	free(exact);
	return ok;
}

static bool whole_with(size_t at, uint32_t value)
{
	uint32_t file[BYTES + 1];

	memcpy(file, good, sizeof file);
	file[at] = value;
	return whole(file, sizeof file);
}

static void test_mofile__admits_a_whole_file(void **state)
{
	(void)state;
	assert_true(whole(good, sizeof good));
	assert_true(whole_with(HASH_LEN, 0)); /* without a hash table */
	assert_true(mofile_check("build/content/locale/en/LC_MESSAGES/marumado.mo"));
}

static void test_mofile__refuses_a_cut_file(void **state)
{
	(void)state;
	for (size_t len = 0; len < sizeof good; len++)
		assert_false(whole(good, len));
	assert_false(mofile_check("/nonexistent"));
	assert_false(mofile_check("/dev/null"));
	assert_false(mofile_check("/"));
}

static void test_mofile__refuses_what_leads_out_of_the_file(void **state)
{
	static const uint32_t far[] = { 4 * BYTES + 4, 0x7fffffff, 0xffffffff, 0xfffffffc };
	static const size_t places[] = { STRINGS, ORIGINALS, TEXTS, HASH_LEN, HASH, TABLES,
		TABLES + 1, TABLES + 2, TABLES + 3 };

	(void)state;
	for (size_t i = 0; i < sizeof places / sizeof *places; i++)
		for (size_t k = 0; k < sizeof far / sizeof *far; k++)
			assert_false(whole_with(places[i], far[k]));
	assert_false(whole_with(ORIGINALS, 4 * TABLES + 1));
	assert_false(whole_with(TABLES, 0)); /* not ended where it ends */
	assert_false(whole_with(REVISION, 1));
	assert_false(whole_with(MAGIC, 0xde120495));
}

static void test_mofile__refuses_a_hash_table_without_end(void **state)
{
	uint32_t file[BYTES + 1];

	(void)state;
	assert_false(whole_with(TABLES + 4, 2)); /* there is one text */
	assert_false(whole_with(HASH_LEN, 4));   /* steps of two miss every other slot */
	memcpy(file, good, sizeof file);
	file[TABLES + 4] = file[TABLES + 6] = 1;
	assert_false(whole(file, sizeof file));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_mofile__admits_a_whole_file),
		cmocka_unit_test(test_mofile__refuses_a_cut_file),
		cmocka_unit_test(test_mofile__refuses_what_leads_out_of_the_file),
		cmocka_unit_test(test_mofile__refuses_a_hash_table_without_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
