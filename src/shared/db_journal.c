/* SPDX-License-Identifier: Apache-2.0 */
/*
 * db_journal — why: a person waits for the commit, and a disk takes longest over what is not data:
 * new names, new sizes, new blocks. So the journal is a file that stays: it has its size before the
 * first transaction, is written over in place (journal_mode=PERSIST: zeros over its header are the
 * commit) and is not closed in between, for SQLite syncs the folder each time it has opened one.
 *
 * SQLite keeps it open only where an open file cannot be deleted
 * (SQLITE_IOCAP_UNDELETABLE_WHEN_OPEN). Here nobody else deletes it: the folder is the writer's
 * alone and its lock file admits one writer. That is not taken on trust: each transaction begins by
 * looking whether database and journal are still the files that were opened. The database file gets
 * its own table of methods for this, two of them ours; everything else is SQLite's.
 * SAFE_APPEND is not claimed: it would save one of four syncs, and u-outbox-crash.c loses items
 * without that one. The database grows by chunks, so that few transactions change its size.
 * Old pages stay in a journal until something else is written there: db_clear_journal does that.
 */
#include "db.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define JOURNAL_NAME_MAX (PATH_MAX + 16)

struct kept {
	sqlite3_io_methods methods; /* first: sqlite3_file.pMethods points to it */
	const sqlite3_io_methods *under;
	dev_t dev; /* of the journal */
	ino_t ino;
	char journal[JOURNAL_NAME_MAX];
};

static bool journal_name(char ret[static JOURNAL_NAME_MAX], const char *file)
{
	return (size_t)snprintf(ret, JOURNAL_NAME_MAX, "%s-journal", file) < JOURNAL_NAME_MAX;
}

static const struct kept *kept_of(const sqlite3_file *f)
{
	return (const struct kept *)(const void *)f->pMethods;
}

static int kept_characteristics(sqlite3_file *f)
{
	return kept_of(f)->under->xDeviceCharacteristics(f) | SQLITE_IOCAP_UNDELETABLE_WHEN_OPEN;
}

/* A transaction begins: are both files where they were? */
static int kept_lock(sqlite3_file *f, int level)
{
	const struct kept *k = kept_of(f);
	int moved = 0;
	struct stat st;

	if (level == SQLITE_LOCK_RESERVED) {
		k->under->xFileControl(f, SQLITE_FCNTL_HAS_MOVED, &moved);
		if (moved)
			return SQLITE_READONLY_DBMOVED;
		if (stat(k->journal, &st) != 0 || st.st_dev != k->dev || st.st_ino != k->ino)
			return SQLITE_IOERR_ACCESS;
	}
	return k->under->xLock(f, level);
}

static sqlite3_file *file_of(sqlite3 *sql)
{
	sqlite3_file *f = NULL;

	return sqlite3_file_control(sql, "main", SQLITE_FCNTL_FILE_POINTER, &f) == SQLITE_OK ? f
											     : NULL;
}

void db_let_journal_go(sqlite3 *sql)
{
	sqlite3_file *f = file_of(sql);

	if (f && f->pMethods && f->pMethods->xLock == kept_lock) {
		struct kept *k = (struct kept *)(uintptr_t)kept_of(f);

		f->pMethods = k->under;
		free(k);
	}
}

/* Zeros over [0, size), or up to where the disk has room. */
static bool zero(int fd, off_t size)
{
	static const char zeros[DB_JOURNAL_BYTES];

	for (off_t at = 0; at < size;) {
		size_t n = size - at < (off_t)sizeof(zeros) ? (size_t)(size - at) : sizeof(zeros);
		ssize_t done = pwrite(fd, zeros, n, at);

		if (done < 0 && errno == EINTR)
			continue;
		if (done <= 0)
			return false;
		at += done;
	}
	return true;
}

/* An old journal must be written over whole; room for the next one is only a wish. */
static bool clear(int fd, off_t size)
{
	bool ok = zero(fd, size < DB_JOURNAL_BYTES ? DB_JOURNAL_BYTES : size) ||
		  (size < DB_JOURNAL_BYTES && zero(fd, size));

	if (ok && size > DB_JOURNAL_BYTES)
		ok = ftruncate(fd, DB_JOURNAL_BYTES) == 0;
	return ok && fdatasync(fd) == 0;
}

bool db_clear_journal(const char *file)
{
	char name[JOURNAL_NAME_MAX];
	struct stat st, is;
	bool ok = false;
	int fd;

	if (!journal_name(name, file) || stat(file, &st) != 0)
		return false;
	/* whoever reads the database reads the journal: the same mode and, as SQLite does it, the
	 * same owner when root makes it */
	fd = open(name, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, st.st_mode & 0777);
	if (fd < 0)
		return false;
	if (geteuid() == 0)
		(void)!fchown(fd, st.st_uid, st.st_gid);
	if (fstat(fd, &is) == 0 && S_ISREG(is.st_mode) &&
		((is.st_mode & 0777) == (st.st_mode & 0777) || fchmod(fd, st.st_mode & 0777) == 0))
		ok = clear(fd, is.st_size) && (is.st_size > 0 || db_sync_folder(file));
	close(fd);
	return ok;
}

/* Gives the connection's database file our table of methods. */
static bool take_over(sqlite3 *sql, const char *file)
{
	struct kept *k = calloc(1, sizeof(*k));
	sqlite3_file *f = file_of(sql);
	struct stat st;

	if (!k || !f || !f->pMethods || !journal_name(k->journal, file) ||
		stat(k->journal, &st) != 0) {
		free(k);
		return false;
	}
	k->dev = st.st_dev;
	k->ino = st.st_ino;
	k->under = f->pMethods;
	k->methods = *f->pMethods;
	k->methods.xLock = kept_lock;
	k->methods.xDeviceCharacteristics = kept_characteristics;
	f->pMethods = &k->methods;
	return true;
}

enum outbox_result db_keep_journal(sqlite3 *sql, const char *file, char *err)
{
	int chunk = DB_CHUNK_BYTES;

	errno = 0;
	if (db_clear_journal(file) && take_over(sql, file) &&
		sqlite3_file_control(sql, "main", SQLITE_FCNTL_CHUNK_SIZE, &chunk) == SQLITE_OK)
		return OUTBOX_OK;
	snprintf(err, OUTBOX_ERR_MAX, "cannot prepare its journal: %s", strerror(errno));
	return db_errno_result(errno);
}
