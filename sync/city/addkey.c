/* SPDX-License-Identifier: Apache-2.0 */
/*
 * addkey — why: a city made before it published answers names no content key in its key document,
 * and nobody would believe a status of it. This adds one, as a new version signed by the roots.
 *
 * It is done where the root keys are, not on the server: their files and keys.jws in one folder, or
 * named with --root; as many as the threshold asks for are enough. A key that is there already
 * changes nothing.
 * Not here: taking keys away, other kinds of keys (a new document by hand of the roots).
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>
#include "ackdesk.h"
#include "commands.h"
#include "log.h"
#include "sign.h"

#define KEYS_FILE "keys.jws"

/* Puts the private part beside the public one that the document has. 0 or the exit code. */
static int lend_root(struct city_keys *k, const char *path)
{
	struct jwk root = { NULL, "" };
	char err[KEYS_ERR_MAX];
	int status = EX_NOPERM;
	if (!jwk_read(&root, path, true, err)) {
		log_error("cannot use the root key: %s", err);
		return access(path, F_OK) == 0 ? EX_NOPERM : EX_NOINPUT;
	}
	for (int i = 0; i < k->root_len; i++)
		if (strcmp(k->root[i].kid, root.kid) == 0) {
			jwk_release(&k->root[i]);
			k->root[i] = root;
			return EX_OK;
		}
	log_error("'%s' is no root key of this city", path);
	jwk_release(&root);
	return status;
}

/* Those of the command line, else root-1.jwk … of --dir that are there. */
static int lend_roots(struct city_keys *k, const struct options *o)
{
	char path[4096], name[24];
	int status = EX_OK;
	for (int i = 0; status == EX_OK && i < o->root_len; i++)
		status = lend_root(k, o->root[i]);
	for (int i = 1; o->root_len == 0 && status == EX_OK && i <= KEYS_ROOT_MAX; i++) {
		snprintf(name, sizeof(name), "root-%d.jwk", i);
		if (options_path(o, name, path, sizeof(path)) && access(path, F_OK) == 0)
			status = lend_root(k, path);
	}
	return status;
}

static int write_new(struct city_keys *k, const struct options *o, const char *path)
{
	struct buf doc = BUF_INIT;
	int status = lend_roots(k, o);
	k->version++;
	if (status == EX_OK && !city_keys_write(&doc, k)) {
		log_error("cannot sign: %d root keys are needed", k->threshold);
		status = EX_NOPERM;
	} else if (status == EX_OK && !buf_write_file(path, doc.data, doc.len, 0644)) {
		log_error("cannot write '%s': %s", path, strerror(errno));
		status = EX_CANTCREAT;
	}
	buf_release(&doc);
	return status;
}

/* Takes the key over into k. False: it is there already. */
static bool add(struct city_keys *k, struct jwk *key)
{
	for (int i = 0; i < k->content_len; i++)
		if (strcmp(k->content[i].kid, key->kid) == 0)
			return false;
	k->content[k->content_len++] = *key;
	*key = (struct jwk){ NULL, "" };
	return true;
}

static int change(struct city_keys *k, const struct options *o, const char *path, struct jwk *key)
{
	char kid[WIRE_KID_MAX];
	memcpy(kid, key->kid, sizeof(kid));
	if (k->content_len == KEYS_CONTENT_MAX) {
		log_error("'%s' names %d content keys already", path, KEYS_CONTENT_MAX);
		return EX_DATAERR;
	}
	int status = add(k, key) ? write_new(k, o, path) : EX_OK;
	if (status == EX_OK)
		printf("version\t%ld\ncontent\t%s\n", k->version, kid);
	return status;
}

int command_add_content(const struct options *o)
{
	struct city_keys k = { .version = 0 };
	struct jwk key = { NULL, "" };
	struct buf doc = BUF_INIT;
	char path[4096], err[KEYS_ERR_MAX];
	int status = EX_OK;
	if (!options_path(o, KEYS_FILE, path, sizeof(path))
		|| !ackdesk_read(&doc, path, WIRE_DOC_BYTES_MAX))
		status = EX_NOINPUT;
	else if (!city_keys_verify(&k, doc.data, doc.len, NULL, 0, err)) {
		log_error("'%s' is no good key document: %s", path, err);
		status = EX_CONFIG;
	} else if (!jwk_read(&key, o->argument, false, err)) {
		log_error("cannot use the content key: %s", err);
		status = access(o->argument, R_OK) == 0 ? EX_DATAERR : EX_NOINPUT;
	}
	if (status == EX_OK)
		status = change(&k, o, path, &key);
	jwk_release(&key);
	buf_release(&doc);
	city_keys_release(&k);
	return status;
}
