/* SPDX-License-Identifier: Apache-2.0 */
/*
 * outbox_help — what the outbox and courier tests share: a fresh folder per test, items with
 * predictable ids, and a copy of a folder's file to compare with. Include after cmocka.h.
 */
#ifndef MARUMADO_TESTS_OUTBOX_HELP_H
#define MARUMADO_TESTS_OUTBOX_HELP_H
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "buf.h"
#include "outbox.h"
#include "outbox_check.h"

#define HELP_DAY "2026-11-24"
#define HELP_ACK "eyJhY2sifQ.e30.c2ln"

/* Each test runs in a folder of its own, in memory where there is such a file system (hundreds of
 * fsyncs); DATA is ".". */
static __attribute__((unused)) int help_enter(void **state)
{
	char *dir = strdup(access("/dev/shm", W_OK) == 0 ? "/dev/shm/u-outbox-XXXXXX"
							 : "/tmp/u-outbox-XXXXXX");

	*state = dir;
	return !dir || !mkdtemp(dir) || chmod(dir, 0755) != 0 || chdir(dir) != 0;
}

static __attribute__((unused)) int help_leave(void **state)
{
	char *cmd = NULL;
	int rc = asprintf(&cmd, "rm -rf '%s'", (char *)*state) < 0 || chdir("/") != 0
		|| system(cmd) != 0;

	free(cmd);
	free(*state);
	return rc;
}

/* An item whose JWS has `len` bytes and depends on n; the JWS is the caller's to free. */
static __attribute__((unused)) struct outbox_item help_item(uint64_t n, bool urgent, size_t len)
{
	struct outbox_item item = { .seq = n, .urgent = urgent, .jws_len = len };
	char *jws = malloc(len + 1);

	assert_non_null(jws);
	for (size_t i = 0; i < len; i++)
		jws[i] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
			[(i * 7 + n * 13) & 63];
	snprintf(jws, len + 1 < 24 ? len + 1 : 24, "%016llx.", (unsigned long long)n);
	jws[len] = '\0';
	for (size_t i = 0; i < len; i++)
		jws[i] = jws[i] ? jws[i] : '.';
	item.jws = jws;
	snprintf(item.id, sizeof(item.id), "%032llx", (unsigned long long)n);
	snprintf(item.made_hour, sizeof(item.made_hour), "2026-11-%02uT%02u",
		(unsigned)(n % 28 + 1), (unsigned)(n % 24));
	return item;
}

static __attribute__((unused)) void help_free(struct outbox_item *item)
{
	free((void *)(uintptr_t)item->jws);
}

static __attribute__((unused)) void help_receipt(uint64_t n, char ret[static WIRE_SHA256_HEX + 1])
{
	snprintf(ret, WIRE_SHA256_HEX + 1, "%064llx", (unsigned long long)n);
}

static __attribute__((unused)) struct outbox *help_open_with(
	const char *spool, bool *ret_damaged, uint64_t *ret_salvaged)
{
	const struct outbox_options opt = { .data_dir = ".", .spool_dir = spool };
	struct outbox *ob = NULL;
	char err[OUTBOX_ERR_MAX];
	enum outbox_result r = outbox_open(
		&ob, &opt, OUTBOX_WRITER, err, ret_damaged, ret_salvaged);

	if (r != OUTBOX_OK)
		fail_msg("outbox_open: %s: %s", outbox_result_name(r), err);
	return ob;
}

static __attribute__((unused)) struct outbox *help_open(void)
{
	bool damaged = true;
	struct outbox *ob = help_open_with(NULL, &damaged, NULL);

	assert_false(damaged);
	return ob;
}

static __attribute__((unused)) enum outbox_result help_open_result(
	const char *spool, enum outbox_mode mode)
{
	const struct outbox_options opt = { .data_dir = ".", .spool_dir = spool };
	struct outbox *ob = NULL;
	char err[OUTBOX_ERR_MAX];
	enum outbox_result r = outbox_open(&ob, &opt, mode, err, NULL, NULL);

	if (r != OUTBOX_OK) {
		assert_null(ob);
		assert_true(strlen(err) > 0);
	}
	outbox_close(ob);
	return r;
}

static __attribute__((unused)) struct outbox *help_reader(void)
{
	const struct outbox_options opt = { .data_dir = "." };
	struct outbox *ob = NULL;
	char err[OUTBOX_ERR_MAX];

	assert_int_equal(outbox_open(&ob, &opt, OUTBOX_READER, err, NULL, NULL), OUTBOX_OK);
	return ob;
}

static __attribute__((unused)) enum outbox_result help_put(
	struct outbox *ob, uint64_t n, bool urgent, size_t len)
{
	struct outbox_item item = help_item(n, urgent, len);
	char receipt[WIRE_SHA256_HEX + 1];
	enum outbox_result r;

	help_receipt(n, receipt);
	r = outbox_put(ob, &item, receipt);
	help_free(&item);
	return r;
}

static __attribute__((unused)) enum outbox_result help_erase(
	struct outbox *ob, uint64_t n, bool urgent, size_t len)
{
	struct outbox_item item = help_item(n, urgent, len);
	char sha256[WIRE_SHA256_HEX + 1];
	enum outbox_result r;

	check_sha256(item.jws, item.jws_len, sha256);
	r = outbox_erase(ob, item.id, sha256, HELP_ACK, HELP_DAY);
	help_free(&item);
	return r;
}

static __attribute__((unused)) enum outbox_state help_state(struct outbox *ob, uint64_t n)
{
	enum outbox_state is = OUTBOX_ABSENT;
	char id[WIRE_ID_HEX + 1];

	snprintf(id, sizeof(id), "%032llx", (unsigned long long)n);
	assert_int_equal(outbox_state(ob, id, &is), OUTBOX_OK);
	return is;
}

static __attribute__((unused)) bool help_count(void *ctx, const struct outbox_item *item)
{
	assert_true(check_item(item));
	++*(uint64_t *)ctx;
	return true;
}

static __attribute__((unused)) uint64_t help_waiting(struct outbox *ob)
{
	uint64_t n = 0;

	assert_int_equal(outbox_each(ob, 0, help_count, &n), OUTBOX_OK);
	return n;
}

/* What must hold of every outbox at any time. */
static __attribute__((unused)) void help_assert_sane(struct outbox *ob)
{
	char prev[WIRE_SHA256_HEX + 1];
	struct outbox_stats stats;
	uint64_t seq = 0;

	assert_int_equal(outbox_head(ob, &seq, prev), OUTBOX_OK);
	assert_true(seq >= 1);
	assert_true(check_hex(prev, WIRE_SHA256_HEX));
	assert_int_equal(outbox_stats(ob, &stats), OUTBOX_OK);
	assert_int_equal(stats.waiting, help_waiting(ob));
	assert_true(stats.waiting_urgent <= stats.waiting);
	assert_int_equal(stats.waiting == 0, strlen(stats.oldest_hour) == 0);
}
#endif
