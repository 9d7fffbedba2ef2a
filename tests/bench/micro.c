/* SPDX-License-Identifier: Apache-2.0 */
/*
 * micro — the outbox and the courier's list on their own, as medians of interleaved runs.
 *
 * - micro put DATA_A DATA_B N: a record stored durably, in turn in both; prints "a_us N b_us N"
 * - micro next DATA: the next item due by the outbox's query and by the courier's list; prints
 *   "query_us N list_us N load_ms N waiting N", then the query plans as lines "plan …"
 * - micro open DATA: opens as the writer does at start; prints "open_ms N"
 *
 * Design: links the project's own objects and nothing that could stand between them and the clock.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "backlog.h"
#include "outbox_private.h"

#define RECORD_JWS_BYTES 8200
#define SAMPLES_MAX      2000
#define NEXT_SAMPLES     500

static double now_us(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static void fail(const char *what)
{
	fprintf(stderr, "micro: %s\n", what);
	exit(70);
}

static struct outbox *open_outbox(const char *data, enum outbox_mode mode)
{
	const struct outbox_options opt = { .data_dir = data };
	struct outbox *ob = NULL;
	char err[OUTBOX_ERR_MAX] = "";

	if (outbox_open(&ob, &opt, mode, err, NULL, NULL) != OUTBOX_OK)
		fail(err);
	return ob;
}

static int by_value(const void *a, const void *b)
{
	double d = *(const double *)a - *(const double *)b;
	return (d > 0) - (d < 0);
}

static double median(double *list, int n)
{
	qsort(list, (size_t)n, sizeof(list[0]), by_value);
	return list[n / 2];
}

/* --- put
 * ------------------------------------------------------------------------------------------------
 */

static double put_one(struct outbox *ob, char *text, int number)
{
	struct outbox_item it = {
		.made_hour = "2026-11-23T10", .jws = text, .jws_len = RECORD_JWS_BYTES
	};
	char prev[WIRE_SHA256_HEX + 1];

	snprintf(it.id, sizeof(it.id), "%08lx%08lx%016x", (unsigned long)random(),
		(unsigned long)random(), (unsigned)number);
	double start = now_us();
	if (outbox_head(ob, &it.seq, prev) != OUTBOX_OK || outbox_put(ob, &it, prev) != OUTBOX_OK)
		fail("an item was not stored");
	return now_us() - start;
}

static void put(const char *data_a, const char *data_b, int n)
{
	static double a_us[SAMPLES_MAX], b_us[SAMPLES_MAX];
	struct outbox *a = open_outbox(data_a, OUTBOX_WRITER),
		      *b = open_outbox(data_b, OUTBOX_WRITER);
	char *text = malloc(RECORD_JWS_BYTES + 1);

	if (!text || n < 1 || n > SAMPLES_MAX)
		fail("a number from 1 to 2000");
	memset(text, 'e', RECORD_JWS_BYTES);
	for (int i = -5; i < n; i++) { /* the first five warm up */
		double us[2];
		us[i & 1] = put_one(i & 1 ? b : a, text, 2 * i + 20);
		us[!(i & 1)] = put_one(i & 1 ? a : b, text, 2 * i + 21);
		if (i >= 0) {
			a_us[i] = us[0];
			b_us[i] = us[1];
		}
	}
	printf("a_us %.1f b_us %.1f\n", median(a_us, n), median(b_us, n));
	free(text);
	outbox_close(a);
	outbox_close(b);
}

/* --- next
 * -----------------------------------------------------------------------------------------------
 */

static bool only_one(void *ctx, const struct outbox_item *item)
{
	*(uint64_t *)ctx = item->seq;
	return false;
}

static void show_plan(const char *data, const char *query)
{
	char path[4096], text[512];
	sqlite3 *db;
	sqlite3_stmt *st = NULL;

	snprintf(path, sizeof(path), "%s/outbox/outbox.db", data);
	snprintf(text, sizeof(text), "EXPLAIN QUERY PLAN %s", query);
	if (sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY, NULL) != SQLITE_OK ||
		sqlite3_prepare_v2(db, text, -1, &st, NULL) != SQLITE_OK)
		fail("cannot explain");
	while (sqlite3_step(st) == SQLITE_ROW)
		printf("plan %s\n", (const char *)sqlite3_column_text(st, 3));
	sqlite3_finalize(st);
	sqlite3_close(db);
}

static void next(const char *data)
{
	static double query_us[NEXT_SAMPLES], list_us[NEXT_SAMPLES];
	struct outbox *ob = open_outbox(data, OUTBOX_READER);
	struct backlog b = BACKLOG_INIT;
	struct outbox_stats stats;
	uint64_t seq = 0;
	size_t added;
	due_ref ref;

	for (int i = 0; i < NEXT_SAMPLES; i++) {
		double start = now_us();
		if (outbox_each_by_urgency(ob, only_one, &seq) != OUTBOX_OK || seq == 0)
			fail("nothing is due");
		query_us[i] = now_us() - start;
	}
	double start = now_us();
	if (backlog_extend(&b, ob, NULL, &added) != OUTBOX_OK)
		fail("the list cannot be loaded");
	double load_ms = (now_us() - start) / 1e3;
	backlog_rewind(&b, 0);
	for (int i = 0; i < NEXT_SAMPLES; i++) {
		start = now_us();
		if (backlog_extend(&b, ob, NULL, &added) != OUTBOX_OK ||
			!backlog_peek(&b, SWEEP_FRESH, &ref))
			fail("nothing is due");
		list_us[i] = now_us() - start;
		backlog_take(&b, SWEEP_FRESH, ref);
	}
	if (outbox_stats(ob, &stats) != OUTBOX_OK)
		fail("no counts");
	printf("query_us %.1f list_us %.1f load_ms %.1f waiting %llu\n",
		median(query_us, NEXT_SAMPLES), median(list_us, NEXT_SAMPLES), load_ms,
		(unsigned long long)stats.waiting);
	show_plan(data, OUTBOX_SQL_BY_URGENCY);
	show_plan(data, OUTBOX_SQL_BY_SEQ);
	backlog_release(&b);
	outbox_close(ob);
}

int main(int argc, char **argv)
{
	srandom((unsigned)now_us()); /* new ids in each run */
	if (argc == 5 && strcmp(argv[1], "put") == 0) {
		put(argv[2], argv[3], atoi(argv[4]));
	} else if (argc == 3 && strcmp(argv[1], "next") == 0) {
		next(argv[2]);
	} else if (argc == 3 && strcmp(argv[1], "open") == 0) {
		double start = now_us();
		struct outbox *ob = open_outbox(argv[2], OUTBOX_WRITER);
		printf("open_ms %.1f\n", (now_us() - start) / 1e3);
		outbox_close(ob);
	} else {
		fputs("usage: micro put DATA_A DATA_B N | next DATA | open DATA\n", stderr);
		return 64;
	}
	return 0;
}
