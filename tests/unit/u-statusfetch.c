/* SPDX-License-Identifier: Apache-2.0 */
/*
 * u-statusfetch — the status document on its way into the courier's folder: whole or not at all,
 * fetched again only when it changed or was lost, and nothing else kept in its place.
 * Links: sync src/shared
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/stat.h>

#include <cmocka.h>

#include "documents.h"
#include "statusfetch.h"
#include "sync_double.h"

struct town { /* answers every request the same way */
	struct transport t;
	struct site_double site;
	enum reply_kind kind;
	long status;
	const char *body, *etag;
	bool stop;
	char asked[COURIER_ETAG_MAX];
	unsigned requests;
};

static bool start(void *ctx, unsigned lane, const struct request *rq)
{
	struct town *w = ctx;

	assert_int_equal(lane, TRANSPORT_DOCUMENT_LANE);
	assert_string_equal(rq->path, WIRE_PATH_STATUS);
	assert_null(rq->body);
	assert_int_equal(rq->answer_max, WIRE_STATUS_BYTES_MAX);
	assert_true(rq->timeout_ms > 0 && rq->timeout_ms <= 30000);
	snprintf(w->asked, sizeof w->asked, "%s", rq->etag);
	w->requests++;
	return true;
}

static enum transport_wait wait_one(void *ctx, unsigned *ret_lane, struct reply *ret)
{
	struct town *w = ctx;

	if (w->stop)
		return TRANSPORT_STOPPED;
	*ret_lane = TRANSPORT_DOCUMENT_LANE;
	ret->kind = w->kind;
	ret->status = w->status;
	snprintf(ret->etag, sizeof ret->etag, "%s", w->etag);
	buf_puts(&ret->body, w->body);
	return TRANSPORT_REPLY;
}

static void abandon(void *ctx)
{
	(void)ctx;
}

static bool ready(void *ctx)
{
	(void)ctx;
	return false;
}

static int setup(void **state)
{
	struct town *w = calloc(1, sizeof *w);

	assert_non_null(w);
	site_open(&w->site);
	w->t = (struct transport){ w, start, wait_one, abandon, ready };
	w->kind = REPLY_HTTP;
	w->status = 200;
	w->body = "aaa.bbb.ccc";
	w->etag = "\"1\"";
	*state = w;
	return 0;
}

static int teardown(void **state)
{
	struct town *w = *state;

	site_close(&w->site);
	free(w);
	return 0;
}

static enum keysfetch_result ask(struct town *w)
{
	struct documents d = { w->site.courier, w->site.dir, &w->t, DOCUMENT_STATUS, 0,
		KEYSFETCH_STOPPED, KEYSFETCH_STOPPED, "" };
	bool stopped = !documents_wait(&d);
	enum keysfetch_result r = d.status;

	assert_int_equal(stopped, w->stop);
	assert_int_equal(d.reason[0] == '\0', r == KEYSFETCH_NEW || r == KEYSFETCH_SAME ||
						      w->stop || r == KEYSFETCH_OFFLINE ||
						      r == KEYSFETCH_TLS);
	return r;
}

static void file_path(const struct town *w, char ret[static 128])
{
	snprintf(ret, 128, "%s/courier/status.jws", w->site.dir);
}

static void holds(const struct town *w, const char *text)
{
	char path[128];
	struct buf b = BUF_INIT;

	file_path(w, path);
	if (text == NULL) {
		assert_int_not_equal(access(path, F_OK), 0);
		return;
	}
	assert_true(buf_read_file(&b, path, WIRE_STATUS_BYTES_MAX));
	assert_string_equal(buf_str(&b), text);
	buf_release(&b);
}

