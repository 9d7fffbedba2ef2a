/* SPDX-License-Identifier: Apache-2.0 */
/*
 * city-world — a city in a temporary folder, its real server in a child process (command_serve,
 * real TLS, free port) and clients made of libcurl. For u-city-http.c and u-city-faults.c; all
 * static inline.
 */
#ifndef MARUMADO_CITY_WORLD_H
#define MARUMADO_CITY_WORLD_H
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <curl/curl.h>
#include <dirent.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <unistd.h>
#include <cmocka.h>
#include "city/commands.h"
#include "log.h"
#include "sign.h"

struct world {
	char dir[64], url[64], ca[128];
	pid_t server;
	int port;
	struct jwk device;
	struct city_keys keys;
};

struct reply { long status; char type[64], retry_after[16], etag[80], allow[32]; struct buf body; };

/* --- the server --- */

static inline void in_dir(const struct world *w, const char *name, char ret[static 128])
{
	snprintf(ret, 128, "%s/%s", w->dir, name);
}

/* Starts the server; `limit`: largest file it may write, 0 for any. */
static inline void start(struct world *w, char *rate, rlim_t limit)
{
	int out[2];
	assert_int_equal(pipe(out), 0);
	fflush(NULL);
	w->server = fork();
	assert_true(w->server >= 0);
	if (w->server == 0) {
		char *argv[] = { (char[]){ "serve" }, (char[]){ "--dir" }, w->dir,
			(char[]){ "--listen" },
			(char[]){ "127.0.0.1:0" }, (char[]){ "--rate" }, rate, NULL };
		struct options o;
		char err[OPTIONS_ERR_MAX];
		dup2(out[1], STDOUT_FILENO);
		close(out[0]);
		close(out[1]);
		log_open("city", LOG_LEVEL_ERROR);
		if (limit)
			setrlimit(RLIMIT_FSIZE, &(struct rlimit){ limit, limit });
		if (!options_parse(&o, 7, argv, "dir listen rate", false, err))
			_exit(EX_USAGE);
		_exit(command_serve(&o));
	}
	close(out[1]);
	FILE *f = fdopen(out[0], "r");
	char line[128] = "";
	assert_non_null(fgets(line, sizeof(line), f));
	fclose(f);
	assert_int_equal(sscanf(line, "listening on https://127.0.0.1:%d", &w->port), 1);
	snprintf(w->url, sizeof(w->url), "https://127.0.0.1:%d", w->port);
}

static inline int stop(struct world *w, int signal_number)
{
	int status = 0;
	if (w->server <= 0)
		return -1;
	kill(w->server, signal_number);
	assert_int_equal(waitpid(w->server, &status, 0), w->server);
	w->server = 0;
	return status;
}

static inline void make_city(struct world *w)
{
	char seal[128], path[128], err[KEYS_ERR_MAX];
	struct jwk key = { 0 };
	struct buf doc = BUF_INIT;
	in_dir(w, "seal.jwk", seal);
	assert_true(jwk_generate(&key, true));
	assert_true(jwk_write(&key, seal, false));
	jwk_release(&key);
	struct options o = { .dir = ".", .argument = w->dir, .name = "交野市", .seal = { seal },
		.seal_len = 1 };
	fflush(stdout);
	int out = dup(STDOUT_FILENO); /* the fingerprints are not for the test's output */
	assert_non_null(freopen("/dev/null", "w", stdout));
	assert_int_equal(command_init(&o), EX_OK);
	fflush(stdout);
	dup2(out, STDOUT_FILENO);
	close(out);
	in_dir(w, "ca.pem", w->ca);
	in_dir(w, "keys.jws", path);
	assert_true(buf_read_file(&doc, path, WIRE_DOC_BYTES_MAX));
	assert_true(city_keys_verify(&w->keys, doc.data, doc.len, NULL, 0, err));
	buf_release(&doc);
}

static inline int setup(void **state)
{
	static char no_limit[] = "0";
	struct world *w = calloc(1, sizeof(*w));
	assert_non_null(w);
	strcpy(w->dir, "/tmp/u-city-http.XXXXXX");
	assert_non_null(mkdtemp(w->dir));
	make_city(w);
	assert_true(jwk_generate(&w->device, false));
	start(w, no_limit, 0);
	*state = w;
	return 0;
}

