/* SPDX-License-Identifier: Apache-2.0 */
/*
 * http — libmicrohttpd made safe to stand on the internet.
 *
 * Everything that can be refused is refused before the body is looked at: unknown path, method,
 * media type, rate, size. A refused body is still read (and dropped) so that the client gets to
 * see why; one that goes on past HTTP_DISCARD_MAX is cut off. Slow senders end by time (reaper),
 * many connections by number and by address. HTTP/2 is nginx's part (nginx.conf.example); this
 * speaks HTTP/1.1. The access log has method, known path, status, bytes, milliseconds and eight
 * characters of the device.
 */
#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>
#include <unistd.h>
#include "http.h"
#include "log.h"

static const struct route ROUTES[] = {
	{ WIRE_PATH_ITEMS, MHD_HTTP_METHOD_POST, http_items },
	{ WIRE_PATH_KEYS, MHD_HTTP_METHOD_GET, http_keys },
	{ WIRE_PATH_STATUS, MHD_HTTP_METHOD_GET, http_status },
	{ WIRE_PATH_HEALTH, MHD_HTTP_METHOD_GET, http_health },
	{ WIRE_PATH_METRICS, MHD_HTTP_METHOD_GET, http_metrics },
};

int64_t http_now_ms(void)
{
	struct timespec t;
	clock_gettime(CLOCK_BOOTTIME, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000 + 1;
}

static enum MHD_Result queue(struct request *r, unsigned status, struct MHD_Response *response,
	size_t len)
{
	if (!response)
		return MHD_NO;
	MHD_add_response_header(response, "X-Content-Type-Options", "nosniff");
	enum MHD_Result ok = MHD_queue_response(r->connection, status, response);
	MHD_destroy_response(response);
	r->status = status;
	r->sent = len;
	return ok;
}

static struct MHD_Response *make(const char *type, const struct buf *body)
{
	char empty[1] = "";
	struct MHD_Response *response = MHD_create_response_from_buffer(body ? body->len : 0,
		body && body->data ? body->data : empty, MHD_RESPMEM_MUST_COPY);
	if (response && type)
		MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_TYPE, type);
	return response;
}

enum MHD_Result http_answer(struct request *r, unsigned status, const char *type,
	const struct buf *body, const char *etag)
{
	struct MHD_Response *response = make(type, body);
	if (response && etag)
		MHD_add_response_header(response, MHD_HTTP_HEADER_ETAG, etag);
	if (response)
		MHD_add_response_header(response, MHD_HTTP_HEADER_CACHE_CONTROL, etag ? "no-cache"
			: "no-store");
	return queue(r, status, response, body ? body->len : 0);
}

enum MHD_Result http_answer_shared(struct request *r, unsigned status,
	struct MHD_Response *response, size_t len)
{
	r->status = status;
	r->sent = len;
	return MHD_queue_response(r->connection, status, response);
}

enum MHD_Result http_problem(struct request *r, enum problem p, const char *detail, int item)
{
	struct buf body = BUF_INIT;
	char seconds[16];
	if (!problem_body(&body, p, detail, item)) {
		buf_release(&body);
		return MHD_NO;
	}
	struct MHD_Response *response = make(WIRE_TYPE_PROBLEM, &body);
	if (response && problem_retry_after_s(p) > 0) {
		snprintf(seconds, sizeof(seconds), "%d", problem_retry_after_s(p));
		MHD_add_response_header(response, MHD_HTTP_HEADER_RETRY_AFTER, seconds);
	}
	if (response && p == PROBLEM_METHOD)
		MHD_add_response_header(response, MHD_HTTP_HEADER_ALLOW,
			strcmp(r->route->method, MHD_HTTP_METHOD_GET) == 0 ? "GET, HEAD"
			: r->route->method);
	enum MHD_Result ok = queue(r, problem_status(p), response, body.len);
	buf_release(&body);
	return ok;
}

enum problem http_store_problem(struct city *c, enum store_result r)
{
	if (r == STORE_DAMAGED && !atomic_exchange(&c->damage_told, true))
		log_error("'%s' is damaged, or was moved away: nothing is acknowledged until it is"
			" brought back and the server is started again", c->desk.store_name);
	return r == STORE_FULL ? PROBLEM_STORAGE_FULL : r == STORE_DAMAGED
		? PROBLEM_STORAGE_DAMAGED : PROBLEM_STORAGE;
}

/* --- what can be refused from the header alone --- */

static bool method_fits(const struct route *route, const char *method)
{
	bool get = strcmp(route->method, MHD_HTTP_METHOD_GET) == 0;
	return strcmp(route->method, method) == 0
		|| (get && strcmp(method, MHD_HTTP_METHOD_HEAD) == 0);
}

