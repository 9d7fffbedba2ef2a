/* SPDX-License-Identifier: Apache-2.0 */
/*
 * crash_disk — what a folder may look like after a power cut: the states that a disk could be left
 * in after the first k operations that crash_record.h saw. Include after cmocka.h, in one file of a
 * program.
 *
 * The model: what was synced is there; of what was written to a file since its last sync any part
 * may be there, in any order, 512 bytes at a time; the 4 KiB block around one write that was under
 * way may be garbage, with old synced bytes in it; of the names changed since the folder's last
 * sync a first part is there. Not modelled: file systems' own faults, blocks larger than 4 KiB,
 * and disks that lie about a sync, but for crash.lie.
 */
#ifndef MARUMADO_TESTS_CRASH_DISK_H
#define MARUMADO_TESTS_CRASH_DISK_H
#include <dirent.h>
#include "crash_record.h"

#define CRASH_BLOCK  4096
#define CRASH_SECTOR 512

/* What is there of that which was not synced: nothing; all; the data without the names; a first
 * part; any part; any part and one torn write; any part and garbage around one write. */
enum crash_mode {
	CRASH_NONE,
	CRASH_ALL,
	CRASH_NAMES,
	CRASH_PREFIX,
	CRASH_SUBSET,
	CRASH_TORN,
	CRASH_GARBLE,
	CRASH_MODES
};

static void crash_size(struct crash_bytes *b, size_t len)
{
	if (len > b->len) {
		b->data = realloc(b->data, len);
		if (!b->data)
			abort();
		memset(b->data + b->len, 0, len - b->len);
	}
	b->len = len;
}

/* One data operation; of a torn write some sectors only. */
static void crash_apply(struct crash_bytes *b, const struct crash_op *op, bool torn)
{
	off_t end = op->at + (off_t)op->len;

	if (op->kind == C_TRUNCATE) {
		crash_size(b, (size_t)op->at);
		return;
	}
	for (off_t at = op->at, next; at < end; at = next) {
		next = (at / CRASH_SECTOR + 1) * CRASH_SECTOR;
		next = next < end ? next : end;
		if (torn && crash_random(2))
			continue;
		if ((size_t)next > b->len)
			crash_size(b, (size_t)next);
		memcpy(b->data + at, op->data + (at - op->at), (size_t)(next - at));
	}
}

/* Garbage in one of the blocks that the write touches. */
static void crash_garble(struct crash_bytes *b, const struct crash_op *op)
{
	size_t first = (size_t)op->at / CRASH_BLOCK;
	size_t last = ((size_t)op->at + op->len - 1) / CRASH_BLOCK;
	size_t at = (first + crash_random(last - first + 1)) * CRASH_BLOCK;

	for (size_t i = at; i < at + CRASH_BLOCK && i < b->len; i++)
		b->data[i] = (unsigned char)crash_random(256);
}

static int crash_find(const struct crash_folder *d, const char *name)
{
	for (int i = 0; i < d->name_len; i++)
		if (strcmp(d->names[i].name, name) == 0)
			return i;
	return -1;
}

static void crash_apply_name(struct crash_folder *d, const struct crash_op *op)
{
	const char *name = op->kind == C_RENAME ? op->to : op->name;
	int from = crash_find(d, op->name), file = op->file, at;

	if (op->kind != C_CREATE) {
		if (from < 0)
			return;
		file = d->names[from].file;
		d->names[from] = d->names[--d->name_len];
	}
	if (op->kind == C_UNLINK || !*name)
		return;
	at = crash_find(d, name);
	if (at < 0)
		at = d->name_len++;
	snprintf(d->names[at].name, CRASH_NAME, "%s", name);
	d->names[at].file = file;
}

static bool crash_is_name(const struct crash_op *op)
{
	return op->kind == C_CREATE || op->kind == C_RENAME || op->kind == C_UNLINK;
}

static bool crash_is_data(const struct crash_op *op)
{
	return op->kind == C_WRITE || op->kind == C_TRUNCATE;
}

