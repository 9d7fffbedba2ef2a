/* SPDX-License-Identifier: Apache-2.0 */
/*
 * buf — why: sealed and unsealed bytes of unknown length pass through every module, and a realloc
 * that moves them would leave the old copy in freed memory where a core dump or the next visitor
 * finds it.
 *
 * Growth therefore allocates, copies, overwrites and frees; it doubles, so appends stay linear. The
 * two file helpers live here because they are the only ways a whole buf meets the disk: reading
 * with a cap, and replacing a file so that after a power cut either the old or the new content is
 * there. Not here: streaming, locking, encodings.
 */
#include "buf.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define BUF_FIRST 256u /* bytes of the first allocation */

void buf_release(struct buf *b)
{
	if (b->data) {
		explicit_bzero(b->data, b->cap);
		free(b->data);
	}
	*b = (struct buf)BUF_INIT;
}

void buf_reset(struct buf *b)
{
	if (b->data)
		explicit_bzero(b->data, b->cap);
	b->len = 0;
	b->failed = false;
}

/* Moves the content to cap bytes. */
static bool move_to(struct buf *b, size_t cap)
{
	char *data = malloc(cap);

	if (!data) {
		b->failed = true;
		return false;
	}
	if (b->data) {
		memcpy(data, b->data, b->len + 1);
		explicit_bzero(b->data, b->cap);
		free(b->data);
	} else {
		data[0] = '\0';
	}
	b->data = data;
	b->cap = cap;
	return true;
}

/* Room for `more` bytes and the NUL. False, and `failed` set, when there is none to be had. */
static bool reserve(struct buf *b, size_t more)
{
	size_t cap = b->cap ? b->cap : BUF_FIRST;

	if (b->failed)
		return false;
	if (more > BUF_MAX - b->len) {
		b->failed = true;
		return false;
	}
	while (cap < b->len + more + 1)
		cap *= 2;
	return cap == b->cap || move_to(b, cap);
}

void buf_reserve(struct buf *b, size_t len)
{
	if (b->failed)
		return;
	if (len > BUF_MAX - b->len)
		b->failed = true;
	else if (b->cap < b->len + len + 1)
		(void)move_to(b, b->len + len + 1);
}

void buf_append(struct buf *b, const void *data, size_t len)
{
	assert(data || len == 0);
	if (!reserve(b, len))
		return;
	if (len)
		memcpy(b->data + b->len, data, len);
	b->len += len;
	b->data[b->len] = '\0';
}

void buf_puts(struct buf *b, const char *s)
{
	buf_append(b, s, strlen(s));
}

void buf_printf(struct buf *b, const char *fmt, ...)
{
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	if (n < 0) {
		b->failed = true;
		return;
	}
	if (!reserve(b, (size_t)n))
		return;
	va_start(ap, fmt);
	vsnprintf(b->data + b->len, (size_t)n + 1, fmt, ap);
	va_end(ap);
	b->len += (size_t)n;
}

bool buf_ok(const struct buf *b)
{
	return !b->failed;
}

const char *buf_str(const struct buf *b)
{
	return b->data ? b->data : "";
}

/* Appends what fd holds; false with errno on a read error, or when more than max bytes come. */
static bool read_all(struct buf *b, int fd, size_t max)
{
	size_t start = b->len;

	for (;;) {
		ssize_t n;

		if (!reserve(b, 4096)) {
			errno = ENOMEM;
			return false;
		}
		n = read(fd, b->data + b->len, b->cap - b->len - 1);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return false;
		if (n == 0)
			break;
		b->len += (size_t)n;
		if (b->len - start > max) {
			errno = EFBIG;
			return false;
		}
	}
	b->data[b->len] = '\0';
	return true;
}

bool buf_read_file(struct buf *b, const char *path, size_t max)
{
	size_t len = b->len;
	bool ok;
	int fd, saved;

	if (b->failed) {
		errno = ENOMEM;
		return false;
	}
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return false;
	ok = read_all(b, fd, max);
	saved = errno;
	close(fd);
	if (!ok && b->data) {
		explicit_bzero(b->data + len, b->cap - len);
		b->len = len;
		b->failed = false;
	}
	errno = saved;
	return ok;
}

static bool write_all(int fd, const char *data, size_t len)
{
	while (len) {
		ssize_t n = write(fd, data, len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return false;
		data += n;
		len -= (size_t)n;
	}
	return true;
}

/* Makes the names in the folder of path durable. */
static bool sync_folder(const char *path)
{
	const char *slash = strrchr(path, '/');
	char *dir = !slash      ? strdup(".")
		: slash == path ? strdup("/")
				: strndup(path, (size_t)(slash - path));
	bool ok;
	int fd, saved;

	if (!dir)
		return false;
	fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	saved = errno;
	free(dir);
	errno = saved;
	if (fd < 0)
		return false;
	ok = fsync(fd) == 0;
	saved = errno;
	close(fd);
	errno = saved;
	return ok;
}

bool buf_write_file(const char *path, const void *data, size_t len, unsigned mode)
{
	char *tmp = NULL;
	bool ok;
	int fd, saved;

	if (asprintf(&tmp, "%s.XXXXXX", path) < 0) {
		errno = ENOMEM;
		return false;
	}
	fd = mkostemp(tmp, O_CLOEXEC);
	if (fd < 0) {
		saved = errno;
		free(tmp);
		errno = saved;
		return false;
	}
	/* a file system without modes may refuse: then it stays as mkostemp made it */
	ok = (fchmod(fd, (mode_t)mode) == 0 || errno == EPERM || errno == ENOTSUP)
		&& write_all(fd, data, len) && fsync(fd) == 0;
	saved = errno;
	/* close can still report a lost write (NFS); a second close after EINTR would hit a
	 * stranger's fd */
	if (close(fd) != 0 && ok) {
		ok = false;
		saved = errno;
	}
	errno = saved;
	ok = ok && rename(tmp, path) == 0;
	if (!ok) {
		saved = errno;
		unlink(tmp);
	}
	free(tmp);
	if (ok)
		return sync_folder(path);
	errno = saved;
	return false;
}
