/* SPDX-License-Identifier: Apache-2.0 */
/*
 * serve — brings the parts of the server together, says where it listens, and waits for a signal.
 *
 * The ack key must be one that the key document names: kiosks would believe no acknowledgement
 * otherwise. The main thread does nothing but wait and, every few seconds, end connections that
 * are over their time. Rights given up before the first byte from outside: no core dump, no new
 * privileges, files for us only.
 */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <time.h>
#include <unistd.h>
#include "commands.h"
#include "http.h"
#include "listen.h"
#include "log.h"

#define BUSY_MS 5000
#define LISTEN_DEFAULT "127.0.0.1:8443"
#define STOP_WAIT_MS 10000
#define PEM_MAX (256 * 1024)

static bool read_or_log(struct buf *ret, const char *path, size_t max)
{
	if (buf_read_file(ret, path, max))
		return true;
	log_error("cannot read '%s': %s", path, strerror(errno));
	return false;
}

static bool names_key(const struct city_keys *keys, const char *kid)
{
	for (int i = 0; i < keys->ack_len; i++)
		if (strcmp(keys->ack[i].kid, kid) == 0)
			return true;
	return false;
}

/* Key document and ack key. 0 or the exit code after logging. */
static int load_keys(struct city *c, const struct options *o)
{
	char path[4096], err[KEYS_ERR_MAX], sha256[WIRE_SHA256_HEX + 1];
	struct city_keys keys = { .version = 0 };
	if (!options_path(o, "keys.jws", path, sizeof(path))
		|| !read_or_log(&c->keys_doc, path, WIRE_DOC_BYTES_MAX))
		return EX_NOINPUT;
	if (!city_keys_verify(&keys, c->keys_doc.data, c->keys_doc.len, NULL, 0, err)) {
		log_error("'%s' is no good key document: %s", path, err);
		return EX_CONFIG;
	}
	int status = EX_OK;
	if (!options_path(o, "ack.jwk", path, sizeof(path)) || !jwk_read(&c->desk.key, path, true,
		err)) {
		log_error("cannot use the acknowledgement key: %s", err);
		status = access(path, F_OK) == 0 ? EX_CONFIG : EX_NOINPUT;
	} else if (!names_key(&keys, c->desk.key.kid)) {
		log_error("'%s' is not among the acknowledgement keys of the key document", path);
		status = EX_CONFIG;
	}
	city_keys_release(&keys);
	sha256_hex(c->keys_doc.data, c->keys_doc.len, sha256);
	snprintf(c->keys_etag, sizeof(c->keys_etag), "\"%.32s\"", sha256);
	return status;
}

static bool open_parts(struct city *c, const struct options *o)
{
	pthread_mutex_init(&c->desk.store_lock, NULL);
	pthread_mutex_init(&c->desk.key_lock, NULL);
	group_open(&c->desk.group);
	c->desk.verifiers = verifiers_open();
	c->desk.per_device = ratelimit_open(o->rate, o->rate * 2);
	c->per_address = ratelimit_open(o->rate, o->rate * 2);
	c->reaper = reaper_open(HTTP_REQUEST_MS_MAX);
	return c->desk.verifiers && c->desk.per_device && c->per_address && c->reaper;
}

static void close_parts(struct city *c)
{
	if (c->desk.store)
		c->desk.store->close(c->desk.store);
	verifiers_close(c->desk.verifiers);
	ratelimit_close(c->desk.per_device);
	ratelimit_close(c->per_address);
	reaper_close(c->reaper);
	jwk_release(&c->desk.key);
	buf_release(&c->keys_doc);
	group_close(&c->desk.group);
	pthread_mutex_destroy(&c->desk.store_lock);
	pthread_mutex_destroy(&c->desk.key_lock);
}

/* Certificate and key, from --cert and --key or from the folder. */
static int load_tls(const struct options *o, struct buf *cert, struct buf *key)
{
	char path[4096];
	if (!o->cert != !o->key) {
		log_error("--cert and --key go together");
		return EX_USAGE;
	}
	bool ok = o->cert ? read_or_log(cert, o->cert, PEM_MAX)
		: options_path(o, "server.pem", path, sizeof(path))
			&& read_or_log(cert, path, PEM_MAX);
	ok = ok && (o->key ? read_or_log(key, o->key, PEM_MAX)
		: options_path(o, "server.key", path, sizeof(path))
			&& read_or_log(key, path, PEM_MAX));
	return ok ? EX_OK : EX_NOINPUT;
}

static int open_place(const struct options *o, struct listen_place *place)
{
	const char *text = o->listen ? o->listen : LISTEN_DEFAULT;
	enum listen_result r = listen_open(place, text);
	if (r == LISTEN_SYNTAX) {
		log_error("--listen takes ADDRESS:PORT (numbers) or unix:/PATH, not '%.100s'",
			text);
		return EX_USAGE;
	}
	if (r == LISTEN_FAILED) {
		log_error("cannot listen on '%.100s': %s", text, strerror(errno));
		return EX_UNAVAILABLE;
	}
	if (o->no_tls && !place->is_unix && !place->is_loopback) {
		log_error("--no-tls is for unix: and loopback addresses only");
		close(place->fd);
		return EX_USAGE;
	}
	return EX_OK;
}

static void wait_for_signal(struct city *c, const sigset_t *set)
{
	const struct timespec every = { .tv_sec = 5 };
	for (;;) {
		int got = sigtimedwait(set, NULL, &every);
		if (got == SIGTERM || got == SIGINT)
			return;
		reaper_run(c->reaper, http_now_ms());
	}
}

static int run(struct city *c, struct listen_place *place, const struct buf *cert,
	const struct buf *key)
{
	sigset_t set;
	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGINT);
	pthread_sigmask(SIG_BLOCK, &set, NULL); /* before the threads: they inherit it */
	signal(SIGPIPE, SIG_IGN);
	/* a file size limit is an error of the store, not the end of the server */
	signal(SIGXFSZ, SIG_IGN);
	c->behind_proxy = place->is_unix;
	struct MHD_Daemon *d = http_start(c, place->fd, cert->data, key->data);
	if (!d) {
		log_error("cannot start the server: certificate, key or memory");
		close(place->fd);
		return EX_CONFIG;
	}
	printf("listening on %s://%s\n", cert->data ? "https" : "http", place->text);
	fflush(stdout);
	wait_for_signal(c, &set);
	http_stop(d, c, STOP_WAIT_MS);
	return EX_OK;
}

int command_serve(const struct options *o)
{
	struct city c = { .behind_proxy = false };
	struct listen_place place = { .fd = -1 };
	struct buf cert = BUF_INIT, key = BUF_INIT;
	bool tls = !o->no_tls && !(o->listen && strncmp(o->listen, "unix:", 5) == 0 && !o->cert);
	int status = open_parts(&c, o) ? EX_OK : EX_OSERR;
	if (status == EX_OK)
		status = load_keys(&c, o);
	if (status == EX_OK && tls)
		status = load_tls(o, &cert, &key);
	if (status == EX_OK)
		status = command_open_store(o, STORE_EXISTING, BUSY_MS, &c.desk.store);
	if (status == EX_OK)
		status = open_place(o, &place);
	if (status == EX_OK) {
		status = run(&c, &place, &cert, &key);
		listen_forget(&place);
	}
	buf_release(&key);
	buf_release(&cert);
	close_parts(&c);
	return status;
}
