/* SPDX-License-Identifier: Apache-2.0 */
/*
 * status — why: a person who told the city something must be able to learn, at any terminal, what
 * became of it, and nobody else may: the server that publishes the list, the courier that carries
 * it and a thief who holds it see tags and sealed boxes of one length.
 *
 * A box is JWE compact with the number's own key ("dir", A256GCM, a fresh IV each time the list is
 * made, so nobody sees which answer changed). Looking up opens a box in any case, also when the
 * number is not there: then one that it cannot open.
 * Not here: which codes there are and what each must carry (assets/status-codes.json).
 */
#include "status.h"

#include <jose/jose.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "jws.h"

#define LENGTH(a)   (sizeof(a) / sizeof *(a))
#define PURPOSE     "marumado-status-1"
#define HEADER      "eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIn0" /* {"alg":"dir","enc":"A256GCM"} */
#define TAG_BYTES   16
#define PLAIN_BYTES 160
#define IV_CHARS    16
#define TEXT_CHARS  214
#define MAC_CHARS   22
#define CODE_CHARS  "ABCDEFGHIJKLMNOPQRSTUVWXYZ_"
#define HELP_CHARS  "abcdefghijklmnopqrstuvwxyz0123456789-"

_Static_assert(sizeof HEADER - 1 + 2 + IV_CHARS + 1 + TEXT_CHARS + 1 + MAC_CHARS ==
		       STATUS_JWE_CHARS,
	"the parts of a box");

bool status_secret_of(const char digits[static RECEIPT_DIGITS],
	const unsigned char salt[static 16], struct status_secret *ret)
{
	unsigned char both[TAG_BYTES + STATUS_KEY_BYTES];
	bool ok = receipt_stretch(digits, salt, PURPOSE, both, sizeof both) &&
		  jose_b64_enc_buf(both, TAG_BYTES, ret->tag, STATUS_TAG_CHARS) == STATUS_TAG_CHARS;

	ret->tag[STATUS_TAG_CHARS] = '\0';
	memcpy(ret->key, both + TAG_BYTES, STATUS_KEY_BYTES);
	explicit_bzero(both, sizeof both);
	return ok;
}

static bool word_ok(const char *s, const char *letters, bool may_be_empty)
{
	return strspn(s, letters) == strlen(s) && (may_be_empty || *s);
}

bool status_form_ok(const struct status *s)
{
	if (!word_ok(s->code, CODE_CHARS, false) || !word_ok(s->desk, CODE_CHARS, true) ||
		s->help_len < 0 || s->help_len > STATUS_HELPS_MAX)
		return false;
	for (int i = 0; i < s->help_len; i++)
		if (!word_ok(s->help[i], HELP_CHARS, false))
			return false;
	return true;
}

/* The answer as text, padded with spaces to PLAIN_BYTES. */
static bool plain_of(char ret[static PLAIN_BYTES + 1], const struct status *s)
{
	char help[STATUS_HELPS_MAX * (STATUS_HELP_ID_MAX + 3)] = "";
	int n;

	for (int i = 0; i < s->help_len; i++) {
		size_t used = strlen(help);

		snprintf(help + used, sizeof help - used, "%s\"%s\"", i ? "," : "", s->help[i]);
	}
	n = snprintf(ret, PLAIN_BYTES + 1,
		"{\"v\":1,\"code\":\"%s\",\"desk\":\"%s\",\"help\":[%s]}",
		s->code, s->desk, help);
	if (n <= 0 || n > PLAIN_BYTES)
		return false;
	memset(ret + n, ' ', (size_t)(PLAIN_BYTES - n));
	ret[PLAIN_BYTES] = '\0';
	return true;
}

static json_t *oct_key(const unsigned char key[static STATUS_KEY_BYTES])
{
	return json_pack("{ss so}", "kty", "oct", "k", jose_b64_enc(key, STATUS_KEY_BYTES));
}

