/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The USB road. An export holds only what travels anyway: sealed, signed items. An import is a
 * stranger's file until the kiosk has verified each signature: every line is bounded, read strictly
 * and kept only when it speaks of an item that waits here, exactly like an answer from the network
 * (batch_judge). Streams in both directions; never holds a whole file in memory.
 */
#include "carry.h"

#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <libgen.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "batch.h"
#include "feed.h"
#include "statusfetch.h"

/* --- out
 * ------------------------------------------------------------------------------------------------
 */

struct exporting {
	FILE *out;
	struct courier *courier; /* NULL: none yet */
	uint64_t items;
	bool failed;
};

static bool export_item(void *ctx, const struct outbox_item *item)
{
	struct exporting *x = ctx;
	char word[12] = "";
	enum ack_verdict v;

	if (x->courier != NULL && courier_verdict(x->courier, item->id, word) == OUTBOX_OK &&
		ack_verdict_read(word, &v) && (v == ACK_STORED || v == ACK_DUPLICATE))
		return true;
	if (!batch_is_compact(item->jws, item->jws_len))
		return true; /* would break the line; the city could not read it either */
	fputs("{\"type\":\"item\",\"jws\":\"", x->out);
	fwrite(item->jws, 1, item->jws_len, x->out);
	fputs("\"}\n", x->out);
	x->items++;
	x->failed = ferror(x->out) != 0;
	return !x->failed;
}

