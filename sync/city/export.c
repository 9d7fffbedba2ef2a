/* SPDX-License-Identifier: Apache-2.0 */
/*
 * export — what leaves the city server for the coordinator's offline machine, and a list for
 * operators.
 *
 * Pages of items in short reads, so that a long export never blocks the server's commits; an
 * upper bound is read first, so that the devices printed before the items are all that the items
 * need. Sealed items pass through unread. Enrolments stay here: they are of no use to a
 * coordinator.
 *
 * Damage in one place keeps nobody else waiting: what cannot be read is gone past, number by
 * number, named, and told by the exit code; numbers are dense, so that a row that vanished is
 * noticed too.
 */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include "commands.h"
#include "log.h"
#include "sign.h"

#define BUSY_MS 15000
#define PAGE 64

/* Numbers without an answer before the rest is given up: more than lie below any one page of a tree
 * of two levels. */
#define MISSES_MAX 20000

enum printed { PRINTED, PRINTED_NOT /* it cannot be told in JSON */, PRINTED_DOUBTFUL };
typedef enum printed print_fn(FILE *out, const struct store_item *it);
struct pages {
	int64_t after;  /* the last number dealt with */
	int64_t last;   /* the last wanted */
	int64_t lost;   /* items and devices that were named because they are damaged */
	print_fn *print;
	FILE *out;
	bool failed;    /* standard output */
};

static bool print_json(FILE *out, json_t *o)
{
	bool ok = o && json_dumpf(o, out, JSON_COMPACT) == 0 && putc('\n', out) != EOF;
	json_decref(o);
	return ok;
}

static enum printed print_listed(FILE *out, const struct store_item *it)
{
	char when[24];
	command_time(it->at_s, when);
	fprintf(out, "%lld\t%s\t%s\t%.8s\t%s\t%s\t%zu\t%s\n", (long long)it->city_seq, when,
		it->site[0] ? it->site : "-", it->device, it->kind, it->urgent ? "urgent" : "-",
		it->jws_len, it->flag[0] ? it->flag : "-");
	return PRINTED;
}

static enum printed print_exported(FILE *out, const struct store_item *it)
{
	char when[24], sha256[WIRE_SHA256_HEX + 1];
	if (strcmp(it->kind, WIRE_KIND_ENROL) == 0)
		return PRINTED;
	command_time(it->at_s, when);
	if (!print_json(out, json_pack("{ss sI ss ss ss ss ss%}", "type", "item", "city_seq",
		(json_int_t)it->city_seq, "received_at", when, "device", it->device, "site",
		it->site, "sha256", it->sha256, "jws", it->jws, it->jws_len)))
		return PRINTED_NOT;
	sha256_hex(it->jws, it->jws_len, sha256);
	return strcmp(sha256, it->sha256) == 0 ? PRINTED : PRINTED_DOUBTFUL;
}

static bool print_device(void *ctx, const struct store_device *d)
{
	struct pages *p = ctx;
	json_t *jwk = json_loads(d->jwk, JSON_REJECT_DUPLICATES, NULL);
	if (!jwk || !print_json(p->out, json_pack("{ss ss so ss ss}", "type", "device",
		"kid", d->kid, "jwk", jwk, "site", d->site, "state", store_state_name(d->state)))) {
		log_error("device %.8s is damaged: left out", d->kid);
		p->lost++;
	}
	return true;
}

/* Names what lies between the last number dealt with and `next`: rows are never deleted. */
static void name_lost(struct pages *p, int64_t next)
{
	if (next <= p->after + 1)
		return;
	log_error("items %lld to %lld cannot be read: left out", (long long)p->after + 1,
		(long long)next - 1);
	p->lost += next - 1 - p->after;
}

static bool one_item(void *ctx, const struct store_item *it)
{
	struct pages *p = ctx;
	if (it->city_seq > p->last || it->city_seq <= p->after)
		return false;
	name_lost(p, it->city_seq);
	p->after = it->city_seq;
	enum printed how = p->print(p->out, it);
	if (how != PRINTED) {
		log_error("item %lld is damaged: %s", (long long)it->city_seq,
			how == PRINTED_NOT ? "left out" : "it does not have its hash");
		p->lost++;
	}
	return !ferror(p->out);
}

