/* SPDX-License-Identifier: Apache-2.0 */
/*
 * u-seal — what is closed opens with each of the city's keys and no other, and a seal that was
 * touched anywhere does not open at all.
 * Links: src/record src/shared
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include <jose/jose.h>
#include "seal.h"

#define PLAIN "ことば、ことば、ことば"

struct world {
	struct jwk stranger;
	struct city_keys city;
};

static int setup(void **state)
{
	struct world *w = calloc(1, sizeof *w);

	keys_init();
	assert_non_null(w);
	assert_true(jwk_generate(&w->stranger, true));
	for (int i = 0; i < 3; i++)
		assert_true(jwk_generate(&w->city.seal[i], true));
	w->city.seal_len = 3;
	*state = w;
	return 0;
}

static int teardown(void **state)
{
	struct world *w = *state;

	jwk_release(&w->stranger);
	city_keys_release(&w->city);
	free(w);
	return 0;
}

static bool opens(const json_t *jwe, const struct jwk *k)
{
	struct buf plain = BUF_INIT;
	bool ok = seal_open(&plain, jwe, k);

	if (ok)
		assert_string_equal(buf_str(&plain), PLAIN);
	else
		assert_int_equal(plain.len, 0);
	buf_release(&plain);
	return ok;
}

static void test_seal__every_recipient_opens(void **state)
{
	struct world *w = *state;

	for (int n = 1; n <= 3; n++) {
		json_t *jwe = NULL;

		w->city.seal_len = n;
		assert_true(seal_close(&jwe, PLAIN, strlen(PLAIN), &w->city));
		assert_int_equal(json_array_size(json_object_get(jwe, "recipients")), n);
		assert_int_equal(json_object_size(jwe), 5);
		for (int i = 0; i < 3; i++)
			assert_int_equal(opens(jwe, &w->city.seal[i]), i < n);
		assert_false(opens(jwe, &w->stranger));
		json_decref(jwe);
	}
}

static void test_seal__sealing_needs_a_recipient(void **state)
{
	static const struct city_keys nobody;
	struct world *w = *state;
	struct city_keys city = { .seal_len = 1 };
	json_t *jwe = NULL;
	struct jwk signer;

	assert_false(seal_close(&jwe, PLAIN, strlen(PLAIN), &nobody));
	assert_true(jwk_generate(&signer, false));
	city.seal[0] = signer; /* a signing key opens nothing */
	assert_false(seal_close(&jwe, PLAIN, strlen(PLAIN), &city));
	assert_null(jwe);
	jwk_release(&signer);
	assert_non_null(w);
}

static void test_seal__two_seals_share_nothing(void **state)
{
	struct world *w = *state;
	json_t *a = NULL, *b = NULL;

	assert_true(seal_close(&a, PLAIN, strlen(PLAIN), &w->city));
	assert_true(seal_close(&b, PLAIN, strlen(PLAIN), &w->city));
	assert_false(
		json_equal(json_object_get(a, "ciphertext"), json_object_get(b, "ciphertext")));
	assert_false(json_equal(json_object_get(a, "iv"), json_object_get(b, "iv")));
	json_decref(a);
	json_decref(b);
}

/* Each character of a string member, one after the other, becomes another one. */
static void alter_each(const struct world *w, json_t *jwe, json_t *owner, const char *name)
{
	char *was = strdup(json_string_value(json_object_get(owner, name)));
	char *now = strdup(was);

	for (size_t i = 0; was[i]; i++) {
		now[i] = was[i] == 'A' ? 'B' : 'A';
		json_object_set_new(owner, name, json_string(now));
		assert_false(opens(jwe, &w->city.seal[1]));
		now[i] = was[i];
	}
	for (size_t cut = 0; cut < strlen(was); cut++) {
		json_object_set_new(owner, name, json_stringn(was, cut));
		assert_false(opens(jwe, &w->city.seal[1]));
	}
	json_object_set_new(owner, name, json_string(was));
	assert_true(opens(jwe, &w->city.seal[1]));
	free(was);
	free(now);
}

