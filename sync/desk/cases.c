/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cases — why: each status document says everything anew (every open case, so that nobody learns
 * from what is missing), so the desk must remember all answers. What it remembers of a number is
 * what the document needs, tag and key; the number itself is not kept.
 *
 * The list is written before the document: a version is never given to two documents. One desk at a
 * time, by a lock on the folder.
 * Not here: which answers are allowed (statuscodes.c), the signing key's file (answer.c).
 */
#include "cases.h"

#include <errno.h>
#include <fcntl.h>
#include <jose/jose.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sysexits.h>
#include <unistd.h>
#include "buf.h"
#include "log.h"
#include "members.h"

#define LIST_BYTES_MAX (8 * 1024 * 1024)
#define KEY_CHARS      43

static void path_of(const struct cases *c, const char *name, char ret[static 4096])
{
	snprintf(ret, 4096, "%s/%s", c->dir, name);
}

/* One case of the file. False: not the form that case_new writes. */
static bool case_read(const json_t *o, struct status *s, unsigned char key[STATUS_KEY_BYTES])
{
	const char *code, *desk, *id;
	const json_t *help = json_object_get(o, "help"), *k = json_object_get(o, "key");
	size_t i;
	json_t *one;

	memset(s, 0, sizeof *s);
	code = json_string_value(json_object_get(o, "code"));
	desk = json_string_value(json_object_get(o, "desk"));
	if (!code || strlen(code) >= sizeof s->code || !desk || strlen(desk) >= sizeof s->desk ||
		json_array_size(help) > STATUS_HELPS_MAX || json_string_length(k) != KEY_CHARS ||
		jose_b64_dec(k, key, STATUS_KEY_BYTES) != STATUS_KEY_BYTES)
		return false;
	memcpy(s->code, code, strlen(code));
	memcpy(s->desk, desk, strlen(desk));
	json_array_foreach(help, i, one)
	{
		id = json_string_value(one);
		if (!id || strlen(id) >= STATUS_HELP_ID_MAX)
			return false;
		memcpy(s->help[s->help_len++], id, strlen(id));
	}
	return status_form_ok(s);
}

static bool list_ok(const json_t *o)
{
	json_t *cases = json_object_get(o, "cases"), *one;
	unsigned char key[STATUS_KEY_BYTES];
	struct status s;
	const char *tag;

	if (!json_is_object(cases) || json_integer_value(json_object_get(o, "v")) != 1 ||
		!json_is_integer(json_object_get(o, "version")))
		return false;
	json_object_foreach(cases, tag, one)
	{
		if (strlen(tag) != STATUS_TAG_CHARS || !case_read(one, &s, key))
			return false;
	}
	explicit_bzero(key, sizeof key);
	return true;
}

static int list_read(struct cases *c)
{
	char path[4096];
	struct buf text = BUF_INIT;
	int status = EX_OK;

	path_of(c, "cases.json", path);
	if (access(path, F_OK) != 0 && errno == ENOENT) {
		c->json = json_pack("{si si s{}}", "v", 1, "version", 0, "cases");
		return c->json ? EX_OK : EX_OSERR;
	}
	if (!buf_read_file(&text, path, LIST_BYTES_MAX)) {
		log_error("cannot read '%s': %s", path, strerror(errno));
		status = EX_NOINPUT;
	} else {
		c->json = json_loadb(buf_str(&text), text.len, JSON_REJECT_DUPLICATES, NULL);
		if (!list_ok(c->json)) {
			log_error("'%s' is damaged: bring back a copy, or move it away and tell "
				  "every case anew",
				path);
			status = EX_DATAERR;
		}
	}
	buf_release(&text);
	return status;
}

int cases_open(struct cases *c, const char *dir)
{
	*c = (struct cases){ .lock_fd = -1 };
	if (strlen(dir) >= sizeof c->dir) {
		log_error("the folder's name is too long");
		return EX_USAGE;
	}
	memcpy(c->dir, dir, strlen(dir) + 1);
	c->lock_fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (c->lock_fd < 0) {
		log_error("cannot open the folder '%s': %s", dir, strerror(errno));
		return EX_NOINPUT;
	}
	if (flock(c->lock_fd, LOCK_EX | LOCK_NB) != 0) {
		log_error("another desk works in '%s'", dir);
		return EX_TEMPFAIL;
	}
	return list_read(c);
}

void cases_close(struct cases *c)
{
	json_decref(c->json);
	if (c->lock_fd >= 0)
		close(c->lock_fd);
	*c = (struct cases){ .lock_fd = -1 };
}

