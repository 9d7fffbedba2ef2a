/* SPDX-License-Identifier: Apache-2.0 */
/*
 * open — why: this is where a request first becomes readable again, and where 重層的支援会議 (with
 * consent) and 支援会議 (without) must not mix: one run shows one lane, and it is the lane with
 * consent unless the other is asked for. What is not shown is counted, with how much of it is
 * urgent, so that nothing waits unseen.
 *
 * Plaintext goes to standard output or, whole or not at all, to a file that only its owner can
 * read. Activity lists and audit logs are outputs of their own.
 * Not here: opening (reading.c), lanes (groups.c), columns (table.c, page.c, nationalform.c).
 */
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sysexits.h>
#include "activity.h"
#include "buf.h"
#include "desk.h"
#include "members.h"
#include "nationalform.h"
#include "groups.h"
#include "labels.h"
#include "log.h"
#include "page.h"
#include "reading.h"
#include "sheetpdf.h"
#include "sign.h"
#include "table.h"

struct run { /* one `open` */
	const struct desk_options *o;
	struct reading in;
	struct labels labels;
	json_t *form, *sheet;
	struct sheetpdf *pdf;
	struct buf out; /* all of it with --out, else what one record makes */
	size_t opened, elsewhere, elsewhere_urgent;
	bool write_failed;
};

/* The page on which the columns of the form stand. */
static int read_sheet(struct run *r)
{
	char err[CONTENT_ERR_MAX] = "out of memory";
	const char *path = MEMBERS_CONTENT(r->o->sheet, "sheets/application.json");

	r->sheet = sheet_read(path, err);
	r->pdf = r->sheet ? sheetpdf_open(&r->out, r->sheet) : NULL;
	if (!r->pdf)
		log_error("%s", err);
	return r->pdf ? EX_OK : EX_CONFIG;
}

