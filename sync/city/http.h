/* SPDX-License-Identifier: Apache-2.0 */
/*
 * http — the city's HTTP side: limits, routes, answers, access log (openapi.yaml).
 *
 * Layer: city, above ack, problem and metrics; libmicrohttpd is named only in http*.c and here. The
 * handlers run in several threads; struct city holds everything they share. Batches of items are
 * worked on by threads of their own (workers.h) while the library lets the connection rest.
 */
#ifndef MARUMADO_CITY_HTTP_H
#define MARUMADO_CITY_HTTP_H
#include <microhttpd.h>
#include <stdatomic.h>
#include "ack.h"
#include "metrics.h"
#include "problem.h"
#include "reaper.h"
#include "workers.h"

#define HTTP_THREADS 4
#define HTTP_CONNECTIONS_MAX 512
#define HTTP_CONNECTIONS_PER_ADDRESS 160
#define HTTP_IDLE_S 30
#define HTTP_REQUEST_MS_MAX 60000 /* one request, first byte to last, whatever it does */
/* bytes read of a body that is too large, to say so politely */
#define HTTP_DISCARD_MAX (8 * 1024 * 1024)

struct city { /* shared by all requests */
	struct ack_desk desk;
	struct buf keys_doc;
	char keys_etag[40]; /* quoted; couriers keep at most 63 bytes of it */
	struct metrics metrics;
	struct ratelimit *per_address;
	struct reaper *reaper;
	bool behind_proxy; /* a unix socket: the client's address is in X-Real-IP */
	atomic_int active; /* requests under way */
	atomic_bool damage_told; /* the log has said that the store is damaged */
	struct http_status *status;
	struct workers *workers; /* from http_start to http_stop */
};

struct route;
struct http_status; /* the published status document, http_status.c */
struct outcome { /* of a batch */
	struct buf ack;       /* when problem is PROBLEM_NONE */
	enum problem problem;
	char detail[SIGN_REASON_MAX]; /* "" for none */
	int item;             /* that is to blame, -1 for none */
};
struct request { /* one, from its header to the end of its answer */
	struct MHD_Connection *connection;
	const struct route *route; /* NULL: no such path */
	const char *method;        /* for the log: a known method or "other" */
	struct buf body;
	size_t received;
	unsigned long long announced; /* bytes of body, 0: not said */
	/* decided from the header or while reading: the body is only read and dropped */
	enum problem early;
	int64_t start_ms;
	unsigned status;    /* 0 until answered */
	size_t sent;        /* bytes of the answer's body */
	char device[9];     /* first characters of the kid, for the log; "-" when none */
	struct workers_job job;
	bool handed_over;   /* a worker has, or had, this request */
	struct outcome outcome; /* what the worker found; body is then used up */
};

struct route {
	const char *path;
	const char *method; /* GET (answers HEAD too) or POST */
	enum MHD_Result (*answer)(struct city *c, struct request *r);
};

/* Starts the server on a listening socket (taken over). cert and key: PEM, both NULL for no TLS.
 * NULL on failure; the socket is then still the caller's. */
struct MHD_Daemon *http_start(struct city *c, int listen_fd, const char *cert, const char *key);
/* Accepts nothing new, waits for requests under way (at most wait_ms), then ends all threads. */
void http_stop(struct MHD_Daemon *d, struct city *c, int wait_ms);

/* CLOCK_BOOTTIME in milliseconds. */
int64_t http_now_ms(void);
/* Queues an answer with a copy of body. etag may be NULL. */
enum MHD_Result http_answer(struct request *r, unsigned status, const char *type,
	const struct buf *body, const char *etag);
/* Queues an answer that other requests use too; it stays the caller's. */
enum MHD_Result http_answer_shared(struct request *r, unsigned status,
	struct MHD_Response *response, size_t len);
/* Does the request's If-None-Match name this ETag (or any)? */
bool http_not_changed(const struct request *r, const char *etag);
/* Queues a problem; detail may be NULL, item < 0 for none. */
enum MHD_Result http_problem(struct request *r, enum problem p, const char *detail, int item);

/* The problem of a request that the store did not serve; logs once that it is damaged. */
enum problem http_store_problem(struct city *c, enum store_result r);

/* For the file at path, which need not be there yet. NULL: no memory. Close accepts NULL. */
struct http_status *http_status_open(const char *path);
void http_status_close(struct http_status *s);

/* The handlers: http_items.c, http_docs.c, http_status.c. */
enum MHD_Result http_items(struct city *c, struct request *r);
/* The workers' part of http_items: a workers_fn for struct city and struct request. */
void http_items_work(void *city, void *request);
enum MHD_Result http_keys(struct city *c, struct request *r);
enum MHD_Result http_status(struct city *c, struct request *r);
enum MHD_Result http_health(struct city *c, struct request *r);
enum MHD_Result http_metrics(struct city *c, struct request *r);
#endif
