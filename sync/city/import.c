/* SPDX-License-Identifier: Apache-2.0 */
/*
 * import — the city's end of the USB road: the items of `marumado-sync --export` in, signed
 * acknowledgements for `marumado-sync --import` out.
 *
 * Items go in batches through the same desk as those from the network (ack_answer), beside a
 * running server or without one: whatever came both ways is stored once and acknowledged twice. A
 * stick is a stranger's file: every line is bounded and read strictly, one that is no item is named
 * by its number, and the others are taken all the same. Whatever happens, what was stored is
 * acknowledged in the file that is left.
 */
#include <errno.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sysexits.h>
#include <time.h>
#include <unistd.h>
#include "ackdesk.h"
#include "commands.h"
#include "log.h"

#define BUSY_MS 15000
#define LINE_BYTES_MAX (320 * 1024) /* more than any item in any JSON dress the courier reads */

enum sum { SUM_STORED, SUM_DUPLICATE, SUM_CONFLICT, SUM_REFUSED, SUM_PENDING, SUMS };

struct import {
	struct ack_desk desk;
	char line[LINE_BYTES_MAX];
	struct ack_batch batch;
	json_t *owner[WIRE_BATCH_ITEMS_MAX]; /* of the strings in batch */
	size_t bytes;                        /* in batch */
	char device[WIRE_KID_MAX];           /* whose batch this is */
	struct buf out;
	long long n, items, bad, other;      /* lines; items; bad and unknown lines */
	long long sum[SUMS];
};

static void add_up(struct import *im, const struct ack *ack)
{
	static const char *const WORD[SUMS] = { WIRE_VERDICT_STORED, WIRE_VERDICT_DUPLICATE,
		WIRE_VERDICT_CONFLICT, WIRE_VERDICT_REFUSED, WIRE_VERDICT_PENDING };
	for (int i = 0; i < ack->len; i++)
		for (int k = 0; k < SUMS; k++)
			im->sum[k] += strcmp(ack->entry[i].verdict, WORD[k]) == 0;
}

static void forget_batch(struct import *im)
{
	for (int i = 0; i < im->batch.n; i++)
		json_decref(im->owner[i]);
	im->batch.n = 0;
	im->bytes = 0;
}

/* The batch at the desk, its acknowledgement behind the others. 0 or the exit code. */
static int flush_batch(struct import *im)
{
	struct ack ack;
	struct ack_report report;
	struct buf jws = BUF_INIT;
	if (im->batch.n == 0)
		return EX_OK;
	/* the time of day is noted; the other clock is for limits, and there are none here */
	enum ack_result r = ack_answer(&im->desk, &im->batch, (int64_t)time(NULL), 1, &ack, &jws,
		&report);
	int status = EX_OK;
	if (r == ACK_OK) {
		buf_printf(&im->out, "{\"type\":\"ack\",\"jws\":\"%s\"}\n", buf_str(&jws));
		add_up(im, &ack);
	} else if (r == ACK_STORE) {
		status = command_store_failed(report.store, im->desk.store_name);
	} else {
		log_error("cannot answer %d items before line %lld", im->batch.n, im->n + 1);
		status = EX_SOFTWARE;
	}
	buf_release(&jws);
	forget_batch(im);
	return status;
}

/* A good line's item into the batch, which is flushed first when the item does not belong in it. */
static int add_item(struct import *im, json_t *doc, const char *kid)
{
	const json_t *jws = json_object_get(doc, "jws");
	size_t len = json_string_length(jws);
	int status = EX_OK;
	if (im->batch.n == WIRE_BATCH_ITEMS_MAX || im->bytes + len > WIRE_BATCH_BYTES_MAX
		|| strcmp(im->device, kid) != 0)
		status = flush_batch(im);
	if (status != EX_OK) {
		json_decref(doc);
		return status;
	}
	snprintf(im->device, sizeof(im->device), "%s", kid);
	im->owner[im->batch.n] = doc;
	im->batch.jws[im->batch.n] = json_string_value(jws);
	im->batch.len[im->batch.n++] = len;
	im->bytes += len;
	im->items++;
	return EX_OK;
}

static void bad_line(struct import *im, const char *why)
{
	log_error("line %lld: %s", im->n, why);
	im->bad++;
}

static int take_line(struct import *im, size_t len)
{
	struct item item = { .seq = 0 };
	char why[SIGN_REASON_MAX] = "";
	if (len == 0 || (len == 1 && im->line[0] == '\r'))
		return EX_OK;
	json_t *doc = len == SIZE_MAX ? NULL
		: json_loadb(im->line, len, JSON_REJECT_DUPLICATES, NULL);
	const char *type = json_string_value(json_object_get(doc, "type"));
	const json_t *jws = json_object_get(doc, "jws");
	if (!type || (strcmp(type, "item") == 0 && !json_is_string(jws))) {
		bad_line(im, len == SIZE_MAX ? "too long" : "not a line of an export");
	} else if (strcmp(type, "item") != 0) {
		im->other++;
	} else if (json_string_length(jws) > WIRE_ITEM_BYTES_MAX) {
		bad_line(im, "the item is too large");
	} else if (!item_parse_outer(&item, json_string_value(jws), json_string_length(jws), why)) {
		log_error("line %lld: the item cannot be read (%s)", im->n, why);
		im->bad++;
	} else {
		int status = add_item(im, json_incref(doc), item.kid);
		item_release(&item);
		json_decref(doc);
		return status;
	}
	json_decref(doc);
	return EX_OK;
}

