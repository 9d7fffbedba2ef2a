/* SPDX-License-Identifier: Apache-2.0 */
/*
 * open — why: this is where a request first becomes readable again. It reads an export line by
 * line, opens what proves itself and names the rest by number and reason, never by content: one
 * damaged item must not hide the others, and the messages may be shown to anyone.
 *
 * Plaintext goes to standard output or, whole or not at all, to a file that only its owner can
 * read.
 * Not here: checking (decode.c), columns (table.c, page.c), the network: there is none.
 */
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sysexits.h>
#include <unistd.h>
#include "buf.h"
#include "decode.h"
#include "desk.h"
#include "labels.h"
#include "log.h"
#include "page.h"
#include "table.h"

#ifndef MARUMADO_DATADIR
#define MARUMADO_DATADIR "/usr/local/share/marumado"
#endif
#define LABELS_INSTALLED MARUMADO_DATADIR "/desk-labels.json"
#define LABELS_SOURCE    "assets/desk-labels.json" /* in a source tree */

struct run { /* one `open` */
	const struct desk_options *o;
	struct decoder *decoder;
	struct labels labels;
	struct buf out; /* all of it with --out, else what one record makes */
	size_t opened, bad, other_lane;
	bool write_failed;
};

static int read_key(struct jwk *ret, const char *path)
{
	char err[KEYS_ERR_MAX];
	struct stat st;

	if (stat(path, &st) != 0) {
		log_error("cannot open '%s': %s", path, strerror(errno));
		return EX_NOINPUT;
	}
	if (jwk_read(ret, path, true, err)) {
		if (strcmp(json_string_value(json_object_get(ret->json, "use")), "enc") == 0)
			return EX_OK;
		log_error("%s: not a key that opens seals", path);
		jwk_release(ret);
		return EX_DATAERR;
	}
	log_error("%s", err);
	return st.st_mode & 077 ? EX_NOPERM : EX_DATAERR;
}

static int read_labels(struct run *r)
{
	char err[LABELS_ERR_MAX];
	const char *path = r->o->labels;

	if (r->o->format == DESK_NDJSON)
		return EX_OK;
	if (!path)
		path = access(LABELS_INSTALLED, R_OK) == 0 ? LABELS_INSTALLED : LABELS_SOURCE;
	if (labels_read(&r->labels, path, err))
		return EX_OK;
	log_error("%s", err);
	return EX_CONFIG;
}

/* Hands on what is in the buf, unless it is kept for a file. */
static void flush_out(struct run *r)
{
	if (!buf_ok(&r->out))
		r->write_failed = true;
	if (r->o->out)
		return;
	if (r->out.len && fwrite(r->out.data, 1, r->out.len, stdout) != r->out.len)
		r->write_failed = true;
	buf_reset(&r->out);
}

static int into_buf(const char *text, size_t len, void *ret)
{
	buf_append(ret, text, len);
	return buf_ok(ret) ? 0 : -1;
}

static void print_record(struct run *r, const json_t *record)
{
	const char *lane = json_string_value(json_object_get(record, "lane"));

	if (r->o->lane && (!lane || strcmp(lane, r->o->lane) != 0)) {
		r->other_lane++;
		return;
	}
	r->opened++;
	if (r->o->format == DESK_CSV)
		table_row(&r->out, &r->labels, record);
	else if (r->o->format == DESK_HTML)
		page_record(&r->out, &r->labels, record);
	else if (json_dump_callback(record, into_buf, &r->out, JSON_COMPACT) == 0)
		buf_puts(&r->out, "\n");
	flush_out(r);
}

static void one_line(struct run *r, const char *line, size_t len, size_t number)
{
	struct decode_problem problem;
	json_t *record = NULL;

	switch (decoder_line(r->decoder, line, len, &record, &problem)) {
	case DECODE_RECORD:
		print_record(r, record);
		json_decref(record);
		break;
	case DECODE_BAD:
		r->bad++;
		if (problem.city_seq > 0)
			log_error("city_seq %lld: %s", (long long)problem.city_seq, problem.reason);
		else
			log_error("line %zu: %s", number, problem.reason);
		break;
	case DECODE_NOTHING:
		break;
	}
}

/* False when reading fails. */
static bool all_lines(struct run *r, FILE *in)
{
	char *line = NULL;
	size_t cap = 0, number = 0;
	ssize_t n;

	while (!r->write_failed && (n = getline(&line, &cap, in)) >= 0) {
		number++;
		while (n > 0 && (line[n - 1] == '\n' || line[n - 1] == '\r'))
			n--;
		if (n > 0)
			one_line(r, line, (size_t)n, number);
	}
	free(line);
	return !ferror(in);
}

static int finish(struct run *r, bool read_ok)
{
	if (r->write_failed || (!r->o->out && fflush(stdout) != 0)) {
		log_error("cannot write the records");
		return EX_IOERR;
	}
	if (!read_ok) {
		log_error("cannot read the items to the end");
		return EX_NOINPUT;
	}
	if (r->o->out && !buf_write_file(r->o->out, buf_str(&r->out), r->out.len, 0600)) {
		log_error("cannot write '%s': %s", r->o->out, strerror(errno));
		return EX_CANTCREAT;
	}
	log_info(
		"%zu opened, %zu of the other lane, %zu refused", r->opened, r->other_lane, r->bad);
	return r->bad ? EX_DATAERR : EX_OK;
}

static int open_items(struct run *r)
{
	const char *path = r->o->items;
	FILE *in = path ? fopen(path, "re") : stdin;
	bool ok;

	if (!in) {
		log_error("cannot open '%s': %s", path, strerror(errno));
		return EX_NOINPUT;
	}
	if (r->o->format == DESK_CSV)
		table_head(&r->out, &r->labels);
	if (r->o->format == DESK_HTML)
		page_head(&r->out);
	flush_out(r);
	ok = all_lines(r, in);
	if (r->o->format == DESK_HTML) {
		page_foot(&r->out);
		flush_out(r);
	}
	if (path)
		fclose(in);
	return finish(r, ok);
}

int desk_open(const struct desk_options *o)
{
	struct run r = { .o = o, .out = BUF_INIT };
	struct jwk key = { NULL, "" };
	int status = read_key(&key, o->key);

	if (status == EX_OK)
		status = read_labels(&r);
	if (status == EX_OK) {
		r.decoder = decoder_open(&key);
		status = r.decoder ? open_items(&r) : EX_OSERR;
	}
	decoder_close(r.decoder);
	labels_release(&r.labels);
	buf_release(&r.out);
	jwk_release(&key);
	return status;
}
