/* SPDX-License-Identifier: Apache-2.0 */
/*
 * unseal — why: the one place that turns a seal back into what a person wrote, kept in a file of
 * its own so that a look at the linked symbols shows who can: marumado-desk and nobody else.
 *
 * The seal comes from a stranger. Its protected header must be exactly the one that seal.c writes,
 * so compression, other algorithms and direct keys have no way in, and exactly one recipient must
 * be ours.
 * Not here: who sent it (the item's signature says that), what is inside (desk).
 */
#include "seal.h"

#include <jose/jose.h>
#include <stdlib.h>
#include <string.h>
#include "jws.h"

#define LENGTH(a) (sizeof(a) / sizeof *(a))

static bool is_text(const json_t *o, const char *name, const char *value)
{
	const char *s = json_string_value(json_object_get(o, name));

	return s && strcmp(s, value) == 0;
}

static bool header_ok(const json_t *jwe)
{
	static const char *const members[] = { "protected", "recipients", "iv", "ciphertext",
		"tag" };
	static const char *const allowed[] = { "alg", "enc" };
	const json_t *text = json_object_get(jwe, "protected");
	json_t *head = b64url_object(json_string_value(text), json_string_length(text));
	bool ok = members_only(jwe, members, LENGTH(members)) &&
		  members_only(head, allowed, LENGTH(allowed)) && is_text(head, "alg", JWE_ALG) &&
		  is_text(head, "enc", "A256GCM");

	json_decref(head);
	return ok;
}

/* The recipient that names the key, NULL when none or more than one does. Borrowed. */
static const json_t *recipient_of(const json_t *jwe, const char *kid)
{
	static const char *const allowed[] = { "kid", "epk" };
	const json_t *list = json_object_get(jwe, "recipients"), *found = NULL;

	for (size_t i = 0; i < json_array_size(list); i++) {
		const json_t *r = json_array_get(list, i), *head = json_object_get(r, "header");

		if (!is_text(head, "kid", kid))
			continue;
		if (found || !members_only(head, allowed, LENGTH(allowed)))
			return NULL;
		found = r;
	}
	return found;
}

bool seal_open(struct buf *ret, const json_t *jwe, const struct jwk *private_key)
{
	const json_t *recipient = header_ok(jwe) ? recipient_of(jwe, private_key->kid) : NULL;
	size_t len = 0;
	char *plain = recipient ? jose_jwe_dec(NULL, jwe, recipient, private_key->json, &len)
				: NULL;

	if (!plain)
		return false;
	buf_append(ret, plain, len);
	explicit_bzero(plain, len);
	free(plain);
	return buf_ok(ret);
}
