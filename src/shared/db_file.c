/* SPDX-License-Identifier: Apache-2.0 */
/*
 * db_file — why: a database that appears half-made, or that is quietly made anew in place of a
 * damaged one, loses receipts without anyone noticing.
 *
 * A file is built as FILE.new and renamed, so an empty FILE is damage and never a first start. A
 * damaged one is renamed together with its journal (the name SQLite would look for), never deleted.
 * The lock is a file of its own that SQLite never touches; flock ends with the process, whatever
 * ended it. Nobody else may open it: a lock needs no right to write, and a courier that was taken
 * over would keep the kiosk from starting. A few bytes in it remember that a database was here.
 * Not here: anything about rows.
 */
#include "db.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define ASIDE ".damaged-"
#define MADE  "made\n"

bool db_place_init(struct db_place *p, const char *data_dir, const struct db_kind *kind)
{
	/* room for the longest name made from these: outbox.db.damaged-4294967295-journal */
	if (strlen(data_dir) + 2 * strlen(kind->name) + 64 > sizeof(p->file))
		return false;
	snprintf(p->dir, sizeof(p->dir), "%s/%s", data_dir, kind->name);
	snprintf(p->file, sizeof(p->file), "%s/%s/%s.db", data_dir, kind->name, kind->name);
	return true;
}

static enum outbox_result fail_errno(char *err, const char *what, const char *name)
{
	enum outbox_result r = db_errno_result(errno);

	snprintf(err, OUTBOX_ERR_MAX, "cannot %s '%.160s': %s", what, name, strerror(errno));
	return r;
}

/* The folder, open to the group whatever the umask; a set-group-ID bit taken from DATA is kept. */
static bool make_folder(const char *dir)
{
	struct stat st;

	if (mkdir(dir, 0750) != 0)
		return errno == EEXIST;
	return stat(dir, &st) == 0 && chmod(dir, (st.st_mode & 07777) | 0750) == 0;
}

enum outbox_result db_lock(const struct db_place *p, int *ret_fd, bool *ret_made, char *err)
{
	char name[PATH_MAX];
	struct stat st;
	int fd;

	if (!make_folder(p->dir))
		return fail_errno(err, "make", p->dir);
	if ((size_t)snprintf(name, sizeof(name), "%s/lock", p->dir) >= sizeof(name)) {
		errno = ENAMETOOLONG;
		return fail_errno(err, "lock", p->dir);
	}
	fd = open(name, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (fd < 0)
		return fail_errno(err, "open", name);
	if (flock(fd, LOCK_EX | LOCK_NB) != 0) {
		enum outbox_result r = errno == EWOULDBLOCK ? OUTBOX_BUSY : OUTBOX_IO;

		fail_errno(err, "lock", name);
		close(fd);
		return r;
	}
	*ret_made = fstat(fd, &st) == 0 && st.st_size > 0;
	*ret_fd = fd;
	return OUTBOX_OK;
}

enum outbox_result db_mark_made(int lock_fd, char *err)
{
	if (pwrite(lock_fd, MADE, strlen(MADE), 0) != (ssize_t)strlen(MADE) || fsync(lock_fd) != 0)
		return fail_errno(err, "write", "lock");
	return OUTBOX_OK;
}

bool db_sync_folder(const char *file)
{
	char dir[PATH_MAX];
	bool ok;
	int fd;

	snprintf(dir, sizeof(dir), "%.*s", (int)(strrchr(file, '/') - file), file);
	fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return false;
	ok = fsync(fd) == 0;
	close(fd);
	return ok;
}

/* Highest N of FILE.damaged-N; 0 when there is none. */
static unsigned long last_number(const char *file)
{
	const char *base = strrchr(file, '/') + 1;
	unsigned long best = 0;
	char dir[PATH_MAX];
	struct dirent *e;
	DIR *d;

	snprintf(dir, sizeof(dir), "%.*s", (int)(base - file), file);
	d = opendir(dir);
	if (!d)
		return 0;
	while ((e = readdir(d))) {
		const char *rest = e->d_name + strlen(base);
		unsigned long n;

		if (strncmp(e->d_name, base, strlen(base)) != 0
			|| strncmp(rest, ASIDE, strlen(ASIDE)) != 0)
			continue;
		n = strtoul(rest + strlen(ASIDE), NULL, 10);
		if (n > best && n < 1000000000)
			best = n;
	}
	closedir(d);
	return best;
}

void db_last_aside(const char *file, char ret[static PATH_MAX])
{
	unsigned long n = last_number(file);

	*ret = '\0';
	if (n > 0 && strlen(file) + 64 < PATH_MAX)
		snprintf(ret, PATH_MAX, "%s" ASIDE "%lu", file, n);
	if (*ret && access(ret, R_OK) != 0)
		*ret = '\0';
}

static bool rename_if_there(const char *from, const char *to)
{
	return rename(from, to) == 0 || errno == ENOENT;
}

/* A journal whose database is gone belongs to the one set aside last: away, or SQLite would play it
 * into the new file. */
static bool move_orphan_journal(const char *file)
{
	char from[PATH_MAX + 16], to[PATH_MAX + 64];
	unsigned long n = last_number(file);

	snprintf(from, sizeof(from), "%s-journal", file);
	snprintf(to, sizeof(to), "%s" ASIDE "%lu-journal", file, n > 0 ? n : 1);
	if (access(to, F_OK) == 0)
		snprintf(to, sizeof(to), "%s" ASIDE "%lu-journal", file, n + 1);
	return rename_if_there(from, to);
}

enum outbox_result db_set_aside(const char *file, char *err)
{
	char to[PATH_MAX + 64];

