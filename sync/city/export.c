/* SPDX-License-Identifier: Apache-2.0 */
/*
 * export — what leaves the city server for the coordinator's offline machine, and a list for
 * operators.
 *
 * Pages of items in short reads, so that a long export never blocks the server's commits; an
 * upper bound is read first, so that the devices printed before the items are all that the items
 * need. Sealed items pass through unread. Enrolments stay here: they are of no use to a
 * coordinator.
 */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include "commands.h"
#include "log.h"

#define BUSY_MS 15000
#define PAGE 64

typedef bool print_fn(FILE *out, const struct store_item *it);
struct pages { int64_t after, last; print_fn *print; FILE *out; bool failed; };

static bool print_json(FILE *out, json_t *o)
{
	bool ok = o && json_dumpf(o, out, JSON_COMPACT) == 0 && putc('\n', out) != EOF;
	json_decref(o);
	return ok;
}

static bool print_listed(FILE *out, const struct store_item *it)
{
	char when[24];
	command_time(it->at_s, when);
	return fprintf(out, "%lld\t%s\t%s\t%.8s\t%s\t%s\t%zu\t%s\n", (long long)it->city_seq, when,
		it->site[0] ? it->site : "-", it->device, it->kind, it->urgent ? "urgent" : "-",
		it->jws_len, it->flag[0] ? it->flag : "-") > 0;
}

static bool print_exported(FILE *out, const struct store_item *it)
{
	char when[24];
	if (strcmp(it->kind, WIRE_KIND_RECORD) != 0 && strcmp(it->kind, WIRE_KIND_HEALTH) != 0)
		return true;
	command_time(it->at_s, when);
	return print_json(out, json_pack("{ss sI ss ss ss ss ss%}", "type", "item", "city_seq",
		(json_int_t)it->city_seq, "received_at", when, "device", it->device, "site",
		it->site, "sha256", it->sha256, "jws", it->jws, it->jws_len));
}

static bool print_device(void *ctx, const struct store_device *d)
{
	struct pages *p = ctx;
	json_t *jwk = json_loads(d->jwk, JSON_REJECT_DUPLICATES, NULL);
	p->failed = !jwk || !print_json(p->out, json_pack("{ss ss so ss ss}", "type", "device",
		"kid", d->kid, "jwk", jwk, "site", d->site, "state", store_state_name(d->state)));
	return !p->failed;
}

static bool one_item(void *ctx, const struct store_item *it)
{
	struct pages *p = ctx;
	if (it->city_seq > p->last)
		return false;
	p->after = it->city_seq;
	p->failed = !p->print(p->out, it);
	return !p->failed;
}

/* One read of the store, gathered in memory and only then written: standard output may be a pipe to
 * a person who reads slowly, and the store is locked while it is being read. */
static enum store_result one_page(struct store *st, struct pages *p, bool devices)
{
	char *text = NULL;
	size_t len = 0;
	enum store_result r;
	p->out = open_memstream(&text, &len);
	if (!p->out)
		return STORE_IO;
	if (devices)
		r = st->device_each(st, "", p->after, print_device, p);
	else
		r = st->item_each(st, p->after, PAGE, one_item, p);
	p->failed = fclose(p->out) != 0 || p->failed;
	if (r == STORE_OK && !p->failed)
		p->failed = fwrite(text, 1, len, stdout) != len;
	free(text);
	return r;
}

static enum store_result all_pages(struct store *st, struct pages *p, bool with_devices)
{
	struct store_counts c;
	int64_t from;
	enum store_result r = st->counts(st, &c);
	if (r == STORE_OK && with_devices)
		r = one_page(st, p, true);
	p->last = r == STORE_OK ? c.last_city_seq : 0;
	do {
		from = p->after;
		if (r == STORE_OK && !p->failed && from < p->last)
			r = one_page(st, p, false);
	} while (p->after > from);
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
	if (p.failed || fflush(stdout) != 0) {
		log_error("cannot write all items to standard output");
		return EX_IOERR;
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
