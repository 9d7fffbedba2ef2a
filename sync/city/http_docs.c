/* SPDX-License-Identifier: Apache-2.0 */
/*
 * http_docs — what can be fetched: the key document, and for operators health and metrics.
 *
 * The key document is read once at start; a new one takes a restart. /metrics and /healthz hold
 * numbers only, and nginx.conf.example keeps them from the outside all the same.
 */
#include <string.h>
#include "http.h"

/* Weak comparison, as RFC 9110 §13.1.2 asks for. */
bool http_not_changed(const struct request *r, const char *etag)
{
	const char *header = MHD_lookup_connection_value(r->connection, MHD_HEADER_KIND,
		MHD_HTTP_HEADER_IF_NONE_MATCH);
	size_t n = strlen(etag);
	if (!header)
		return false;
	header += strspn(header, " \t");
	if (strcmp(header, "*") == 0)
		return true;
	for (const char *p = strstr(header, etag); p; p = strstr(p + n, etag))
		if (p == header || strchr(" ,/", p[-1]))
			return true;
	return false;
}

enum MHD_Result http_keys(struct city *c, struct request *r)
{
	if (http_not_changed(r, c->keys_etag))
		return http_answer(r, MHD_HTTP_NOT_MODIFIED, NULL, NULL, c->keys_etag);
	return http_answer(r, MHD_HTTP_OK, WIRE_TYPE_JOSE "+json", &c->keys_doc, c->keys_etag);
}

static enum store_result counts(struct city *c, struct store_counts *ret)
{
	pthread_mutex_lock(&c->desk.store_lock);
	enum store_result r = c->desk.store->counts(c->desk.store, ret);
	pthread_mutex_unlock(&c->desk.store_lock);
	return r;
}

enum MHD_Result http_health(struct city *c, struct request *r)
{
	struct store_counts n;
	struct buf body = BUF_INIT;
	enum store_result store = counts(c, &n);
	if (store != STORE_OK)
		return http_problem(r, http_store_problem(c, store), NULL, -1);
	buf_puts(&body, "ok\n");
	enum MHD_Result ok = http_answer(r, MHD_HTTP_OK, "text/plain", &body, NULL);
	buf_release(&body);
	return ok;
}

enum MHD_Result http_metrics(struct city *c, struct request *r)
{
	struct store_counts n;
	struct buf body = BUF_INIT;
	enum MHD_Result ok;
	enum store_result store = counts(c, &n);
	if (store != STORE_OK || !metrics_write(&c->metrics, &n, &body))
		ok = http_problem(r, http_store_problem(c, store), NULL, -1);
	else
		ok = http_answer(r, MHD_HTTP_OK, METRICS_TYPE, &body, NULL);
	buf_release(&body);
	return ok;
}