	snprintf(to, sizeof(to), "%s" ASIDE "%lu", file, last_number(file) + 1);
	if (rename(file, to) != 0 || !move_orphan_journal(file) || !db_sync_folder(file))
		return fail_errno(err, "set aside", file);
	return OUTBOX_OK;
}

static enum outbox_result build(sqlite3 *sql, const struct db_kind *kind,
	enum outbox_result (*fill)(void *ctx, sqlite3 *sql, char *err), void *ctx, char *err)
{
	enum outbox_result r;
	char *text;
	int rc;

	/* page_size and auto_vacuum count only before the first table */
	text = sqlite3_mprintf(
		"PRAGMA page_size=%d;PRAGMA auto_vacuum=NONE;PRAGMA journal_mode=TRUNCATE;"
		"PRAGMA synchronous=FULL;PRAGMA temp_store=MEMORY;PRAGMA secure_delete=ON;"
		"BEGIN IMMEDIATE;%s;PRAGMA application_id=%d;PRAGMA user_version=%d;",
		DB_PAGE_BYTES, kind->schema, kind->application_id, kind->version);
	rc = text ? sqlite3_exec(sql, text, NULL, NULL, NULL) : SQLITE_NOMEM;
	sqlite3_free(text);
	if (rc == SQLITE_OK && fill) {
		r = fill(ctx, sql, err);
		if (r != OUTBOX_OK)
			return r;
	}
	if (rc == SQLITE_OK)
		rc = sqlite3_exec(sql, "COMMIT", NULL, NULL, NULL);
	if (rc != SQLITE_OK)
		snprintf(err, OUTBOX_ERR_MAX, "cannot make the database: %s", sqlite3_errstr(rc));
	return db_result(sql, rc);
}

static void remove_new(const char *name)
{
	char journal[PATH_MAX + 32];

	snprintf(journal, sizeof(journal), "%s-journal", name);
	unlink(journal);
	unlink(name);
}

enum outbox_result db_create(const char *file, const struct db_kind *kind,
	enum outbox_result (*fill)(void *ctx, sqlite3 *sql, char *err), void *ctx, char *err)
{
	enum outbox_result r = OUTBOX_IO;
	char name[PATH_MAX];
	sqlite3 *sql;
	int rc;

	if ((size_t)snprintf(name, sizeof(name), "%s.new", file) >= sizeof(name)) {
		errno = ENAMETOOLONG;
		return fail_errno(err, "make", file);
	}
	remove_new(name); /* what a crash left was never in use */
	rc = db_open_uri(&sql, name, "psow=0&mode=rwc", SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
	if (rc != SQLITE_OK) {
		snprintf(err, OUTBOX_ERR_MAX, "cannot make the database: %s", sqlite3_errstr(rc));
		return db_result(NULL, rc);
	}
	if (db_harden(sql))
		r = build(sql, kind, fill, ctx, err);
	rc = db_close(sql);
	if (r == OUTBOX_OK && rc != SQLITE_OK)
		r = OUTBOX_IO;
	/* group-readable whatever the umask: the courier is another user of the same group */
	if (r == OUTBOX_OK
		&& (chmod(name, 0640) != 0 || !move_orphan_journal(file) || rename(name, file) != 0
			|| !db_sync_folder(file)))
		r = fail_errno(err, "make", file);
	remove_new(name);
	return r;
}
