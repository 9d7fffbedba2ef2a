/* SPDX-License-Identifier: Apache-2.0 */
/*
 * submit — what the tap on 送る costs until the receipt may be shown, beside its floor.
 *
 * submit DATA KEYS CONTENT N prints "submit_us N floor_us N seal_us N item_bytes N", medians of
 * interleaved runs: the kiosk's own submit_send (answers → record → seal → sign → outbox); two
 * appends with fdatasync of the same bytes in the same folder; seal and sign of the same record
 * without the disk. The receipt number and its slow hash are drawn while the person reads
 * (submit_prepare) and not counted.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "post.h"
#include "record.h"
#include "seal.h"
#include "sign.h"
#include "submit.h"

#define SAMPLES_MAX 1000
#define WARM_UP     5

static double now_us(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static void fail(const char *what)
{
	fprintf(stderr, "submit: %s\n", what);
	exit(70);
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

/* One person's answers: no food, no money, will come back here. */
static void answer(struct answers *a, const struct formdef *f)
{
	static const char *const chosen[][2] = { { "about", "SELF" }, { "urgency", "U3" },
		{ "topics", "T06" }, { "topics", "T07" }, { "topic_main", "T06" },
		{ "contact_way", "HERE" }, { "consent_share", "Y" } };

	snprintf(a->ui_lang, sizeof(a->ui_lang), "ja-simple");
	for (size_t i = 0; i < sizeof(chosen) / sizeof(chosen[0]); i++)
		if (!answers_choose(a, f, formdef_find(f, chosen[i][0]), chosen[i][1]))
			fail(chosen[i][0]);
	if (!answers_type(a, f, formdef_find(f, "own_words"), "せんげつ しごとが なくなりました。"))
		fail("own_words");
}

static double submit_one(struct submit_ticket *t, const struct post *p, const struct formdef *f,
	const struct answers *a)
{
	const struct submit_about about = { .site = "bench", .duration_s = 120 };

	if (!item_new_id(t->id) || !receipt_new(t->receipt))
		fail("no random bytes");
	sha256_hex(t->id, WIRE_ID_HEX, t->receipt_hash);
	t->ready = true;
	double start = now_us();
	if (submit_send(t, p, f, a, &about) != SUBMIT_OK)
		fail("a visit was not stored");
	return now_us() - start;
}

static double floor_one(const int fd[2], const char *bytes, size_t len)
{
	double start = now_us();

	for (int i = 0; i < 2; i++)
		if (write(fd[i], bytes, len) != (ssize_t)len || fdatasync(fd[i]) != 0)
			fail("cannot write");
	return now_us() - start;
}

static double seal_one(const struct post *p, struct buf *jws)
{
	struct record_head head = { .id = "00",
		.device = p->device.key.kid,
		.receipt = "000000000000",
		.kind = "RES",
		.form = "resident",
		.form_version = "1",
		.app_version = MARUMADO_VERSION,
		.site = "bench",
		.created_at = "2026-11-23T10:00",
		.ui_lang = "ja",
		.lane = "JUSO",
		.subject_consent = "GIV" };
	struct item it = {
		.seq = 1, .prev = WIRE_PREV_NONE, .kind = WIRE_KIND_RECORD, .made = "2026-11-23T10"
	};
	struct buf plain = BUF_INIT;

	buf_reset(jws);
	double start = now_us();
	if (!item_new_id(it.id) || !record_encode(&plain, &head, NULL, 0, NULL, NULL) ||
		!seal_close(&it.seal, plain.data, plain.len, &p->city) ||
		!item_sign(jws, &it, &p->device.key))
		fail("cannot seal and sign");
	double us = now_us() - start;
	json_decref(it.seal);
	buf_release(&plain);
	return us;
}

static void measure(const struct post *p, const struct formdef *f, int n)
{
	static double us[3][SAMPLES_MAX];
	static struct answers a;
	struct submit_ticket ticket = { .ready = false };
	struct buf jws = BUF_INIT;
	char path[POST_PATH_MAX + 32];
	int fd[2];

	for (int i = 0; i < 2; i++) {
		snprintf(path, sizeof(path), "%s/outbox/floor-%d", p->data_dir, i);
		fd[i] = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC, 0600);
		if (fd[i] < 0)
			fail(path);
	}
	answer(&a, f);
	for (int i = -WARM_UP; i < n; i++) {
		double seal = seal_one(p, &jws), floor = floor_one(fd, jws.data, jws.len);
		double whole = submit_one(&ticket, p, f, &a);
		if (i < 0)
			continue;
		us[0][i] = whole;
		us[1][i] = floor;
		us[2][i] = seal;
	}
	printf("submit_us %.1f floor_us %.1f seal_us %.1f item_bytes %zu\n", median(us[0], n),
		median(us[1], n), median(us[2], n), jws.len);
	for (int i = 0; i < 2; i++)
		close(fd[i]);
	buf_release(&jws);
}

int main(int argc, char **argv)
{
	static struct formdef form; /* too large for a stack, and may not move */
	static struct post post;
	char path[4096], err[WHY_MAX > FORM_ERR_MAX ? WHY_MAX : FORM_ERR_MAX];
	int n = argc == 5 ? atoi(argv[4]) : 0;

	if (n < 1 || n > SAMPLES_MAX) {
		fputs("usage: submit DATA KEYS CONTENT N\n", stderr);
		return 64;
	}
	keys_init();
	snprintf(path, sizeof(path), "%s/forms/resident.json", argv[3]);
	if (!formdef_load(&form, path, err))
		fail(err);
	const struct post_setup setup = { argv[1], "", argv[2] };
	if (post_open(&post, &setup, err) != 0)
		fail(err);
	measure(&post, &form, n);
	post_close(&post);
	formdef_release(&form);
	return 0;
}