bool status_seal(char ret[static STATUS_JWE_CHARS + 1], const struct status *s,
	const unsigned char key[static STATUS_KEY_BYTES])
{
	char plain[PLAIN_BYTES + 1];
	json_t *jwe = json_pack("{s{ss ss}}", "protected", "alg", "dir", "enc", "A256GCM");
	json_t *cek = oct_key(key);
	const char *head = NULL, *iv = NULL, *text = NULL, *mac = NULL;
	bool ok = jwe && cek && status_form_ok(s) && plain_of(plain, s) &&
		  jose_jwe_enc_cek(NULL, jwe, cek, plain, PLAIN_BYTES) &&
		  json_unpack(jwe, "{ss ss ss ss}", "protected", &head, "iv", &iv, "ciphertext",
			  &text, "tag", &mac) == 0 &&
		  strcmp(head, HEADER) == 0 &&
		  snprintf(ret, STATUS_JWE_CHARS + 1, "%s..%s.%s.%s", head, iv, text, mac) ==
			  STATUS_JWE_CHARS;

	explicit_bzero(plain, sizeof plain);
	json_decref(cek);
	json_decref(jwe);
	return ok;
}

/* The parts of a box at their fixed places; NULL when it has another form. New. */
static json_t *parts_of(const char *box)
{
	const size_t head = sizeof HEADER - 1;
	const char *iv = box + head + 2, *text = iv + IV_CHARS + 1, *mac = text + TEXT_CHARS + 1;

	if (strlen(box) != STATUS_JWE_CHARS || strncmp(box, HEADER "..", head + 2) != 0 ||
		text[-1] != '.' || mac[-1] != '.')
		return NULL;
	return json_pack("{ss ss% ss% ss}", "protected", HEADER, "iv", iv, (size_t)IV_CHARS,
		"ciphertext", text, (size_t)TEXT_CHARS, "tag", mac);
}

/* "" when the member is absent and may be. */
static bool read_word(const json_t *o, const char *name, char *ret, size_t cap, bool may_be_empty)
{
	*ret = '\0';
	if (may_be_empty && json_string_length(json_object_get(o, name)) == 0)
		return json_is_string(json_object_get(o, name));
	return member_copy(o, name, ret, cap);
}

static bool answer_read(struct status *s, const json_t *o)
{
	static const char *const allowed[] = { "v", "code", "desk", "help" };
	const json_t *help = json_object_get(o, "help"), *v = json_object_get(o, "v");

	memset(s, 0, sizeof *s);
	if (!members_only(o, allowed, LENGTH(allowed)) || json_integer_value(v) != 1 ||
		!read_word(o, "code", s->code, sizeof s->code, false) ||
		!read_word(o, "desk", s->desk, sizeof s->desk, true) || !json_is_array(help) ||
		json_array_size(help) > STATUS_HELPS_MAX)
		return false;
	for (size_t i = 0; i < json_array_size(help); i++) {
		const char *id = json_string_value(json_array_get(help, i));

		if (!id || strlen(id) >= STATUS_HELP_ID_MAX)
			return false;
		memcpy(s->help[s->help_len++], id, strlen(id) + 1);
	}
	return status_form_ok(s);
}

bool status_open(
	struct status *ret, const char *jwe, const unsigned char key[static STATUS_KEY_BYTES])
{
	json_t *box = parts_of(jwe), *cek = oct_key(key), *o = NULL;
	size_t len = 0;
	char *plain = box && cek ? jose_jwe_dec_cek(NULL, box, cek, &len) : NULL;
	struct status s;
	bool ok = false;

	if (plain && len == PLAIN_BYTES)
		o = json_loadb(plain, len, JSON_REJECT_DUPLICATES, NULL);
	if (plain)
		explicit_bzero(plain, len);
	free(plain);
	ok = o && answer_read(&s, o);
	if (ok)
		*ret = s;
	explicit_bzero(&s, sizeof s);
	json_decref(o);
	json_decref(cek);
	json_decref(box);
	return ok;
}

bool status_look(
	struct status *ret, const struct status_doc *doc, const struct status_secret *secret)
{
	const char *jwe = NULL;
	bool found = false;
	size_t i;
	json_t *o;

	json_array_foreach(doc->list, i, o)
	{
		bool same = strcmp(json_string_value(json_object_get(o, "tag")), secret->tag) == 0;

		found = found || same;
		if (same || !jwe)
			jwe = json_string_value(json_object_get(o, "jwe"));
	}
	return jwe && status_open(ret, jwe, secret->key) && found;
}
