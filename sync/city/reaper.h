/* SPDX-License-Identifier: Apache-2.0 */
/*
 * reaper — ends connections that take too long for one request, however busy they look.
 * Layer: city, below http. Safe from any thread; the sockets belong to the HTTP library.
 */
#ifndef MARUMADO_CITY_REAPER_H
#define MARUMADO_CITY_REAPER_H
#include <stdint.h>

struct reaper;
struct reaper_entry; /* one open connection */

/* NULL: no memory. max_ms: longest time for one request, from its first byte or the connection's
 * start. */
struct reaper *reaper_open(int64_t max_ms);
/* All entries must have been removed. */
void reaper_close(struct reaper *r);
/* A connection has begun; NULL when there is no memory (then it is not watched). */
struct reaper_entry *reaper_add(struct reaper *r, int fd, int64_t now_ms);
/* A request of this connection has ended; the next has the whole time again. NULL is ignored. */
void reaper_renew(struct reaper *r, struct reaper_entry *e, int64_t now_ms);
/* The connection has ended, its socket is still open. NULL is ignored. */
void reaper_remove(struct reaper *r, struct reaper_entry *e);
/* Shuts down every connection that is over its time. */
void reaper_run(struct reaper *r, int64_t now_ms);
#endif