static int read_words(struct run *r)
{
	static const char *const table[] = { [DESK_ACT] = "act", [DESK_LOG] = "log" };
	char err[CONTENT_ERR_MAX];
	const char *path = MEMBERS_CONTENT(r->o->labels, "desk-labels.json");

	if (r->o->format == DESK_NDJSON)
		return EX_OK;
	if (!labels_read(&r->labels, path, err)) {
		log_error("%s", err);
		return EX_CONFIG;
	}
	if (r->o->kind != DESK_CASES && !labels_use(&r->labels, table[r->o->kind])) {
		log_error("%s: no table '%s'", path, table[r->o->kind]);
		return EX_CONFIG;
	}
	if (r->o->format != DESK_FORM && r->o->format != DESK_PDF)
		return EX_OK;
	path = MEMBERS_CONTENT(r->o->form, "desk-form.json");
	r->form = form_read(path, err);
	if (!r->form)
		log_error("%s", err);
	return !r->form ? EX_CONFIG : r->o->format == DESK_PDF ? read_sheet(r) : EX_OK;
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

static void print_one(struct run *r, const json_t *record)
{
	if (r->o->format == DESK_CSV)
		table_row(&r->out, &r->labels, record);
	else if (r->o->format == DESK_HTML)
		page_record(&r->out, &r->labels, record);
	else if (json_dump_callback(record, into_buf, &r->out, JSON_COMPACT) == 0)
		buf_puts(&r->out, "\n");
	flush_out(r);
}

static void print_form(struct run *r, const json_t *record)
{
	json_t *answers = groups_answers(r->in.records, record, NULL);

	const struct sheet_record on_paper = { record, answers, r->form, labels_codes(&r->labels) };

	if (answers && r->pdf)
		sheetpdf_page(r->pdf, &on_paper);
	else if (answers)
		form_row(&r->out, r->form, &r->labels, record, answers);
	else
		r->write_failed = true;
	json_decref(answers);
	flush_out(r);
}

static void print_case(struct run *r, const json_t *record)
{
	if (strcmp(text_of(record, "lane_now"), r->o->lane ? r->o->lane : "JUSO") != 0) {
		r->elsewhere++;
		r->elsewhere_urgent += json_is_true(json_object_get(record, "urgent"));
		return;
	}
	r->opened++;
	if (!r->form)
		print_one(r, record);
	else if (json_is_true(json_object_get(record, "base")))
		print_form(r, record);
}

/* An entry of a list with what the record says of all of them: a flat row. */
static json_t *entry_row(const json_t *record, json_t *list, json_t *entry)
{
	static const char *const of_record[] = { "city_seq", "received_at", "site", "device",
		"id" };
	json_t *row = json_pack("{s{}}", "answers"); /* a record without any */
	char hash[WIRE_SHA256_HEX + 1];
	bool same;

	json_object_update(row, entry);
	if (json_object_get(list, "month"))
		json_object_set(row, "month", json_object_get(list, "month"));
	for (size_t i = 0; i < sizeof of_record / sizeof *of_record; i++)
		json_object_set(row, of_record[i], json_object_get(record, of_record[i]));
	if (json_object_get(list, "hash")) {
		same = activity_hash(json_object_get(list, "entries"), hash) &&
		       strcmp(hash, text_of(list, "hash")) == 0;
		json_object_set(row, "hash", json_object_get(list, "hash"));
		json_object_set_new(row, "hash_ok", json_boolean(same));
	}
	return row;
}

/* The entries of an ACT, or the lines of a LOG as objects that say whether they continue the chain
 * of the line before. A new array. */
static json_t *entries_of(const json_t *record, bool log)
{
	json_t *lines = json_object_get(record, "log"), *entries = json_array(), *line;
	char hash[WIRE_SHA256_HEX + 1] = "";
	size_t i;

	if (!log) {
		json_decref(entries);
		return json_incref(json_object_get(json_object_get(record, "activity"), "entries"));
	}
	json_array_foreach(lines, i, line)
	{
		json_t *entry = json_loads(json_string_value(line), 0, NULL);

		if (i > 0)
			json_object_set_new(entry, "chain_ok",
				json_boolean(strcmp(text_of(entry, "prev"), hash) == 0));
		sha256_hex(json_string_value(line), json_string_length(line), hash);
		json_array_append_new(entries, entry);
	}
	return entries;
}

/* A list of kind ACT or LOG: for programs as it came, for people a row for each entry. */
static void print_list(struct run *r, const json_t *record)
{
	bool log = r->o->kind == DESK_LOG;
	json_t *list = log ? NULL : json_object_get(record, "activity"), *entries, *entry, *row;
	size_t i;

	r->opened++;
	if (r->o->format == DESK_NDJSON) {
		print_one(r, record);
		return;
	}
	entries = entries_of(record, log);
	json_array_foreach(entries, i, entry)
	{
		row = entry_row(record, list, entry);
		print_one(r, row);
		json_decref(row);
	}
	json_decref(entries);
}

static void print_all(struct run *r)
{
	const char *kind[] = { [DESK_ACT] = "ACT", [DESK_LOG] = "LOG" };
	json_t *record;
	size_t i;

	json_array_foreach(r->in.records, i, record)
	{
		if (r->write_failed)
			return;
		if (r->o->kind == DESK_CASES && groups_case(record))
			print_case(r, record);
		else if (r->o->kind != DESK_CASES &&
			 strcmp(text_of(record, "kind"), kind[r->o->kind]) == 0)
			print_list(r, record);
	}
}

static int finish(struct run *r)
{
	if (r->write_failed || (!r->o->out && fflush(stdout) != 0)) {
		log_error("cannot write the records");
		return EX_IOERR;
	}
	if (r->o->out && !buf_write_file(r->o->out, buf_str(&r->out), r->out.len, 0600)) {
		log_error("cannot write '%s': %s", r->o->out, strerror(errno));
		return EX_CANTCREAT;
	}
	log_info("%zu opened, %zu of the other lane, %zu refused", r->opened, r->elsewhere,
		r->in.bad);
	if (r->elsewhere_urgent)
		log_warning("%zu urgent of the other lane: see --lane", r->elsewhere_urgent);
	return r->in.bad ? EX_DATAERR : EX_OK;
}

static int show(struct run *r)
{
	if (r->o->format == DESK_CSV)
		table_head(&r->out, &r->labels);
	else if (r->o->format == DESK_HTML)
		page_head(&r->out);
	else if (r->o->format == DESK_FORM)
		form_head(&r->out, r->form);
	flush_out(r);
	print_all(r);
	if (r->o->format == DESK_HTML)
		page_foot(&r->out);
	if (r->pdf && !sheetpdf_close(r->pdf))
		r->write_failed = true;
	r->pdf = NULL;
	flush_out(r);
	return finish(r);
}

int desk_open(const struct desk_options *o)
{
	struct run r = { .o = o, .out = BUF_INIT };
	int status = read_words(&r);

	if (status == EX_OK)
		status = reading_init(&r.in, o);
	if (status == EX_OK)
		status = show(&r);
	reading_release(&r.in);
	labels_release(&r.labels);
	if (r.pdf && !sheetpdf_close(r.pdf) && status == EX_OK) /* reading failed before it */
		status = EX_SOFTWARE;
	json_decref(r.form);
	json_decref(r.sheet);
	buf_release(&r.out);
	return status;
}
