/* SPDX-License-Identifier: Apache-2.0 */
/*
 * listen — opens the socket before the HTTP library starts, so that "listening on" is printed
 * with the real port and an address in use has its own exit code. Numeric addresses only: a name
 * server is no part of starting up.
 */
#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>
#include "listen.h"

#define BACKLOG 256

static int close_failed(int fd)
{
	int why = errno;
	close(fd);
	errno = why;
	return -1;
}

/* Is somebody listening on this unix socket? */
static bool answered(const struct sockaddr_un *address)
{
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	bool yes = fd >= 0 && connect(fd, (const struct sockaddr *)address, sizeof(*address)) == 0;
	if (fd >= 0)
		close(fd);
	return yes;
}

static enum listen_result open_unix(struct listen_place *p, const char *path)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	struct stat st;
	if (strlen(path) >= sizeof(address.sun_path) || path[0] != '/')
		return LISTEN_SYNTAX;
	memcpy(address.sun_path, path, strlen(path) + 1);
	if (lstat(path, &st) == 0 && S_ISSOCK(st.st_mode) && !answered(&address))
		unlink(path);
	p->fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (p->fd < 0)
		return LISTEN_FAILED;
	if (bind(p->fd, (struct sockaddr *)&address, sizeof(address)) != 0 || chmod(path, 0660) != 0
		|| listen(p->fd, BACKLOG) != 0) {
		close_failed(p->fd);
		return LISTEN_FAILED;
	}
	p->is_unix = true;
	snprintf(p->text, sizeof(p->text), "unix:%s", path);
	return LISTEN_OK;
}

/* host: as getnameinfo prints a number */
static bool is_loopback(const char *host)
{
	return strncmp(host, "127.", 4) == 0 || strcmp(host, "::1") == 0;
}

/* Splits "host:port" or "[host]:port". */
static bool split(const char *text, char host[static 64], char port[static 8])
{
	const char *colon = strrchr(text, ':');
	if (!colon || colon == text || strlen(colon + 1) < 1 || strlen(colon + 1) > 5)
		return false;
	if (strspn(colon + 1, "0123456789") != strlen(colon + 1)
		|| strtol(colon + 1, NULL, 10) > 65535)
		return false;
	memcpy(port, colon + 1, strlen(colon + 1) + 1);
	bool bracketed = text[0] == '[' && colon[-1] == ']';
	const char *from = text + (bracketed ? 1 : 0);
	size_t len = (size_t)(colon - from) - (bracketed ? 1 : 0);
	if (len < 1 || len >= 64 || (!bracketed && memchr(from, ':', len)))
		return false;
	memcpy(host, from, len);
	host[len] = '\0';
	return true;
}

static enum listen_result bind_to(struct listen_place *p, const struct addrinfo *a)
{
	struct sockaddr_storage real = { 0 };
	socklen_t len = sizeof(real);
	char host[64], port[8];
	p->fd = socket(a->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (p->fd < 0)
		return LISTEN_FAILED;
	setsockopt(p->fd, SOL_SOCKET, SO_REUSEADDR, &(int){ 1 }, sizeof(int));
	if (bind(p->fd, a->ai_addr, a->ai_addrlen) != 0 || listen(p->fd, BACKLOG) != 0
		|| getsockname(p->fd, (struct sockaddr *)&real, &len) != 0
		|| getnameinfo((struct sockaddr *)&real, len, host, sizeof(host), port,
		sizeof(port),
			NI_NUMERICHOST | NI_NUMERICSERV) != 0) {
		close_failed(p->fd);
		return LISTEN_FAILED;
	}
	p->is_loopback = is_loopback(host);
	snprintf(p->text, sizeof(p->text), strchr(host, ':') ? "[%s]:%s" : "%s:%s", host, port);
	return LISTEN_OK;
}

enum listen_result listen_open(struct listen_place *ret, const char *text)
{
	struct listen_place p = { .fd = -1 };
	char host[64], port[8];
	enum listen_result r;
	if (strncmp(text, "unix:", 5) == 0) {
		r = open_unix(&p, text + 5);
	} else {
		struct addrinfo *a = NULL;
		const struct addrinfo hints = {
			.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV | AI_PASSIVE,
			.ai_socktype = SOCK_STREAM };
		if (!split(text, host, port) || getaddrinfo(host, port, &hints, &a) != 0)
			return LISTEN_SYNTAX;
		r = bind_to(&p, a);
		freeaddrinfo(a);
	}
	if (r == LISTEN_OK)
		*ret = p;
	return r;
}

void listen_forget(const struct listen_place *p)
{
	if (p->is_unix)
		unlink(p->text + strlen("unix:"));
}