static void test_seal__altered_anywhere(void **state)
{
	static const char *const shared[] = { "protected", "iv", "ciphertext", "tag" };
	struct world *w = *state;
	json_t *jwe = NULL, *mine, *head, *epk;

	assert_true(seal_close(&jwe, PLAIN, strlen(PLAIN), &w->city));
	for (size_t i = 0; i < 4; i++)
		alter_each(w, jwe, jwe, shared[i]);
	mine = json_array_get(json_object_get(jwe, "recipients"), 1);
	head = json_object_get(mine, "header");
	epk = json_object_get(head, "epk");
	alter_each(w, jwe, mine, "encrypted_key");
	alter_each(w, jwe, head, "kid");
	alter_each(w, jwe, epk, "x");
	alter_each(w, jwe, epk, "y");
	json_decref(jwe);
}

static void test_seal__foreign_members(void **state)
{
	static const char *const name[] = { "alg", "zip", "apu", "crit", "enc" };
	struct world *w = *state;
	json_t *jwe = NULL, *head, *list;

	assert_true(seal_close(&jwe, PLAIN, strlen(PLAIN), &w->city));
	list = json_object_get(jwe, "recipients");
	head = json_object_get(json_array_get(list, 0), "header");
	for (size_t i = 0; i < sizeof name / sizeof *name; i++) {
		json_object_set_new(head, name[i], json_string("dir"));
		assert_false(opens(jwe, &w->city.seal[0]));
		json_object_del(head, name[i]);
	}
	json_object_set_new(jwe, "unprotected", json_object());
	assert_false(opens(jwe, &w->city.seal[0]));
	json_object_del(jwe, "unprotected");
	json_object_set_new(jwe, "aad", json_string("AA"));
	assert_false(opens(jwe, &w->city.seal[0]));
	json_object_del(jwe, "aad");
	json_array_append(list, json_array_get(list, 0)); /* two for one key */
	assert_false(opens(jwe, &w->city.seal[0]));
	assert_true(opens(jwe, &w->city.seal[1]));
	json_decref(jwe);
}

static void test_seal__parts_of_two_seals(void **state)
{
	struct world *w = *state;
	json_t *a = NULL, *b = NULL;

	assert_true(seal_close(&a, PLAIN, strlen(PLAIN), &w->city));
	assert_true(seal_close(&b, PLAIN, strlen(PLAIN), &w->city));
	json_object_set(a, "recipients", json_object_get(b, "recipients"));
	assert_false(opens(a, &w->city.seal[0]));
	json_decref(a);
	json_decref(b);
}

static void test_seal__other_protected_header(void **state)
{
	static const char *const header[] = {
		"{\"alg\":\"ECDH-ES+A256KW\",\"enc\":\"A256GCM\",\"zip\":\"DEF\"}",
		"{\"alg\":\"dir\",\"enc\":\"A256GCM\"}",
		"{\"alg\":\"ECDH-ES+A256KW\",\"enc\":\"A128GCM\"}",
		"{\"enc\":\"A256GCM\"}",
		"{}",
		"[]",
	};
	struct world *w = *state;

	for (size_t i = 0; i < sizeof header / sizeof *header; i++) {
		json_t *jwe = NULL;

		assert_true(seal_close(&jwe, PLAIN, strlen(PLAIN), &w->city));
		json_object_set_new(jwe, "protected", jose_b64_enc(header[i], strlen(header[i])));
		assert_false(opens(jwe, &w->city.seal[0]));
		json_decref(jwe);
	}
	assert_false(opens(NULL, &w->city.seal[0]));
	assert_false(opens(json_null(), &w->city.seal[0]));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_seal__every_recipient_opens),
		cmocka_unit_test(test_seal__sealing_needs_a_recipient),
		cmocka_unit_test(test_seal__two_seals_share_nothing),
		cmocka_unit_test(test_seal__altered_anywhere),
		cmocka_unit_test(test_seal__foreign_members),
		cmocka_unit_test(test_seal__parts_of_two_seals),
		cmocka_unit_test(test_seal__other_protected_header),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