/* One line without its end; SIZE_MAX for one too long. False at the end of the file. */
static bool read_line(struct import *im, FILE *in, size_t *ret_len)
{
	size_t len = 0;
	int c;
	while ((c = getc_unlocked(in)) != EOF && c != '\n') {
		if (len < sizeof(im->line))
			im->line[len] = (char)c;
		len += len <= sizeof(im->line);
	}
	*ret_len = len > sizeof(im->line) ? SIZE_MAX : len;
	im->n++;
	return c != EOF || len > 0;
}

static int read_all(struct import *im, FILE *in, const char *path)
{
	int status = EX_OK;
	size_t len;
	while (status == EX_OK && read_line(im, in, &len))
		status = take_line(im, len);
	if (status == EX_OK && ferror(in)) {
		log_error("cannot read '%s' to its end: %s", path, strerror(errno));
		status = EX_IOERR;
	}
	int last = status == EX_OK || status == EX_IOERR ? flush_batch(im) : EX_OK;
	forget_batch(im);
	return status != EX_OK ? status : last;
}

/* May the acknowledgements take this name? Not a device's, a link's or the items' own. */
static bool may_replace(const char *out, FILE *in)
{
	struct stat there, items;
	if (lstat(out, &there) != 0)
		return true; /* what else is wrong with it, writing will say */
	if (!S_ISREG(there.st_mode))
		log_error("'%s' is there and is not a plain file", out);
	else if (fstat(fileno(in), &items) == 0 && items.st_dev == there.st_dev
		&& items.st_ino == there.st_ino)
		log_error("'%s' holds the items: name another file for the acknowledgements", out);
	else
		return true;
	return false;
}

static int write_acks(const struct import *im, const char *out)
{
	bool ok = buf_ok(&im->out);
	if (ok && out)
		ok = buf_write_file(out, buf_str(&im->out), im->out.len, 0644);
	else if (ok)
		ok = fwrite(buf_str(&im->out), 1, im->out.len, stdout) == im->out.len
			&& fflush(stdout) == 0;
	if (ok)
		return EX_OK;
	log_error("cannot write the acknowledgements to %s: %s; import again, nothing is stored"
		" twice", out ? out : "standard output", strerror(errno));
	return EX_IOERR;
}

/* The exit code of an import that reached its end, from what was said about its lines. */
static int tell(const struct import *im, const char *path)
{
	log_info("'%s': %lld items: %lld stored, %lld known, %lld pending, %lld refused,"
		" %lld in conflict; %lld bad lines, %lld other lines", path, im->items,
		im->sum[SUM_STORED], im->sum[SUM_DUPLICATE], im->sum[SUM_PENDING],
		im->sum[SUM_REFUSED], im->sum[SUM_CONFLICT], im->bad, im->other);
	if (im->sum[SUM_PENDING] > 0)
		log_warning("%lld items wait for approval of their device: approve it, then import"
			" again", im->sum[SUM_PENDING]);
	if (im->items == 0 && im->other > 0)
		log_error("'%s' holds no items: is it a file of marumado-sync --export?", path);
	if (im->bad > 0 || (im->items == 0 && im->other > 0))
		return EX_DATAERR;
	if (im->sum[SUM_REFUSED] > 0 || im->sum[SUM_CONFLICT] > 0)
		return EX_NOPERM;
	return im->sum[SUM_PENDING] > 0 ? EX_TEMPFAIL : EX_OK;
}

static int import_from(struct import *im, FILE *in, const struct options *o)
{
	int status = ackdesk_open(&im->desk, o, 0, BUSY_MS, NULL);
	if (status == EX_OK) {
		status = read_all(im, in, o->argument);
		int written = write_acks(im, o->out);
		if (written != EX_OK)
			status = written;
		else if (status == EX_OK)
			status = tell(im, o->argument);
	}
	ackdesk_close(&im->desk);
	return status;
}

int command_import(const struct options *o)
{
	FILE *in = fopen(o->argument, "re");
	if (!in) {
		log_error("cannot open '%s': %s", o->argument, strerror(errno));
		return EX_NOINPUT;
	}
	struct import *im = o->out && !may_replace(o->out, in) ? NULL : calloc(1, sizeof(*im));
	int status = im ? import_from(im, in, o) : EX_CANTCREAT;
	if (im)
		buf_release(&im->out);
	free(im);
	fclose(in);
	return status;
}
