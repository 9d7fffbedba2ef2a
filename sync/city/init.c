/* SPDX-License-Identifier: Apache-2.0 */
/*
 * init — makes a new city in an empty place: root, acknowledgement and TLS keys, the signed key
 * document and the database.
 *
 * The only place where a database is made; --db puts it elsewhere than into the folder, and every
 * later command is then told the same.
 * All or nothing: if any of its files is there already nothing is touched, and what was made is
 * removed again when a later step fails. Seal and content keys are only read (public parts): their
 * secrets are made by marumado-desk on an offline machine and never come here. The root keys are
 * needed for a new key document only and belong on two other media after init.
 */
#include <dirent.h>
#include <errno.h>
#include <openssl/rand.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sysexits.h>
#include <unistd.h>
#include "certs.h"
#include "commands.h"
#include "log.h"
#include "sign.h"

#define ROOTS 3
#define THRESHOLD 2
#define PATH_MAX_HERE 4096

static const char *const FILES[] = { "root-1.jwk", "root-2.jwk", "root-3.jwk", "ack.jwk",
	"keys.jws", "ca.pem", "ca.key", "server.pem", "server.key" };
#define FILE_COUNT (sizeof(FILES) / sizeof(FILES[0]))

struct new_city {
	const char *dir, *name;
	char db[PATH_MAX_HERE];
	struct jwk root[ROOTS], ack, seal[KEYS_SEAL_MAX], content[KEYS_CONTENT_MAX];
	int seal_len, content_len;
	struct buf keys_doc;
	struct certs certs;
};

static void path_in(char ret[static PATH_MAX_HERE], const char *dir, const char *file)
{
	snprintf(ret, PATH_MAX_HERE, "%s/%s", dir, file);
}

static bool is_free(const char *path)
{
	struct stat st;
	if (lstat(path, &st) == 0)
		log_error("'%s' is there already: not overwritten", path);
	else if (errno != ENOENT)
		log_error("cannot look for '%s': %s", path, strerror(errno));
	else
		return true;
	return false;
}

static bool all_free(const struct new_city *c)
{
	char path[PATH_MAX_HERE];
	for (size_t i = 0; i < FILE_COUNT; i++) {
		path_in(path, c->dir, FILES[i]);
		if (!is_free(path))
			return false;
	}
	return is_free(c->db);
}

static void remove_all(const struct new_city *c)
{
	char path[PATH_MAX_HERE];
	for (size_t i = 0; i < FILE_COUNT; i++) {
		path_in(path, c->dir, FILES[i]);
		unlink(path);
	}
	unlink(c->db);
}

/* Public keys that others made. 0 or the exit code. */
static int read_keys(struct jwk *ret, int *ret_len, const char *const *path, int n, const char *use)
{
	char err[KEYS_ERR_MAX];
	for (int i = 0; i < n; i++) {
		if (!jwk_read(&ret[i], path[i], false, err)) {
			log_error("cannot use the %s key: %s", use, err);
			return access(path[i], R_OK) == 0 ? EX_DATAERR : EX_NOINPUT;
		}
		(*ret_len)++;
	}
	return EX_OK;
}

/* The document lends the keys of c for a moment. */
static bool make_document(struct new_city *c)
{
	struct city_keys k = { .version = 1, .seal_len = c->seal_len, .ack_len = 1,
		.content_len = c->content_len, .root_len = ROOTS, .threshold = THRESHOLD };
	snprintf(k.city, sizeof(k.city), "%s", c->name);
	memcpy(k.seal, c->seal, sizeof(k.seal));
	memcpy(k.content, c->content, sizeof(k.content));
	memcpy(k.root, c->root, sizeof(c->root));
	k.ack[0] = c->ack;
	return RAND_bytes(k.salt, sizeof(k.salt)) == 1 && city_keys_write(&c->keys_doc, &k);
}

static int make_all(struct new_city *c, const struct options *o)
{
	bool ok = jwk_generate(&c->ack, false);
	for (int i = 0; i < ROOTS; i++)
		ok = ok && jwk_generate(&c->root[i], false);
	ok = ok && make_document(c);
	if (!ok) {
		log_error("cannot make the keys and the key document");
		return EX_SOFTWARE;
	}
	if (!certs_make(&c->certs, c->name, o->host, o->host_len)) {
		log_error("cannot make the certificates");
		return EX_SOFTWARE;
	}
	return EX_OK;
}

static bool write_text(const struct new_city *c, const char *file, const struct buf *text,
	unsigned mode)
{
	char path[PATH_MAX_HERE];
	path_in(path, c->dir, file);
	return buf_write_file(path, text->data, text->len, mode);
}

static bool write_key(const struct new_city *c, const char *file, const struct jwk *key)
{
	char path[PATH_MAX_HERE];
	path_in(path, c->dir, file);
	return jwk_write(key, path, true);
}