static inline int teardown(void **state)
{
	struct world *w = *state;
	char path[384];
	stop(w, SIGKILL);
	DIR *d = opendir(w->dir);
	for (struct dirent *e; (e = readdir(d));) {
		snprintf(path, sizeof(path), "%s/%s", w->dir, e->d_name);
		if (e->d_name[0] != '.')
			unlink(path);
	}
	closedir(d);
	rmdir(w->dir);
	jwk_release(&w->device);
	city_keys_release(&w->keys);
	free(w);
	return 0;
}

static inline void open_store(struct world *w, struct store **ret)
{
	char path[128], err[STORE_ERR_MAX];
	in_dir(w, "city.db", path);
	assert_int_equal(store_open(ret, path, STORE_EXISTING, 10000, err), STORE_OK);
}

/* --- requests --- */

static inline size_t on_body(char *data, size_t one, size_t n, void *ctx)
{
	struct reply *r = ctx;
	buf_append(&r->body, data, one * n);
	return one * n;
}

static inline size_t on_header(char *line, size_t one, size_t n, void *ctx)
{
	struct reply *r = ctx;
	char copy[256] = "";
	memcpy(copy, line, n < 255 ? n : 255);
	sscanf(copy, "Content-Type: %63s", r->type);
	sscanf(copy, "Retry-After: %15s", r->retry_after);
	sscanf(copy, "ETag: %79s", r->etag);
	sscanf(copy, "Allow: %31[^\r]", r->allow);
	return n;
}

struct call { /* all borrowed */
	const char *method, *path, *type, *header, *body;
	size_t len;
	bool chunked;
};

static inline size_t read_chunk(char *to, size_t one, size_t n, void *ctx)
{
	struct call *c = ctx;
	size_t now = c->len < one * n ? c->len : one * n;
	memcpy(to, c->body, now);
	c->body += now;
	c->len -= now;
	return now;
}