/* "application/json", whatever its case and parameters. */
static bool is_json(const char *type)
{
	size_t n = strlen(WIRE_TYPE_JSON);
	return type && strncasecmp(type, WIRE_TYPE_JSON, n) == 0 && strchr("; \t", type[n]);
}

/* One token of the client's address: IPv4, the first half of IPv6, or what the proxy says. */
static bool address_may(struct city *c, struct MHD_Connection *connection)
{
	const char *real = c->behind_proxy
		? MHD_lookup_connection_value(connection, MHD_HEADER_KIND, "X-Real-IP") : NULL;
	const union MHD_ConnectionInfo *info = c->behind_proxy ? NULL
		: MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
	const void *key = real ? real : "";
	size_t len = real ? strlen(real) : 0;
	struct sockaddr_storage address;
	if (info && info->client_addr && info->client_addr->sa_family == AF_INET) {
		memcpy(&address, info->client_addr, sizeof(struct sockaddr_in));
		key = &((struct sockaddr_in *)&address)->sin_addr;
		len = 4;
	} else if (info && info->client_addr && info->client_addr->sa_family == AF_INET6) {
		memcpy(&address, info->client_addr, sizeof(struct sockaddr_in6));
		key = &((struct sockaddr_in6 *)&address)->sin6_addr;
		len = 8;
	}
	return ratelimit_take(c->per_address, key, len, http_now_ms());
}

static enum problem from_header(struct city *c, struct request *r, const char *method)
{
	if (!r->route)
		return PROBLEM_NOT_FOUND;
	if (!method_fits(r->route, method))
		return PROBLEM_METHOD;
	if (!address_may(c, r->connection))
		return PROBLEM_RATE;
	if (r->route->answer != http_items)
		return PROBLEM_NONE;
	const char *type = MHD_lookup_connection_value(r->connection, MHD_HEADER_KIND,
		MHD_HTTP_HEADER_CONTENT_TYPE);
	const char *length = MHD_lookup_connection_value(r->connection, MHD_HEADER_KIND,
		MHD_HTTP_HEADER_CONTENT_LENGTH);
	r->announced = length ? strtoull(length, NULL, 10) : 0;
	if (r->announced > WIRE_BATCH_BYTES_MAX)
		return PROBLEM_TOO_LARGE;
	return is_json(type) ? PROBLEM_NONE : PROBLEM_MEDIA_TYPE;
}

/* --- the life of a request --- */

static const char *known_method(const char *method)
{
	static const char *const KNOWN[] = { "GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS",
		"PATCH" };
	for (size_t i = 0; i < sizeof(KNOWN) / sizeof(KNOWN[0]); i++)
		if (strcmp(method, KNOWN[i]) == 0)
			return KNOWN[i];
	return "other";
}

static enum MHD_Result begin(struct city *c, struct MHD_Connection *connection, const char *path,
	const char *method, void **state)
{
	struct request *r = calloc(1, sizeof(*r));
	if (!r)
		return MHD_NO;
	r->connection = connection;
	r->method = known_method(method);
	r->start_ms = http_now_ms();
	strcpy(r->device, "-");
	for (size_t i = 0; i < sizeof(ROUTES) / sizeof(ROUTES[0]); i++)
		if (strcmp(path, ROUTES[i].path) == 0)
			r->route = &ROUTES[i];
	r->early = from_header(c, r, method);
	atomic_fetch_add(&c->active, 1);
	*state = r;
	/* A body announced as too large is not waited for: the answer comes at once and the
	 * connection ends. */
	return r->early == PROBLEM_TOO_LARGE ? http_problem(r, r->early, NULL, -1) : MHD_YES;
}

static enum MHD_Result take_body(struct request *r, const char *data, size_t *size)
{
	r->received += *size;
	if (r->received > WIRE_BATCH_BYTES_MAX && r->early == PROBLEM_NONE) {
		r->early = PROBLEM_TOO_LARGE;
		buf_release(&r->body);
	}
	if (r->early == PROBLEM_NONE && r->route->answer == http_items) {
		if (r->body.len == 0)
			buf_reserve(&r->body, r->announced);
		buf_append(&r->body, data, *size);
	}
	*size = 0;
	return r->received > HTTP_DISCARD_MAX ? MHD_NO : MHD_YES;
}

static enum MHD_Result on_request(void *context, struct MHD_Connection *connection,
	const char *path, const char *method, const char *version, const char *data, size_t *size,
	void **state)
{
	struct city *c = context;
	struct request *r = *state;
	if (!r)
		return begin(c, connection, path, method, state);
	if (*size > 0)
		return take_body(r, data, size);
	if (r->status)
		return MHD_YES;
	if (r->early != PROBLEM_NONE)
		return http_problem(r, r->early, NULL, -1);
	return r->route->answer(c, r);
}

