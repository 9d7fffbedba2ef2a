/* SPDX-License-Identifier: Apache-2.0 */
/*
 * crash_record — every creation, write, truncation, sync, rename and unlink in one folder, in
 * order; crash_disk.h makes of them what a disk could be left with. Include it through that one.
 *
 * The recorder is the program's own open, pwrite, fsync …: the dynamic linker prefers them to
 * libc's, in SQLite, too. Not seen: write without a place, mmap, fallocate. They are not used
 * there.
 */
#ifndef MARUMADO_TESTS_CRASH_RECORD_H
#define MARUMADO_TESTS_CRASH_RECORD_H
#include <fcntl.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#define CRASH_FILES 64
#define CRASH_NAME  48
#define CRASH_OPS   20000

enum crash_kind { C_CREATE, C_WRITE, C_TRUNCATE, C_SYNC, C_RENAME, C_UNLINK, C_SYNC_NAMES, C_MARK };

struct crash_op {
	enum crash_kind kind;
	int file; /* C_MARK: what the test says happened here */
	off_t at; /* C_MARK: which one */
	size_t len;
	unsigned char *data;
	char name[CRASH_NAME], to[CRASH_NAME];
};

struct crash_bytes {
	unsigned char *data;
	size_t len;
};

struct crash_name {
	char name[CRASH_NAME];
	int file;
};

/* A folder: names, and files that may have none. */
struct crash_folder {
	struct crash_bytes file[CRASH_FILES];
	struct crash_name names[CRASH_FILES];
	int name_len;
};

static struct {
	const char *folder; /* recorded while set: files whose path ends with "/FOLDER/NAME" */
	ino_t ino[CRASH_FILES];
	int file_len;
	struct crash_op op[CRASH_OPS];
	int op_len;
	struct crash_folder base; /* what was there, and safe, when recording began */
	bool (*lie)(int op);      /* syncs for which it is true did nothing; NULL for none */
	uint64_t seed;
} crash;

static uint64_t crash_random(uint64_t below)
{
	uint64_t z = (crash.seed += 0x9e3779b97f4a7c15u);

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
	return ((z ^ (z >> 31)) >> 8) % below;
}

static struct crash_op *crash_add(enum crash_kind kind, int file)
{
	struct crash_op *op = &crash.op[crash.op_len];

	if (crash.op_len >= CRASH_OPS)
		abort();
	*op = (struct crash_op){ .kind = kind, .file = file };
	crash.op_len++;
	return op;
}

static void crash_mark(int what, int which)
{
	crash_add(C_MARK, what)->at = which;
}

/* The name below the folder that is recorded, NULL for all other paths. */
static const char *crash_path(const char *path)
{
	const char *base = strrchr(path, '/');
	size_t len = crash.folder ? strlen(crash.folder) : 0;

	if (len == 0 || !base || (size_t)(base - path) < len + 1 ||
		strncmp(base - len, crash.folder, len) != 0 || base[-(long)len - 1] != '/')
		return NULL;
	if (strlen(base + 1) >= CRASH_NAME)
		abort();
	return base + 1;
}

/* The file's number; -1 when it is none of ours. */
static int crash_file(int fd)
{
	struct stat st;

	if (!crash.folder || fstat(fd, &st) != 0)
		return -1;
	for (int i = 0; i < crash.file_len; i++)
		if (crash.ino[i] == st.st_ino)
			return i;
	return -1;
}

static int crash_open(int dir, const char *path, int flags, mode_t mode)
{
	const char *name = crash_path(path);
	struct stat st;
	bool is_new = name && (flags & O_CREAT) && lstat(path, &st) != 0;
	int fd = (int)syscall(SYS_openat, dir, path, flags, mode);

	if (fd >= 0 && is_new && fstat(fd, &st) == 0) {
		if (crash.file_len >= CRASH_FILES)
			abort();
		crash.ino[crash.file_len] = st.st_ino;
		snprintf(crash_add(C_CREATE, crash.file_len++)->name, CRASH_NAME, "%s", name);
	}
	return fd;
}

#define CRASH_OPEN(function)                                                                       \
	int function(const char *path, int flags, ...)                                             \
	{                                                                                          \
		mode_t mode = 0;                                                                   \
		va_list ap;                                                                        \
		va_start(ap, flags);                                                               \
		if (flags & O_CREAT)                                                               \
			mode = va_arg(ap, mode_t);                                                 \
		va_end(ap);                                                                        \
		return crash_open(AT_FDCWD, path, flags, mode);                                    \
	}
CRASH_OPEN(open)
CRASH_OPEN(open64)

static ssize_t crash_write(int fd, const void *data, size_t len, off_t at)
{
	ssize_t done = syscall(SYS_pwrite64, fd, data, len, at);
	int file = done > 0 ? crash_file(fd) : -1;

	if (file >= 0) {
		struct crash_op *op = crash_add(C_WRITE, file);

		op->at = at;
		op->len = (size_t)done;
		op->data = malloc(op->len);
		if (!op->data)
			abort();
		memcpy(op->data, data, op->len);
	}
	return done;
}

ssize_t pwrite(int fd, const void *data, size_t len, off_t at)
{
	return crash_write(fd, data, len, at);
}

ssize_t pwrite64(int fd, const void *data, size_t len, off_t at)
{
	return crash_write(fd, data, len, at);
}

static int crash_truncate(int fd, off_t size)
{
	int rc = (int)syscall(SYS_ftruncate, fd, size);
	int file = rc == 0 ? crash_file(fd) : -1;

	if (file >= 0)
		crash_add(C_TRUNCATE, file)->at = size;
	return rc;
}

int ftruncate(int fd, off_t size)
{
	return crash_truncate(fd, size);
}

int ftruncate64(int fd, off_t size)
{
	return crash_truncate(fd, size);
}

/* The folder itself is the only thing we sync that is no file. */
static int crash_sync(int fd, long number)
{
	int rc = (int)syscall(number, fd), file = crash_file(fd);
	struct stat st;

	if (rc == 0 && file >= 0)
		crash_add(C_SYNC, file);
	else if (rc == 0 && crash.folder && fstat(fd, &st) == 0 && S_ISDIR(st.st_mode))
		crash_add(C_SYNC_NAMES, -1);
	return rc;
}

int fsync(int fd)
{
	return crash_sync(fd, SYS_fsync);
}

int fdatasync(int fd)
{
	return crash_sync(fd, SYS_fdatasync);
}

int rename(const char *from, const char *to)
{
	const char *name = crash_path(from);
	int rc = (int)syscall(SYS_rename, from, to);

	if (rc == 0 && name) {
		struct crash_op *op = crash_add(C_RENAME, -1);

		snprintf(op->name, CRASH_NAME, "%s", name);
		snprintf(op->to, CRASH_NAME, "%s", crash_path(to) ? crash_path(to) : "");
	}
	return rc;
}

int unlink(const char *path)
{
	const char *name = crash_path(path);
	int rc = (int)syscall(SYS_unlink, path);

	if (rc == 0 && name)
		snprintf(crash_add(C_UNLINK, -1)->name, CRASH_NAME, "%s", name);
	return rc;
}

#endif