static inline CURLcode request(struct world *w, struct call c, struct reply *r)
{
	CURL *h = curl_easy_init();
	struct curl_slist *list = NULL;
	char url[256], type[96];
	memset(r, 0, sizeof(*r));
	snprintf(url, sizeof(url), "%s%s", w->url, c.path);
	curl_easy_setopt(h, CURLOPT_URL, url);
	curl_easy_setopt(h, CURLOPT_CAINFO, w->ca);
	curl_easy_setopt(h, CURLOPT_PROXY, "");
	curl_easy_setopt(h, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(h, CURLOPT_TIMEOUT, 60L);
	curl_easy_setopt(h, CURLOPT_WRITEFUNCTION, on_body);
	curl_easy_setopt(h, CURLOPT_WRITEDATA, r);
	curl_easy_setopt(h, CURLOPT_HEADERFUNCTION, on_header);
	curl_easy_setopt(h, CURLOPT_HEADERDATA, r);
	if (c.body && !c.chunked) {
		curl_easy_setopt(h, CURLOPT_POSTFIELDSIZE, (long)c.len);
		curl_easy_setopt(h, CURLOPT_POSTFIELDS, c.body);
	} else if (c.body) {
		curl_easy_setopt(h, CURLOPT_POST, 1L);
		curl_easy_setopt(h, CURLOPT_READFUNCTION, read_chunk);
		curl_easy_setopt(h, CURLOPT_READDATA, &c);
		list = curl_slist_append(list, "Transfer-Encoding: chunked");
	}
	if (c.method)
		curl_easy_setopt(h, CURLOPT_CUSTOMREQUEST, c.method);
	snprintf(type, sizeof(type), "Content-Type: %s", c.type ? c.type : WIRE_TYPE_JSON);
	list = curl_slist_append(list, type);
	if (c.header)
		list = curl_slist_append(list, c.header);
	curl_easy_setopt(h, CURLOPT_HTTPHEADER, list);
	CURLcode code = curl_easy_perform(h);
	curl_easy_getinfo(h, CURLINFO_RESPONSE_CODE, &r->status);
	curl_slist_free_all(list);
	curl_easy_cleanup(h);
	return code;
}

static inline void expect(struct world *w, struct call c, long status, const char *in_body)
{
	struct reply r;
	CURLcode code = request(w, c, &r);
	assert_int_equal(code, CURLE_OK);
	assert_int_equal(r.status, status);
	assert_non_null(strstr(buf_str(&r.body), in_body));
	if (status >= 400)
		assert_string_equal(r.type, WIRE_TYPE_PROBLEM);
	buf_release(&r.body);
}

static inline void add_item(struct world *w, struct buf *b, const char *kind, uint64_t seq)
{
	struct item it = { .seq = seq, .prev = WIRE_PREV_NONE, .made = "2026-11-23T10" };
	struct buf jws = BUF_INIT;
	strcpy(it.kind, kind);
	assert_true(item_new_id(it.id));
	it.device = strcmp(kind, WIRE_KIND_ENROL) == 0 ? jwk_public(&w->device) : NULL;
	assert_true(item_sign(&jws, &it, &w->device));
	buf_printf(b, "%s\"%s\"", b->len > 10 ? "," : "", jws.data);
	json_decref(it.device);
	buf_release(&jws);
}

/* A batch of health items, seq from..from+n-1; one enrolment when n is 0. */
static inline void batch(struct world *w, struct buf *ret, uint64_t from, uint64_t n)
{
	buf_puts(ret, "{\"items\":[");
	if (n == 0)
		add_item(w, ret, WIRE_KIND_ENROL, from);
	for (uint64_t i = 0; i < n; i++)
		add_item(w, ret, WIRE_KIND_HEALTH, from + i);
	buf_puts(ret, "]}");
	assert_true(buf_ok(ret));
}

static inline void post(struct world *w, const struct buf *b, struct ack *ret)
{
	struct reply r;
	char why[SIGN_REASON_MAX];
	struct call c = { .path = WIRE_PATH_ITEMS, .body = b->data, .len = b->len };
	assert_int_equal(request(w, c, &r), CURLE_OK);
	assert_int_equal(r.status, 200);
	assert_string_equal(r.type, WIRE_TYPE_JOSE);
	assert_true(ack_verify(ret, r.body.data, r.body.len, &w->keys, w->device.kid, why));
	buf_release(&r.body);
}

/* Enrols over the wire and approves beside the running server. */
static inline void admit(struct world *w)
{
	struct buf b = BUF_INIT;
	struct ack ack;
	struct store *st = NULL;
	batch(w, &b, 1, 0);
	post(w, &b, &ack);
	assert_string_equal(ack.entry[0].verdict, WIRE_VERDICT_PENDING);
	open_store(w, &st);
	assert_int_equal(st->device_set(st, w->device.kid, DEVICE_APPROVED, "市役所", 1), STORE_OK);
	st->close(st);
	post(w, &b, &ack);
	assert_string_equal(ack.entry[0].verdict, WIRE_VERDICT_STORED);
	buf_release(&b);
}

static inline int64_t items_kept(struct world *w)
{
	struct store *st = NULL;
	struct store_counts c;
	open_store(w, &st);
	assert_int_equal(st->counts(st, &c), STORE_OK);
	st->close(st);
	return c.last_city_seq;
}

/* A TLS connection that says what it is told to; end with curl_easy_cleanup. */
static inline CURL *raw_connect(struct world *w)
{
	CURL *h = curl_easy_init();
	curl_easy_setopt(h, CURLOPT_URL, w->url);
	curl_easy_setopt(h, CURLOPT_CAINFO, w->ca);
	curl_easy_setopt(h, CURLOPT_PROXY, "");
	curl_easy_setopt(h, CURLOPT_CONNECT_ONLY, 1L);
	assert_int_equal(curl_easy_perform(h), CURLE_OK);
	return h;
}

static inline void raw_send(CURL *h, const char *data, size_t len)
{
	size_t n = 0;
	for (size_t done = 0; done < len; done += n) {
		CURLcode code = curl_easy_send(h, data + done, len - done, &n);
		if (code == CURLE_AGAIN)
			n = 0;
		else
			assert_int_equal(code, CURLE_OK);
	}
}
#endif
