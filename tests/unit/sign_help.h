/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sign_help — what the tests of items and of acknowledgements share: a city and a device with
 * keys, and forgeries made with libjose directly, so that they carry good signatures over bad
 * content.
 */
#ifndef MARUMADO_SIGN_HELP_H
#define MARUMADO_SIGN_HELP_H
#include <stdlib.h>
#include <string.h>
#include <jose/jose.h>
#include "sign.h"

#define ID   "00112233445566778899aabbccddeeff"
#define HASH "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

struct world {
	struct jwk device, other;
	struct city_keys city;
};

static int setup(void **state)
{
	struct world *w = calloc(1, sizeof *w);

	keys_init();
	assert_non_null(w);
	assert_true(jwk_generate(&w->device, false));
	assert_true(jwk_generate(&w->other, false));
	assert_true(jwk_generate(&w->city.seal[0], true));
	assert_true(jwk_generate(&w->city.ack[0], false));
	assert_true(jwk_generate(&w->city.ack[1], false));
	w->city.seal_len = 1;
	w->city.ack_len = 2;
	*state = w;
	return 0;
}

static int teardown(void **state)
{
	struct world *w = *state;

	jwk_release(&w->device);
	jwk_release(&w->other);
	city_keys_release(&w->city);
	free(w);
	return 0;
}

/* A JWS compact with any header and payload, well signed by key. */
static void forge(struct buf *ret, const char *header, const char *payload, const struct jwk *key)
{
	json_t *head = json_loads(header, 0, NULL);
	json_t *jws = json_pack("{so}", "payload", jose_b64_enc(payload, strlen(payload)));
	json_t *sig = json_pack("{so}", "protected", head);

	buf_reset(ret);
	assert_non_null(head);
	assert_true(jose_jws_sig(NULL, jws, sig, key->json));
	buf_printf(ret, "%s.%s.%s", json_string_value(json_object_get(jws, "protected")),
		json_string_value(json_object_get(jws, "payload")),
		json_string_value(json_object_get(jws, "signature")));
	assert_true(buf_ok(ret));
	json_decref(jws);
	json_decref(sig);
}

static void header_of(
	char ret[static 512], const struct jwk *key, const char *typ, const char *more)
{
	snprintf(ret, 512, "{\"alg\":\"ES256\",\"kid\":\"%s\",\"typ\":\"%s\"%s}", key->kid, typ,
		more);
}
#endif
