/* SPDX-License-Identifier: Apache-2.0 */
/*
 * serve — brings the parts of the server together, says where it listens, and waits for a signal.
 *
 * What must be in order before anything is acknowledged is in ackdesk.c. The main thread does
 * nothing but wait and, every few seconds, end connections that are over their time. Rights given
 * up before the first byte from outside: no core dump, no new privileges, files for us only.
 */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <time.h>
#include <unistd.h>
#include "ackdesk.h"
#include "certs.h"
#include "commands.h"
#include "http.h"
#include "listen.h"
#include "log.h"

#define BUSY_MS 5000
#define LISTEN_DEFAULT "127.0.0.1:8443"
#define STOP_WAIT_MS 10000
#define PEM_MAX (256 * 1024)

static bool open_parts(struct city *c, const struct options *o)
{
	c->per_address = ratelimit_open(o->rate, o->rate * 2);
	c->reaper = reaper_open(HTTP_REQUEST_MS_MAX);
	char path[4096];
	if (options_path(o, WIRE_STATUS_FILE, path, sizeof(path)))
		c->status = http_status_open(path);
	return c->per_address && c->reaper && c->status;
}

static void close_parts(struct city *c)
{
	ratelimit_close(c->per_address);
	reaper_close(c->reaper);
	http_status_close(c->status);
	buf_release(&c->keys_doc);
}

/* A PEM file's name, from the option or from the folder, and its text. 0 or the exit code. */
static int read_pem(const struct options *o, const char *given, const char *name,
	char path[static 4096], struct buf *ret)
{
	bool fits = given ? snprintf(path, 4096, "%s", given) < 4096
		: options_path(o, name, path, 4096);
	return fits && ackdesk_read(ret, path, PEM_MAX) ? EX_OK : EX_NOINPUT;
}

/* Certificate and key, from --cert and --key or from the folder; tried here, because the library
 * only says that it cannot start. */
static int load_tls(const struct options *o, struct buf *cert, struct buf *key)
{
	char cert_path[4096], key_path[4096];
	if (!o->cert != !o->key) {
		log_error("--cert and --key go together");
		return EX_USAGE;
	}
	int status = read_pem(o, o->cert, "server.pem", cert_path, cert);
	if (status == EX_OK)
		status = read_pem(o, o->key, "server.key", key_path, key);
	if (status != EX_OK)
		return status;
	enum certs_fit fit = certs_fit(cert, key);
	if (fit == CERTS_FIT)
		return EX_OK;
	if (fit == CERTS_NO_CERT)
		log_error("'%s' holds no certificate in PEM", cert_path);
	else if (fit == CERTS_NO_KEY)
		log_error("'%s' holds no private key in PEM that can be used without a password",
			key_path);
	else
		log_error("the key in '%s' is not that of the certificate in '%s'", key_path,
			cert_path);
	return EX_CONFIG;
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
		log_error("cannot start the server: memory, threads or the certificate");
		close(place->fd);
		return EX_CONFIG;
	}
	printf("listening on %s://%s\n", cert->data ? "https" : "http", place->text);
	fflush(stdout);
	wait_for_signal(c, &set);
	http_stop(d, c, STOP_WAIT_MS);
	return EX_OK;
}

static void make_etag(struct city *c)
{
	char sha256[WIRE_SHA256_HEX + 1];
	sha256_hex(c->keys_doc.data, c->keys_doc.len, sha256);
	snprintf(c->keys_etag, sizeof(c->keys_etag), "\"%.32s\"", sha256);
}

int command_serve(const struct options *o)
{
	struct city c = { .behind_proxy = false };
	struct listen_place place = { .fd = -1 };
	struct buf cert = BUF_INIT, key = BUF_INIT;
	bool tls = !o->no_tls && !(o->listen && strncmp(o->listen, "unix:", 5) == 0 && !o->cert);
	int status = ackdesk_open(&c.desk, o, o->rate, BUSY_MS, &c.keys_doc);
	if (status == EX_OK && !open_parts(&c, o))
		status = EX_OSERR;
	if (status == EX_OK && tls)
		status = load_tls(o, &cert, &key);
	if (status == EX_OK)
		make_etag(&c);
	if (status == EX_OK)
		status = open_place(o, &place);
	if (status == EX_OK) {
		status = run(&c, &place, &cert, &key);
		listen_forget(&place);
	}
	buf_release(&key);
	buf_release(&cert);
	close_parts(&c);
	ackdesk_close(&c.desk);
	return status;
}