static struct reaper_entry *entry_of(struct MHD_Connection *connection)
{
	const union MHD_ConnectionInfo *info =
		MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
	return info ? info->socket_context : NULL;
}

static void on_completed(void *context, struct MHD_Connection *connection, void **state,
	enum MHD_RequestTerminationCode how)
{
	struct city *c = context;
	struct request *r = *state;
	if (!r)
		return;
	unsigned status = how == MHD_REQUEST_TERMINATED_COMPLETED_OK ? r->status : 0;
	log_info("%s %s %u %zu %lld %s", r->method, r->route ? r->route->path : "-", status,
		r->sent, (long long)(http_now_ms() - r->start_ms), r->device);
	metrics_count_answer(&c->metrics, status, r->received);
	reaper_renew(c->reaper, entry_of(connection), http_now_ms());
	buf_release(&r->body);
	buf_release(&r->outcome.ack);
	free(r);
	*state = NULL;
	atomic_fetch_sub(&c->active, 1);
}

static void on_connection(void *context, struct MHD_Connection *connection, void **socket_state,
	enum MHD_ConnectionNotificationCode what)
{
	struct city *c = context;
	const union MHD_ConnectionInfo *info =
		MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
	if (what == MHD_CONNECTION_NOTIFY_STARTED && info) {
		*socket_state = reaper_add(c->reaper, info->connect_fd, http_now_ms());
	} else if (what == MHD_CONNECTION_NOTIFY_CLOSED) {
		reaper_remove(c->reaper, *socket_state);
		*socket_state = NULL;
	}
}

/* The library's own messages are about single connections of strangers: not for the log. */
static void no_log(void *context, const char *format, va_list arguments)
{
}

struct MHD_Daemon *http_start(struct city *c, int listen_fd, const char *cert, const char *key)
{
	struct MHD_OptionItem tls[] = {
		{ MHD_OPTION_HTTPS_MEM_CERT, 0, (void *)(uintptr_t)cert },
		{ MHD_OPTION_HTTPS_MEM_KEY, 0, (void *)(uintptr_t)key },
		{ MHD_OPTION_HTTPS_PRIORITIES, 0,
			(void *)(uintptr_t)"NORMAL:-VERS-ALL:+VERS-TLS1.3:"
				"+VERS-TLS1.2:-CIPHER-ALL:+AES-128-GCM:"
				"+AES-256-GCM:+CHACHA20-POLY1305:-RSA" },
		{ MHD_OPTION_END, 0, NULL },
	};
	struct MHD_OptionItem none[] = { { MHD_OPTION_END, 0, NULL } };
	unsigned per_address = c->behind_proxy ? 0 : HTTP_CONNECTIONS_PER_ADDRESS;
	/* not epoll: with it the library (0.9.75) turns round and round while a TLS handshake waits
	 * for the client */
	unsigned flags = MHD_USE_POLL_INTERNAL_THREAD | MHD_USE_ITC | MHD_USE_ERROR_LOG
		| MHD_ALLOW_SUSPEND_RESUME;
	struct MHD_Daemon *d;
	c->workers = workers_open(http_items_work, c);
	if (!c->workers)
		return NULL;
	c->desk.helpers = c->workers;
	d = MHD_start_daemon(cert ? flags | MHD_USE_TLS : flags, 0, NULL, NULL, on_request, c,
		MHD_OPTION_EXTERNAL_LOGGER, no_log, NULL,
		MHD_OPTION_LISTEN_SOCKET, listen_fd,
		MHD_OPTION_THREAD_POOL_SIZE, (unsigned)HTTP_THREADS,
		MHD_OPTION_CONNECTION_LIMIT, (unsigned)HTTP_CONNECTIONS_MAX,
		MHD_OPTION_PER_IP_CONNECTION_LIMIT, per_address,
		MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)HTTP_IDLE_S,
		MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)64 * 1024,
		MHD_OPTION_NOTIFY_COMPLETED, on_completed, c,
		MHD_OPTION_NOTIFY_CONNECTION, on_connection, c,
		MHD_OPTION_ARRAY, cert ? tls : none,
		MHD_OPTION_END);
	if (!d) {
		c->desk.helpers = NULL;
		workers_close(c->workers);
	}
	return d;
}

void http_stop(struct MHD_Daemon *d, struct city *c, int wait_ms)
{
	int fd = MHD_quiesce_daemon(d);
	int64_t until = http_now_ms() + wait_ms;
	while (atomic_load(&c->active) > 0 && http_now_ms() < until)
		nanosleep(&(struct timespec){ .tv_nsec = 10000000 }, NULL);
	workers_stop(c->workers); /* the library must not end while connections rest */
	MHD_stop_daemon(d);
	c->desk.helpers = NULL;
	workers_close(c->workers);
	if (fd >= 0)
		close(fd);
}