static bool is_damage(enum store_result r)
{
	return r == STORE_IO || r == STORE_DAMAGED;
}

/* Goes on behind a place that cannot be read: the next item that can. */
static enum store_result one_past_damage(struct store *st, struct pages *p)
{
	int64_t at = p->after;
	for (int misses = 0; misses < MISSES_MAX && at < p->last; misses++, at++) {
		int64_t before = p->after;
		bool found;
		enum store_result r = st->item_next(st, at, one_item, p, &found);
		if (p->after > before || (r == STORE_OK && !found) || !(r == STORE_OK
			|| is_damage(r)))
			return r;
	}
	return STORE_OK;
}

enum read { READ_DEVICES, READ_ALL_DEVICES, READ_ITEMS, READ_PAST_DAMAGE };

/* One read of the store, gathered in memory and only then written: standard output may be a pipe to
 * a person who reads slowly, and the store is locked while it is being read. What was gathered
 * before an error is written too. */
static enum store_result one_page(struct store *st, struct pages *p, enum read what)
{
	char *text = NULL;
	size_t len = 0;
	enum store_result r;
	p->out = open_memstream(&text, &len);
	if (!p->out)
		return STORE_IO;
	if (what == READ_ITEMS)
		r = st->item_each(st, p->after, PAGE, one_item, p);
	else if (what == READ_PAST_DAMAGE)
		r = one_past_damage(st, p);
	else
		r = st->device_each(st, "", what == READ_DEVICES ? p->after : -1, print_device, p);
	p->failed = fclose(p->out) != 0 || p->failed;
	if (!p->failed)
		p->failed = fwrite(text, 1, len, stdout) != len;
	free(text);
	return r;
}

/* The devices of the items to come; when it cannot be told which those are, all there are. */
static enum store_result devices(struct store *st, struct pages *p)
{
	enum store_result r = one_page(st, p, READ_DEVICES);
	if (is_damage(r))
		r = one_page(st, p, READ_ALL_DEVICES);
	if (!is_damage(r))
		return r;
	log_error("not all devices can be read");
	p->lost++;
	return STORE_OK;
}

static enum store_result all_pages(struct store *st, struct pages *p, bool with_devices)
{
	struct store_counts c;
	int64_t from;
	enum store_result r = st->counts(st, &c);
	bool known = r == STORE_OK;
	p->last = known ? c.last_city_seq : INT64_MAX;
	if (known || is_damage(r))
		r = with_devices ? devices(st, p) : STORE_OK;
	do {
		from = p->after;
		if (r == STORE_OK && !p->failed && from < p->last)
			r = one_page(st, p, READ_ITEMS);
		if (is_damage(r) && !p->failed)
			r = one_page(st, p, READ_PAST_DAMAGE);
	} while (p->after > from);
	if (r == STORE_OK && !p->failed && known)
		name_lost(p, p->last + 1);
	if (r == STORE_OK && !known) {
		log_error("how many items there are cannot be read: more may be missing");
		p->lost++;
	}
	return r;
}

static int print_all(const struct options *o, bool with_devices, print_fn *print)
{
	struct store *st;
	struct pages p = { .after = o->after, .print = print };
	int status = command_open_store(o, STORE_EXISTING, BUSY_MS, &st);
	if (status != EX_OK)
		return status;
	enum store_result r = all_pages(st, &p, with_devices);
	st->close(st);
	if (r != STORE_OK)
		return command_store_failed(r, "cannot read the items");
	if (p.failed || fflush(stdout) != 0 || ferror(stdout)) {
		log_error("cannot write all items to standard output");
		return EX_IOERR;
	}
	if (p.lost > 0) {
		log_error("the database is damaged, %lld named above: bring back a copy",
			(long long)p.lost);
		return EX_DATAERR;
	}
	return EX_OK;
}

int command_list(const struct options *o)
{
	return print_all(o, false, print_listed);
}

int command_export(const struct options *o)
{
	return print_all(o, true, print_exported);
}
