/* SPDX-License-Identifier: Apache-2.0 */
/*
 * HTTPS to one city and nobody else: only its own CA (never the system's), optionally its key's
 * pin, no redirects, no proxy, no cookies, no netrc. The certificate's dates are not checked: a
 * terminal whose clock battery died must still deliver, the private CA already says who is at the
 * other end, and all that matters is signed. The answer's size is capped in the callbacks, since
 * libcurl's own limit does not hold for answers of unknown length. Knows nothing of items or
 * acknowledgements.
 */
#include "send.h"

#include <assert.h>
#include <curl/curl.h>
#include <openssl/ssl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "address.h"
#include "wire.h"

#define POLL_MS 1000

struct send_lane {
	CURL *easy;
	struct curl_slist *headers;
	struct buf body;
	size_t answer_max, header_bytes;
	bool too_large, in_flight;
};

struct sender {
	struct transport transport;
	CURLM *multi;
	int stop_fd;
	char *base; /* without a slash at its end */
	struct send_lane lane[TRANSPORT_LANES];
	bool held; /* a reply that ready() found and wait_reply() has not given out */
	unsigned held_lane;
	struct reply held_reply;
};

/* --- callbacks --- */

static size_t on_body(char *data, size_t size, size_t n, void *ctx)
{
	struct send_lane *l = ctx;
	size_t len = size * n;

	if (len > l->answer_max - l->body.len) {
		l->too_large = true;
		return CURL_WRITEFUNC_ERROR;
	}
	buf_append(&l->body, data, len);
	return buf_ok(&l->body) ? len : CURL_WRITEFUNC_ERROR;
}

static size_t on_header(char *data, size_t size, size_t n, void *ctx)
{
	struct send_lane *l = ctx;

	l->header_bytes += size * n;
	if (l->header_bytes > SEND_HEADER_BYTES_MAX) {
		l->too_large = true;
		return 0;
	}
	return size * n;
}

static CURLcode on_ssl_ctx(CURL *easy, void *ssl_ctx, void *ctx)
{
	X509_STORE *store = SSL_CTX_get_cert_store(ssl_ctx);

	if (store == NULL || X509_STORE_set_flags(store, X509_V_FLAG_NO_CHECK_TIME) != 1)
		return CURLE_ABORTED_BY_CALLBACK;
	return CURLE_OK;
}

/* --- one lane --- */

