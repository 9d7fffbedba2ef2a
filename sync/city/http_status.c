/* SPDX-License-Identifier: Apache-2.0 */
/*
 * http_status — GET /v1/status: the whole list of answers for everybody, so that the server never
 * learns whose answer was wanted.
 *
 * The file is looked at with each request and read again when `publish` has replaced it. All
 * requests share one copy: it may be 4 MiB, and five hundred couriers may ask at once.
 */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include "http.h"
#include "sign.h"

struct http_status {
	pthread_mutex_t lock;
	char path[4096];
	struct stat seen; /* of the file in `whole` */
	struct MHD_Response *whole; /* NULL: nothing is published */
	char etag[40];
	size_t len;
};

struct http_status *http_status_open(const char *path)
{
	struct http_status *s = strlen(path) < sizeof(s->path) ? calloc(1, sizeof(*s)) : NULL;
	if (!s)
		return NULL;
	snprintf(s->path, sizeof(s->path), "%s", path);
	pthread_mutex_init(&s->lock, NULL);
	return s;
}

static void forget(struct http_status *s)
{
	if (s->whole)
		MHD_destroy_response(s->whole); /* requests under way keep theirs */
	s->whole = NULL;
}

void http_status_close(struct http_status *s)
{
	if (!s)
		return;
	forget(s);
	pthread_mutex_destroy(&s->lock);
	free(s);
}

static bool is_seen(const struct http_status *s, const struct stat *st)
{
	return s->whole && st->st_dev == s->seen.st_dev && st->st_ino == s->seen.st_ino
		&& st->st_size == s->seen.st_size && st->st_mtim.tv_sec == s->seen.st_mtim.tv_sec
		&& st->st_mtim.tv_nsec == s->seen.st_mtim.tv_nsec;
}

static void refresh(struct http_status *s)
{
	char sha256[WIRE_SHA256_HEX + 1];
	struct buf text = BUF_INIT;
	struct stat st;
	bool there = stat(s->path, &st) == 0;
	if (there && is_seen(s, &st))
		return;
	forget(s);
	if (there && buf_read_file(&text, s->path, WIRE_STATUS_BYTES_MAX) && text.len > 0)
		s->whole = MHD_create_response_from_buffer(text.len, text.data,
			MHD_RESPMEM_MUST_COPY);
	if (s->whole) {
		sha256_hex(text.data, text.len, sha256);
		snprintf(s->etag, sizeof(s->etag), "\"%.32s\"", sha256);
		s->len = text.len;
		s->seen = st;
		MHD_add_response_header(s->whole, MHD_HTTP_HEADER_CONTENT_TYPE, WIRE_TYPE_JOSE);
		MHD_add_response_header(s->whole, MHD_HTTP_HEADER_ETAG, s->etag);
		MHD_add_response_header(s->whole, MHD_HTTP_HEADER_CACHE_CONTROL, "no-cache");
		MHD_add_response_header(s->whole, "X-Content-Type-Options", "nosniff");
	}
	buf_release(&text);
}

enum MHD_Result http_status(struct city *c, struct request *r)
{
	struct http_status *s = c->status;
	enum MHD_Result ok;
	pthread_mutex_lock(&s->lock);
	refresh(s);
	if (!s->whole)
		ok = http_problem(r, PROBLEM_NOT_FOUND, NULL, -1);
	else if (http_not_changed(r, s->etag))
		ok = http_answer(r, MHD_HTTP_NOT_MODIFIED, NULL, NULL, s->etag);
	else
		ok = http_answer_shared(r, MHD_HTTP_OK, s->whole, s->len);
	pthread_mutex_unlock(&s->lock);
	return ok;
}