static void crash_folder_free(struct crash_folder *d)
{
	for (int i = 0; i < CRASH_FILES; i++)
		free(d->file[i].data);
	memset(d, 0, sizeof(*d));
}

static void crash_folder_copy(struct crash_folder *to, const struct crash_folder *from)
{
	*to = *from;
	for (int i = 0; i < CRASH_FILES; i++) {
		to->file[i] = (struct crash_bytes){ NULL, 0 };
		crash_size(&to->file[i], from->file[i].len);
		if (from->file[i].len)
			memcpy(to->file[i].data, from->file[i].data, from->file[i].len);
	}
}

/* Was operation i not yet synced? synced[f] is the last sync of file f (CRASH_FILES: the names). */
static bool crash_pends(const int *synced, int i)
{
	const struct crash_op *op = &crash.op[i];

	return (crash_is_name(op) && i > synced[CRASH_FILES]) ||
	       (crash_is_data(op) && i > synced[op->file]);
}

/* Moves `durable` on over operation k. */
static void crash_pass(struct crash_folder *durable, int *synced, int k)
{
	const struct crash_op *sync = &crash.op[k];
	bool names = sync->kind == C_SYNC_NAMES;

	if ((!names && sync->kind != C_SYNC) || (crash.lie && crash.lie(k)))
		return;
	for (int i = 0; i < k; i++) {
		const struct crash_op *op = &crash.op[i];

		if (!crash_pends(synced, i))
			continue;
		if (names && crash_is_name(op))
			crash_apply_name(durable, op);
		if (!names && crash_is_data(op) && op->file == sync->file)
			crash_apply(&durable->file[op->file], op, false);
	}
	synced[names ? CRASH_FILES : sync->file] = k;
}

/* One state after the first k operations. */
static void crash_state(struct crash_folder *ret, const struct crash_folder *durable,
	const int *synced, int k, enum crash_mode mode)
{
	static int data[CRASH_OPS];
	int data_len = 0, names = 0, kept, chosen, garbled = -1;

	crash_folder_copy(ret, durable);
	for (int i = 0; i < k; i++) {
		if (crash_pends(synced, i) && crash_is_data(&crash.op[i]))
			data[data_len++] = i;
		names += crash_pends(synced, i) && crash_is_name(&crash.op[i]);
	}
	kept = mode == CRASH_NONE || mode == CRASH_NAMES ? 0
	       : mode == CRASH_ALL                       ? names
							 : (int)crash_random((uint64_t)names + 1);
	for (int i = 0; i < k && kept > 0; i++)
		if (crash_pends(synced, i) && crash_is_name(&crash.op[i])) {
			crash_apply_name(ret, &crash.op[i]);
			kept--;
		}
	chosen = data_len ? (int)crash_random((uint64_t)data_len) : 0;
	for (int i = 0; i < data_len && mode != CRASH_NONE; i++) {
		const struct crash_op *op = &crash.op[data[i]];
		bool under_way = i == chosen && mode >= CRASH_TORN;

		if (mode == CRASH_PREFIX && i >= chosen)
			break;
		if (mode >= CRASH_SUBSET && !under_way && crash_random(2))
			continue;
		crash_apply(&ret->file[op->file], op, under_way && mode == CRASH_TORN);
		if (under_way && mode == CRASH_GARBLE && op->kind == C_WRITE)
			garbled = data[i];
	}
	if (garbled >= 0)
		crash_garble(&ret->file[crash.op[garbled].file], &crash.op[garbled]);
}

/* Writes the state into the empty folder `dir`. */
static void crash_lay_out(const struct crash_folder *d, const char *dir)
{
	char path[512];

	for (int i = 0; i < d->name_len; i++) {
		const struct crash_bytes *b = &d->file[d->names[i].file];
		int fd;

		snprintf(path, sizeof(path), "%s/%s", dir, d->names[i].name);
		fd = (int)syscall(SYS_openat, AT_FDCWD, path, O_WRONLY | O_CREAT | O_EXCL, 0640);
		if (fd < 0 || write(fd, b->data, b->len) != (ssize_t)b->len)
			abort();
		close(fd);
	}
}

