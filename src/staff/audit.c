/* SPDX-License-Identifier: Apache-2.0 */
/*
 * audit — a file that only grows, read from front to back by one function (walk) whoever asks. Each
 * line is written with one write and synced before what it tells of goes on; the state file comes
 * after it, so a power cut leaves the log at most one line ahead of the state, which is fine, and
 * never behind it, which means that somebody cut it.
 * A broken chain is never mended: new lines go on from the last one and the break stays to be seen.
 */
#include "audit.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "buf.h"
#include "sign.h"

#define VERSION  1
#define NOTE_MAX 1024

/* One whole line, without its newline; false ends the walk. `fits`: it is the next of the chain. */
typedef bool (*line_fn)(
	void *ctx, const char *text, size_t len, const struct audit_line *l, bool fits);

static bool copy(char *out, size_t cap, const json_t *value)
{
	const char *s = json_string_value(value);

	if (!s || strlen(s) >= cap)
		return false;
	memcpy(out, s, strlen(s) + 1);
	return true;
}

static bool parse(const char *text, size_t len, struct audit_line *ret, char *ret_prev)
{
	json_t *o = json_loadb(text, len, JSON_REJECT_DUPLICATES, NULL);
	json_int_t n = json_integer_value(json_object_get(o, "n"));
	bool ok = json_object_size(o) == 6 && n > 0 &&
		  json_integer_value(json_object_get(o, "v")) == VERSION &&
		  copy(ret->at, sizeof(ret->at), json_object_get(o, "at")) &&
		  copy(ret->who, sizeof(ret->who), json_object_get(o, "who")) &&
		  copy(ret->what, sizeof(ret->what), json_object_get(o, "what")) &&
		  copy(ret_prev, AUDIT_HASH_MAX, json_object_get(o, "prev"));

	ret->n = ok ? (uint64_t)n : 0;
	json_decref(o);
	return ok;
}

/* All whole lines in order. *ret_end: where the last whole one ended. */
static bool walk(const char *path, line_fn fn, void *ctx, long *ret_end)
{
	char text[AUDIT_LINE_MAX], prev[AUDIT_HASH_MAX], hash[AUDIT_HASH_MAX] = WIRE_PREV_NONE;
	FILE *f = fopen(path, "rbe");
	uint64_t n = 0;

	*ret_end = 0;
	if (!f)
		return errno == ENOENT;
	while (fgets(text, sizeof(text), f)) {
		struct audit_line l = { 0 };
		size_t len = strlen(text);
		bool whole = len > 0 && text[len - 1] == '\n';
		if (!whole && feof(f))
			break;
		len -= whole;
		bool fits = whole && parse(text, len, &l, prev) && l.n == n + 1 &&
			    strcmp(prev, hash) == 0;
		n = l.n ? l.n : n + 1;
		sha256_hex(text, len, hash);
		*ret_end = ftell(f);
		if (!fn(ctx, text, len, &l, fits))
			break;
	}
	bool ok = !ferror(f);
	fclose(f);
	return ok;
}

struct look {
	struct audit *a;
	uint64_t n, broken_at, lines;
	char last[AUDIT_HASH_MAX], at_note[AUDIT_HASH_MAX];
};

static bool look_at(void *ctx, const char *text, size_t len, const struct audit_line *l, bool fits)
{
	struct look *k = ctx;

	k->lines++;
	if (!fits && k->broken_at == 0)
		k->broken_at = k->lines;
	k->n = l->n ? l->n : k->n + 1;
	sha256_hex(text, len, k->last);
	if (k->n == k->a->n)
		memcpy(k->at_note, k->last, sizeof(k->at_note));
	return true;
}

/* Compares the log with what the state file says of its end (a->n, a->last). */
static bool check(struct audit *a, struct look *k, long *ret_end)
{
	*k = (struct look){ .a = a, .last = WIRE_PREV_NONE, .at_note = WIRE_PREV_NONE };
	if (!walk(a->log, look_at, k, ret_end))
		return false;
	a->state = AUDIT_WHOLE;
	a->broken_at = k->broken_at;
	if (k->broken_at > 0)
		a->state = AUDIT_BROKEN;
	else if (k->n < a->n)
		a->state = AUDIT_CUT;
	else if (strcmp(k->at_note, a->last) != 0) {
		a->state = AUDIT_BROKEN;
		a->broken_at = a->n;
	}
	return true;
}

bool audit_check(struct audit *a)
{
	struct look k;
	long end;

	return check(a, &k, &end);
}

static bool write_note(const struct audit *a)
{
	char text[NOTE_MAX];
	int n = snprintf(text, sizeof(text),
		"{\"v\":%d,\"n\":%llu,\"last\":\"%s\",\"sealed\":%llu,\"sealed_day\":\"%s\"}\n",
		VERSION, (unsigned long long)a->n, a->last, (unsigned long long)a->sealed,
		a->sealed_day);

	return n > 0 && buf_write_file(a->note, text, (size_t)n, 0600);
}

