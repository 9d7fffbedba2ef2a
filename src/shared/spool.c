/* SPDX-License-Identifier: Apache-2.0 */
/*
 * spool — why: one medium that lies about fsync, or dies, must not take a receipt with it.
 *
 * Plain files, because that is what survives on any medium and what a person can copy by hand. The
 * name is made of checked hex only. The header line lets a new database be built from the folder
 * alone, with no JSON parser down here; the hash tells a whole file from a torn one.
 * Not here: the decision which copy wins (outbox_spool.c).
 */
#include "spool.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "db.h"
#include "outbox_check.h"

#define HEADER     "marumado-spool 1 "
#define HEADER_MAX 320
#define SUFFIX     ".item"

static void file_name(const char *dir, const char *id, char ret[static PATH_MAX])
{
	/* outbox_open has checked that dir leaves SPOOL_NAME_MAX bytes */
	snprintf(ret, PATH_MAX, "%.*s/%.32s" SUFFIX, PATH_MAX - SPOOL_NAME_MAX, dir, id);
}

/* The id in "<id>.item", or with something behind it. */
static bool parse_name(const char *name, char ret_id[static WIRE_ID_HEX + 1], const char **ret_rest)
{
	size_t len = strlen(SUFFIX);

	snprintf(ret_id, WIRE_ID_HEX + 1, "%s", name);
	if (!check_hex(ret_id, WIRE_ID_HEX) || strncmp(name + WIRE_ID_HEX, SUFFIX, len) != 0)
		return false;
	*ret_rest = name + WIRE_ID_HEX + len;
	return true;
}

enum outbox_result spool_prepare(const char *dir, char *err)
{
	char id[WIRE_ID_HEX + 1];
	const char *rest;
	struct dirent *e;
	DIR *d;

	if (mkdir(dir, 0750) != 0 && errno != EEXIST) {
		snprintf(err, OUTBOX_ERR_MAX, "cannot make '%.160s': %s", dir, strerror(errno));
		return db_errno_result(errno);
	}
	d = opendir(dir);
	if (!d) {
		snprintf(err, OUTBOX_ERR_MAX, "cannot read '%.160s': %s", dir, strerror(errno));
		return OUTBOX_IO;
	}
	while ((e = readdir(d))) {
		/* buf_write_file's temporary name: ".XXXXXX" behind the real one */
		if (parse_name(e->d_name, id, &rest) && *rest == '.' && strlen(rest) == 7)
			unlinkat(dirfd(d), e->d_name, 0);
	}
	closedir(d);
	return OUTBOX_OK;
}

enum outbox_result spool_write(const char *dir, const struct outbox_item *item, const char *sha256,
	const char *receipt_hash)
{
	struct buf text = BUF_INIT;
	char name[PATH_MAX];
	enum outbox_result r = OUTBOX_OK;

	buf_printf(&text, HEADER "%s %" PRIu64 " %d %s %s %s\n", item->id, item->seq,
		item->urgent ? 1 : 0, item->made_hour,
		receipt_hash && *receipt_hash ? receipt_hash : "-", sha256);
	buf_append(&text, item->jws, item->jws_len);
	file_name(dir, item->id, name);
	if (!buf_ok(&text))
		r = OUTBOX_IO;
	else if (!buf_write_file(name, text.data, text.len, 0600))
		r = db_errno_result(errno);
	buf_release(&text);
	return r;
}

bool spool_remove(const char *dir, const char *id, bool durable)
{
	char name[PATH_MAX];
	bool ok;
	int fd;

	file_name(dir, id, name);
	if (unlink(name) != 0)
		return errno == ENOENT;
	if (!durable)
		return true;
	fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return false;
	ok = fsync(fd) == 0;
	close(fd);
	return ok;
}

static bool parse(const struct buf *text, const char *id, struct spool_file *f)
{
	char seq[21], urgent[2], is[WIRE_SHA256_HEX + 1];
	int end = 0;

	if (sscanf(buf_str(text), HEADER "%32s %20[0-9] %1[01] %13s %64s %64s%n", f->item.id, seq,
		    urgent, f->item.made_hour, f->receipt_hash, f->sha256, &end)
			!= 6
		|| end > HEADER_MAX || text->data[end] != '\n' || strcmp(f->item.id, id) != 0)
		return false;
	errno = 0;
	f->item.seq = strtoull(seq, NULL, 10);
	f->item.urgent = *urgent == '1';
	f->item.jws = text->data + end + 1;
	f->item.jws_len = text->len - (size_t)end - 1;
	if (strcmp(f->receipt_hash, "-") == 0)
		*f->receipt_hash = '\0';
	else if (!check_hex(f->receipt_hash, WIRE_SHA256_HEX))
		return false;
	if (errno || !check_item(&f->item))
		return false;
	check_sha256(f->item.jws, f->item.jws_len, is);
	return strcmp(is, f->sha256) == 0;
}

bool spool_read(const char *dir, const char *id, struct buf *text, struct spool_file *ret)
{
	char name[PATH_MAX];

	buf_reset(text);
	memset(ret, 0, sizeof(*ret));
	file_name(dir, id, name);
	return buf_read_file(text, name, WIRE_ITEM_BYTES_MAX + HEADER_MAX) && parse(text, id, ret);
}

enum outbox_result spool_each(const char *dir, bool (*fn)(void *ctx, const char *id), void *ctx)
{
	char id[WIRE_ID_HEX + 1];
	const char *rest;
	struct dirent *e;
	DIR *d = opendir(dir);
	bool more = true;
	int error;

	if (!d)
		return OUTBOX_IO;
	for (errno = 0; more && (e = readdir(d)); errno = 0) {
		if (parse_name(e->d_name, id, &rest) && *rest == '\0')
			more = fn(ctx, id);
	}
	error = more ? errno : 0;
	closedir(d);
	return error ? OUTBOX_IO : OUTBOX_OK;
}
