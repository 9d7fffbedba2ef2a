/* SPDX-License-Identifier: Apache-2.0 */
/*
 * When the courier tries: pure decisions with a played clock, and the real wake-ups (inotify,
 * signals).
 *
 * Links: sync src/shared
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <unistd.h>

#include "retry.h"
#include "round.h"
#include "sync_double.h"
#include "watch.h"
#include "wire.h"

#define NOW 5000000

static struct round_result drained(void)
{
	return (struct round_result){ .pass = { .end = PASS_DRAINED,
					      .left = { .next_ms = INT64_MAX } },
		.keys_settled = true,
		.status_settled = true };
}

static struct round_result offline(void)
{
	return (struct round_result){ .pass = { .end = PASS_OFFLINE,
					      .left = { .sendable = 3, .next_ms = INT64_MAX } } };
}

static void test_watch__success_sleeps_until_the_statuses_are_due(void **state)
{
	struct feed feed = { .data_dir = "" };
	struct watch w = { .pass = { .feed = &feed }, .failures = 7 };
	struct round_result r = drained();

	assert_int_equal(watch_plan(&w, &r, NOW, 0), NOW + WATCH_STATUS_MS);
	assert_int_equal(w.failures, 0);
	assert_int_equal(w.next_keys_ms, NOW + WATCH_KEYS_MS);
	assert_int_equal(w.status_from_ms, NOW + WATCH_STATUS_GAP_MS);
	for (uint64_t random = 1; random != 0; random <<= 1) {
		int64_t at = watch_plan(&w, &r, NOW, random);

		assert_true(at >= NOW + WATCH_STATUS_MS);
		assert_true(at < NOW + WATCH_STATUS_MS + WATCH_STATUS_JITTER_MS);
	}
}

/* The line fails while only the statuses are due: tried again like everything else. */
static void test_watch__statuses_that_did_not_come_are_asked_for_again(void **state)
{
	struct feed feed = { .data_dir = "" };
	struct watch w = { .pass = { .feed = &feed }, .next_keys_ms = NOW + WATCH_KEYS_MS };
	struct round_result r = drained();

	r.keys_settled = r.status_settled = false;
	assert_true(watch_plan(&w, &r, NOW, RETRY_BASE_MS) <= NOW + RETRY_BASE_MS);
	assert_int_equal(w.failures, 1);
	w.next_status_ms = NOW + 1; /* not due yet: nothing failed */
	assert_int_equal(watch_plan(&w, &r, NOW, 0), NOW + 1);
	assert_int_equal(w.failures, 0);
}

static void test_watch__failures_widen_the_jitter_to_the_cap(void **state)
{
	struct feed feed = { .data_dir = "" };
	struct watch w = { .pass = { .feed = &feed } };
	struct round_result r = offline();

	for (unsigned i = 0; i < 40; i++) {
		int64_t at = watch_plan(&w, &r, NOW, RETRY_CAP_MS);

		assert_true(at >= NOW && at <= NOW + RETRY_CAP_MS);
		assert_int_equal(w.failures, i + 1);
	}
	assert_int_equal(watch_plan(&w, &r, NOW, RETRY_CAP_MS), NOW + RETRY_CAP_MS);
	r.pass.delivered = 1; /* some went through before the line was cut */
	assert_true(watch_plan(&w, &r, NOW, UINT64_MAX) <= NOW + RETRY_BASE_MS);
}

static void test_watch__retry_after_only_lengthens(void **state)
{
	struct feed feed = { .data_dir = "" };
	struct watch w = { .pass = { .feed = &feed } };
	struct round_result r = offline();

	r.pass.end = PASS_LATER;
	r.pass.retry_after_s = 60;
	assert_int_equal(watch_plan(&w, &r, NOW, 0), NOW + 60000);
	w.failures = 30;
	r.pass.retry_after_s = 1;
	assert_int_equal(watch_plan(&w, &r, NOW, RETRY_CAP_MS), NOW + RETRY_CAP_MS);
}

static void test_watch__a_city_that_asked_to_wait_is_left_alone(void **state)
{
	struct watch w = { .failures = 1, .not_before_ms = NOW + 60000 };

	assert_false(watch_worthwhile(&w, WAKE_OUTBOX, 5, 0, NOW));
	assert_false(watch_worthwhile(&w, WAKE_LINK, 0, 0, NOW));
	assert_true(watch_worthwhile(&w, WAKE_NOW, 0, 0, NOW)); /* but a person may insist */
	assert_true(watch_worthwhile(&w, WAKE_OUTBOX, 5, 0, NOW + 60000));
}

static void test_watch__only_new_items_and_needed_links_wake(void **state)
{
	struct watch w = { .failures = 0 };

	assert_true(watch_worthwhile(&w, WAKE_OUTBOX, 1, NOW, NOW));
	assert_false(
		watch_worthwhile(&w, WAKE_OUTBOX, 0, NOW, NOW));  /* the kiosk erased something */
	assert_false(watch_worthwhile(&w, WAKE_LINK, 0, 0, NOW)); /* nothing waits for a line */
	w.failures = 1;
	assert_true(watch_worthwhile(&w, WAKE_LINK, 0, NOW - WATCH_GAP_MS, NOW));
	assert_false(watch_worthwhile(&w, WAKE_LINK, 0, NOW, NOW)); /* a link that flaps */
	assert_true(watch_worthwhile(&w, WAKE_TIME, 0, NOW, NOW));
}

