/* SPDX-License-Identifier: Apache-2.0 */
/*
 * seal — why: what a person has written is closed on the kiosk itself, for keys that only the
 * city's offline machine holds. From then on neither the kiosk nor anyone on the way can read it.
 *
 * libjose does the work: a random content key per record, A256GCM, wrapped once for each recipient
 * with a fresh ECDH key (ECDH-ES+A256KW). `alg` is in the protected header, so it cannot be
 * exchanged.
 * Not here: opening (unseal.c, never linked into the kiosk), padding (record.c).
 */
#include "seal.h"

#include <jose/jose.h>
#include "jws.h"

/* libjose writes one recipient in the flattened form; a seal is always in the general one. */
static bool general_form(json_t *jwe)
{
	json_t *one;

	if (json_object_get(jwe, "recipients"))
		return true;
	one = json_pack("{sO sO}", "header", json_object_get(jwe, "header"), "encrypted_key",
		json_object_get(jwe, "encrypted_key"));
	json_object_del(jwe, "header");
	json_object_del(jwe, "encrypted_key");
	return one && !json_object_set_new(jwe, "recipients", json_pack("[o]", one));
}

static bool add_recipient(json_t *jwe, json_t *cek, const struct jwk *k)
{
	json_t *recipient = json_pack("{s{ss}}", "header", "kid", k->kid);
	bool ok = recipient && jwk_alg_is(k, JWE_ALG) &&
		  jose_jwe_enc_jwk(NULL, jwe, recipient, k->json, cek);

	json_decref(recipient);
	return ok;
}

bool seal_close(json_t **ret, const void *plain, size_t len, const struct city_keys *city)
{
	json_t *jwe = json_pack("{s{ss ss}}", "protected", "alg", JWE_ALG, "enc", "A256GCM");
	json_t *cek = json_object(); /* filled by the first recipient; wiped with its memory */
	bool ok = jwe && cek && city->seal_len > 0;

	for (int i = 0; ok && i < city->seal_len; i++)
		ok = add_recipient(jwe, cek, &city->seal[i]);
	ok = ok && jose_jwe_enc_cek(NULL, jwe, cek, plain, len) && general_form(jwe);
	json_decref(cek);
	if (ok)
		*ret = jwe;
	else
		json_decref(jwe);
	return ok;
}
