/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The list is one file, replaced whole by a rename, never larger than WIRE_STATUS_BYTES_MAX: a city
 * that lies can make the courier write that much and no more. The ETag is kept in the database with
 * the hash of the file it belongs to, so that a file that was lost or damaged is fetched again.
 * Only the framing is looked at (a JWS compact): a hotel's login page is not stored in its place.
 */
#include "statusfetch.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "outbox_check.h"
#include "wire.h"

#define PATH_CAP 4096

static bool file_of(const char *data_dir, char ret[static PATH_CAP])
{
	int n = snprintf(ret, PATH_CAP, "%s/courier/" WIRE_STATUS_FILE, data_dir);

	return n > 0 && n < PATH_CAP;
}

/* Three parts of base64url. */
static bool is_jws(const struct buf *body)
{
	static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
				      "0123456789-_";
	const char *at = buf_str(body);

	for (int part = 0; part < 3; part++) {
		size_t n = strspn(at, letters);

		if (n == 0 || at[n] != (part < 2 ? '.' : '\0'))
			return false;
		at += n + (part < 2);
	}
	return (size_t)(at - buf_str(body)) == body->len;
}

/* The ETag of the file that is there, "" when none is or it is not the one it was given for. */
static void etag_of(struct courier *c, const char *path, char ret[static COURIER_ETAG_MAX])
{
	struct buf file = BUF_INIT, note = BUF_INIT;
	char sha[WIRE_SHA256_HEX + 1] = "";

	if (buf_read_file(&file, path, WIRE_STATUS_BYTES_MAX))
		check_sha256(buf_str(&file), file.len, sha);
	if (sha[0] == '\0' || courier_get_document(c, STATUSFETCH_NAME, ret, &note) != OUTBOX_OK ||
		strcmp(buf_str(&note), sha) != 0)
		ret[0] = '\0';
	buf_release(&file);
	buf_release(&note);
}

static bool same_as_file(const struct buf *body, const char *path)
{
	struct buf old = BUF_INIT;
	bool same = buf_read_file(&old, path, WIRE_STATUS_BYTES_MAX) && old.len == body->len &&
		    memcmp(buf_str(&old), buf_str(body), old.len) == 0;

	buf_release(&old);
	return same;
}

enum keysfetch_result statusfetch_keep(struct courier *c, const char *data_dir,
	const struct buf *body, const char *etag, char reason[static 160])
{
	char sha[WIRE_SHA256_HEX + 1], path[PATH_CAP];

	if (!file_of(data_dir, path)) {
		snprintf(reason, 160, "the data folder's name is too long");
		return KEYSFETCH_REFUSED;
	}
	if (!is_jws(body)) {
		snprintf(reason, 160, "this is not a status document");
		return KEYSFETCH_REFUSED;
	}
	if (same_as_file(body, path))
		return KEYSFETCH_SAME;
	if (!buf_write_file(path, body->data, body->len, 0640)) {
		snprintf(reason, 160, "cannot keep the status document: %s", strerror(errno));
		return KEYSFETCH_REFUSED;
	}
	check_sha256(buf_str(body), body->len, sha);
	/* without the note the list is fetched once more, nothing else */
	(void)!courier_put_document(c, STATUSFETCH_NAME, etag, sha, strlen(sha));
	return KEYSFETCH_NEW;
}

static enum keysfetch_result keep(
	struct courier *c, const char *data_dir, const struct reply *reply, char reason[static 160])
{
	if (reply->status == 304 || reply->status == 404) /* nothing is published yet */
		return KEYSFETCH_SAME;
	if (reply->status == 200)
		return statusfetch_keep(c, data_dir, &reply->body, reply->etag, reason);
	snprintf(reason, 160, "the city answered %ld for its statuses", reply->status);
	return KEYSFETCH_REFUSED;
}

bool statusfetch_ask(struct courier *c, const char *data_dir, const struct transport *t)
{
	char path[PATH_CAP], etag[COURIER_ETAG_MAX] = "";

	if (!file_of(data_dir, path))
		return false;
	etag_of(c, path, etag);
	const struct request rq = { WIRE_PATH_STATUS, NULL, etag, WIRE_STATUS_BYTES_MAX,
		STATUSFETCH_TIMEOUT_MS };

	return t->start(t->ctx, TRANSPORT_DOCUMENT_LANE, &rq);
}

enum keysfetch_result statusfetch_take(
	struct courier *c, const char *data_dir, const struct reply *reply, char reason[static 160])
{
	return reply->kind == REPLY_HTTP ? keep(c, data_dir, reply, reason)
					 : keysfetch_no_answer(reply, reason);
}
