/* SPDX-License-Identifier: Apache-2.0 */
/*
 * send — the transport over HTTPS, with libcurl.
 *
 * Layer: sync. send_open, then send_transport for as long as wanted, then send_close (accepts
 * NULL). Connections stay open between requests and passes. One thread only.
 */
#ifndef MARUMADO_SEND_H
#define MARUMADO_SEND_H
#include <stdbool.h>
#include "transport.h"

#define SEND_ERR_MAX          256
#define SEND_CONNECT_MS       15000
#define SEND_SLOW_BYTES_S     100 /* slower than this … */
#define SEND_SLOW_S           30  /* … for this long ends a request */
#define SEND_HEADER_BYTES_MAX (32 * 1024)

struct sender;

struct send_options {
	const char *url; /* https://host[:port][/base]; no user, query or fragment */
	const char *ca;  /* PEM file: the only authority that is trusted */
	const char *pin; /* "sha256//…" (several separated by ;), NULL or "" for none */
	int stop_fd;     /* readable when the program shall end, -1 for none; never read here */
};

/* False: err holds one line; a mistake of the configuration. Strings are copied. */
bool send_open(struct sender **ret, const struct send_options *opt, char err[static SEND_ERR_MAX])
	__attribute__((warn_unused_result));
/* Borrowed until send_close. */
const struct transport *send_transport(const struct sender *s);
void send_close(struct sender *s);
#endif
