/* SPDX-License-Identifier: Apache-2.0 */
/*
 * draft — files and their end. Everything plain on the way is a buf or jansson memory with wiping
 * allocators. When it was saved stands in the sealed header, so that age can be judged while nobody
 * is there, and cannot be changed without breaking the seal.
 * Not here: what an answer looks like in JSON (draft_json.c); when to save (the kiosk).
 */
#include "draft.h"

#include <dirent.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "draft_json.h"

#define PREFIX "draft-"
#define SUFFIX ".jwe"

static bool path_of(const char *dir, const char *id, char out[static PATH_MAX])
{
	return snprintf(out, PATH_MAX, "%s/" PREFIX "%s" SUFFIX, dir, id) < PATH_MAX;
}

static void purpose_of(const char *id, char out[static BOX_PURPOSE_MAX])
{
	snprintf(out, BOX_PURPOSE_MAX, "marumado-draft:%s", id);
}

bool draft_save(const char *dir, const char *id, const unsigned char key[static BOX_KEY_BYTES],
	const struct formdef *f, const struct answers *a, const struct draft_place *at,
	int64_t now_s)
{
	struct buf plain = BUF_INIT;
	char path[PATH_MAX], purpose[BOX_PURPOSE_MAX];

	purpose_of(id, purpose);
	bool ok = path_of(dir, id, path) && draft_to_json(&plain, f, a, at) &&
		  box_write(path, key, purpose, now_s, plain.data, plain.len);
	buf_release(&plain);
	return ok;
}

static bool read_plain(struct buf *ret, const char *dir, const char *id, const unsigned char *key)
{
	char path[PATH_MAX], purpose[BOX_PURPOSE_MAX];

	purpose_of(id, purpose);
	return path_of(dir, id, path) && box_read(ret, path, key, purpose);
}

bool draft_load(const char *dir, const char *id, const unsigned char key[static BOX_KEY_BYTES],
	const struct formdef *f, struct answers *a, struct draft_place *ret)
{
	struct buf plain = BUF_INIT;

	answers_wipe(a);
	bool ok = read_plain(&plain, dir, id, key) &&
		  draft_from_json(plain.data, plain.len, f, a, ret);
	buf_release(&plain);
	if (!ok)
		answers_wipe(a);
	return ok;
}

static int64_t saved_of(const char *path)
{
	struct buf file = BUF_INIT;
	int64_t saved = -1;

	if (buf_read_file(&file, path, BOX_BYTES_MAX)) {
		json_t *box = json_loadb(buf_str(&file), file.len, JSON_REJECT_DUPLICATES, NULL);
		saved = box_saved(box);
		json_decref(box);
	}
	buf_release(&file);
	return saved;
}

bool draft_peek(const char *dir, const char *id, const unsigned char key[static BOX_KEY_BYTES],
	struct draft_place *ret, int64_t *ret_saved_s)
{
	struct buf plain = BUF_INIT;
	char path[PATH_MAX];
	bool ok = read_plain(&plain, dir, id, key) &&
		  draft_from_json(plain.data, plain.len, NULL, NULL, ret);

	buf_release(&plain);
	if (ok && path_of(dir, id, path))
		*ret_saved_s = saved_of(path);
	return ok;
}

bool draft_wipe(const char *dir, const char *id)
{
	char path[PATH_MAX];

	return path_of(dir, id, path) && box_wipe(path);
}

int draft_sweep(const char *dir, int64_t now_s)
{
	DIR *d = opendir(dir);
	char path[PATH_MAX];
	int wiped = 0;

	for (struct dirent *e; d && (e = readdir(d)) != NULL;) {
		size_t len = strlen(e->d_name), tail = strlen(SUFFIX);
		if (strncmp(e->d_name, PREFIX, strlen(PREFIX)) != 0 ||
			snprintf(path, sizeof(path), "%s/%s", dir, e->d_name) >= (int)sizeof(path))
			continue;
		bool whole = len > tail && strcmp(e->d_name + len - tail, SUFFIX) == 0;
		int64_t saved = whole ? saved_of(path) : 0;
		if (saved >= 0 && now_s - saved >= DRAFT_LIFE_S && box_wipe(path))
			wiped += whole;
	}
	if (d)
		closedir(d);
	return wiped;
}