static bool lane_open(struct send_lane *l, const struct send_options *opt)
{
	CURL *e = l->easy = curl_easy_init();
	CURLcode bad = CURLE_OK;

	if (e == NULL)
		return false;
#define SET(option, value) (bad = bad != CURLE_OK ? bad : curl_easy_setopt(e, option, value))
	SET(CURLOPT_PROTOCOLS_STR, "https");
	SET(CURLOPT_REDIR_PROTOCOLS_STR, "https");
	SET(CURLOPT_FOLLOWLOCATION, 0L);
	SET(CURLOPT_PROXY, "");
	SET(CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
	SET(CURLOPT_NOSIGNAL, 1L);
	SET(CURLOPT_CAPATH, NULL);
	SET(CURLOPT_CAINFO, opt->ca);
	SET(CURLOPT_CA_CACHE_TIMEOUT, 0L); /* a renewed CA file is seen by the next connection */
	SET(CURLOPT_SSL_VERIFYPEER, 1L);
	SET(CURLOPT_SSL_VERIFYHOST, 2L);
	SET(CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
	SET(CURLOPT_SSL_CTX_FUNCTION, on_ssl_ctx);
	if (opt->pin != NULL && opt->pin[0] != '\0')
		SET(CURLOPT_PINNEDPUBLICKEY, opt->pin);
	SET(CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_2TLS);
	SET(CURLOPT_CONNECTTIMEOUT_MS, (long)SEND_CONNECT_MS);
	SET(CURLOPT_LOW_SPEED_LIMIT, (long)SEND_SLOW_BYTES_S);
	SET(CURLOPT_LOW_SPEED_TIME, (long)SEND_SLOW_S);
	SET(CURLOPT_TCP_KEEPALIVE, 1L);
	SET(CURLOPT_USERAGENT, "marumado-sync/" MARUMADO_VERSION);
	SET(CURLOPT_WRITEFUNCTION, on_body);
	SET(CURLOPT_WRITEDATA, l);
	SET(CURLOPT_HEADERFUNCTION, on_header);
	SET(CURLOPT_HEADERDATA, l);
	SET(CURLOPT_PRIVATE, l);
#undef SET
	return bad == CURLE_OK;
}

static void add_header(struct send_lane *l, const char *line)
{
	struct curl_slist *grown = curl_slist_append(l->headers, line);

	if (grown != NULL)
		l->headers = grown;
}

static void lane_headers(struct send_lane *l, const struct request *rq)
{
	char line[128];

	curl_slist_free_all(l->headers);
	l->headers = NULL;
	add_header(l, "Accept: " WIRE_TYPE_JOSE);
	if (rq->body != NULL) {
		add_header(l, "Content-Type: " WIRE_TYPE_JSON);
		add_header(l, "Expect:"); /* no waiting for a "100 Continue" */
	} else if (rq->etag != NULL && rq->etag[0] != '\0' && strpbrk(rq->etag, "\r\n") == NULL) {
		snprintf(line, sizeof line, "If-None-Match: %s", rq->etag);
		add_header(l, line);
	}
}

/* Sends what the connection takes at once, so that the request travels while the caller does other
 * work. A failure shows when the reply is waited for. */
static void push(struct sender *s, struct send_lane *l, curl_off_t len)
{
	curl_off_t before = -1, now = 0;
	int running;

	while (now > before && now < len) {
		before = now;
		if (curl_multi_perform(s->multi, &running) != CURLM_OK ||
			curl_easy_getinfo(l->easy, CURLINFO_SIZE_UPLOAD_T, &now) != CURLE_OK)
			return;
	}
}

static bool start(void *ctx, unsigned lane, const struct request *rq)
{
	struct sender *s = ctx;
	struct send_lane *l = &s->lane[lane];
	char url[1024];
	int n = snprintf(url, sizeof url, "%s%s", s->base, rq->path);
	bool ok = n > 0 && (size_t)n < sizeof url;

	assert(lane < TRANSPORT_LANES && !l->in_flight);
	lane_headers(l, rq);
	buf_reset(&l->body);
	l->header_bytes = 0;
	l->too_large = false;
	l->answer_max = rq->answer_max;
	ok = ok && curl_easy_setopt(l->easy, CURLOPT_URL, url) == CURLE_OK &&
	     curl_easy_setopt(l->easy, CURLOPT_HTTPHEADER, l->headers) == CURLE_OK &&
	     curl_easy_setopt(l->easy, CURLOPT_TIMEOUT_MS, rq->timeout_ms) == CURLE_OK;
	if (rq->body != NULL)
		ok = ok && curl_easy_setopt(l->easy, CURLOPT_POST, 1L) == CURLE_OK &&
		     curl_easy_setopt(l->easy, CURLOPT_POSTFIELDSIZE_LARGE,
			     (curl_off_t)rq->body->len) == CURLE_OK &&
		     curl_easy_setopt(l->easy, CURLOPT_POSTFIELDS, buf_str(rq->body)) == CURLE_OK;
	else
		ok = ok && curl_easy_setopt(l->easy, CURLOPT_HTTPGET, 1L) == CURLE_OK;
	if (!ok || curl_multi_add_handle(s->multi, l->easy) != CURLM_OK)
		return false;
	l->in_flight = true;
	if (rq->body != NULL)
		push(s, l, (curl_off_t)rq->body->len);
	return true;
}

/* --- replies --- */

static enum reply_kind kind_of(CURLcode code, const struct send_lane *l)
{
	static const struct {
		CURLcode code;
		enum reply_kind kind;
	} KINDS[] = {
		{ CURLE_PEER_FAILED_VERIFICATION, REPLY_TLS },
		{ CURLE_SSL_PINNEDPUBKEYNOTMATCH, REPLY_TLS },
		{ CURLE_SSL_CONNECT_ERROR, REPLY_TLS },
		{ CURLE_SSL_CACERT_BADFILE, REPLY_TLS },
		{ CURLE_SSL_ISSUER_ERROR, REPLY_TLS },
		{ CURLE_SSL_INVALIDCERTSTATUS, REPLY_TLS },
		{ CURLE_SSL_CERTPROBLEM, REPLY_TLS },
		{ CURLE_USE_SSL_FAILED, REPLY_TLS },
		{ CURLE_WEIRD_SERVER_REPLY, REPLY_BROKEN },
		{ CURLE_UNSUPPORTED_PROTOCOL, REPLY_BROKEN },
		{ CURLE_BAD_CONTENT_ENCODING, REPLY_BROKEN },
		{ CURLE_HTTP2, REPLY_BROKEN },
		{ CURLE_HTTP2_STREAM, REPLY_BROKEN },
		{ CURLE_WRITE_ERROR, REPLY_BROKEN },
	};

	if (code == CURLE_OK)
		return REPLY_HTTP;
	if (l->too_large)
		return REPLY_BROKEN;
	for (size_t i = 0; i < sizeof KINDS / sizeof KINDS[0]; i++) {
		if (KINDS[i].code == code)
			return KINDS[i].kind;
	}
	return REPLY_OFFLINE;
}

/* A header's value when it came exactly once and fits. */
static void copy_header(CURL *easy, const char *name, char *ret, size_t size)
{
	struct curl_header *h;

	ret[0] = '\0';
	if (curl_easy_header(easy, name, 0, CURLH_HEADER, -1, &h) == CURLHE_OK && h->amount == 1 &&
		strlen(h->value) < size)
		memcpy(ret, h->value, strlen(h->value) + 1);
}

static void lane_reply(struct send_lane *l, CURLcode code, struct reply *ret)
{
	ret->kind = kind_of(code, l);
	ret->status = 0;
	curl_easy_getinfo(l->easy, CURLINFO_RESPONSE_CODE, &ret->status);
	copy_header(l->easy, "Content-Type", ret->content_type, sizeof ret->content_type);
	copy_header(l->easy, "Retry-After", ret->retry_after, sizeof ret->retry_after);
	copy_header(l->easy, "ETag", ret->etag, sizeof ret->etag);
	/* libcurl's fixed words only: its error buffer may repeat what the other side wrote */
	snprintf(ret->reason, sizeof ret->reason, "%s",
		code == CURLE_OK ? ""
		: l->too_large   ? "the answer is larger than allowed"
				 : curl_easy_strerror(code));
	ret->body = l->body;
	l->body = (struct buf)BUF_INIT;
}

static bool finished(struct sender *s, unsigned *ret_lane, struct reply *ret)
{
	int left;

	for (CURLMsg *m; (m = curl_multi_info_read(s->multi, &left)) != NULL;) {
		if (m->msg != CURLMSG_DONE)
			continue;
		for (unsigned i = 0; i < TRANSPORT_LANES; i++) {
			struct send_lane *l = &s->lane[i];
			CURLcode code = m->data.result;

			if (l->easy != m->easy_handle)
				continue;
			curl_multi_remove_handle(s->multi, l->easy);
			l->in_flight = false;
			lane_reply(l, code, ret);
			*ret_lane = i;
			return true;
		}
	}
	return false;
}

static enum transport_wait wait_reply(void *ctx, unsigned *ret_lane, struct reply *ret)
{
	struct sender *s = ctx;
	struct curl_waitfd stop = { .fd = s->stop_fd, .events = CURL_WAIT_POLLIN };
	int running;

	if (s->held) {
		s->held = false;
		*ret_lane = s->held_lane;
		*ret = s->held_reply;
		return TRANSPORT_REPLY;
	}
	for (;;) {
		if (curl_multi_perform(s->multi, &running) != CURLM_OK)
			return TRANSPORT_FAILED;
		if (finished(s, ret_lane, ret))
			return TRANSPORT_REPLY;
		if (running == 0)
			return TRANSPORT_FAILED;
		stop.revents = 0;
		if (curl_multi_poll(s->multi, &stop, s->stop_fd >= 0 ? 1 : 0, POLL_MS, NULL) !=
			CURLM_OK)
			return TRANSPORT_FAILED;
		if (stop.revents != 0)
			return TRANSPORT_STOPPED;
	}
}

static bool ready(void *ctx)
{
	struct sender *s = ctx;
	int running;

	if (!s->held && curl_multi_perform(s->multi, &running) == CURLM_OK)
		s->held = finished(s, &s->held_lane, &s->held_reply);
	return s->held;
}

static void abandon(void *ctx)
{
	struct sender *s = ctx;

	if (s->held)
		buf_release(&s->held_reply.body);
	s->held = false;
	for (unsigned i = 0; i < TRANSPORT_LANES; i++) {
		if (s->lane[i].in_flight)
			curl_multi_remove_handle(s->multi, s->lane[i].easy);
		s->lane[i].in_flight = false;
	}
}

/* --- life --- */

bool send_open(struct sender **ret, const struct send_options *opt, char err[static SEND_ERR_MAX])
{
	struct sender *s;

	if (access(opt->ca, R_OK) != 0) {
		snprintf(err, SEND_ERR_MAX, "cannot read the city's CA '%.200s'", opt->ca);
		return false;
	}
	if (opt->pin != NULL && opt->pin[0] != '\0' && !address_is_pin(opt->pin)) {
		snprintf(err, SEND_ERR_MAX, "pin is not sha256// and 44 characters of base64");
		return false;
	}
	s = calloc(1, sizeof *s);
	if (s == NULL || curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) {
		free(s);
		snprintf(err, SEND_ERR_MAX, "cannot start the network library");
		return false;
	}
	s->transport = (struct transport){ s, start, wait_reply, abandon, ready };
	s->stop_fd = opt->stop_fd;
	s->base = address_base(opt->url);
	s->multi = curl_multi_init();
	bool ok = s->base != NULL && s->multi != NULL &&
		  curl_multi_setopt(s->multi, CURLMOPT_MAX_TOTAL_CONNECTIONS,
			  (long)TRANSPORT_LANES) == CURLM_OK;
	for (unsigned i = 0; i < TRANSPORT_LANES && ok; i++)
		ok = lane_open(&s->lane[i], opt);
	if (!ok) {
		snprintf(err, SEND_ERR_MAX,
			s->base == NULL ? "url is not a plain https address"
					: "the network library refuses the url, ca or pin");
		send_close(s);
		return false;
	}
	*ret = s;
	return true;
}

const struct transport *send_transport(const struct sender *s)
{
	return &s->transport;
}

void send_close(struct sender *s)
{
	if (s == NULL)
		return;
	abandon(s);
	for (unsigned i = 0; i < TRANSPORT_LANES; i++) {
		curl_easy_cleanup(s->lane[i].easy);
		curl_slist_free_all(s->lane[i].headers);
		buf_release(&s->lane[i].body);
	}
	curl_multi_cleanup(s->multi);
	free(s->base);
	free(s);
	curl_global_cleanup();
}
