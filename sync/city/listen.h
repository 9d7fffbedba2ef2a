/* SPDX-License-Identifier: Apache-2.0 */
/*
 * listen — the listening socket from the text of --listen. Layer: city.
 */
#ifndef MARUMADO_CITY_LISTEN_H
#define MARUMADO_CITY_LISTEN_H
#include <stdbool.h>
#include <stddef.h>

#define LISTEN_TEXT_MAX 160

enum listen_result { LISTEN_OK, LISTEN_SYNTAX, LISTEN_FAILED /* errno */ };

struct listen_place {
	int fd;
	bool is_unix, is_loopback;
	/* "127.0.0.1:8443", "[::1]:8443" or "unix:/path", with the real port */
	char text[LISTEN_TEXT_MAX];
};

/* "ADDRESS:PORT", "[ADDRESS]:PORT" (numbers only; port 0: any free one) or "unix:/PATH" (mode 0660;
 * a socket left by a dead server is replaced, a living one is not). ret untouched on failure. */
enum listen_result listen_open(struct listen_place *ret, const char *text)
	__attribute__((warn_unused_result));
/* Removes a unix socket's file; the fd is not closed here. */
void listen_forget(const struct listen_place *p);
#endif