bool cases_put(struct cases *c, const struct status_secret *secret, const struct status *s)
{
	json_t *cases = json_object_get(c->json, "cases"), *help = json_array(), *o;

	for (int i = 0; i < s->help_len; i++)
		if (json_array_append_new(help, json_string(s->help[i])) != 0)
			break;
	o = json_pack("{so ss ss so}", "key", jose_b64_enc(secret->key, STATUS_KEY_BYTES), "code",
		s->code, "desk", s->desk, "help", help);
	if (!o || json_array_size(json_object_get(o, "help")) != (size_t)s->help_len ||
		json_object_set_new(cases, secret->tag, o) != 0)
		return false;
	if (json_object_size(cases) <= STATUS_CASES_MAX)
		return true;
	json_object_del(cases, secret->tag);
	return false;
}

bool cases_gone(const struct cases *c, const struct status_secret *secret)
{
	const json_t *o = json_object_get(json_object_get(c->json, "cases"), secret->tag);

	return strcmp(text_of(o, "code"), STATUS_CODE_GONE) == 0;
}

enum cases_result cases_take_over(
	struct cases *c, const struct status_secret *old, const struct status_secret *now)
{
	const struct status gone = { .code = STATUS_CODE_GONE };
	const json_t *cases = json_object_get(c->json, "cases");
	const json_t *o = json_object_get(cases, old->tag);
	unsigned char key[STATUS_KEY_BYTES];
	struct status was;
	bool ok = true;

	if (cases_gone(c, old))
		return CASES_SAME;
	if (o && !json_object_get(cases, now->tag))
		ok = case_read(o, &was, key) && cases_put(c, now, &was);
	explicit_bzero(key, sizeof key);
	return ok && cases_put(c, old, &gone) ? CASES_CHANGED : CASES_FULL;
}

bool cases_drop(struct cases *c, const struct status_secret *secret)
{
	return json_object_del(json_object_get(c->json, "cases"), secret->tag) == 0;
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static bool add_entry(json_t *list, const char *tag, const json_t *one)
{
	unsigned char key[STATUS_KEY_BYTES];
	char box[STATUS_JWE_CHARS + 1];
	struct status s;
	bool ok = case_read(one, &s, key) && status_seal(box, &s, key);

	explicit_bzero(key, sizeof key);
	return ok && json_array_append_new(list, json_pack("{ss ss}", "tag", tag, "jwe", box)) == 0;
}

/* All cases in the order of their tags; NULL when out of memory. New. */
static json_t *entries_of(json_t *cases)
{
	size_t n = json_object_size(cases), i = 0;
	const char **tags = calloc(n + 1, sizeof *tags), *tag;
	json_t *list = json_array(), *one;
	bool ok = tags && list;

	if (ok) {
		json_object_foreach(cases, tag, one) tags[i++] = tag;
		qsort(tags, n, sizeof *tags, by_name);
	}
	for (i = 0; ok && i < n; i++)
		ok = add_entry(list, tags[i], json_object_get(cases, tags[i]));
	free(tags);
	if (ok)
		return list;
	json_decref(list);
	return NULL;
}

static bool list_write(const struct cases *c)
{
	char path[4096];
	char *text = json_dumps(c->json, JSON_INDENT(1));
	bool ok;

	path_of(c, "cases.json", path);
	ok = text && buf_write_file(path, text, strlen(text), 0600);
	if (!ok)
		log_error("cannot write '%s': %s", path, strerror(errno));
	free(text);
	return ok;
}

int cases_publish(struct cases *c, const struct jwk *key, int64_t now_s, int64_t *ret_version)
{
	struct status_doc doc = {
		.version = json_integer_value(json_object_get(c->json, "version")) + 1,
		.at_s = now_s > 0 ? now_s : 0
	};
	struct buf jws = BUF_INIT;
	char path[4096];
	int status = EX_OK;

	doc.version = doc.version < now_s ? now_s : doc.version;
	doc.list = entries_of(json_object_get(c->json, "cases"));
	json_object_set_new(c->json, "version", json_integer(doc.version));
	path_of(c, "status.jws", path);
	if (!doc.list || !status_doc_sign(&jws, &doc, key)) {
		log_error("cannot make the status document");
		status = EX_SOFTWARE;
	} else if (!list_write(c)) {
		status = EX_CANTCREAT;
	} else if (!buf_write_file(path, jws.data, jws.len, 0644)) {
		log_error("cannot write '%s': %s", path, strerror(errno));
		status = EX_CANTCREAT;
	}
	*ret_version = doc.version;
	status_doc_release(&doc);
	buf_release(&jws);
	return status;
}
