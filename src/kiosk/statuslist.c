/* SPDX-License-Identifier: Apache-2.0 */
/*
 * statuslist — why: what the courier brought may be forged, old or another city's, and must not
 * even push out what was believed before. So the terminal keeps a copy of its own of the last good
 * list, and that copy's version is the floor. The copy is verified each time it is read: when the
 * city takes back the key that signed it, it stops counting, floor and all.
 *
 * The courier's folder belongs to somebody else: its file is opened without following links and
 * without waiting, and only a plain file of the allowed size is read.
 */
#include "statuslist.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "buf.h"

#define PATH_CAP 1100

static void own_path(const char *data_dir, char ret[static PATH_CAP])
{
	snprintf(ret, PATH_CAP, "%s/keys/" WIRE_STATUS_FILE, data_dir);
}

static void courier_path(const char *data_dir, char ret[static PATH_CAP])
{
	snprintf(ret, PATH_CAP, "%s/courier/" WIRE_STATUS_FILE, data_dir);
}

static bool read_stranger(struct buf *ret, const char *path)
{
	char piece[65536];
	struct stat st;
	int fd = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	bool ok = fd >= 0 && fstat(fd, &st) == 0 && S_ISREG(st.st_mode);

	while (ok) {
		ssize_t n = read(fd, piece, sizeof(piece));
		if (n == 0)
			break;
		if (n < 0 && errno == EINTR)
			continue;
		ok = n > 0 && ret->len + (size_t)n <= WIRE_STATUS_BYTES_MAX;
		if (ok)
			buf_append(ret, piece, (size_t)n);
	}
	if (fd >= 0)
		close(fd);
	return ok && buf_ok(ret);
}

/* The list that is believed; l->version follows it. False: there is none. */
static bool own_list(struct statuslist *l, const char *data_dir, const struct city_keys *city,
	struct status_doc *ret)
{
	char path[PATH_CAP], reason[SIGN_REASON_MAX];
	struct buf jws = BUF_INIT;

	own_path(data_dir, path);
	bool ok = buf_read_file(&jws, path, WIRE_STATUS_BYTES_MAX) &&
		  status_doc_verify(ret, buf_str(&jws), jws.len, city, 0, reason);
	buf_release(&jws);
	l->version = ok ? ret->version : 0;
	return ok;
}

void statuslist_forget(struct statuslist *l)
{
	*l = (struct statuslist){ .version = -1 };
}

static bool is_seen(const struct statuslist *l, const struct stat *st)
{
	return l->looked && st->st_dev == l->seen.st_dev && st->st_ino == l->seen.st_ino &&
	       st->st_size == l->seen.st_size && st->st_mtim.tv_sec == l->seen.st_mtim.tv_sec &&
	       st->st_mtim.tv_nsec == l->seen.st_mtim.tv_nsec;
}

/* Keeps a list that proved itself. */
static bool adopt(struct statuslist *l, const char *data_dir, const struct buf *jws,
	const struct status_doc *doc, char problem[static WHY_MAX])
{
	char path[PATH_CAP];

	if (doc->version <= l->version)
		return false;
	own_path(data_dir, path);
	if (!buf_write_file(path, jws->data, jws->len, 0600)) {
		l->looked = false; /* again next time */
		return why(problem, "cannot write '%s': %s", path, strerror(errno));
	}
	l->version = doc->version;
	return true;
}

bool statuslist_collect(struct statuslist *l, const char *data_dir, const struct city_keys *city,
	char problem[static WHY_MAX])
{
	char path[PATH_CAP], reason[SIGN_REASON_MAX];
	struct status_doc doc = { .list = NULL };
	struct buf jws = BUF_INIT;
	struct stat st;
	bool newer = false;

	problem[0] = '\0';
	courier_path(data_dir, path);
	if (lstat(path, &st) != 0 || is_seen(l, &st))
		return false;
	l->looked = true;
	l->seen = st;
	if (l->version < 0 && own_list(l, data_dir, city, &doc))
		status_doc_release(&doc);
	if (!read_stranger(&jws, path))
		why(problem, "the status document cannot be read");
	else if (!status_doc_verify(&doc, buf_str(&jws), jws.len, city, l->version, reason))
		why(problem, "the status document is not the city's newest: %s", reason);
	else
		newer = adopt(l, data_dir, &jws, &doc, problem);
	status_doc_release(&doc);
	buf_release(&jws);
	return newer;
}

bool statuslist_find(struct statuslist *l, const char *data_dir, const struct city_keys *city,
	const struct status_secret *secret, struct status *ret)
{
	struct status_doc doc = { .list = NULL };
	bool found = own_list(l, data_dir, city, &doc) && status_look(ret, &doc, secret);

	status_doc_release(&doc);
	return found;
}