static bool sync_folder(const char *path)
{
	char copy[PATH_MAX];
	int fd, rc;

	snprintf(copy, sizeof copy, "%s", path);
	fd = open(dirname(copy), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return false;
	rc = fsync(fd);
	close(fd);
	return rc == 0 || errno == EINVAL; /* some filesystems of USB sticks know no such thing */
}

static enum carry_result write_items(
	struct feed *f, const char *tmp, struct carry_counts *ret, char *err)
{
	int fd = open(tmp, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0640);
	struct exporting x = { fd >= 0 ? fdopen(fd, "w") : NULL, f->courier, 0, false };
	enum outbox_result r = OUTBOX_OK;
	bool ok;

	if (x.out == NULL) {
		snprintf(err, CARRY_ERR_MAX, "cannot create '%.200s': %s", tmp, strerror(errno));
		if (fd >= 0)
			close(fd);
		return CARRY_FILE;
	}
	if (f->outbox != NULL)
		r = outbox_each(f->outbox, 0, export_item, &x);
	ok = !x.failed && fflush(x.out) == 0 && fsync(fd) == 0;
	if (!ok)
		snprintf(err, CARRY_ERR_MAX, "cannot write '%.200s': %s", tmp, strerror(errno));
	ok = fclose(x.out) == 0 && ok;
	ret->items = x.items;
	if (r != OUTBOX_OK) {
		snprintf(err, CARRY_ERR_MAX, "cannot read the outbox: %s", outbox_result_name(r));
		return CARRY_DATA;
	}
	return ok ? CARRY_OK : CARRY_FILE;
}

/* May a finished file take this name? A device or a link there is somebody's mistake, and rename()
 * would replace it. */
static bool is_ours_to_replace(const char *path, char *err)
{
	struct stat st;

	if (lstat(path, &st) != 0 || S_ISREG(st.st_mode))
		return true; /* what else is wrong with it, open() will say */
	snprintf(err, CARRY_ERR_MAX, "'%.200s' is there and is not a plain file", path);
	return false;
}

enum carry_result carry_export_from(
	struct feed *f, const char *path, struct carry_counts *ret, char err[static CARRY_ERR_MAX])
{
	enum carry_result result = CARRY_DATA;
	char tmp[PATH_MAX];
	int n = snprintf(tmp, sizeof tmp, "%s.part", path);

	*ret = (struct carry_counts){ .items = 0 };
	if (n < 0 || (size_t)n >= sizeof tmp) {
		snprintf(err, CARRY_ERR_MAX, "the file's name is too long");
		return CARRY_FILE;
	}
	if (!is_ours_to_replace(path, err))
		return CARRY_FILE;
	if (feed_refresh(f, NULL, NULL) == OUTBOX_OK)
		result = write_items(f, tmp, ret, err);
	else
		snprintf(err, CARRY_ERR_MAX, "%s", f->err);
	if (result == CARRY_OK && (rename(tmp, path) != 0 || !sync_folder(path))) {
		snprintf(err, CARRY_ERR_MAX, "cannot finish '%.200s': %s", path, strerror(errno));
		result = CARRY_FILE;
	}
	if (result != CARRY_OK)
		unlink(tmp);
	return result;
}

enum carry_result carry_export(const char *data_dir, const char *path, struct carry_counts *ret,
	char err[static CARRY_ERR_MAX])
{
	struct feed f = { .data_dir = data_dir };
	enum carry_result result = CARRY_DATA;
	enum outbox_result r = courier_open(&f.courier, data_dir, OUTBOX_READER, err);

	if (r == OUTBOX_OK || r == OUTBOX_MISSING)
		result = carry_export_from(&f, path, ret, err);
	feed_release(&f);
	courier_close(f.courier);
	return result;
}

/* --- in
 * -------------------------------------------------------------------------------------------------
 */

struct importing {
	struct feed *feed;
	struct batch batch;
	struct answer answer;
	struct ackframe frame;
	char line[CARRY_LINE_MAX];
};

/* Reads one line without its end. False at the end of the file; *ret_len is SIZE_MAX for one too
 * long. */
static bool read_line(FILE *in, char *line, size_t *ret_len)
{
	size_t len = 0;
	int c;

	while ((c = getc_unlocked(in)) != EOF && c != '\n') {
		if (len < CARRY_LINE_MAX)
			line[len] = (char)c;
		len += len <= CARRY_LINE_MAX;
	}
	*ret_len = len > CARRY_LINE_MAX ? SIZE_MAX : len;
	return c != EOF || len > 0;
}

/* One ack: gathers the items it names from the outbox and judges it as the answer to just those. */
static bool import_ack(struct importing *im, const char *jws, size_t len, struct carry_counts *ret)
{
	const char *why;

	if (!ackframe_parse(jws, len, &im->frame, &why)) {
		ret->bad++;
		return true;
	}
	batch_begin(&im->batch);
	for (size_t i = 0; i < im->frame.n && im->feed->outbox != NULL; i++) {
		if (batch_add(&im->batch, im->feed->outbox, im->frame.entries[i].id, 0) ==
			BATCH_FAILED)
			return false;
	}
	if (im->batch.n == 0) {
		ret->known++;
		return true;
	}
	if (!batch_judge(&im->batch, jws, len, &im->answer, &why)) {
		ret->bad++;
		return true;
	}
	if (courier_put_acks(im->feed->courier, jws, im->answer.acks, im->answer.n) != OUTBOX_OK)
		return false;
	ret->acks++;
	return true;
}

static bool import_line(struct importing *im, size_t len, struct carry_counts *ret)
{
	json_t *doc = len != SIZE_MAX ? json_loadb(im->line, len, JSON_REJECT_DUPLICATES, NULL)
				      : NULL;
	const char *type = json_string_value(json_object_get(doc, "type"));
	const json_t *jws = json_object_get(doc, "jws");
	bool ok = true;

	if (len == 0 || (len == 1 && im->line[0] == '\r'))
		ok = true; /* an empty line says nothing */
	else if (type == NULL)
		ret->bad++;
	else if (strcmp(type, "ack") != 0)
		ret->other++;
	else if (!json_is_string(jws))
		ret->bad++;
	else
		ok = import_ack(im, json_string_value(jws), json_string_length(jws), ret);
	json_decref(doc);
	return ok;
}

/* A status document is one line, longer than any acknowledgement, and never begins like JSON. */
static bool is_document(FILE *in)
{
	int c = getc(in);

	ungetc(c, in);
	return c == 'e'; /* "eyJ": base64url of a JSON object */
}

static enum carry_result import_document(
	struct importing *im, FILE *in, struct carry_counts *ret, char *err)
{
	struct buf text = BUF_INIT;
	char piece[4096], reason[160] = "";
	enum keysfetch_result r = KEYSFETCH_REFUSED;
	size_t n;

	while ((n = fread(piece, 1, sizeof piece, in)) > 0 && text.len <= WIRE_STATUS_BYTES_MAX)
		buf_append(&text, piece, n);
	if (ferror(in) || !buf_ok(&text)) {
		snprintf(err, CARRY_ERR_MAX, "cannot read the file to its end");
		buf_release(&text);
		return CARRY_FILE;
	}
	while (text.len > 0 && (text.data[text.len - 1] == '\n' || text.data[text.len - 1] == '\r'))
		text.data[--text.len] = '\0';
	if (text.len <= WIRE_STATUS_BYTES_MAX)
		r = statusfetch_keep(im->feed->courier, im->feed->data_dir, &text, "", reason);
	ret->lists = r == KEYSFETCH_NEW;
	ret->known = r == KEYSFETCH_SAME;
	ret->bad = r == KEYSFETCH_REFUSED;
	buf_release(&text);
	return CARRY_OK;
}

enum carry_result carry_import_into(
	struct feed *f, const char *path, struct carry_counts *ret, char err[static CARRY_ERR_MAX])
{
	struct importing *im = calloc(1, sizeof *im);
	FILE *in = fopen(path, "re");
	enum carry_result result = CARRY_FILE;
	size_t len;

	*ret = (struct carry_counts){ .items = 0 };
	if (im == NULL || in == NULL) {
		snprintf(err, CARRY_ERR_MAX, "cannot open '%.200s': %s", path, strerror(errno));
		goto end;
	}
	im->feed = f;
	result = feed_refresh(f, NULL, NULL) == OUTBOX_OK ? CARRY_OK : CARRY_DATA;
	if (result != CARRY_OK)
		snprintf(err, CARRY_ERR_MAX, "%s", f->err);
	if (result == CARRY_OK && is_document(in))
		result = import_document(im, in, ret, err);
	while (result == CARRY_OK && read_line(in, im->line, &len)) {
		if (!import_line(im, len, ret)) {
			snprintf(err, CARRY_ERR_MAX, "cannot keep an acknowledgement");
			result = CARRY_DATA;
		}
	}
	if (result == CARRY_OK && ferror(in)) {
		snprintf(err, CARRY_ERR_MAX, "cannot read '%.200s'", path);
		result = CARRY_FILE;
	}
	batch_release(&im->batch);
end:
	if (in != NULL)
		fclose(in);
	free(im);
	return result;
}

enum carry_result carry_import(const char *data_dir, const char *path, struct carry_counts *ret,
	char err[static CARRY_ERR_MAX])
{
	struct feed f = { .data_dir = data_dir };
	enum carry_result result;
	enum outbox_result r;

	*ret = (struct carry_counts){ .items = 0 };
	if (access(path, R_OK) != 0) {
		snprintf(err, CARRY_ERR_MAX, "cannot open '%.200s': %s", path, strerror(errno));
		return CARRY_FILE;
	}
	r = courier_open(&f.courier, data_dir, OUTBOX_WRITER, err);
	result = r == OUTBOX_BUSY ? CARRY_BUSY : CARRY_DATA;
	if (r == OUTBOX_OK)
		result = carry_import_into(&f, path, ret, err);
	feed_release(&f);
	courier_close(f.courier);
	return result;
}