/* How many random states of each kind the person who runs this wants: CRASH_ROUNDS, 1. */
static int crash_rounds(void)
{
	const char *s = getenv("CRASH_ROUNDS");

	return s && atoi(s) > 0 ? atoi(s) : 1;
}

/* Removes the files of a folder. */
static void crash_empty(const char *dir)
{
	struct dirent *e;
	DIR *d = opendir(dir);

	while (d && (e = readdir(d)))
		if (e->d_name[0] != '.' && unlinkat(dirfd(d), e->d_name, 0) != 0)
			abort();
	if (d)
		closedir(d);
}

/* Tells `check` the states after every `step`th operation: the plain modes once and the random ones
 * crash_rounds times.
 * Stops recording. Returns the number of states. */
static long crash_replay(int step, uint64_t seed,
	void (*check)(void *ctx, const struct crash_folder *state, int k), void *ctx)
{
	static struct crash_folder durable, state;
	int synced[CRASH_FILES + 1];
	long states = 0;

	crash.folder = NULL;
	crash.seed = seed;
	crash_folder_copy(&durable, &crash.base);
	for (int i = 0; i <= CRASH_FILES; i++)
		synced[i] = -1;
	for (int k = 1; k <= crash.op_len; k++) {
		bool names = false, data = false;

		crash_pass(&durable, synced, k - 1);
		if (k % step != 0)
			continue;
		for (int i = 0; i < k; i++) {
			names = names || (crash_is_name(&crash.op[i]) && crash_pends(synced, i));
			data = data || (crash_is_data(&crash.op[i]) && crash_pends(synced, i));
		}
		/* with nothing pending all are the same */
		for (int mode = 0; mode < (data ? CRASH_MODES : names ? CRASH_PREFIX : 1); mode++) {
			int times = mode >= CRASH_PREFIX ? crash_rounds()
							 : mode != CRASH_NAMES || names;

			while (times-- > 0) {
				crash_state(&state, &durable, synced, k, (enum crash_mode)mode);
				check(ctx, &state, k);
				crash_folder_free(&state);
				states++;
			}
		}
	}
	crash_folder_free(&durable);
	return states;
}

/* What is there when all that was recorded reached the disk: what is really there, or the recorder
 * has missed something. */
static __attribute__((unused)) void crash_lay_out_last(const char *dir)
{
	static struct crash_folder durable, state;
	int synced[CRASH_FILES + 1];

	crash_folder_copy(&durable, &crash.base);
	for (int i = 0; i <= CRASH_FILES; i++)
		synced[i] = -1;
	for (int k = 0; k < crash.op_len; k++)
		crash_pass(&durable, synced, k);
	crash_state(&state, &durable, synced, crash.op_len, CRASH_ALL);
	crash_lay_out(&state, dir);
	crash_folder_free(&state);
	crash_folder_free(&durable);
}

static void crash_forget(void)
{
	for (int i = 0; i < crash.op_len; i++)
		free(crash.op[i].data);
	crash_folder_free(&crash.base);
	crash.op_len = crash.file_len = 0;
	crash.folder = NULL;
	crash.lie = NULL;
}

/* Lays a state out in the empty folder `dir` and goes on recording from there. */
static __attribute__((unused)) void crash_go_on(
	const struct crash_folder *state, const char *dir, const char *folder)
{
	char path[512];
	struct stat st;

	crash_forget();
	crash_lay_out(state, dir);
	crash_folder_copy(&crash.base, state);
	crash.file_len = CRASH_FILES / 2; /* no state has more; unused ones have no inode */
	memset(crash.ino, 0, sizeof(crash.ino));
	for (int i = 0; i < state->name_len; i++) {
		snprintf(path, sizeof(path), "%s/%s", dir, state->names[i].name);
		if (stat(path, &st) != 0 || state->names[i].file >= crash.file_len)
			abort();
		crash.ino[state->names[i].file] = st.st_ino;
	}
	crash.folder = folder;
}
#endif
