/* SPDX-License-Identifier: Apache-2.0 */
/*
 * signing — libjose signs whatever bytes it is given; src/record would only sign what is well
 * formed, and here the rest is wanted too.
 * File-scope state: the keys, which last as long as the process.
 */
#include "signing.h"

#include <jose/jose.h>
#include <stdlib.h>
#include <string.h>
#include "fuzz.h"
#include "jws.h"

static const char *const texts[] = {
	[FUZZ_SIGNER] = "{\"kty\":\"EC\",\"crv\":\"P-256\",\"alg\":\"ES256\",\"use\":\"sig\","
			"\"x\":\"pwfkRGSkkus5b2RqgakBqvOzGKPEJSxGpraaGj7apyE\","
			"\"y\":\"53il2bKs-mp4kqYwCrosKqgyTJ_49wiaefRdmZ2g1kI\","
			"\"kid\":\"" FUZZ_SIGNER_KID "\","
			"\"d\":\"5jaHsCoQTXrmBrQH8Jy7G_r7Ao0UnfEryX-fBOgz_IU\"}",
	[FUZZ_SEAL] =
		"{\"kty\":\"EC\",\"crv\":\"P-256\",\"alg\":\"ECDH-ES+A256KW\",\"use\":\"enc\","
		"\"x\":\"Jrzl-QlSIhSimOVDdbpmgSbdVJD89BHsyXg__0YkYdc\","
		"\"y\":\"pLNlNwIEgUMNT10dYg4s_yDnEXTDb5wmjPIr1KAsVr4\","
		"\"kid\":\"" FUZZ_SEAL_KID "\","
		"\"d\":\"HGwFTUUkuPVCrSmwhbEn_dc7GvHpzMg0SW7j3F5PGxo\"}",
	[FUZZ_STRANGER] = "{\"kty\":\"EC\",\"crv\":\"P-256\",\"alg\":\"ES256\",\"use\":\"sig\","
			  "\"x\":\"V9JTxKPTappUf2fY0nYnjb_K4lvNf9CzIWljyGO62yI\","
			  "\"y\":\"U6Z0dv78D4iwxsutpDoYMDuA_68eAkScaW-65iEKn7Q\","
			  "\"kid\":\"" FUZZ_STRANGER_KID "\","
			  "\"d\":\"idwk6trmb-AcraNYE4Gpl3ve2xhhcg2odu2TQsQ4kxA\"}",
};

const struct jwk *fuzz_key(enum fuzz_key which)
{
	static struct jwk keys[sizeof texts / sizeof *texts];
	char err[KEYS_ERR_MAX];

	if (!keys[0].json) {
		keys_init();
		for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
			const char *path = fuzz_path(texts[i], strlen(texts[i]));
			HOLDS(jwk_read(&keys[i], path, true, err));
		}
	}
	return &keys[which];
}

json_t *fuzz_signed(const char *typ, const void *payload, size_t len)
{
	const struct jwk *key = fuzz_key(FUZZ_SIGNER);
	json_t *jws = json_pack("{so}", "payload", jose_b64_enc(payload, len));
	json_t *sig = json_pack(
		"{s{ss ss ss}}", "protected", "alg", JWS_ALG, "kid", key->kid, "typ", typ);

	HOLDS(jws && sig && jose_jws_sig(NULL, jws, sig, key->json));
	json_decref(sig);
	return jws;
}

char *fuzz_compact(const char *typ, const void *payload, size_t len)
{
	json_t *jws = fuzz_signed(typ, payload, len);
	struct buf text = BUF_INIT;
	char *ret;

	buf_printf(&text, "%s.%s.%s", json_string_value(json_object_get(jws, "protected")),
		json_string_value(json_object_get(jws, "payload")),
		json_string_value(json_object_get(jws, "signature")));
	HOLDS(buf_ok(&text));
	ret = fuzz_text((const uint8_t *)buf_str(&text), text.len);
	buf_release(&text);
	json_decref(jws);
	return ret;
}

char *fuzz_b64url(const void *data, size_t len)
{
	json_t *text = jose_b64_enc(data, len);
	char *ret;

	HOLDS(json_is_string(text));
	ret = fuzz_text((const uint8_t *)json_string_value(text), json_string_length(text));
	json_decref(text);
	return ret;
}