static int write_all(const struct new_city *c)
{
	char err[STORE_ERR_MAX];
	struct store *st = NULL;
	bool ok = write_key(c, "ack.jwk", &c->ack);
	for (int i = 0; i < ROOTS; i++)
		ok = ok && write_key(c, FILES[i], &c->root[i]);
	ok = ok && write_text(c, "keys.jws", &c->keys_doc, 0644)
		&& write_text(c, "ca.pem", &c->certs.ca_pem, 0644)
		&& write_text(c, "ca.key", &c->certs.ca_key, 0600)
		&& write_text(c, "server.pem", &c->certs.server_pem, 0644)
		&& write_text(c, "server.key", &c->certs.server_key, 0600);
	if (!ok) {
		log_error("cannot write to '%s': %s", c->dir, strerror(errno));
		return EX_CANTCREAT;
	}
	if (store_open(&st, c->db, STORE_CREATE, 1000, err) != STORE_OK) {
		log_error("cannot make '%s': %s", c->db, err);
		return EX_CANTCREAT;
	}
	st->close(st);
	return EX_OK;
}

static void print_fingerprints(const struct new_city *c)
{
	char sha256[WIRE_SHA256_HEX + 1];
	sha256_hex(c->keys_doc.data, c->keys_doc.len, sha256);
	printf("city\t%s\n", c->name);
	for (int i = 0; i < ROOTS; i++)
		printf("root %d (%d of %d)\t%s\n", i + 1, THRESHOLD, ROOTS, c->root[i].kid);
	printf("ack\t%s\n", c->ack.kid);
	for (int i = 0; i < c->seal_len; i++)
		printf("seal %d\t%s\n", i + 1, c->seal[i].kid);
	for (int i = 0; i < c->content_len; i++)
		printf("content %d\t%s\n", i + 1, c->content[i].kid);
	printf("keys.jws sha256\t%s\n", sha256);
	printf("ca.pem sha256\t%s\n", c->certs.ca_sha256);
	printf("server pin\t%s\n", c->certs.pin);
}

static void new_city_release(struct new_city *c)
{
	for (int i = 0; i < ROOTS; i++)
		jwk_release(&c->root[i]);
	for (int i = 0; i < c->seal_len; i++)
		jwk_release(&c->seal[i]);
	for (int i = 0; i < c->content_len; i++)
		jwk_release(&c->content[i]);
	jwk_release(&c->ack);
	buf_release(&c->keys_doc);
	certs_release(&c->certs);
}

/* An empty folder may be closed to others; one with other things in it is somebody's, and stays as
 * it is. */
static bool is_closed(const char *dir)
{
	struct stat st;
	if (stat(dir, &st) != 0 || !S_ISDIR(st.st_mode))
		return false;
	if ((st.st_mode & 077) == 0)
		return true;
	struct dirent **entry = NULL;
	int n = scandir(dir, &entry, NULL, NULL); /* "." and ".." */
	for (int i = 0; i < n; i++)
		free(entry[i]);
	free(entry);
	return n == 2 && chmod(dir, 0700) == 0;
}

/* 0 or the exit code. *ret_made: the folder was not there before. */
static int make_folder(const char *dir, bool *ret_made)
{
	*ret_made = mkdir(dir, 0700) == 0;
	if (*ret_made)
		return EX_OK;
	if (errno != EEXIST) {
		log_error("cannot make '%s': %s", dir, strerror(errno));
		return EX_CANTCREAT;
	}
	if (!is_closed(dir)) {
		log_error("'%s' must be a folder that only its owner can enter (mode 0700)", dir);
		return EX_CANTCREAT;
	}
	return EX_OK;
}

/* Everything that the command line alone can be wrong about. 0 or the exit code. */
static int take_words(struct new_city *c, const struct options *o)
{
	for (int i = 0; i < o->host_len; i++) {
		if (!certs_host_ok(o->host[i])) {
			log_error("--host '%.64s' is no host name and no address", o->host[i]);
			return EX_USAGE;
		}
	}
	if (o->seal_len == 0) {
		log_error("--seal PUB.jwk is needed: kiosks could seal nothing for this city");
		return EX_USAGE;
	}
	if (o->db && strstr(o->db, "://")) {
		log_error("--db takes the name of an SQLite file, not an address");
		return EX_CONFIG;
	}
	int n = o->db ? snprintf(c->db, sizeof(c->db), "%s", o->db)
		: snprintf(c->db, sizeof(c->db), "%s/city.db", c->dir);
	if (n >= (int)sizeof(c->db) || strlen(c->dir) + 32 > PATH_MAX_HERE
		|| strlen(c->name) > 63 || !c->name[0]) {
		log_error("the folder's or the city's name is too long");
		return EX_USAGE;
	}
	return EX_OK;
}

static int make_and_write(struct new_city *c, const struct options *o)
{
	if (!all_free(c))
		return EX_CANTCREAT;
	int status = make_all(c, o);
	if (status == EX_OK)
		status = write_all(c);
	if (status == EX_OK)
		print_fingerprints(c);
	else
		remove_all(c);
	return status;
}

int command_init(const struct options *o)
{
	struct new_city c = { .dir = o->argument, .name = o->name ? o->name : "city" };
	bool made = false;
	int status = take_words(&c, o);
	if (status == EX_OK)
		status = read_keys(c.seal, &c.seal_len, o->seal, o->seal_len, "seal");
	if (status == EX_OK)
		status = read_keys(c.content, &c.content_len, o->content, o->content_len,
			"content");
	if (status == EX_OK)
		status = make_folder(c.dir, &made);
	if (status == EX_OK)
		status = make_and_write(&c, o);
	if (status != EX_OK && made)
		rmdir(c.dir);
	new_city_release(&c);
	return status;
}