static void test_statusfetch__comes_once_and_again_when_it_changed(void **state)
{
	struct town *w = *state;

	assert_int_equal(ask(w), KEYSFETCH_NEW);
	assert_string_equal(w->asked, "");
	holds(w, "aaa.bbb.ccc");
	w->status = 304;
	w->body = "";
	assert_int_equal(ask(w), KEYSFETCH_SAME);
	assert_string_equal(w->asked, "\"1\"");
	holds(w, "aaa.bbb.ccc");
	w->status = 200;
	w->body = "aaa.bbd.ccc";
	w->etag = "\"2\"";
	assert_int_equal(ask(w), KEYSFETCH_NEW);
	holds(w, "aaa.bbd.ccc");
}

static void test_statusfetch__the_same_answer_writes_nothing(void **state)
{
	struct town *w = *state;
	struct stat before, after;
	char path[128];

	assert_int_equal(ask(w), KEYSFETCH_NEW);
	file_path(w, path);
	assert_int_equal(stat(path, &before), 0);
	for (int i = 0; i < 5; i++) /* a city that ignores ETags */
		assert_int_equal(ask(w), KEYSFETCH_SAME);
	assert_int_equal(stat(path, &after), 0);
	assert_int_equal(before.st_ino, after.st_ino);
}

static void test_statusfetch__a_lost_or_damaged_file_is_fetched_again(void **state)
{
	struct town *w = *state;
	char path[128];

	assert_int_equal(ask(w), KEYSFETCH_NEW);
	file_path(w, path);
	assert_int_equal(unlink(path), 0);
	assert_int_equal(ask(w), KEYSFETCH_NEW);
	assert_string_equal(w->asked, "");
	assert_true(buf_write_file(path, "aaa.bxb.ccc", 11, 0640));
	assert_int_equal(ask(w), KEYSFETCH_NEW);
	assert_string_equal(w->asked, "");
	holds(w, "aaa.bbb.ccc");
}

static void test_statusfetch__anything_else_is_not_kept(void **state)
{
	static const char *const bad[] = { "", "<html>", "a.b", "a.b.c.d", "a..c", "a.b.",
		"a.b.c\n", "a.b c.d" };
	struct town *w = *state;

	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		w->body = bad[i];
		assert_int_equal(ask(w), KEYSFETCH_REFUSED);
		holds(w, NULL);
	}
	w->body = "aaa.bbb.ccc";
	assert_int_equal(ask(w), KEYSFETCH_NEW);
	for (long status = 500; status < 504; status++) {
		w->status = status;
		w->body = "xxx.yyy.zzz";
		assert_int_equal(ask(w), KEYSFETCH_REFUSED);
		holds(w, "aaa.bbb.ccc");
	}
}

static void test_statusfetch__nothing_published_is_no_failure(void **state)
{
	struct town *w = *state;

	w->status = 404;
	assert_int_equal(ask(w), KEYSFETCH_SAME);
	holds(w, NULL);
}

static void test_statusfetch__tells_the_line_from_the_city(void **state)
{
	struct town *w = *state;

	w->kind = REPLY_OFFLINE;
	assert_int_equal(ask(w), KEYSFETCH_OFFLINE);
	w->kind = REPLY_TLS;
	assert_int_equal(ask(w), KEYSFETCH_TLS);
	w->stop = true;
	assert_int_equal(ask(w), KEYSFETCH_STOPPED);
	holds(w, NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			test_statusfetch__comes_once_and_again_when_it_changed, setup, teardown),
		cmocka_unit_test_setup_teardown(
			test_statusfetch__the_same_answer_writes_nothing, setup, teardown),
		cmocka_unit_test_setup_teardown(
			test_statusfetch__a_lost_or_damaged_file_is_fetched_again, setup, teardown),
		cmocka_unit_test_setup_teardown(
			test_statusfetch__anything_else_is_not_kept, setup, teardown),
		cmocka_unit_test_setup_teardown(
			test_statusfetch__nothing_published_is_no_failure, setup, teardown),
		cmocka_unit_test_setup_teardown(
			test_statusfetch__tells_the_line_from_the_city, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
