/* SPDX-License-Identifier: Apache-2.0 */
/*
 * box — why: an interrupted form must survive a power cut and still be nobody's to read. libjose
 * does the work: a random content key per box, A256GCM, wrapped with A256KW by the caller's key, so
 * that a wrong key is told by the wrapping itself. The header is compared member by member before
 * anything is opened; nothing in a file chooses the algorithm.
 * What wiping cannot promise: flash moves blocks, so old sealed bytes may stay in it; they are
 * sealed.
 */
#include "box.h"

#include <fcntl.h>
#include <jose/jose.h>
#include <libgen.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define ALG "A256KW"
#define ENC "A256GCM"

static json_t *jwk_of(const unsigned char *key)
{
	return json_pack(
		"{ss ss so}", "kty", "oct", "alg", ALG, "k", jose_b64_enc(key, BOX_KEY_BYTES));
}

json_t *box_close(const unsigned char key[static BOX_KEY_BYTES], const char *purpose, int64_t saved,
	const void *plain, size_t len)
{
	json_t *jwe = json_pack("{s{ss ss ss sI}}", "protected", "alg", ALG, "enc", ENC, "typ",
		purpose, "saved", (json_int_t)saved);
	json_t *jwk = jwk_of(key);
	bool ok = jwe && jwk && jose_jwe_enc(NULL, jwe, NULL, jwk, plain, len);

	json_decref(jwk);
	if (ok)
		return jwe;
	json_decref(jwe);
	return NULL;
}

/* The protected header when it has exactly the four members, else NULL. New. */
static json_t *header_of(const json_t *box)
{
	json_t *head = jose_b64_dec_load(json_object_get(box, "protected"));
	const char *alg = json_string_value(json_object_get(head, "alg")),
		   *enc = json_string_value(json_object_get(head, "enc"));

	if (json_object_size(head) == 4 && alg && strcmp(alg, ALG) == 0 && enc &&
		strcmp(enc, ENC) == 0 && json_is_string(json_object_get(head, "typ")) &&
		json_is_integer(json_object_get(head, "saved")))
		return head;
	json_decref(head);
	return NULL;
}

static bool is_box(const json_t *box)
{
	static const char *const members[] = { "protected", "encrypted_key", "iv", "ciphertext",
		"tag" };
	const size_t n = sizeof(members) / sizeof(members[0]);
	bool ok = json_object_size(box) == n;

	for (size_t i = 0; ok && i < n; i++)
		ok = json_is_string(json_object_get(box, members[i]));
	return ok;
}

bool box_open(struct buf *ret, const unsigned char key[static BOX_KEY_BYTES], const char *purpose,
	const json_t *box)
{
	json_t *head = is_box(box) ? header_of(box) : NULL, *jwk = jwk_of(key);
	bool fits = head && jwk &&
		    strcmp(json_string_value(json_object_get(head, "typ")), purpose) == 0;
	size_t len = 0;
	char *plain = fits ? jose_jwe_dec(NULL, box, NULL, jwk, &len) : NULL;

	json_decref(head);
	json_decref(jwk);
	buf_reset(ret);
	if (!plain)
		return false;
	buf_append(ret, plain, len);
	explicit_bzero(plain, len);
	free(plain);
	if (!buf_ok(ret))
		buf_reset(ret);
	return len == 0 || ret->len == len;
}

int64_t box_saved(const json_t *box)
{
	json_t *head = is_box(box) ? header_of(box) : NULL;
	int64_t saved = head ? json_integer_value(json_object_get(head, "saved")) : -1;

	json_decref(head);
	return saved;
}

bool box_write(const char *path, const unsigned char key[static BOX_KEY_BYTES], const char *purpose,
	int64_t saved, const void *plain, size_t len)
{
	json_t *box = box_close(key, purpose, saved, plain, len);
	char *text = box ? json_dumps(box, JSON_COMPACT) : NULL;
	bool ok = text && strlen(text) <= BOX_BYTES_MAX &&
		  buf_write_file(path, text, strlen(text), 0600);

	free(text);
	json_decref(box);
	return ok;
}

bool box_read(struct buf *ret, const char *path, const unsigned char key[static BOX_KEY_BYTES],
	const char *purpose)
{
	struct buf file = BUF_INIT;
	json_t *box = buf_read_file(&file, path, BOX_BYTES_MAX)
			      ? json_loadb(buf_str(&file), file.len, JSON_REJECT_DUPLICATES, NULL)
			      : NULL;
	bool ok = box && box_open(ret, key, purpose, box);

	json_decref(box);
	buf_release(&file);
	return ok;
}

static bool sync_folder(const char *path)
{
	char copy[PATH_MAX];

	snprintf(copy, sizeof(copy), "%s", path);
	int fd = open(dirname(copy), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	bool ok = fd >= 0 && fsync(fd) == 0;
	if (fd >= 0)
		close(fd);
	return ok;
}

bool box_wipe(const char *path)
{
	static const char zeros[4096];
	struct stat st;
	int fd = open(path, O_WRONLY | O_CLOEXEC | O_NOFOLLOW);

	if (fd < 0)
		return access(path, F_OK) != 0;
	if (fstat(fd, &st) == 0)
		for (off_t left = st.st_size; left > 0; left -= (off_t)sizeof(zeros)) {
			size_t n = left < (off_t)sizeof(zeros) ? (size_t)left : sizeof(zeros);
			if (write(fd, zeros, n) != (ssize_t)n)
				break; /* removing it matters more */
		}
	(void)fsync(fd);
	close(fd);
	return unlink(path) == 0 && sync_folder(path);
}