static void test_watch__resting_and_refused_items_have_their_hour(void **state)
{
	struct feed feed = { .data_dir = "" };
	struct watch w = { .pass = { .feed = &feed, .again = true } };
	struct round_result r = drained();

	r.status_settled = false; /* not asked for, and not due */
	w.next_status_ms = INT64_MAX;
	r.pass.left.aside = 1;
	r.pass.left.next_ms = NOW + 7;
	assert_int_equal(watch_plan(&w, &r, NOW, 0), NOW + 7);
	r.pass.left.next_ms = INT64_MAX;
	r.pass.left.refused = 1;
	assert_int_equal(watch_plan(&w, &r, NOW, 0), NOW + WATCH_AGAIN_MS);
	r.pass.left.refused = 0;
	feed.backlog.held = 1; /* an ack that the kiosk has not honoured yet */
	assert_int_equal(watch_plan(&w, &r, NOW, 0), NOW + WATCH_AGAIN_MS);
}

static void test_watch__keys_that_no_one_answered_for_are_asked_again(void **state)
{
	struct feed feed = { .data_dir = "" };
	struct watch w = { .pass = { .feed = &feed } };
	struct round_result r = drained();

	r.keys_settled = false;
	assert_int_equal(watch_plan(&w, &r, NOW, RETRY_BASE_MS), NOW + RETRY_BASE_MS);
	assert_int_equal(w.failures, 1);
}

static int blocked_signal_fd(int signal)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, signal);
	sigprocmask(SIG_BLOCK, &set, NULL);
	return signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
}

static void test_wake__each_reason_is_told(void **state)
{
	char dir[] = "/tmp/marumado-wake-XXXXXX", path[64];
	int stop = blocked_signal_fd(SIGTERM), now = blocked_signal_fd(SIGHUP), fd;
	struct wake *w = NULL;

	assert_non_null(mkdtemp(dir));
	assert_true(wake_open(&w, dir, stop, now));
	assert_int_equal(wake_wait(w, 0), WAKE_TIME);
	assert_int_equal(wake_wait(w, wake_now_ms()), WAKE_TIME);
	raise(SIGHUP);
	assert_true((wake_wait(w, WAKE_NEVER) & WAKE_NOW) != 0);
	snprintf(path, sizeof path, "%s/outbox", dir); /* the kiosk starts for the first time */
	assert_int_equal(mkdir(path, 0700), 0);
	assert_true((wake_wait(w, WAKE_NEVER) & WAKE_OUTBOX) != 0);
	assert_int_equal(wake_wait(w, 0), WAKE_TIME); /* now it watches the new folder itself */
	snprintf(path, sizeof path, "%s/outbox/outbox.db", dir);
	fd = open(path, O_WRONLY | O_CREAT, 0600);
	assert_int_equal(write(fd, "x", 1), 1);
	close(fd);
	assert_true((wake_wait(w, WAKE_NEVER) & WAKE_OUTBOX) != 0);
	assert_int_equal(wake_wait(w, 0), WAKE_TIME);
	*strrchr(path, '/') = '\0';
	strcat(path, "/" WIRE_TRY_NOW); /* somebody at the terminal pressed "try now" */
	fd = open(path, O_WRONLY | O_CREAT, 0600);
	assert_int_equal(write(fd, "\n", 1), 1);
	close(fd);
	assert_true((wake_wait(w, WAKE_NEVER) & WAKE_NOW) != 0);
	unlink(path);
	*strrchr(path, '/') = '\0';
	strcat(path, "/" WIRE_TO_USB); /* and the stick */
	fd = open(path, O_WRONLY | O_CREAT, 0600);
	close(fd);
	assert_int_equal(wake_wait(w, WAKE_NEVER) & (WAKE_USB | WAKE_NOW), WAKE_USB);
	unlink(path);
	*strrchr(path, '/') = '\0';
	strcat(path, "/outbox.db");
	raise(SIGTERM);
	assert_int_equal(wake_wait(w, WAKE_NEVER), WAKE_STOP);
	assert_int_equal(wake_wait(w, WAKE_NEVER), WAKE_STOP); /* and goes on asking */
	wake_close(w);
	wake_close(NULL);
	close(stop);
	close(now);
	unlink(path);
	*strrchr(path, '/') = '\0';
	rmdir(path);
	rmdir(dir);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_watch__success_sleeps_until_the_statuses_are_due),
		cmocka_unit_test(test_watch__statuses_that_did_not_come_are_asked_for_again),
		cmocka_unit_test(test_watch__failures_widen_the_jitter_to_the_cap),
		cmocka_unit_test(test_watch__retry_after_only_lengthens),
		cmocka_unit_test(test_watch__a_city_that_asked_to_wait_is_left_alone),
		cmocka_unit_test(test_watch__only_new_items_and_needed_links_wake),
		cmocka_unit_test(test_watch__resting_and_refused_items_have_their_hour),
		cmocka_unit_test(test_watch__keys_that_no_one_answered_for_are_asked_again),
		cmocka_unit_test(test_wake__each_reason_is_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