/* What the state file says; a->n 0 when there is none. False: it is there and not readable. */
static bool read_note(struct audit *a)
{
	struct buf b = BUF_INIT;

	memcpy(a->last, WIRE_PREV_NONE, sizeof(a->last));
	if (access(a->note, F_OK) != 0)
		return errno == ENOENT;
	json_t *o = buf_read_file(&b, a->note, NOTE_MAX)
			    ? json_loadb(buf_str(&b), b.len, JSON_REJECT_DUPLICATES, NULL)
			    : NULL;
	bool ok = json_integer_value(json_object_get(o, "v")) == VERSION &&
		  copy(a->last, sizeof(a->last), json_object_get(o, "last")) &&
		  copy(a->sealed_day, sizeof(a->sealed_day), json_object_get(o, "sealed_day"));
	if (ok) {
		a->n = (uint64_t)json_integer_value(json_object_get(o, "n"));
		a->sealed = (uint64_t)json_integer_value(json_object_get(o, "sealed"));
	}
	json_decref(o);
	buf_release(&b);
	return ok;
}

bool audit_open(struct audit *a, const char *dir)
{
	struct look k;
	long end = 0;

	memset(a, 0, sizeof(*a));
	snprintf(a->log, sizeof(a->log), "%s/audit.jsonl", dir);
	snprintf(a->note, sizeof(a->note), "%s/audit.state", dir);
	bool known = read_note(a);
	if (!check(a, &k, &end))
		return false;
	if (!known) { /* without its state the end of the log is anybody's word */
		a->state = AUDIT_BROKEN;
		a->broken_at = k.n;
	}
	if (k.n < a->n) /* cut: numbers go on, so that the gap stays to be seen */
		k.n = a->n;
	a->n = k.n;
	memcpy(a->last, k.last, sizeof(a->last));
	return access(a->log, F_OK) != 0 || truncate(a->log, end) == 0;
}

static void now_local(char ret[static AUDIT_AT_MAX])
{
	time_t now = time(NULL);
	struct tm tm;

	localtime_r(&now, &tm);
	if (strftime(ret, AUDIT_AT_MAX, "%Y-%m-%dT%H:%M", &tm) == 0)
		memcpy(ret, "1970-01-01T00:00", AUDIT_AT_MAX);
}

bool audit_add(struct audit *a, const char *who, const char *what)
{
	char text[AUDIT_LINE_MAX], at[AUDIT_AT_MAX];

	now_local(at);
	int len = snprintf(text, sizeof(text),
		"{\"v\":%d,\"n\":%llu,\"at\":\"%s\",\"who\":\"%s\",\"what\":\"%s\",\"prev\":\"%s\"}"
		"\n",
		VERSION, (unsigned long long)a->n + 1, at, who, what, a->last);
	int fd = open(a->log, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (fd < 0 || len <= 0 || len >= (int)sizeof(text)) {
		if (fd >= 0)
			close(fd);
		return false;
	}
	off_t before = lseek(fd, 0, SEEK_END);
	bool ok = write(fd, text, (size_t)len) == len && fsync(fd) == 0;
	if (!ok && before >= 0 && ftruncate(fd, before) != 0)
		a->state = AUDIT_BROKEN;
	close(fd);
	if (!ok)
		return false;
	a->n++;
	sha256_hex(text, (size_t)len - 1, a->last);
	return write_note(a);
}

struct newest {
	uint64_t from, to, at; /* line counts, from 0 */
	struct audit_line *ret;
	size_t len;
};

static bool count_line(
	void *ctx, const char *text, size_t len, const struct audit_line *l, bool fits)
{
	++*(uint64_t *)ctx;
	return true;
}

static bool keep_line(
	void *ctx, const char *text, size_t len, const struct audit_line *l, bool fits)
{
	struct newest *w = ctx;

	if (w->at >= w->from && w->at < w->to)
		w->ret[w->to - 1 - w->at] = *l;
	return ++w->at < w->to;
}

size_t audit_newest(const struct audit *a, uint64_t skip, struct audit_line *ret, size_t most)
{
	struct newest w = { .ret = ret };
	uint64_t lines = 0;
	long end;

	if (!walk(a->log, count_line, &lines, &end) || lines <= skip)
		return 0;
	w.to = lines - skip;
	w.from = w.to > most ? w.to - most : 0;
	return walk(a->log, keep_line, &w, &end) ? (size_t)(w.to - w.from) : 0;
}

struct unsealed {
	const struct audit *a;
	json_t *list;
	uint64_t last;
	bool ok;
};

static bool take_line(
	void *ctx, const char *text, size_t len, const struct audit_line *l, bool fits)
{
	struct unsealed *u = ctx;

	if (l->n > 0 && l->n <= u->a->sealed)
		return true;
	u->ok = u->ok && json_array_append_new(u->list, json_stringn(text, len)) == 0;
	u->last = l->n > u->last ? l->n : u->last;
	return u->ok && json_array_size(u->list) < AUDIT_BATCH;
}

json_t *audit_unsealed(const struct audit *a, uint64_t *ret_last)
{
	struct unsealed u = { a, json_array(), a->sealed, true };
	long end;

	if (u.list && walk(a->log, take_line, &u, &end) && u.ok) {
		*ret_last = u.last;
		return u.list;
	}
	json_decref(u.list);
	return NULL;
}

bool audit_sealed(struct audit *a, uint64_t last, const char *day)
{
	struct audit was = *a;

	a->sealed = last;
	snprintf(a->sealed_day, sizeof(a->sealed_day), "%s", day);
	if (write_note(a))
		return true;
	*a = was;
	return false;
}
