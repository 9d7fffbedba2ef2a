/* SPDX-License-Identifier: Apache-2.0 */
/*
 * reading — why: an amendment may lie in another export than what it amends, and before or after
 * it; so all of the items are opened before any is shown.
 *
 * Lines that do not prove themselves are named by number and reason, never by content: one damaged
 * item must not hide the others, and the messages may be shown to anyone.
 * Not here: checking a line (decode.c, check.c), what belongs together (groups.c), showing.
 */
#include "reading.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sysexits.h>
#include <unistd.h>
#include "decode.h"
#include "groups.h"
#include "log.h"

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

/* False when memory fails. */
static bool one_line(
	struct reading *r, struct decoder *d, const char *line, size_t len, size_t number)
{
	struct decode_problem problem;
	json_t *record = NULL;

	switch (decoder_line(d, line, len, &record, &problem)) {
	case DECODE_RECORD:
		return json_array_append_new(r->records, record) == 0;
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
	return true;
}

static int all_lines(struct reading *r, struct decoder *d, FILE *in)
{
	char *line = NULL;
	size_t cap = 0, number = 0;
	bool memory = true;
	ssize_t n;

	while (memory && (n = getline(&line, &cap, in)) >= 0) {
		number++;
		while (n > 0 && (line[n - 1] == '\n' || line[n - 1] == '\r'))
			n--;
		if (n > 0)
			memory = one_line(r, d, line, (size_t)n, number);
	}
	free(line);
	if (!memory) {
		log_error("out of memory");
		return EX_OSERR;
	}
	if (!ferror(in))
		return EX_OK;
	log_error("cannot read the items to the end");
	return EX_NOINPUT;
}

static int one_file(struct reading *r, struct decoder *d, const char *path)
{
	FILE *in = path ? fopen(path, "re") : stdin;
	int status;

	if (!in) {
		log_error("cannot open '%s': %s", path ? path : "-", strerror(errno));
		return EX_NOINPUT;
	}
	status = all_lines(r, d, in);
	if (path)
		fclose(in);
	return status;
}

int reading_init(struct reading *ret, const struct desk_options *o)
{
	struct jwk key = { NULL, "" };
	struct decoder *d = NULL;
	int status = read_key(&key, o->key);

	*ret = (struct reading){ .records = json_array() };
	if (status == EX_OK) {
		d = decoder_open(&key);
		status = d && ret->records ? EX_OK : EX_OSERR;
	}
	if (status == EX_OK && o->item_files == 0)
		status = one_file(ret, d, NULL);
	for (int i = 0; status == EX_OK && i < o->item_files; i++)
		status = one_file(ret, d, o->items[i]);
	if (status == EX_OK && !groups_mark(ret->records)) {
		log_error("out of memory");
		status = EX_OSERR;
	}
	decoder_close(d);
	jwk_release(&key);
	if (status != EX_OK)
		reading_release(ret);
	return status;
}

void reading_release(struct reading *r)
{
	json_decref(r->records);
	*r = (struct reading){ NULL, 0 };
}
